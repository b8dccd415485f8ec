"""What is said of a draft beside it: each doubt and each unused paragraph with its place, and the counts."""

from __future__ import annotations

from plans.papers.drafting import Draft
from plans.papers.found import Part
from plans.papers.writer import task_numbers
from plans.papers.yaml_text import remark
from plans.questions import MARK

_VALUES = len(Part)
_NAMES = {Part.TITLE: "标题", Part.LEADS: "牵头单位", Part.SUPPORTS: "责任单位", Part.DEADLINES: "完成时限"}
_LONGEST = 40


def report_lines(draft: Draft, marks: int) -> list[str]:
    """``place: …`` for every doubt and every paragraph that was not used, in order; the counts come last.

    ``marks``: how many places of the draft carry ``# ?``, as ``duban check`` will count them. There are more of them
    than doubts about the paper: what no paper says is assumed, and a person must check it too.
    """
    told: list[tuple[int, str]] = []
    doubtful = 0
    for task, number in zip(draft.tasks, task_numbers(draft.tasks), strict=True):
        doubtful += len({doubt.part for doubt in task.doubts})
        told += [(doubt.place, f"第 {number} 项{_NAMES[doubt.part]}：{remark(doubt.why)}") for doubt in task.doubts]
        if not task.leads and not any(doubt.part is Part.LEADS for doubt in task.doubts):
            told.append((task.place, f"第 {number} 项：原文未写明牵头单位，须填写"))
    first = draft.tasks[0].place if draft.tasks else 1
    for unit in draft.units:
        told += [(first, f"“{alias.name}”建议视为“{unit.name}”的别名：{alias.why}") for alias in unit.aliases]
        doubtful += bool(unit.aliases)
    told += [(one.place, f"未采用：{_short(one.text)}") for one in draft.unread]
    certain = len(draft.tasks) * _VALUES - sum(len({doubt.part for doubt in task.doubts}) for task in draft.tasks)
    lines = [f"{place}: {words}" for place, words in sorted(told, key=lambda one: one[0])]
    return [
        *lines,
        f"事项 {len(draft.tasks)} 项；确定 {certain} 处，存疑 {doubtful} 处，"
        f"未采用 {len(draft.unread)} {draft.counted}。"
        f"草稿中“{MARK}”共 {marks} 处：存疑的 {doubtful} 处，"
        f"起草时推定的方案要素和单位 {marks - doubtful} 处，均须核对。",
    ]


def _short(text: str) -> str:
    plain = remark(text)
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"
