"""Everybody of the cast, and who does something at which hour of a day."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, time

from plans.model import UnitNames
from plans.roles import Role
from register.people import OF_A_UNIT
from register.quarters import quarter_of
from rehearsal.authorities import Bureau, Consolidator, Issuing, Office
from rehearsal.cast import Cast
from rehearsal.chair import Chair, Script
from rehearsal.contact import Contact, sign_all
from rehearsal.knowledge import Gathering, Part, gatherings, parts_of
from rehearsal.scene import Files
from rehearsal.seating import Phones

Turn = tuple[time, Callable[[date], list[Script]]]
"""An hour, and what is done at it: asked only when the hour has come, for it depends on what was read before."""


class Company:
    """The people of one rehearsal."""

    def __init__(self, files: Files, cast: Cast, phones: Phones) -> None:
        plan, names = files.plan, UnitNames(files.plan.units)
        head = plan.plan
        self._rules = files.rules
        self._files_again = cast.accepts_second
        self.gatherings = gatherings(plan, files.rules)
        filed: Counter[date] = Counter()
        parts: dict[str, list[Part]] = defaultdict(list)
        for part in parts_of(plan, names, cast):
            parts[part.unit].append(part)
        undated = _undated(files, names)
        calendar = files.rules.calendar
        self._chairs = {
            unit: Chair(phone, phones[unit, Role.LEADER], cast.of(unit).away, head.starts, calendar)
            for (unit, role), phone in phones.items()
            if role is Role.CONTACT
        }
        self.contacts = [
            Contact(self._chairs[unit], cast.of(unit), parts[unit], undated[unit], head.starts, filed)
            for unit, role in phones
            if role is Role.CONTACT and (parts[unit] or undated[unit])
        ]
        self._signers = [phone for (unit, role), phone in phones.items() if role in OF_A_UNIT and cast.of(unit).signs]
        self._office = Office(phones[names.official(head.office), Role.OFFICE], cast, filed)
        second = phones[names.official(head.leading_group), Role.LEADING_GROUP]
        self._issuing = Issuing(phones[names.official(head.office), Role.OFFICE], second)
        judged = {unit for unit, role in phones if role is Role.CONTACT}
        self._bureau = Bureau(
            phones[names.official(head.bureau), Role.BUREAU], cast.decides, judged, follows=cast.follows
        )
        filing = names.official(head.consolidator)
        phone = phones[filing, Role.CONTACT]
        asks = [phone.label("open-filing", quarter=quarter_of(one.closes)) for one in self.gatherings]
        asks = asks if cast.of(filing).reports != "never" else []
        self._consolidator = Consolidator(self._chairs[filing], asks, head.starts)
        self.turns = self._hours()
        """The hours of a day in their order."""

    def _hours(self) -> list[Turn]:
        return [
            (time(9, 30), self._sign),
            (time(9, 45), self._file_again),
            (time(10, 0), self._claim),
            (time(10, 15), self._ask_for_time),
            (time(10, 30), lambda day: self._report(day, at_close=False)),
            (time(10, 45), lambda _: self._rectify()),
            (time(11, 0), lambda _: self._issuing.takes_on()),
            (time(11, 30), lambda _: self._issuing.signs_off()),
            (time(14, 0), lambda _: self._consolidator.files()),
            (time(15, 0), lambda _: self._bureau.decisions()),
            (time(15, 30), lambda _: self._bureau.follows()),
            (time(16, 0), lambda day: self._report(day, at_close=True)),
            (time(17, 0), self._review),
            (time(17, 30), self._leave),
        ]

    def _sign(self, today: date) -> list[Script]:
        """Whoever is asked on this day learns it from the same digest."""
        self._consolidator.sits_down(today)
        for contact in self.contacts:
            contact.sits_down(today)
        for round_ in self.gatherings:
            if round_.opens == today:
                for contact in self.contacts:
                    contact.note_what_is_asked(round_, self._rules.at(today, time(0)))
        to_sign = [(phone, phone.offered("sign", phone.label("sign"))) for phone in self._signers]
        return [sign_all(phone, messages) for phone, messages in to_sign if messages]

    def _claim(self, today: date) -> list[Script]:
        claiming = [one for one in self.contacts if any(part.claims_on == today for part in one.parts)]
        return [contact.claims(today) for contact in claiming]

    def _ask_for_time(self, today: date) -> list[Script]:
        asking = [one for one in self.contacts if any(part.asks_on == today for part in one.parts)]
        return [contact.asks_for_time(today) for contact in asking]

    def _leave(self, today: date) -> list[Script]:
        return [chair.leaves(today) for chair in self._chairs.values() if chair.leaves_tomorrow(today)]

    def _report(self, today: date, *, at_close: bool) -> list[Script]:
        return [
            contact.reports(round_, today)
            for contact in self.contacts
            if (contact.manner.reports == "close") is at_close
            for round_ in self._answered_on(contact, today)
        ]

    def _answered_on(self, contact: Contact, today: date) -> list[Gathering]:
        return [one for one in self.gatherings if contact.manner.report_day(one.opens, one.closes) == today]

    def _file_again(self, today: date) -> list[Script]:
        """What the office returned since yesterday's review, where it takes it the second time."""
        if not self._files_again:
            return []
        again = [(contact, contact.returned()) for contact in self.contacts]
        return [contact.files_again(messages, today) for contact, messages in again if messages]

    def _rectify(self) -> list[Script]:
        """What a talk or a return asked to be mended, by those who do what they have to."""
        mending = [one for one in self.contacts if one.manner.completes != "never"]
        asked = [(contact, contact.to_mend()) for contact in mending]
        return [contact.mends(messages) for contact, messages in asked if messages]

    def _review(self, today: date) -> list[Script]:
        return [self._office.reviews(today)] if self._office.due(today) else []


def _undated(files: Files, names: UnitNames) -> dict[str, list[int]]:
    """Unit -> the tasks without a date that it leads: reported every round, never claimed."""
    found: dict[str, list[int]] = defaultdict(list)
    for task in files.plan.tasks:
        if task.undated:
            for unit in dict.fromkeys(leaf for name in task.lead_units for leaf in names.expand(name)):
                found[unit].append(task.number)
    return found
