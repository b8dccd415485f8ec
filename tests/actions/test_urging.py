"""The office urges, not too often, and nobody who has met the duty."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.complete import claim
from actions.report import file_report
from actions.urge import Urging, preview, urge
from register.tables import Urge
from tests.actions.stage import IN_TIME, SOME_ANSWERS, Stage

OFFICE = "办公室office"


async def urged(stage: Stage, number: int, at: datetime) -> Urging:
    """Seen, and confirmed at once."""
    seen = await stage.does(OFFICE, preview, number, at)
    return await stage.does(OFFICE, urge, number, seen.seen, at)


async def test_a_preview_changes_nothing_and_an_urge_reaches_the_lead_unit(stage: Stage) -> None:
    seen = await stage.does(OFFICE, preview, 2, IN_TIME)
    assert [(one.owing.unit, one.reachable) for one in seen.units] == [("水利局", True)]
    assert not await stage.rows(Urge)
    await urged(stage, 2, IN_TIME)
    (message,) = await stage.told("urge")
    assert message.facts["items"][0]["task"] == 2
    assert [row[0]["label"] for row in message.keyboard] == ["report", "open-task", "claim"]
    assert "还有94天" in await stage.words_of("urge")
    assert [row.reached for row in await stage.rows(Urge)] == [True]


async def test_the_same_task_is_not_urged_again_within_three_days(stage: Stage) -> None:
    await urged(stage, 2, IN_TIME)
    refusal = await stage.refused(OFFICE, urge, 2, "", IN_TIME + timedelta(days=2))
    assert (refusal.word, refusal.facts["again"]) == ("urged-lately", "2021-07-01")
    await urged(stage, 2, IN_TIME + timedelta(days=3))
    assert len(await stage.told("urge")) == 2


async def test_another_task_may_be_urged_at_once(stage: Stage) -> None:
    await urged(stage, 2, IN_TIME)
    await urged(stage, 3, IN_TIME)
    assert len(await stage.told("urge")) == 2


async def test_nobody_is_urged_who_owes_nothing(stage: Stage) -> None:
    await stage.does("水利局contact", claim, (await stage.duty(2)).id, "完成", None, IN_TIME)
    assert (await stage.refused(OFFICE, urge, 2, "", IN_TIME)).word == "nobody-to-urge"
    await stage.does("水利局contact", file_report, (await stage.request(3)).id, SOME_ANSWERS, None, IN_TIME)
    assert (await stage.refused(OFFICE, urge, 3, "", IN_TIME)).word == "nobody-to-urge"


async def test_an_empty_seat_is_told_through_the_units_leader_then_the_office(stage: Stage) -> None:
    await stage.empty("水利局contact")
    assert [one.reachable for one in (await urged(stage, 2, IN_TIME)).units] == [False]
    await stage.empty("水利局leader")
    await urged(stage, 3, IN_TIME)
    to_leader, to_office = await stage.told("urge")
    assert to_leader.keyboard
    assert not to_office.keyboard
    assert to_office.facts["instead_of"] == {"unit": "水利局", "role": "contact"}


async def test_others_may_not_urge_and_unknown_tasks_are_named(stage: Stage) -> None:
    for name in ("水利局contact", "督查局bureau", "路人"):
        await stage.refused(name, urge, 2, "", IN_TIME)
    assert (await stage.refused(OFFICE, urge, 99, "", IN_TIME)).word == "task-unknown"
    assert not await stage.rows(Urge)


async def test_what_is_confirmed_is_what_was_seen(stage: Stage) -> None:
    seen = (await stage.does(OFFICE, preview, 1, IN_TIME)).seen
    refusal = await stage.refused(OFFICE, urge, 1, seen, IN_TIME + timedelta(days=1))
    assert refusal.word == "urge-changed"
    await stage.does("发改委contact", file_report, (await stage.request(1)).id, SOME_ANSWERS, None, IN_TIME)
    assert (await stage.refused(OFFICE, urge, 1, seen, IN_TIME)).word == "urge-changed"
    assert not await stage.rows(Urge)
    fresh = (await stage.does(OFFICE, preview, 1, IN_TIME)).seen
    await stage.does(OFFICE, urge, 1, fresh, IN_TIME + timedelta(hours=1))
    assert len(await stage.rows(Urge)) == 1
