"""The road of a notice or brief: submitted, signed off or sent back by a second person, voided or dropped."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.notice_edit import drop_notice
from actions.notice_file import facts_about, open_notice, readers_of
from actions.notice_issue import may_sign_off, sign_off
from actions.notice_submit import send_back, submit
from actions.notice_void import void
from bot.forms.reason_form import ReasonForm, card_pressed
from bot.forms.steps import open_form
from bot.handlers.marking import mark
from bot.paperwork import paperwork
from bot.transaction import Work
from register.buttons import Offer
from register.states import NoticeState
from register.tables import Button, Draft, Notice

_SURE = "sure"
TEMPLATE = "notice-form"


async def submit_it(work: Work, button: Button) -> None:
    await submit(work.session, work.desk.rules, work.actor, *_named(button), work.at)
    await mark(work, "notice-submitted", who=work.actor.name, when=work.at)


async def sign_it_off(work: Work, button: Button) -> None:
    """It is asked once more, because nothing can be changed afterwards."""
    if button.argument != _SURE:
        notice = await may_sign_off(work.session, work.desk.rules, work.actor, *_named(button), work.at)
        await _ask_again(work, notice, Act.NOTICE_SIGN_OFF, "notice-sign-off-sure")
        return
    named = _named(button)
    notice = await sign_off(work.session, work.desk.rules, work.actor, *named, work.at, paperwork(work.desk))
    await mark(work, "notice-signed-off", number=notice.number, who=work.actor.name, when=work.at)


async def drop_it(work: Work, button: Button) -> None:
    if button.argument != _SURE:
        number, version = _named(button)
        notice = await open_notice(work.session, work.actor, Act.NOTICE_DROP, number, version, NoticeState.DRAFT)
        await _ask_again(work, notice, Act.NOTICE_DROP, "notice-drop-sure")
        return
    await drop_notice(work.session, work.desk.rules, work.actor, *_named(button), work.at)
    await mark(work, "notice-dropped", who=work.actor.name, when=work.at)


def _named(button: Button) -> tuple[int, int]:
    return button.target or 0, button.version or 0


async def _ask_again(work: Work, notice: Notice, act: Act, label: str) -> None:
    units = [unit.name for unit in await readers_of(work.session, notice)]
    sure = Offer(act, label, notice.id, notice.version, _SURE)
    await work.reply("notice-sure", facts_about(notice) | {"act": act.value, "units": units}, [[sure]])


async def ask_return(work: Work, button: Button) -> None:
    await ask(work, RETURN, button, NoticeState.SUBMITTED)


async def ask_void(work: Work, button: Button) -> None:
    await ask(work, VOID, button, NoticeState.ISSUED)


async def ask(work: Work, form: ReasonForm, button: Button, state: NoticeState, **more: Any) -> None:
    """Nothing is done before the words are there. Refused as the act itself is."""
    number = button.target or 0
    notice = await open_notice(work.session, work.actor, form.start, number, None, state)
    facts = facts_about(notice) | {"act": form.start.value, "supplement": notice.supplement, **more}
    await open_form(work, form, number, facts | card_pressed(work))


async def _sent_back(work: Work, draft: Draft, reason: str) -> None:
    await send_back(work.session, work.desk.rules, work.actor, draft.target, reason, work.at)
    await mark(work, "notice-sent-back", who=work.actor.name, when=work.at, reason=reason)


async def _voided(work: Work, draft: Draft, reason: str) -> None:
    await void(work.session, work.desk.rules, work.actor, draft.target, reason, work.at)
    await mark(work, "notice-voided", who=work.actor.name, when=work.at, reason=reason)


RETURN = ReasonForm(Act.NOTICE_RETURN, Act.NOTICE_RETURN_STOP, _sent_back, TEMPLATE)
VOID = ReasonForm(Act.NOTICE_VOID, Act.NOTICE_VOID_STOP, _voided, TEMPLATE)
