"""A button is pressed by 1, 50 and 200 people at once: seconds until each sees the answer over the chat.

Ours signs for a warning: the press is in the inbox, the receipt, the audit entry and the turned card are committed
before the answer leaves. The peer is a bare bot of the library that answers and keeps nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from statistics import median, quantiles
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from benchmarks.city import DAYS, FAR, FIRST_CHAT, found_city, morning
from benchmarks.echo import echo_bot
from benchmarks.house import house_on
from benchmarks.remote import Remote, bot_api
from benchmarks.row import note, show
from benchmarks.stores import KINDS, NAMES, Kind, new_store, opened
from duban.house import House
from duban.loops import living
from outbox.gate import Pace
from plans.roles import Role
from register.buttons import Offer
from schedules.letters import Letter, PostRoom

_TO_REACH = 2.0
_ROW = 3
"""Cards that each person presses without waiting, to see that their order is kept."""

Put = Callable[[int, int], Awaitable[None]]
"""Puts a card with a button into the chats of so many people, from this number on."""


@dataclass(frozen=True)
class Load:
    """``times`` over, ``people`` press at once; each time others where one presses alone, for a chat needs its rest."""

    people: int
    times: int


@dataclass
class Pressed:
    """Milliseconds of every answer, by load; ``disorder`` counts answers and cards that overtook others."""

    answers: dict[int, list[float]] = field(default_factory=dict)
    disorder: dict[str, int] = field(default_factory=dict)


_LOADS = (Load(1, 25), Load(50, 4), Load(200, 3))
_SMALL = (Load(1, 4), Load(20, 1))


def main(*, small: bool = False) -> None:
    asyncio.run(_main(_SMALL if small else _LOADS))


async def _main(loads: tuple[Load, ...]) -> None:
    for kind in KINDS:
        ours, peer = await _measure(kind, loads)
        for load in loads:
            mine, other = ours.answers[load.people], peer.answers[load.people]
            work = f"{load.people} press at once, {NAMES[kind]}"
            show(f"{work}, p50", median(mine), _TO_REACH * median(other), "ms", "twice the echo bot")
            show(f"{work}, p95", _p95(mine), _TO_REACH * _p95(other), "ms", "twice the echo bot")
        said = ", ".join(f"{what} {number}" for what, number in ours.disorder.items())
        note(f"out of their chat's order: {said}")


async def _measure(kind: Kind, loads: tuple[Load, ...]) -> tuple[Pressed, Pressed]:
    """Ours and the peer, turn by turn: both meet the same minutes of the machine."""
    people = max(load.people for load in loads)
    with new_store(kind) as url:
        async with opened(url) as database, bot_api(people) as remote, bot_api(people) as other:
            await found_city(database, people, people, speaks=False)
            async with (
                echo_bot(other.root) as echo,
                house_on(database, remote.root, Pace(), morning(DAYS[0])) as house,
                living(house),
            ):
                ours, peer = Side(remote, _warnings(house)), Side(other, _cards(echo.bot))
                for load in loads:
                    for time in range(load.times):
                        await peer.press(load, time)
                        await ours.press(load, time)
                await ours.press_in_a_row(min(50, people))
    return ours.pressed, peer.pressed


@dataclass
class Side:
    """One of the two bots, with people of its own."""

    remote: Remote
    put: Put
    pressed: Pressed = field(default_factory=Pressed)

    async def press(self, load: Load, time: int) -> None:
        first = time if load.people == 1 else 0
        await self.put(first, load.people)
        seen = await _seen(self.remote, first, load.people, each=1)
        self.pressed.answers.setdefault(load.people, []).extend(seconds * 1000 for seconds in seen["seconds"])
        # The turned cards leave at Telegram's pace: the other side has its turn when all are gone.
        await self.remote.ask("rest")

    async def press_in_a_row(self, people: int) -> None:
        for _ in range(_ROW):
            await self.put(0, people)
        self.pressed.disorder["answers"] = (await _seen(self.remote, 0, people, each=_ROW))["overtaken"]
        await self.remote.ask("rest")
        self.pressed.disorder["cards"] = await self.remote.ask("disorder")


async def _seen(remote: Remote, first: int, people: int, each: int) -> dict[str, Any]:
    await remote.ask("rest")
    seen: dict[str, Any] = await remote.ask("press", first=first, people=people, each=each)
    if len(seen["seconds"]) != people * each:
        raise RuntimeError(f"of {people * each} cards {len(seen['seconds'])} arrived: there is nothing to press")
    return seen


def _warnings(house: House) -> Put:
    numbers = count()

    async def put(first: int, people: int) -> None:
        number = next(numbers)
        async with house.plot.database.writing() as session:
            letters = [_warning(unit + 1, number) for unit in range(first, first + people)]
            await (await PostRoom.open(session)).post(session, letters, house.plot.clock.now())
        house.dispatcher.nudge()

    return put


def _warning(unit: int, number: int) -> Letter:
    key = f"warning/单位{unit}/contact/{number}"
    item = {"task": unit, "milestone": 1, "why": "overdue", "title": "建设标准厂房", "duty": unit}
    timed = item | {"due": FAR.isoformat(), "days": -1}
    facts = {"unit": f"单位{unit}", "leading_body": False, "day": DAYS[0].isoformat(), "items": [timed], "copy": False}
    return Letter(unit, Role.CONTACT, "warning", key, facts, [[Offer("sign", "sign", argument=key)]])


def _cards(bot: Bot) -> Put:
    async def put(first: int, people: int) -> None:
        buttons = InlineKeyboardMarkup([[InlineKeyboardButton("签收", callback_data="sixteen-letters!")]])
        for chat in range(FIRST_CHAT + first, FIRST_CHAT + first + people):
            await bot.send_message(chat, "督办预警", reply_markup=buttons)

    return put


def _p95(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]
