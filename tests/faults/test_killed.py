"""The program is killed with -9, at each point where it hurts and at any other: nothing is lost, nothing comes twice.

Telegram has no key by which it would know a message again, so a message killed between call and record stays in doubt;
what is promised is that the doubt is on record, and that a second copy says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from outbox.message import DeliveryState, DoubtRule, Message, Owed
from outbox.standing import troubled
from plans.roles import Role
from schedules.timetable import next_morning
from tests.faults import points
from tests.faults.lives import Nursery, running_nursery
from tests.faults.rig import Rig
from tests.faults.scale import times
from tests.harness.chat import RULES, START

CAST = {
    "发改李": ("发改委", Role.CONTACT),
    "水利王": ("水利局", Role.CONTACT),
    "汇总孙": ("管委会", Role.CONTACT),
    "办公室赵": ("办公室", Role.OFFICE),
    "督查钱": ("督查局", Role.BUREAU),
}
READERS = range(901, 909)
"""People who only read; more than the gate lets through at once, so that some messages wait there, claimed."""
LONG = 9_000
"""Characters of a message that takes three parts."""
ROUNDS, REPEATS = range(times(1, 10)), times(1, 5)
"""So often each named point is met: in rounds, so that a part of the full number can be run by itself."""
SEEDS = range(times(1, 20))
LIVES = times(5, 50)
BATCH = 5
"""Lives that follow each other without coming to rest."""
FAMILIES = [points.RECEIVING, points.SENDING, points.SWEEPING]
PASSED = {
    **dict.fromkeys((points.ACT_DONE, points.ACT_KEPT), 4),
    **dict.fromkeys((points.NOT_CALLED, points.UNANSWERED, points.UNRECORDED), 10),
    points.RECORDED: 3,
}
"""How often a day passes a point at least, where it is more than once."""


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with running_nursery() as nursery:
        yield nursery


class Town:
    """People who are told things and who ask, day after day, while the program dies under them."""

    def __init__(self, rig: Rig) -> None:
        self.rig, self.chance = rig, Random(1)
        self.owed: dict[str, tuple[int, str]] = {}
        """Key of each message of ours -> its reader, and the words by which it is known."""

    async def another_day(self) -> None:
        """The next working morning, which nobody has swept yet, with a day's messages owed and questions asked."""
        await self._sleep_until_morning()
        day = len(self.owed)
        notices = [self._owed(f"notice/{day}/{reader}", reader, DoubtRule.RESEND_MARKED) for reader in READERS]
        reminders = [self._owed(f"reminder/{day}/{reader}", reader, DoubtRule.LEAVE) for reader in READERS[::3]]
        long = [self._owed(f"long/{day}/{reader}", reader, DoubtRule.RESEND_MARKED, LONG) for reader in READERS[:1]]
        await self.rig.owe(*long, *notices, *reminders)
        for person in self.rig.people.values():
            self.rig.box.say(person, "/tasks")

    def _owed(self, key: str, reader: int, doubt: DoubtRule, length: int = 1) -> Owed:
        name = f"〔{key}〕"
        self.owed[key] = (reader, name)
        facts = {"words": name + "督" * length}
        return Owed(key=key, address=str(reader), kind="other", template="said", facts=facts, doubt=doubt)

    async def _sleep_until_morning(self) -> None:
        """Somebody listens in between: a day of silence would be another story."""
        morning = next_morning(self.rig.clock.now(), RULES)
        ear = self.rig.house.poller(seconds=0)
        while self.rig.clock.now() < morning:
            self.rig.clock.move_to(min(morning, self.rig.clock.now() + timedelta(hours=12)))
            await ear.take_in()

    async def come_to_rest(self) -> None:
        """One life that nobody disturbs, long enough for second copies to become due and to leave."""
        await self.rig.restart()
        ear = self.rig.house.poller(seconds=0)
        for _ in range(3):
            while await ear.take_in():
                pass
            await self.rig.house.settle()
            self.rig.later(minutes=3)

    async def judge(self) -> None:
        rows = await self.rig.rows()
        assert await self.rig.broken(swept=True) == []
        assert not [row.key for row in rows if row.state in (DeliveryState.PENDING, DeliveryState.FAILED)]
        await self._every_doubt_is_listed(rows)
        self._nothing_is_lost_or_comes_twice(rows)
        self._everybody_is_answered_once(rows)

    async def _every_doubt_is_listed(self, rows: list[Message]) -> None:
        async with self.rig.database.reading() as session:
            listed = {one.id for one in await troubled(session, START)}
        assert {row.id for row in rows if row.state is DeliveryState.UNCERTAIN} <= listed

    def _nothing_is_lost_or_comes_twice(self, rows: list[Message]) -> None:
        """Judged by what people saw, without believing any row that says ``sent``."""
        copies = Counter((sent.chat_id, sent.text) for sent in self.rig.box.log if "〔" in sent.text)
        assert not [text[:40] for (_, text), count in copies.items() if count > 1]
        doubtful = {row.key for row in rows if row.state is DeliveryState.UNCERTAIN}
        seen = {(sent.chat_id, sent.text.partition("〕")[0].rpartition("〔")[2]) for sent in self.rig.box.log}
        lost = [key for key, (reader, _) in self.owed.items() if (reader, key) not in seen and key not in doubtful]
        assert not lost, "neither seen nor in doubt"

    def _everybody_is_answered_once(self, rows: list[Message]) -> None:
        answers = Counter(
            row.key
            for row in rows
            if row.key.startswith("answer/") and row.part == 1 and row.state is not DeliveryState.CANCELLED
        )
        asked = self.rig.box.updates.confirmed
        assert answers == Counter(f"answer/{update}/1" for update in asked), "each question has one answer"
        assert len(set(asked)) == len(asked)


@pytest.fixture
async def town(rig: Rig) -> Town:
    await rig.seat(CAST)
    for reader in READERS:
        rig.box.user(reader, f"读者{reader}", started=True)
    return Town(rig)


@pytest.mark.parametrize("number", ROUNDS)
@pytest.mark.parametrize("family", FAMILIES, ids=["receiving", "sending", "sweeping"])
async def test_killed_at_a_named_point(town: Town, nursery: Nursery, family: tuple[str, ...], number: int) -> None:
    town.chance.seed(number)
    for _ in range(REPEATS):
        for point in family:
            await town.another_day()
            await nursery.live(town.rig, point=point, nth=town.chance.randint(1, PASSED.get(point, 1)))
        await town.come_to_rest()
        await town.judge()


@pytest.mark.parametrize("seed", SEEDS)
async def test_killed_at_any_moment(town: Town, nursery: Nursery, seed: int) -> None:
    town.chance.seed(seed)
    for _ in range(LIVES // BATCH):
        for _ in range(BATCH):
            await town.another_day()
            await nursery.live(town.rig, seconds=town.chance.uniform(0.02, 0.6))
        await town.come_to_rest()
        await town.judge()
