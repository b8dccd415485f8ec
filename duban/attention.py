"""What a person has to look after: one plain sentence each, with what to do now."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.filters import moment_in
from bot.hearing import HEARD
from bot.inbox import InboxState, InboxUpdate
from bot.words import Words
from database.binding import is_paused
from outbox.message import DeliveryState, Priority
from outbox.standing import Standing, Troubled, troubled
from register.outages import being_checked
from register.rules import Rules
from register.tables import Checkpoint, Holding, Person, Seat, Unit

_SHOWN_FOR = timedelta(days=7)
"""What has been in trouble longer is history: it stays in the counts and in the records."""
_PATIENCE = timedelta(minutes=10)
"""So long a standstill may be an ordinary pause."""
_LOOK = "请查看 duban run 是否在运行、网络是否畅通。"


async def attention(session: AsyncSession, rules: Rules, words: Words, now: datetime, outbox: Standing) -> list[str]:
    """The sentences, the most pressing first; empty when all is well."""
    seats, lost = await _seats(session, words), await _unreachable(session, words)
    return [
        *await _standstill(session, rules, now, outbox),
        *(_of_message(one, seats, words, rules) for one in await troubled(session, now - _SHOWN_FOR)),
        *(_of_update(row, rules) for row in await _set_aside(session, now)),
        *(f"{name}联系不上：请电话联系，必要时用 duban invite 重新邀请。" for name in lost),
    ]


async def _standstill(session: AsyncSession, rules: Rules, now: datetime, outbox: Standing) -> list[str]:
    moment = moment_in(rules.timezone)
    lines = []
    if await is_paused(session):
        lines.append("数据库由备份恢复，处于暂停状态，不收发任何消息：请核对后用 duban release 解除暂停。")
    heard = await session.get(Checkpoint, HEARD)
    if heard is not None and now - heard.at > _PATIENCE:
        lines.append(f"自{moment(heard.at)}起没有收到过消息服务器的答复：{_LOOK}")
    if outbox.due_since is not None and now - outbox.due_since > _PATIENCE:
        lines.append(f"最早一条应发的消息自{moment(outbox.due_since)}起等待：{_LOOK}")
    if await being_checked(session):
        lines.append("系统中断期间可能有消息丢失，督办梯次已暂停：请办公室核对后在对话中按“核对完毕，恢复督办”。")
    return lines


def _of_update(row: InboxUpdate, rules: Rules) -> str:
    received = moment_in(rules.timezone)(row.evidence_at)
    return f"{received}收到的消息（编号{row.update_id}）未能处理：已告知本人和办公室，请与本人核对内容。"


def _of_message(one: Troubled, seats: dict[str, str], words: Words, rules: Rules) -> str:
    kind = words.say("kinds", one.kind) if words.has("kinds", one.kind) else "消息"
    what = f"{moment_in(rules.timezone)(one.changed_at)}发给{seats.get(one.owner, '个人')}的{kind}"
    why = f"（{one.reason}）" if one.reason else ""
    if one.state is DeliveryState.FAILED:
        return f"{what}未能送达{why}：请电话通知，并核对其联系方式。"
    return f"{what}不知是否送达{why}{_about_doubt(one)}"


def _about_doubt(one: Troubled) -> str:
    if one.again is DeliveryState.SENT:
        return "，注明重发的一份已送达：无须处理。"
    if one.again is not None:
        return "，已注明重发再发一次：请电话核实。"
    if one.priority == Priority.ANSWER:
        return "，是对本人操作的答复：操作已记录在案，本人问起时请其重新打开查看。"
    return "：请电话核实。"


async def _set_aside(session: AsyncSession, now: datetime) -> list[InboxUpdate]:
    rows = select(InboxUpdate).where(
        InboxUpdate.state == InboxState.SET_ASIDE, col(InboxUpdate.received_at) >= now - _SHOWN_FOR
    )
    return list(await session.exec(rows.order_by(col(InboxUpdate.update_id))))


async def _seats(session: AsyncSession, words: Words) -> dict[str, str]:
    """Owner of a message -> the seat's name as people say it."""
    rows = await session.exec(select(Seat, Unit.name).join(Unit, col(Unit.id) == col(Seat.unit_id)))
    return {f"seat:{seat.id}": f"{unit}{words.say('roles', seat.role)}" for seat, unit in rows}


async def _unreachable(session: AsyncSession, words: Words) -> list[str]:
    rows = await session.exec(
        select(Unit.name, Seat.role, Person.name)
        .join(Seat, col(Seat.unit_id) == col(Unit.id))
        .join(Holding, col(Holding.seat_id) == col(Seat.id))
        .join(Person, col(Person.id) == col(Holding.person_id))
        .where(col(Holding.until).is_(None), col(Holding.unreachable_since).is_not(None))
        .order_by(col(Unit.position))
    )
    return [f"{unit}{words.say('roles', role)}{person}" for unit, role, person in rows]
