"""Leads a person through a form, one question at a time."""

from __future__ import annotations

from typing import Any

from actions.refusal import Refusal
from bot.forms.drafts import (
    about,
    begin,
    count_files,
    draft_about,
    draft_of,
    given,
    is_changed,
    learn,
    put,
    set_aside,
    take_up,
)
from bot.forms.form import CARD, SUMMARY, Form, Settles
from bot.transaction import Work
from register.buttons import Offer
from register.tables import Button, Draft


async def open_form(work: Work, form: Form, target: int, facts: dict[str, Any]) -> None:
    """Ask the first question, or go on with the draft of the same thing; another open draft is set aside.

    What was typed about an earlier version of the thing is kept, and is now about this one.
    """
    draft = await draft_about(work, form.name, target)
    gone_on = draft is not None and about(draft).get("version") != facts.get("version")
    if not await resume(work, form, target, **(facts if gone_on else {})):
        await ask(work, form, await start(work, form, target, facts), turn=False)


async def resume(work: Work, form: Form, target: int, **news: Any) -> bool:
    """Go on with the draft about this thing; False when there is none. ``news`` is what has become known since."""
    draft = await draft_about(work, form.name, target)
    if draft is None:
        return False
    learn(work, draft, news)
    await say_kept(work, await take_up(work, draft))
    await ask(work, form, draft, turn=False)
    return True


async def start(
    work: Work, form: Form, target: int, facts: dict[str, Any], begun: dict[str, Any] | None = None
) -> Draft:
    """A new draft, not yet shown; ``begun`` are the answers it is filled with."""
    await say_kept(work, await set_aside(work))
    return await begin(work, form.name, target, form.next_question(begun or {}), facts, begun)


async def say_kept(work: Work, kept: Draft | None) -> None:
    """Tell the person that this draft was set aside, and how to go on with it."""
    if kept is not None:
        await work.reply("form-kept", {"open": about(kept)}, [[resume_offer(kept)]])


def resume_offer(draft: Draft) -> Offer:
    """The button by which a draft is taken up again; words about another unit name it."""
    opened = about(draft)
    number = opened.get("number")
    facts = (
        ("number", number if isinstance(number, int) else 0),
        ("unit", opened.get("unit", "") if CARD in opened else ""),
    )
    return Offer(opened["act"], "form-resume", draft.target, opened.get("version"), facts=facts)


async def ask(work: Work, form: Form, draft: Draft, *, turn: bool) -> None:
    """Show the question at which the draft stands, in the pressed card or as a new message; the draft is at hand."""
    await take_up(work, draft)
    files = await count_files(work, draft)
    facts = {
        "about": about(draft),
        "question": draft.question,
        "given": given(draft),
        "files": files,
        "changed": await is_changed(work, draft),
    }
    show = work.turn_card if turn else work.reply
    await show(form.template, facts, await form.rows(work, draft, files))


async def take(work: Work, form: Form, draft: Draft, value: Any, *, turn: bool) -> None:
    """Keep the answer to the question at hand and go on to the next."""
    settled = await form.settle(work, draft, value) if isinstance(form, Settles) else value
    answers = {**given(draft), draft.question: settled}
    put(work, draft, answers, form.next_question(answers))
    if draft.question == SUMMARY and await form.complete(work, draft):
        return
    await ask(work, form, draft, turn=turn)


async def reopen(work: Work, form: Form, draft: Draft, question: str) -> None:
    """Ask a question again; its answer stands until there is another."""
    put(work, draft, given(draft), question)
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
