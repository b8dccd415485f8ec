"""What a new plan may not do to the one in force: it would turn the record of one thing into that of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from plans.blueprint import Blueprint


def objections(standing: Blueprint, before: Blueprint, after: Blueprint, renamed: Mapping[str, str]) -> tuple[str, ...]:
    """The sentences, each with what to do; ``before`` is ``standing`` told in the new names."""
    if standing.head.code != after.head.code:
        wrong = f"方案编号（id）是“{after.head.code}”，登记簿中是“{standing.head.code}”"
        return (f"{wrong}：这是另一个方案，请核对文件；另一个方案应使用另一个数据库。",)
    return (*_of_names(standing, after, renamed), *_of_numbers(before, after))


def _of_names(standing: Blueprint, after: Blueprint, renamed: Mapping[str, str]) -> Iterator[str]:
    aliases = {unit.name: unit.aliases for unit in after.units}
    for old, new in renamed.items():
        if old not in aliases[new]:
            yield f"单位“{old}”改名为“{new}”：请把旧名写入 aliases，已发文书和消息中的旧名才对得上。"
        if new in standing.former_units:
            yield f"单位“{old}”改名为“{new}”：登记簿中另有已退出方案的单位“{new}”，请换一个名称。"


def _of_numbers(before: Blueprint, after: Blueprint) -> Iterator[str]:
    """A number is a task's identity in every message and paper that went out."""
    titles = {task.number: task.title for task in before.tasks}
    single = {title: number for number, title in titles.items() if Counter(titles.values())[title] == 1}
    former = {task.number: task.title for task in before.former}
    for task in after.tasks:
        origin = single.get(task.title, task.number)
        if origin != task.number and titles.get(task.number) != task.title:
            yield (
                f"“{task.title}”原是第{origin}项，文件中写作第{task.number}项：编号是事项的身份，"
                "已发消息和文书都以它为准，请保留原编号，新增事项另用新编号。"
            )
        elif task.number not in titles and former.get(task.number, task.title) != task.title:
            yield (
                f"第{task.number}项曾是“{former[task.number]}”，已经撤销："
                f"“{task.title}”是另一事项，请用没有用过的编号。"
            )
