"""How a contact fills in the progress form."""

from __future__ import annotations

from tests.harness.chat import Town


async def fill_in(town: Town, number: int, percent: str = "６０％", who: str = "张联络") -> None:
    """The whole form, up to its summary."""
    await town.presses(who, f"填报第{number}项")
    town.hears(who, "目前完成百分之多少")
    await town.says(who, percent)
    town.hears(who, "本季度做了哪些工作")
    await town.says(who, "完成<初稿>评审")
    town.hears(who, "存在什么问题或困难")
    await town.presses(who, "无")
    town.hears(who, "下一步打算怎么做")
    await town.says(who, "报请审批")
    town.hears(who, "有没有佐证材料")
    await town.presses(who, "没有材料")
    town.hears(who, "请核对以上内容")


async def report(town: Town, number: int, percent: str = "６０％", who: str = "张联络") -> None:
    """The whole form, filed."""
    await fill_in(town, number, percent, who)
    await town.presses(who, "确认报送")
    town.hears(who, f"已收到第{number}项")
