"""The points of a list: whether each of them is a task, and which belong to the text of the task above."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from plans.papers.outline import LOOSE, UNIT, Item
from plans.papers.wording import title_and_rest
from plans.script import folded

_HEADS_TASKS = re.compile(
    r"(?:\d+年|年度|全年|重点|主要|具体|工作|目标|责任|任务|事项|分工|清单|要点|安排|内容|措施|举措|[和及与、])+[:。]?"
)


def heads_tasks(item: Item) -> bool:
    """「二、重点任务」 names no work of its own: what stands below it are the tasks."""
    return bool(_HEADS_TASKS.fullmatch(folded(item.heading).strip()))


def are_of_one_kind(points: list[Item]) -> bool:
    """Points that each have a title of their own, as far as they do not say who does them anyway."""
    one_style = len({point.style for point in points}) == 1
    return one_style and all(point.attributed or _is_titled(point) for point in points)


def _is_titled(point: Item) -> bool:
    title, rest = title_and_rest(point.heading)
    return len(point.texts) > 1 or (bool(rest) and len(title) + len(rest) <= len(point.heading))


def own_points(item: Item, tasks: Container[int]) -> Iterator[Item]:
    """The points below a task that are no tasks themselves; a paragraph that only stands behind them is not its own."""
    for below in item.children:
        behind = below.style in (LOOSE, UNIT) and not below.number
        if id(below) not in tasks and not behind:
            yield below
            yield from own_points(below, tasks)
