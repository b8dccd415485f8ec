"""The buttons of the quarterly progress form."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from bot.forms.drafts import about, given
from bot.forms.form import EVIDENCE, SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Draft

NO_CHANGE, REASON = "no_change", "no_change_reason"
IN_FULL = "full"
QUESTIONS = ("percent", "done", "problems", "next_step", EVIDENCE)
_FIRST_GUESSES = (0, 25, 50, 75)
_STEPS = (10, 20, 30)
OFFERED_REASONS = ("reason-preparing", "reason-waiting")


class Buttons:
    """Each is bound to its draft, so that it does nothing to a later one."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._last: dict[str, Any] | None = about(draft)["last"]

    def offer(self, act: Act, label: str, argument: str, **facts: str | int) -> Offer:
        return Offer(act, label, self._draft.target, self._draft.id, argument, tuple(facts.items()))

    def percent(self) -> Rows:
        if self._last is None:
            return [[self._keep(f"percent={value}", "percent", value=value) for value in _FIRST_GUESSES]]
        before = int(self._last["percent"])
        more = [value for step in _STEPS if (value := before + step) <= 100]
        steps = [self._keep(f"percent={value}", "percent", value=value) for value in more]
        row = [self._keep(f"percent={before}", "percent-same", value=before), *steps]
        # Once more has been written, "no change" would throw it away.
        first = set(given(self._draft)) <= {"percent"}
        return [row, [self.offer(Act.REPORT_NO_CHANGE, "no-change", "percent")] if first else []]

    def words(self) -> Rows:
        question = self._draft.question
        row = [self.offer(Act.REPORT_SKIP, "nothing", question)] if question == "problems" else []
        if self._last is not None and self._last[question]:
            row.append(self._keep(question, "same-words"))
        given_by_others = question == "done" and about(self._draft)["contributed"]
        return [row, [self.offer(Act.REPORT_TAKE_OVER, "take-over", question)] if given_by_others else []]

    def evidence(self, files: int) -> Rows:
        if files:
            done = self.offer(Act.REPORT_DONE, "files-done", EVIDENCE, count=files)
            return [[done, self.offer(Act.REPORT_DROP_FILES, "files-drop", EVIDENCE)]]
        return [[self.offer(Act.REPORT_SKIP, "no-files", EVIDENCE)]]

    def reason(self, work: Work) -> Rows:
        words = work.desk.templates.words
        rows = [[self._keep(f"{REASON}={words.say('buttons', label)}", label)] for label in OFFERED_REASONS]
        if self._last is not None and self._last[REASON]:
            rows.append([self._keep(REASON, "same-words")])
        return rows

    def summary(self, others: int) -> Rows:
        confirm = self.offer(Act.REPORT_CONFIRM, "confirm-report", SUMMARY)
        rows = [[confirm, self.offer(Act.REPORT_EDIT, "form-edit", SUMMARY)]]
        if others:
            rows.append([self.offer(Act.REPORT_SAME_REASON, "same-reason", SUMMARY, count=others)])
        return rows

    def choices(self) -> Rows:
        """The answers, one to be chosen for correction."""
        if given(self._draft).get(NO_CHANGE):
            return [[self._edit("edit-reason", REASON)], [self._edit("edit-in-full", IN_FULL)]]
        offers = [self._edit(f"edit-{question}", question) for question in QUESTIONS]
        return [offers[:3], offers[3:]]

    def stays(self) -> list[Offer]:
        """The answer that is there already stays."""
        return [self.offer(Act.REPORT_EDIT, "answer-stays", f"{self._draft.question}={SUMMARY}")]

    def back(self, question: str) -> Offer:
        return self.offer(Act.REPORT_EDIT, "form-back", f"{question}={SUMMARY}")

    def _edit(self, label: str, question: str) -> Offer:
        return self.offer(Act.REPORT_EDIT, label, f"{SUMMARY}={question}")

    def _keep(self, argument: str, label: str, **facts: str | int) -> Offer:
        return self.offer(Act.REPORT_KEEP, label, argument, **facts)
