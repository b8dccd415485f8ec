"""Which items of the outline are tasks, and what each of them says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from plans.deadlines import Deadline, Kind, read_deadlines
from plans.papers.clauses import Clauses
from plans.papers.found import FoundTask, Part
from plans.papers.labels import Label
from plans.papers.names import is_collective, listed, looks_like_unit
from plans.papers.outline import LOOSE, Item
from plans.papers.passages import UNITS
from plans.papers.responsibility import who_does_it
from plans.papers.wording import title_and_rest
from plans.script import folded

_NO_TASKS = re.compile(
    r"指导思想|基本原则|总体(?:要求|目标|思路)|(?:工作|发展|主要|整改)目标$|目标要求|组织(?:实施|领导|保障)|保障措施|(?:工作|有关|相关)要求$|实施步骤|"
    r"(?:工作|方法|时间)步骤|工作机制|督[导查]检查|附则|领导小组|重要意义|背景|工作职责|成员名单|解读"
)
_IN_FORCE = re.compile(r"自.{0,24}起?(?:施行|实施|执行)|负责解释|有效期")
_HELPS = re.compile(r"配合|协|参")
_PLACE_NAMED = re.compile(r"(?:馆|园|场|所|站|台|学校|小学|中学|大学|学院|医院|小区|路|桥|水库|中心)$")
_HEADING_TAIL = re.compile(r"\((?:共?\d+[项条个件]?|牵头.{0,10}|.{0,4}\d+[项条个件].{0,4})\)|[::。]|\d+[项条个件]$|(?:牵头|负责|主办)(?:任务|事项|落实)?(?:的)?(?:任务|事项|工作)?(?:\d+[项条个件])?$")


def find_tasks(root: Item, clauses: Clauses, year: int | None) -> tuple[list[FoundTask], list[Item]]:
    """The tasks in the paper's order, and the items that they were made of."""
    take_hints(root)
    split_bodies(root)
    hoist(root)
    share_forward(root)
    under_units = heads_of_units(root)
    items = _chosen(root, under_units)
    return [_read(item, clauses, year, under_units) for item in items], items


# -- the outline, corrected --------------------------------------------------------------------------------------------


def take_hints(root: Item) -> None:
    """First words that say who leads count where the paper says it in no plainer way; beside labels they only fill in."""
    items = [item for item in root.walk() if item.parent is not None]
    plain = any(item.attributed for item in items)
    for item in items:
        if item.hint is None:
            continue
        if not item.attributed and not plain:
            item.phrases.append(item.hint)
        elif item.attributed and not item.phrases and not any(value.kind is not Label.SUPPORT for value in item.values if value.kind in UNITS):
            item.phrases.append(item.hint)
            item.doubts.append("牵头单位取自正文“……牵头”")


def split_bodies(root: Item) -> None:
    """A heading above several paragraphs that each say who does it is no task: each of them is."""
    for item in list(root.walk()):
        if not (item.in_body or item.own_line) or item.parent is None or len(item.texts) < 2:
            continue
        siblings = item.parent.children
        after = siblings[siblings.index(item) + 1 :]
        loose = []
        for sibling in after:
            if sibling.style != LOOSE:
                break
            loose.append(sibling)
        if not any(sibling.attributed for sibling in loose):
            continue
        first = Item(LOOSE, "", item.texts[1][0], item, texts=item.texts[1:], phrases=item.phrases, values=item.values)
        first.places = [place for place, _ in first.texts]
        item.texts, item.phrases, item.values = item.texts[:1], [], []
        for sibling in loose:
            siblings.remove(sibling)
            sibling.parent = item
        item.children += [first, *loose]


def hoist(root: Item) -> None:
    """「1.… 2.… 牵头单位：…」: what stands below the last of several points is said of all of them."""
    each = _styles_told_one_by_one(root)
    for item in reversed(list(root.walk())):
        points = [child for child in item.children if child.style != LOOSE]
        if item.parent is None or len(points) < 2 or item.attributed or len({child.style for child in points}) != 1:
            continue
        last = points[-1]
        if not last.closed or any(child.closed or child.children for child in points[:-1]) or last.children:
            continue
        if not last.own_line and points[0].style in each:
            continue
        if points[0].style in each and not last.own_line:
            continue
        if points[0].style in each:
            item.doubts.append("署责写在最后一点之后，按整项署责理解")
        item.phrases, item.values, item.own_line = last.phrases, [*item.values, *last.values], True
        last.phrases, last.values = [], []


