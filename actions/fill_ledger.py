"""The office fills in its ledger: a workbook that comes back changes remarks (办公室备注), all of them or none."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor, require
from actions.acts import Act
from actions.refusal import Refusal
from register.loading import plan_of
from register.locks import locked
from register.notes import Change, Comparison, Edited, compare, last_version
from register.people import name_of
from register.record import SCHEDULE, move, note
from register.states import ReturnedState
from register.tables import Evidence, OfficeNote, ReturnedLedger


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as the chat names it."""

    file_id: str
    name: str
    size: int | None


async def take_ledger(session: AsyncSession, actor: Actor, sent: Sent, now: datetime) -> ReturnedLedger:
    """Note that a workbook came back; it is fetched and looked into afterwards. Refused: anybody but the office."""
    place = await require(session, actor, Act.RETURN_LEDGER)
    file = Evidence(file_id=sent.file_id, name=sent.name, size=sent.size, sent_at=now, sent_by=actor.person)
    session.add(file)
    await session.flush()
    ledger = ReturnedLedger(evidence_id=file.id or 0, chat_id=actor.chat_id, seat_id=place.seat_id)
    session.add(ledger)
    await session.flush()
    return ledger


async def offer_changes(
    session: AsyncSession, ledger: ReturnedLedger, plan: str | None, edited: tuple[Edited, ...], now: datetime
) -> Comparison | None:
    """Compare what was read with the register, and keep what may be confirmed; None for another plan's ledger."""
    head = await plan_of(session)
    if head is None or plan != head.code:
        move(session, ledger, ReturnedState.REFUSED, SCHEDULE, now)
        return None
    found = await compare(session, edited)
    sound = bool(found.changes) and not found.conflicts and not found.unknown
    ledger.changes = [asdict(one) for one in found.changes] if sound else []
    move(session, ledger, ReturnedState.OFFERED if sound else ReturnedState.REFUSED, SCHEDULE, now)
    return found


async def apply_ledger(session: AsyncSession, actor: Actor, ledger_id: int, now: datetime) -> int:
    """Write every remark that was offered; gives how many.

    Refused: anybody but the office, what was settled before, and when one of the remarks was changed meanwhile:
    then nothing is written.
    """
    await require(session, actor, Act.LEDGER_APPLY, ledger_id)
    ledger = await _offered(session, ledger_id)
    changes = [Change(**one) for one in ledger.changes]
    for change in changes:
        await _write(session, actor, change, now)
    move(session, ledger, ReturnedState.APPLIED, actor.label, now)
    file = await session.get_one(Evidence, ledger.evidence_id)
    facts = [{"subject": one.subject, "before": one.before, "after": one.after} for one in changes]
    await note(
        session, actor.label, "ledger_applied", f"returnedledger:{ledger_id}", now, file=file.sha256, changes=facts
    )
    return len(changes)


async def drop_ledger(session: AsyncSession, actor: Actor, ledger_id: int, now: datetime) -> None:
    """Nothing is written. Refused: anybody but the office, and what was settled before."""
    await require(session, actor, Act.LEDGER_DROP, ledger_id)
    move(session, await _offered(session, ledger_id), ReturnedState.DROPPED, actor.label, now)


async def _offered(session: AsyncSession, ledger_id: int) -> ReturnedLedger:
    ledger = await locked(session, ReturnedLedger, ledger_id)
    if ledger is None or ledger.state is not ReturnedState.OFFERED:
        raise Refusal("ledger-settled")
    return ledger


async def _write(session: AsyncSession, actor: Actor, change: Change, now: datetime) -> None:
    last = await last_version(session, change.subject)
    if last is not None and last.version != change.version:
        who = await name_of(session, last.written_by)
        raise Refusal("ledger-changed", about=change.about, who=who, when=last.written_at)
    version = OfficeNote(
        subject=change.subject,
        version=change.version + 1,
        words=change.after,
        written_at=now,
        written_by=actor.person,
    )
    session.add(version)
    await session.flush()
