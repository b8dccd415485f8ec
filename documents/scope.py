"""What a report is to be about, read from what a person types after /report."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from documents.words import quarter
from register.snapshot import Snapshot

_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}
_QUARTER = re.compile(r"(?:(\d{4})(?:年|-)?)?(?:Q([1-4])|第?([一二三四1-4])季度?)", re.IGNORECASE)
_TASK = re.compile(r"(?:task:)?第?(\d{1,4})项?")


class ScopeUnclear(Exception):  # noqa: N818 - a polite question back to the person, not a fault
    """What was typed names no quarter, task or unit of this plan; the message says what would."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Nothing set: the whole plan and its latest round."""

    quarter: str | None = None
    task: int | None = None
    unit: str | None = None

    @property
    def label(self) -> str:
        """For a file's name: ``2021Q2-第11项-发改委``; 全部 when nothing is set."""
        parts = (self.quarter, f"第{self.task}项" if self.task is not None else None, self.unit)
        return "-".join(part for part in parts if part is not None) or "全部"

    @property
    def words(self) -> str:
        """For people, and read back as the same scope: ``2021年第二季度 第11项 发改委``; empty when nothing is set."""
        parts = (
            quarter(self.quarter) if self.quarter is not None else None,
            f"第{self.task}项" if self.task is not None else None,
            _unspaced(self.unit) if self.unit is not None else None,
        )
        return " ".join(part for part in parts if part is not None)


def parse_scope(text: str, snapshot: Snapshot) -> Scope:
    """Words in any order: a quarter (2021Q2, 2021年二季度), a task (11, 第11项), a unit by any of its names."""
    scope = Scope()
    for word in unicodedata.normalize("NFKC", text).split():
        scope = _with(scope, word, snapshot)
    return check_scope(scope, snapshot)


def check_scope(scope: Scope, snapshot: Snapshot) -> Scope:
    """The same scope with the unit's official name; ScopeUnclear when the register knows nothing of it."""
    if scope.quarter is not None and scope.quarter not in {found.quarter for found in snapshot.rounds}:
        held = "、".join(found.quarter for found in snapshot.rounds) or "暂无"
        raise ScopeUnclear(f"{scope.quarter} 尚未开展进展报送。已开展的季度：{held}。")
    if scope.task is not None and scope.task not in {task.number for task in snapshot.tasks}:
        raise ScopeUnclear(f"方案中没有第{scope.task}项，请核对事项序号。")
    if scope.unit is not None:
        return replace(scope, unit=_official(scope.unit, snapshot))
    return scope


def _with(scope: Scope, word: str, snapshot: Snapshot) -> Scope:
    if found := _QUARTER.fullmatch(word):
        return replace(scope, quarter=_quarter(found, snapshot.today))
    if found := _TASK.fullmatch(word):
        return replace(scope, task=int(found[1]))
    return replace(scope, unit=_official(word.removeprefix("unit:"), snapshot))


def _quarter(found: re.Match[str], today: date) -> str:
    """Without a year, the latest quarter of that number that has begun."""
    number = int(found[2] or _NUMERALS.get(found[3]) or found[3])
    begun = date(today.year, number * 3 - 2, 1) <= today
    year = int(found[1]) if found[1] else today.year - (not begun)
    return f"{year}Q{number}"


def _official(word: str, snapshot: Snapshot) -> str:
    for unit in snapshot.units:
        if word in {_unspaced(unicodedata.normalize("NFKC", name)) for name in (unit.name, *unit.aliases)}:
            return unit.name
    shown = word if len(word) <= 20 else word[:20] + "…"
    raise ScopeUnclear(
        f"没有找到“{shown}”。可写季度（如 2021Q2）、事项序号（如 11）或单位名称（如 {_example(snapshot)}）。"
    )


def _unspaced(name: str) -> str:
    """A name as one word."""
    return "".join(name.split())


def _example(snapshot: Snapshot) -> str:
    return next((task.leads[0] for task in snapshot.tasks if task.leads), snapshot.office)
