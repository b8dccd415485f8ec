"""The plan in time (时间进度图): its stages and rounds above, below them every milestone on the day it is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from documents.canvas import GREY, INK, LEFT, WHITE, Canvas, Legend, Shape, fitting, width_of
from documents.chart import COLOURS
from documents.measures import Measures
from documents.pages import MOST_ROWS, MOST_SHEETS, page_of, pages
from documents.words import day, full_day, words
from register.counting import ANSWERED, answer_of
from register.light import Light
from register.snapshot import MilestoneFacts, PhaseFacts, RoundFacts, Snapshot, TaskFacts

MOST = MOST_ROWS * MOST_SHEETS
_URGENT = (Light.RED, Light.YELLOW, Light.GREEN, Light.DONE)
_ROW, _LINE, _RIGHT = 88, 8, 850
_LANE, _STRIP = 46, 40
"""Each stage has a lane of its own, for they overlap."""
_AXIS = 3 * _LANE
_PHASES = ("#5B6C8F", "#7B8FB5", "#90A4AE", "#A1887F")
_TODAY, _GRID = "#C2185B", "#D5DADE"


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a sheet shows, from its left edge to its right."""

    first: date
    last: date

    def percent(self, on: date) -> float:
        return 100 * (on - self.first).days / max(1, (self.last - self.first).days)

    def quarters(self) -> Iterator[tuple[date, date]]:
        """The first day of every quarter, and that of the next."""
        year, quarter = self.first.year, (self.first.month - 1) // 3
        while (begins := date(year, 3 * quarter + 1, 1)) <= self.last:
            year, quarter = (year, quarter + 1) if quarter < 3 else (year + 1, 0)
            yield begins, date(year, 3 * quarter + 1, 1)


@dataclass(frozen=True, slots=True)
class Dated:
    """One row: a milestone of a task."""

    task: TaskFacts
    milestone: MilestoneFacts

    @property
    def title(self) -> str:
        several = len(self.task.milestones) > 1 and self.milestone.result
        return f"{self.task.number}. {self.milestone.result if several else self.task.title}"


def timelines(measures: Measures) -> list[Canvas]:
    """The view's milestones by their days, a sheet for every few; FontMissing when the glyphs are not there."""
    register = measures.view.register
    rows = [Dated(task, milestone) for task in register.tasks for milestone in task.milestones]
    shown = _shown(rows)
    span, sheets = _span(register, rows), pages(shown)
    drawn = [_sheet(register, span, some, (number, len(sheets))) for number, some in enumerate(sheets, start=1)]
    if note := _left_out(register, len(rows) - len(shown)):
        drawn[-1].note(note)
    return drawn


def _shown(rows: Sequence[Dated]) -> list[Dated]:
    """In the order of their days; of too many, those that need attention."""
    urgent = sorted(rows, key=lambda row: (_URGENT.index(row.milestone.light), row.milestone.due))[:MOST]
    return sorted(urgent, key=lambda row: (row.milestone.due, row.task.number, row.milestone.ordinal))


def _span(register: Snapshot, rows: Sequence[Dated]) -> Span:
    dues = [due for row in rows for due in (row.milestone.baseline, row.milestone.due)]
    stages = [end for phase in register.phases for end in (phase.starts, phase.ends) if end is not None]
    # A stage without an end that begins after the plan's is not worth a third of the sheet.
    days = [register.starts, register.ends, register.today, *dues, *(one for one in stages if one <= register.ends)]
    return Span(min(days), max(days))


def _left_out(register: Snapshot, milestones: int) -> str:
    said = words("chart")
    if milestones:
        return said["milestones-left-out"].format(count=milestones)
    undated = sum(not task.milestones for task in register.tasks)
    return said["undated-left-out"].format(count=undated) if undated else ""


