"""Looks into ledgers that came back: fetched and read outside of any transaction, then answered in the chat."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.acts import Act
from actions.fill_ledger import offer_changes
from bot.desk import Desk
from bot.evidence import Fetcher
from bot.facts import facts_of
from bot.keyboards import Keyboard
from bot.loop import Loop
from documents.returned import Returned
from documents.words import words, written_from
from outbox.enqueue import enqueue
from outbox.message import Owed, Priority
from register.buttons import Offer, offer
from register.notes import Comparison
from register.record import SCHEDULE, move
from register.states import ReturnedState
from register.tables import Evidence, ReturnedLedger

log = structlog.get_logger(__name__)

_MOST_NAMED = 30
"""Problems of one file, of each kind, that are named in the answer; who has mended these sends it again."""


class LedgerReader(Loop):
    """The loop between a file that came back and the question whether its changes are meant."""

    put_off = "ledger_put_off"

    def __init__(self, desk: Desk, fetcher: Fetcher) -> None:
        super().__init__()
        self._desk, self._fetcher = desk, fetcher

    async def step(self) -> bool:
        """One ledger, those that are fetched first; False when none waits, or none can be fetched yet."""
        async with self._desk.database.reading() as session:
            oldest = (
                select(ReturnedLedger, Evidence)
                .join(Evidence, col(Evidence.id) == col(ReturnedLedger.evidence_id))
                .where(ReturnedLedger.state == ReturnedState.RECEIVED)
                .order_by(col(Evidence.path).is_(None) & col(Evidence.trouble).is_(None), col(ReturnedLedger.id))
            )
            waiting = (await session.exec(oldest)).first()
        if waiting is None:
            return False
        ledger, file = waiting
        if file.trouble is not None:
            await self._refuse(ledger.id or 0, [file.trouble])
        elif file.path is None:
            return await self._fetcher.step()
        else:
            await self._look_into(ledger.id or 0, self._desk.home / file.path)
        return True

    async def _look_into(self, ledger_id: int, path: Path) -> None:
        try:
            returned = await self._desk.read_ledger(path)
        except OSError:
            raise
        except Exception as error:
            log.warning("a ledger could not be read", action="ledger_failed", id=ledger_id, exc_info=error)
            with written_from(self._desk.templates.folder):
                returned = Returned(None, (), (words("returned")["unreadable"],))
        if returned.problems:
            await self._refuse(ledger_id, returned.problems)
        else:
            await self._offer(ledger_id, returned)

    async def _offer(self, ledger_id: int, returned: Returned) -> None:
        async with self._answering(ledger_id) as (session, ledger, now):
            found = await offer_changes(session, ledger, returned.plan, returned.edited, now)
            keyboard: Keyboard = []
            if ledger.state is ReturnedState.OFFERED:
                apply = Offer(Act.LEDGER_APPLY, "ledger-apply", ledger_id)
                rows = [[apply, Offer(Act.LEDGER_DROP, "ledger-drop", ledger_id)]]
                keyboard = offer(session, rows, ledger.seat_id, now)
            facts = {"found": None if found is None else facts_of(_named(found)), "more": _unnamed(found)}
            await enqueue(session, [_owed(ledger, "ledger-diff", facts, keyboard)], now)

    async def _refuse(self, ledger_id: int, problems: Sequence[str]) -> None:
        async with self._answering(ledger_id) as (session, ledger, now):
            move(session, ledger, ReturnedState.REFUSED, SCHEDULE, now)
            facts = {"problems": list(problems[:_MOST_NAMED]), "more": max(0, len(problems) - _MOST_NAMED)}
            await enqueue(session, [_owed(ledger, "ledger-refused", facts)], now)

    @asynccontextmanager
    async def _answering(self, ledger_id: int) -> AsyncIterator[tuple[AsyncSession, ReturnedLedger, datetime]]:
        """The ledger, held in a transaction of its own; what is owed in it leaves at once."""
        async with self._desk.database.writing() as session:
            ledger = await session.get_one(ReturnedLedger, ledger_id, with_for_update=True)
            yield session, ledger, self._desk.clock.now()
        self._desk.nudge()


def _named(found: Comparison) -> Comparison:
    return replace(found, conflicts=found.conflicts[:_MOST_NAMED], unknown=found.unknown[:_MOST_NAMED])


def _unnamed(found: Comparison | None) -> int:
    kinds = () if found is None else (found.conflicts, found.unknown)
    return sum(max(0, len(kind) - _MOST_NAMED) for kind in kinds)


def _owed(ledger: ReturnedLedger, template: str, facts: dict[str, Any], keyboard: Keyboard | None = None) -> Owed:
    return Owed(
        key=f"returned-ledger/{ledger.id}",
        address=str(ledger.chat_id),
        owner=f"seat:{ledger.seat_id}",
        kind="other",
        template=template,
        facts=facts,
        keyboard=keyboard or [],
        priority=Priority.ANSWER,
    )
