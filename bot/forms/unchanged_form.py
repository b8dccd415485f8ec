"""One reason for "no change" that serves all the tasks of a unit that are still to be reported."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from actions.acts import Act
from actions.refusal import Refusal
from bot.forms.answers import words_of
from bot.forms.drafts import about
from bot.forms.form import SUMMARY
from bot.forms.report_buttons import OFFERED_REASONS
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Draft
from register.views.requests import RequestsCard

REASON = "reason"


class UnchangedForm:
    """Implements ``bot.forms.form.Form``. Its target is the first request of the unit's card."""

    name = "unchanged"
    start = Act.REPORT_REST
    template = "unchanged-form"
    takes_files = False

    def next_question(self, answers: dict[str, Any]) -> str:
        return SUMMARY if REASON in answers else REASON

    def read(self, question: str, text: str) -> Any:
        if question == SUMMARY:
            raise Refusal("use-buttons")
        return words_of(text)

    async def rows(self, work: Work, draft: Draft, _files: int) -> Rows:
        cancel = [_offer(draft, Act.REPORT_REST_CANCEL, "form-cancel", draft.question)]
        if draft.question == REASON:
            words = work.desk.templates.words
            reasons = [(label, words.say("buttons", label)) for label in OFFERED_REASONS]
            rows = [[_offer(draft, Act.REPORT_REST_KEEP, label, f"{REASON}={said}")] for label, said in reasons]
            return [*rows, cancel]
        count = len(about(draft)["tasks"])
        confirm = _offer(draft, Act.REPORT_REST_CONFIRM, "confirm-all", SUMMARY, count=count)
        edit = _offer(draft, Act.REPORT_REST_EDIT, "edit-reason", SUMMARY)
        return [[confirm], [edit], cancel]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = UnchangedForm()


def _offer(draft: Draft, act: Act, label: str, argument: str, **facts: str | int) -> Offer:
    return Offer(act, label, draft.target, draft.id, argument, tuple(facts.items()))


def facts_about(card: RequestsCard, begun: Collection[int]) -> dict[str, Any]:
    """Which items it covers and which it leaves to words of their own, frozen as it opens.

    ``begun`` are the requests about which something has been typed already.
    """
    covered = [entry for entry in card.unchanged if entry.request_id not in begun]
    left = [entry for entry in card.owed if entry not in covered]
    return {
        "act": Act.REPORT_REST.value,
        "unit_id": card.unit_id,
        "quarter": card.quarter,
        "closes_on": card.closes_on.isoformat(),
        "tasks": [{"number": one.task, "title": one.title, "request": one.request_id} for one in covered],
        "left": [one.task for one in left],
    }
