"""A unit asks for a later date in chat, the office decides; both take back or take up again what they did."""

from __future__ import annotations

from datetime import date

import pytest

from register.states import DutyState, ExtensionState
from register.tables import Draft, Duty, Extension, Reopening
from tests.bot.looking import rows
from tests.harness.chat import Town


async def duty_of(town: Town) -> Duty:
    return next(one for one in await rows(town, Duty) if one.id == 3)


async def open_form(town: Town) -> None:
    await town.says("李联络", "/task 3")
    town.hears("李联络", "第3项 治理河道")
    await town.presses("李联络", "第3项申请延期")
    town.hears("李联络", "请说明延期的理由")
    await town.says("李联络", "汛期不能施工")


async def ask(town: Town, day: str = "2021年7月30日") -> None:
    """The day is offered: after the reason two taps are enough."""
    await open_form(town)
    (question,) = town.hears("李联络", "请选择延至哪一天")
    assert question.buttons == ("2021年7月15日", "2021年7月30日", "放弃填写")
    await town.presses("李联络", day)
    town.hears("李联络", "请核对以上内容")
    await town.presses("李联络", "确认申请")
    town.hears("李联络", "已收到第3项延期申请")
    (card,) = town.hears("王审核", "延期申请，请审核")
    assert "汛期不能施工" in card.text


async def test_one_press_of_the_office_moves_the_date(town: Town) -> None:
    await ask(town)
    press = await town.presses("王审核", "同意延期")
    (card,) = town.hears("王审核", "已同意延期（王审核，5月17日 10:00）")
    assert card.buttons == ()
    town.hears("李联络", "完成时限延至2021年7月30日（原定2021年6月30日）")
    assert (await duty_of(town)).due == date(2021, 7, 30)
    again = await town.presses_again("王审核", press)
    assert "同意延期，无需再次办理" in again.text
    await town.says("李联络", "/task 3")
    (shown,) = town.hears("李联络", "现定时限2021年7月30日（2021年6月底前，原定2021年6月30日）")
    assert "延期申请：2021年6月30日→2021年7月30日，已同意（王审核，5月17日 10:00）" in shown.text


async def test_a_refusal_needs_its_reason_which_is_confirmed(town: Town) -> None:
    await ask(town)
    await town.presses("王审核", "不同意延期")
    town.hears("王审核", "请直接输入理由")
    await town.says("王审核", "应提前安排施工")
    town.hears("王审核", "确认后不予延期")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "已决定水利局第3项不予延期", "未同意延期（王审核")
    (verdict,) = town.hears("李联络", "未同意延期")
    assert "应提前安排施工" in verdict.text
    assert "完成时限仍为2021年6月30日" in verdict.text
    assert (await duty_of(town)).due == date(2021, 6, 30)


async def test_the_request_stands_in_the_review_queue(town: Town) -> None:
    await ask(town)
    await town.says("王审核", "/review")
    (sheet,) = town.hears("王审核", "延期申请　待审核1件")
    assert sheet.buttons == ("同意延期", "不同意延期")
    await town.presses("王审核", "同意延期")
    town.hears("王审核", "已同意延期", "目前没有待审核")
    town.hears("李联络", "同意延期")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("7月31日", "2021年7月31日（星期六），当天不是工作日"), ("2021-07-30", "2021年7月30日（星期五）")],
)
async def test_a_day_may_be_typed_and_a_day_off_is_pointed_out(town: Town, typed: str, shown: str) -> None:
    await open_form(town)
    town.hears("李联络", "请选择延至哪一天")
    await town.says("李联络", typed)
    (summary,) = town.hears("李联络", "请核对以上内容")
    assert shown in summary.text
    await town.presses("李联络", "修改日期")
    town.hears("李联络", "请选择延至哪一天")
    await town.presses("李联络", "2021年7月15日")
    town.hears("李联络", "2021年7月15日（星期四）")
    await town.presses("李联络", "修改理由")
    town.hears("李联络", "请说明延期的理由")
    await town.says("李联络", "设备未到")
    (changed,) = town.hears("李联络", "设备未到")
    assert "2021年7月15日" in changed.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("下个月", "请输入日期"),
        ("2021-06-30", "须在2021年6月30日之后"),
        ("6月20日", "须在2021年6月30日之后"),
        ("2023-01-31", "不能晚于方案期末"),
    ],
)
async def test_a_day_that_cannot_be_is_asked_again(town: Town, typed: str, answer: str) -> None:
    await open_form(town)
    town.hears("李联络", "请选择延至哪一天")
    await town.says("李联络", typed)
    town.hears("李联络", answer)
    await town.says("李联络", "7月20日")
    town.hears("李联络", "申请延至：2021年7月20日")


async def test_a_form_given_up_asks_nothing(town: Town) -> None:
    await open_form(town)
    town.hears("李联络", "请选择延至哪一天")
    press = await town.presses("李联络", "放弃填写")
    town.hears("李联络", "已放弃")
    assert not await rows(town, Draft)
    assert not await rows(town, Extension)
    again = await town.presses_again("李联络", press)
    assert "请重新打开" in again.text


