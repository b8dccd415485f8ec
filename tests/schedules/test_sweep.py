"""Time speaks: a small town's mornings, on both stores."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select

from database.engine import Database
from outbox.message import Message
from plans.policy import LadderRules, LadderStep, Policy, Step
from plans.roles import Role
from register.states import DutyState, RequestState
from register.tables import Case, Duty, Holding, Person, Request, Seat, Unit
from schedules.sweep import sweep
from tests.schedules.small import RULES, START, ZONE, Town

LADDER = ("warning", "order", "explanation-asked", "proposal")


async def test_a_unit_that_never_answers_reaches_the_bureau_after_ten_working_days(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-20")
    assert await town.said(*LADDER) == [
        ("2021-07-01", "发改委/contact", "missing overdue"),
        ("2021-07-01", "办公室/office", "missing overdue"),
        ("2021-07-07", "发改委/contact", "missing overdue"),
        ("2021-07-07", "发改委/leader", "missing overdue"),
        ("2021-07-07", "办公室/office", "missing overdue"),
        ("2021-07-12", "发改委/contact", "missing overdue"),
        ("2021-07-14", "督查局/bureau", "missing overdue"),
        ("2021-07-14", "办公室/office", "missing overdue"),
    ]
    async with database.reading() as session:
        assert len(list(await session.exec(select(Case)))) == 1  # both grounds, one case


async def test_a_unit_that_met_its_duty_is_left_in_peace(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-24")
    async with database.writing() as session:
        duty = (await session.exec(select(Duty))).one()
        duty.state = DutyState.CLOSED
        request = (await session.exec(select(Request))).one()
        request.state, request.answered_at = RequestState.ACCEPTED, town.now
        session.add_all([duty, request])
    await town.until("2021-07-20")
    assert await town.said(*LADDER, "missing-list") == []
    assert [day for day, _, _ in await town.said("digest") if day > "2021-06-24"] == []


async def test_the_digest_names_its_marks_and_the_round(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-05")
    lead = [(day, why) for day, seat, why in await town.said("digest") if seat == "发改委/contact"]
    assert lead == [
        ("2021-05-31", "due-30"),
        ("2021-06-15", "due-15"),
        ("2021-06-23", "due-7"),
        ("2021-06-24", "round-open"),
        ("2021-06-25", "due-3"),
        ("2021-06-29", "due-1 round-chase"),
        ("2021-06-30", "due-0 round-chase"),
        ("2021-07-01", "overdue"),
        ("2021-07-05", "overdue"),
    ]
    support = [(day, why) for day, seat, why in await town.said("digest") if seat == "水利局/contact"]
    assert support == [("2021-06-15", "support-15"), ("2021-06-25", "support-3"), ("2021-07-01", "support-overdue")]


async def test_sweeping_twice_says_nothing_twice(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-01")
    before = await town.said("digest", *LADDER)
    assert not await sweep(database, RULES, town.now + timedelta(minutes=5))
    assert await town.said("digest", *LADDER) == before


async def test_after_an_outage_one_current_message_is_said(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-18")
    town.now = datetime(2021, 6, 28, 11, tzinfo=ZONE)  # down from the 19th to the 28th: due-7, the opening and due-3
    await sweep(database, RULES, town.now)
    assert [one for one in await town.said("digest") if one[0] > "2021-06-18"] == [
        ("2021-06-28", "发改委/contact", "due-3 round-open"),
        ("2021-06-28", "水利局/contact", "support-3"),
    ]


async def test_an_outage_over_the_quarter_end_accuses_nobody_of_a_missing_report(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-18")
    town.now = datetime(2021, 7, 2, 8, tzinfo=ZONE)  # down until the 2nd of July
    await town.until("2021-07-08")
    assert await town.said("missing-list") == []
    async with database.reading() as session:
        request = (await session.exec(select(Request))).one()
    assert request.state is RequestState.ASKED
    assert ("2021-07-02", "发改委/contact", "overdue round-open") in await town.said("digest")


async def test_nobody_is_spoken_to_at_night(database: Database) -> None:
    town = await Town.found(database)
    assert not await sweep(database, RULES, datetime(2021, 5, 31, 21, 0, tzinfo=ZONE))
    assert await town.said("digest") == []


async def test_a_unit_that_cannot_be_reached_is_not_accused(database: Database) -> None:
    empty = frozenset({("发改委", Role.CONTACT), ("发改委", Role.LEADER)})
    town = await Town.found(database, empty)
    await town.until("2021-07-20")
    assert await town.said(*LADDER) == []
    told = [one for one in await town.said("other") if one[1] == "办公室/office"]
    assert told[0] == ("2021-05-31", "办公室/office", "due-30")
    async with database.writing() as session:  # then somebody takes the seat
        unit = (await session.exec(select(Unit).where(Unit.name == "发改委"))).one()
        seat = (await session.exec(select(Seat).where(Seat.unit_id == unit.id, Seat.role == Role.CONTACT))).one()
        session.add(Holding(seat_id=seat.id or 0, person_id=1, chat_id=77, since=START))
    await town.until("2021-07-31")
    assert [day for day, seat, _ in await town.said("warning", "order") if seat == "发改委/contact"] == [
        "2021-07-21",
        "2021-07-27",
    ]


async def test_no_order_follows_a_warning_that_did_not_arrive(database: Database) -> None:
    town = await Town.found(database)
    town.undeliverable = {"warning"}
    await town.until("2021-07-20")
    assert {why for _, why, _ in await town.said("order", "proposal")} == set()
    town.undeliverable = set()
    await town.until("2021-08-31")
    days = [day for day, seat, _ in await town.said(*LADDER) if seat in ("发改委/contact", "督查局/bureau")]
    assert days[-1] > "2021-07-28"  # the later steps moved with it


async def test_a_leader_is_told_where_the_contacts_seat_is_empty(database: Database) -> None:
    town = await Town.found(database, frozenset({("发改委", Role.CONTACT)}))
    await town.until("2021-07-01")
    seats = {seat for _, seat, _ in await town.said("warning")}
    assert seats == {"发改委/leader", "办公室/office"}


async def test_what_waits_for_our_review_is_not_called_overdue(database: Database) -> None:
    """The drafts of 通报 and 汇报 count a claimed duty as in hand, as the papers do, whatever the calendar says."""
    town = await Town.found(database)
    await town.until("2021-06-24")
    async with database.writing() as session:
        duty = (await session.exec(select(Duty))).one()
        duty.state = DutyState.CLAIMED
        session.add(duty)
    await town.until("2021-07-06")
    async with database.reading() as session:
        drafts = list(await session.exec(select(Message).where(col(Message.kind).in_(["notice", "brief"]))))
    assert [(draft.facts["overdue"], draft.facts["buckets"]) for draft in drafts] == [([], {"open": 1})] * 2


async def test_a_proposal_that_no_bureau_can_read_is_put_to_the_office(database: Database) -> None:
    town = await Town.found(database, empty_seats=frozenset({("督查局", Role.BUREAU)}))
    await town.until("2021-07-15")
    async with database.reading() as session:
        told = await session.exec(select(Message).where(Message.template == "undelivered"))
        assert [(row.facts["items"][0]["about"], row.facts["day"]) for row in told] == [("督查局", "2021-07-14")]


async def test_two_people_who_share_a_chat_are_told_once(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-01")
    async with database.writing() as session:
        office = (
            await session.exec(
                select(Holding).join(Seat, col(Seat.id) == col(Holding.seat_id)).where(Seat.role == Role.OFFICE)
            )
        ).one()
        colleague = Person(telegram_id=77, name="借调同志")
        session.add(colleague)
        await session.flush()
        session.add(
            Holding(seat_id=office.seat_id, person_id=colleague.id or 0, chat_id=office.chat_id, since=town.now)
        )
    await town.until("2021-07-02")
    async with database.reading() as session:
        told = await session.exec(select(Message.template).where(Message.address == str(office.chat_id)))
        assert sorted(told) == ["missing-list", "warning"]


async def test_a_step_may_have_words_of_its_own(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    own = Policy(
        ladder=LadderRules(overdue=(LadderStep(step=Step.WARNING, after=1, to=(Role.CONTACT,), template="urge"),))
    )
    monkeypatch.setattr("tests.schedules.small.RULES", replace(RULES, policy=own))
    town = await Town.found(database)
    await town.until("2021-07-01")
    async with database.reading() as session:
        (message,) = await session.exec(select(Message).where(Message.kind == "warning"))
    assert message.template == "urge"
