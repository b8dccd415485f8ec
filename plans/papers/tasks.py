"""The items that are tasks, and what each of them says."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from plans.papers.choice import chosen_items, heads_of_units
from plans.papers.clauses import Clauses
from plans.papers.corrections import correct, cut_closing
from plans.papers.found import FoundTask, Part
from plans.papers.labels import Label
from plans.papers.outline import LOOSE, Item
from plans.papers.points import own_points
from plans.papers.responsibility import for_everyone, who_does_it
from plans.papers.timing import Years, when
from plans.papers.wording import title_and_rest
from plans.script import folded

_LED_BY = re.compile(r"由[^,。;:]{2,40}牵头(?!单位|部门|[^,。;:]*的)")


def find_tasks(root: Item, clauses: Clauses, years: Years) -> tuple[list[FoundTask], list[Item]]:
    """The tasks in the paper's order, and the items that they were made of."""
    correct(root)
    under_units = heads_of_units(root)
    items = chosen_items(root, under_units)
    cut_closing(items)
    numbers = {id(item): item.number for item in items}
    tasks = [_read(item, clauses, years, under_units, numbers) for item in items]
    for task, item in zip(tasks, items, strict=True):
        task.within = numbers.get(id(item.parent), "")
    return tasks, items


def _read(
    item: Item, clauses: Clauses, years: Years, under_units: dict[int, list[str]], tasks: Container[int]
) -> FoundTask:
    title, description = _wording(item, tasks)
    task = FoundTask(item.number, _section(item), title, description, item.place)
    who_does_it(task, item.phrases, item.values, clauses)
    _led_by_heading(task, item, under_units)
    for_everyone(task, clauses)
    labelled = [value for value in item.values if value.kind in (Label.PERSON, Label.OTHER)]
    task.remarks += [f"{value.word}：{value.text}" for value in labelled]
    when(task, item.values, description if description.startswith(title) else f"{title}。{description}", years)
    for doubt in item.doubts:
        task.doubt(Part.SUPPORTS if task.supports else Part.LEADS, doubt)
    _lead_in_passing(task)
    return task


def _lead_in_passing(task: FoundTask) -> None:
    """A paper is not said to name no lead where its text speaks of one."""
    known = task.leads or any(doubt.part is Part.LEADS for doubt in task.doubts)
    if not known and _LED_BY.search(folded(f"{task.title}。{task.description}")):
        task.doubt(Part.LEADS, "正文写有“由……牵头”，未能读出牵头单位，请对照原文")


def _led_by_heading(task: FoundTask, item: Item, under_units: dict[int, list[str]]) -> None:
    """Tasks grouped below a unit's name are led by that unit."""
    heading = next((one for one in item.ancestors() if id(one) in under_units), None)
    if heading is not None and not task.leads:
        task.leads = list(under_units[id(heading)])
        task.supports = [name for name in task.supports if name not in task.leads]


def _wording(item: Item, tasks: Container[int]) -> tuple[str, str]:
    title, rest = title_and_rest(item.heading)
    texts = [rest, *(text for _, text in item.texts[1:])]
    texts += [f"{value.word}：{value.text}" for value in item.values if value.kind is Label.CONTENT and value.text]
    texts += _points(item, tasks)
    description = "\n".join(text for text in texts if text)
    if not title and description:
        title, _ = title_and_rest(description.split("\n")[0])
    return title, description


def _points(item: Item, tasks: Container[int]) -> Iterator[str]:
    for below in own_points(item, tasks):
        yield _marked(below, "".join(text for _, text in below.texts))
        yield from (f"{value.word}：{value.text}" for value in below.values)


def _section(item: Item) -> str:
    for above in item.ancestors():
        title, _ = title_and_rest(above.heading)
        if title and above.style != LOOSE:
            return _marked(above, title)
    return ""


def _marked(item: Item, text: str) -> str:
    """``text`` behind its number, with the mark that papers put between."""
    if not item.number:
        return text
    if item.number.endswith((")", "）")):
        return f"{item.number}{text}"
    return f"{item.number}{'.' if item.number[-1:].isdigit() else '、'}{text}"
