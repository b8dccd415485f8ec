"""The network comes back at night: what nobody has asked for waits for the next working hours."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from outbox.message import DeliveryState, Owed, Priority
from sandbox.http import create_app, serve
from tests.faults.rig import Rig
from tests.harness.chat import ZONE


async def test_what_was_held_up_into_the_night_leaves_in_the_next_window(rig: Rig) -> None:
    async with serve(create_app(rig.box)) as root:
        rig.root = root
        await rig.restart()
    rig.box.user(501, "李联络", started=True)
    rig.box.user(502, "张联络", started=True)
    rig.clock.move_to(datetime(2021, 5, 21, 19, 59, tzinfo=ZONE))
    said = {"kind": "other", "template": "said", "facts": {"words": "督办单"}}
    await rig.owe(
        Owed.model_validate(said | {"key": "order", "address": "501", "priority": Priority.ESCALATION}),
        Owed.model_validate(said | {"key": "answer", "address": "502", "priority": Priority.ANSWER}),
    )
    await rig.house.dispatcher.drain()
    assert rig.box.log == []

    async with serve(create_app(rig.box), port=urlsplit(root).port or 0):
        rig.clock.move_to(datetime(2021, 5, 21, 20, 1, tzinfo=ZONE))
        await rig.house.dispatcher.drain()
        assert [sent.chat_id for sent in rig.box.log] == [502], "who has just asked is answered at any hour"
        (held,) = await rig.rows("order")
        monday = datetime(2021, 5, 24, 8, 30, tzinfo=ZONE)
        assert (held.state, held.not_before) == (DeliveryState.PENDING, monday)

        rig.clock.move_to(monday)
        await rig.house.dispatcher.drain()
        assert [sent.chat_id for sent in rig.box.log] == [502, 501]
        assert await rig.broken() == []
