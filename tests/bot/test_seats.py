"""The office looks after the seats; people come, hand over and go."""

from __future__ import annotations

import re

from sqlmodel import col, select

from outbox.message import Message
from plans.roles import Role
from register.tables import Draft, Holding
from tests.bot.looking import rows
from tests.harness.chat import Town


async def open_unit(town: Town, unit: str) -> None:
    await town.says("王审核", "/seats")
    town.passes_over("王审核")
    await town.presses("王审核", unit)


async def invited(town: Town, unit: str, label: str) -> str:
    """The line that the office passes on to the newcomer."""
    await open_unit(town, unit)
    press = await town.presses("王审核", label)
    assert press.text == "邀请已开出，见下一条消息"
    *_, shown = town.box.messages(town.people["王审核"])
    town.passes_over("王审核")
    found = re.search(r"^/start \S+$", shown.text, re.MULTILINE)
    assert found is not None
    assert f"https://t.me/{town.application.bot.username}?start={found[0].removeprefix('/start ')}" in shown.text
    return found[0]


async def test_the_office_sees_the_empty_seats_first(town: Town) -> None:
    await town.says("王审核", "/seats")
    (shown,) = town.hears("王审核", "席位9个")
    lines = [line for line in shown.text.splitlines() if "：" in line]
    assert [line.partition("：")[0] for line in lines][-2:] == ["· 办公室", "· 督查局"]
    assert "水利局：联络员 李联络；分管领导 空缺" in shown.text
    assert "发改委" in shown.buttons
    await town.presses("王审核", "水利局")
    (card,) = town.hears("王审核", "联络员：李联络")
    assert card.buttons == ("邀请联络员", "请人接替李联络", "移出联络员李联络", "邀请分管领导", "返回席位表")
    await town.presses("王审核", "返回席位表")
    town.hears("王审核", "席位9个")


async def test_nobody_else_sees_or_changes_them(town: Town) -> None:
    for name in ("张联络", "赵督查"):
        await town.says(name, "/seats")
        town.hears(name, "由其他岗位办理")
    await town.says("陌生人", "/seats")
    town.hears("陌生人", "尚未登记")


async def test_an_invitation_is_shown_once_and_kept_nowhere(town: Town) -> None:
    line = await invited(town, "水利局", "邀请分管领导")
    secret = line.removeprefix("/start ")
    assert not any(secret in f"{one.text}{one.facts}" for one in await rows(town, Message))
    town.newcomer("陈分管")
    await town.says("陈分管", line)
    town.hears("陈分管", "您已登记为水利局分管领导")
    town.newcomer("别人")
    await town.says("别人", line)
    town.hears("别人", "被使用")


async def test_in_a_group_no_invitation_is_shown(town: Town) -> None:
    town.people["办公室群"] = -4001
    town.box.group(-4001, "办公室群", [town.people["王审核"]])
    town.box.say(town.people["王审核"], "/seats", -4001)
    await town.settle()
    await town.presses("办公室群", "水利局", by="王审核")
    refused = await town.presses("办公室群", "邀请联络员", by="王审核")
    assert "与机器人单独对话" in (refused.text or "")
    town.passes_over("办公室群")


async def test_a_removal_is_confirmed_and_holds_at_once(town: Town) -> None:
    await town.says("李联络", "/tasks")
    town.passes_over("李联络")
    await open_unit(town, "水利局")
    town.passes_over("王审核")
    await town.presses("王审核", "移出联络员李联络")
    town.hears("王审核", "确认将李联络移出水利局联络员席位吗")
    await town.presses("王审核", "取消")
    town.hears("王审核", "已取消，席位不变")
    unit = next(one for one in town.box.messages(town.people["王审核"]) if "移出联络员李联络" in one.buttons)
    await town.presses("王审核", "移出联络员李联络", message=unit.message_id)
    town.passes_over("王审核")
    await town.presses("王审核", "确认移出")
    town.hears("王审核", "席位现已空缺")
    town.hears("李联络", "您不再担任水利局联络员")
    press = await town.presses("李联络", "查看第3项")
    assert "尚未登记" in (press.text or "")
    town.hears("李联络")


async def test_a_second_press_finds_it_done(town: Town) -> None:
    await open_unit(town, "水利局")
    await town.presses("王审核", "移出联络员李联络")
    press = await town.presses("王审核", "确认移出")
    town.passes_over("王审核", "李联络")
    again = await town.presses_again("王审核", press)
    assert "李联络已于5月17日 10:00离开此席位" in (again.text or "")


async def test_a_person_leaves_and_the_office_hears_it(town: Town) -> None:
    await town.says("李联络", "/leave")
    town.hears("李联络", "确认退出水利局联络员席位吗")
    await town.presses("李联络", "确认退出")
    town.hears("李联络", "您已退出水利局联络员席位")
    (told,) = town.hears("王审核", "李联络已退出水利局联络员席位")
    assert told.buttons == ("水利局",)
    await town.says("李联络", "/tasks")
    town.hears("李联络", "尚未登记")


