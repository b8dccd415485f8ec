"""What a dropped task was still asked for: reports that wait are asked no more, and nobody climbs over them."""

from __future__ import annotations

from sqlmodel import col, select

from register.amending.work import OPERATOR, Work
from register.moving import end_climbs
from register.record import move
from register.reports import waiting_versions
from register.states import RequestState, Verdict
from register.tables import Climb, Request, Task
from register.verdicts import judge

_SETTLED = (RequestState.ACCEPTED, RequestState.DROPPED)


async def release(work: Work, task: Task) -> None:
    """Every report of the task that the office has not accepted; the rounds keep the rows, and what was answered."""
    asked = select(Request).where(Request.task_id == task.id, col(Request.state).not_in(_SETTLED))
    for request in list(await work.session.exec(asked.order_by(col(Request.id)).with_for_update())):
        for report in await waiting_versions(work.session, request.id or 0):
            report.verdict_at = work.now
            judge(work.session, report, Verdict.WITHDRAWN, OPERATOR, work.now)
        move(work.session, request, RequestState.DROPPED, OPERATOR, work.now)
        request.return_again_by = None
    await end_climbs(work.session, OPERATOR, work.now, col(Climb.task_id) == task.id)
