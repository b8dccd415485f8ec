"""``duban status``: what is due, what is owed, what is stuck, and when the system last did its rounds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.inbox import InboxState, InboxUpdate
from bot.jobs import JobState, ReportJob
from duban.attention import attention
from duban.clock import clock_of
from duban.files import read_rules, read_templates
from duban.plan_file import file_troubles
from duban.settings import Settings
from duban.store import opened
from duban.trouble import Trouble, of_the_database
from outbox.standing import Standing, standing
from register.blueprint import revision_of
from register.extensions import duties_in_doubt
from register.loading import plan_of
from register.rules import Rules
from register.states import DutyState, RoundState
from register.tables import Checkpoint, Duty, Holding, Round, Seat
from register.turns import NEVER


async def status_of(settings: Settings) -> dict[str, Any]:
    """Plain values; instants are written in the deployment's own time zone."""
    rules, words, now = read_rules(settings), read_templates(settings).words, clock_of(settings).now()
    async with opened(settings, must_exist=True) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                plan = await plan_of(session)
                if plan is None:
                    raise Trouble("数据库中还没有方案：请先运行 duban run。")
                delivery = await standing(session, now)
                return {
                    "plan": plan.code,
                    "revision": await revision_of(session),
                    "now": _local(now, rules),
                    "due": await _due(session, rules, now),
                    "rounds": await _rounds(session),
                    "seats": await _seats(session),
                    "inbox": await _inbox(session),
                    "outbox": _outbox(delivery, rules),
                    "documents": await _count(session, ReportJob.id, ReportJob.state == JobState.WAITING),
                    "ticks": await _ticks(session, rules),
                    "attention": [
                        *await attention(session, rules, words, now, delivery),
                        *await file_troubles(session, plan, settings.plan),
                    ],
                    "holidays_guessed": rules.calendar.guesses(rules.today(now).year),
                }


def is_stuck(status: dict[str, Any]) -> bool:
    """Whether a person has to look after something."""
    return bool(status["attention"])


async def _due(session: AsyncSession, rules: Rules, now: datetime) -> dict[str, int]:
    today = rules.today(now)
    soon = today + timedelta(days=rules.policy.lights.yellow_within)
    is_open, due = col(Duty.state) == DutyState.OPEN, col(Duty.due)
    in_doubt = await duties_in_doubt(session)
    return {
        "overdue": await _count(session, Duty.id, is_open, due < today, col(Duty.id).not_in(in_doubt)),
        "soon": await _count(session, Duty.id, is_open, due >= today, due <= soon),
        "claimed": await _count(session, Duty.id, col(Duty.state) == DutyState.CLAIMED),
    }


async def _rounds(session: AsyncSession) -> list[dict[str, str]]:
    rows = await session.exec(select(Round).where(Round.state != RoundState.FILED).order_by(col(Round.closes_on)))
    return [{"quarter": row.quarter, "state": row.state, "closes_on": row.closes_on.isoformat()} for row in rows]


async def _seats(session: AsyncSession) -> dict[str, int]:
    held = select(Holding.seat_id).where(col(Holding.until).is_(None))
    return {
        "empty": await _count(session, Seat.id, col(Seat.id).not_in(held)),
        "unreachable": await _count(
            session, Holding.id, col(Holding.until).is_(None), col(Holding.unreachable_since).is_not(None)
        ),
    }


async def _inbox(session: AsyncSession) -> dict[str, int]:
    return {
        "waiting": await _count(session, InboxUpdate.update_id, col(InboxUpdate.state) == InboxState.WAITING),
        "set_aside": await _count(session, InboxUpdate.update_id, col(InboxUpdate.state) == InboxState.SET_ASIDE),
    }


def _outbox(found: Standing, rules: Rules) -> dict[str, Any]:
    return {
        "pending": found.pending,
        "under_way": found.under_way,
        "uncertain": found.uncertain,
        "failed": found.failed,
        "due_since": _local(found.due_since, rules) if found.due_since else None,
    }


async def _ticks(session: AsyncSession, rules: Rules) -> dict[str, str]:
    rows = await session.exec(select(Checkpoint).where(col(Checkpoint.at) > NEVER).order_by(col(Checkpoint.name)))
    return {row.name: _local(row.at, rules) for row in rows}


async def _count(session: AsyncSession, what: Any, *where: Any) -> int:
    return (await session.exec(select(func.count(what)).where(*where))).one()


def _local(instant: datetime, rules: Rules) -> str:
    return instant.astimezone(rules.timezone).isoformat(timespec="seconds")


_TICKS = {"morning": "每日督办", "updates-heard": "收取消息"}


def status_lines(status: dict[str, Any]) -> list[str]:
    """The same for a reader at a terminal."""
    due, inbox, outbox, seats = status["due"], status["inbox"], status["outbox"], status["seats"]
    rounds = "、".join(f"{one['quarter']}（{one['closes_on']} 截止）" for one in status["rounds"]) or "无"
    ticks = "；".join(f"{_TICKS.get(name, name)} {at}" for name, at in status["ticks"].items()) or "尚无"
    lines = [
        f"方案：{status['plan']}（第{status['revision']}版）　当前时刻：{status['now']}",
        f"事项（按牵头单位分别计）：已逾期 {due['overdue']}，近期到期 {due['soon']}，待核办结 {due['claimed']}",
        f"进行中的报送：{rounds}",
        f"席位：无人 {seats['empty']}，联系不上 {seats['unreachable']}",
        f"收到的消息：待处理 {inbox['waiting']}，搁置 {inbox['set_aside']}",
        f"应发的消息：待发 {outbox['pending']}，正在发送 {outbox['under_way']}"
        f"，不知是否送达 {outbox['uncertain']}，未能送达 {outbox['failed']}",
        f"待编文件：{status['documents']}",
        f"最近运行：{ticks}",
    ]
    if status["attention"]:
        lines += ["", "须人处理：", *(f"· {line}" for line in status["attention"])]
    if status["holidays_guessed"]:
        lines.append("提醒：今年的节假日安排尚不知道，暂按周一至周五为工作日；请在 data/workdays 中补充。")
    return lines
