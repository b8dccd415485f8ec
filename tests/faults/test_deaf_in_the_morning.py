"""The network to Telegram is down as a round's last day ends: nobody is judged before he or she was heard."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlmodel import select

from bot.poll import Poller
from bot.source import SourceSilentError
from plans.roles import Role
from register.states import RoundState
from register.tables import Round
from sandbox import faults
from tests.faults.rig import Rig
from tests.harness.chat import ZONE


def at(day: str, time: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=ZONE)


async def hear(rig: Rig, poller: Poller) -> None:
    while await poller.take_in():
        pass
    await rig.house.worker.work_off()


async def test_the_morning_waits_until_people_were_heard(rig: Rig) -> None:
    await rig.seat({"水利李": ("水利局", Role.CONTACT), "发改王": ("发改委", Role.CONTACT)})
    rig.clock.move_to(at("2021-06-24"))
    poller = rig.house.poller(seconds=0)
    await hear(rig, poller)
    await rig.house.sweep()
    assert await states(rig) == {RoundState.OPEN}

    rig.clock.move_to(at("2021-06-30", "19:00"))
    await hear(rig, poller)
    await rig.house.sweep()
    rig.box.faults.add(faults.bad_gateway(), method="getUpdates", times=2)
    rig.box.say(rig.people["水利李"], "/tasks")
    with pytest.raises(SourceSilentError):
        await poller.take_in()
    rig.clock.move_to(at("2021-07-01"))
    with pytest.raises(SourceSilentError):
        await poller.take_in()
    await rig.house.sweep()
    assert await states(rig) == {RoundState.OPEN}, "somebody may have reported last night"

    rig.clock.move_to(at("2021-07-01", "11:00"))
    await poller.take_in()
    await rig.house.sweep()
    assert await states(rig) == {RoundState.OPEN}, "what was heard has not been handled yet"

    await hear(rig, poller)
    await rig.house.sweep()
    assert await states(rig) == {RoundState.CLOSED}
    await rig.house.settle()
    assert await rig.broken(swept=True) == []


async def states(rig: Rig) -> set[RoundState]:
    async with rig.database.reading() as session:
        return {one.state for one in await session.exec(select(Round))}
