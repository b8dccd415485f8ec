"""The unit of work of the update at hand: everything its handler wants is done in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot

from actions.access import Actor
from bot.desk import Desk
from bot.keyboards import Keyboard
from outbox.enqueue import enqueue
from outbox.message import Message, Method, Owed, Priority
from register.buttons import Offer, offer
from register.seats import Place
from register.tables import Unit

Rows = list[list[Offer]]


@dataclass(frozen=True)
class Toast:
    """A few words over the chat after a press; no record is kept of them."""

    words: str
    alert: bool = False


@dataclass
class Work:
    """One update being handled. ``at`` is the evidence time: when the person wrote or pressed."""

    session: AsyncSession
    desk: Desk
    actor: Actor
    update_id: int
    at: datetime
    query_id: str | None = None
    """The press that waits for an answer."""
    pressed: Message | None = None
    """The outbox message whose button was pressed."""
    toast: Toast | None = None
    failure: BaseException | None = None
    place: Place | None = None
    """The seat in which the person acts: replies are owed to it."""
    replies: list[Owed] = field(default_factory=list)
    afterwards: list[Callable[[Bot], Awaitable[None]]] = field(default_factory=list)
    """Done after the commit, best effort: nothing that must not be lost."""

    async def reply(
        self, template: str, facts: dict[str, Any] | None = None, rows: Rows | None = None, *, kind: str = "other"
    ) -> None:
        """Answer in the chat with a message of its own."""
        self.replies.append(await self._owed(template, facts or {}, self._offered(rows), kind))

    async def promise(self, key: str, template: str, facts: dict[str, Any]) -> None:
        """Answer with a message that will be turned into its outcome, by whoever knows its ``key``."""
        owed = await self._owed(template, facts, [], "other")
        self.replies.append(owed.model_copy(update={"key": key}))

    async def turn_card(
        self, template: str, facts: dict[str, Any] | None = None, rows: Rows | None = None, *, kind: str = "other"
    ) -> None:
        """Answer a press by turning the pressed card into this one; without a press it is a reply."""
        self.replies.append(self._as_edit(await self._owed(template, facts or {}, self._offered(rows), kind)))

    async def renew(self, shown: Message, template: str, facts: dict[str, Any], rows: Rows) -> None:
        """Turn a message that was sent earlier, to this chat or another of the unit, into this one."""
        seat = shown.owner.removeprefix("seat:")
        keyboard = offer(self.session, [row for row in rows if row], int(seat) if seat.isdigit() else None, self.at)
        owed = await self._owed(template, facts, keyboard, "other")
        place = {"address": shown.address, "owner": shown.owner, "priority": Priority.NOTICE}
        self.replies.append(owed.model_copy(update=place | {"method": Method.EDIT, "edits": shown.id}))

    async def mark_pressed(self, facts: dict[str, Any], keyboard: Keyboard, then: Rows | None = None) -> None:
        """Write a result below the pressed message; ``keyboard`` is what remains of its buttons, ``then`` is added."""
        marked = await self._owed("marked", facts, [*keyboard, *self._offered(then)], "other")
        self.replies.append(self._as_edit(marked))

    async def hand_over(self, template: str, facts: dict[str, Any], path: str | None, filename: str) -> None:
        """Answer with a file below the deployment's home, shown as ``filename``; without one (yet) with the words."""
        owed = await self._owed(template, facts | {"filename": filename, "pending": path is None}, [], "other")
        sends = {"method": Method.DOCUMENT, "attachment": path} if path is not None else {}
        self.replies.append(owed.model_copy(update=sends))

    def start_over(self) -> None:
        """Forget what was to be said: the act was refused."""
        self.replies.clear()
        self.afterwards.clear()
        self.toast = None

    async def enqueue_replies(self) -> None:
        await enqueue(self.session, self.replies, self.desk.clock.now())

    def _offered(self, rows: Rows | None) -> Keyboard:
        seat = self._seat
        return offer(self.session, [row for row in rows or [] if row], seat.seat_id if seat else None, self.at)

    @property
    def _seat(self) -> Place | None:
        return self.place or next(iter(self.actor.places), None)

    async def _owed(self, template: str, facts: dict[str, Any], keyboard: Keyboard, kind: str) -> Owed:
        seat = self._seat
        unit = await self.session.get(Unit, seat.unit_id) if seat is not None else None
        return Owed(
            key=f"answer/{self.update_id}/{len(self.replies) + 1}",
            address=str(self.actor.chat_id),
            owner=f"seat:{seat.seat_id}" if seat is not None else self.actor.label,
            group=unit.name if unit is not None else "",
            kind=kind,
            template=template,
            facts=facts,
            keyboard=keyboard,
            priority=Priority.ANSWER,
        )

    def _as_edit(self, owed: Owed) -> Owed:
        if self.pressed is None:
            return owed
        return owed.model_copy(update={"method": Method.EDIT, "edits": self.pressed.id})


_current: ContextVar[Work] = ContextVar("work")


def current() -> Work:
    """The work of the update at hand; LookupError outside of one."""
    return _current.get()


@contextmanager
def at_work(work: Work) -> Iterator[Work]:
    mark = _current.set(work)
    try:
        yield work
    finally:
        _current.reset(mark)
