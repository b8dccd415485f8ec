"""What must be true after every fault, whatever happened: the register agrees with what really reached people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import exists, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.inbox import InboxState, InboxUpdate
from database.engine import Database
from outbox.message import DeliveryState, Message, Method
from register.record import broken_link
from register.rules import Rules
from register.states import ClimbState, DutyState, RequestState, RoundState, StepOutcome
from register.tables import Checkpoint, Climb, ClimbStep, Duty, Request, Round
from sandbox import Sandbox, Sent
from sandbox.answers import ApiError
from sandbox.html_text import parse_html
from schedules.timetable import last_morning

S = DeliveryState


async def broken_promises(
    database: Database, box: Sandbox, *, swept: tuple[Rules, datetime] | None = None
) -> list[str]:
    """One sentence per promise that does not hold; empty when all do. Everything must be at rest.

    ``swept``: rules and time, where the schedules took part in the case.
    """
    async with database.reading() as session:
        rows = list(await session.exec(select(Message).order_by(col(Message.id))))
        found = [*_live_keys(rows), *_at_rest(rows), *_sends(rows, box.log)]
        found += await _inbox(session, box)
        if (broken := await broken_link(session)) is not None:
            found.append(f"the audit chain is broken at entry {broken}")
        if swept is not None:
            found += await _steps(session, *swept)
    return found


def _live_keys(rows: Sequence[Message]) -> Iterator[str]:
    live = Counter(row.key for row in rows if row.state is not S.CANCELLED and not row.superseded)
    yield from (f"{count} live rows have the key {key}" for key, count in live.items() if count > 1)
    unmarked = Counter(row.key for row in rows if row.state in {S.SENT, S.UNCERTAIN} and row.resend_of is None)
    yield from (f"{count} rows of the key {key} went out unmarked" for key, count in unmarked.items() if count > 1)


def _at_rest(rows: Sequence[Message]) -> Iterator[str]:
    yield from (f"{row.key} is still {row.state}" for row in rows if row.state in {S.CLAIMED, S.SENDING})


def _sends(rows: Sequence[Message], log: Sequence[Sent]) -> Iterator[str]:
    """Each accepted send belongs to one row that is sent or in doubt, each sent row to exactly one accepted send."""
    new = [row for row in rows if row.method is not Method.EDIT]
    accepted = Counter((str(sent.chat_id), str(sent.message_id)) for sent in log if not _is_edit(sent))
    believed = Counter((row.address, row.provider_id or "") for row in new if row.state is S.SENT)
    yield from (f"a sent row has no accepted send: chat {pair}" for pair in believed - accepted)
    unclaimed = accepted - believed
    doubtful = Counter((row.address, plain(row.text or "")) for row in new if row.state is S.UNCERTAIN)
    for sent in log:
        if not _is_edit(sent) and unclaimed[str(sent.chat_id), str(sent.message_id)]:
            words = (str(sent.chat_id), sent.text)
            if doubtful[words]:
                doubtful[words] -= 1
            else:
                yield f"an accepted send belongs to no row: chat {sent.chat_id}, message {sent.message_id}"
    yield from _edits(rows, log)


def _edits(rows: Sequence[Message], log: Sequence[Sent]) -> Iterator[str]:
    """An edit made twice is the same as made once; what counts is that it was made."""
    made = {(str(sent.chat_id), str(sent.message_id), sent.text) for sent in log}
    for row in rows:
        edited = (row.address, row.provider_id, plain(row.text or ""))
        if row.method is Method.EDIT and row.state is S.SENT and edited not in made:
            yield f"an edit believed made was not: {row.key}"


def _is_edit(sent: Sent) -> bool:
    return sent.method.startswith("edit")


def plain(text: str) -> str:
    """The words of HTML as a reader sees them."""
    try:
        return parse_html(text)[0]
    except ApiError:
        return text


async def _inbox(session: AsyncSession, box: Sandbox) -> list[str]:
    kept = {row.update_id: row.state for row in await session.exec(select(InboxUpdate))}
    waiting = [f"update {number} is not handled" for number, state in kept.items() if state is InboxState.WAITING]
    gone = [f"update {number} was confirmed but is not kept" for number in box.updates.confirmed if number not in kept]
    return waiting + gone


async def _steps(session: AsyncSession, rules: Rules, now: datetime) -> list[str]:
    """Each step whose time has passed was taken: nothing due is left behind by the last morning."""
    morning = last_morning(now, rules)
    day = rules.today(morning)
    done = await session.get(Checkpoint, "morning")
    if done is None or done.at < morning:
        return [f"the morning of {day} was not worked off"]
    # No step is owed while the ground waits for the office's review.
    stands = or_(col(Duty.state) == DutyState.OPEN, col(Request.state).in_((RequestState.ASKED, RequestState.RETURNED)))
    # Where the unit could not be reached, that is on record and the step waits: nobody is accused unheard.
    unheard = exists().where(
        col(ClimbStep.climb_id) == col(Climb.id),
        col(ClimbStep.outcome) == StepOutcome.UNDELIVERED,
        col(ClimbStep.planned) == col(Climb.next_on),
    )
    climbs = await session.exec(
        select(Climb.key)
        .join(Duty, col(Duty.id) == col(Climb.duty_id), isouter=True)
        .join(Request, col(Request.id) == col(Climb.request_id), isouter=True)
        .where(Climb.state == ClimbState.CLIMBING, col(Climb.next_on) <= day, stands, ~unheard)
    )
    duties = await session.exec(select(Duty.id).where(col(Duty.speaks_on) <= day))
    rounds = await session.exec(select(Round.quarter).where(Round.state == RoundState.OPEN, col(Round.closes_on) < day))
    return [
        *(f"a step of {key} was left behind" for key in climbs),
        *(f"duty {number} was not spoken of" for number in duties),
        *(f"round {quarter} was not closed" for quarter in rounds),
    ]
