"""The items that are tasks, and what each of them says."""

from __future__ import annotations

from collections.abc import Iterator

from plans.papers.choice import chosen_items, heads_of_units
from plans.papers.clauses import Clauses
from plans.papers.corrections import correct, cut_closing
from plans.papers.found import FoundTask, Part
from plans.papers.labels import Label
from plans.papers.outline import LOOSE, Item
from plans.papers.responsibility import for_everyone, who_does_it
from plans.papers.timing import Years, when
from plans.papers.wording import title_and_rest


def find_tasks(root: Item, clauses: Clauses, years: Years) -> tuple[list[FoundTask], list[Item]]:
    """The tasks in the paper's order, and the items that they were made of."""
    correct(root)
    under_units = heads_of_units(root)
    items = chosen_items(root, under_units)
    cut_closing(items)
    tasks = [_read(item, clauses, years, under_units) for item in items]
    numbers = {id(item): item.number for item in items}
    for task, item in zip(tasks, items, strict=True):
        task.within = numbers.get(id(item.parent), "")
    return tasks, items


def _read(item: Item, clauses: Clauses, years: Years, under_units: dict[int, list[str]]) -> FoundTask:
    title, description = _wording(item)
    task = FoundTask(item.number, _section(item), title, description, item.place)
    who_does_it(task, item.phrases, item.values, clauses)
    _led_by_heading(task, item, under_units)
    for_everyone(task, clauses)
    labelled = [value for value in item.values if value.kind in (Label.PERSON, Label.OTHER)]
    task.remarks += [f"{value.word}：{value.text}" for value in labelled]
    when(task, item.values, description if description.startswith(title) else f"{title}。{description}", years)
    for doubt in item.doubts:
        task.doubt(Part.SUPPORTS if task.supports else Part.LEADS, doubt)
    return task


def _led_by_heading(task: FoundTask, item: Item, under_units: dict[int, list[str]]) -> None:
    """Tasks grouped below a unit's name are led by that unit."""
    heading = next((one for one in item.ancestors() if id(one) in under_units), None)
    if heading is not None and not task.leads:
        task.leads = list(under_units[id(heading)])
        task.supports = [name for name in task.supports if name not in task.leads]


def _wording(item: Item) -> tuple[str, str]:
    title, rest = title_and_rest(item.heading)
    texts = [rest, *(text for _, text in item.texts[1:])]
    texts += [f"{value.word}：{value.text}" for value in item.values if value.kind is Label.CONTENT and value.text]
    if not any(child.attributed for child in item.children):
        texts += _points(item)
    description = "\n".join(text for text in texts if text)
    if not title and description:
        title, _ = title_and_rest(description.split("\n")[0])
    return title, description


def _points(item: Item) -> Iterator[str]:
    """The points below a task that are no tasks themselves."""
    for point in item.points:
        for below in point.walk():
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
