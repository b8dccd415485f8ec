"""A single paper is asked for by its button: its facts are frozen at once, the paper follows."""

from __future__ import annotations

from actions.circular import circular_of
from actions.refusal import Refusal
from bot.handlers.guard import toast
from bot.handlers.report_command import order
from bot.letters import Letter, case_letter, evaluation_letter, opinions_letter
from bot.transaction import Work
from documents.paper import Paper
from register.tables import Button


async def case_paper(work: Work, button: Button) -> None:
    letter = await case_letter(work.session, work.desk.rules, Paper(button.argument or ""), button.target or 0)
    if letter is None:
        raise Refusal("no-paper-yet")
    _order(work, letter)


async def circular_paper(work: Work, button: Button) -> None:
    circular = await circular_of(work.session, button.target or 0)
    _order(work, await opinions_letter(work.session, work.desk.rules, circular, work.at))


async def evaluation_paper(work: Work, button: Button) -> None:
    _order(work, await evaluation_letter(work.session, work.desk.rules, button.target or 0, work.at))


def _order(work: Work, letter: Letter) -> None:
    order(work, letter.subject, letter.kind, letter.facts)
    toast(work, "paper-coming")
