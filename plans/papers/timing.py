"""When a task is due: by its labels, or else by what its text sets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plans.deadline import Deadline, Kind
from plans.deadlines import read_deadlines
from plans.openended import is_limit_by_event
from plans.papers.found import FoundTask, Part
from plans.papers.labels import Label
from plans.papers.passages import Value


@dataclass(frozen=True, slots=True)
class Years:
    """``unwritten`` is the year of dates without one; before ``earliest`` running text only looks back."""

    unwritten: int | None = None
    earliest: int = 0


def when(task: FoundTask, values: Iterable[Value], text: str, years: Years) -> None:
    """Fill in the deadlines: those of a label, or else those that the text sets."""
    labelled = [value for value in values if value.kind in (Label.DEADLINE, Label.STAGE)]
    for value in labelled:
        worded = f"{value.word}：{value.text}" if value.kind is Label.STAGE else value.text
        _note(task, read_deadlines(worded, years.unwritten), value.place, labelled=True)
    if not labelled:
        found = read_deadlines(text, years.unwritten, prose=True, earliest=years.earliest)
        _note(task, found, task.place, labelled=False)


def _note(task: FoundTask, found: list[Deadline], place: int, *, labelled: bool) -> None:
    dated = [one for one in found if one.due and one.kind is not Kind.START]
    starts = [one for one in found if one.due and one.kind is Kind.START]
    if labelled and not dated and not task.deadlines:
        # 完成时限：5月底前动工 asks for nothing but the start.
        dated, starts = starts, []
    for one in dated:
        _add(task, one, place)
    task.remarks += [f"开工、启动时间：{one.wording}{one.result}" for one in starts]
    for one in found:
        if one.kind is Kind.RECURRING:
            task.remarks.append(f"定期要求：{one.wording}{one.result}")
        elif one.due is None and (_needs_a_look(one.kind, labelled=labelled) or is_limit_by_event(one)):
            task.doubt(Part.DEADLINES, f"“{one.wording}”：{one.doubt or '没有写明日期'}", place)


def _add(task: FoundTask, deadline: Deadline, place: int) -> None:
    if not any(deadline.due == other.due and deadline.result == other.result for other in task.deadlines):
        task.deadlines.append(deadline)
    if deadline.doubt:
        task.doubt(Part.DEADLINES, f"“{deadline.wording}”：{deadline.doubt}", place)


def _needs_a_look(kind: Kind, *, labelled: bool) -> bool:
    """Running text may speak of events and durations without setting a limit; a label never does."""
    if kind in (Kind.ONGOING, Kind.ONGOING_FROM):
        return False
    return labelled or kind not in (Kind.EVENT, Kind.DURATION, Kind.PERIOD)