async def test_after_the_date_an_old_button_says_what_can_be_done_instead(town: Town) -> None:
    await town.says("李联络", "/task 3")
    town.hears("李联络", "第3项申请延期")
    await town.until("2021-07-01")
    town.passes_over(*town.people)
    press = await town.presses("李联络", "第3项申请延期")
    assert "已过完成时限2021年6月30日，不能再申请延期。已完成的，请申请办结" in press.text
    await town.says("李联络", "/task 3")
    (card,) = town.hears("李联络", "已逾期1天")
    assert "第3项申请延期" not in card.buttons


async def test_a_stranger_and_another_unit_press_in_vain(town: Town) -> None:
    await ask(town)
    card = town.box.messages(town.people["王审核"])[-1]
    await town.says("陌生人", "/start")
    await town.says("张联络", "/start")
    town.passes_over("陌生人", "张联络")
    for name, answer in (("张联络", "由其他岗位办理"), ("陌生人", "尚未登记席位")):
        person = town.people[name]
        shown = town.box.messages(person)[-1].message_id
        press = town.box.press(person, person, shown, card.keyboard[0][0]["callback_data"], stale=True)
        await town.settle()
        assert answer in press.text
    assert [one.state for one in await rows(town, Extension)] == [ExtensionState.WAITING]


async def test_the_unit_takes_its_request_back(town: Town) -> None:
    await ask(town)
    await town.says("李联络", "/task 3")
    (card,) = town.hears("李联络", "申请")
    assert "第3项申请延期" not in card.buttons
    await town.presses("李联络", "撤回第3项延期申请")
    town.hears("李联络", "撤回后，完成时限仍为2021年6月30日")
    press = await town.presses("李联络", "确认撤回")
    town.hears("李联络", "已撤回（李联络，5月17日 10:00）")
    town.hears("王审核", "水利局撤回延期申请")
    late = await town.presses("王审核", "同意延期")
    assert "撤回这份延期申请" in late.text
    again = await town.presses_again("李联络", press)
    assert "撤回这份延期申请" in again.text


async def claim(town: Town) -> None:
    await town.says("李联络", "/task 3")
    await town.presses("李联络", "第3项申请办结")
    await town.says("李联络", "河道已疏浚完毕")
    await town.presses("李联络", "没有材料")
    await town.presses("李联络", "确认申请")
    town.passes_over("李联络")
    town.hears("王审核", "办结申请，请审核")


async def test_the_unit_takes_its_claim_back(town: Town) -> None:
    await claim(town)
    await town.says("李联络", "/task 3")
    town.hears("李联络", "办结待审核")
    await town.presses("李联络", "撤回第3项办结申请")
    town.hears("李联络", "撤回后，该项恢复为办理中，还有44天")
    await town.presses("李联络", "确认撤回")
    town.hears("李联络", "已撤回（李联络")
    town.hears("王审核", "水利局撤回办结申请")
    late = await town.presses("王审核", "同意办结")
    assert "李联络已于5月17日 10:00撤回这份办结申请" in late.text
    assert (await duty_of(town)).state is DutyState.OPEN


async def test_the_office_takes_up_again_what_it_had_closed(town: Town) -> None:
    await claim(town)
    await town.presses("王审核", "同意办结")
    town.passes_over("王审核", "李联络")
    await town.says("王审核", "/task 3")
    (card,) = town.hears("王审核", "已办结")
    assert card.buttons == ("催办第3项", "第3项重新办理")
    press = await town.presses("王审核", "第3项重新办理")
    town.hears("王审核", "水利局第3项重新办理")
    await town.says("王审核", "现场核查未完成")
    town.hears("王审核", "确认后恢复办理")
    await town.presses("王审核", "确认")
    (_, marked, _) = town.hears("王审核", "已确认", "水利局第3项已重新办理（王审核", "已恢复办理水利局第3项")
    assert marked.buttons == ("催办第3项",)
    (told,) = town.hears("李联络", "恢复办理")
    assert "现场核查未完成" in told.text
    assert told.buttons == ("重新申请办结第3项", "查看第3项")
    assert len(await rows(town, Reopening)) == 1
    again = await town.presses_again("王审核", press)
    assert "尚未办结销号，无需重新办理" in again.text
    await town.says("李联络", "/task 3")
    (shown,) = town.hears("李联络", "办理中，还有44天")
    assert "5月17日 10:00重新办理（王审核）：现场核查未完成；原于5月17日 10:00销号" in shown.text
    await town.says("张联络", "/task 1")
    (others,) = town.hears("张联络", "修编总体规划")
    assert not [one for one in others.buttons if "重新办理" in one]


async def test_taking_up_again_may_be_called_off(town: Town) -> None:
    await claim(town)
    await town.presses("王审核", "同意办结")
    town.passes_over("王审核", "李联络")
    await town.says("王审核", "/task 3")
    await town.presses("王审核", "第3项重新办理")
    await town.presses("王审核", "取消")
    town.passes_over("王审核")
    assert (await duty_of(town)).state is DutyState.CLOSED
