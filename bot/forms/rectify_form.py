"""The unit reports its rectification (整改): a note, evidence, and the confirmation."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.forms.answers import words_of
from bot.forms.case_form import offer
from bot.forms.form import EVIDENCE, SUMMARY
from bot.transaction import Rows, Work
from register.tables import Draft

NOTE = "note"


class RectifyForm:
    """Implements ``bot.forms.form.Form``."""

    name = "case-rectify"
    start = Act.CASE_RECTIFY
    template = "rectify-form"
    takes_files = True

    def next_question(self, answers: dict[str, Any]) -> str:
        return next((question for question in (NOTE, EVIDENCE) if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        if question != NOTE:
            raise Refusal("use-buttons")
        return words_of(text)

    async def rows(self, _work: Work, draft: Draft, files: int) -> Rows:
        cancel = [offer(draft, Act.CASE_RECTIFY_CANCEL, "form-cancel", draft.question)]
        if draft.question == EVIDENCE and files:
            return [[offer(draft, Act.CASE_RECTIFY_KEEP, "files-done", EVIDENCE, count=files)], cancel]
        if draft.question == EVIDENCE:
            return [[offer(draft, Act.CASE_RECTIFY_KEEP, "no-files", EVIDENCE)], cancel]
        if draft.question == SUMMARY:
            edit = offer(draft, Act.CASE_RECTIFY_EDIT, "form-edit", SUMMARY)
            return [[offer(draft, Act.CASE_RECTIFY_CONFIRM, "case-rectified", SUMMARY), edit], cancel]
        return [cancel]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = RectifyForm()
