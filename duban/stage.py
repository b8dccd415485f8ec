"""The demo's clock and seats, as the chat page wants them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select

from database.clock import SteerableClock
from duban.house import House
from outbox.message import DeliveryState, Message
from register.rules import Rules
from sandbox import Sandbox
from sandbox.stage import Move, StageSeat
from schedules.timetable import next_morning, next_quarter_end

_QUIET_MORNINGS = 400
"""After so many mornings without a word there is nothing left to wait for."""
_DAY = timedelta(days=1)
_SATURDAY = 5


class DemoStage:
    """Moves the clock from one moment of speech to the next, so that nothing is skipped."""

    def __init__(self, clock: SteerableClock, rules: Rules, box: Sandbox) -> None:
        self._clock, self._rules, self._box = clock, rules, box
        self._house: House | None = None
        self._seats: Sequence[StageSeat] = ()

    def raise_curtain(self, house: House, seats: Sequence[StageSeat]) -> None:
        """The house is ready and its people sit in their seats; before that the clock does not move."""
        self._house, self._seats = house, seats

    def seats(self) -> Sequence[StageSeat]:
        return self._seats

    def now(self) -> datetime:
        return self._clock.now().astimezone(self._rules.timezone)

    def day_note(self) -> str:
        day = self.now().date()
        weekend = day.weekday() >= _SATURDAY
        if self._rules.calendar.is_working(day):
            return "调休上班日" if weekend else "工作日"
        return "休息日" if weekend else "法定节假日"

    async def move(self, how: Move) -> None:
        if self._house is None:
            return
        await self._house.settle()
        match how:
            case "day":
                speak_at = self._rules.policy.working_day.speak_at
                await self._go_to(self._house, self._rules.at(self.now().date() + _DAY, speak_at))
            case "quarter":
                await self._go_to(self._house, next_quarter_end(self._clock.now(), self._rules))
            case "event":
                await self._go_to_next_word(self._house)

    async def _go_to(self, house: House, target: datetime) -> None:
        while (moment := await self._next_moment(house)) < target:
            await self._be_at(house, moment)
        await self._be_at(house, target)

    async def _go_to_next_word(self, house: House) -> None:
        """Until somebody is told something."""
        said = len(self._box.log)
        for _ in range(_QUIET_MORNINGS):
            await self._be_at(house, await self._next_moment(house))
            if len(self._box.log) > said:
                return

    async def _be_at(self, house: House, moment: datetime) -> None:
        self._clock.move_to(moment)
        await house.settle()

    async def _next_moment(self, house: House) -> datetime:
        """The next morning of speech, or before it the moment at which a held message may leave."""
        now = self._clock.now()
        morning = next_morning(now, self._rules)
        async with house.plot.database.reading() as session:
            held = await session.exec(
                select(col(Message.not_before))
                .where(Message.state == DeliveryState.PENDING, col(Message.not_before) > now)
                .order_by(col(Message.not_before))
                .limit(1)
            )
            soonest = held.first()
        return min(morning, soonest) if soonest is not None else morning
