"""An invitation lets one person in, once; the newcomer hears in one message what is open."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.access import NOBODY
from actions.enter import Entered, enter
from actions.refusal import Refusal
from plans.roles import Role
from register.seats import invite
from register.tables import Seat
from tests.actions.stage import AFTER_CLOSE, RULES, START, Stage, templates


async def invited(stage: Stage, unit_seat: str) -> str:
    """The secret of an invitation for seven days into the seat of the person so called."""
    async with stage.database.writing() as session:
        seat_id = (await stage.actor(session, unit_seat)).places[0].seat_id
        return await invite(session, await session.get_one(Seat, seat_id), 7, START)


async def come_in(stage: Stage, secret: str, telegram_id: int = 50, at: datetime = START) -> Entered:
    async with stage.database.writing() as session:
        return await enter(session, RULES, secret, telegram_id, "新同志", telegram_id, at)


async def turned_away(stage: Stage, secret: str, telegram_id: int = 50, at: datetime = START) -> str:
    with pytest.raises(Refusal) as refusal:
        await come_in(stage, secret, telegram_id, at)
    assert templates().words.say("refusals", refusal.value.word, refusal.value.facts)
    return refusal.value.word


async def test_the_newcomer_fills_the_seat_and_hears_what_is_open(stage: Stage) -> None:
    secret = await invited(stage, "水利局contact")
    entered = await come_in(stage, secret)
    assert (entered.unit, entered.role) == ("水利局", Role.CONTACT)
    assert (entered.summary.leads, entered.summary.supports) == (2, 1)
    assert entered.summary.report is not None
    assert entered.summary.report.asked == 2
    assert entered.actor.places[0].chat_id == 50


async def test_overdue_things_are_in_the_summary(stage: Stage) -> None:
    secret = await invited(stage, "办公室office")
    async with stage.database.writing() as session:
        entered = await enter(session, RULES, secret, 50, "新同志", 50, START)
    assert entered.summary.all_overdue == 0
    assert entered.role is Role.OFFICE


async def test_an_invitation_works_once(stage: Stage) -> None:
    secret = await invited(stage, "水利局contact")
    await come_in(stage, secret)
    assert await turned_away(stage, secret) == "invitation-yours"
    assert await turned_away(stage, secret, telegram_id=51) == "invitation-used"


async def test_an_invitation_expires_and_a_guess_opens_nothing(stage: Stage) -> None:
    secret = await invited(stage, "水利局contact")
    assert await turned_away(stage, secret, at=START + timedelta(days=7)) == "invitation-expired"
    assert await turned_away(stage, "guess", at=AFTER_CLOSE) == "invitation-unknown"


async def test_nobody_comes_in_without_a_name(stage: Stage) -> None:
    secret = await invited(stage, "水利局contact")
    assert await turned_away(stage, secret, telegram_id=NOBODY) == "anonymous"
    assert (await come_in(stage, secret)).unit == "水利局"
