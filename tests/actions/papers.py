"""A notice (通报) is brought as far along its road as a story needs it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlmodel import col

from actions.notice_compile import compile_notice
from actions.notice_issue import sign_off
from actions.notice_submit import submit
from actions.sign import sign
from documents.notices import Paperwork
from outbox.message import DeliveryState, messages
from register.loading import plan_of
from register.notice_check import Fault, notice_faults
from register.snapshot import take_snapshot
from register.tables import Notice, Round, Seat, Unit
from register.tables.notices import NoticeKind
from schedules.letters import PostRoom
from schedules.morning import Morning
from schedules.notices import unsigned_papers
from tests.actions.stage import RULES, ZONE, Stage

OFFICE, SECOND, GROUP = "办公室office", "办公室复核", "领导小组leading-group"
CONTACT, OTHER = "水利局contact", "发改委contact"
DRAFTED = datetime(2021, 7, 6, 10, tzinfo=ZONE)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
PAPERWORK = Paperwork()


async def facts(stage: Stage, at: datetime = DRAFTED) -> dict[str, Any]:
    async with stage.database.reading() as session:
        return PAPERWORK.facts(await take_snapshot(session, RULES, at), "2021Q2")


async def drafted(stage: Stage, kind: NoticeKind = NoticeKind.NOTICE, by: str = OFFICE) -> Notice:
    (of_round,) = await stage.rows(Round)
    return await stage.does(by, compile_notice, of_round.id, kind, await facts(stage), DRAFTED)


async def submitted(stage: Stage, kind: NoticeKind = NoticeKind.NOTICE) -> Notice:
    notice = await drafted(stage, kind)
    return await stage.does(OFFICE, submit, notice.id, notice.version, DRAFTED)


async def signs_off(stage: Stage, notice: Notice, by: str = GROUP, at: datetime = DRAFTED) -> Notice:
    return await stage.does(by, sign_off, notice.id, notice.version, at, PAPERWORK)


async def issued(stage: Stage, kind: NoticeKind = NoticeKind.NOTICE) -> Notice:
    return await signs_off(stage, await submitted(stage, kind))


async def deliver(stage: Stage) -> None:
    async with stage.database.writing() as session:
        connection = await session.connection()
        await connection.execute(update(messages).values(state=DeliveryState.SENT))


async def unit_called(stage: Stage, name: str) -> Unit:
    (found,) = await stage.rows(Unit, col(Unit.name) == name)
    return found


async def unit_signs(stage: Stage, unit: str = "水利局") -> None:
    seats = [
        f"seat:{seat.id}" for seat in await stage.rows(Seat, col(Seat.unit_id) == (await unit_called(stage, unit)).id)
    ]
    (paper,) = [one for one in await stage.told("notice-issued") if one.owner in seats]
    await stage.does(f"{unit}contact", sign, paper.key, DRAFTED + AN_HOUR)


async def reminded_on(stage: Stage, day: date) -> dict[str, list[str]]:
    """Unit -> the papers that its digest of this morning names."""
    async with stage.database.writing() as session:
        plan = await plan_of(session)
        assert plan is not None
        now = RULES.at(day, RULES.policy.working_day.speak_at)
        morning = Morning(session, RULES, plan, await PostRoom.open(session), day, now)
        await unsigned_papers(morning)
        return {
            morning.unit_name(unit_id): [item["number"] for item in items] for unit_id, items in morning.digest.items()
        }


async def faults(stage: Stage) -> list[Fault]:
    async with stage.database.reading() as session:
        return [one.fault for one in await notice_faults(session)]
