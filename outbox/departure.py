"""The last moment before a message leaves: is it still wanted, what are its words, mark it as being sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import bindparam, insert, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.care import Broken, Care
from outbox.channel import Channel, Later, Verdict, Wanted
from outbox.enqueue import fresh
from outbox.message import DeliveryState, Message, Method, columns, messages
from outbox.withdraw import withdraw

log = structlog.get_logger(__name__)

S = DeliveryState


@dataclass(frozen=True)
class Ready:
    """A message marked as being sent, and its words."""

    message: Message
    text: str


@dataclass(frozen=True)
class Desk:
    """Prepares messages for leaving."""

    channel: Channel
    wanted: Wanted
    care: Care

    async def send_off(
        self, session: AsyncSession, taken: Sequence[Message], now: datetime, until: datetime
    ) -> list[Ready]:
        """Mark as ``sending`` those that may leave; the others are cancelled, put off or failed, with the reason."""
        for message in taken:
            if _expired(message, now):
                await _drop(session, message, "已过有效期", now)
        leaving = [message for message in taken if not _expired(message, now)]
        await self._aim_edits(session, leaving)
        verdicts = await self._verdicts(session, leaving, now)
        prepared = [await self._prepare(session, *pair, now) for pair in zip(leaving, verdicts, strict=True)]
        ready = [one for one in prepared if one is not None]
        await _mark_sending(session, ready, now, until)
        return ready

    async def _aim_edits(self, session: AsyncSession, taken: Sequence[Message]) -> None:
        """Find the message that each edit replaces; what was never delivered there cannot be replaced: send anew."""
        edits = [message for message in taken if message.method is Method.EDIT]
        if not edits:
            return
        connection = await session.connection()
        wanted = messages.c.id.in_([message.edits for message in edits])
        found = await connection.execute(select(*columns("id", "provider_id", "address")).where(wanted))
        targets = {row.id: row for row in found}
        for message in edits:
            target = targets.get(message.edits)
            if target is not None and target.provider_id and target.address == message.address:
                message.provider_id = target.provider_id
            else:
                message.method = Method.TEXT

    async def _verdicts(
        self, session: AsyncSession, messages: Sequence[Message], now: datetime
    ) -> list[Verdict | Broken]:
        """All are asked about together; where care is taken, each by itself, so that a bad one fails alone."""
        if not messages:
            return []
        groups = [[one] for one in messages] if self.care.cautious else [messages]
        found: list[Verdict | Broken] = []
        for group in groups:
            verdicts = await self.care.call(session, partial(self.wanted, session, group, now))
            found += [verdicts] if isinstance(verdicts, Broken) else verdicts
        return found

    async def _prepare(
        self, session: AsyncSession, message: Message, verdict: Verdict | Broken, now: datetime
    ) -> Ready | None:
        if isinstance(verdict, Broken):
            await _fail(session, message, verdict.error, now)
            return None
        if isinstance(verdict, Later):
            await _put_off(session, message, verdict, now)
            return None
        if message.part > 1:
            return Ready(message, message.text or "")
        if verdict is None:
            await _drop(session, message, "已无须发送", now)
            return None
        return await self._put_into_words(session, message, verdict, now)

    async def _put_into_words(
        self, session: AsyncSession, message: Message, facts: dict[str, Any], now: datetime
    ) -> Ready | None:
        if message.parts > 1 and message.text is not None:
            return Ready(message, message.text)  # a second try: the later parts were cut from the same words
        message.facts = facts | {"resent": True} if message.resend_of is not None else facts
        parts = await self.care.call(session, partial(self._render, message))
        if isinstance(parts, Broken):
            await _fail(session, message, parts.error, now)
            return None
        return await _split(session, message, parts, now)

    async def _render(self, message: Message) -> list[str]:
        parts = self.channel.render(message)
        if not parts:
            raise ValueError(f"the template {message.template} gave no words")
        return parts


def _expired(message: Message, now: datetime) -> bool:
    return message.expires is not None and message.expires <= now


async def _split(session: AsyncSession, message: Message, parts: list[str], now: datetime) -> Ready:
    """Write a row for each later part, each waiting for the one before it."""
    connection = await session.connection()
    message.text, message.parts = parts[0], len(parts)
    before = message.id
    for number, text in enumerate(parts[1:], start=2):
        row = fresh(now) | _later_part(message) | {"part": number, "text": text, "follows": before}
        row["key"] = f"{message.key}#{number}"
        before = (await connection.execute(insert(messages).values(row).returning(messages.c.id))).scalar_one()
    return Ready(message, message.text)


def _later_part(head: Message) -> dict[str, Any]:
    shared = ("address", "owner", "kind", "template", "facts", "keyboard", "priority", "doubt", "parts")
    return {name: getattr(head, name) for name in shared} | {
        "fair_group": head.group,
        "part_of": head.id,
        "method": Method.TEXT,
        "attachment": None,
        "edits": None,
        "expires": None,
        "resend_of": head.resend_of,
    }


async def _drop(session: AsyncSession, message: Message, reason: str, now: datetime) -> None:
    await withdraw(session, [messages.c.id == message.id], reason=reason, now=now)
    log.info("a message was dropped", action="message_cancelled", id=message.id, key=message.key, reason=reason)


async def _put_off(session: AsyncSession, message: Message, later: Later, now: datetime) -> None:
    log.info("a message was put off", action="message_put_off", id=message.id, key=message.key, until=str(later.at))
    connection = await session.connection()
    waits = update(messages).where(messages.c.id == message.id, messages.c.state == S.CLAIMED)
    values = {"state": S.PENDING, "reason": later.reason, "not_before": later.at, "changed_at": now}
    await connection.execute(waits.values(values))


async def _fail(session: AsyncSession, message: Message, error: Exception, now: datetime) -> None:
    reason = f"消息无法生成：{type(error).__name__}"
    log.error("a message cannot be made", action="message_broken", id=message.id, key=message.key, exc_info=error)
    connection = await session.connection()
    failed = update(messages).where(messages.c.id == message.id, messages.c.state == S.CLAIMED)
    await connection.execute(failed.values(state=S.FAILED, reason=reason, changed_at=now))


_MARKED = ("method", "facts", "text", "parts", "attempts", "lease_until", "changed_at")
_MARK = (
    update(messages)
    .where(messages.c.id == bindparam("row_id"), messages.c.state == S.CLAIMED)
    .values({name: bindparam(f"new_{name}") for name in _MARKED} | {"state": S.SENDING})
)


async def _mark_sending(session: AsyncSession, ready: Sequence[Ready], now: datetime, until: datetime) -> None:
    for one in ready:
        one.message.attempts += 1
        one.message.lease_until, one.message.changed_at, one.message.state = until, now, S.SENDING
    if ready:
        connection = await session.connection()
        await connection.execute(_MARK, [_values(one.message) for one in ready])


def _values(message: Message) -> dict[str, Any]:
    return {"row_id": message.id} | {f"new_{name}": getattr(message, name) for name in _MARKED}
