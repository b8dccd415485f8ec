"""The sweep: what is due this morning, found and written down in one transaction. It may run any number of times."""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from database.engine import Database
from register.absences import to_turn
from register.loading import plan_of
from register.outages import being_checked
from register.quiet import next_window
from register.rules import Rules
from register.tables import Checkpoint
from register.turns import MORNING, take_turn
from schedules.absences import turn_absences, warnings
from schedules.agenda import lead_items, support_items
from schedules.cases import cases_that_speak, unsigned_notices
from schedules.circulars import circular_reminders, circulars_wait, turn_circulars
from schedules.climbing import start_missing, start_overdue, take_steps
from schedules.coordinations import coordinations_waiting
from schedules.digests import digests
from schedules.escalations import escalations
from schedules.follow_up import follow_ups
from schedules.letters import PostRoom
from schedules.morning import Morning
from schedules.notices import unsigned_papers
from schedules.office import review_waiting, unchecked_outages, undelivered
from schedules.rounds import chase, close_rounds, open_rounds
from schedules.slow_work import start_slow
from schedules.timetable import last_morning
from schedules.undecided import holds_over, undecided_cases
from schedules.weekly import weekly_digests


async def sweep(database: Database, rules: Rules, now: datetime) -> bool:
    """Do the work of the last morning that has begun, if nobody has; True when there was any.

    After an outage this is one morning's work, whose messages say what is true now, never the backlog.
    """
    due = last_morning(now, rules)
    async with database.reading() as session:
        is_done = await _is_done(session, due)
        if is_done and not await to_turn(session, rules.today(now)) and not await circulars_wait(session, rules, now):
            return False
    await turn_absences(database, rules, now)
    told = await turn_circulars(database, rules, now)
    if is_done or next_window(rules, now) > now:
        return told  # an outage that ends at night speaks in the morning
    async with database.writing() as session:
        plan = await plan_of(session)
        if plan is None:
            return told
        done = await take_turn(session, MORNING)
        if done.at >= due:
            return told
        day = rules.today(due)
        # A morning long past is not today's: what it left undone is said on the next working day.
        if day >= plan.starts and day == rules.today(now):
            await _morning(Morning(session, rules, plan, await PostRoom.open(session), day, now))
        done.at = due
        session.add(done)
    return True


async def _is_done(session: AsyncSession, due: datetime) -> bool:
    done = await session.get(Checkpoint, MORNING)
    return done is not None and done.at >= due


async def _morning(morning: Morning) -> None:
    """In this order: rounds close before they are judged, steps are taken before they are told.

    While the office checks what an outage may have lost, no round closes and nobody climbs.
    """
    checking = await being_checked(morning.session)
    for closed in await close_rounds(morning) if not checking else []:
        await start_missing(morning, closed)
        await start_slow(morning, closed)
    await open_rounds(morning)
    await start_overdue(morning, await lead_items(morning))
    await support_items(morning)
    await chase(morning)
    await unsigned_papers(morning)
    taken = await take_steps(morning) if not checking else []
    letters = [
        *await escalations(morning, taken),
        *await unchecked_outages(morning),
        *await unsigned_notices(morning),
        *await cases_that_speak(morning),
        *await holds_over(morning),
        *await undecided_cases(morning),
        *await follow_ups(morning),
        *digests(morning),
        *await warnings(morning),
        *await review_waiting(morning),
        *await coordinations_waiting(morning),
        *await circular_reminders(morning),
        *await weekly_digests(morning),
    ]
    await morning.room.post(morning.session, letters, morning.now)
    await morning.room.post(morning.session, undelivered(morning), morning.now)
