"""The office reviews, the bureau decides, the consolidating unit files: all by way of the chat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, timedelta

from plans.cast import Decides
from rehearsal.cast import Cast
from rehearsal.contact import Script
from rehearsal.phone import Phone
from sandbox import Message

_RETURNED_BECAUSE = "佐证材料不充分，请补充后重报。"
_DECLINED_BECAUSE = "该单位正在整改，暂不约谈。"


class Office:
    """Judges what was filed so many days ago, the oldest first."""

    def __init__(self, phone: Phone, cast: Cast, filed: Counter[date]) -> None:
        """``filed`` tells how many reports and claims came on each day."""
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
            if self._accepts(phone.newest_text()):
                phone.press(phone.label("accept-report"), phone.label("accept-completion"))
            else:
                phone.press(phone.label("return-report"), phone.label("return-completion"))
                yield
                phone.say(_RETURNED_BECAUSE)
                yield
                phone.press(phone.label("reason-confirm"))
            yield

    def _accepts(self, sheet: str) -> bool:
        """What is on the table, told by its first lines: which kind, which task, which unit (and quarter)."""
        if not self._cast.accepts_second:
            return self._cast.accepts
        kind, task, filed = sheet.splitlines()[:3]
        thing = (kind.split("　")[0], task, *filed.split("　")[:-1])
        again = thing in self._returned
        self._returned.add(thing)
        return again


class Bureau:
    """Decides each case of a proposal as the cast says."""

    def __init__(self, phone: Phone, decides: Decides, units: Collection[str]) -> None:
        """``units`` are those that may stand before the bureau: each button names one."""
        self._phone = phone
        buttons = {
            Decides.ACCEPT: ("case-accept", "case-accept-leading"),
            Decides.DECLINE: ("case-decline", "case-decline-leading"),
            Decides.HOLD: ("case-hold", "case-hold-leading"),
        }.get(decides, ())
        self._wanted = [phone.label(button, unit=unit) for button in buttons for unit in units]
        self._decides = decides

    def decisions(self) -> list[Script]:
        """What has come to be decided since the last time."""
        return [self._all_cases_of(message) for message in self._phone.offered("decide", *self._wanted)]

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
            elif self._decides is Decides.HOLD:
                self._phone.press_first()
                yield


class Consolidator:
    """Looks at the quarter's whole and confirms it, as soon as it is asked to."""

    def __init__(self, phone: Phone, asks: Collection[str]) -> None:
        """``asks`` are the labels by which the rounds are opened."""
        self._phone, self._asks = phone, asks

    def files(self) -> list[Script]:
        """What has come to be filed since the last time."""
        return [self._file(message) for message in self._phone.offered("file", *self._asks)]

    def _file(self, message: Message) -> Script:
        self._phone.press_in(message, *self._asks)
        yield
        self._phone.press(self._phone.label("confirm-filing"))
        yield
