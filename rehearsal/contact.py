"""A unit's contact: signs, reports and claims, all by way of the chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from rehearsal.cast import Manner
from rehearsal.chair import Chair, Script
from rehearsal.evidence import PHOTO
from rehearsal.knowledge import Gathering, Part, elapsed, is_closed, is_open
from rehearsal.phone import Phone
from sandbox import Message


class Contact:
    """One lead unit's person and what he or she remembers; who sits in meanwhile knows it too."""

    def __init__(
        self,
        chair: Chair,
        manner: Manner,
        parts: Sequence[Part],
        undated: Sequence[int],
        starts: date,
        filed: Counter[date],
    ) -> None:
        """``filed`` counts what the office will find on its table, day by day."""
        self._filed = filed
        self.chair, self.manner, self.parts = chair, manner, parts
        self.phone = chair.reader(starts)
        self._tasks = sorted({*undated, *(part.task for part in parts)})
        self._starts = starts
        self._asked: dict[int, set[int]] = {}
        """Round -> the tasks whose report is still owed."""
        self._read_on: dict[int, Phone] = {}
        """Round -> where its digest was read, with the buttons that answer it."""

    def sits_down(self, today: date) -> None:
        """From this morning on the seat is read, and acted for, by whoever sits there today."""
        self.phone = self.chair.reader(today)

    def note_what_is_asked(self, round_: Gathering, since: datetime) -> None:
        """Read in the digest of the day that began at ``since`` which tasks are to be reported."""
        labels = {task: self.phone.label("report", number=task) for task in self._tasks}
        digests = self.phone.offered("asked", *labels.values())
        shown = {label for message in digests if message.sent >= since for label in message.buttons}
        self._read_on[round_.index] = self.phone
        self._asked[round_.index] = {task for task, label in labels.items() if label in shown}

    def claims(self, today: date) -> Script:
        """Claim every part whose day has come."""
        for part in self.parts:
            if part.claims_on == today:
                yield from self._claim(part, today)
                self._filed[today] += 1
                for asked in self._asked.values():
                    asked.discard(part.task)

    def reports(self, round_: Gathering, today: date) -> Script:
        """Report every task of the round that is still owed."""
        for task in sorted(self._asked.get(round_.index, ())):
            yield from self._report(task, round_, today)
            self._filed[today] += 1
        self._asked.pop(round_.index, None)
        yield from self._figures(today)

    def asks_for_time(self, today: date) -> Script:
        """Ask for a later date for every part whose day to do so has come."""
        for part in self.parts:
            if part.asks_on == today and part.due_asked is not None:
                yield from self._ask(part, part.due_asked)
                self._filed[today] += 1

    def _ask(self, part: Part, due_asked: date) -> Script:
        phone = self.phone
        phone.say(f"/task {part.task}")
        yield
        several = phone.label("extend-part", number=part.task, due=part.due.isoformat())
        phone.press(phone.label("extend", number=part.task), several)
        yield
        phone.say("受前期手续办理影响，按原时限完成确有困难。")
        yield
        phone.say(due_asked.isoformat())
        yield
        phone.press(phone.label("confirm-extension"))
        yield

    def returned(self) -> list[Message]:
        """What the office has returned since this was last asked."""
        names = ("report-again", "claim-again")
        return self.phone.offered(
            "returned", *(self.phone.label(name, number=one) for name in names for one in self._tasks)
        )

    def files_again(self, messages: Sequence[Message], today: date) -> Script:
        """Each returned report with more to say, each returned claim with a picture more."""
        for message in messages:
            label = message.buttons[0]
            self.phone.press_in(message, label)
            yield
            asked = [one for one in ("edit-done", "edit-reason") if self.phone.shows(self.phone.label(one))]
            yield from self._say_more(asked[0]) if asked else self._prove()
            self._filed[today] += 1

    def to_mend(self) -> list[Message]:
        """What asks for a rectification, since this was last asked: one message of several is enough."""
        return self.phone.offered("rectify", self.phone.label("case-rectify"))[:1]

    def mends(self, messages: Sequence[Message]) -> Script:
        """Report as mended what the bureau asked for."""
        for message in messages:
            self.phone.press_in(message, self.phone.label("case-rectify"))
            yield
            if self.phone.newest_is_below(message):
                yield from self._prove("case-rectified")

    def _say_more(self, asked: str) -> Script:
        self.phone.press(self.phone.label(asked))
        yield
        self.phone.say("已按退回意见补充：完成现场核查，数据见附表。")
        yield
        self.phone.press(self.phone.label("confirm-report"))
        yield

    def _figures(self, today: date) -> Script:
        """Give the figures of the targets that the unit answers for, when they are asked."""
        phone, asked = self.phone, self.phone.label("targets")
        if not phone.offered("targets", asked):
            return
        phone.press(asked)
        yield
        while not phone.shows(phone.label("confirm-targets")):
            phone.say(f"{(today - self._starts).days // 10}")
            yield
        phone.press(phone.label("confirm-targets"))
        yield

    def _claim(self, part: Part, today: date) -> Script:
        phone = self.phone
        phone.say(f"/task {part.task}")
        yield
        phone.press(self._claim_button(part, today))
        yield
        yield from self._prove()

    def _prove(self, confirm: str = "confirm-claim") -> Script:
        """Fill in the claim that is open."""
        phone = self.phone
        phone.say("已按方案要求完成，请予核验。")
        yield
        phone.send_photo("现场.png", PHOTO)
        yield
        phone.press(phone.label("files-done", count=1))
        yield
        phone.press(phone.label(confirm))
        yield

    def _claim_button(self, part: Part, today: date) -> str:
        """Where several parts of a task can be claimed, the button says which."""
        alike = [other for other in self.parts if other.task == part.task and is_open(other, today)]
        if len({part, *alike}) == 1:
            return self.phone.label("claim", number=part.task)
        return self.phone.label("claim-part", number=part.task, due=part.due_on(today).isoformat())

    def _report(self, task: int, round_: Gathering, today: date) -> Script:
        phone, percent = self.phone, self._percent(task, round_, today)
        if self._read_on[round_.index] is not phone:
            phone.say(f"/task {task}")
            yield
        phone.press(phone.label("report", number=task))
        yield
        if phone.shows(phone.label("no-change")) and phone.shows(phone.label("percent-same", value=percent)):
            phone.press(phone.label("no-change"))
            yield
            phone.press(phone.label("reason-waiting" if percent >= 50 else "reason-preparing"))
            yield
        else:
            yield from self._fill_in(percent)
        phone.press(phone.label("confirm-report"))
        yield

    def _fill_in(self, percent: int) -> Script:
        phone = self.phone
        phone.say(f"{percent}%")
        yield
        phone.say(f"按方案推进，累计完成{percent}%。")
        yield
        phone.press(phone.label("nothing"))
        yield
        phone.say("对照时限倒排工期，继续推进。")
        yield
        phone.press(phone.label("no-files"))
        yield

    def _percent(self, task: int, round_: Gathering, today: date) -> int:
        """Of the task's next part that is not closed; of nothing left, all is done."""
        left = [part for part in self.parts if part.task == task and not is_closed(part, today)]
        share = elapsed(left[0], self._starts, today) if left else 1.0
        return self.manner.percent(round_.index, share)


def sign_all(phone: Phone, messages: Sequence[Message]) -> Script:
    """Sign for these messages, one after the other."""
    for message in messages:
        phone.press_in(message, phone.label("sign"))
        yield
