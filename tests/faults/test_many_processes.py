"""P1 and P2: many processes on one PostgreSQL, with no leader among them: the rows alone keep the promises."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from database.engine import Database
from database.migrate import bring_up_to_date
from outbox.enqueue import enqueue
from outbox.message import DeliveryState, Message, Owed, Priority
from plans.model import Plan
from plans.roles import Role
from register.loading import install_plan
from register.seats import unit_called
from register.tables import Holding, Person, Seat
from sandbox import Sandbox
from sandbox.http import create_app, serve
from schedules.agenda import set_out
from tests.faults.city import closed_at_the_end
from tests.faults.invariants import broken_promises
from tests.faults.processes import Running, python, seen
from tests.faults.scale import times
from tests.harness.chat import PLAN, RULES, START, TOKEN
from tests.harness.stores import fresh_schema

S = DeliveryState
MORNINGS = ["2021-05-31T09:00:01+08:00", "2021-06-15T09:00:01+08:00", "2021-06-23T09:00:01+08:00"]
"""Of each of these the contact of the river works is reminded."""
FIRST, AT_THE_DOOR, IN_LINE = 5001, 6001, 7001
LEASE = float(times(4, 10))
"""Seconds; even on a busy machine a sender must be stopped at the door before its own time limit ends the attempt."""


@dataclass
class Yard:
    """Where many hands work on one outbox."""

    database: Database
    store: str
    box: Sandbox
    root: str
    hands: AsyncExitStack

    async def hire(self, role: str, count: int, lease: float = 0.0) -> list[Running]:
        """So many processes, when all of them are there."""
        words = ("-m", "tests.faults.hand", role, self.store, self.root)
        hired = [
            await self.hands.enter_async_context(python(*words, f"{role}-{number}", str(lease)))
            for number in range(count)
        ]
        await asyncio.gather(*(hand.says("here") for hand in hired))
        return hired

    async def people(self, count: int) -> None:
        """They all sit in one seat, so each gets a copy of all that is owed to it."""
        async with self.database.writing() as session:
            unit = await unit_called(session, "水利局")
            assert unit is not None
            seat = (await session.exec(select(Seat).where(Seat.unit_id == unit.id, Seat.role == Role.CONTACT))).one()
            for number in range(FIRST, FIRST + count):
                self.box.user(number, f"联络员{number}", started=True)
                person = Person(telegram_id=number, name=f"联络员{number}")
                session.add(person)
                await session.flush()
                session.add(Holding(seat_id=seat.id or 0, person_id=person.id or 0, chat_id=number, since=START))

    async def owe(self, count: int, first: int) -> None:
        for number in range(first, first + count):
            self.box.user(number, f"联络员{number}", started=True)
        owed = [_greeting(number) for number in range(first, first + count)]
        async with self.database.writing() as session:
            await enqueue(session, owed, datetime.now(UTC))

    async def rows(self) -> Sequence[Message]:
        async with self.database.reading() as session:
            return list(await session.exec(select(Message)))

    async def held(self, state: DeliveryState, holder: str) -> int:
        return await self.count(col(Message.state) == state, col(Message.holder) == holder)

    async def idle(self) -> bool:
        """Nothing waits, and nothing is under way."""
        return await self.count(col(Message.state).in_([S.PENDING, S.CLAIMED, S.SENDING])) == 0

    async def count(self, *where: ColumnElement[bool]) -> int:
        async with self.database.reading() as session:
            return (await session.exec(select(func.count(col(Message.id))).where(*where))).one()

    def told(self, first: int) -> int:
        """How many messages reached the thousand people from ``first`` on."""
        return sum(first <= sent.chat_id < first + 1000 for sent in self.box.log)

    def most_told(self) -> int:
        """How often the same words reached the same person at most."""
        return max(Counter((sent.chat_id, sent.text) for sent in self.box.log).values())


def _greeting(number: int) -> Owed:
    return Owed(
        key=f"hello/{number}",
        address=str(number),
        kind="other",
        template="said",
        facts={"words": f"你好，{number}"},
        priority=Priority.ANSWER,
    )


@pytest.fixture
async def yard(tmp_path: Path, postgresql_server: str) -> AsyncIterator[Yard]:
    store = fresh_schema(postgresql_server)
    database = Database(store)
    box = Sandbox(TOKEN, lambda: datetime.now(UTC))
    async with closed_at_the_end(database), serve(create_app(box)) as root, AsyncExitStack() as hands:
        await bring_up_to_date(database)
        async with database.writing() as session:
            await install_plan(session, Plan.model_validate(PLAN), "small", START)
            await set_out(session, RULES, RULES.today(START))
        yield Yard(database, store, box, root, hands)


async def test_many_sweepers_and_senders(yard: Yard) -> None:
    """All sweep each morning at the same time, and all send what any of them wrote: nobody is told anything twice."""
    people, hands = times(40, 700), times(2, 8)
    await yard.people(people)
    sweepers, senders = await asyncio.gather(yard.hire("sweeper", hands), yard.hire("sender", hands))
    for sender in senders:
        sender.write("begin")
    for number, morning in enumerate(MORNINGS, start=1):
        for hand in [*senders, *sweepers]:
            hand.write(f"at {morning}")
        await asyncio.gather(*(sweeper.says("swept", times=number) for sweeper in sweepers))
        await seen(yard.idle)

    rows = await yard.rows()
    states = Counter(row.state for row in rows)
    assert len(rows) == len({row.key for row in rows}) == people * len(MORNINGS)
    assert set(states) <= {S.SENT, S.UNCERTAIN}, "on a busy machine an answer may come too late, and that is on record"
    assert states[S.SENT] <= len(yard.box.log) <= len(rows)
    assert yard.most_told() == 1
    assert {line["action"] for hand in sweepers + senders for line in hand.lines if line["level"] == "error"} == set()
    when = datetime.fromisoformat(MORNINGS[-1])
    assert await broken_promises(yard.database, yard.box, swept=(RULES, when)) == []


async def _holds(yard: Yard, holder: str, count: int) -> bool:
    return await yard.held(S.CLAIMED, holder) == count


async def test_senders_stopped_between_claim_and_send(yard: Yard) -> None:
    """Each is stopped for twice its lease and goes on as if nothing had happened; another has taken over meanwhile."""
    hands, each = times(1, 4), times(3, 25)
    doors, lines, rescuers = await asyncio.gather(
        yard.hire("at-the-door", hands, LEASE), yard.hire("in-line", hands, LEASE), yard.hire("sender", 1, LEASE)
    )
    for number, (door, line) in enumerate(zip(doors, lines, strict=True)):
        door.write("begin")
        await yard.owe(each, AT_THE_DOOR + number * each)
        await door.says("at_the_door", times=each)
        door.stop()
        line.write("begin")
        await yard.owe(each + 1, IN_LINE + number * (each + 1))
        await seen(partial(_holds, yard, f"in-line-{number}", each))
        line.stop()
    rescuers[0].write("begin")
    await asyncio.sleep(2 * LEASE)
    await seen(yard.idle)
    assert yard.told(AT_THE_DOOR) == 0
    for hand in [*doors, *lines]:
        hand.write("go")
        hand.go_on()
    for door in doors:
        await door.says("late_mark_refused", times=each)

    assert yard.told(AT_THE_DOOR) == hands * each, "they did send, late"
    late = [row.state for row in await yard.rows() if int(row.address) < IN_LINE]
    assert late == [S.UNCERTAIN] * hands * each, "nobody believes them, and nobody sent it again"
    assert yard.most_told() == 1
    assert await broken_promises(yard.database, yard.box) == []
