"""Messages under Telegram's limits (30/s, 1/s per chat, 20/min per group), which the server enforces with 429.

The other figure is the least that the limits allow; the library's own limiter is an extra that is not needed here.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from math import ceil

from benchmarks.city import DAYS, FIRST_CHAT, morning
from benchmarks.delivery import send_all
from benchmarks.house import house_on
from benchmarks.remote import bot_api
from benchmarks.row import note, show
from benchmarks.server import FIRST_GROUP
from benchmarks.stores import new_store, opened
from outbox.enqueue import enqueue
from outbox.gate import Pace
from outbox.message import Owed

_IN_ALL, _PRIVATE, _GROUP = 30, 1, 20


@dataclass(frozen=True)
class Case:
    """``messages`` to ``chats`` in turn, in at most ``to_reach`` seconds."""

    messages: int
    chats: int
    to_reach: float
    groups: bool = False

    def least(self) -> float:
        """Seconds from the first message to the last if every limit is used up and nothing is spread out."""
        each = ceil(self.messages / self.chats)
        own = (each - 1) // _GROUP * 60 if self.groups else (each - 1) / _PRIVATE
        return max(own, (self.messages - 1) / _IN_ALL)


_CASES = (Case(3000, 3000, 104), Case(3000, 300, 104), Case(200, 5, 84, groups=True))
_SMALL = (Case(90, 90, 4), Case(60, 15, 4.5), Case(10, 2, 6, groups=True))


def main(*, small: bool = False) -> None:
    for case in _SMALL if small else _CASES:
        asyncio.run(_measure(case))


async def _measure(case: Case) -> None:
    kind = "groups" if case.groups else "chats"
    people, groups = (1, case.chats) if case.groups else (case.chats, 0)
    with new_store("sqlite") as url:
        async with opened(url) as database, bot_api(people, groups=groups, limits=True) as remote:
            start = morning(DAYS[0])
            async with database.writing() as session:
                await enqueue(session, [_owed(case, number) for number in range(case.messages)], start)
            async with house_on(database, remote.root, Pace(), start) as house:
                await send_all(house, remote, case.messages)
            tally = await remote.ask("tally")
    work = f"{case.messages:,} messages to {case.chats:,} {kind}"
    show(work, tally["seconds"], case.to_reach, "s", "to reach")
    show(work, tally["seconds"], case.least(), "s", "the least that the limits allow")
    lost = case.messages - tally["sends"] + tally["doubled"]
    note(f"answered 429: {tally['refused']}, lost: {lost}, doubled: {tally['doubled']}")


def _owed(case: Case, number: int) -> Owed:
    place = number % case.chats
    chat = FIRST_GROUP - place if case.groups else FIRST_CHAT + place
    facts = {"words": f"第{number}条"}
    return Owed(key=f"pacing/{number}", address=str(chat), kind="other", template="said", facts=facts)
