"""A seat signs for a message (签收): evidence that it was received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.notice_file import gone_on
from actions.refusal import Refusal
from actions.to_sign import tasks_of
from outbox.copies import letter_behind, of_letters
from outbox.message import Message
from register.people import name_of
from register.record import note
from register.rules import Rules
from register.seats import Place
from register.states import NoticeState
from register.tables import Notice, Receipt


@dataclass(frozen=True, slots=True)
class Signed:
    """The seat's signature is on record."""

    receipt_id: int
    message_key: str
    kind: str
    sent_at: datetime | None
    tasks: tuple[int, ...]


async def sign(session: AsyncSession, rules: Rules, actor: Actor, message_key: str, now: datetime) -> Signed:
    """Sign for a message that is owed to a seat of the actor.

    Refused: a message to others, a paper that was voided meanwhile, and the second signature of the seat, which is told
    who signed when: one signs for all who got a copy.
    """
    await require(session, actor, Act.SIGN)
    message, place = await _message_to(session, actor, message_key)
    before = await _signed(session, message, place)
    if before is not None:
        raise Refusal("already-signed", who=await name_of(session, before.person_id), when=before.at)
    await _demand_force(session, message)
    receipt = Receipt(message_key=message_key, seat_id=place.seat_id, person_id=actor.person, at=now)
    session.add(receipt)
    await session.flush()
    tasks = tasks_of(message)
    facts = {"key": message_key, "kind": message.kind, "tasks": list(tasks)}
    await note(session, actor.label, "signed", f"seat:{place.seat_id}", now, **facts)
    return Signed(receipt.id or 0, message_key, message.kind, message.sent_at, tasks)


async def _signed(session: AsyncSession, message: Message, place: Place) -> Receipt | None:
    """The seat's signature on the letter, whichever copy it stands under."""
    letter = letter_behind(message.key)
    rows = await session.exec(
        select(Receipt).where(Receipt.seat_id == place.seat_id, of_letters(col(Receipt.message_key), [letter]))
    )
    return next((row for row in rows if letter_behind(row.message_key) == letter), None)


async def _demand_force(session: AsyncSession, message: Message) -> None:
    """Refusal when the message is a notice or brief that was voided."""
    number = message.facts["notice"] if message.template == "notice-issued" else None
    notice = await session.get(Notice, number) if number is not None else None
    if notice is not None and notice.state is NoticeState.VOIDED:
        raise await gone_on(session, notice)


async def _message_to(session: AsyncSession, actor: Actor, key: str) -> tuple[Message, Place]:
    """The message and the seat it went to. All its copies are held until the act ends: two phones sign one by one."""
    by_owner = {f"seat:{place.seat_id}": place for place in actor.places}
    copies = of_letters(col(Message.key), [letter_behind(key)]), col(Message.owner).in_(by_owner)
    rows = await session.exec(select(Message).where(*copies).order_by(col(Message.id)).with_for_update())
    for message in rows:
        if message.key == key and message.part == 1:
            return message, by_owner[message.owner]
    raise Refusal("not-your-message")
