"""The explanation (情况说明) in the chat: one question, files, one confirmation; it travels with the proposal."""

from __future__ import annotations

from register.tables import Evidence, Explanation
from tests.bot.looking import rows
from tests.harness.chat import Town

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


async def asked(town: Town) -> None:
    """水利局 stays silent until it is asked to explain itself."""
    for day in ("06-24", "06-29", "06-30", "07-01", "07-05", "07-06", "07-07", "07-12"):
        await town.until(f"2021-{day}")
    town.passes_over("张联络", "王审核", "周汇总", "李联络")


async def test_the_letter_asks_and_offers_every_answer(town: Town) -> None:
    await asked(town)
    letter = next(one for one in town.box.messages(town.people["李联络"]) if "请报送情况说明" in one.text)
    assert list(letter.buttons) == ["签收", "填写情况说明", "填报第3项", "第3项申请办结"]
    assert "1. 第3项 治理河道：2021年第二季度进展未按时报送；完成时限2021年6月30日，已逾期12天" in letter.text


async def test_it_is_filed_with_files_and_goes_with_the_proposal(town: Town) -> None:
    await asked(town)
    await town.presses("李联络", "填写情况说明")
    town.hears("李联络", "请说明未完成的原因")
    await town.sends_photo("李联络", PNG)
    town.hears("李联络", "材料：1件")
    await town.says("李联络", "汛期停工，7月底完成")
    town.hears("李联络", "请核对，无误请按“确认报送”")
    press = await town.presses("李联络", "确认报送")
    town.hears("李联络", "已收到情况说明")
    town.hears("王审核", "汛期停工，7月底完成")
    again = await town.presses_again("李联络", press)
    assert "这份填写已经结束" in again.text
    assert [one.explanation_id for one in await rows(town, Evidence)] == [1]
    await town.until("2021-07-14")
    town.passes_over("张联络", "李联络", "周汇总", "王审核")
    (proposal,) = town.hears("赵督查", "情况说明：汛期停工，7月底完成（附材料1件）")
    assert proposal.text.count("情况说明：") == 1
    await town.presses("赵督查", "查看水利局证据材料")
    (pack,) = town.hears("赵督查", "李联络：汛期停工，7月底完成（附材料1件）")
    assert "查看佐证材料（1件）" in pack.buttons


async def test_after_the_decision_the_button_says_that_it_is_too_late(town: Town) -> None:
    await asked(town)
    await town.until("2021-07-14")
    await town.presses("李联络", "填写情况说明")
    await town.says("李联络", "汛期停工")
    await town.presses("赵督查", "同意约谈水利局")
    town.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查")
    press = await town.presses("李联络", "确认报送")
    assert "所列事项已有决定" in press.text
    press = await town.presses("李联络", "填写情况说明")
    assert "所列事项已有决定" in press.text
    assert not await rows(town, Explanation)


async def test_it_can_be_given_up_and_begun_again(town: Town) -> None:
    await asked(town)
    await town.presses("李联络", "填写情况说明")
    await town.says("李联络", "汛期停工")
    town.passes_over("李联络")
    await town.says("李联络", "再补一句")
    town.hears("李联络", "请点按消息下方的按钮")
    await town.presses("李联络", "修改")
    town.hears("李联络", "请说明未完成的原因")
    await town.presses("李联络", "放弃填写")
    town.hears("李联络", "已放弃，未报出任何内容")
    await town.says("李联络", "/task 3")
    town.hears("李联络", "填写情况说明")
    assert not await rows(town, Explanation)


async def test_another_unit_does_not_explain_for_it(town: Town) -> None:
    await asked(town)
    letter = next(one for one in town.box.messages(town.people["李联络"]) if "请报送情况说明" in one.text)
    token = next(one["callback_data"] for row in letter.keyboard for one in row if one["text"] == "填写情况说明")
    person = town.people["周汇总"]
    await town.says("周汇总", "/help")
    (shown,) = town.hears("周汇总", "可以办理")
    press = town.box.press(person, person, shown.message_id, token, stale=True)
    await town.settle()
    assert "由其他单位办理" in press.text
