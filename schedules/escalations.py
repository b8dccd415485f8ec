"""The steps of one morning become messages: one per kind and seat, however many grounds it names."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from outbox.message import FOLLOWED
from plans.policy import Step
from plans.roles import Role
from register.buttons import Offer
from register.decisions import decisions
from register.explanations import explanations_of_case
from register.record import seal
from schedules.climbing import Taken
from schedules.letters import Letter
from schedules.morning import Item, Morning
from schedules.ways import opening, ways

_OF_A_UNIT = (Role.CONTACT, Role.LEADER)


async def escalations(morning: Morning, taken: list[Taken]) -> list[Letter]:
    """The letters of the steps taken: to the unit's own seats, to the bureau, and the office's copies."""
    sealed = await seal(morning.session)
    said = await _explanations(morning, taken)
    gathered: dict[tuple[Step, Role, int, bool], list[Item]] = defaultdict(list)
    for one in taken:
        for role in one.step.to:
            gathered[one.step.step, role, _seat_unit(morning, role, one), False].append(_item(morning, one, role))
        for role in one.step.copy_to:
            gathered[one.step.step, role, _seat_unit(morning, role, one), True].append(_item(morning, one, role))
    return [_letter(morning, sealed, said, *which, items) for which, items in gathered.items()]


async def _explanations(morning: Morning, taken: list[Taken]) -> dict[int, list[Item]]:
    """What the units said of the cases that are proposed this morning, by case."""
    cases = sorted({one.climb.case_id for one in taken if one.climb.case_id is not None})
    return {case_id: await _said(morning, case_id) for case_id in cases}


async def _said(morning: Morning, case_id: int) -> list[Item]:
    given = await explanations_of_case(morning.session, case_id)
    return [{"case": case_id, "words": one.words, "files": one.files} for one in given]


def _seat_unit(morning: Morning, role: Role, one: Taken) -> int:
    plan = morning.plan
    seats = {Role.OFFICE: plan.office_id, Role.BUREAU: plan.bureau_id, Role.LEADING_GROUP: plan.leading_group_id}
    return seats.get(role, one.climb.unit_id)


def _item(morning: Morning, one: Taken, role: Role) -> Item:
    item = one.item | _standing(morning, one.climb.unit_id)
    if one.step.template is not None:
        item["template"] = one.step.template
    if one.step.document is not None:
        item["document"] = one.step.document.value
    if role is not Role.CONTACT:
        item["about"] = morning.unit_name(one.climb.unit_id)
    if one.climb.case_id is not None:
        item["case"] = one.climb.case_id
    return item | {"climb": one.climb.id}


def _standing(morning: Morning, unit_id: int) -> dict[str, bool]:
    """Other words are used to a leading body, and again others to the leading group: it is not put before itself."""
    leading = morning.room.units[unit_id].leading_body
    return {"leading_body": leading, "leading_group": unit_id == morning.plan.leading_group_id}


def _letter(
    morning: Morning,
    sealed: str,
    said: dict[int, list[Item]],
    step: Step,
    role: Role,
    unit_id: int,
    copy: bool,
    items: list[Item],
) -> Letter:
    unit = morning.room.units[unit_id]
    key = f"{step}/{unit.name}/{role}/{morning.day}"
    facts: dict[str, Any] = {
        "unit": unit.name,
        **_standing(morning, unit_id),
        "day": morning.day.isoformat(),
        "items": items,
        "copy": copy,
    }
    if not copy and (paper := _first(items, "document")):
        facts[FOLLOWED] = paper
    if step is Step.PROPOSAL:
        cases = dict.fromkeys(item["case"] for item in items)
        facts["explanations"] = [one for case_id in cases for one in said[case_id]]
    if step is Step.EXPLANATION:
        facts["within"] = morning.rules.policy.ladder.explanation_to_proposal
    if role is Role.BUREAU:
        facts["seal"] = sealed
    return Letter(
        unit_id, role, step.value, key, facts, _buttons(step, role, key, items), template=_first(items, "template")
    )


def _first(items: list[Item], name: str) -> str:
    """What the first step that has a ``template`` or ``document`` of its own names; "" where none has."""
    return next((item[name] for item in items if name in item), "")


def _buttons(step: Step, role: Role, key: str, items: list[Item]) -> list[list[Offer]]:
    if role is Role.BUREAU:
        cases = {item["case"]: item for item in items}
        return [row for case, item in cases.items() for row in decisions(case, 1, item["about"], item["leading_body"])]
    if role not in _OF_A_UNIT:
        return []
    rows = [[Offer("sign", "sign", argument=key)]]
    if step is Step.EXPLANATION:
        rows.append([Offer("explain", "explain", min(item["climb"] for item in items))])
    return rows + (ways(items) if role is Role.CONTACT else opening(items))
