"""A difficulty goes from the receipt to the office and comes back with an answer (提请协调), in chat."""

from __future__ import annotations

from register.states import CoordinationState
from register.tables import Coordination
from tests.bot.looking import rows
from tests.harness.chat import Town


async def report_trouble(town: Town, problems: str = "征地补偿<资金>未到位") -> None:
    """第1项 is reported with a difficulty."""
    await town.presses("张联络", "填报第1项")
    for text in ("40", "完成初稿", problems, "报请审批"):
        await town.says("张联络", text)
    await town.presses("张联络", "没有材料")
    await town.presses("张联络", "确认报送")
    town.passes_over("张联络")


async def put(town: Town) -> None:
    await report_trouble(town)
    await town.presses("张联络", "提请办公室协调")
    town.hears("张联络", "已提请办公室协调")
    town.hears("王审核", "征地补偿<资金>未到位")
    town.passes_over("李联络")


async def answer(town: Town, words: str) -> None:
    await town.presses("王审核", "答复")
    town.hears("王审核", "请直接输入答复意见")
    await town.says("王审核", words)
    town.hears("王审核", "确认后随即发给发改委")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", f"已答复（王审核，6月24日 09:00）：{words}")
    town.hears("张联络", words)


async def state_of(town: Town) -> CoordinationState:
    return (await rows(town, Coordination))[-1].state


async def test_one_tap_on_the_receipt_puts_it_and_the_other_buttons_stay(asked: Town) -> None:
    await report_trouble(asked)
    await asked.presses("张联络", "提请办公室协调")
    (receipt,) = asked.hears("张联络", "已提请办公室协调")
    assert "提请办公室协调" not in receipt.buttons
    assert "接着填报第2项" in receipt.buttons
    (card,) = asked.hears("王审核", "第1项 修编总体规划")
    assert list(card.buttons) == ["答复", "查看第1项"]


async def test_a_report_without_a_difficulty_offers_nothing(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    for text in ("40", "完成初稿", "无", "报请审批"):
        await asked.says("张联络", text)
    await asked.presses("张联络", "没有材料")
    asked.passes_over("张联络")
    await asked.presses("张联络", "确认报送")
    (receipt,) = asked.hears("张联络", "已收到第1项")
    assert "提请办公室协调" not in receipt.buttons


async def test_the_answer_settles_it(asked: Town) -> None:
    await put(asked)
    await answer(asked, "已商财政局，7月底前拨付")
    press = await asked.presses("张联络", "已解决")
    asked.hears("张联络", "已解决（张联络")
    assert await state_of(asked) is CoordinationState.SETTLED
    again = await asked.presses_again("张联络", press)
    assert "无需再办" in again.text


async def test_the_answer_does_not_help_and_it_goes_back(asked: Town) -> None:
    await put(asked)
    await answer(asked, "请自行解决")
    await asked.presses("张联络", "再次提请")
    asked.hears("张联络", "上次答复：请自行解决")
    await asked.says("张联络", "自行解决确有困难")
    asked.hears("张联络", "确认后随即发给领导小组办公室")
    await asked.presses("张联络", "确认")
    asked.hears("张联络", "已确认", "已提请办公室协调")
    asked.hears("王审核", "再次提请办公室协调：\n自行解决确有困难")
    assert await state_of(asked) is CoordinationState.OPEN


async def test_the_office_may_leave_the_answer_for_later(asked: Town) -> None:
    await put(asked)
    await asked.presses("王审核", "答复")
    await asked.says("王审核", "容后")
    await asked.presses("王审核", "取消")
    asked.passes_over("王审核")
    assert await state_of(asked) is CoordinationState.OPEN
    await answer(asked, "已商财政局")


async def test_a_second_press_changes_nothing(asked: Town) -> None:
    await report_trouble(asked)
    press = await asked.presses("张联络", "提请办公室协调")
    assert "无需再次提请" in (await asked.presses_again("张联络", press)).text
    asked.passes_over("张联络", "王审核")
    press = await asked.presses("王审核", "答复")
    await asked.says("王审核", "已商财政局")
    await asked.presses("王审核", "确认")
    assert "王审核已于6月24日 09:00答复" in (await asked.presses_again("王审核", press)).text
    asked.passes_over("张联络", "王审核")
    assert len(await rows(asked, Coordination)) == 1


async def test_the_office_is_reminded_once_a_week_until_it_has_answered(asked: Town) -> None:
    await put(asked)
    for day in ("06-25", "06-28"):
        await asked.until(f"2021-{day}")
    waiting = [one for one in asked.box.messages(asked.people["王审核"]) if "待答复的协调事项" in one.text]
    assert len(waiting) == 1
    assert "1. 发改委　第1项 修编总体规划（6月24日 09:00提请）\n征地补偿<资金>未到位" in waiting[0].text
    await asked.until("2021-06-29")
    asked.passes_over("张联络", "李联络", "王审核", "周汇总")
    await asked.presses("王审核", "答复发改委第1项")
    await asked.says("王审核", "已商财政局")
    await asked.presses("王审核", "确认")
    asked.passes_over("张联络", "王审核")
    await asked.until("2021-07-05")
    asked.passes_over("张联络", "李联络", "周汇总")
    assert not any("待答复的协调事项" in one.text for one in asked.box.messages(asked.people["王审核"])[-3:])
    asked.passes_over("王审核")
