"""The outline, corrected: what a paper says once for several points, and what it says where one does not look."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, takewhile

from plans.papers.attribution import Attribution
from plans.papers.labels import UNITS, Label
from plans.papers.outline import LOOSE, Item
from plans.papers.points import are_of_one_kind, heads_tasks
from plans.script import folded


def correct(root: Item) -> None:
    """Give every item of the outline what the paper means to say of it."""
    take_hints(root)
    split_bodies(root)
    hoist(root)
    share_forward(root)


def take_hints(root: Item) -> None:
    """Words inside the text that say who does it count where nothing plainer does, and beside points that say it.

    An item that says plainer who does it takes no more from them than its lead.
    """
    items = [item for item in root.walk() if item.parent is not None]
    plain = any(item.attributed and not item.spoken for item in items)
    told = {id(item.parent) for item in items if item.attributed}
    for item in items:
        if item.attributed:
            _take_lead(item)
        elif item.hints and (not plain or (item.style != LOOSE and id(item.parent) in told)):
            item.phrases += item.hints
            item.spoken = True
            if plain:
                _doubt(item.hints)


def _doubt(hints: list[Attribution]) -> None:
    for hint in hints:
        hint.doubts = hint.doubts or ["单位取自正文，请核对"]


def _take_lead(item: Item) -> None:
    leading = [hint for hint in item.hints if hint.leads]
    if leading and _names_no_lead(item):
        item.phrases += leading
        item.doubts.append("牵头单位取自正文“……牵头”")


def _names_no_lead(item: Item) -> bool:
    labelled = any(value.kind in (Label.LEAD, Label.EITHER) for value in item.values)
    return not labelled and not any(phrase.leads for phrase in item.phrases)


def split_bodies(root: Item) -> None:
    """A heading above several paragraphs that each say who does it is no task: each of them is."""
    for item in list(root.walk()):
        if item.parent is None or len(item.texts) < 2 or not (item.in_body or item.own_line):
            continue
        loose = _loose_behind(item)
        if any(one.attributed for one in loose):
            _split(item, loose)


def _loose_behind(item: Item) -> list[Item]:
    """The paragraphs without number or label that follow ``item`` on its own level."""
    siblings = item.parent.children if item.parent else []
    behind = siblings[siblings.index(item) + 1 :]
    return list(takewhile(lambda one: one.style == LOOSE and not one.number, behind))


def _split(item: Item, loose: list[Item]) -> None:
    first = Item(LOOSE, "", item.texts[1][0], item, texts=item.texts[1:], phrases=item.phrases, values=item.values)
    first.places = [place for place, _ in first.texts]
    item.texts, item.phrases, item.values = item.texts[:1], [], []
    for one in loose:
        if one.parent is not None:
            one.parent.children.remove(one)
        one.parent = item
    item.children += [first, *loose]


def cut_closing(items: list[Item]) -> None:
    """Paragraphs behind the last task, where no other task has any below its first, close the paper."""
    if len(items) < 3 or any(len(item.texts) > 1 for item in items[:-1]):
        return
    last = items[-1]
    if not last.attributed:
        last.texts, last.places = last.texts[:1], last.places[:1]


def hoist(root: Item) -> None:
    """「1.… 2.… 牵头单位：…」: what stands below the last of several points is said of all of them.

    It is certain only where the paper does so elsewhere. Points that are tasks each are never made one.
    """
    each = _styles_told_one_by_one(root)
    below = _styles_told_below(root)
    for item in reversed(list(root.walk())):
        if item.parent is None or item.attributed or not _only_last_is_told(item.points):
            continue
        usual = below[item.style] > 1
        if _is_the_last_ones(item, each, usual=usual):
            continue
        if not _is_surely_of_all(item, each, usual=usual):
            item.doubts.append("署责写在最后一点之后，按整项署责理解")
        last = item.points[-1]
        item.phrases, item.values, item.own_line = last.phrases, [*item.values, *last.values], True
        last.phrases, last.values = [], []


def _is_the_last_ones(item: Item, each: set[str], *, usual: bool) -> bool:
    """Whether what the last point says is said of that point alone."""
    points = item.points
    one_by_one = points[0].style in each and (not points[-1].own_line or all(map(_goes_on, points[:-1])))
    return one_by_one or heads_tasks(item) or (are_of_one_kind(points) and not usual)


def _is_surely_of_all(item: Item, each: set[str], *, usual: bool) -> bool:
    points = item.points
    return usual and points[-1].own_line and points[0].style not in each and not are_of_one_kind(points)


def _styles_told_below(root: Item) -> Counter[str]:
    """How many items of a style say who does it below all of their text."""
    return Counter(item.style for item in root.walk() if _told_below(item))


def _told_below(item: Item) -> bool:
    if item.attributed:
        return item.own_line
    return _only_last_is_told(item.points) and not item.points[-1].spoken


def _only_last_is_told(points: list[Item]) -> bool:
    if len(points) < 2 or len({point.style for point in points}) != 1:
        return False
    return points[-1].closed and not any(point.closed or point.children for point in points[:-1])


def share_forward(root: Item) -> None:
    """「2.…；3.…；4.…。责任单位：…」: points that end with a semicolon are said together with the next."""
    for item in root.walk():
        points = item.points
        for point, following in reversed(list(pairwise(points))):
            if following.attributed and not point.attributed and not point.children and _goes_on(point):
                point.phrases = following.phrases
                point.values += [value for value in following.values if value.kind in UNITS]
                point.doubts.append("本项以分号与下一项相连，按同一署责理解")


def _goes_on(item: Item) -> bool:
    return bool(item.texts) and folded(item.texts[-1][1]).rstrip().endswith(";")


def _styles_told_one_by_one(root: Item) -> set[str]:
    """Styles of points that say who does it each for itself somewhere in the paper."""
    found: set[str] = set()
    for item in root.walk():
        points = item.points
        single = points if len(points) == 1 else points[:-1]
        found |= {point.style for point in single if point.attributed}
    return found
