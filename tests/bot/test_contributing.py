"""Responsible units give their words towards the lead's report, where the policy asks them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from plans.policy import Policy, RoundRules
from plans.roles import Role
from register.states import ContributionState
from register.tables import Climb, Contribution, Report
from schedules.sweep import sweep
from tests.bot.looking import rows
from tests.harness.chat import PLAN, RULES, Town, one_task, running_town

ASKING = replace(RULES, policy=Policy(round=RoundRules(responsible_units_report=True)))
SHARED_PLAN = PLAN | {
    "tasks": [one_task(1, "修编总体规划", "发改委", date(2022, 9, 30)) | {"responsible_units": ["水利局", "发改委"]}]
}


@pytest.fixture
async def shared(tmp_path: Path) -> AsyncIterator[Town]:
    """The first task has a responsible unit beside its lead."""
    async with running_town(tmp_path, plan=SHARED_PLAN) as town:
        await town.seat({"张联络": ("发改委", Role.CONTACT), "李联络": ("水利局", Role.CONTACT)})
        await town.seat({"王审核": ("办公室", Role.OFFICE)})
        yield town


async def morning(town: Town, day: str) -> None:
    """A morning under the policy that asks responsible units."""
    town.clock.move_to(RULES.at(date.fromisoformat(day), RULES.policy.working_day.speak_at))
    await sweep(town.database, ASKING, town.clock.now())
    await town.settle()


async def contribute(town: Town, words: str) -> None:
    await town.presses("李联络", "提供第1项配合情况")
    town.hears("李联络", "贵单位本季度为本项做了哪些工作")
    await town.says("李联络", words)
    town.hears("李联络", "请核对以上内容")
    await town.presses("李联络", "确认提供")
    town.hears("李联络", "已收到第1项2021年第二季度配合情况")


async def test_the_words_of_a_responsible_unit_become_the_leads_draft(shared: Town) -> None:
    await morning(shared, "2021-06-24")
    shared.hears("张联络", "请报送2021年第二季度工作进展")
    shared.hears("李联络", "请向牵头单位提供2021年第二季度配合情况")
    await contribute(shared, "完成河道<蓝线>划定")
    await shared.presses("张联络", "填报第1项")
    shared.hears("张联络", "目前完成")
    await shared.presses("张联络", "50%")
    shared.hears("张联络", "水利局提供：完成河道<蓝线>划定")
    await shared.presses("张联络", "采用责任单位提供的内容")
    shared.hears("张联络", "工作开展：水利局：完成河道<蓝线>划定")
    assert not await rows(shared, Report)


async def test_it_can_be_changed_until_the_close_and_not_after_it(shared: Town) -> None:
    await morning(shared, "2021-06-24")
    shared.passes_over("张联络", "李联络")
    await contribute(shared, "完成一")
    await shared.presses("李联络", "修改")
    shared.hears("李联络", "配合情况：完成一")
    await shared.presses("李联络", "修改")
    shared.hears("李联络", "贵单位本季度")
    await shared.says("李联络", "完成一和二")
    shared.hears("李联络", "完成一和二")
    press = await shared.presses("李联络", "确认提供")
    shared.hears("李联络", "已收到第1项")
    again = await shared.presses_again("李联络", press)
    assert "已经结束" in again.text
    (given,) = await rows(shared, Contribution)
    assert (given.state, given.words) == (ContributionState.GIVEN, "完成一和二")
    await morning(shared, "2021-07-01")
    shared.passes_over("张联络", "李联络", "王审核")
    late = await shared.presses("李联络", "修改")
    assert "已于6月30日截止" in late.text


async def test_who_gives_nothing_is_reminded_and_never_accused(shared: Town) -> None:
    await morning(shared, "2021-06-24")
    shared.hears("李联络", "请向牵头单位提供")
    await morning(shared, "2021-06-30")
    shared.hears("李联络", "请向牵头单位提供")
    await morning(shared, "2021-07-01")
    await morning(shared, "2021-07-14")
    shared.hears("李联络")
    shared.passes_over("张联络", "王审核")
    contribution = (await rows(shared, Contribution))[0]
    assert contribution.unit_id not in {climb.unit_id for climb in await rows(shared, Climb)}


async def test_nothing_to_tell_is_two_taps(shared: Town) -> None:
    await morning(shared, "2021-06-24")
    shared.passes_over("张联络", "李联络")
    await shared.presses("李联络", "提供第1项配合情况")
    shared.hears("李联络", "贵单位本季度")
    await shared.presses("李联络", "本季度没有")
    shared.hears("李联络", "本季度没有需要提供的内容")
    await shared.presses("李联络", "确认提供")
    shared.hears("李联络", "已收到第1项")
    await shared.presses("张联络", "填报第1项")
    shared.hears("张联络", "目前完成")
    await shared.presses("张联络", "50%")
    (question,) = shared.hears("张联络", "本季度做了哪些工作")
    assert "采用责任单位提供的内容" not in question.buttons


async def test_the_default_policy_asks_the_lead_alone(shared: Town) -> None:
    await shared.until("2021-06-24")
    shared.hears("张联络", "请报送")
    shared.hears("李联络")
    assert not await rows(shared, Contribution)


async def test_another_unit_cannot_speak_for_the_responsible_unit(shared: Town) -> None:
    await morning(shared, "2021-06-24")
    shared.passes_over("张联络", "李联络")
    token = shared.box.messages(shared.people["李联络"])[-1].keyboard[0][0]["callback_data"]
    shown = shared.box.messages(shared.people["张联络"])[-1]
    press = shared.box.press(shared.people["张联络"], shared.people["张联络"], shown.message_id, token, stale=True)
    await shared.settle()
    assert "由其他单位办理" in press.text
