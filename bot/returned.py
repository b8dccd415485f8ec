"""Looks into ledgers that came back: fetched and read outside of any transaction, then answered in the chat."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, select

from actions.acts import Act
from actions.fill_ledger import offer_changes
from bot.desk import Desk
from bot.evidence import Fetcher
from bot.facts import facts_of
from bot.keyboards import Keyboard
from documents.words import words
from outbox.enqueue import enqueue
from outbox.lull import woken
from outbox.message import Owed, Priority
from register.buttons import Offer, offer
from register.notes import Comparison
from register.record import SCHEDULE, move
from register.states import ReturnedState
from register.tables import Evidence, ReturnedLedger

log = structlog.get_logger(__name__)

_LOOK_AGAIN = 5.0
_MOST_NAMED = 30
"""Problems of one file that are named in the answer; who has mended these sends it again."""


class LedgerReader:
    """The loop between a file that came back and the question whether its changes are meant."""

    def __init__(self, desk: Desk, fetcher: Fetcher) -> None:
        self._desk, self._fetcher = desk, fetcher
        self._woken = asyncio.Event()

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled; trouble with the disk or the database is waited out."""
        while True:
            self._woken.clear()
            if not await self._try():
                await woken(self._woken, _LOOK_AGAIN)

    async def _try(self) -> bool:
        try:
            return await self.step()
        except (SQLAlchemyError, OSError) as error:
            log.exception("no ledger can be read now", action="ledger_put_off", exc_info=error)
            return False

    async def work_off(self) -> None:
        """Look into all that came back."""
        while await self.step():
            pass

    async def step(self) -> bool:
        """One ledger; False when none waits, or its file cannot be fetched yet."""
        async with self._desk.database.reading() as session:
            oldest = (
                select(ReturnedLedger, Evidence)
                .join(Evidence, col(Evidence.id) == col(ReturnedLedger.evidence_id))
                .where(ReturnedLedger.state == ReturnedState.RECEIVED)
                .order_by(col(ReturnedLedger.id))
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
            await self._refuse(ledger_id, [words("returned")["unreadable"]])
            return
        if returned.problems:
            await self._refuse(ledger_id, list(returned.problems))
            return
        async with self._desk.database.writing() as session:
            ledger = await session.get_one(ReturnedLedger, ledger_id, with_for_update=True)
            now = self._desk.clock.now()
            found = await offer_changes(session, ledger, returned.plan, returned.edited, now)
            keyboard: Keyboard = []
            if ledger.state is ReturnedState.OFFERED:
                apply = Offer(Act.LEDGER_APPLY, "ledger-apply", ledger_id)
                rows = [[apply, Offer(Act.LEDGER_DROP, "ledger-drop", ledger_id)]]
                keyboard = offer(session, rows, ledger.seat_id, now)
            await enqueue(session, [_owed(ledger, "ledger-diff", _facts(found), keyboard)], now)
        self._desk.nudge()

    async def _refuse(self, ledger_id: int, problems: list[str]) -> None:
        async with self._desk.database.writing() as session:
            ledger = await session.get_one(ReturnedLedger, ledger_id, with_for_update=True)
            now = self._desk.clock.now()
            move(session, ledger, ReturnedState.REFUSED, SCHEDULE, now)
            facts = {"problems": problems[:_MOST_NAMED], "more": max(0, len(problems) - _MOST_NAMED)}
            await enqueue(session, [_owed(ledger, "ledger-refused", facts)], now)
        self._desk.nudge()


def _facts(found: Comparison | None) -> dict[str, Any]:
    return {"found": None if found is None else facts_of(found)}


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
