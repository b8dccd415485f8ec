"""The draft as a plan file: the paper's words, and ``# ?`` with the reason beside what a person must check."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plans.deadline import Deadline
from plans.papers.bodies import Bodies, find_bodies
from plans.papers.drafting import Draft
from plans.papers.found import FoundTask, Part
from plans.papers.yaml_text import flow, remark, scalar
from plans.questions import MARK

_HEADER = (
    "# 由原文起草。带“# ?”的各处须对照原文核对，核对无误或改正后删去该标记。",
    "# 全部核对后运行 duban check。",
)
_MOST_TEXT = 9_900


def write_draft(draft: Draft, plan_id: str) -> str:
    """The text of the file; it reads back as a plan."""
    bodies = find_bodies(draft)
    lines = [
        *_HEADER,
        "",
        *_head(draft, bodies, plan_id),
        "",
        *_units(draft, bodies),
        "",
        "tasks:" if draft.tasks else "tasks: []",
    ]
    section = None
    for task, number in zip(draft.tasks, task_numbers(draft.tasks), strict=True):
        if task.section and task.section != section:
            lines.append(f"  # {remark(task.section)}")
            section = task.section
        lines += [*_task(task, number), ""]
    return "\n".join(lines).rstrip() + "\n"


def task_numbers(tasks: list[FoundTask]) -> list[int]:
    """The paper's own numbers where they are whole and each stands once; else 1, 2, 3…"""
    own = [int(task.number) if task.number.isascii() and task.number.isdecimal() else 0 for task in tasks]
    whole = all(0 < number <= 9999 for number in own) and len(set(own)) == len(own)
    return own if whole else list(range(1, len(tasks) + 1))


def _head(draft: Draft, bodies: Bodies, plan_id: str) -> Iterator[str]:
    starts, ends = span_of(draft)
    yield "plan:"
    yield f"  id: {scalar(plan_id, 100)}"
    title = draft.head.title or "待填写"
    yield f"  title: {scalar(title, 500)}  {MARK} {'请核对' if draft.head.title else '原文没有找到标题'}"
    if draft.head.drafted:
        yield f"  drafted: {draft.head.drafted}"
    yield f"  starts: {starts}  {MARK} 原文未写督办起始日，暂以成文日或年初起算"
    yield f"  ends: {ends}  {MARK} 原文未写督办结束日，暂以最后时限或年末为止"
    for field, name, why in bodies.fields():
        yield f"  {field}: {scalar(name, 100)}  {MARK} {why}"


def span_of(draft: Draft) -> tuple[date, date]:
    """From the paper's day, or the start of its year, to the last deadline or the year's end."""
    dues = [one.due for task in draft.tasks for one in task.deadlines if one.due]
    year = draft.head.years.unwritten or (min(dues).year if dues else 2000)
    starts = draft.head.drafted or date(year, 1, 1)
    if dues and min(dues) < starts:
        starts = date(min(dues).year, 1, 1)
    return starts, max([date(starts.year, 12, 31), *dues])


def _units(draft: Draft, bodies: Bodies) -> Iterator[str]:
    yield "units:"
    for unit in draft.units:
        yield f"  - name: {scalar(unit.name, 100)}"
        if unit.aliases:
            why = "；".join(f"“{alias.name}”{alias.why}" for alias in unit.aliases)
            names = flow([alias.name for alias in unit.aliases])
            yield f"    aliases: {names}  {MARK} 建议视为同一单位：{remark(why)}；不是的请拆开"
        if unit.collective:
            yield f"    settled: false  {MARK} 集合单位，原文未列名单"
        if unit.leading_body:
            yield f"    leading_body: true  {MARK} 由领导牵头的机构，请核对"
    known = {name for unit in draft.units for name in (unit.name, *(alias.name for alias in unit.aliases))}
    for name in dict.fromkeys(name for _, name, _ in bodies.fields() if name not in known):
        yield f"  - name: {scalar(name, 100)}"


def _task(task: FoundTask, number: int) -> Iterator[str]:
    yield f"  - number: {number}"
    if task.number and task.number != str(number):
        yield f"    source_number: {scalar(task.within + task.number, 100)}"
    if task.section:
        yield f"    section: {scalar(task.section, 500)}"
    yield f"    title: {scalar(task.title or '（无标题）', 500)}{_why(task, Part.TITLE)}"
    if task.description:
        yield f"    description: {scalar(task.description.replace(chr(10), ' '), _MOST_TEXT)}"
    yield from (f"    # {remark(said)}" for said in task.remarks)
    yield f"    lead_units: {flow(task.leads)}{_why(task, Part.LEADS) or _no_lead(task)}"
    if task.supports or _why(task, Part.SUPPORTS):
        yield f"    responsible_units: {flow(task.supports)}{_why(task, Part.SUPPORTS)}"
    yield from _milestones(task)


def _no_lead(task: FoundTask) -> str:
    return "" if task.leads else "  # 原文未写明牵头单位，须填写"


def _milestones(task: FoundTask) -> Iterator[str]:
    if not task.deadlines:
        yield f"    undated: true{_why(task, Part.DEADLINES)}"
        return
    yield f"    milestones:{_why(task, Part.DEADLINES)}"
    for deadline in task.deadlines:
        yield f"      - {_milestone(deadline)}"


def _milestone(deadline: Deadline) -> str:
    parts = [f"due: {deadline.due}", f"wording: {scalar(deadline.wording, 500)}"]
    if deadline.result:
        parts.append(f"result: {scalar(deadline.result, 1000)}")
    if deadline.ongoing:
        parts.append("ongoing: true")
    return "{" + ", ".join(parts) + "}"


def _why(task: FoundTask, part: Part) -> str:
    reasons = [doubt.why for doubt in task.doubts if doubt.part is part]
    return f"  {MARK} {remark('；'.join(reasons))}" if reasons else ""
