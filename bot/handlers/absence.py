"""/absent: a person is away for some days; who sits in gets the messages."""

from __future__ import annotations

from datetime import date
from typing import Any

from telegram import Update

from actions.absent import absent, end_absence
from actions.access import require
from actions.acts import Act
from bot.forms.absence_form import FIRST, FORM, LAST, NOBODY, SUBSTITUTE, facts_about
from bot.forms.drafts import drop, given, put
from bot.forms.steps import ask, open_form, pressed_draft, take
from bot.handlers.marking import mark
from bot.handlers.start import show_summary
from bot.transaction import Work
from register.absences import absences_of
from register.buttons import Offer
from register.people import OF_A_UNIT, name_of
from register.states import AbsenceState
from register.tables import Button, Unit
from register.views.absence import away_of, facts_of_absence


async def absent_command(work: Work, _update: Update) -> None:
    """What is agreed already, each with its way out; and the form, at once where there is nothing to choose."""
    units = await _units(work)
    if not units:
        await require(work.session, work.actor, Act.ABSENT)
    known = await absences_of(work.session, work.actor.person)
    if not known and len(units) == 1:
        await _open(work, *next(iter(units.items())))
        return
    rows = [[Offer(Act.ABSENCE_END, _way_out(one.state), one.id, facts=_days(one.first, one.last))] for one in known]
    label = "absent" if len(units) == 1 else "absent-from"
    rows += [[Offer(Act.ABSENT, label, number, facts=(("unit", name),))] for number, name in units.items()]
    listed = [facts_of_absence(await away_of(work.session, one)) | {"state": one.state.value} for one in known]
    await work.reply("absences", {"absences": listed}, rows)


async def _units(work: Work) -> dict[int, str]:
    """The units in which the person has a seat of his or her own."""
    own = [place.unit_id for place in work.actor.seats(*OF_A_UNIT) if place.stands_in_for is None]
    return {unit_id: (await work.session.get_one(Unit, unit_id)).name for unit_id in dict.fromkeys(own)}


def _way_out(state: AbsenceState) -> str:
    return "absence-end" if state is AbsenceState.AWAY else "absence-cancel"


def _days(first: date, last: date) -> tuple[tuple[str, str], ...]:
    return (("first", first.isoformat()), ("last", last.isoformat()))


async def open_absence(work: Work, button: Button) -> None:
    unit = await work.session.get_one(Unit, button.target or 0)
    await _open(work, unit.id or 0, unit.name)


async def _open(work: Work, unit_id: int, unit: str) -> None:
    await open_form(work, FORM, unit_id, facts_about(unit))


async def keep(work: Work, button: Button) -> None:
    draft, value = await pressed_draft(work, FORM, button)
    if draft.question != SUBSTITUTE:
        await take(work, FORM, draft, value, turn=True)
        return
    number = int(value)
    answers = {**given(draft), SUBSTITUTE: number, "name": await name_of(work.session, number or None)}
    put(work, draft, answers, FORM.next_question(answers))
    await ask(work, FORM, draft, turn=True)


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    first, last, substitute = _answers(given(draft))
    away = await absent(work.session, work.desk.rules, work.actor, draft.target, first, last, substitute, work.at)
    await drop(work, draft)
    rows = [[Offer(Act.ABSENCE_END, "absence-cancel", away.absence_id, facts=_days(first, last))]]
    await work.turn_card("absence-agreed", facts_of_absence(away), rows)


def _answers(answers: dict[str, Any]) -> tuple[date, date, int | None]:
    substitute = answers[SUBSTITUTE]
    return (
        date.fromisoformat(answers[FIRST]),
        date.fromisoformat(answers[LAST]),
        None if substitute == NOBODY else substitute,
    )


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "reason-dropped")


async def end(work: Work, button: Button) -> None:
    """Called off, or back early: who is back hears at once what is open."""
    before = await absences_of(work.session, work.actor.person)
    was_on = any(one.id == button.target and one.state is AbsenceState.AWAY for one in before)
    await end_absence(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    await mark(work, "absence-ended")
    if was_on:
        await show_summary(work)
