"""A responsible unit gives its words towards the lead's report: the presses of the form."""

from __future__ import annotations

from sqlmodel import col, select

from actions.acts import Act
from actions.contribute import contribute
from actions.refusal import Refusal
from bot.facts import facts_of, item
from bot.forms.contribution_form import FORM, WORDS, facts_about
from bot.forms.drafts import drop, given
from bot.forms.steps import ask, pressed_draft, reopen, resume, start, take
from bot.handlers.marking import mark
from bot.transaction import Work
from register.buttons import Offer
from register.contributions import contribution_line
from register.states import ContributionState
from register.tables import Button, TaskUnit, Unit
from register.tables.plan import Part


async def open_contribution(work: Work, button: Button) -> None:
    line = await contribution_line(work.session, button.target or 0)
    if line is None:
        raise Refusal("request-unknown")
    if work.desk.rules.today(work.at) > line.round.closes_on:
        raise Refusal("contribution-closed", closes_on=line.round.closes_on)
    contribution = line.contribution
    if await resume(work, FORM, contribution.id or 0):
        return
    begun = {WORDS: contribution.words} if contribution.state is ContributionState.GIVEN else None
    facts = facts_about(line, await _leads(work, line.task.id or 0))
    await ask(work, FORM, await start(work, FORM, contribution.id or 0, facts, begun), turn=False)


async def _leads(work: Work, task_id: int) -> list[str]:
    named = (
        select(Unit.name)
        .join(TaskUnit, col(TaskUnit.unit_id) == col(Unit.id))
        .where(TaskUnit.task_id == task_id, TaskUnit.part == Part.LEAD)
        .order_by(col(TaskUnit.position))
    )
    return list(await work.session.exec(named))


async def nothing(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await take(work, FORM, draft, "", turn=True)


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
    done = await contribute(work.session, work.desk.rules, work.actor, draft.target, words, draft.id, work.at)
    facts = facts_of(done) | {"items": [item(done.task, done.title, "contributed")], "when": work.at.isoformat()}
    again = Offer(Act.CONTRIBUTE, "contribute-correct", done.contribution_id)
    await work.turn_card("contributed", facts, [[again]], kind="receipt")
