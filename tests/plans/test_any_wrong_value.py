"""Whatever stands anywhere in the file: a problem with a line, in an office's words, and never a traceback."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.check import load_plan, load_policy
from plans.policy import Policy
from plans.problems import Problem
from plans.reader import read_document
from tests.plans.texts import PLAN

FILE = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=12), st.just("2021-06-31"), st.just({})
)
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner))
# These fit no field at all: no list of lists, and no block of this key, is asked for anywhere.
MISFITS = st.sampled_from(["[[1]]", "{?x: 1}", "[{zz: 1}]", "2021-02-30", "12:30", "!!int 3", "*none"])


def _places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict):
        return [path, *(found for key, inner in value.items() for found in _places(inner, (*path, key)))]
    if isinstance(value, tuple):
        return [path, *(found for index, inner in enumerate(value) for found in _places(inner, (*path, index)))]
    return [path]


def _tree(text: str, folder: Path) -> Any:
    (folder / "sound.yaml").write_text(text, encoding="utf-8")
    document, problems = read_document(folder / "sound.yaml")
    assert document is not None
    assert problems == []
    return document.value


def _spoilt(value: Any, path: tuple[str | int, ...], wrong: str) -> str:
    """``value`` in flow style with the text ``wrong`` at ``path``."""
    if not path:
        if wrong:
            return wrong
        return _spoilt(value, ("",), "")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {_inner(v, k, path, wrong)}" for k, v in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ",\n".join(_inner(v, i, path, wrong) for i, v in enumerate(value)) + "]"
    return _scalar(value)


def _inner(value: Any, key: str | int, path: tuple[str | int, ...], wrong: str) -> str:
    return _spoilt(value, path[1:], wrong) if path[0] == key else _spoilt(value, ("",), "")


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str | bool | None) else str(value)


def _sound(problems: list[Problem], text: str) -> None:
    for problem in problems:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert re.search("[\u4e00-\u9fff]", problem.wrong)
        assert problem.expected != "应按方案的格式填写", "a reason that nobody put into words"
        assert "\n" not in str(problem)


@FILE
@given(data=st.data(), wrong=VALUES)
def test_any_value_anywhere_in_a_plan(data: st.DataObject, wrong: object, tmp_path: Path) -> None:
    tree = _tree(PLAN, tmp_path)
    text = _spoilt(tree, data.draw(st.sampled_from(_places(tree))), json.dumps(wrong))
    (tmp_path / "tasks.yaml").write_text(text, encoding="utf-8")
    plan, problems = load_plan(tmp_path / "tasks.yaml")
    assert plan is not None or problems
    _sound(problems, text)


@FILE
@given(data=st.data(), wrong=MISFITS)
def test_what_fits_nowhere_is_refused_everywhere(data: st.DataObject, wrong: str, tmp_path: Path) -> None:
    tree = _tree(PLAN, tmp_path)
    text = _spoilt(tree, data.draw(st.sampled_from(_places(tree))), wrong)
    (tmp_path / "tasks.yaml").write_text(text, encoding="utf-8")
    plan, problems = load_plan(tmp_path / "tasks.yaml")
    assert plan is None
    assert problems
    _sound(problems, text)


@FILE
@given(data=st.data(), wrong=VALUES)
def test_any_value_anywhere_in_a_policy(data: st.DataObject, wrong: object, tmp_path: Path) -> None:
    tree = _tree(Policy().model_dump_json().replace(":00:00", ":00").replace(":30:00", ":30"), tmp_path)
    text = _spoilt(tree, data.draw(st.sampled_from(_places(tree))), json.dumps(wrong))
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    policy, problems = load_policy(tmp_path / "policy.yaml")
    assert policy is not None or problems
    _sound(problems, text)


@FILE
@given(text=st.text(alphabet=st.sampled_from("ab:-[]{},&*!|>'\"%@`#? \n\t0~<=.好：“"), max_size=60))
def test_any_text_at_all(text: str, tmp_path: Path) -> None:
    (tmp_path / "tasks.yaml").write_text(text, encoding="utf-8")
    plan, problems = load_plan(tmp_path / "tasks.yaml")
    assert plan is None
    assert problems


@pytest.mark.parametrize("wrong", ["1e999", "-1", "1.23456789", ".nan", "9999999999999999", "true"])
def test_a_target_is_a_plain_number(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "tasks.yaml").write_text(PLAN.replace("min: 1,", f"min: {wrong},"), encoding="utf-8")
    plan, problems = load_plan(tmp_path / "tasks.yaml")
    assert plan is None
    _sound(problems, PLAN)
