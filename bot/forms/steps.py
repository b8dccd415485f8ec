"""Leads a person through a form, one question at a time."""

from __future__ import annotations

from typing import Any

from actions.refusal import Refusal
from bot.forms.drafts import about, begin, count_files, draft_of, given, my_draft, put
from bot.forms.form import SUMMARY, Form
from bot.transaction import Work
from register.buttons import Offer
from register.tables import Button, Draft

REPLACE = "replace"


async def open_form(work: Work, form: Form, target: int, facts: dict[str, Any], button: Button | None) -> None:
    """Ask the first question, or go on with the draft of the same thing; another open draft is not lost unasked."""
    draft = await my_draft(work)
    if draft is not None and (draft.form, draft.target) == (form.name, target):
        await ask(work, form, draft, turn=False)
        return
    replaces = button is not None and button.argument == REPLACE
    if draft is not None and given(draft) and not replaces:
        await _offer_choice(work, form, target, draft, facts)
        return
    draft = await begin(work, form.name, target, form.next_question({}), facts)
    await ask(work, form, draft, turn=False)


async def _offer_choice(work: Work, form: Form, target: int, draft: Draft, facts: dict[str, Any]) -> None:
    """The choice itself is one tap: go on with the open form, or drop it for the new one."""
    opened = about(draft)
    go_on = Offer(opened["act"], "form-resume", draft.target, opened.get("version"))
    replace = Offer(form.start, "form-replace", target, facts.get("version"), REPLACE)
    await work.reply("form-open", {"open": opened, "wanted": facts}, [[go_on], [replace]])


async def ask(work: Work, form: Form, draft: Draft, *, turn: bool) -> None:
    """Show the question at which the draft stands: in the pressed card, or as a new message."""
    files = await count_files(work, draft)
    facts = {"about": about(draft), "question": draft.question, "given": given(draft), "files": files}
    show = work.turn_card if turn else work.reply
    await show(form.template, facts, await form.rows(work, draft, files))


async def take(work: Work, form: Form, draft: Draft, value: Any, *, turn: bool) -> None:
    """Keep the answer to the question at hand and go on to the next."""
    answers = {**given(draft), draft.question: value}
    put(work, draft, answers, form.next_question(answers))
    if draft.question == SUMMARY and await form.complete(work, draft):
        return
    await ask(work, form, draft, turn=turn)


async def reopen(work: Work, form: Form, draft: Draft, question: str) -> None:
    """Ask a question again whose answer is to be changed."""
    answers = {name: value for name, value in given(draft).items() if name != question}
    put(work, draft, answers, question)
    await ask(work, form, draft, turn=True)


async def pressed_draft(work: Work, form: Form, button: Button, *, anywhere: bool = False) -> tuple[Draft, str]:
    """The draft that the pressed button belongs to, and the value it carries.

    The argument is written ``question`` or ``question=value``. Refused: a button of an earlier draft, or of a question
    that has been passed (``anywhere`` allows that).
    """
    draft = await draft_of(work, form.name, button.target)
    question, _, value = (button.argument or "").partition("=")
    if button.version != draft.id:
        raise Refusal("draft-gone")
    if question != draft.question and not anywhere:
        raise Refusal("step-passed")
    return draft, value
