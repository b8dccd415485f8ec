"""A unit explains itself: the presses of the form."""

from __future__ import annotations

from actions.explain import explain, open_question
from bot.facts import facts_of
from bot.forms.drafts import drop, given
from bot.forms.explain_form import FORM, facts_about
from bot.forms.steps import open_form, pressed_draft, reopen
from bot.forms.words_form import WORDS
from bot.handlers.marking import mark
from bot.transaction import Work
from register.explanations import explanation_of
from register.tables import Button


async def open_explanation(work: Work, button: Button) -> None:
    asked = await open_question(work.session, button.target or 0)
    # One form for all grounds of a letter, whichever of them the button stood by.
    first = asked.grounds[0].climb_id
    before = await explanation_of(work.session, asked.letter)
    await open_form(work, FORM, first, facts_about(asked, before))


async def edit(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await reopen(work, FORM, draft, WORDS)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "form-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    words = given(draft)[WORDS]
    explained = await explain(work.session, work.desk.rules, work.actor, draft.target, words, draft.id or 0, work.at)
    await work.turn_card("explanation-filed", facts_of(explained) | {"when": work.at.isoformat()}, kind="receipt")
