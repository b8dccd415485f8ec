"""The owner of targets gives their figures: the presses of the form, and the buttons that lead to it."""

from __future__ import annotations

from actions.report_targets import openable, report_targets
from bot.facts import facts_of
from bot.forms.drafts import drop, given, put
from bot.forms.form import SUMMARY
from bot.forms.steps import ask, pressed_draft, reopen, resume, start, take
from bot.forms.targets_form import FORM, begun_with, facts_about, figures_of
from bot.handlers.marking import mark
from bot.handlers.round_card import refresh_cards
from bot.transaction import Work
from register.reports import round_of
from register.tables import Button
from register.views.requests import requests_card


async def open_targets(work: Work, button: Button) -> None:
    lines = await openable(work.session, work.desk.rules, button.target or 0, work.at)
    # One form for all of them, whichever the button stood by.
    first = lines[0].request_id
    if await resume(work, FORM, first):
        return
    draft = await start(work, FORM, first, facts_about(lines), begun_with(lines))
    await ask(work, FORM, draft, turn=False)


async def keep(work: Work, button: Button) -> None:
    draft, value = await pressed_draft(work, FORM, button)
    await take(work, FORM, draft, value, turn=True)


async def edit(work: Work, button: Button) -> None:
    """To a question, or back to the summary."""
    draft, question = await pressed_draft(work, FORM, button)
    if question == SUMMARY:
        put(work, draft, given(draft), FORM.next_question(given(draft)))
        await ask(work, FORM, draft, turn=True)
    else:
        await reopen(work, FORM, draft, question)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "form-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    rules = work.desk.rules
    filed = await report_targets(work.session, rules, work.actor, draft.target, figures_of(draft), draft.id, work.at)
    today = rules.today(work.at)
    facts = facts_of(filed) | {"when": work.at.isoformat(), "correctable": today <= filed.closes_on, "items": []}
    await work.turn_card("targets-filed", facts, kind="receipt")
    asked_in = await round_of(work.session, filed.quarter)
    card = await requests_card(work.session, rules, filed.unit_id, today, asked_in)
    if card is not None:
        await refresh_cards(work, card, filed.unit)
