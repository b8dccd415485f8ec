"""A unit answers a circular; until the limit it may change its answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.drafts import own_draft, use_up
from actions.refusal import Refusal
from actions.tell import Telling, tell
from actions.texts import trimmed, words_needed
from plans.roles import Role
from register.circulars import REPLIES, came_late, local
from register.loading import plan_of
from register.locks import locked_one
from register.people import name_of
from register.record import move, note
from register.rules import Rules
from register.states import CircularState, RecipientState
from register.tables import Circular, Recipient, Unit
from register.tables.circulars import Reply


@dataclass(frozen=True, slots=True)
class Answer:
    """What the unit says; ``version`` is that of the button pressed: who answered meanwhile is not overwritten."""

    reply: Reply
    version: int
    words: str = ""
    draft_id: int | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """The answer is on record."""

    recipient_id: int
    kind: str
    title: str
    unit: str
    reply: Reply
    words: str
    files: int
    due: str
    late: bool
    changed: bool
    """It takes the place of an earlier answer."""


async def may_reply(session: AsyncSession, actor: Actor, act: Act, recipient_id: int, version: int) -> Recipient:
    """The row to be answered, held until the act ends, and its circular before it.

    Refused: another unit's circular, one that was recalled, and a button older than the unit's last answer.
    """
    await require(session, actor, act, recipient_id)
    found = await session.get(Recipient, recipient_id)
    if found is None:
        raise Refusal("circular-unknown")
    circular = await locked_one(session, Circular, found.circular_id)
    recipient = await locked_one(session, Recipient, recipient_id)
    if circular.state is CircularState.RECALLED:
        raise Refusal("circular-recalled", title=circular.title, when=circular.recalled_at)
    if recipient.version != version:
        raise await _answered(session, recipient)
    return recipient


async def may_change(session: AsyncSession, rules: Rules, actor: Actor, recipient_id: int, now: datetime) -> Recipient:
    """The row whose circular is to be shown again. Refused as ``may_reply`` is, and an answered one after the limit."""
    await require(session, actor, Act.OPEN_CIRCULAR, recipient_id)
    found = await session.get(Recipient, recipient_id)
    version = found.version if found is not None else 0
    recipient = await may_reply(session, actor, Act.OPEN_CIRCULAR, recipient_id, version)
    circular = await session.get_one(Circular, recipient.circular_id)
    if recipient.state is RecipientState.ANSWERED and await came_late(session, circular, now):
        raise Refusal("circular-over", due=local(rules, circular.due))
    return recipient


async def _answered(session: AsyncSession, recipient: Recipient) -> Refusal:
    who = await name_of(session, recipient.replied_by)
    reply = recipient.reply.value if recipient.reply is not None else ""
    return Refusal("circular-answered", who=who, when=recipient.replied_at, reply=reply)


async def reply_to(
    session: AsyncSession, rules: Rules, actor: Actor, act: Act, recipient_id: int, answer: Answer, now: datetime
) -> Replied:
    """Put the unit's answer on record. Refused as ``may_reply`` is, and a change after the limit."""
    draft = await own_draft(session, actor, answer.draft_id) if answer.draft_id is not None else None
    recipient = await may_reply(session, actor, act, recipient_id, answer.version)
    circular = await session.get_one(Circular, recipient.circular_id)
    changed = recipient.state is RecipientState.ANSWERED
    late = await came_late(session, circular, now)
    if answer.reply not in REPLIES[circular.kind]:
        raise Refusal("circular-unknown")
    if changed and late:
        raise Refusal("circular-over", due=local(rules, circular.due))
    recipient.reply, recipient.words = answer.reply, _words(answer)
    recipient.replied_at, recipient.replied_by, recipient.late = now, actor.person, late
    recipient.version += 1
    move(session, recipient, RecipientState.ANSWERED, actor.label, now)
    await session.flush()
    files = await use_up(session, draft, recipient)
    unit = await session.get_one(Unit, recipient.unit_id)
    replied = Replied(
        recipient_id=recipient_id,
        kind=circular.kind.value,
        title=circular.title,
        unit=unit.name,
        reply=answer.reply,
        words=recipient.words,
        files=files,
        due=local(rules, circular.due),
        late=late,
        changed=changed,
    )
    await _note(session, actor, recipient, replied, now)
    if circular.compiled_at is not None:
        await _tell_office(session, rules, actor, replied, now)
    return replied


def _words(answer: Answer) -> str:
    """All answers but the one-tap ones say something."""
    if answer.reply in (Reply.NO_OPINION, Reply.SIGNED):
        return trimmed(answer.words)
    return words_needed(answer.words)


async def _note(session: AsyncSession, actor: Actor, recipient: Recipient, replied: Replied, now: datetime) -> None:
    await note(
        session,
        actor.label,
        "circular_answered",
        f"circular:{recipient.circular_id}",
        now,
        unit=replied.unit,
        reply=replied.reply.value,
        words=replied.words,
        version=recipient.version,
        files=replied.files,
        late=replied.late,
    )


async def _tell_office(session: AsyncSession, rules: Rules, actor: Actor, replied: Replied, now: datetime) -> None:
    """The table is out already: what comes after it is told by itself."""
    plan = await plan_of(session)
    if plan is None:
        return
    facts = {
        "kind": replied.kind,
        "title": replied.title,
        "unit": replied.unit,
        "reply": replied.reply.value,
        "words": replied.words,
        "late": replied.late,
        "who": actor.name,
        "when": now.isoformat(),
    }
    key = f"circular-answer/{replied.recipient_id}/{now.isoformat()}"
    await tell(session, rules, Telling(plan.office_id, Role.OFFICE, key, "other", "circular-answer", facts), now)
