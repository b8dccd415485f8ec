"""The bureau sets a talk (约谈): time, place, who is to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from actions.acts import Act
from actions.arrange import Appointment
from actions.refusal import Refusal
from actions.talk_times import check_talk, offered_times
from bot.forms.answers import words_of
from bot.forms.case_form import ending, keep, keep_words
from bot.forms.drafts import about, given
from bot.forms.form import SUMMARY
from bot.forms.moments import moment_of
from bot.transaction import Rows, Work, current
from register.tables import Draft

TIME = "talk_at"
QUESTIONS = (TIME, "place", "attendees")
_ATTENDEES = ("attend-charge", "attend-both", "attend-head")


class TalkForm:
    """Implements ``bot.forms.form.Form``."""

    name = "case-talk"
    start = Act.CASE_ARRANGE
    template = "talk-form"
    takes_files = False

    def next_question(self, answers: dict[str, Any]) -> str:
        return next((question for question in QUESTIONS if question not in answers), SUMMARY)

    def read(self, question: str, text: str) -> Any:
        """A wrong time is refused as it is typed, not at the end."""
        if question == SUMMARY:
            raise Refusal("use-buttons")
        if question != TIME:
            return words_of(text)
        work = current()
        rules = work.desk.rules
        talk_at = rules.at(*moment_of(text, rules.today(work.at)))
        check_talk(rules, talk_at, work.at)
        return talk_at.isoformat()

    async def rows(self, work: Work, draft: Draft, _files: int) -> Rows:
        offered: Rows = []
        match draft.question:
            case "talk_at":
                times = [one.isoformat() for one in offered_times(work.desk.rules, work.at)]
                offered = [[keep(draft, at, "case-time", at=at)] for at in times]
            case "place":
                last, bureau = about(draft)["last_place"], about(draft)["bureau"]
                offered = [[keep(draft, last, "case-words", words=last)]] if last else []
                offered += keep_words(work, draft, () if last else ("place-own",), unit=bureau)
            case "attendees":
                offered = keep_words(work, draft, _ATTENDEES)
        return [*offered, *ending(draft, "case-notice")]

    async def complete(self, _work: Work, _draft: Draft) -> bool:
        return False


FORM = TalkForm()


def appointment_of(draft: Draft) -> Appointment:
    """What was answered."""
    answers = given(draft)
    return Appointment(datetime.fromisoformat(answers[TIME]), answers["place"], answers["attendees"])
