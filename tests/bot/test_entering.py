"""The way in."""

from __future__ import annotations

from datetime import timedelta

from plans.roles import Role
from tests.harness.chat import Town


async def test_an_invitation_seats_its_holder_and_says_what_is_open(empty_town: Town) -> None:
    empty_town.newcomer("张联络")
    await empty_town.says("张联络", f"/start {await empty_town.invitation('发改委', Role.CONTACT)}")
    (welcome,) = empty_town.hears("张联络", "张联络，您好。您已登记为发改委联络员")
    assert "牵头事项2项" in welcome.text
    assert list(empty_town.box.commands)


async def test_the_menu_offers_only_what_the_seat_may_do(empty_town: Town) -> None:
    cast = {"吴组长": ("领导小组", Role.LEADING_GROUP), "王审核": ("办公室", Role.OFFICE)}
    for name, (unit, role) in cast.items():
        empty_town.newcomer(name)
        await empty_town.says(name, f"/start {await empty_town.invitation(unit, role)}")
        empty_town.passes_over(name)
    menus = [
        next(one["description"] for one in menu if one["command"] == "notice")
        for menu in empty_town.box.commands.values()
    ]
    assert menus == ["查看通报、汇报，如 /notice 2021Q2", "编制和查看通报、汇报，如 /notice 2021Q2"]


async def test_an_invitation_lets_in_one_person_once(empty_town: Town) -> None:
    secret = await empty_town.invitation("发改委", Role.CONTACT)
    for name in ("张联络", "陌生人"):
        empty_town.newcomer(name)
        await empty_town.says(name, f"/start {secret}")
    empty_town.hears("张联络", "您已登记为")
    empty_town.hears("陌生人", "已于5月17日 10:00被使用")


async def test_an_old_invitation_lets_nobody_in(empty_town: Town) -> None:
    secret = await empty_town.invitation("发改委", Role.CONTACT)
    empty_town.newcomer("张联络")
    empty_town.clock.move_to(empty_town.clock.now() + timedelta(days=8))
    await empty_town.says("张联络", f"/start {secret}")
    empty_town.hears("张联络", "过期")


async def test_a_stranger_is_told_the_way_whatever_he_tries(town: Town) -> None:
    for text in ("/start", "/help", "/tasks", "/review", "你好"):
        await town.says("陌生人", text)
        town.hears("陌生人", "您尚未登记席位")


async def test_free_text_is_answered_with_what_one_can_do(town: Town) -> None:
    await town.says("张联络", "你好")
    town.hears("张联络", "目前没有正在填写的内容")
    await town.says("张联络", "/nonsense")
    town.hears("张联络", "没有这个命令")


async def test_help_names_what_the_role_can_do(town: Town) -> None:
    await town.says("王审核", "/help")
    town.hears("王审核", "/review　审核报告和申请")
    await town.says("赵督查", "/help")
    (said,) = town.hears("赵督查", "/cases　查看约谈案件")
    assert "/review" not in said.text
