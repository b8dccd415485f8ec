"""A preview of a changed plan in Chinese: what would happen, grouped, with what a person must agree to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from duban.amendment_parts import head_lines, target_lines, unit_lines
from duban.amendment_tasks import (
    added_line,
    day_words,
    dropped_line,
    milestone_lines,
    part_lines,
    redated_line,
    word_lines,
)
from register.amending.amend import counts_of
from register.amending.preview import Preview, number_of

_KINDS = {
    "tasks_added": "新增事项",
    "tasks_restored": "恢复事项",
    "tasks_dropped": "撤销事项",
    "tasks_changed": "改动事项",
    "deadlines_moved": "调整时限",
    "units": "单位变动",
    "targets": "工作目标变动",
    "head": "方案要素变动",
    "order": "排列顺序变动",
}


def preview_lines(found: Preview) -> list[str]:
    """Everything but the counts."""
    changes = found.comparison
    kept = [one for one in changes.tasks if one.before and one.after and not one.restored]
    groups: dict[str, Iterable[str]] = {
        "撤销事项": (dropped_line(one, found.stakes[number_of(one)]) for one in changes.tasks if one.after is None),
        "新增事项": (added_line(one.after) for one in changes.tasks if one.after and one.before is None),
        "恢复事项": (added_line(one.after) for one in changes.tasks if one.after and one.restored),
        "时限和节点": [
            *(line for one in kept for line in milestone_lines(one, found.stakes[number_of(one)], found.last_day)),
            *map(redated_line, found.redated),
        ],
        "牵头单位和责任单位": (line for one in kept for line in part_lines(one, found.stakes[number_of(one)])),
        "文字修改": (line for one in kept for line in word_lines(one)),
        "单位": unit_lines(changes.units),
        "工作目标": target_lines(changes.targets),
        "方案要素": head_lines(changes.head),
        "须在命令中确认": _to_confirm(found),
        "不能执行": changes.objections,
    }
    lines = []
    for name, group in groups.items():
        if told := list(group):
            lines += [f"【{name}】{len(told)}", *(f"  {line}" for line in told)]
    return lines


def counts_line(found: Preview) -> str:
    """The last line: how much of each kind."""
    counts = counts_of(found.comparison)
    told = "，".join(f"{words} {counts[kind]}" for kind, words in _KINDS.items() if kind in counts)
    wrong = len(found.comparison.objections)
    return f"合计：{told or '没有变化'}" + (f"；不能执行的 {wrong} 处" if wrong else "") + "。"


def consent_words(found: Preview) -> str:
    """The options by which the command agrees to all that needs it."""
    drop = [f"--drop {number}" for number in sorted(found.ends)]
    late = [f"--overdue {number}" for number in sorted(found.late)]
    return " ".join([f"--revision {found.revision}", *drop, *late])


def _to_confirm(found: Preview) -> Iterator[str]:
    for number in sorted(found.ends):
        yield f"--drop {number}：第{number}项有未办结的办理事项，撤销后即终止。"
    for number, dates in sorted(found.late.items()):
        told = "、".join(map(day_words, dates))
        yield f"--overdue {number}：第{number}项的时限 {told} 已过，执行后即为逾期，督办梯次自执行之日起算。"
