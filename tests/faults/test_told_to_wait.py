"""D2: told to wait while hundreds are pending and twenty are on their way: silence, and then everything, once."""

from __future__ import annotations

import time
from pathlib import Path

from database.engine import Database
from duban.loops import living
from outbox.gate import Pace
from outbox.message import DeliveryState, Owed
from sandbox import Limits, faults
from sandbox.answers import too_many_requests
from sandbox.things import Chat
from tests.faults.rig import running_rig
from tests.faults.scale import times

COUNT = times(80, 500)
SILENCE = times(2, 30)
FLYING = 20
ANSWERED_AFTER = float(times(3, 10))
"""Seconds; so slow that twenty are still under way when the one after them is told to wait, even on a busy machine."""


class AsksForSilence(Limits):
    """Asks once, in the middle, for silence; then takes everything, so that its log shows who keeps silent."""

    def __init__(self, after: int, seconds: int) -> None:
        super().__init__()
        self.accepted: list[float] = []
        self.asked_at = 0.0
        self._after, self._seconds = after, seconds

    def admit(self, chat: Chat) -> None:  # noqa: ARG002 - the limits' signature
        if not self.asked_at and len(self.accepted) == self._after:
            self.asked_at = time.monotonic()
            raise too_many_requests(self._seconds)
        self.accepted.append(time.monotonic())


async def test_nothing_is_accepted_until_the_silence_ends(database: Database, tmp_path: Path) -> None:
    limits = AsksForSilence(COUNT // 2, SILENCE)
    async with running_rig(database, tmp_path, limits=limits, pace=Pace(), answer_seconds=2 * ANSWERED_AFTER) as rig:
        for number in range(COUNT):
            rig.box.user(1001 + number, f"读者{number}", started=True)
        said = {"kind": "digest", "template": "said", "facts": {"words": "督办提醒"}}
        await rig.owe(*(Owed.model_validate({"key": f"n/{n}", "address": str(1001 + n)} | said) for n in range(COUNT)))
        rig.box.faults.add(faults.slow(ANSWERED_AFTER), method="sendMessage", skip=COUNT // 2 - FLYING, times=FLYING)
        async with living(rig.house, polls=False):
            await rig.house.settle()

        assert limits.asked_at - limits.accepted[COUNT // 2 - FLYING] < ANSWERED_AFTER, "twenty were under way"
        until = limits.asked_at + SILENCE
        assert [at for at in limits.accepted if limits.asked_at + 1 < at < until] == []
        assert min(at for at in limits.accepted if at >= until) < until + 2, "and then it goes on"
        assert sorted(sent.chat_id for sent in rig.box.log) == [1001 + number for number in range(COUNT)]
        assert {row.state for row in await rig.rows()} == {DeliveryState.SENT}
        assert await rig.broken() == []
