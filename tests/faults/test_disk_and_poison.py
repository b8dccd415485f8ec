"""The disk is full or read-only for a while, and updates come that cannot be handled: nobody else is held up."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any, NoReturn

import pytest
import structlog
from sqlmodel import select

import bot.evidence
import bot.loop
import bot.poll
import bot.worker
from bot.compile import Compiler
from bot.handlers import help as help_handler
from bot.inbox import InboxState, InboxUpdate
from bot.jobs import JobState, ReportJob
from bot.set_aside import TRIES
from bot.transaction import Work
from duban.loops import living
from outbox.message import Owed
from plans.roles import Role
from register.tables import Evidence, Person
from sandbox import faults
from tests.faults.disk import TROUBLES, Disk
from tests.faults.rig import Rig
from tests.faults.scale import FULL, times
from tests.faults.seeing import until
from tests.harness.chat import compile_nothing

CAST = {
    "发改李": ("发改委", Role.CONTACT),
    "水利王": ("水利局", Role.CONTACT),
    "汇总孙": ("管委会", Role.CONTACT),
    "办公室赵": ("办公室", Role.OFFICE),
}
READERS = range(901, 909)
BACK_WITHIN = 30.0
"""Seconds from the trouble's end until everything that waited has been done."""
ANSWERED_WITHIN = 5.0
"""Seconds within which 99 of 100 people are answered while another's update cannot be handled."""
ASKERS, ROUNDS = times(6, 50), times(2, 40)
NONSENSE: list[tuple[str, dict[str, Any]]] = [
    ("message", {"message_id": "no number", "date": "yesterday", "chat": {"id": 502, "type": "private"}}),
    ("message", {"message_id": 1, "date": 10**18, "chat": {"id": 503, "type": "private"}}),
    ("message", {"message_id": 1, "date": 1, "chat": "no chat"}),
    ("callback_query", {"id": "1", "data": "x", "message": {"chat": {"id": "no number"}}}),
]
TOLD_OF = [502, 503]
"""The people whom nonsense can be traced to."""


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the sample nobody pauses for long; the full case keeps the real pauses. What goes wrong is not drawn."""
    structlog.configure(processors=[_drop])
    if not FULL:
        for place, name in (
            (bot.poll, "_STORE_PAUSE"),
            (bot.worker, "_LOOK_AGAIN"),
            (bot.loop, "_LOOK_AGAIN"),
            (bot.evidence, "_LOOK_AGAIN"),
        ):
            monkeypatch.setattr(place, name, 0.05)


def _drop(_logger: object, _method: str, _event: object) -> NoReturn:
    raise structlog.DropEvent


@pytest.mark.parametrize(("database", "kind"), TROUBLES, indirect=["database"])
async def test_a_disk_in_trouble_loses_nothing(rig: Rig, kind: str) -> None:
    await rig.seat(CAST)
    for reader in READERS:
        rig.box.user(reader, f"读者{reader}", started=True)
    disk, box, people = Disk(rig.database, kind), rig.box, rig.people.values()
    async with living(rig.house):
        box.faults.add(faults.slow(0.3), method="sendMessage", times=len(READERS))
        await rig.owe(*(_notice(reader) for reader in READERS))
        rig.house.dispatcher.nudge()
        await until(box, lambda: any(_heard(rig, reader) for reader in READERS))  # accepted, and not recorded yet
        async with disk.trouble():
            for person in people:
                box.say(person, "问" * 4_000)
        assert len(box.updates) == len(CAST), "the offset has not moved"
        await until(box, lambda: all(_heard(rig, person) for person in people), BACK_WITHIN)
        await rig.house.settle()

    assert Counter(sent.text for sent in box.log if "通知" in sent.text) == Counter(f"通知{one}" for one in READERS)
    assert [len(_heard(rig, person)) for person in people] == [1] * len(CAST)
    assert await rig.broken() == []


def _notice(reader: int) -> Owed:
    return Owed(key=f"n/{reader}", address=str(reader), kind="other", template="said", facts={"words": f"通知{reader}"})


def _heard(rig: Rig, chat: int) -> list[str]:
    return [message.text for message in rig.box.messages(chat) if message.from_bot]


@pytest.mark.parametrize(("database", "kind"), TROUBLES, indirect=["database"])
async def test_papers_and_files_wait_for_the_disk(rig: Rig, kind: str) -> None:
    await rig.seat(CAST)
    sent = rig.box.send_file(501, "现场.png", b"plain file")
    assert sent.file is not None
    async with rig.database.writing() as session:
        person = (await session.exec(select(Person.id).limit(1))).one()
        now = rig.clock.now()
        session.add(ReportJob(scope="二季度" * 9_000, chat_id=501, asked_at=now))
        session.add(Evidence(file_id=sent.file.file_id, name="现场.png", sent_at=now, sent_by=person or 0))
    compiler = Compiler(replace(rig.house.desk, compile_report=compile_nothing))
    async with Disk(rig.database, kind).trouble():
        loops = [asyncio.create_task(compiler.run()), asyncio.create_task(rig.house.fetcher.run())]
    try:
        async with asyncio.timeout(BACK_WITHIN):
            while not await _made_and_kept(rig):
                assert not any(loop.done() for loop in loops), "a loop ended by itself"
                await asyncio.sleep(0.02)
    finally:
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)


async def _made_and_kept(rig: Rig) -> bool:
    async with rig.database.reading() as session:
        job, file = (await session.exec(select(ReportJob))).one(), (await session.exec(select(Evidence))).one()
    assert job.tries == 0
    assert file.trouble is None
    return job.state is JobState.DONE and file.path is not None


async def test_poison_is_set_aside_and_nobody_else_waits(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, record_testsuite_property: Callable[[str, object], None]
) -> None:
    def fail(_work: Work) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(help_handler, "_ways", fail)
    await rig.seat(CAST)
    office = rig.people["办公室赵"]
    async with living(rig.house):
        rig.box.say(501, "你好")
        for kind, value in NONSENSE:
            rig.box.updates.put(kind, value)
        waits = sorted([wait for number in range(ROUNDS) for wait in await _ask(rig, number)])
        p99 = waits[int(len(waits) * 0.99)]
        record_testsuite_property("p99 of the others' answers, seconds", round(p99, 3))
        assert p99 < ANSWERED_WITHIN
        await until(rig.box, lambda: len(_heard(rig, office)) == 1 + len(NONSENSE))
        await rig.house.settle()

    assert all("有一条消息未能处理" in text for text in _heard(rig, office))
    assert all("未能处理" in text for person in (501, *TOLD_OF) for text in _heard(rig, person))
    assert [len(_heard(rig, person)) for person in (501, *TOLD_OF)] == [1, 1, 1]
    async with rig.database.reading() as session:
        poison = await session.exec(select(InboxUpdate.tries).where(InboxUpdate.state == InboxState.SET_ASIDE))
        assert list(poison) == [TRIES] * (1 + len(NONSENSE))
    assert await rig.broken() == []


async def _ask(rig: Rig, number: int) -> list[float]:
    """Everybody else asks at once; gives how long each had to wait, in seconds."""
    askers = range(1001, 1001 + ASKERS)
    answered: dict[int, float] = {}
    for asker in askers:
        rig.box.user(asker, f"群众{asker}", started=True)
    asked = time.monotonic()

    def all_answered() -> bool:
        for asker in askers:
            if asker not in answered and len(_heard(rig, asker)) > number:
                answered[asker] = time.monotonic() - asked
        return len(answered) == ASKERS

    for asker in askers:
        rig.box.say(asker, "/tasks")
    await until(rig.box, all_answered)
    return list(answered.values())
