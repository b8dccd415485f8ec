"""People who are added on the page to try an invitation; the stage does not know them yet."""

from itertools import count

from sandbox.people import People
from sandbox.stage import Stage, StageSeat

_GROUP = "新加入的人"
_FIRST_ID = 990_000_001


class Guests:
    """Seats of the page: those of the stage, then the guests that it has not taken over."""

    def __init__(self, box: People, stage: Stage) -> None:
        self._box = box
        self._stage = stage
        self._numbers = count(_FIRST_ID)
        self._guests: dict[int, StageSeat] = {}

    def seats(self) -> list[StageSeat]:
        known = list(self._stage.seats())
        taken = {seat.user_id for seat in known}
        return known + [seat for seat in self._guests.values() if seat.user_id not in taken]

    def add(self, name: str) -> StageSeat:
        user_id = next(number for number in self._numbers if number not in self._box.people)
        self._box.user(user_id, name)
        seat = StageSeat(user_id, user_id, name, "尚未绑定席位", "新人", _GROUP)
        self._guests[user_id] = seat
        return seat