def share_forward(root: Item) -> None:
    """「2.…；3.…；4.…。责任单位：…」: points that end with a semicolon are said together with the next."""
    for item in root.walk():
        points = [child for child in item.children if child.style != LOOSE]
        for point, following in reversed(list(zip(points, points[1:], strict=False))):
            ends_open = point.texts and folded(point.texts[-1][1]).rstrip().endswith(";")
            if ends_open and not point.attributed and not point.children and following.attributed:
                point.phrases = following.phrases
                point.values += [value for value in following.values if value.kind in UNITS]
                point.doubts.append("本项以分号与下一项相连，按同一署责理解")


def _styles_told_one_by_one(root: Item) -> set[str]:
    """Styles of points that say who does it each for itself somewhere in the paper."""
    return {
        child.style
        for item in root.walk()
        for child in item.children[:-1]
        if child.attributed and child.style != LOOSE
    }


def heads_of_units(root: Item) -> dict[int, list[str]]:
    """Headings that are nothing but a unit's name, where the headings beside them are such too: the unit leads below."""
    found: dict[int, list[str]] = {}
    for item in root.walk():
        children = [child for child in item.children if child.style != LOOSE]
        named = {id(child): _unit_named(child) for child in children}
        good = [child for child in children if named[id(child)]]
        if len(good) >= 2 and len(good) * 3 >= len(children) * 2 and not _told_below(good):
            found |= {id(child): named[id(child)] for child in good}
    return found


def _told_below(headings: list[Item]) -> bool:
    """Whether most items below say themselves who does them: then the headings are names of projects."""
    below = [item for heading in headings for item in heading.walk() if item is not heading and item.style != LOOSE]
    told = [item for item in below if item.phrases or any(not _HELPS.match(value.word) for value in item.values if value.kind in UNITS)]
    return len(told) * 3 >= len(below)


def _unit_named(item: Item) -> list[str]:
    heading = item.heading
    flat = _HEADING_TAIL.sub("", folded(heading)).strip()
    if item.attributed or not item.children or not 2 <= len(flat) <= 40:
        return []
    names = listed(flat)
    whole = names and all(looks_like_unit(name) and len(name) >= 3 and not _PLACE_NAMED.search(name) for name in names)
    return names if whole and not re.search(r"[,。]|建设|加强|推进|提升|完善", flat) else []


# -- which items -------------------------------------------------------------------------------------------------------


def _chosen(root: Item, under_units: dict[int, list[str]]) -> list[Item]:
    items = [item for item in root.walk() if item.parent is not None]
    told = [item for item in items if item.attributed]
    if under_units:
        told += [
            child
            for item in items
            if id(item) in under_units
            for child in item.children
            if child.style != LOOSE and child not in told
        ]
    if told:
        chosen = {id(item) for item in told}
        chosen |= {id(item) for item in _beside(told, chosen)}
        return [item for item in items if id(item) in chosen]
    dated = [item for item in items if item.closed]
    return dated if len(dated) >= 2 else _of_one_level(items)


def _beside(told: list[Item], chosen: set[int]) -> Iterator[Item]:
    """Points that say nothing of units, among points that mostly do: they are tasks, with a doubt."""
    parents = {id(item.parent): item.parent for item in told if item.parent is not None}
    for parent in parents.values():
        points = [child for child in parent.children if child.style != LOOSE]
        silent = [child for child in points if id(child) not in chosen]
        silent = [child for child in silent if not any(id(below) in chosen for below in child.walk())]
        if silent and len(silent) * 2 <= len(points) and not any(_tells_no_tasks(item) for item in (parent, *parent.ancestors())):
            for child in silent:
                if not _tells_no_tasks(child):
                    child.doubts.append("原文没有写明本项由谁负责")
                    yield child


def _of_one_level(items: list[Item]) -> list[Item]:
    """A paper that names no units: its tasks are the level with the most items."""
    possible = [
        item
        for item in items
        if item.style != LOOSE and not any(_tells_no_tasks(one) for one in (item, *item.ancestors()))
    ]
    levels = Counter(item.style for item in possible)
    if not levels:
        return []
    style, count = levels.most_common(1)[0]
    return [item for item in possible if item.style == style] if count >= 2 else []


def _tells_no_tasks(item: Item) -> bool:
    title, _ = title_and_rest(item.heading)
    return bool(_NO_TASKS.search(title[:20]) or _IN_FORCE.search(item.heading))


