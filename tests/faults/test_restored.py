"""The machine is lost after it has sent what its last backup still owed: nothing comes twice without a mark."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from outbox.enqueue import enqueue
from outbox.message import DeliveryState, DoubtRule, Message, Owed, Priority
from register.states import OutageState
from register.tables import Outage
from tests.duban.town import run_duban
from tests.faults.city import FIRST, FORENOON, City, city
from tests.faults.processes import Running, seen, service

S = DeliveryState


async def test_a_restored_backup_is_paused_then_speaks_without_an_unmarked_copy(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    async with city(tmp_path) as lost, city(tmp_path / "new") as found:
        backup = tmp_path / "backup.tar.gz"
        await _runs_and_stops(lost)
        await _owe(lost)
        await _duban(lost, "backup", str(backup))
        await _runs_and_stops(lost)  # what is sent now, the backup does not know
        assert _told(lost) == ["督办单", "督办提醒"]

        await found.database.close()
        _emptied(found)
        here = lost.town.environment() | {"DUBAN_HOME": str(found.town.home)}
        await _duban(found, "restore", str(backup), environment=here)
        async with service(here) as running:
            assert await running.ended() == 1, "it is paused"
            assert "duban release" in running.other[0]
        assert "duban release" in await _duban(found, "status", environment=here, ends=1)
        await _duban(found, "release", environment=here)
        await _duban(found, "release", environment=here, ends=1)
        later = here | {"DUBAN_CLOCK": (FORENOON + timedelta(minutes=5)).isoformat()}
        async with service(later) as running:
            await running.says("service_started")
            await seen(lambda: len(lost.box.log) > 2)
            await seen(found.all_settled)
            await _stops(running)

        assert _told(lost) == ["【重发】\n督办单", "督办单", "督办提醒"]
        assert await _states(found) == [(S.UNCERTAIN, True), (S.UNCERTAIN, False), (S.SENT, False)]
        async with found.database.reading() as session:
            assert [one.state for one in await session.exec(select(Outage))] == [OutageState.CHECKING]


async def _runs_and_stops(town: City) -> None:
    async with service(town.town.environment()) as running:
        await running.says("service_started")
        await seen(town.all_settled)
        await _stops(running)


async def _stops(running: Running) -> None:
    running.terminate()
    assert await running.ended() == 143


async def _owe(town: City) -> None:
    """An order and a reminder to one person each, due at once."""
    order = {"key": "a", "address": str(FIRST), "facts": {"words": "督办单"}, "doubt": DoubtRule.RESEND_MARKED}
    reminder = {"key": "b", "address": str(FIRST + 1), "facts": {"words": "督办提醒"}}
    shared = {"kind": "other", "template": "said", "priority": Priority.ANSWER}
    for person in (FIRST, FIRST + 1):
        town.box.user(person, f"联络员{person}", started=True)
    async with town.database.writing() as session:
        await enqueue(session, [Owed.model_validate(shared | one) for one in (order, reminder)], FORENOON)


async def _duban(town: City, *words: str, environment: dict[str, str] | None = None, ends: int = 0) -> str:
    log = town.town.home.parent / "errors.log"
    process = await run_duban(environment or town.town.environment(), *words, log=log)
    said, _ = await process.communicate()
    assert process.returncode == ends, await asyncio.to_thread(log.read_text, "utf-8")
    return said.decode()


def _emptied(town: City) -> None:
    for file in town.town.home.iterdir():
        file.unlink()


def _told(town: City) -> list[str]:
    return sorted(sent.text for sent in town.box.log)


async def _states(town: City) -> list[tuple[DeliveryState, bool]]:
    async with town.database.reading() as session:
        rows = await session.exec(select(Message).order_by(Message.id).where(Message.template == "said"))  # type: ignore[arg-type]  # a column
        return [(row.state, row.superseded) for row in rows]
