"""The figures of a unit's targets (填报指标): one question each, then the confirmation.

A question is named ``12 亩``: the request, and the unit of measure in which its answer is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.drafts import about, given
from bot.forms.figures import figure_of
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Draft
from register.targets import TargetLine

ASKED = "asked"
"""Beside the answers: the questions, in their order."""


class TargetsForm:
    """Implements ``bot.forms.form.Form``."""

    name = "targets"
    start = Act.TARGETS
    template = "targets-form"
    takes_files = False

    def next_question(self, answers: dict[str, Any]) -> str:
        return next((question for question in answers[ASKED] if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        if question == SUMMARY:
            raise Refusal("use-buttons")
        return str(figure_of(text, question.partition(" ")[2]))

    async def rows(self, _work: Work, draft: Draft, _files: int) -> Rows:
        cancel = [_offer(draft, Act.TARGETS_CANCEL, "form-cancel", draft.question)]
        if draft.question == SUMMARY:
            return [[_offer(draft, Act.TARGETS_CONFIRM, "confirm-targets", SUMMARY)], *_edits(draft), cancel]
        line = about(draft)["targets"][draft.question]
        rows: Rows = []
        if draft.question in given(draft):
            rows.append([_offer(draft, Act.TARGETS_EDIT, "answer-stays", f"{draft.question}={SUMMARY}")])
        elif line["before"] is not None:
            facts = {"value": line["before"], "measure": line["measure"]}
            rows.append([_offer(draft, Act.TARGETS_KEEP, "figure-same", f"{draft.question}={line['before']}", **facts)])
        return [*rows, cancel]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = TargetsForm()


def _edits(draft: Draft) -> Rows:
    lines = about(draft)["targets"]
    return [
        [_offer(draft, Act.TARGETS_EDIT, "figure-edit", f"{SUMMARY}={question}", name=lines[question]["name"])]
        for question in given(draft)[ASKED]
    ]


def _offer(draft: Draft, act: Act, label: str, argument: str, **facts: str | int) -> Offer:
    return Offer(act, label, draft.target, draft.id, argument, tuple(facts.items()))


def question_of(line: TargetLine) -> str:
    return f"{line.request_id} {line.measure}"


def facts_about(lines: Sequence[TargetLine]) -> dict[str, Any]:
    """What the form says at its head, frozen as it opens."""
    head = lines[0]
    return {
        "act": Act.TARGETS.value,
        "unit": head.unit,
        "quarter": head.quarter,
        "closes_on": head.closes_on.isoformat(),
        "targets": {question_of(line): facts_of(line) for line in lines},
    }


def begun_with(lines: Sequence[TargetLine]) -> dict[str, Any]:
    """The questions, and the figures that were given already and may be corrected."""
    told = {question_of(line): str(line.value) for line in lines if line.value is not None}
    return {ASKED: [question_of(line) for line in lines], **told}


def figures_of(draft: Draft) -> dict[int, Decimal]:
    """The form as it was confirmed: request -> figure."""
    answers = given(draft)
    return {int(question.partition(" ")[0]): Decimal(answers[question]) for question in answers[ASKED]}