# -- what each says ----------------------------------------------------------------------------------------------------


def _read(item: Item, clauses: Clauses, year: int | None, under_units: dict[int, list[str]]) -> FoundTask:
    chosen_below = [child for child in item.children if child.attributed]
    title, description = _wording(item, with_children=not chosen_below)
    task = FoundTask(_number(item), _section(item), title, description, item.place)
    who_does_it(task, item.phrases, item.values, clauses)
    for heading in item.ancestors():
        if id(heading) in under_units and not task.leads:
            task.leads = list(under_units[id(heading)])
            task.supports = [name for name in task.supports if name not in task.leads]
    if clauses.everyone and item.place > clauses.everyone_from:
        task.supports += [name for name in clauses.everyone if name not in task.leads + task.supports]
    for value in item.values:
        if value.kind in (Label.PERSON, Label.OTHER):
            task.remarks.append(f"{value.word}：{value.text}")
    when(task, item.values, f"{title}。{description}" if not description.startswith(title) else description, year)
    for doubt in item.doubts:
        task.doubt(Part.SUPPORTS if task.supports else Part.LEADS, doubt)
    return task


def when(task: FoundTask, values: list, text: str, year: int | None) -> None:  # type: ignore[type-arg]
    """Fill in the deadlines: those of a label, or else those that the text sets."""
    labelled = [value for value in values if value.kind in (Label.DEADLINE, Label.STAGE)]
    for value in labelled:
        worded = f"{value.word}：{value.text}" if value.kind is Label.STAGE else value.text
        found = read_deadlines(worded, year)
        _note(task, found, value.place, labelled=True, whole=value.text)
    if not labelled:
        _note(task, read_deadlines(text, year, prose=True), task.place, labelled=False, whole=text)


def _note(task: FoundTask, found: list[Deadline], place: int, *, labelled: bool, whole: str) -> None:
    dated = [one for one in found if one.due and one.kind is not Kind.START]
    starts = [one for one in found if one.due and one.kind is Kind.START]
    if labelled and not dated and not task.deadlines:
        dated, starts = starts, []
    for one in dated:
        if not any(one.due == other.due and one.result == other.result for other in task.deadlines):
            task.deadlines.append(one)
        if one.doubt:
            task.doubt(Part.DEADLINES, f"“{one.wording}”：{one.doubt}", place)
    for one in starts:
        task.remarks.append(f"开工、启动时间：{one.wording}{one.result}")
    for one in found:
        if one.kind is Kind.RECURRING:
            task.remarks.append(f"定期要求：{one.wording}{one.result}")
        elif one.due is None and _needs_a_look(one.kind, labelled=labelled):
            task.doubt(Part.DEADLINES, f"“{one.wording}”：{one.doubt or '没有写明日期'}", place)
    if labelled and not found and whole.strip(" /—-"):
        task.doubt(Part.DEADLINES, f"“{whole[:40]}”：没有写明日期", place)


def _needs_a_look(kind: Kind, *, labelled: bool) -> bool:
    """Running text may speak of events and durations without setting a limit; a label never does."""
    if kind in (Kind.ONGOING, Kind.ONGOING_FROM):
        return False
    return labelled or kind not in (Kind.EVENT, Kind.DURATION, Kind.PERIOD)


def _wording(item: Item, *, with_children: bool) -> tuple[str, str]:
    title, rest = title_and_rest(item.heading) if item.heading else ("", "")
    texts = [rest, *(text for _, text in item.texts[1:])]
    texts += [f"{value.word}：{value.text}" for value in item.values if value.kind is Label.CONTENT and value.text]
    if with_children:
        texts += [f"{below.number}{_dot(below)}{text}" for child in item.children for below in child.walk() for _, text in below.texts[:1] if text and child.style != LOOSE]
    description = "\n".join(text for text in texts if text)
    if not title and description:
        title, _ = title_and_rest(description.split("\n")[0])
    return title, description


def _dot(item: Item) -> str:
    return "" if item.number.endswith((")", "）")) else "." if item.number[-1:].isdigit() else "、"


def _number(item: Item) -> str:
    return item.number


def _section(item: Item) -> str:
    for above in item.ancestors():
        title, _ = title_and_rest(above.heading)
        if title and above.style != LOOSE:
            mark = above.number + ("" if above.number.endswith((")", "）")) else "、" if not above.number[-1:].isdigit() else ".")
            return f"{mark}{title}"
    return ""
