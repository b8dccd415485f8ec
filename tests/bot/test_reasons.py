"""A reason is shown with what it does before anything is done; a command later it is kept, not waited for."""

from __future__ import annotations

from register.states import Verdict
from register.tables import Completion, Draft
from tests.bot.looking import rows
from tests.harness.chat import Town


async def asked_for_a_reason(town: Town) -> None:
    """王审核 pressed 退回 below 水利局's claim."""
    await town.says("李联络", "/task 3")
    await town.presses("李联络", "第3项申请办结")
    await town.says("李联络", "河道已疏浚完毕")
    await town.presses("李联络", "没有材料")
    await town.presses("李联络", "确认申请")
    await town.presses("王审核", "退回")
    town.passes_over("李联络", "王审核")


async def test_nothing_is_returned_before_the_reason_is_confirmed(town: Town) -> None:
    await asked_for_a_reason(town)
    await town.says("王审核", "不")
    town.hears("王审核", "退回水利局第3项办结申请\n理由：不\n\n确认后予以退回")
    assert [one.verdict for one in await rows(town, Completion)] == [Verdict.WAITING]
    await town.says("王审核", "缺少验收意见")
    town.hears("王审核", "请点按消息下方的按钮")
    await town.presses("王审核", "修改")
    town.hears("王审核", "请直接输入理由")
    await town.says("王审核", "缺少验收意见")
    town.hears("王审核", "理由：缺少验收意见")
    press = await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "理由：缺少验收意见", "已退回（王审核")
    town.hears("李联络", "缺少验收意见")
    again = await town.presses_again("王审核", press)
    assert "这份填写已经结束" in again.text


async def test_another_command_closes_the_question_and_says_so(town: Town) -> None:
    await asked_for_a_reason(town)
    await town.says("王审核", "/overdue")
    town.hears("王审核", "已取消：退回水利局第3项办结申请。未作任何处理。", "目前没有逾期")
    assert not await rows(town, Draft)
    await town.says("王审核", "不")
    town.hears("王审核", "目前没有正在填写的内容")
    assert [one.verdict for one in await rows(town, Completion)] == [Verdict.WAITING]


async def written_and_left(town: Town) -> None:
    """王审核 wrote the reason, and asked for something else before confirming it."""
    await asked_for_a_reason(town)
    await town.says("王审核", "缺少验收意见")
    town.hears("王审核", "理由：缺少验收意见")
    await town.says("王审核", "/overdue")
    kept, _ = town.hears("王审核", "已保存：退回水利局第3项办结申请，已填内容没有丢失", "目前没有逾期")
    assert kept.buttons == ("继续填写水利局第3项",)


async def test_a_reason_that_was_written_is_kept_and_taken_up_again(town: Town) -> None:
    await written_and_left(town)
    await town.says("王审核", "同意")
    town.hears("王审核", "目前没有正在填写的内容")
    assert [one.verdict for one in await rows(town, Completion)] == [Verdict.WAITING]
    await town.presses("王审核", "继续填写水利局第3项")
    town.hears("王审核", "退回水利局第3项办结申请\n理由：缺少验收意见\n\n确认后予以退回")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "理由：缺少验收意见", "已退回（王审核")
    town.hears("李联络", "缺少验收意见")
    assert not await rows(town, Draft)


async def test_a_reason_that_was_set_aside_can_still_be_called_off(town: Town) -> None:
    await written_and_left(town)
    question = next(one for one in reversed(town.box.messages(town.people["王审核"])) if "取消" in one.buttons)
    await town.presses("王审核", "取消", message=question.message_id)
    town.hears("王审核", "已取消，未作任何处理")
    assert not await rows(town, Draft)


async def test_a_command_leaves_an_open_report_or_claim_alone(town: Town) -> None:
    await town.says("李联络", "/task 3")
    await town.presses("李联络", "第3项申请办结")
    await town.says("李联络", "/tasks")
    town.passes_over("李联络")
    await town.says("李联络", "河道已疏浚完毕")
    town.hears("李联络", "请发送佐证材料")


async def test_calling_off_says_that_nothing_was_done(town: Town) -> None:
    await asked_for_a_reason(town)
    await town.says("王审核", "/cancel")
    town.hears("王审核", "已取消：退回水利局第3项办结申请。未作任何处理。")
    stopped = next(one for one in reversed(town.box.messages(town.people["王审核"])) if "取消" in one.buttons)
    press = await town.presses("王审核", "取消", message=stopped.message_id)
    assert "这份填写已经结束" in press.text


async def test_nobody_else_confirms(town: Town) -> None:
    await asked_for_a_reason(town)
    await town.says("王审核", "缺少验收意见")
    town.hears("王审核", "请按“确认”")
    shown = town.box.messages(town.people["王审核"])[-1]
    token = next(one["callback_data"] for row in shown.keyboard for one in row if one["text"] == "确认")
    for name, answer in (("张联络", "不是给您的席位的"), ("陌生人", "尚未登记席位")):
        person = town.people[name]
        await town.says(name, "/start")
        town.passes_over(name)
        press = town.box.press(person, person, town.box.messages(person)[-1].message_id, token, stale=True)
        await town.settle()
        assert answer in press.text
    assert [one.verdict for one in await rows(town, Completion)] == [Verdict.WAITING]
