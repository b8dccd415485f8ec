"""The office reviews and issues, the bureau decides, the consolidating unit files: all by way of the chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from plans.cast import Decides
from rehearsal.cast import Cast
from rehearsal.chair import Chair, Script
from rehearsal.phone import Phone
from sandbox import Message

_RETURNED_BECAUSE = "佐证材料不充分，请补充后重报。"
_DECLINED_BECAUSE = "该单位正在整改，暂不约谈。"


class Office:
    """Judges what was filed or asked so many days ago, the oldest first."""

    def __init__(self, phone: Phone, cast: Cast, filed: Counter[date]) -> None:
        """``filed`` tells how many reports, claims and requests for a later date came on each day."""
        self._phone, self._cast, self._filed = phone, cast, filed
        self._returned: set[tuple[str, ...]] = set()

    def due(self, today: date) -> int:
        """How many are to be judged today."""
        after = self._cast.review_after
        return 0 if after is None else self._filed[today - timedelta(days=after)]

    def reviews(self, today: date) -> Script:
        phone, left = self._phone, self.due(today)
        phone.say("/review")
        yield
        for _ in range(left):
            if self._agrees():
                phone.press(*self._labels("accept"))
            else:
                phone.press(*self._labels("return"))
                yield
                phone.say(_RETURNED_BECAUSE)
                yield
                phone.press(phone.label("reason-confirm"))
            yield

    def _agrees(self) -> bool:
        if self._phone.shows(self._phone.label("accept-extension")):
            return self._cast.grants
        return self._accepts(self._phone.newest_text())

    def _labels(self, verdict: str) -> list[str]:
        return [self._phone.label(f"{verdict}-{subject}") for subject in ("report", "completion", "extension")]

    def _accepts(self, sheet: str) -> bool:
        """What is on the table, told by its first lines: which kind, which task, which unit (and quarter)."""
        if not self._cast.accepts_second:
            return self._cast.accepts
        kind, task, filed = sheet.splitlines()[:3]
        thing = (kind.split("　")[0], task, *filed.split("　")[:-1])
        again = thing in self._returned
        self._returned.add(thing)
        return again


class Issuing:
    """The office takes each quarter's drafts on; a second person signs them off, here of the leading group."""

    def __init__(self, office: Phone, second: Phone) -> None:
        """The office has one seat, and one person in it."""
        self._office, self._second = office, second

    def takes_on(self) -> list[Script]:
        """The drafts that have come since the last time."""
        labels = [self._office.label("notice-take-on"), self._office.label("brief-take-on")]
        drafts = self._office.offered("take on", *labels)
        return [self._submit(drafts, labels)] if drafts else []

    def _submit(self, drafts: Sequence[Message], labels: Sequence[str]) -> Script:
        """One after the other: the newest card is always the one in hand."""
        for message in drafts:
            self._office.press_in(message, *labels)
            yield
            self._office.press(self._office.label("notice-submit"))
            yield

    def signs_off(self) -> list[Script]:
        """What has come to be signed off since the last time."""
        papers = self._second.offered("sign off", self._second.label("notice-sign-off"))
        return [self._sign_off(papers)] if papers else []

    def _sign_off(self, papers: Sequence[Message]) -> Script:
        for message in papers:
            self._second.press_in(message, self._second.label("notice-sign-off"))
            yield
            self._second.press(self._second.label("notice-sign-off-sure"))
            yield


class Bureau:
    """Decides each case of a proposal as the cast says."""

    def __init__(self, phone: Phone, decides: Decides, units: Collection[str], *, follows: bool) -> None:
        """``units`` are those that may stand before the bureau: each button names one.

        ``follows``: what is agreed to is followed to its close.
        """
        self._phone = phone
        self._arrange = self._labels(units, "case-arrange", "case-put") if follows else []
        self._record = self._labels(units, "case-record") if follows else []
        self._check = self._labels(units, "case-checked") if follows else []
        buttons = {
            Decides.ACCEPT: ("case-accept", "case-accept-leading"),
            Decides.DECLINE: ("case-decline", "case-decline-leading"),
            Decides.HOLD: ("case-hold", "case-hold-leading"),
        }.get(decides, ())
        self._wanted = self._labels(units, *buttons)
        self._decides = decides

    def _labels(self, units: Collection[str], *buttons: str) -> list[str]:
        return [self._phone.label(button, unit=unit) for button in buttons for unit in units]

    def decisions(self) -> list[Script]:
        """What has come to be decided since the last time."""
        return [self._all_cases_of(message) for message in self._phone.offered("decide", *self._wanted)]

    def follows(self) -> list[Script]:
        """What has come to be recorded after a talk, or to be checked after a rectification, since the last time."""
        records = self._phone.offered("record", *self._record)
        checks = self._phone.offered("check", *self._check)
        return [self._one_after_another(records, checks)] if records or checks else []

    def _one_after_another(self, records: Collection[Message], checks: Collection[Message]) -> Script:
        """A phone has room for one form at a time."""
        for message in records:
            yield from self._fill_in(message, self._record)
        for message in checks:
            yield from self._pass(message)

    def _fill_in(self, message: Message, labels: Collection[str]) -> Script:
        """Take what is offered, to the end of the form."""
        phone = self._phone
        ends = phone.label("case-notice"), phone.label("case-save")
        phone.press_in(message, *labels)
        yield
        while phone.newest_is_below(message):
            if any(phone.shows(end) for end in ends):
                phone.press(*ends)
                yield
                return
            phone.press_first()
            yield

    def _pass(self, message: Message) -> Script:
        self._phone.press_in(message, *self._check)
        yield

    def _all_cases_of(self, message: Message) -> Script:
        """Each decision takes its own buttons out of the message, until none is left."""
        for _ in message.buttons:
            if not self._phone.press_in(message, *self._wanted):
                return
            yield
            if self._decides is Decides.DECLINE:
                self._phone.say(_DECLINED_BECAUSE)
                yield
                self._phone.press(self._phone.label("reason-confirm"))
                yield
            elif self._decides is Decides.ACCEPT and self._arrange:
                yield from self._fill_in(message, self._arrange)
            elif self._decides is Decides.HOLD:
                self._phone.press_first()
                yield


class Consolidator:
    """Looks at the quarter's whole and confirms it, as soon as it is asked to."""

    def __init__(self, chair: Chair, asks: Collection[str], starts: date) -> None:
        """``asks`` are the labels by which the rounds are opened."""
        self._chair, self._asks = chair, asks
        self._phone = chair.reader(starts)

    def sits_down(self, today: date) -> None:
        """As a contact does."""
        self._phone = self._chair.reader(today)

    def files(self) -> list[Script]:
        """What has come to be filed since the last time."""
        return [self._file(message) for message in self._phone.offered("file", *self._asks)]

    def _file(self, message: Message) -> Script:
        self._phone.press_in(message, *self._asks)
        yield
        self._phone.press(self._phone.label("confirm-filing"))
        yield
