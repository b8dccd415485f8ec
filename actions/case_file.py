"""What every act on a case shares: the case as it stands, and what messages say of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from actions.refusal import Refusal
from register.case_record import last_step
from register.locks import locked
from register.people import name_of
from register.record import move
from register.states import CaseState, RequestState
from register.tables import Case, Unit
from register.views.cases import Ground, grounds_of


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case that is being acted on, held until the act ends."""

    case: Case
    unit: str
    leading_body: bool
    grounds: tuple[Ground, ...]

    @property
    def case_id(self) -> int:
        return self.case.id or 0

    def facts(self, actor: Actor | None, now: datetime) -> dict[str, Any]:
        """What every message about the case says; ``why`` of an item is the ground's cause."""
        return {
            "case": self.case_id,
            "unit": self.unit,
            "leading_body": self.leading_body,
            "items": items_of(self.grounds, self.unit),
            "standings": [_standing(ground) for ground in self.grounds],
            "who": actor.name if actor is not None else "",
            "when": now.isoformat(),
        }


def items_of(grounds: Sequence[Ground], unit: str) -> list[dict[str, Any]]:
    """The lines of a message that name the grounds of a case."""
    return [
        {
            "task": ground.task,
            "milestone": ground.milestone,
            "why": ground.cause.value,
            "title": ground.title,
            "about": unit,
        }
        for ground in grounds
    ]


def _standing(ground: Ground) -> dict[str, Any]:
    """What the register says of the ground by itself, whatever the unit says of it."""
    asked = f"{ground.cause}-" if isinstance(ground.stands, RequestState) else ""
    return {
        "task": ground.task,
        "title": ground.title,
        "why": ground.cause.value,
        "stands": f"{asked}{ground.stands}" if ground.stands is not None else None,
    }


async def open_file(session: AsyncSession, case_id: int, version: int | None, *states: CaseState) -> CaseFile:
    """The case, if it stands in one of ``states``; ``version`` is that of the button, None where any will do.

    Refused: an unknown case, a case that has gone on (who did the last step and when is told), an old button.
    """
    case = await locked(session, Case, case_id)
    if case is None:
        raise Refusal("case-unknown")
    unit = await session.get_one(Unit, case.unit_id)
    if case.state not in states:
        await _refuse(session, case, unit.name)
    if version is not None and case.version != version:
        raise Refusal("button-old")
    return CaseFile(case, unit.name, unit.leading_body, tuple((await grounds_of(session, [case_id]))[case_id]))


async def _refuse(session: AsyncSession, case: Case, unit: str) -> None:
    last = await last_step(session, case.id or 0)
    who = await name_of(session, last.by) if last is not None else ""
    when = last.at if last is not None else None
    raise Refusal("case-gone-on", unit=unit, state=case.state.value, who=who, when=when)


def go_on(session: AsyncSession, case: Case, after: CaseState, actor: Actor, now: datetime) -> None:
    """Move the case; buttons made before are old from now on, and so is what the mornings were to say of it."""
    move(session, case, after, actor.label, now)
    case.version += 1
    case.sign_by = case.speaks_on = None
