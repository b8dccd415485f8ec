"""One card for a unit with many tasks, and one reason where nothing has changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from plans.roles import Role
from register.tables import Report
from tests.bot.filling import fill_in, report
from tests.bot.looking import rows
from tests.harness.chat import PLAN, Town, one_task, running_town

_TITLES = ("修编总体规划", "建设标准厂房", "盘活闲置土地", "处置低效用地", "推进产城融合")
BIG_PLAN = PLAN | {
    "tasks": [
        one_task(number, f"{_TITLES[number % 5]}（{number}）", "发改委", date(2022, 9, 30)) for number in range(1, 26)
    ]
}


@pytest.fixture
async def many(tmp_path: Path) -> AsyncIterator[Town]:
    """One unit leads 25 tasks; the round of the second quarter is open."""
    async with running_town(tmp_path, plan=BIG_PLAN) as town:
        await town.seat({"张联络": ("发改委", Role.CONTACT), "孙主任": ("发改委", Role.LEADER)})
        await town.seat({"王审核": ("办公室", Role.OFFICE), "周汇总": ("管委会", Role.CONTACT)})
        await town.until("2021-06-24")
        town.hears("张联络", "请报送2021年第二季度工作进展")
        yield town


async def open_card(town: Town, who: str = "张联络") -> None:
    await town.says(who, "/help")
    town.hears(who, "您可以办理以下事项")
    await town.presses(who, "本季报送")


async def next_quarter(town: Town) -> None:
    await town.until("2021-09-26")
    assert "请报送2021年第三季度工作进展" in town.last("张联络")
    town.passes_over("张联络", "王审核", "周汇总", "孙主任")


async def test_twenty_five_tasks_in_which_nothing_has_changed_take_less_than_thirty_taps(many: Town) -> None:
    for number in range(1, 26):
        await report(many, number, "40")
    await next_quarter(many)
    taps = [
        await many.presses("张联络", "查看2021年第三季度报送清单"),
        await many.presses("张联络", "全部25项均无变化"),
        await many.presses("张联络", "按计划推进，本季度未到实施节点"),
    ]
    (_, form, _) = many.hears("张联络", "2021年第三季度进展报送（0/25）", "以下25项将一并报送", "请核对以上内容")
    assert all(f"第{number}项" in form.text for number in range(1, 26))
    taps.append(await many.presses("张联络", "确认报送25项"))
    (receipt, card) = many.hears("张联络", "已收到25项2021年第三季度进展（25/25）", "2021年第三季度进展报送（25/25）")
    assert "修改第25项" in card.buttons
    assert receipt.text.count("完成40%") == 25
    assert len(taps) < 30
    assert len(await rows(many, Report)) == 50


async def test_the_card_counts_in_place_in_every_chat_of_the_unit(many: Town) -> None:
    await open_card(many)
    many.hears("张联络", "2021年第二季度进展报送（0/25）")
    await open_card(many, "孙主任")
    many.hears("孙主任", "2021年第二季度进展报送（0/25）")
    await fill_in(many, 12)
    await many.presses("张联络", "确认报送")
    (_, card) = many.hears("张联络", "已收到第12项", "进展报送（1/25）")
    assert "✅ 第12项" in card.text
    assert {"修改第12项", "填报第13项"} <= set(card.buttons)
    many.hears("孙主任", "进展报送（1/25）")
    await many.presses("孙主任", "修改第12项")
    many.hears("孙主任", "请选择要修改的内容")


async def test_a_form_that_was_begun_is_resumed_from_the_card(many: Town) -> None:
    await many.presses("张联络", "填报第7项")
    many.hears("张联络", "第7项")
    await many.says("张联络", "40")
    many.hears("张联络", "本季度做了哪些工作")
    await open_card(many)
    (card,) = many.hears("张联络", "填到一半")
    assert "继续填写第7项" in card.buttons
    await many.presses("张联络", "继续填写第7项")
    many.hears("张联络", "完成：40%")


async def test_the_first_quarter_offers_no_such_press(many: Town) -> None:
    await open_card(many)
    (card,) = many.hears("张联络", "进展报送（0/25）")
    assert not [label for label in card.buttons if "无变化" in label]


async def test_what_is_all_done_or_half_filled_in_is_left_to_words_of_its_own(many: Town) -> None:
    for number, percent in ((1, "40"), (2, "40"), (3, "100"), (4, "40")):
        await report(many, number, percent)
    await next_quarter(many)
    await many.presses("张联络", "填报第4项")
    many.hears("张联络", "上次报40%")
    await many.says("张联络", "55")
    many.hears("张联络", "本季度做了哪些工作")
    await open_card(many)
    many.hears("张联络", "进展报送（0/25）")
    await many.presses("张联络", "其余2项均无变化")
    (_, form) = many.hears("张联络", "已保存：第4项", "以下2项将一并报送")
    assert "不含第3、4、5" in form.text
    await many.says("张联络", "土地指标未下达")
    many.hears("张联络", "原因：土地指标未下达")
    await many.presses("张联络", "无变化的原因")
    many.hears("张联络", "没有变化的原因是什么")
    await many.presses("张联络", "正在办理前期手续，尚未进入实施")
    many.hears("张联络", "请核对")
    press = await many.presses("张联络", "确认报送2项")
    many.hears("张联络", "已收到2项", "进展报送（2/25）")
    again = await many.presses_again("张联络", press)
    assert "已经结束" in again.text
    assert [one.no_change_reason for one in (await rows(many, Report))[4:]] == ["正在办理前期手续，尚未进入实施"] * 2


async def test_what_a_colleague_has_reported_meanwhile_is_not_reported_again(many: Town) -> None:
    for number in (1, 2):
        await report(many, number, "40")
    await next_quarter(many)
    await open_card(many)
    many.hears("张联络", "进展报送（0/25）")
    await many.presses("张联络", "其余2项均无变化")
    many.hears("张联络", "以下2项")
    await many.says("张联络", "土地指标未下达")
    many.hears("张联络", "请核对")
    await many.says("孙主任", "/task 2")
    many.hears("孙主任", "第2项")
    await many.presses("孙主任", "填报第2项")
    many.hears("孙主任", "上次报40%")
    await many.presses("孙主任", "与上季度相比无变化")
    many.hears("孙主任", "没有变化的原因")
    await many.says("孙主任", "另有原因")
    many.hears("孙主任", "请核对")
    await many.presses("孙主任", "确认报送")
    many.hears("孙主任", "已收到第2项")
    many.hears("张联络", "进展报送（1/25）")
    await many.presses("张联络", "确认报送2项")
    many.hears("张联络", "已收到第1项", "进展报送（2/25）")


async def test_it_can_be_called_off(many: Town) -> None:
    await report(many, 1, "40")
    await report(many, 2, "40")
    await next_quarter(many)
    await open_card(many)
    many.hears("张联络", "进展报送（0/25）")
    await many.presses("张联络", "其余2项均无变化")
    many.hears("张联络", "以下2项")
    await many.presses("张联络", "放弃填写")
    many.hears("张联络", "已放弃")
    assert len(await rows(many, Report)) == 2


async def test_a_stranger_to_the_unit_cannot_press_it(many: Town) -> None:
    await report(many, 1, "40")
    await report(many, 2, "40")
    await next_quarter(many)
    await open_card(many)
    many.hears("张联络", "进展报送（0/25）")
    token = many.box.messages(many.people["张联络"])[-1].keyboard[0][0]["callback_data"]
    await many.says("周汇总", "/help")
    (shown,) = many.hears("周汇总", "您可以办理以下事项")
    press = many.box.press(many.people["周汇总"], many.people["周汇总"], shown.message_id, token, stale=True)
    await many.settle()
    assert "由其他单位办理" in press.text
