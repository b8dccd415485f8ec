"""The cases: the list by state with what is to do next, and one case with its evidence and its whole history."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import Any

from actions.access import require
from actions.acts import Act
from actions.pack import Pack, evidence_pack
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.handlers.files import ask_for_files
from bot.transaction import Rows, Work
from plans.roles import Role
from register.buttons import Offer
from register.case_offers import named, papers_of, way_out, ways_on
from register.states import CaseState
from register.tables import Button
from register.views.cases import CaseLine, open_cases
from register.views.files import files_of_case

_SHOWN = 30
"""Cases in one message: each brings a row of buttons."""


async def open_list(work: Work) -> None:
    """/cases."""
    work.place = await require(work.session, work.actor, Act.OPEN_CASES)
    await list_cases(work)


async def list_cases(work: Work, _button: Button | None = None) -> None:
    cases = await open_cases(work.session)
    shown = list(enumerate(cases[:_SHOWN], start=1))
    groups = [
        {"state": state.value, "cases": [_line(work, number, case) for number, case in group]}
        for state, group in groupby(shown, key=lambda one: one[1].state)
    ]
    rows = [
        [replace(one, facts=facts) for one in _row(work, case)]
        for (_, case), facts in zip(shown, named([case for _, case in shown]), strict=True)
    ]
    await work.reply("cases", {"groups": groups, "more": max(0, len(cases) - _SHOWN)}, rows)


def _line(work: Work, number: int, case: CaseLine) -> dict[str, Any]:
    facts: dict[str, Any] = facts_of(case)
    return facts | {
        "number": number,
        "tasks": sorted({ground.task for ground in case.grounds}),
        "days": max((ground.days_late(work.desk.rules, work.at) for ground in case.grounds), default=0),
        "remedied": all(ground.remedied_at is not None for ground in case.grounds),
    }


def _row(work: Work, case: CaseLine) -> list[Offer]:
    """What is to do next, by one press. Who is to decide or to check looks at the case first."""
    looks = (CaseState.PROPOSED, CaseState.CHECKING)
    if work.actor.seats(Role.BUREAU) and case.state not in looks and (ways := _ways(case)):
        return ways[0]
    label = "case-evidence" if case.state in (CaseState.PROPOSED, CaseState.HELD) else "case-open"
    return [Offer(Act.CASE_EVIDENCE, label, case.case_id, case.version)]


def _ways(case: CaseLine) -> Rows:
    return ways_on(case.case_id, case.version, case.unit, case.state, case.leading_body)


async def show_evidence(work: Work, button: Button) -> None:
    pack = await evidence_pack(work.session, work.desk.rules, button.target or 0, work.at)
    if pack is None:
        raise Refusal("case-unknown")
    case = pack.case
    files = await files_of_case(work.session, case.case_id)
    rows = ask_for_files("case", case.case_id, len(files))
    if work.actor.seats(Role.BUREAU):
        rows += _ways(case)
    if work.actor.seats(Role.BUREAU, Role.OFFICE):
        rows += papers_of(case.case_id, case.version, case.state, case.leading_body)
        rows += way_out(case.case_id, case.version, case.unit, case.state)
    await work.reply("case", {"pack": facts_of_pack(pack)}, rows)


def facts_of_pack(pack: Pack) -> dict[str, Any]:
    """As the message ``case`` tells it."""
    facts: dict[str, Any] = facts_of(pack)
    return facts | {"steps": _each_letter_once(facts["steps"])}


def _each_letter_once(steps: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All grounds of a unit climb with one message: the reader sees it once, with the tasks that it named."""
    letters: dict[tuple[Any, ...], dict[str, Any]] = {}
    for step in steps:
        said = {name: value for name, value in step.items() if name != "task"}
        tasks = letters.setdefault(tuple(said.values()), said | {"tasks": []})["tasks"]
        if step["task"] not in tasks:
            tasks.append(step["task"])
    return list(letters.values())
