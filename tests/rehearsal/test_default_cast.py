"""The plan at full speed, with the believable mixture: exactly what the default rules say, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from plans.model import UnitNames
from rehearsal.rehearse import Rehearsal
from tests.oracle.cast import read_cast
from tests.oracle.expected import read_plan
from tests.oracle.judge import judge
from tests.oracle.messages import read
from tests.oracle.recount import differences
from tests.rehearsal.files import CAST, PLAN

SILENT = "郭连镇"


def test_every_message_is_as_the_default_rules_say(rehearsed: Rehearsal, out: Path) -> None:
    plan = read_plan(PLAN)
    judgement = judge(out / "messages.jsonl", plan, read_cast(CAST, UnitNames(plan.units)))
    assert judgement.sound, judgement.report()
    assert judgement.said == sum(
        item["why"] not in ("sign", "returned")
        for line in rehearsed.messages
        if line["kind"] not in ("receipt", "verdict", "notice", "brief", "circular", "other")
        for item in line["items"]
    )


def test_the_register_is_what_can_be_counted_again_from_the_messages(rehearsed: Rehearsal, out: Path) -> None:
    plan = read_plan(PLAN)
    said, faults = read(out / "messages.jsonl")
    assert faults == []
    assert differences(rehearsed.register, said, plan, plan.plan.ends) == []


@pytest.mark.parametrize("part", ["rounds", "tasks", "cases"])
def test_a_register_that_lacks_something_is_found_out(part: str, rehearsed: Rehearsal, out: Path) -> None:
    plan = read_plan(PLAN)
    lacking = {**rehearsed.register, part: rehearsed.register[part][1:]}
    assert differences(lacking, read(out / "messages.jsonl")[0], plan, plan.plan.ends) != []


def test_the_whole_mixture_is_there(rehearsed: Rehearsal) -> None:
    kinds = {line["kind"] for line in rehearsed.messages}
    assert kinds >= {
        "digest",
        "warning",
        "order",
        "explanation-asked",
        "proposal",
        "missing-list",
        "receipt",
        "verdict",
    }
    assert kinds >= {"notice", "brief"}
    assert {line["role"] for line in rehearsed.messages} >= {"contact", "leader", "office", "bureau"}


def test_a_silent_unit_reaches_the_bureau_on_the_tenth_working_day(rehearsed: Rehearsal) -> None:
    told = [
        line["at"][:10]
        for line in rehearsed.messages
        if line["kind"] == "proposal" and line["role"] == "bureau"
        if any(item["about"] == SILENT for item in line["items"])
    ]
    assert told[0] == "2021-07-14"


def test_no_line_shows_html(rehearsed: Rehearsal) -> None:
    assert not any("<b>" in line["text"] or "&quot;" in line["text"] for line in rehearsed.messages)


def test_the_final_register_tells_of_every_task_round_and_case(rehearsed: Rehearsal, out: Path) -> None:
    register = json.loads((out / "register.json").read_text(encoding="utf-8"))
    assert register == rehearsed.register
    assert [task["number"] for task in register["tasks"]] == list(range(1, 26))
    assert sum(len(task["milestones"]) for task in register["tasks"]) == 26
    assert [one["quarter"] for one in register["rounds"]][:2] == ["2021Q2", "2021Q3"]
    assert all(one["asked"] == one["on_time"] + one["late"] + one["missing"] for one in register["rounds"])
    silent = [case for case in register["cases"] if case["unit"] == SILENT]
    assert [step["step"] for step in silent[0]["steps"]] == ["warning", "order", "explanation-asked", "proposal"]
    assert silent[0]["state"] == "accepted"


def test_what_was_done_in_time_is_closed_in_time(rehearsed: Rehearsal) -> None:
    task = rehearsed.register["tasks"][10]
    assert task["lead_units"] == ["产业集聚区管委会"]
    assert task["milestones"][0]["light"] == "done"
    assert task["milestones"][0]["closed_at"].startswith("2021-06-29")
    assert task["milestones"][0]["late"] is False


def test_each_quarter_has_its_papers(rehearsed: Rehearsal, out: Path) -> None:
    for one in rehearsed.register["rounds"]:
        names = [path.name for path in (out / "documents" / one["quarter"]).iterdir()]
        assert {name.rpartition(".")[2] for name in names} == {"docx", "png", "xlsx"}
