"""Every planned fault looks to the real library like the trouble that it plays."""

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from sandbox import Fault, Sandbox, WireError, faults
from tests.sandbox.conftest import LI, ZHANG


@pytest.mark.parametrize(
    ("fault", "seen", "took_effect"),
    [
        (faults.hang(), TimedOut, True),
        (faults.hang(executed=False), TimedOut, False),
        (faults.reset(executed=True), NetworkError, True),
        (faults.reset(executed=False), NetworkError, False),
        (faults.half_answer(), NetworkError, True),
        (faults.bad_gateway(), NetworkError, False),
        (faults.bad_gateway(executed=True), NetworkError, True),
        (faults.server_error(), NetworkError, False),
        (faults.too_many_requests(3), RetryAfter, False),
        (faults.blocked(), Forbidden, False),
        (faults.deactivated(), Forbidden, False),
        (faults.kicked(), Forbidden, False),
        (faults.chat_not_found(), BadRequest, False),
        (faults.migrated(-1001), ChatMigrated, False),
        (faults.unauthorized(), InvalidToken, False),
        (faults.conflict(), Conflict, False),
    ],
)
async def test_what_is_seen_and_what_happened(
    bot: Bot, box: Sandbox, fault: Fault, seen: type[TelegramError], took_effect: bool
) -> None:
    box.faults.add(fault, method="sendMessage")
    with pytest.raises(seen):
        await bot.send_message(ZHANG, "您好", read_timeout=0.3)
    assert len(box.log) == took_effect
    await bot.send_message(ZHANG, "恢复了")
    assert box.log[-1].text == "恢复了"


async def test_a_slow_answer_is_still_an_answer(bot: Bot, box: Sandbox) -> None:
    box.faults.add(faults.slow(0.05))
    assert (await bot.send_message(ZHANG, "您好")).text == "您好"


async def test_a_fault_strikes_only_the_chat_and_the_call_it_was_planned_for(box: Sandbox) -> None:
    box.faults.add(faults.blocked(), method="sendMessage", chat_id=ZHANG, skip=1, times=2)
    statuses = [(await box.call("sendMessage", {"chat_id": str(who), "text": "x"}))[0] for who in (LI, *[ZHANG] * 4)]
    assert statuses == [200, 200, 403, 403, 200]
    assert not box.faults


async def test_a_transport_without_a_wire_learns_what_to_play(box: Sandbox) -> None:
    box.faults.add(faults.hang())
    with pytest.raises(WireError) as caught:
        await box.call("sendMessage", {"chat_id": ZHANG, "text": "您好"})
    assert caught.value.wire is faults.Wire.HANG
    assert (caught.value.status, caught.value.body["ok"]) == (200, True)
