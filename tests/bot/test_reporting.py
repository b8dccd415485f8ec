"""A unit reports its quarter."""

from __future__ import annotations

import pytest

from register.tables import Report
from tests.bot.filling import fill_in
from tests.bot.looking import rows
from tests.harness.chat import Town


async def test_tasks_flow_one_after_another(asked: Town) -> None:
    await fill_in(asked, 1)
    await asked.presses("张联络", "确认报送")
    (receipt,) = asked.hears("张联络", "已收到第1项2021年第二季度进展（1/2）")
    assert "接着填报第2项" in receipt.buttons
    await asked.presses("张联络", "接着填报第2项")
    asked.hears("张联络", "第2项 建设标准厂房")
    (report,) = await rows(asked, Report)
    assert (report.percent, report.done, report.problems, report.in_time) == (60, "完成<初稿>评审", "", True)


async def test_wrong_answers_get_a_hint_and_stay_at_the_question(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "目前完成百分之多少")
    await asked.says("张联络", "150")
    asked.hears("张联络", "应在 0 至 100 之间")
    await asked.says("张联络", "差不多了")
    asked.hears("张联络", "请输入 0 至 100 的整数")
    await asked.says("张联络", "长" * 1001)
    asked.hears("张联络", "请输入 0 至 100 的整数")
    await asked.presses("张联络", "50%")
    asked.hears("张联络", "本季度做了哪些工作")
    await asked.says("张联络", "长" * 1001)
    asked.hears("张联络", "超过1000字")


async def test_a_draft_survives_a_restart(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "目前完成百分之多少")
    await asked.says("张联络", "40")
    asked.hears("张联络", "本季度做了哪些工作")
    await asked.restart()
    await asked.says("张联络", "完成招标")
    (card,) = asked.hears("张联络", "存在什么问题或困难")
    assert "完成：40%" in card.text


async def test_a_second_confirmation_changes_nothing(asked: Town) -> None:
    await fill_in(asked, 1)
    press = await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "已收到第1项")
    again = await asked.presses_again("张联络", press)
    assert "已经结束" in again.text
    assert len(await rows(asked, Report)) == 1


async def test_a_passed_question_cannot_be_answered_again(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "目前完成百分之多少")
    press = await asked.presses("张联络", "50%")
    asked.hears("张联络", "本季度做了哪些工作")
    again = await asked.presses_again("张联络", press)
    assert "已经填过" in again.text


async def test_what_was_written_can_be_changed_before_it_is_filed(asked: Town) -> None:
    await fill_in(asked, 1)
    await asked.presses("张联络", "修改")
    asked.hears("张联络", "请选择要修改的内容")
    await asked.presses("张联络", "完成百分比")
    asked.hears("张联络", "目前完成百分之多少")
    await asked.presses("张联络", "不改了")
    asked.hears("张联络", "完成：60%")
    await asked.presses("张联络", "修改")
    asked.hears("张联络", "请选择要修改的内容")
    await asked.presses("张联络", "完成百分比")
    asked.hears("张联络", "目前完成百分之多少")
    await asked.says("张联络", "70")
    asked.hears("张联络", "请核对以上内容")
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "完成70%")


async def test_no_change_is_one_tap_and_one_reason_serves_all(asked: Town) -> None:
    for number in (1, 2):
        await fill_in(asked, number)
        await asked.presses("张联络", "确认报送")
        asked.hears("张联络", f"已收到第{number}项")
    await asked.until("2021-09-26")
    asked.hears("张联络", "请报送2021年第三季度工作进展")
    asked.passes_over("李联络", "王审核", "周汇总")
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "上次报60%")
    await asked.presses("张联络", "与上季度相比无变化")
    asked.hears("张联络", "没有变化的原因是什么")
    await asked.says("张联络", "等待土地指标")
    asked.hears("张联络", "原因：等待土地指标")
    await asked.presses("张联络", "其余1项也按此报送")
    asked.hears("张联络", "第1项 修编总体规划")
    await asked.presses("张联络", "确认报送2项")
    asked.hears("张联络", "已收到2项2021年第三季度进展（2/2）")
    assert [one.no_change_reason for one in await rows(asked, Report)] == [None, None, "等待土地指标", "等待土地指标"]


@pytest.mark.parametrize(
    ("name", "ending"),
    [("现场.png", ".png"), ("长" * 200 + ".JPG", ".jpg"), ("../../../etc/passwd", ""), ("a.p/ng", "")],
)
async def test_files_go_with_the_report_and_are_kept_by_their_content(asked: Town, name: str, ending: str) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "目前完成")
    for text, next_question in (("60", "哪些工作"), ("完成评审", "问题或困难"), ("无", "下一步"), ("报批", "佐证材料")):
        await asked.says("张联络", text)
        asked.hears("张联络", next_question)
    await asked.sends_photo("张联络", b"plain file", name)
    asked.hears("张联络", "已收到1件")
    await asked.presses("张联络", "完成（1件）")
    asked.hears("张联络", "佐证材料：1件")
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "佐证材料1件")
    await asked.fetcher.work_off()
    (kept,) = (path for path in (asked.home / "evidence").rglob("*") if path.is_file())
    assert kept.read_bytes() == b"plain file"
    assert kept.suffix == ending


async def test_another_unit_cannot_report_in_its_place(asked: Town) -> None:
    digest = asked.box.messages(asked.people["张联络"])[-1]
    token = digest.keyboard[1][0]["callback_data"]
    other = asked.box.messages(asked.people["李联络"])[-1]
    press = asked.box.press(asked.people["李联络"], asked.people["李联络"], other.message_id, token, stale=True)
    await asked.settle()
    assert "由其他单位办理" in press.text


async def test_a_late_report_is_taken_and_marked(asked: Town) -> None:
    await asked.until("2021-07-01")
    asked.hears("张联络", "督办预警")
    asked.passes_over("李联络", "王审核", "周汇总")
    await fill_in(asked, 2)
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "记为迟报")


async def test_the_card_of_the_round_counts(asked: Town) -> None:
    await asked.says("张联络", "/help")
    asked.hears("张联络", "您可以办理以下事项")
    await asked.presses("张联络", "本季报送")
    asked.hears("张联络", "2021年第二季度进展报送（0/2）")


async def test_a_file_without_a_form_is_not_taken_in_silence(town: Town) -> None:
    await town.sends_photo("张联络", b"plain file")
    town.hears("张联络", "目前没有需要附材料的填报")
    await town.sends_photo("陌生人", b"plain file")
    town.hears("陌生人", "您尚未登记席位")
