"""A unit claims completion, and the office reviews."""

from __future__ import annotations

import struct

from register.states import DutyState
from register.tables import Button, Duty
from tests.bot.looking import rows
from tests.harness.chat import Town

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 400)


async def claim(town: Town, photo: str = "现场.png") -> None:
    await town.says("李联络", "/task 3")
    town.hears("李联络", "第3项 治理河道")
    await town.presses("李联络", "第3项申请办结")
    town.hears("李联络", "请说明办理结果")
    await town.says("李联络", "河道已疏浚完毕")
    town.hears("李联络", "请发送佐证材料")
    await town.sends_photo("李联络", b"plain file", photo)
    town.hears("李联络", "已收到1件")
    await town.presses("李联络", "完成（1件）")
    town.hears("李联络", "请核对以上内容")
    await town.presses("李联络", "确认申请")
    town.hears("李联络", "已收到第3项办结申请")
    town.hears("王审核", "办结申请，请审核")


async def test_the_card_arrives_by_itself_and_one_press_closes_the_duty(town: Town) -> None:
    await claim(town)
    press = await town.presses("王审核", "同意办结")
    (card,) = town.hears("王审核", "已通过（王审核，5月17日 10:00）")
    assert card.buttons == ()
    town.hears("李联络", "办结销号")
    assert [duty.state for duty in await rows(town, Duty)].count(DutyState.CLOSED) == 1
    again = await town.presses_again("王审核", press)
    assert "无需再次审核" in again.text


async def test_a_return_needs_its_reason_and_may_be_called_off(town: Town) -> None:
    await claim(town)
    await town.presses("王审核", "退回")
    town.hears("王审核", "请直接输入理由")
    await town.presses("王审核", "取消")
    town.hears("王审核", "已取消，未作任何处理")
    await town.presses("王审核", "退回")
    town.hears("王审核", "请直接输入理由")
    await town.says("王审核", "缺少验收意见")
    town.hears("王审核", "请其继续办理")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "已退回水利局第3项办结申请", "已退回（王审核")
    (verdict,) = town.hears("李联络", "办结申请已退回")
    assert "缺少验收意见" in verdict.text
    await town.presses("李联络", "重新申请办结第3项")
    town.hears("李联络", "请说明办理结果")


async def test_no_evidence_may_be_said_in_words(town: Town) -> None:
    await town.says("李联络", "/task 3")
    await town.presses("李联络", "第3项申请办结")
    await town.says("李联络", "河道已疏浚完毕")
    town.passes_over("李联络")
    await town.says("李联络", "没有")
    town.hears("李联络", "请核对以上内容")
    await town.says("李联络", "没有")
    town.hears("李联络", "请点按消息下方的按钮")


async def test_a_claimed_duty_is_not_claimed_twice(town: Town) -> None:
    digest_button = "第3项申请办结"
    await claim(town)
    await town.says("李联络", "/task 3")
    (card,) = town.hears("李联络", "办结待审核")
    assert digest_button not in card.buttons
    press = await town.presses("李联络", digest_button)
    assert "已申请办结" in press.text


async def test_only_the_office_judges(town: Town) -> None:
    await claim(town)
    token = town.box.messages(town.people["王审核"])[-1].keyboard[0][0]["callback_data"]
    await town.says("陌生人", "/start")
    town.hears("陌生人", "您尚未登记席位")
    await town.says("张联络", "/start")
    town.hears("张联络", "发改委联络员")
    for name, answer in (("张联络", "由其他岗位办理"), ("陌生人", "尚未登记席位")):
        person = town.people[name]
        shown = town.box.messages(person)[-1].message_id
        press = town.box.press(person, person, shown, token, stale=True)
        await town.settle()
        assert answer in press.text


async def test_the_queue_goes_on_by_itself(town: Town) -> None:
    await town.until("2021-06-24")
    town.passes_over("张联络", "李联络")
    for number in (1, 2):
        await town.presses("张联络", f"填报第{number}项")
        for text in ("30", f"工作{number}", "无", "继续推进"):
            await town.says("张联络", text)
        await town.presses("张联络", "没有材料")
        await town.presses("张联络", "确认报送")
    town.passes_over("张联络")
    await town.says("王审核", "/review")
    town.hears("王审核", "待审核2件")
    await town.presses("王审核", "下一件")
    town.hears("王审核", "留待稍后审核", "工作2")
    await town.presses("王审核", "通过")
    town.hears("王审核", "已通过", "工作1")
    await town.presses("王审核", "退回")
    town.hears("王审核", "请直接输入理由")
    await town.says("王审核", "内容过简")
    town.hears("王审核", "理由：内容过简")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "已退回发改委第1项进展报告", "已退回（王审核", "目前没有待审核")
    await town.until("2021-06-25")
    town.passes_over("李联络")
    (returned, _) = town.hears("张联络", "内容过简", "审核通过")
    assert returned.buttons == ("重新填报第1项",)


async def test_the_reviewer_sees_the_files_themselves_under_their_senders_names(town: Town) -> None:
    await claim(town)
    await town.presses("王审核", "查看全文和佐证材料")
    town.hears("王审核", "河道已疏浚完毕")
    press = await town.presses("王审核", "查看佐证材料（1件）")
    assert press.text == "佐证材料1件，随后发来"
    town.hears("王审核", "尚在接收")
    await town.fetcher.work_off()
    await town.presses("王审核", "查看佐证材料（1件）")
    (sent,) = town.hears("王审核", "佐证材料1/1：现场.png")
    assert sent.file_name == "现场.png"


async def test_what_is_written_below_a_photo_names_it(town: Town) -> None:
    await town.says("李联络", "/task 3")
    await town.presses("李联络", "第3项申请办结")
    await town.says("李联络", "河道已疏浚完毕")
    for name, words, photo in (("a.png", "现场照片\n东段", True), ("验收.pdf", "区级验收", False), ("b.png", "", True)):
        town.box.send_file(town.people["李联络"], name, PNG, words, photo=photo)
        await town.settle()
    await town.presses("李联络", "完成（3件）")
    await town.presses("李联络", "确认申请")
    town.passes_over("李联络", "王审核")
    await town.fetcher.work_off()
    await town.presses("王审核", "查看全文和佐证材料")
    town.passes_over("王审核")
    await town.presses("王审核", "查看佐证材料（3件）")
    first, second, _ = town.hears("王审核", "1/3：现场照片 东段.jpg", "2/3：区级验收 验收.pdf", "3/3：")
    assert (first.file_name, second.file_name) == ("现场照片 东段.jpg", "区级验收 验收.pdf")


async def test_a_file_with_an_endless_name_is_shown_under_a_short_one(town: Town) -> None:
    await claim(town, "现场" * 1_000 + ".png")
    await town.fetcher.work_off()
    await town.presses("王审核", "查看全文和佐证材料")
    town.hears("王审核", "河道已疏浚完毕")
    await town.presses("王审核", "查看佐证材料（1件）")
    (sent,) = town.hears("王审核", "现…现场")
    assert len(sent.file_name or "") == 120


async def test_the_files_are_for_those_who_judge(town: Town) -> None:
    await claim(town)
    await town.presses("王审核", "查看全文和佐证材料")
    town.hears("王审核", "河道已疏浚完毕")
    button = next(one for one in await rows(town, Button) if one.act == "show-completion-files")
    await town.says("张联络", "/help")
    (shown,) = town.hears("张联络", "可以办理")
    person = town.people["张联络"]
    press = town.box.press(person, person, shown.message_id, button.token, stale=True)
    await town.settle()
    assert "由其他岗位办理" in press.text
