"""From a seat to the messages for the people in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.enqueue import enqueue_many
from outbox.message import DoubtRule, Owed, Priority
from plans.roles import Role
from register.buttons import Offer, Offered
from register.seats import Place, places
from register.tables import Unit

_ESCALATIONS = {"warning", "order", "explanation-asked", "proposal"}
_MUST_HEAR = (Role.CONTACT, Role.BUREAU)
_NOTICES = {"notice", "brief", "circular"}


@dataclass(frozen=True)
class Letter:
    """One message to one seat; ``key`` is completed by the person when several fill the seat."""

    unit_id: int
    role: Role
    kind: str
    key: str
    facts: dict[str, Any]
    buttons: list[list[Offer]] = field(default_factory=list)
    template: str = ""
    expires: datetime | None = None
    priority: Priority | None = None
    """Given where the kind does not say it."""
    not_before: datetime | None = None


class PostRoom:
    """Knows where every seat can be reached this morning, and writes what is owed to it."""

    def __init__(self, units: Mapping[int, Unit], found: Sequence[Place]) -> None:
        self.units = units
        self._places: dict[tuple[int, Role], list[Place]] = defaultdict(list)
        for place in found:
            self._places[place.unit_id, place.role].append(place)
        self.unreached: dict[int, list[dict[str, Any]]] = defaultdict(list)
        """Unit -> items that nobody of the unit could be told: the office is told instead."""

    @classmethod
    async def open(cls, session: AsyncSession) -> PostRoom:
        units = {unit.id or 0: unit for unit in await session.exec(select(Unit))}
        return cls(units, await places(session))

    def has_own(self, unit_id: int, role: Role) -> bool:
        """Whether the seat itself can be reached, by nobody else's chat."""
        return (unit_id, role) in self._places

    def reached(self, unit_id: int, role: Role) -> list[Place]:
        """The seat's own chats, else those of the unit's other seat."""
        own = self._places.get((unit_id, role), [])
        if own or role not in (Role.CONTACT, Role.LEADER):
            return own
        other = Role.LEADER if role is Role.CONTACT else Role.CONTACT
        return self._places.get((unit_id, other), [])

    async def post(self, session: AsyncSession, letters: Sequence[Letter], now: datetime) -> None:
        """Write the letters; those that reach nobody are remembered in ``unreached``."""
        owed, offered = [], Offered(now)
        told: set[tuple[str, int, int]] = set()
        for letter in letters:
            reached = self.reached(letter.unit_id, letter.role)
            if not reached and letter.role in _MUST_HEAR:
                self.unreached[letter.unit_id] += letter.facts.get("items", [])
            for place in reached:
                if (once := (_subject(letter), letter.unit_id, place.chat_id)) not in told:
                    told.add(once)
                    owed.append(self._owed(offered, letter, place, len(reached) > 1))
        await offered.write(session)
        await enqueue_many(session, owed, now)

    def _owed(self, offered: Offered, letter: Letter, place: Place, several: bool) -> Owed:
        key = f"{letter.key}/{place.person_id}" if several else letter.key
        return Owed(
            key=key,
            address=str(place.chat_id),
            owner=f"seat:{place.seat_id}",
            group=self.units[letter.unit_id].name,
            kind=letter.kind,
            template=letter.template or letter.kind,
            facts=letter.facts,
            keyboard=offered.keyboard(_signing_for(key, letter.buttons), place.seat_id),
            priority=_priority(letter.kind) if letter.priority is None else letter.priority,
            not_before=letter.not_before,
            expires=letter.expires,
            doubt=DoubtRule.RESEND_MARKED if letter.kind in _ESCALATIONS | _NOTICES else DoubtRule.LEAVE,
        )


def _subject(letter: Letter) -> str:
    """What one chat is told once, though two people of a seat share it, or one sits in for the empty seat beside."""
    return letter.key if letter.kind == "other" else letter.kind


def _signing_for(key: str, buttons: list[list[Offer]]) -> list[list[Offer]]:
    """A signature is for the very message that its reader got."""
    return [[replace(one, argument=key) if one.act == "sign" else one for one in row] for row in buttons]


def _priority(kind: str) -> Priority:
    if kind in _ESCALATIONS:
        return Priority.ESCALATION
    return Priority.NOTICE if kind in _NOTICES else Priority.REMINDER
