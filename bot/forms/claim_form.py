"""The completion claim (申请办结): a note, evidence, and the confirmation."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.forms.answers import words_of, words_or_none
from bot.forms.form import EVIDENCE, SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.duties import DutyLine
from register.tables import Draft

NOTE = "note"


class ClaimForm:
    """Implements ``bot.forms.form.Form``."""

    name = "claim"
    start = Act.CLAIM
    template = "claim-form"
    takes_files = True

    def next_question(self, answers: dict[str, Any]) -> str:
        return next((question for question in (NOTE, EVIDENCE) if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        if question == EVIDENCE and not words_or_none(text):
            return ""
        if question != NOTE:
            raise Refusal("use-buttons")
        return words_of(text)

    async def rows(self, _work: Work, draft: Draft, files: int) -> Rows:
        cancel = [_offer(draft, Act.CLAIM_CANCEL, "form-cancel", draft.question)]
        if draft.question == EVIDENCE and files:
            return [[_offer(draft, Act.CLAIM_DONE, "files-done", EVIDENCE, count=files)], cancel]
        if draft.question == EVIDENCE:
            return [[_offer(draft, Act.CLAIM_SKIP, "no-files", EVIDENCE)], cancel]
        if draft.question == SUMMARY:
            edit = _offer(draft, Act.CLAIM_EDIT, "form-edit", SUMMARY)
            return [[_offer(draft, Act.CLAIM_CONFIRM, "confirm-claim", SUMMARY), edit], cancel]
        return [cancel]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = ClaimForm()


def _offer(draft: Draft, act: Act, label: str, argument: str, **facts: str | int) -> Offer:
    return Offer(act, label, draft.target, draft.id, argument, tuple(facts.items()))


def facts_about(line: DutyLine, returned_because: str | None) -> dict[str, Any]:
    """What the form says at its head, frozen as it opens."""
    return {
        "act": Act.CLAIM.value,
        "number": line.task.number,
        "title": line.task.title,
        "unit": line.unit.name,
        "result": line.milestone.result,
        "wording": line.milestone.wording,
        "due": line.duty.due.isoformat(),
        "returned_because": returned_because,
    }
