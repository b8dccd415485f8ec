"""The lines of a preview about units, targets and what the plan says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from plans.blueprint import HeadPrint, TargetPrint, UnitPrint
from plans.pairing import Change

_HEAD = {
    "title": "方案名称",
    "starts": "起始日",
    "ends": "结束日",
    "office": "办公室",
    "bureau": "督查机构",
    "leading_group": "领导小组",
    "consolidator": "汇总单位",
}
_TARGET = {
    "name": "名称",
    "measure": "计量单位",
    "minimum": "下限",
    "maximum": "上限",
    "due": "期限",
    "owner": "责任单位",
}
_SEATED = ("office", "bureau", "leading_group")


def unit_lines(changes: Iterable[Change[UnitPrint]]) -> Iterator[str]:
    for one in changes:
        before, after = one.before, one.after
        if before is None and after is not None:
            yield f"新增“{after.name}”：参加事项的，请用 duban invite 邀请其联络员。"
        elif before is not None and after is None:
            yield f"“{before.name}”不再参加本方案：席位和记录保留。"
        elif before is not None and after is not None:
            yield f"“{before.name}”{'；'.join(_of_unit(before, after))}。"


def _of_unit(before: UnitPrint, after: UnitPrint) -> Iterator[str]:
    if before.name != after.name:
        yield f"改名为“{after.name}”，席位、事项和记录随之"
    yield from _listed("别名", before.aliases, after.aliases)
    yield from _listed("成员", before.members, after.members)
    if before.settled != after.settled:
        yield "成员名单已核定" if after.settled else "成员名单待核定"
    if before.leading_body != after.leading_body:
        yield "改按领导机构对待" if after.leading_body else "不再按领导机构对待"
    if before.housed_in != after.housed_in:
        yield f"设在{before.housed_in or '（无）'}→{after.housed_in or '（无）'}"


def _listed(what: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    old, new = set(before), set(after)
    if gained := sorted(new - old):
        yield f"增加{what} {'、'.join(gained)}"
    if lost := sorted(old - new):
        yield f"减少{what} {'、'.join(lost)}"


def target_lines(changes: Iterable[Change[TargetPrint]]) -> Iterator[str]:
    for one in changes:
        target = one.after or one.before
        if target is not None:
            what = "撤销" if one.after is None else "修改" if one.before else "新增"
            told = "，".join(_of_target(one.before, one.after)) if one.before and one.after else ""
            yield f"{what}“{target.name}”（{target.owner}）{told}：已开启的报送轮次不变。"


def _of_target(before: TargetPrint, after: TargetPrint) -> Iterator[str]:
    for name, words in _TARGET.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield f"{words} {_said(old)}→{_said(new)}"


def _said(value: object) -> str:
    return "（无）" if value is None else str(value)


def head_lines(change: Change[HeadPrint] | None) -> Iterator[str]:
    if change is None or change.before is None or change.after is None:
        return
    if change.before.phases != change.after.phases:
        yield "工作阶段有修改。"
    for name, words in _HEAD.items():
        before, after = getattr(change.before, name), getattr(change.after, name)
        if before != after:
            seated = "：席位和人员随之转移，人员有变的请在“人员席位”中办理" if name in _SEATED else ""
            yield f"{words} {before}→{after}{seated}。"
