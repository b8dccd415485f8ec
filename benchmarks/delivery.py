"""10,000 digests leave with no limits but the machine's: real rows, words, last checks, HTTP; every state committed.

The peer is the library alone, which sends the same words with the same buttons and keeps nothing.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlmodel import select
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest

from benchmarks.city import DAYS, FIRST_CHAT, RULES, found_city, morning
from benchmarks.house import house_on
from benchmarks.remote import TOKEN, Remote, bot_api
from benchmarks.row import note, show
from benchmarks.stores import KINDS, NAMES, Kind, new_store, opened
from database.engine import Database
from duban.house import House
from outbox.gate import UNLIMITED
from outbox.message import DeliveryState, Message
from schedules.sweep import sweep

_TO_REACH = 500
_CONNECTIONS = (32, 8)


@dataclass(frozen=True)
class Speed:
    """Messages per second, and milliseconds of processor time that the sender took for each."""

    rate: float
    effort: float


@dataclass(frozen=True)
class Delivered(Speed):
    """``sent`` are on record; ``words`` is one of the messages, for the peer to send."""

    tally: dict[str, Any]
    sent: int
    words: str


class Stopwatch:
    """Started as it is made."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def speed(self, count: int) -> tuple[float, float]:
        """The fields of ``Speed`` for ``count`` messages since the start."""
        wall, processor = time.perf_counter() - self._wall, time.process_time() - self._processor
        return count / wall, processor * 1000 / count


def main(*, small: bool = False) -> None:
    asyncio.run(_main(300 if small else 10_000))


async def _main(count: int) -> None:
    for kind in KINDS:
        ours = await _deliver(kind, count)
        work = f"deliver {count:,}, {NAMES[kind]}"
        show(work, ours.rate, _TO_REACH, "/s", "to reach", "more")
        for connections in _CONNECTIONS:
            peer = await _library_alone(ours.words, count // 4, connections)
            against = f"library alone, {connections} connections"
            show(work, ours.rate, peer.rate, "/s", against, "more")
            show("  processor time for each", ours.effort, peer.effort, "ms", against)
        note(f"marked sent {ours.sent:,}, accepted {ours.tally['sends']:,}, doubled {ours.tally['doubled']}")


async def _deliver(kind: Kind, count: int) -> Delivered:
    with new_store(kind) as url:
        async with opened(url) as database, bot_api(count) as remote:
            await found_city(database, count, count)
            await sweep(database, RULES, morning(DAYS[0]))
            async with house_on(database, remote.root, UNLIMITED, morning(DAYS[0])) as house:
                watch = Stopwatch()
                await send_all(house, remote, count)
                speed = watch.speed(count)
            rows = await _rows(database)
            sent = sum(row.state is DeliveryState.SENT for row in rows)
            return Delivered(*speed, await remote.ask("tally"), sent, rows[0].text or "")


async def send_all(house: House, remote: Remote, count: int) -> None:
    """Run the dispatcher until ``count`` messages are with their readers and on record."""
    running = asyncio.create_task(house.dispatcher.run())
    await remote.ask("until", method="sendMessage", count=count)
    house.dispatcher.stop()
    await running


async def _rows(database: Database) -> list[Message]:
    async with database.reading() as session:
        return list(await session.exec(select(Message)))


async def _library_alone(words: str, count: int, connections: int) -> Speed:
    request = HTTPXRequest(connection_pool_size=connections, pool_timeout=60)
    async with bot_api(count) as remote, Bot(TOKEN, base_url=f"{remote.root}/bot", request=request) as bot:
        chats = iter(range(FIRST_CHAT, FIRST_CHAT + count))
        watch = Stopwatch()
        await asyncio.gather(*(_send(bot, chats, words) for _ in range(connections)))
        return Speed(*watch.speed(count))


async def _send(bot: Bot, chats: Iterator[int], words: str) -> None:
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("查看事项", callback_data="sixteen-letters!")]])
    for chat in chats:
        await bot.send_message(chat, words, parse_mode=ParseMode.HTML, reply_markup=buttons)