def _sheet(register: Snapshot, span: Span, rows: Sequence[Dated], page: tuple[int, int]) -> Canvas:
    said = words("chart")
    stages = [phase for phase in register.phases if phase.starts <= span.last]
    subtitle = said["as-of"].format(day=full_day(register.today))
    if any(found.requests for found in register.rounds):
        subtitle += "，" + said["answered"]
    legend = [Legend(said[light], COLOURS[light]) for light in _URGENT]
    legend.append(Legend(said["baseline"], INK, Shape.HOLLOW))
    extra = len(stages) * _LANE + _AXIS
    title = page_of(said["timeline"], *page)
    canvas = Canvas(title, subtitle, legend, rows=len(rows), row_height=_ROW, right=_RIGHT, extra=extra)
    for lane, phase in enumerate(stages):
        _draw_stage(canvas, span, lane, phase)
    _draw_axis(canvas, span, register)
    for row, dated in enumerate(rows):
        _draw(canvas, span, row, dated)
    return canvas


def _draw_stage(canvas: Canvas, span: Span, lane: int, phase: PhaseFacts) -> None:
    left, right = canvas.x(span.percent(phase.starts)), canvas.x(span.percent(phase.ends or span.last))
    top = canvas.below_legend + 12 + lane * _LANE
    canvas.box(left, top, max(8, right - left), _STRIP, _PHASES[lane % len(_PHASES)])
    middle, width = top + _STRIP / 2, width_of(phase.name)
    if width + 20 <= right - left:
        canvas.text(left + 10, middle, phase.name, colour=WHITE)
    elif right + 12 + width <= canvas.right + LEFT:
        canvas.text(right + 12, middle, phase.name)
    else:
        canvas.text(left - 12, middle, fitting(phase.name, left - LEFT), align="right")


def _draw_axis(canvas: Canvas, span: Span, register: Snapshot) -> None:
    """Years, quarters and what was answered in their rounds; a line at each quarter's end, and one for today."""
    rounds = {found.quarter: found for found in register.rounds}
    top = canvas.rows_begin - _AXIS + _LANE / 2
    for begins, next_begins in span.quarters():
        left, right = canvas.x(span.percent(begins)), canvas.x(span.percent(next_begins))
        number = (begins.month + 2) // 3
        if number == 1 or begins <= span.first:
            canvas.text(left, top, words("chart")["year"].format(year=begins.year), colour=GREY)
        _between(canvas, left, right, top + _LANE, words("chart")["quarters"].split()[number - 1])
        if found := rounds.get(f"{begins.year}Q{number}"):
            _between(canvas, left, right, top + 2 * _LANE, _answered(found, register.today), INK)
        if next_begins <= span.last:
            canvas.upright(right, 2, _GRID)
    at = canvas.x(span.percent(register.today))
    canvas.upright(at, 4, _TODAY)
    label = words("chart")["today"].format(day=day(register.today))
    beside = min(max(at, LEFT + width_of(label) / 2), canvas.right - width_of(label) / 2)
    canvas.text(beside, canvas.rows_end + 26, label, colour=_TODAY, align="center")


def _between(canvas: Canvas, left: float, right: float, y: float, text: str, colour: str = GREY) -> None:
    """In the middle, where there is room."""
    if text and width_of(text) <= right - left:
        canvas.text((left + right) / 2, y, text, colour=colour, align="center")


def _answered(found: RoundFacts, today: date) -> str:
    answers = Counter(answer_of(one, found.closes_on, today) for one in found.requests)
    return f"{sum(answers[answer] for answer in ANSWERED)}/{answers.total()}" if answers else ""


def _draw(canvas: Canvas, span: Span, row: int, dated: Dated) -> None:
    milestone = dated.milestone
    colour = COLOURS[milestone.light]
    canvas.row_title(row, dated.title)
    middle = canvas.bar_top(row) + 16
    due, baseline = canvas.x(span.percent(milestone.due)), canvas.x(span.percent(milestone.baseline))
    canvas.box(LEFT, middle - _LINE / 2, due - LEFT, _LINE, colour)
    if milestone.baseline != milestone.due:
        canvas.diamond(baseline, middle, 14, WHITE, INK)
    canvas.diamond(due, middle, 16, colour, WHITE)
    canvas.row_value(row, 32, *_value(milestone))


def _value(milestone: MilestoneFacts) -> tuple[str, str]:
    if milestone.light is Light.RED:
        return words("chart")["overdue-days"].format(days=milestone.days_late), COLOURS[Light.RED]
    return milestone.due.isoformat(), "#333333"
