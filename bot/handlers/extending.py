"""A unit asks for a later due date: the presses of the form."""

from __future__ import annotations

from datetime import date

from actions.extend import ask_extension, extendable
from bot.facts import facts_of, item
from bot.forms.drafts import drop, given
from bot.forms.extend_form import DAY, FORM, REASON, facts_about
from bot.forms.steps import open_form, pressed_draft, reopen, take
from bot.handlers.marking import mark
from bot.transaction import Work
from register.tables import Button


async def open_extension(work: Work, button: Button) -> None:
    rules = work.desk.rules
    found = await extendable(work.session, rules, button.target or 0, work.at)
    facts = facts_about(found, rules.calendar, rules.today(work.at))
    await open_form(work, FORM, button.target or 0, facts)


async def choose_day(work: Work, button: Button) -> None:
    draft, day = await pressed_draft(work, FORM, button)
    await take(work, FORM, draft, day, turn=True)


async def edit(work: Work, button: Button) -> None:
    draft, question = await pressed_draft(work, FORM, button)
    await reopen(work, FORM, draft, question)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "form-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    answers = given(draft)
    day = date.fromisoformat(answers[DAY])
    asked = await ask_extension(
        work.session, work.desk.rules, work.actor, draft.target, day, answers[REASON], draft.id, work.at
    )
    named = {"items": [item(asked.task, asked.title, "extension-asked", asked.milestone)]}
    await work.turn_card("extension-filed", facts_of(asked) | named | {"when": work.at.isoformat()}, kind="receipt")
