"""One person in several seats sees what each of them sees; several persons in one seat act once."""

from __future__ import annotations

from plans.roles import Role
from register.tables import Receipt
from tests.bot.looking import rows
from tests.harness.chat import Town


async def sits_also(town: Town, name: str, unit: str, role: Role) -> None:
    await town.says(name, f"/start {await town.invitation(unit, role)}")
    town.passes_over(name)


async def test_the_contact_of_two_units_sees_the_tasks_of_both(town: Town) -> None:
    await sits_also(town, "李联络", "发改委", Role.CONTACT)
    await town.says("李联络", "/tasks")
    first, second = town.hears("李联络", "牵头事项2项", "牵头事项1项")
    assert first.text.startswith("发改委")
    assert second.text.startswith("水利局")


async def test_and_what_is_overdue_of_both(town: Town) -> None:
    await sits_also(town, "李联络", "发改委", Role.CONTACT)
    await town.until("2022-01-05")
    town.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查")
    await town.says("李联络", "/overdue")
    (shown,) = town.hears("李联络", "本单位逾期未办结2项")
    assert "（发改委）" in shown.text
    assert "（水利局）" in shown.text


async def test_the_contact_of_one_sees_no_others(town: Town) -> None:
    await town.until("2022-01-05")
    town.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查")
    await town.says("李联络", "/overdue")
    (shown,) = town.hears("李联络", "本单位逾期未办结1项")
    assert "发改委" not in shown.text


async def test_who_is_of_the_office_and_a_contact_sees_the_whole_plan(town: Town) -> None:
    await sits_also(town, "王审核", "水利局", Role.CONTACT)
    await town.until("2022-01-05")
    town.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查")
    await town.says("王审核", "/overdue")
    (shown,) = town.hears("王审核", "逾期未办结2项")
    assert "催办第1项" in shown.buttons
    await town.says("王审核", "/tasks")
    (shown,) = town.hears("王审核", "修编总体规划")
    assert "治理河道" in shown.text
    await town.presses("王审核", "我的事项")
    town.hears("王审核", "牵头事项1项")


async def test_a_stranger_does_not_learn_which_tasks_there_are(town: Town) -> None:
    for number in (1, 99):
        await town.says("陌生人", f"/task {number}")
        town.hears("陌生人", "尚未登记")
    await town.says("张联络", "/task 99")
    town.hears("张联络", "没有第99项")


async def test_two_persons_of_a_seat_are_told_and_one_signs(town: Town) -> None:
    """The second finds it done, by whom and when."""
    town.newcomer("副手")
    await sits_also(town, "副手", "水利局", Role.CONTACT)
    await town.until("2021-06-24")
    await town.until("2021-07-01")
    for name in ("李联络", "副手"):
        assert any("督办预警" in one.text for one in town.box.messages(town.people[name]))
    await town.presses("李联络", "签收")
    press = await town.presses("副手", "签收")
    assert "李联络已于7月1日 09:00签收" in (press.text or "")
    assert len(await rows(town, Receipt)) == 1
    town.passes_over("张联络", "李联络", "副手", "周汇总", "王审核", "赵督查")
