"""Which items of the outline are tasks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plans.papers.labels import UNITS, Label
from plans.papers.name_kinds import looks_like_unit
from plans.papers.names import listed
from plans.papers.outline import LOOSE, UNIT, Item
from plans.papers.points import are_of_one_kind, heads_tasks
from plans.papers.wording import title_and_rest
from plans.script import folded

_NO_TASKS = re.compile(
    r"指导思想|基本原则|总体(?:要求|目标|思路)|(?:工作|发展|主要|整改)目标$|目标要求|组织(?:实施|领导|保障)|保障措施"
    r"|(?:工作|有关|相关)要求$|实施步骤|(?:工作|方法|时间)步骤|工作机制|督[导查]检查|附则|领导小组|重要意义|背景|工作职责|成员名单|解读"
)
_LONGEST_HEADING = 30
_MAY_SAY_WHO = re.compile(r"牵头|会同|负责(?!人|同志)|配合")
_IN_FORCE = re.compile(r"自.{0,24}起?(?:施行|实施|执行)|负责解释|有效期")
_HELPS = re.compile(r"配合|协|参")
_PLACE_NAMED = re.compile(r"(?:馆|园|场|所|站|台|学校|小学|中学|大学|学院|医院|小区|路|桥|水库|中心)$")
_SAYS_WORK = re.compile(r"[,。]|(?<!城乡)(?<!城市)建设(?![局委厅部办和与]|规划|管理|交通)|加强|推进|提升|完善")
_LEADS = re.compile(r"牵头|负责|主办|承办")
_HEADING_TAIL = re.compile(
    r"\((?:共?\d+[项条个件]?|牵头.{0,10}|.{0,4}\d+[项条个件].{0,4})\)|[:。]|(?<!\d)\d+[项条个件]$"
    r"|(?:牵头|负责|主办|承办)+(?:任务|事项|落实)?(?:的)?(?:任务|事项|工作)?(?:\d+[项条个件])?$"
)


def chosen_items(root: Item, under_units: dict[int, list[str]]) -> list[Item]:
    """The tasks: what says who does it; in a paper that never does, what is dated, or the level with the most items."""
    items = [item for item in root.walk() if item.parent is not None]
    told = [item for item in items if id(item) not in under_units]
    told = [item for item in told if item.attributed or _stands_under(item, under_units)]
    told = [item for item in told if not _only_organizes(item)] or told
    if told:
        chosen = {id(item) for item in told}
        chosen |= {id(item) for item in _beside(told, chosen)}
        return [item for item in items if id(item) in chosen]
    dated = [item for item in items if item.closed]
    return dated if len(dated) >= 2 else _of_one_level(items)


def _only_organizes(item: Item) -> bool:
    """「三、保障措施（二）强化督导。……，由督查室负责。」"""
    return item.spoken and any(_tells_no_tasks(above) for above in item.ancestors())


def _stands_under(item: Item, under_units: dict[int, list[str]]) -> bool:
    return item.parent is not None and id(item.parent) in under_units and item.style != LOOSE


def _beside(told: list[Item], chosen: set[int]) -> Iterator[Item]:
    """Points that say nothing of units, where most points do or all are of one kind: they are tasks, with a doubt."""
    parents = {id(item.parent): item.parent for item in told if item.parent is not None}
    for parent in parents.values():
        points = parent.points
        silent = [child for child in points if id(child) not in chosen]
        silent = [child for child in silent if not any(id(below) in chosen for below in child.walk())]
        above = (parent, *parent.ancestors())
        mostly = len(silent) * 2 <= len(points) or heads_tasks(parent) or are_of_one_kind(points)
        if not mostly or any(_tells_no_tasks(item) for item in above):
            continue
        for child in silent:
            if not _tells_no_tasks(child):
                child.doubts.append(_why_silent(child))
                yield child


def _why_silent(item: Item) -> str:
    """A paper is not said to be silent where it only says it in words of its own."""
    if said := _MAY_SAY_WHO.search(folded("".join(text for _, text in item.texts))):
        return f"正文有“{said[0]}”字样，未能读出本项由谁负责，请对照原文"
    return "原文没有写明本项由谁负责"


def _of_one_level(items: list[Item]) -> list[Item]:
    """A paper that names no units: its tasks are the level with the most items."""
    possible = [
        item
        for item in items
        if item.style not in (LOOSE, UNIT) and not any(_tells_no_tasks(one) for one in (item, *item.ancestors()))
    ]
    levels = Counter(item.style for item in possible)
    if not levels:
        return []
    style, count = levels.most_common(1)[0]
    return [item for item in possible if item.style == style] if count >= 2 else []


def _tells_no_tasks(item: Item) -> bool:
    title, _ = title_and_rest(item.heading)
    return bool(_NO_TASKS.search(title[:20]) or _IN_FORCE.search(item.heading))


def heads_of_units(root: Item) -> dict[int, list[str]]:
    """Headings that are nothing but a unit's name, as those beside them are: the unit leads what stands below."""
    found: dict[int, list[str]] = {}
    for item in root.walk():
        children = [child for child in item.children if child.style != LOOSE]
        named = {id(child): _unit_named(child) for child in children}
        good = [child for child in children if named[id(child)]]
        mostly = len(good) >= 2 and len(good) * 3 >= len(children) * 2
        if mostly and (all(map(_says_leads, good)) or not _told_below(good)):
            found |= {id(child): named[id(child)] for child in good}
        found |= {id(child): leads for child in children if (leads := _leads_below(child))}
    return found


def _leads_below(item: Item) -> list[str]:
    """「一、产业强市（牵头单位：市发改委）」 above tasks that say for themselves who else does them."""
    points = item.points
    told = [child for child in points if child.attributed]
    short = len(item.heading) <= _LONGEST_HEADING and "。" not in item.heading
    if not item.attributed or item.own_line or len(told) < 2 or len(told) * 2 < len(points) or not short:
        return []
    only_leads = all(value.kind is Label.LEAD for value in item.values if value.kind in UNITS)
    leads = [name for phrase in item.phrases for name in phrase.leads]
    leads += [name for value in item.values if value.kind is Label.LEAD for name in listed(value.text)]
    return leads if only_leads and not any(phrase.supports for phrase in item.phrases) else []


def _says_leads(heading: Item) -> bool:
    """「一、市发改委牵头的工作」."""
    return bool(_LEADS.search(heading.heading))


def _told_below(headings: list[Item]) -> bool:
    """Whether most items below say themselves who does them: then the headings are names of projects."""
    below = [item for heading in headings for item in heading.walk() if item is not heading and item.style != LOOSE]
    told = [
        item
        for item in below
        if item.phrases or any(not _HELPS.match(value.word) for value in item.values if value.kind in UNITS)
    ]
    return len(told) * 3 >= len(below)


def _unit_named(item: Item) -> list[str]:
    heading = item.heading
    flat = _HEADING_TAIL.sub("", folded(heading)).strip()
    if item.attributed or not item.children or not 2 <= len(flat) <= 40:
        return []
    names = listed(flat)
    whole = names and all(looks_like_unit(name) and len(name) >= 3 and not _PLACE_NAMED.search(name) for name in names)
    return names if whole and not _SAYS_WORK.search(flat) else []
