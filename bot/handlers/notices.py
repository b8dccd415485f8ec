"""Notices (通报) and briefs (汇报) as office and leading group see them: the list, the card, the text."""

from __future__ import annotations

from typing import Any

from telegram import Update

from actions.access import require
from actions.acts import Act
from actions.notice_compile import compile_notice, live_notice, recompile
from actions.notice_file import UNFINISHED, open_notice
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.handlers.arguments import behind_command, quarter_in
from bot.paperwork import paperwork
from bot.transaction import Rows, Work
from plans.roles import Role
from register.buttons import Offer
from register.notice_offers import to_sign_off, ways_on
from register.reports import latest_round, round_of
from register.snapshot import take_snapshot
from register.states import NoticeState
from register.tables import Button, Notice, Round
from register.tables.notices import NoticeKind
from register.views.notices import NoticeLine, latest_notices, notice_card

KEPT = frozenset(NoticeState) - {NoticeState.DROPPED}


async def notice_command(work: Work, update: Update) -> None:
    """/notice, or /notice 2021Q2: what there is, and the beginning of a new one."""
    work.place = await require(work.session, work.actor, Act.OPEN_NOTICES)
    asked = behind_command(update)
    quarter = quarter_in(asked)
    if asked and quarter is None:
        raise Refusal("quarter-needed")
    await _list(work, quarter)


async def open_list(work: Work, _button: Button) -> None:
    await _list(work, None)


async def _list(work: Work, quarter: str | None) -> None:
    of_round = await (round_of(work.session, quarter) if quarter else latest_round(work.session))
    if of_round is None and quarter:
        raise Refusal("no-round")
    lines = await latest_notices(work.session, quarter)
    new = _new(of_round) if of_round is not None and work.actor.seats(Role.OFFICE) else []
    facts = {"lines": facts_of(lines), "quarter": quarter, "office": bool(work.actor.seats(Role.OFFICE))}
    await work.reply("notices", facts | {"begun": of_round is not None}, [*map(_opening, lines), new])


def _opening(line: NoticeLine) -> list[Offer]:
    name = line.number or line.quarter
    return [Offer(Act.NOTICE_OPEN, f"{line.kind}-open", line.notice_id, facts=(("name", name),))]


def _new(of_round: Round) -> list[Offer]:
    facts = (("quarter", of_round.quarter),)
    return [Offer(Act.NOTICE_NEW, f"{kind}-new", of_round.id, argument=kind.value, facts=facts) for kind in NoticeKind]


async def take_on(work: Work, button: Button) -> None:
    """The round's paper, compiled now unless there is one."""
    of_round = await work.session.get(Round, button.target or 0)
    if of_round is None:
        raise Refusal("no-round")
    kind = NoticeKind(button.argument or NoticeKind.NOTICE)
    live = await live_notice(work.session, of_round.quarter, kind)
    await show_card(work, live or await _compile(work, of_round, kind))


async def another(work: Work, button: Button) -> None:
    """One more paper of the same round, beside the one that is out."""
    issued = await open_notice(work.session, work.actor, Act.NOTICE_ANOTHER, button.target or 0, None, *KEPT)
    of_round = await round_of(work.session, issued.quarter)
    if of_round is None:
        raise Refusal("no-round")
    await show_card(work, await _compile(work, of_round, issued.kind))


async def _compile(work: Work, of_round: Round, kind: NoticeKind) -> Notice:
    facts = await _facts(work, of_round.quarter)
    return await compile_notice(work.session, work.desk.rules, work.actor, of_round.id or 0, kind, facts, work.at)


async def refresh(work: Work, button: Button) -> None:
    """The same draft with the figures of this moment."""
    notice = await opened(work, Act.NOTICE_REFRESH, button)
    facts = await _facts(work, notice.quarter)
    version = button.version or 0
    await recompile(work.session, work.desk.rules, work.actor, notice.id or 0, version, facts, work.at)
    await show_card(work, notice, turn=True)


async def _facts(work: Work, quarter: str) -> dict[str, Any]:
    return paperwork(work.desk).facts(await take_snapshot(work.session, work.desk.rules, work.at), quarter)


async def open_one(work: Work, button: Button) -> None:
    await show_card(work, await opened(work, Act.NOTICE_OPEN, button))


async def opened(work: Work, act: Act, button: Button) -> Notice:
    return await open_notice(work.session, work.actor, act, button.target or 0, None, *KEPT)


def speak_alone(work: Work, notice: Notice) -> None:
    """Refused in a group while the paper is not issued: others read there."""
    if notice.state in UNFINISHED and work.actor.chat_id != work.actor.telegram_id:
        raise Refusal("draft-privately")


async def show_card(work: Work, notice: Notice, *, turn: bool = False) -> None:
    """The paper as it stands, with what can be done next."""
    speak_alone(work, notice)
    show = work.turn_card if turn else work.reply
    rows = ways_on(notice) if work.actor.seats(Role.OFFICE) else _reading(notice)
    await show("notice-card", {"card": facts_of(await notice_card(work.session, notice))}, rows)


def _reading(notice: Notice) -> Rows:
    """The leading group reads, and signs off where that is waited for."""
    if notice.state is NoticeState.SUBMITTED:
        return to_sign_off(notice)
    return [row for row in ways_on(notice)[:1] if notice.state is not NoticeState.DRAFT]
