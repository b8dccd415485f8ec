"""The bureau records a talk (约谈), or the leading group's study: what came of it, what is to be mended by when."""

from __future__ import annotations

from datetime import date
from typing import Any

from actions.acts import Act
from actions.record_talk import Result
from actions.refusal import Refusal
from actions.talk_times import check_due
from bot.forms.answers import day_of, words_of, words_or_none
from bot.forms.case_form import ending, keep, keep_words
from bot.forms.drafts import about, given
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work, current
from register.tables import Draft

RESULT, RECTIFY, DUE = "result", "rectify", "due"


class RecordForm:
    """Implements ``bot.forms.form.Form``."""

    name = "case-record"
    start = Act.CASE_RECORD
    template = "record-form"
    takes_files = False

    def next_question(self, answers: dict[str, Any]) -> str:
        """Nothing to mend, no day for it."""
        questions = (RESULT, RECTIFY, DUE) if answers.get(RECTIFY, True) else (RESULT, RECTIFY)
        return next((question for question in questions if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        match question:
            case "result":
                return words_of(text)
            case "rectify":
                return words_or_none(text)
            case "due":
                work = current()
                due = day_of(text, work.desk.rules.today(work.at))
                check_due(work.desk.rules, due, work.at)
                return due.isoformat()
            case _:
                raise Refusal("use-buttons")

    async def rows(self, work: Work, draft: Draft, _files: int) -> Rows:
        offered: Rows = []
        match draft.question:
            case "result":
                offered = keep_words(
                    work, draft, ("result-group",) if about(draft)["leading_body"] else ("result-talk",)
                )
            case "rectify":
                numbers = "、".join(str(number) for number in about(draft)["numbers"])
                offered = keep_words(work, draft, ("rectify-grounds",), numbers=numbers)
                offered.append([keep(draft, "", "case-nothing")])
            case "due":
                offered = [_days(work, draft)]
        return [*offered, *ending(draft, "case-save")]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = RecordForm()


def _days(work: Work, draft: Draft) -> list[Any]:
    rules = work.desk.rules
    today, within = rules.today(work.at), rules.policy.cases.rectify_within
    days = [rules.calendar.after(today, count).isoformat() for count in (within, within * 2)]
    return [keep(draft, day, "case-day", day=day) for day in days]


def result_of(draft: Draft) -> Result:
    """What was answered."""
    answers = given(draft)
    due = answers.get(DUE)
    return Result(answers[RESULT], answers[RECTIFY], date.fromisoformat(due) if due else None)
