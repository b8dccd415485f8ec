"""A sandbox server and a database for ``duban run`` as real processes; what is owed is written by the test itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import col, select

from database.engine import Database
from database.migrate import bring_up_to_date
from outbox.enqueue import enqueue
from outbox.message import DeliveryState, DoubtRule, Message, Owed, Priority
from sandbox import Sandbox
from sandbox.http import create_app, serve
from tests.duban.conftest import TOKEN
from tests.duban.town import Town
from tests.faults.invariants import broken_promises
from tests.faults.processes import seen

FORENOON = datetime.fromisoformat("2021-06-16T10:00:00+08:00")
FIRST = 1001
GREETING = "你好"
SETTLED = {DeliveryState.SENT, DeliveryState.UNCERTAIN}


@dataclass
class City:
    """A town whose database the test can see."""

    town: Town
    database: Database

    @property
    def box(self) -> Sandbox:
        return self.town.box

    async def owe(self, count: int, *, doubt: DoubtRule = DoubtRule.LEAVE) -> None:
        """One message to each of so many people, who have all said hello to the bot before."""
        for person in range(FIRST, FIRST + count):
            self.box.user(person, f"联络员{person}", started=True)
        async with self.database.writing() as session:
            await enqueue(session, [_owed(person, doubt) for person in range(FIRST, FIRST + count)], FORENOON)

    async def rows(self) -> Sequence[Message]:
        async with self.database.reading() as session:
            return list(await session.exec(select(Message).order_by(col(Message.id))))

    async def states(self) -> set[DeliveryState]:
        async with self.database.reading() as session:
            return {*await session.exec(select(Message.state).distinct())}

    async def all_settled(self) -> bool:
        return await self.states() <= SETTLED

    async def broken(self) -> list[str]:
        return await broken_promises(self.database, self.box)

    async def answers(self, person: int, text: str) -> None:
        """Somebody writes, and the bot answers."""
        before = self.told(person)
        self.box.say(person, text)
        await seen(lambda: self.told(person) > before)

    def told(self, person: int) -> int:
        return sum(sent.chat_id == person for sent in self.box.log)

    def doubled(self) -> list[int]:
        """People who were greeted twice."""
        told = Counter((sent.chat_id, sent.text) for sent in self.box.log if sent.text.startswith(GREETING))
        return [chat for (chat, _), times in told.items() if times > 1]


def _owed(person: int, doubt: DoubtRule) -> Owed:
    return Owed(
        key=f"hello/{person}",
        address=str(person),
        group=str(person),
        kind="other",
        template="said",
        facts={"words": f"{GREETING}，{person}"},
        priority=Priority.ANSWER,
        doubt=doubt,
    )


@asynccontextmanager
async def closed_at_the_end(database: Database) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await database.close()


@asynccontextmanager
async def city(folder: Path, store: str | None = None) -> AsyncIterator[City]:
    """``store``: the address of an empty PostgreSQL schema; SQLite below ``folder`` without."""
    home = folder / "var"
    home.mkdir(exist_ok=True)
    box = Sandbox(TOKEN, lambda: datetime.now(UTC))
    database = Database(store or f"sqlite:///{home / 'duban.db'}")
    async with closed_at_the_end(database), serve(create_app(box)) as root:
        await bring_up_to_date(database)
        yield City(Town(box, root, home, FORENOON, store), database)
