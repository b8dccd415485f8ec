"""Letters as the schedules write them, on a day of one's own choosing."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from plans.roles import Role
from register.buttons import Offer
from register.seats import unit_called
from register.tables import Holding, Person
from sandbox import Sent
from schedules.letters import Letter, PostRoom
from tests.faults.rig import Rig
from tests.harness.chat import RULES

TASK = {"task": 3, "milestone": 1, "why": "overdue", "title": "治理河道", "due": "2021-05-14", "days": -3}
MANY = [TASK | {"task": number, "title": "治理河道" * 40} for number in range(50)]
"""So many that a letter about them goes in three parts."""


async def post(rig: Rig, kind: str, unit: str, role: Role = Role.CONTACT, **facts: Any) -> str:
    """A letter about task 3 with a button for the signature; returns its key."""
    day = RULES.today(rig.clock.now()).isoformat()
    key = f"{kind}/{unit}/{role}/{day}"
    said = {"unit": unit, "leading_body": False, "day": day, "items": [TASK], "copy": False} | facts
    async with rig.database.writing() as session:
        found = await unit_called(session, unit)
        assert found is not None
        sign = [[Offer("sign", "sign", argument=key)]] if kind != "digest" else []
        letter = Letter(found.id or 0, role, kind, key, said, sign)
        await (await PostRoom.open(session)).post(session, [letter], rig.clock.now())
    return key


async def unreachable(rig: Rig) -> list[str]:
    """The names of those whom no message reaches any more."""
    async with rig.database.reading() as session:
        lost = col(Holding.unreachable_since).is_not(None)
        names = select(Person.name).join(Holding, col(Holding.person_id) == col(Person.id)).where(lost)
        return sorted(await session.exec(names))


def heard(rig: Rig, name: str) -> list[Sent]:
    """All that the bot got through to this person, in order."""
    return [sent for sent in rig.box.log if sent.chat_id == rig.people[name]]
