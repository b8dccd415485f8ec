"""Files that no office writes are refused at their first line of trouble, before they cost anything."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from plans.check import load_plan, require_plan
from plans.model import UnitNames
from plans.reader import read_document
from plans.source import MOST_BYTES
from tests.plans.texts import PLAN

BOMB = "a: &a [哈, 哈]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"

HOSTILE = {
    "5,000 levels of lists": ("a: " + "[" * 5000 + "]" * 5000, 1, "嵌套超过 50 层"),
    "5,000 levels of blocks": ("\n".join(" " * depth + "a:" for depth in range(900)), 52, "嵌套超过 50 层"),
    "5,000 levels of dashes": ("- " * 5000 + "a", 1, "嵌套超过 50 层"),
    "5,000 levels below a key given twice": ("a: 1\na: " + "[" * 5000 + "]" * 5000, 2, "嵌套超过 50 层"),
    "a bomb of aliases": (BOMB, 1, "用了锚点或引用"),
    "an alias of nothing": ("a: 1\nb: *c\n", 2, "用了锚点或引用"),
    "an object of the language": ("a: 1\nb: !!python/object:os.system x\n", 2, "用了类型标记"),
    "a key that is a list": ("a: 1\n? [b]\n: c\n", 2, "字段名不是文字"),
    "6 MB": ("a: " + "x" * 6_000_000, 1, "文件有 6.0 MB，太大"),
    "100,000 tasks": ("tasks:\n" + "- {a: 1}\n" * 100_000, 1, "内容过多"),
    "a line of a million letters": ("a: 1\nb: " + "!" * 500_000, 2, "一行太长"),
    "nothing": ("", 1, "文件是空的"),
    "blank lines": ("\n \n", 1, "文件是空的"),
    "only a comment": ("# 说明\n", 2, "文件没有内容"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "一个文件里有几份"),
    "a tab for indentation": ("a:\n\tb: 1\n", 2, "用了制表符"),
    "an open quote": ("a: 'b\nc: 1\n", 2, "引号没有合上"),
    "an open bracket": ("a: [1, 2\nb: 3\n", 2, "括号或逗号不配对"),
    "two colons": ("a: b: c\n", 1, "冒号的位置不对"),
    "a control character": ("a: 1\nb: \x07\n", 2, "含有不可见的控制字符"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused(kind: str, tmp_path: Path) -> None:
    text, line, wrong = HOSTILE[kind]
    path = tmp_path / "tasks.yaml"
    path.write_text(text, encoding="utf-8")
    plan, problems = load_plan(path)
    assert plan is None
    assert len(problems) == 1, problems
    assert str(problems[0]).startswith(f"{path}:{line}: ")
    assert wrong in problems[0].wrong


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_another_encoding_is_refused(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    path.write_bytes("a: 1\nb: 方案\n".encode(encoding))
    (problem,) = load_plan(path)[1]
    assert "UTF-8" in problem.wrong


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    path.write_bytes("\ufeffa: 方案\r\nb: 1\r\n".encode())
    document, problems = read_document(path)
    assert problems == []
    assert document is not None
    assert document.value == {"a": "方案", "b": 1}


def test_a_large_file_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    path.write_bytes(b"a" * (MOST_BYTES + 1))
    with patch.object(Path, "read_bytes", side_effect=AssertionError("read")):
        assert "太大" in load_plan(path)[1][0].wrong


@pytest.mark.parametrize("name", ["missing.yaml", "."])
def test_what_is_no_file_is_a_problem_too(name: str, tmp_path: Path) -> None:
    (problem,) = load_plan(tmp_path / name)[1]
    assert problem.line == 1


def test_a_plan_of_many_collective_units_expands_each_unit_once(tmp_path: Path) -> None:
    both = [f"  - {{name: {side}{n}, members: [层{n + 1}, 旁{n + 1}]}}" for n in range(40) for side in "层旁"]
    path = tmp_path / "tasks.yaml"
    rows = "\n".join([*both, "  - {name: 层40}", "  - {name: 旁40}"])
    path.write_text(PLAN.replace("tasks:\n", rows + "\ntasks:\n"), encoding="utf-8")
    assert UnitNames(require_plan(path).units).expand("层0") == ("层40", "旁40")