async def test_of_several_seats_one_is_chosen(town: Town) -> None:
    await town.says("李联络", f"/start {await town.invitation('发改委', Role.CONTACT)}")
    town.passes_over("李联络")
    await town.says("李联络", "/leave")
    (asked,) = town.hears("李联络", "请选择要退出的席位")
    assert asked.buttons == ("退出发改委联络员", "退出水利局联络员")
    await town.presses("李联络", "退出发改委联络员")
    town.hears("李联络", "确认退出发改委联络员席位吗")
    await town.presses("李联络", "确认退出")
    town.hears("李联络", "您已退出发改委联络员席位")
    town.passes_over("王审核")
    await town.says("李联络", "/tasks")
    town.hears("李联络", "牵头事项1项")


async def test_who_takes_over_gets_one_summary_and_what_is_still_to_leave(town: Town) -> None:
    """The urge was held overnight: it finds the seat, whoever fills it in the morning."""
    await town.until("2021-05-17", "20:30")
    await town.says("王审核", "/remind 3")
    await town.presses("王审核", "确认催办")
    line = await invited(town, "水利局", "请人接替李联络")
    town.newcomer("孙新任")
    await town.says("孙新任", line)
    (welcome,) = town.hears("孙新任", "您接替李联络")
    assert "牵头事项1项" in welcome.text
    await town.until("2021-05-18", "08:30")
    town.hears("孙新任", "第3项 治理河道")
    town.hears("李联络", "由孙新任接替")
    town.passes_over("王审核")


async def test_what_finds_nobody_is_told_to_the_office(town: Town) -> None:
    await town.until("2021-05-17", "20:30")
    await town.says("王审核", "/remind 3")
    await town.presses("王审核", "确认催办")
    await town.says("李联络", "/leave")
    await town.presses("李联络", "确认退出")
    town.passes_over("李联络", "王审核")
    await town.until("2021-05-18", "08:30")
    town.hears("王审核", "已退出", "水利局联络员席位无人接收")
    town.hears("李联络")


async def test_a_form_that_was_begun_goes_on_in_other_hands(town: Town) -> None:
    await town.until("2021-06-24")
    town.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查")
    await town.presses("李联络", "填报第3项")
    await town.presses("李联络", "25%")
    await town.says("李联络", "完成清淤")
    line = await invited(town, "水利局", "请人接替李联络")
    town.newcomer("孙新任")
    await town.says("孙新任", line)
    (draft,) = await rows(town, Draft)
    assert draft.chat_id == town.people["孙新任"]
    await town.says("孙新任", "/tasks")
    await town.presses("孙新任", "查看第3项")
    await town.presses("孙新任", "填报第3项")
    *_, form = town.box.messages(town.people["孙新任"])
    assert "工作开展：完成清淤" in form.text
    town.passes_over("李联络", "孙新任", "王审核")


async def test_a_group_is_the_units_seat(town: Town) -> None:
    """Used inside the group, the invitation binds it; the group reads each message once."""
    town.newcomer("陈分管")
    town.people["水利群"] = -4002
    town.box.group(-4002, "水利群", [town.people["陈分管"], town.people["陌生人"], town.people["李联络"]])
    for name in ("陈分管", "李联络"):
        line = await invited(town, "水利局", "邀请联络员")
        town.box.say(town.people[name], line.replace("/start", f"/start@{town.application.bot.username}"), -4002)
        await town.settle()
    town.hears("水利群", "陈分管，您好", "李联络，您好")
    await town.until("2021-05-31")
    (digest,) = town.hears("水利群", "督办提醒")
    town.hears("李联络")
    refused = await town.presses("水利群", "查看第3项", by="陌生人")
    assert "尚未登记" in (refused.text or "")
    await town.presses("水利群", "查看第3项", by="陈分管", message=digest.message_id)
    town.hears("水利群", "治理河道")
    town.passes_over("王审核", "张联络", "周汇总", "赵督查")


async def test_any_word_from_a_lost_chat_shows_that_it_is_there(town: Town) -> None:
    from register.chats import mark_unreachable  # noqa: PLC0415 - stands for the hook of the dispatcher

    async with town.database.writing() as session:
        await mark_unreachable(session, town.people["李联络"], town.clock.now())
    await town.says("王审核", "/seats")
    (shown,) = town.hears("王审核", "席位9个")
    assert "李联络（5月17日起联系不上）" in shown.text
    await town.says("李联络", "在吗")
    town.hears("李联络", "目前没有正在填写的内容")
    async with town.database.reading() as session:
        lost = select(Holding).where(col(Holding.unreachable_since).is_not(None))
        assert (await session.exec(lost)).all() == []


async def test_to_be_sent_away_is_no_sign_of_life(town: Town) -> None:
    from register.chats import mark_unreachable  # noqa: PLC0415 - stands for the hook of the dispatcher

    async with town.database.writing() as session:
        await mark_unreachable(session, town.people["李联络"], town.clock.now())
    town.box.block(town.people["李联络"])
    await town.settle()
    assert [one.chat_id for one in await rows(town, Holding) if one.unreachable_since] == [town.people["李联络"]]
