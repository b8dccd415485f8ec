"""The steps of one morning become messages: one per kind and seat, however many grounds it names."""

from __future__ import annotations

from collections import defaultdict

from plans.policy import Step
from plans.roles import Role
from register.buttons import Offer
from register.decisions import decisions
from register.record import seal
from schedules.climbing import Taken
from schedules.letters import Letter
from schedules.morning import Item, Morning

_OF_A_UNIT = (Role.CONTACT, Role.LEADER)


async def escalations(morning: Morning, taken: list[Taken]) -> list[Letter]:
    """The letters of the steps taken: to the unit's own seats, to the bureau, and the office's copies."""
    sealed = await seal(morning.session)
    gathered: dict[tuple[Step, Role, int, bool], list[Item]] = defaultdict(list)
    for one in taken:
        for role in one.step.to:
            gathered[one.step.step, role, _seat_unit(morning, role, one), False].append(_item(morning, one, role))
        for role in one.step.copy_to:
            gathered[one.step.step, role, _seat_unit(morning, role, one), True].append(_item(morning, one, role))
    return [_letter(morning, sealed, *which, items) for which, items in gathered.items()]


def _seat_unit(morning: Morning, role: Role, one: Taken) -> int:
    plan = morning.plan
    seats = {Role.OFFICE: plan.office_id, Role.BUREAU: plan.bureau_id, Role.LEADING_GROUP: plan.leading_group_id}
    return seats.get(role, one.climb.unit_id)


def _item(morning: Morning, one: Taken, role: Role) -> Item:
    item = one.item | {"leading_body": morning.room.units[one.climb.unit_id].leading_body}
    if role is not Role.CONTACT:
        item["about"] = morning.unit_name(one.climb.unit_id)
    if one.climb.case_id is not None:
        item["case"] = one.climb.case_id
    return item


def _letter(
    morning: Morning, sealed: str, step: Step, role: Role, unit_id: int, copy: bool, items: list[Item]
) -> Letter:
    unit = morning.room.units[unit_id]
    key = f"{step}/{unit.name}/{role}/{morning.day}"
    facts = {
        "unit": unit.name,
        "leading_body": unit.leading_body,
        "day": morning.day.isoformat(),
        "items": items,
        "copy": copy,
    }
    if role is Role.BUREAU:
        facts["seal"] = sealed
    return Letter(unit_id, role, step.value, key, facts, _buttons(step, role, key, items))


def _buttons(step: Step, role: Role, key: str, items: list[Item]) -> list[list[Offer]]:
    if role is Role.BUREAU:
        cases = {item["case"]: item for item in items}
        return [row for case, item in cases.items() for row in decisions(case, 1, item["about"], item["leading_body"])]
    if role not in _OF_A_UNIT:
        return []
    rows = [[Offer("sign", "sign", argument=key)]]
    if step in (Step.WARNING, Step.ORDER) and role is Role.CONTACT:
        rows += [[_remedy(item)] for item in items]
    return rows


def _remedy(item: Item) -> Offer:
    """What the contact can do about the ground: report, or open the task."""
    facts = (("number", item["task"]),)
    if "request" in item:
        return Offer("report", "report", item["request"], facts=facts)
    return Offer("open-task", "open-task", item["task"], facts=facts)
