"""Works the report jobs off: compiled outside of any transaction, then owed to the chat under keys of the job."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Any

import structlog
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import Compiled, Desk, PaperFiles
from bot.jobs import JobState, ReportJob, next_job
from bot.loop import Loop
from documents.paper import Paper
from documents.scope import ScopeUnclear
from outbox.care import store_at_fault
from outbox.enqueue import enqueue
from outbox.message import Message, Method, Owed, Priority

log = structlog.get_logger(__name__)

SUMMARY = "documents/summary"
_TRIES = 3
_DISK_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class Compiler(Loop):
    """The loop between asked reports and the outbox."""

    put_off = "report_put_off"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk

    async def step(self) -> bool:
        """One report; False when none is owed. Raises what no report is to blame for."""
        async with self._desk.database.reading() as session:
            job = await next_job(session)
        if job is None:
            return False
        try:
            owed = await self._made(job)
        except ScopeUnclear as unclear:
            await self._unclear(job.id or 0, str(unclear))
            return True
        except Exception as error:
            if _will_pass(error):
                raise
            await self._failed(job.id or 0, error)
            return True
        await self._owe(job.id or 0, owed)
        return True

    async def _made(self, job: ReportJob) -> list[Owed]:
        if job.paper is None:
            return messages_of(job, await self._desk.compile_report(job.scope, self._desk.home))
        return files_of(job, await self._desk.write_paper(job.paper, job.scope, job.facts or {}, self._desk.home))

    async def _owe(self, job_id: int, owed: list[Owed]) -> None:
        async with self._desk.database.writing() as session:
            job = await session.get_one(ReportJob, job_id, with_for_update=True)
            await enqueue(session, [*await _kept(session, job, owed), *owed], self._desk.clock.now())
            job.state = JobState.DONE
            session.add(job)
        self._desk.nudge()

    async def _failed(self, job_id: int, error: Exception) -> None:
        async with self._desk.database.writing() as session:
            job = await session.get_one(ReportJob, job_id, with_for_update=True)
            job.tries += 1
            job.error = type(error).__name__
            if job.tries < _TRIES:
                log.warning("a report failed", action="report_failed", job=job_id, tries=job.tries, exc_info=error)
                return
            job.state = JobState.FAILED
            log.error("a report was given up", action="report_given_up", job=job_id, exc_info=error)
            template = "order-failed" if job.paper == Paper.ORDER else "report-failed"
            await enqueue(session, [await _instead(session, job, template, {})], self._desk.clock.now())
        self._desk.nudge()

    async def _unclear(self, job_id: int, words: str) -> None:
        """The register knows nothing of what was asked for: the person is told what it does know."""
        async with self._desk.database.writing() as session:
            job = await session.get_one(ReportJob, job_id, with_for_update=True)
            job.state = JobState.DONE
            session.add(job)
            await enqueue(session, [await _instead(session, job, "said", {"words": words})], self._desk.clock.now())
        self._desk.nudge()


def _will_pass(error: Exception) -> bool:
    return error.errno in _DISK_FULL if isinstance(error, OSError) else store_at_fault(error)


async def _kept(session: AsyncSession, job: ReportJob, owed: Sequence[Owed]) -> list[Owed]:
    """The promise turned into word that it is kept; nothing where nothing was promised."""
    if (promised := await _promised(session, job)) is None:
        return []
    facts = {"scope": job.scope, "files": sum(one.attachment is not None for one in owed)}
    return [_turned(promised, _owed(job, 0, template="report-ready", facts=facts))]


async def _instead(session: AsyncSession, job: ReportJob, template: str, facts: dict[str, Any]) -> Owed:
    """Why there is no report, in place of the promise; a message of its own where nothing was promised."""
    promised = await _promised(session, job)
    owed = _owed(job, 1, template=template, facts=facts)
    return owed if promised is None else _turned(promised, owed)


async def _promised(session: AsyncSession, job: ReportJob) -> int | None:
    return (await session.exec(select(Message.id).where(Message.key == job.promise))).first()


def _turned(promised: int, owed: Owed) -> Owed:
    return owed.model_copy(update={"method": Method.EDIT, "edits": promised})


def messages_of(job: ReportJob, compiled: Compiled) -> list[Owed]:
    """The summary, and the files in their order."""
    return [_owed(job, 1, template=SUMMARY, facts=compiled.summary), *files_of(job, compiled.files)]


def files_of(job: ReportJob, files: PaperFiles) -> list[Owed]:
    """A message for each file; the first number is the summary's."""
    return [
        _owed(job, number, template="said", facts={"words": words}).model_copy(
            update={"method": method, "attachment": path}
        )
        for number, (method, path, words) in enumerate(files, start=2)
    ]


def _owed(job: ReportJob, number: int, *, template: str, facts: dict[str, Any]) -> Owed:
    return Owed(
        key=f"report/{job.id}/{number}",
        address=str(job.chat_id),
        owner=f"seat:{job.seat_id}" if job.seat_id is not None else "",
        kind="other",
        template=template,
        facts=facts,
        priority=Priority.ANSWER,
    )
