"""Who may do what: every act against everybody, and the presser against the object."""

from __future__ import annotations

import pytest

from actions.access import RIGHTS, require
from actions.acts import Act
from actions.refusal import Refusal
from tests.actions.stage import Stage

CAST = (
    "发改委contact",
    "水利局contact",
    "水利局leader",
    "管委会contact",
    "办公室office",
    "督查局bureau",
    "领导小组leading-group",
    "路人",
)


async def who_may(stage: Stage, act: Act, target: int | None) -> set[str]:
    allowed = set()
    for name in CAST:
        async with stage.acting(name) as (session, actor):
            try:
                await require(session, actor, act, target)
            except Refusal:
                continue
        allowed.add(name)
    return allowed


def test_every_act_has_a_right() -> None:
    assert set(RIGHTS) == set(Act)


@pytest.mark.parametrize("act", [Act.REPORT, Act.REPORT_CONFIRM, Act.REPORT_NO_CHANGE])
async def test_only_the_unit_asked_may_report(stage: Stage, act: Act) -> None:
    request = await stage.request(2)
    assert await who_may(stage, act, request.id) == {"水利局contact", "水利局leader"}


async def test_only_the_unit_whose_duty_it_is_may_claim(stage: Stage) -> None:
    assert await who_may(stage, Act.CLAIM_CONFIRM, (await stage.duty(1)).id) == {"发改委contact"}


async def test_an_act_of_a_unit_without_an_object_is_refused(stage: Stage) -> None:
    assert await who_may(stage, Act.REPORT, None) == set()
    assert await who_may(stage, Act.REPORT, 999) == set()


async def test_a_task_is_open_to_those_who_take_part_and_those_who_watch(stage: Stage) -> None:
    allowed = await who_may(stage, Act.OPEN_TASK, 2)
    assert allowed == set(CAST) - {"发改委contact", "路人"}


@pytest.mark.parametrize("act", [Act.ACCEPT_REPORT, Act.RETURN_COMPLETION, Act.URGE_CONFIRM, Act.MAKE_REPORT])
async def test_only_the_office_reviews_urges_and_compiles(stage: Stage, act: Act) -> None:
    assert await who_may(stage, act, 1) == {"办公室office"}


@pytest.mark.parametrize("act", [Act.CASE_ACCEPT, Act.CASE_DECLINE, Act.CASE_HOLD_UNTIL])
async def test_only_the_bureau_decides(stage: Stage, act: Act) -> None:
    assert await who_may(stage, act, 1) == {"督查局bureau"}


async def test_only_the_consolidating_unit_files(stage: Stage) -> None:
    assert await who_may(stage, Act.CONFIRM_FILING, (await stage.request(1)).round_id) == {"管委会contact"}


async def test_a_stranger_may_do_nothing(stage: Stage) -> None:
    for act in Act:
        assert "路人" not in await who_may(stage, act, 1)


async def test_who_has_left_the_seat_is_a_stranger(stage: Stage) -> None:
    await stage.empty("水利局contact")
    assert await who_may(stage, Act.REPORT, (await stage.request(2)).id) == {"水利局leader"}
