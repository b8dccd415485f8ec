"""The lines of a preview about tasks, each with what would become of the open duties, reports and cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from plans.blueprint import MilestonePrint, TaskPrint
from plans.compare import TaskChange
from plans.pairing import Change
from plans.problems import quoted
from register.amending.extensions import Redated
from register.extensions import binding_date
from register.stakes import Stake

_ENDS = "（其未办结的办理事项撤销，本轮已要求的报送不变）"
_WORDS = {"section": "所属部分", "title": "名称", "description": "内容", "undated": "有无时限"}


def _named(task: TaskPrint) -> str:
    return f"第{task.number}项“{quoted(task.title)}”"


def day_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _dues(task: TaskPrint) -> str:
    return "、".join(day_words(milestone.due) for milestone in task.milestones) or "无时限"


def dropped_line(change: TaskChange, stake: Stake) -> str:
    task = change.before
    if task is None:
        return ""
    told = [_unmet(stake)]
    if stake.asked:
        told.append(f"待报送、待审核的进展 {len(stake.asked)} 份不再要求（{_units(stake.asked)}）")
    if stake.cases:
        told.append(
            f"未结案件 {len(stake.cases)} 件保留，并告知督查机构（{_units(case.unit for case in stake.cases)}）"
        )
    return f"{_named(task)}：" + "；".join(filter(None, told)) + "。"


def _unmet(stake: Stake, ordinal: int | None = None) -> str:
    unmet = stake.unmet(ordinal)
    if not unmet:
        return "没有未办结的办理事项，记录全部保留"
    return f"未办结的办理事项 {len(unmet)} 项随之撤销（{_units(one.unit for one in unmet)}），记录全部保留"


def _units(names: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(names))


def added_line(task: TaskPrint) -> str:
    supports = f"；责任单位 {'、'.join(task.supports)}" if task.supports else ""
    return f"{_named(task)}：牵头 {'、'.join(task.leads)}{supports}；时限 {_dues(task)}。"


def milestone_lines(change: TaskChange, stake: Stake, last_day: date) -> Iterator[str]:
    task = change.after
    if task is None:
        return
    for one in change.milestones:
        if one.before is None and one.after is not None:
            yield f"{_named(task)}新增节点：{day_words(one.after.due)}（{quoted(one.after.wording)}）。"
        elif one.before is not None and one.after is None:
            yield f"{_named(task)}撤销节点{one.before.ordinal}：{_unmet(stake, one.before.ordinal)}。"
        elif one.before and one.after and one.before.due != one.after.due:
            yield f"{_named(task)}节点{one.before.ordinal}：{_moved(one.before, one.after, stake, last_day)}。"


def _moved(before: MilestonePrint, after: MilestonePrint, stake: Stake, last_day: date) -> str:
    days = (after.due - before.due).days
    told = f"{day_words(before.due)}→{day_words(after.due)}（{'推迟' if days > 0 else '提前'}{abs(days)}天）"
    ordinal = before.ordinal
    if stake.met(ordinal):
        return f"{told}；已办结，办结情况不变"
    dates = [(one.unit, binding_date(after.due, one.granted, last_day)) for one in stake.unmet(ordinal)]
    kept = "、".join(f"{unit}至{day_words(due)}" for unit, due in dates if due > after.due)
    return told + (f"；已获准延期的仍按延期执行（{kept}）" if kept else "")


def redated_line(one: Redated) -> str:
    told = f"第{one.task}项“{quoted(one.title)}”节点{one.ordinal}：{one.unit}已获准延期至{day_words(one.granted)}"
    if one.due < one.granted:
        return f"{told}，晚于调整后的方案结束日，改为{day_words(one.due)}。"
    return f"{told}，仍在调整后的方案期内，恢复按此执行。"


def part_lines(change: TaskChange, stake: Stake) -> Iterator[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return
    unmet = {one.unit for one in stake.unmet()}
    told = []
    for name, old, new in (("牵头", before.leads, after.leads), ("责任单位", before.supports, after.supports)):
        if gained := [unit for unit in new if unit not in old]:
            told.append(f"{name}增加 {'、'.join(gained)}")
        if lost := [unit for unit in old if unit not in new]:
            ends = name == "牵头" and any(unit in unmet for unit in lost)
            told.append(
                f"{name}减少 {'、'.join(lost)}{'（其未办结的办理事项撤销，本轮已要求的报送不变）' if ends else ''}"
            )
    if told:
        yield f"{_named(after)}：{'；'.join(told)}。"


def word_lines(change: TaskChange) -> Iterator[str]:
    before, after = change.before, change.after
    if before is None or after is None:
        return
    told = [
        f"{words}“{quoted(getattr(before, name))}”→“{quoted(getattr(after, name))}”"
        if name in ("section", "title")
        else f"{words}有修改"
        for name, words in _WORDS.items()
        if getattr(before, name) != getattr(after, name)
    ]
    marks = [one.after.ordinal for one in change.milestones if _reworded(one) and one.after]
    if marks:
        told.append("节点文字有修改")
    if told:
        yield f"第{after.number}项：{'；'.join(told)}。"


def _reworded(change: Change[MilestonePrint]) -> bool:
    before, after = change.before, change.after
    if before is None or after is None:
        return False
    return (before.wording, before.result, before.ongoing) != (after.wording, after.result, after.ongoing)
