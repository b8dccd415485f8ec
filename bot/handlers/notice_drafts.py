"""What the office changes in the draft of a notice or brief: an added paragraph, and whom it is for."""

from __future__ import annotations

from actions.acts import Act
from actions.notice_edit import choose_readers, supplement
from actions.notice_file import open_notice, usual_readers
from bot.forms.drafts import draft_about, drop
from bot.forms.reason_form import ReasonForm
from bot.forms.unit_names import chosen_units, units_named
from bot.handlers.issuing import TEMPLATE, ask
from bot.handlers.marking import mark
from bot.handlers.notices import show_card
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.states import NoticeState
from register.tables import Button, Draft, Notice


async def ask_words(work: Work, button: Button) -> None:
    await ask(work, WORDS, button, NoticeState.DRAFT)


async def take_words_out(work: Work, button: Button) -> None:
    await _changed(work, await supplement(work.session, work.desk.rules, work.actor, button.target or 0, "", work.at))


async def ask_units(work: Work, button: Button) -> None:
    await ask(work, UNITS, button, NoticeState.DRAFT)


async def to_the_usual(work: Work, button: Button) -> None:
    """To all lead units again."""
    act, number = Act.NOTICE_UNITS_USUAL, button.target or 0
    notice = await open_notice(work.session, work.actor, act, number, None, NoticeState.DRAFT)
    if (asked := await draft_about(work, UNITS.name, number)) is not None:
        await drop(work, asked)
    usual = await usual_readers(work.session, notice.kind)
    await _changed(work, await choose_readers(work.session, work.desk.rules, work.actor, number, usual, work.at))


async def _changed(work: Work, notice: Notice) -> None:
    await mark(work, "notice-changed")
    await show_card(work, notice)


async def _words_given(work: Work, draft: Draft, words: str) -> None:
    await _changed(work, await supplement(work.session, work.desk.rules, work.actor, draft.target, words, work.at))


async def _units_given(work: Work, draft: Draft, names: str) -> None:
    units = await units_named(work.session, names)
    await _changed(work, await choose_readers(work.session, work.desk.rules, work.actor, draft.target, units, work.at))


class UnitsForm(ReasonForm):
    """The units as they are named, or all lead units by a tap."""

    async def settle(self, work: Work, draft: Draft, value: str) -> str:  # noqa: ARG002 - other forms that settle need the draft
        """Names become those of the register as they are given, so that a mistake is told at once."""
        return "、".join((await chosen_units(work.session, await units_named(work.session, value))).values())

    async def rows(self, work: Work, draft: Draft, files: int) -> Rows:
        usual = Offer(Act.NOTICE_UNITS_USUAL, "units-leads", draft.target)
        return [[usual], *await super().rows(work, draft, files)]


WORDS = ReasonForm(Act.NOTICE_WORDS, Act.NOTICE_WORDS_STOP, _words_given, TEMPLATE)
UNITS = UnitsForm(Act.NOTICE_UNITS, Act.NOTICE_UNITS_STOP, _units_given, TEMPLATE)
