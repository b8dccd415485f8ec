"""A whole house of the real parts in this process, against the sandbox server over HTTP; the clock stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlmodel import col, select

from actions.enter import enter
from bot.application import ANSWER_SECONDS
from database.clock import SteerableClock
from database.engine import Database
from duban.house import House, Plot
from outbox.enqueue import enqueue
from outbox.gate import UNLIMITED, Pace
from outbox.message import Message, Owed
from plans.model import Plan
from plans.roles import Role
from register.loading import install_plan
from register.seats import invite, unit_called
from register.tables import Seat
from sandbox import Limits, Sandbox
from sandbox.http import create_app, serve
from schedules.agenda import set_out
from tests.faults.invariants import broken_promises
from tests.harness.chat import PLAN, RULES, START, TOKEN, shipped_templates


@dataclass
class Rig:
    """The deployment of one fault case."""

    database: Database
    clock: SteerableClock
    box: Sandbox
    root: str
    folder: Path
    pace: Pace = UNLIMITED
    people: dict[str, int] = field(default_factory=dict)
    answer_seconds: float = ANSWER_SECONDS
    house: House = field(init=False)

    async def open_house(self) -> None:
        """The program starts; what ran before is gone, the database stays."""
        stands_on = (self.database, self.clock, RULES, shipped_templates(), self.folder, self.root, TOKEN, "rig")
        plot = Plot(*stands_on, answer_seconds=self.answer_seconds)
        self.house = House(plot, self.pace)
        await self.house.application.initialize()

    async def restart(self) -> None:
        await self.house.close()
        await self.open_house()

    async def owe(self, *owed: Owed) -> None:
        async with self.database.writing() as session:
            await enqueue(session, owed, self.clock.now())

    async def rows(self, key: str = "") -> list[Message]:
        """The outbox in order; with ``key`` only the rows of this key."""
        async with self.database.reading() as session:
            every = select(Message).order_by(col(Message.id))
            return list(await session.exec(every.where(Message.key == key) if key else every))

    async def seat(self, cast: Mapping[str, tuple[str, Role]], *, chat_id: int | None = None) -> None:
        """These people fill seats, by name: (unit, role); reached in ``chat_id``, else each in their own chat."""
        for name, (unit, role) in cast.items():
            number = self.people[name] = 501 + len(self.people)
            self.box.user(number, name, started=True)
            async with self.database.writing() as session:
                found = await unit_called(session, unit)
                assert found is not None
                seat = (await session.exec(select(Seat).where(Seat.unit_id == found.id, Seat.role == role))).one()
                secret = await invite(session, seat, 7, self.clock.now())
            async with self.database.writing() as session:
                await enter(session, RULES, secret, number, name, chat_id or number, self.clock.now())

    def later(self, **span: float) -> None:
        self.clock.move_to(self.clock.now() + timedelta(**span))

    async def broken(self, *, swept: bool = False) -> list[str]:
        """The promises that do not hold now."""
        return await broken_promises(self.database, self.box, swept=(RULES, self.clock.now()) if swept else None)


@asynccontextmanager
async def running_rig(
    database: Database,
    folder: Path,
    *,
    limits: Limits | None = None,
    pace: Pace = UNLIMITED,
    answer_seconds: float = ANSWER_SECONDS,
) -> AsyncIterator[Rig]:
    """``database`` has its tables already; the small plan of the chat stories is installed in it."""
    clock = SteerableClock(START, runs=False)
    box = Sandbox(TOKEN, clock.now, limits=limits)
    async with database.writing() as session:
        await install_plan(session, Plan.model_validate(PLAN), "small", START)
        await set_out(session, RULES, RULES.today(START))
    async with serve(create_app(box)) as root:
        rig = Rig(database, clock, box, root, folder, pace, answer_seconds=answer_seconds)
        await rig.open_house()
        try:
            yield rig
        finally:
            await rig.house.close()
