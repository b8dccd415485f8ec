"""A seat signs for a message, once, and only for its own."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from actions.refusal import Refusal
from actions.sign import Signed, sign
from actions.to_sign import to_sign
from outbox.copies import letter_behind
from outbox.enqueue import enqueue
from outbox.message import DeliveryState, Message, Owed
from plans.roles import Role
from register.tables import Receipt
from tests.actions.stage import IN_TIME, Stage

KEY = "T02/M1/水利局/warning"


async def warned(stage: Stage) -> int:
    """A warning that went out to the contact of 水利局; gives the seat."""
    async with stage.acting("水利局contact") as (session, actor):
        seat_id = actor.places[0].seat_id
        owed = Owed(
            key=KEY,
            address="1",
            owner=f"seat:{seat_id}",
            kind="warning",
            template="warning",
            facts={"items": [{"task": 2}]},
        )
        (row_id,) = await enqueue(session, [owed], IN_TIME)
        (await session.get_one(Message, row_id)).state = DeliveryState.SENT
    return seat_id


async def waiting(stage: Stage, seat_id: int) -> list[str]:
    async with stage.database.reading() as session:
        return [one.message_key for one in await to_sign(session, seat_id)]


async def test_a_signature_is_evidence_and_ends_the_waiting(stage: Stage) -> None:
    seat_id = await warned(stage)
    assert await waiting(stage, seat_id) == [KEY]
    signed = await stage.does("水利局contact", sign, KEY, IN_TIME)
    assert (signed.kind, signed.tasks) == ("warning", (2,))
    assert await waiting(stage, seat_id) == []


async def test_the_second_signature_says_who_signed_when(stage: Stage) -> None:
    await warned(stage)
    await stage.sit("水利局", Role.CONTACT, "同事", 60)
    pressing = [stage.does(name, sign, KEY, IN_TIME) for name in ("水利局contact", "同事")]
    results = await asyncio.gather(*pressing, return_exceptions=True)
    assert {type(result) for result in results} == {Signed, Refusal}
    later = IN_TIME + timedelta(hours=1)
    assert (await stage.refused("水利局contact", sign, KEY, later)).word == "already-signed"
    assert len(await stage.rows(Receipt)) == 1


async def test_a_message_to_others_is_not_signed(stage: Stage) -> None:
    await warned(stage)
    for name in ("水利局leader", "发改委contact", "办公室office"):
        assert (await stage.refused(name, sign, KEY, IN_TIME)).word == "not-your-message"
    assert (await stage.refused("路人", sign, KEY, IN_TIME)).word == "stranger"
    assert not await stage.rows(Receipt)


async def test_one_of_several_persons_signs_for_the_seat(stage: Stage) -> None:
    """Each has a copy with a key of its own; the letter is signed once."""
    letter = "warning/水利局/contact/2021-07-01"
    await stage.sit("水利局", Role.CONTACT, "水利局副手", 77)
    async with stage.acting("水利局contact") as (session, actor):
        seat = f"seat:{actor.places[0].seat_id}"
        owed = [
            Owed(
                key=f"{letter}/{number}",
                address="1",
                owner=seat,
                kind="warning",
                template="warning",
                facts={"items": []},
            )
            for number in (1, 2)
        ]
        await enqueue(session, owed, IN_TIME)
    await stage.does("水利局contact", sign, owed[0].key, IN_TIME)
    refused = await stage.refused("水利局副手", sign, owed[1].key, IN_TIME)
    assert (refused.word, refused.facts["who"]) == ("already-signed", "水利局contact")


def test_a_letter_is_known_by_its_copies() -> None:
    letter = "warning/水利局/contact/2021-07-01"
    for key in (letter, f"{letter}/12", f"{letter}/to-7", f"{letter}/12/to-7", f"{letter}/seat-3/-4001"):
        assert letter_behind(key) == letter
    assert letter_behind("case/12") == "case/12"
    assert letter_behind("notice/2021Q2/12") == "notice/2021Q2"
