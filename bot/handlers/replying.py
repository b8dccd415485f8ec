"""A unit answers a circular: one tap, or a few words."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.circular import circular_of
from actions.circular_reply import Answer, Replied, may_change, may_reply, reply_to
from bot.facts import facts_of
from bot.forms import opinion_form
from bot.forms.drafts import about, draft_of, drop, given
from bot.forms.form import SUMMARY, Form
from bot.forms.reason_form import ReasonForm, card_pressed, return_to_card
from bot.forms.steps import ask, pressed_draft, reopen, resume, start
from bot.forms.words_form import WORDS
from bot.handlers.guard import toast
from bot.handlers.marking import mark, mark_one
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.circulars import local, ways_to_reply
from register.tables import Button, Draft
from register.tables.circulars import Reply
from register.views.circulars import count_files, paper_facts


async def open_circular(work: Work, button: Button) -> None:
    """The paper again with its buttons, to change the answer."""
    recipient = await may_change(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    circular = await circular_of(work.session, recipient.circular_id)
    files = await count_files(work.session, recipient.circular_id)
    unit = {"recipient": recipient.id, "unit": "", "instead_of": None}
    rows = ways_to_reply(circular.kind, recipient.id or 0, recipient.version, files)
    await work.reply("circular", paper_facts(work.desk.rules, circular, files) | unit, rows)


async def no_opinion(work: Work, button: Button) -> None:
    replied = await _reply(work, Act.REPLY_NO_OPINION, button, Reply.NO_OPINION)
    await mark_one(work, button, "replied", who=work.actor.name, when=work.at)
    await _receipt(work, replied)


async def sign_for(work: Work, button: Button) -> None:
    replied = await _reply(work, Act.REPLY_SIGN, button, Reply.SIGNED)
    await mark_one(work, button, "signed", who=work.actor.name, when=work.at)
    toast(work, "signed-late" if replied.late else "signed-thanks")


async def _reply(work: Work, act: Act, button: Button, reply: Reply) -> Replied:
    answer = Answer(reply, button.version or 0)
    return await reply_to(work.session, work.desk.rules, work.actor, act, button.target or 0, answer, work.at)


async def ask_opinion(work: Work, button: Button) -> None:
    await _ask(work, opinion_form.FORM, Act.REPLY_OPINION, button)


async def ask_names(work: Work, button: Button) -> None:
    await _ask(work, ATTEND, Act.REPLY_ATTEND, button)


async def ask_reason(work: Work, button: Button) -> None:
    await _ask(work, EXCUSE, Act.REPLY_EXCUSE, button)


async def _ask(work: Work, form: Form, act: Act, button: Button) -> None:
    """Open the form; what was typed before stays, and answers the paper as it stands now."""
    recipient = await may_reply(work.session, work.actor, act, button.target or 0, button.version or 0)
    news = card_pressed(work) | {"version": recipient.version, "token": button.token}
    if await resume(work, form, recipient.id or 0, **news):
        return
    circular = await circular_of(work.session, recipient.circular_id)
    facts = {
        "act": act.value,
        "kind": circular.kind.value,
        "title": circular.title,
        "due": local(work.desk.rules, circular.due),
        "myself": work.actor.name,
    }
    await ask(work, form, await start(work, form, recipient.id or 0, facts | news), turn=False)


async def edit(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, opinion_form.FORM, button)
    await reopen(work, opinion_form.FORM, draft, WORDS)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, opinion_form.FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "form-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, opinion_form.FORM, button)
    opened, words = about(draft), given(draft)[WORDS]
    answer = Answer(Reply.OPINION, opened["version"], words, draft.id)
    replied = await reply_to(
        work.session, work.desk.rules, work.actor, Act.REPLY_CONFIRM, draft.target, answer, work.at
    )
    await mark(work, "reason-confirmed")
    await return_to_card(work, draft)
    await _conclude(work, opened, replied)


async def myself(work: Work, button: Button) -> None:
    """The name that was offered."""
    draft = await draft_of(work, ATTEND.name, button.target)
    await mark(work, "chosen")
    await return_to_card(work, draft)
    await _with_words(work, draft, Act.REPLY_ATTEND, Reply.ATTENDS, work.actor.name)
    await drop(work, draft)


async def _attends(work: Work, draft: Draft, names: str) -> None:
    await _with_words(work, draft, Act.REPLY_ATTEND, Reply.ATTENDS, names)


async def _excused(work: Work, draft: Draft, reason: str) -> None:
    await _with_words(work, draft, Act.REPLY_EXCUSE, Reply.EXCUSED, reason)


async def _with_words(work: Work, draft: Draft, act: Act, reply: Reply, words: str) -> None:
    answer = Answer(reply, about(draft)["version"], words)
    replied = await reply_to(work.session, work.desk.rules, work.actor, act, draft.target, answer, work.at)
    await _conclude(work, about(draft), replied)


async def _conclude(work: Work, opened: dict[str, Any], replied: Replied) -> None:
    """The card shows that it is answered; the receipt says what."""
    card = await work.session.get(Button, opened["token"])
    if card is not None:
        await mark_one(work, card, "replied", who=work.actor.name, when=work.at)
    await _receipt(work, replied)


async def _receipt(work: Work, replied: Replied) -> None:
    change = [] if replied.late else [[Offer(Act.OPEN_CIRCULAR, "change-reply", replied.recipient_id)]]
    await work.reply("circular-replied", facts_of(replied), change, kind="receipt")


class NamesForm(ReasonForm):
    """Who attends; the person who answers is offered."""

    async def rows(self, work: Work, draft: Draft, files: int) -> Rows:
        rows = await super().rows(work, draft, files)
        if draft.question == SUMMARY:
            return rows
        version = about(draft)["version"]
        return [[Offer(Act.REPLY_MYSELF, "reply-myself", draft.target, version)], *rows]


ATTEND = NamesForm(Act.REPLY_ATTEND, Act.REPLY_STOP, _attends, template="circular-reason")
EXCUSE = ReasonForm(Act.REPLY_EXCUSE, Act.REPLY_STOP, _excused, template="circular-reason")
