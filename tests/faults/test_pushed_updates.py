"""Updates that the server pushes: what waited out an outage of ours is heard before anybody is judged."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

import httpx
import pytest
from sqlmodel import select

from board.app import WEBHOOK, create_board
from board.serve import serve_board
from bot.inbox import InboxUpdate
from bot.source import TokenRejectedError
from plans.roles import Role
from register.states import RoundState
from register.tables import Round
from sandbox import faults
from tests.faults.rig import Rig
from tests.harness.chat import ZONE

SECRET = "the-word-of-the-webhook"


def at(day: str, time: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=ZONE)


class Pushed:
    """A rig whose updates come by the webhook, while somebody listens there."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.arrived = asyncio.Event()
        rig.box.webhook.first_pause = 0.0

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        app = create_board(self.rig.database, self.rig.clock, self.arrived.set, SECRET, lambda: True)
        async with serve_board(app, "127.0.0.1", self.port):
            yield

    async def hook(self) -> None:
        bot = self.rig.house.application.bot
        await bot.set_webhook(f"http://127.0.0.1:{self.port}{WEBHOOK}", secret_token=SECRET)

    async def states(self) -> set[RoundState]:
        async with self.rig.database.reading() as session:
            return {one.state for one in await session.exec(select(Round))}


async def test_a_press_that_waited_out_our_outage_was_made_in_time(rig: Rig) -> None:
    await rig.seat({"水利李": ("水利局", Role.CONTACT)})
    pushed = Pushed(rig)
    await pushed.hook()
    rig.clock.move_to(at("2021-06-24"))
    await rig.house.pushed().look()
    await rig.house.settle()
    rig.clock.move_to(at("2021-06-30", "19:00"))
    await rig.house.pushed().look()
    await rig.house.settle()

    rig.clock.move_to(at("2021-06-30", "23:50"))
    shown = rig.box.messages(rig.people["水利李"])[-1]
    rig.box.press(rig.people["水利李"], rig.people["水利李"], shown.message_id, shown.buttons[0])
    rig.clock.move_to(at("2021-07-01", "09:10"))
    await rig.restart()
    ear = rig.house.pushed()
    await ear.look()
    await rig.house.sweep()
    assert await pushed.states() == {RoundState.OPEN}, "an update still waits at the server"

    async with pushed.listening():
        await asyncio.wait_for(pushed.arrived.wait(), 30)
        while len(rig.box.updates):  # noqa: ASYNC110 - the answer is on its way to the server
            await asyncio.sleep(0)
    await ear.look()
    await rig.house.settle()
    assert await pushed.states() == {RoundState.CLOSED}
    async with rig.database.reading() as session:
        (update,) = await session.exec(select(InboxUpdate))
    assert update.evidence_at == at("2021-06-30", "19:00"), "no later than when we were last heard to listen"
    assert await rig.broken(swept=True) == []


async def test_a_token_that_the_server_does_not_know_is_not_waited_out(rig: Rig) -> None:
    rig.box.faults.add(faults.unauthorized(), method="getWebhookInfo")
    with pytest.raises(TokenRejectedError):
        await rig.house.pushed().run()


async def test_who_does_not_know_the_word_is_turned_away(rig: Rig) -> None:
    pushed = Pushed(rig)
    async with pushed.listening(), httpx.AsyncClient(trust_env=False) as client:
        url = f"http://127.0.0.1:{pushed.port}{WEBHOOK}"
        for word in ("", "wrong", "é"):
            header = {"x-telegram-bot-api-secret-token": word.encode("latin-1")}
            answer = await client.post(url, json={"update_id": 1}, headers=header)  # type: ignore[arg-type]  # bytes are taken
            assert answer.status_code == 403
        assert (
            await client.post(url, content=b"{", headers={"x-telegram-bot-api-secret-token": SECRET})
        ).status_code == 400
        health = (await client.get(f"http://127.0.0.1:{pushed.port}/healthz")).json()
        assert health == {"status": "ok", "role": "leader"}
    async with rig.database.reading() as session:
        assert list(await session.exec(select(InboxUpdate))) == []
