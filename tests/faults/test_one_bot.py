"""P4: one bot belongs to one deployment. A second poller stands by and warns; a copy for another purpose is refused."""

from __future__ import annotations

from pathlib import Path

from database.binding import bind
from duban.reaching import STRANGER
from outbox.message import DeliveryState
from sandbox.faults import unauthorized
from tests.duban.conftest import TOKEN
from tests.faults.city import FIRST, City
from tests.faults.processes import first_to_say, seen, service


async def test_a_second_poller_on_the_same_token_stands_by_and_warns(town: City, tmp_path: Path) -> None:
    """Each has a database of its own, so no lease keeps them apart: the server does, by the conflict."""
    here = town.town.environment()
    home = tmp_path / "elsewhere"
    there = here | {"DUBAN_HOME": str(home), "DUBAN_DATABASE_URL": f"sqlite:///{home / 'duban.db'}"}
    await town.owe(1)
    async with service(here) as one:
        await one.says("service_started")
        await town.box.updates.polled.wait()
        async with service(there) as other:
            await other.says("service_started")
            refused = await first_to_say([one, other], "poll_conflict")
            assert refused.said("poll_conflict")[0]["level"] == "warning"
            town.box.say(FIRST, "/help")
            await seen(lambda: town.told(FIRST) == 2)
            for running in (one, other):
                running.terminate()
                assert await running.ended() == 143, "it stood by, it did not end"
    assert town.told(FIRST) == 2, "greeted once, and answered once"


async def test_a_token_refused_in_the_middle_ends_the_service_and_fails_nothing(town: City) -> None:
    """The ear still hears, only sending is refused: nobody may go on in silence with everything held up."""
    count = 20
    town.box.faults.add(unauthorized(), method="sendMessage", skip=count // 2, times=None)
    async with service(town.town.environment()) as running:
        await running.says("service_started")
        await town.owe(count)
        assert await running.ended() == 1
    assert running.other == [STRANGER]
    assert await town.states() == {DeliveryState.SENT, DeliveryState.PENDING}

    town.box.faults.clear()
    async with service(town.town.environment()) as running:
        await seen(town.all_settled)
        running.terminate()
        assert await running.ended() == 143
    assert len(town.box.log) == count
    assert await town.broken() == []


async def test_a_copy_with_another_purpose_refuses_to_send(town: City) -> None:
    here = town.town.environment()
    async with town.database.writing() as session:
        await bind(session, "禹州", TOKEN)
    await town.owe(3)
    async with service(here | {"DUBAN_DEPLOYMENT": "演练"}) as copy:
        assert await copy.ended() == 1
        assert "已停止发送" in copy.other[0]
    assert town.box.log == []
    assert len(copy.other) == 1, "one sentence, no traceback"
