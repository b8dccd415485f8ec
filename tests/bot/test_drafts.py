"""Nothing that was typed is lost: each form keeps its draft, and one at a time is at hand."""

from __future__ import annotations

from register.tables import Draft, Evidence
from tests.bot.filling import fill_in
from tests.bot.looking import rows
from tests.harness.chat import Town


async def test_a_form_filled_to_its_end_is_kept_when_another_is_opened(asked: Town) -> None:
    await fill_in(asked, 1)
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "已保存：第1项进展填报", "第2项 建设标准厂房")
    await asked.says("张联络", "40")
    asked.hears("张联络", "本季度做了哪些工作")
    await asked.presses("张联络", "继续填写第1项")
    (_, form) = asked.hears("张联络", "已保存：第2项进展填报", "请核对以上内容")
    assert "工作开展：完成<初稿>评审" in form.text
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "已收到第1项")
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "完成：40%")


async def test_a_form_in_which_nothing_was_typed_is_dropped_without_a_word(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "第1项")
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "第2项")
    assert len(await rows(asked, Draft)) == 1


async def test_a_file_alone_is_worth_keeping(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "第1项")
    await asked.sends_photo("张联络", b"plain file")
    asked.hears("张联络", "佐证材料：1件")
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "已保存：第1项", "第2项")
    assert len(await rows(asked, Evidence)) == 1


async def test_giving_up_drops_the_form_at_hand_and_offers_the_others(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "第1项")
    await asked.says("张联络", "40")
    asked.hears("张联络", "本季度做了哪些工作")
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "已保存：第1项", "第2项")
    await asked.says("张联络", "30")
    asked.hears("张联络", "本季度做了哪些工作")
    await asked.says("张联络", "/cancel")
    (dropped,) = asked.hears("张联络", "已放弃：第2项进展填报")
    assert dropped.buttons == ("继续填写第1项",)
    await asked.says("张联络", "完成招标")
    (hint,) = asked.hears("张联络", "目前没有正在填写的内容")
    assert "继续填写第1项" in hint.buttons
    await asked.presses("张联络", "继续填写第1项")
    asked.hears("张联络", "完成：40%")


async def test_a_press_on_an_older_card_takes_its_form_up_again(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "第1项")
    await asked.says("张联络", "40")
    (older,) = asked.hears("张联络", "本季度做了哪些工作")
    await asked.says("张联络", "完成招标")
    (older,) = asked.hears("张联络", "存在什么问题")
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "已保存：第1项", "第2项")
    await asked.presses("张联络", "无", message=older.message_id)
    asked.hears("张联络", "下一步打算怎么做")
    await asked.says("张联络", "报批")
    (form,) = asked.hears("张联络", "有没有佐证材料")
    assert "第1项" in form.text


async def test_giving_up_an_older_card_leaves_the_form_at_hand(asked: Town) -> None:
    await asked.presses("张联络", "填报第1项")
    asked.hears("张联络", "第1项")
    await asked.says("张联络", "40")
    (older,) = asked.hears("张联络", "本季度做了哪些工作")
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "已保存：第1项", "第2项")
    await asked.presses("张联络", "放弃填写", message=older.message_id)
    asked.hears("张联络", "已放弃")
    await asked.says("张联络", "30")
    (form,) = asked.hears("张联络", "本季度做了哪些工作")
    assert "第2项" in form.text


async def test_another_unit_does_not_resume_what_was_begun(asked: Town) -> None:
    """The button of a form belongs to the one who fills it in."""
    await fill_in(asked, 1)
    await asked.presses("张联络", "填报第2项")
    asked.hears("张联络", "已保存：第1项", "第2项")
    token = asked.box.messages(asked.people["张联络"])[-2].keyboard[0][0]["callback_data"]
    other = asked.box.messages(asked.people["李联络"])[-1]
    press = asked.box.press(asked.people["李联络"], asked.people["李联络"], other.message_id, token, stale=True)
    await asked.settle()
    assert "由其他单位办理" in press.text
