"""What became of a card is written below it, and its buttons vanish."""

from __future__ import annotations

from typing import Any

from sqlmodel import col, select

from bot.keyboards import without
from bot.opening import shown_now
from bot.transaction import Rows, Work
from outbox.message import Message
from register.tables import Button


async def mark(work: Work, result: str, **facts: Any) -> None:
    """Write the result (a word of ``toasts``) below the pressed card and take all its buttons away."""
    if work.pressed is not None:
        await _mark(work, await shown_now(work.session, work.pressed), result, facts, None)


async def mark_one(work: Work, button: Button, result: str, then: Rows | None = None, **facts: Any) -> None:
    """The same where a message holds several matters: only the buttons of this one go, and what comes next comes.

    Buttons of one matter share their target and the first word of their act (``case-accept``, ``case-hold``).
    """
    if work.pressed is None:
        return
    shown = await shown_now(work.session, work.pressed)
    others = [one["token"] for row in shown.keyboard for one in row if one["token"] != button.token]
    gone = [one.token for one in await _named(work, others) if _same_matter(one, button)]
    await _mark(work, shown, result, facts, [button.token, *gone], then)


async def _named(work: Work, tokens: list[str]) -> list[Button]:
    if not tokens:
        return []
    return list(await work.session.exec(select(Button).where(col(Button.token).in_(tokens))))


def _same_matter(one: Button, other: Button) -> bool:
    family = one.act.partition("-")[0] == other.act.partition("-")[0]
    return family and one.target is not None and one.target == other.target


async def _mark(
    work: Work, shown: Message, result: str, facts: dict[str, Any], gone: list[str] | None, then: Rows | None = None
) -> None:
    words = shown.text or work.desk.templates.render(shown.template, shown.facts)
    said = work.desk.templates.words.say("toasts", result, facts)
    keyboard = without(shown.keyboard, gone) if gone is not None else []
    await work.mark_pressed({"words": words, "result": said}, keyboard, then)
