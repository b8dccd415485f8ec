"""A changed plan is applied (方案调整), and everybody whom it concerns is told once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.acts import Act
from actions.tell import Telling, tell
from plans.roles import Role
from register.amending.amend import Amended, Consent, NewPlan, amend
from register.amending.work import Item, Work
from register.buttons import Offer
from register.rules import Rules
from register.tables import Unit

_PER_ROW = 2
_MOST_BUTTONS = 8


async def amend_plan(session: AsyncSession, rules: Rules, new: NewPlan, consent: Consent, now: datetime) -> Amended:
    """Bring the register up to ``new`` and tell the units, the office, and the bureau where a case loses its ground.

    Raises what ``amend`` raises; nothing was changed then, and nobody is told.
    """
    amended = await amend(session, rules, new, consent, now)
    if amended.work is not None:
        await _tell_units(amended.work)
        await _tell_office(amended.work)
        await _tell_bureau(amended.work, amended)
        await amended.work.write_notes()
    return amended


async def _tell_units(work: Work) -> None:
    for unit_id, items in sorted(work.told.items()):
        unit = await work.session.get_one(Unit, unit_id)
        facts = _facts(work, items) | {"unit": unit.name}
        await _tell(work, unit_id, Role.CONTACT, "plan-amended", facts, _opening(facts["items"]))


async def _tell_office(work: Work) -> None:
    await _tell(work, work.plan.office_id, Role.OFFICE, "plan-amended-whole", _facts(work, work.whole), [])


async def _tell_bureau(work: Work, amended: Amended) -> None:
    if not amended.cases:
        return
    items = [
        {"task": number, "milestone": None, "why": "ground-gone", "about": case.unit, "case": case.case_id}
        for number, case in amended.cases
    ]
    offers = [[Offer(Act.OPEN_CASES, "cases")]]
    await _tell(work, work.plan.bureau_id, Role.BUREAU, "plan-amended-cases", _facts(work, items), offers)


async def _tell(
    work: Work, unit_id: int, role: Role, template: str, facts: dict[str, Any], offers: Sequence[Sequence[Offer]]
) -> None:
    key = f"{template}/{work.amendment.revision}/{unit_id}"
    await tell(work.session, work.rules, Telling(unit_id, role, key, "other", template, facts, offers), work.now)


def _facts(work: Work, items: list[Item]) -> dict[str, Any]:
    """``items`` are about tasks; ``notes`` about units, targets and the plan itself."""
    return {
        "plan": work.plan.title,
        "revision": work.amendment.revision,
        "when": work.now.isoformat(),
        "items": [item for item in items if "task" in item],
        "notes": [item for item in items if "task" not in item],
    }


def _opening(items: list[Item]) -> list[list[Offer]]:
    numbers = list(dict.fromkeys(item["task"] for item in items if item.get("part", "") is not None))
    offers = [Offer(Act.OPEN_TASK, "open-task", target=one, facts=(("number", one),)) for one in numbers]
    offers = offers[:_MOST_BUTTONS]
    return [offers[start : start + _PER_ROW] for start in range(0, len(offers), _PER_ROW)]
