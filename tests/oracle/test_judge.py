"""The judge passes a rehearsal that is right, and names whatever is put wrong in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plans.model import UnitNames

from .cast import Cast, read_cast
from .expected import expected, read_plan
from .judge import judge, main
from .small_plan import Line, rehearsal, small_plan, told, write

PLAN = small_plan(date(2021, 8, 31))
CAST: dict[str, Any] = {"default": {"reports": "never", "completes": "never"}}
REAL_PLAN = Path(__file__).parents[2] / "data" / "tasks.yaml"
CASTS = sorted((Path(__file__).parent / "casts").glob("*.yaml"))


def verdict(folder: Path, lines: list[Line]) -> str:
    return judge(write(folder, lines), PLAN, Cast(CAST, UnitNames(PLAN.units))).report()


def right() -> list[Line]:
    return rehearsal(told(PLAN, **CAST))


def first(lines: list[Line], **wanted: str) -> Line:
    return next(line for line in lines if all(line[name] == value for name, value in wanted.items()))


def test_a_right_rehearsal_is_sound(tmp_path: Path) -> None:
    assert verdict(tmp_path, right()).endswith("\nas the rules say")


def test_words_that_are_nobodys_rule_are_not_compared(tmp_path: Path) -> None:
    lines = right()
    first(lines, kind="digest", unit="甲局")["items"].append({"task": 7, "milestone": None, "why": "sign"})
    receipt = {"at": "2022-12-31T22:00:00+08:00", "unit": "甲局", "role": "contact", "kind": "receipt"}
    lines.append({**receipt, "items": [], "key": "receipt", "text": "已收到"})
    assert verdict(tmp_path, lines).endswith("\nas the rules say")


def test_a_message_left_out_is_missing(tmp_path: Path) -> None:
    lines = right()
    lines.remove(first(lines, kind="proposal", role="bureau"))
    assert "2021-07-14 Wed  督查局/bureau  proposal: T07 missing about 甲局" in verdict(tmp_path, lines)


def test_a_message_too_many_is_unexpected(tmp_path: Path) -> None:
    lines = right()
    first(lines, kind="digest", unit="乙局")["items"].append({"task": 7, "milestone": 1, "why": "due-7"})
    assert "unexpected: 1 (digest due-7 1)" in verdict(tmp_path, lines)


def test_the_same_item_twice_is_unexpected(tmp_path: Path) -> None:
    lines = right()
    items = first(lines, kind="digest", unit="甲局")["items"]
    items.append(items[0])
    assert "unexpected: 1" in verdict(tmp_path, lines)


def put(name: str, value: object) -> Callable[[list[Line]], None]:
    return lambda lines: lines[0].__setitem__(name, value)


def repeat_digest(lines: list[Line]) -> None:
    lines.insert(1, {**lines[0], "key": "another"})


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (put("at", "2021-06-26T09:00:00+08:00"), "sent on a day off (Saturday)"),
        (put("at", "2021-06-24T08:29:59+08:00"), "sent in quiet hours"),
        (put("at", "2021-06-24T20:00:00+08:00"), "sent in quiet hours"),
        (put("at", "2021-06-24T15:00:00+08:00"), "the rules speak at 09:00"),
        (put("at", "2021-06-24T01:00:00+00:00"), "not written in Shanghai time"),
        (put("at", "2022-06-24T09:00:00+08:00"), "earlier than the line before it"),
        (put("key", ""), "key '' is used 1 times"),
        (put("text", " "), "empty text"),
        (put("text", "第17项 修好水渠"), "the text lacks the number of task 7"),
        (put("text", "第7项"), "the text lacks the title of task 7"),
        (put("items", []), "no items"),
        (put("items", [{"task": 7, "why": "due-7"}]), "item milestone: missing"),
        (put("items", [{"task": 7, "milestone": None, "why": "due-8"}]), "item why: 'due-8' is unknown"),
        (put("items", [{"task": 8, "milestone": None, "why": "round-open"}]), "task 8 is not in the plan"),
        (put("unit", "各镇"), "'各镇' is no single unit of the plan"),
        (put("role", "boss"), "role 'boss' is unknown"),
        (put("role", "office"), "item about: missing in a message to office"),
        (put("kind", "shout"), "kind 'shout' is unknown"),
        (put("mood", "good"), "mood: not in the contract"),
        (repeat_digest, "2 messages of kind digest on one day"),
        (lambda lines: lines[1].__setitem__("key", lines[0]["key"]), "is used 2 times"),
    ],
)
def test_a_fault_of_form_is_named(tmp_path: Path, spoil: Callable[[list[Line]], None], finding: str) -> None:
    lines = right()
    spoil(lines)
    assert finding in verdict(tmp_path, lines)


def test_a_line_that_is_not_json_is_named(tmp_path: Path) -> None:
    path = write(tmp_path, right())
    path.write_text("…\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert "line 1: not JSON" in judge(path, PLAN, Cast(CAST, UnitNames(PLAN.units))).report()


@pytest.mark.parametrize("cast", CASTS, ids=lambda path: path.stem)
def test_every_cast_fits_the_real_plan_and_says_nothing_twice(cast: Path) -> None:
    plan = read_plan(REAL_PLAN)
    facts = expected(plan, read_cast(cast, UnitNames(plan.units)))
    assert len(facts) == len(set(facts)) > 300


def test_the_command_says_by_its_exit_whether_the_rehearsal_is_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cast = CASTS[0]
    plan = read_plan(REAL_PLAN)
    lines = rehearsal(expected(plan, read_cast(cast, UnitNames(plan.units))))
    titles = " ".join(f"第{task.number}项 {task.title}" for task in plan.tasks)
    arguments = [str(tmp_path), "--cast", str(cast), "--plan", str(REAL_PLAN)]
    write(tmp_path, ({**line, "text": titles} for line in lines))
    assert main(arguments) == 0
    write(tmp_path, ({**line, "text": titles} for line in lines[1:]))
    assert main(arguments) == 1
    assert "NOT as the rules say" in capsys.readouterr().out
