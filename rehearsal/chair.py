"""A contact's chair: who reads and acts there on a day, the person or, meanwhile, the unit's leader."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from datetime import date, timedelta

from plans.cast import Away
from register.calendar import WorkingCalendar
from rehearsal.phone import Phone

Script = Generator[None, None, None]
"""What one person does, pausing wherever an answer of the bot is waited for."""
_DAY = timedelta(days=1)


class Chair:
    """Each absence is registered on the day before it, at the earliest on the day on which the plan starts."""

    def __init__(
        self, own: Phone, stand_in: Phone, away: Sequence[Away], starts: date, calendar: WorkingCalendar
    ) -> None:
        self._own, self._stand_in, self._calendar = own, stand_in, calendar
        self._spans = {max(one.from_, starts + _DAY): one.to for one in away if one.to > starts}
        """First day -> last day."""

    def reader(self, today: date) -> Phone:
        """The phone to which the seat's messages go: who is away is so from the first morning that speaks."""
        for first, last in self._spans.items():
            if self._calendar.after(first - _DAY, 1) <= today <= last:
                return self._stand_in
        return self._own

    def leaves_tomorrow(self, today: date) -> bool:
        return today + _DAY in self._spans

    def leaves(self, today: date) -> Script:
        """Register the absence that begins tomorrow."""
        phone, first = self._own, today + _DAY
        phone.say("/absent")
        yield
        if phone.shows(phone.label("absent")):
            phone.press(phone.label("absent"))
            yield
        for day in (first, self._spans[first]):
            phone.say(day.isoformat())
            yield
        phone.press(phone.label("absent-person", name=self._stand_in.owner))
        yield
        phone.press(phone.label("absent-confirm"))
        yield
