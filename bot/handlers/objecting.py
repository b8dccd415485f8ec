"""A unit checks its sheet of the yearly evaluation, and the office answers its objection."""

from __future__ import annotations

from actions.acts import Act
from actions.answer_objection import correct_sheet, correction_of, keep_sheet, objected
from actions.check_sheet import agree, checkable, object_to, objection_offers
from bot.forms.reason_form import ReasonForm, card_pressed
from bot.forms.steps import open_form
from bot.handlers.marking import mark, mark_one
from bot.transaction import Work
from register.buttons import Offer
from register.evaluation.frozen import SheetLine
from register.tables import Button, Draft, Evaluation


async def agree_to(work: Work, button: Button) -> None:
    """Who has agreed may still object."""
    await agree(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    still = [[Offer(Act.SHEET_OBJECT, "sheet-object", button.target)]]
    await mark_one(work, button, "sheet-agreed", still, who=work.actor.name, when=work.at)


async def object_now(work: Work, button: Button) -> None:
    line = await checkable(work.session, work.desk.rules, button.target or 0, work.at)
    await _ask(work, OBJECT, line)


async def open_objection(work: Work, button: Button) -> None:
    """The card of an objection once more, from the office's page."""
    line = await objected(work.session, button.target or 0)
    evaluation = await work.session.get_one(Evaluation, line.sheet.evaluation_id)
    facts = {
        "year": evaluation.year,
        "sheet": line.sheet.content,
        "objection": line.sheet.objection,
        "who": "",
        "when": line.sheet.answered_at.isoformat() if line.sheet.answered_at else None,
    }
    await work.reply("objection-card", facts, objection_offers(line))


async def keep(work: Work, button: Button) -> None:
    await _ask(work, KEEP, await objected(work.session, button.target or 0))


async def correct(work: Work, button: Button) -> None:
    await _ask(work, CORRECT, await objected(work.session, button.target or 0))


async def _ask(work: Work, form: ReasonForm, line: SheetLine) -> None:
    evaluation = await work.session.get_one(Evaluation, line.sheet.evaluation_id)
    facts = {
        "act": form.start.value,
        "unit": line.unit.name,
        "year": evaluation.year,
        "total": line.sheet.content["total"],
    }
    await open_form(work, form, line.sheet.id or 0, facts | card_pressed(work))


async def _objected(work: Work, draft: Draft, words: str) -> None:
    await object_to(work.session, work.desk.rules, work.actor, draft.target, words, work.at)
    await mark(work, "sheet-objected", who=work.actor.name, when=work.at, reason=words)


async def _kept(work: Work, draft: Draft, reason: str) -> None:
    line = await keep_sheet(work.session, work.desk.rules, work.actor, draft.target, reason, work.at)
    self_reviewed = line.sheet.self_reviewed
    await mark(work, "objection-kept", who=work.actor.name, when=work.at, reason=reason, self_reviewed=self_reviewed)


async def _corrected(work: Work, draft: Draft, words: str) -> None:
    correction = correction_of(words)
    line = await correct_sheet(work.session, work.desk.rules, work.actor, draft.target, correction, work.at)
    self_reviewed = line.sheet.self_reviewed
    await mark(
        work, "objection-corrected", who=work.actor.name, when=work.at, reason=words, self_reviewed=self_reviewed
    )


class CorrectionForm(ReasonForm):
    """Asks for points and the reason in one line."""

    def settled(self, work: Work, words: str) -> str:  # noqa: ARG002 - the words say it all
        return str(correction_of(words))


OBJECT = ReasonForm(Act.SHEET_OBJECT, Act.SHEET_CANCEL, _objected, template="evaluation-form")
KEEP = ReasonForm(Act.OBJECTION_KEEP, Act.OBJECTION_CANCEL, _kept, template="evaluation-form")
CORRECT = CorrectionForm(Act.OBJECTION_CORRECT, Act.OBJECTION_CANCEL, _corrected, template="evaluation-form")
