"""One unit's duty when the plan changes: laid upon it, given another date, or ended."""

from __future__ import annotations

from datetime import date

from sqlmodel import col, select

from register.amending.work import OPERATOR, Work
from register.extensions import binding_date, granted_until, waiting_extension
from register.moving import end_climbs, look_again, move_due, next_look
from register.record import move
from register.states import DutyState, ExtensionState, Verdict
from register.tables import Climb, Completion, Duty, Milestone
from register.verdicts import judge


async def lay(work: Work, milestone: Milestone, unit_id: int, due: date) -> None:
    """The unit has to meet the milestone from today on: its ladder begins no earlier, whatever the date."""
    known = select(Duty).where(Duty.milestone_id == milestone.id, Duty.unit_id == unit_id)
    duty = (await work.session.exec(known)).one_or_none()
    if duty is None:
        duty = Duty(milestone_id=milestone.id or 0, unit_id=unit_id, due=due)
    elif duty.state is not DutyState.DROPPED:
        return
    else:
        move(work.session, duty, DutyState.OPEN, OPERATOR, work.now)
        duty.due = await _binding(work, duty, due)
    duty.counts_from, duty.speaks_on = work.today, next_look(work.rules, work.now)
    work.session.add(duty)


async def shift(work: Work, duty: Duty, due: date) -> None:
    """The plan's date for a duty still to be met has become ``due``.

    A later date that was granted stands, up to the plan's end. A claim that waits is judged by no earlier date than it
    was made under.
    """
    due = await _binding(work, duty, due)
    waiting = await waiting_extension(work.session, duty.id or 0)
    if waiting is not None and waiting.due_asked <= due:
        waiting.decided_at = work.now
        move(work.session, waiting, ExtensionState.WITHDRAWN, OPERATOR, work.now)
    if duty.state is DutyState.CLAIMED:
        due = max(due, duty.due)
    if due != duty.due:
        await move_due(work.session, work.rules, duty, due, OPERATOR, work.now)
    elif waiting is not None:
        look_again(work.session, work.rules, duty, work.now)


async def end(work: Work, duty: Duty) -> None:
    """The plan asks it of the unit no more: what waits for the office is settled, what climbs ends. All of it stays."""
    claims = select(Completion).where(Completion.duty_id == duty.id, Completion.verdict == Verdict.WAITING)
    for claim in await work.session.exec(claims):
        claim.verdict_at = work.now
        judge(work.session, claim, Verdict.WITHDRAWN, OPERATOR, work.now)
    waiting = await waiting_extension(work.session, duty.id or 0)
    if waiting is not None:
        waiting.decided_at = work.now
        move(work.session, waiting, ExtensionState.WITHDRAWN, OPERATOR, work.now)
    move(work.session, duty, DutyState.DROPPED, OPERATOR, work.now)
    duty.speaks_on = None
    await end_climbs(work.session, OPERATOR, work.now, col(Climb.duty_id) == duty.id)


async def _binding(work: Work, duty: Duty, due: date) -> date:
    granted = await granted_until(work.session, [duty.id or 0])
    return binding_date(due, granted.get(duty.id or 0), work.ends)
