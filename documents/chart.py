"""Progress by task against schedule, drawn for a phone: one line of title over one bar per task."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from documents.canvas import Canvas, Legend
from documents.measures import Bucket, Measures, Progress
from documents.words import day, full_day, words
from register.light import Light

COLOURS = {Light.DONE: "#4F81BD", Light.RED: "#D64541", Light.YELLOW: "#E8A317", Light.GREEN: "#4CAF6D"}
MOST = 40
"""Taller than forty rows, a chart cannot be read on a phone; those that need attention go first."""

_URGENT = (Light.RED, Light.YELLOW, Light.GREEN, Light.DONE)
_ROW, _BAR = 78, 24


def write_progress_chart(measures: Measures, path: Path) -> None:
    """Draw the view's tasks; FontMissing when the glyphs are not there."""
    shown = _shown(measures.progress)
    left_out = len(measures.progress) - len(shown)
    said = words("chart")
    canvas = Canvas(said["progress"], _subtitle(measures), rows=max(1, len(shown)), row_height=_ROW)
    canvas.legend([Legend(said[light], COLOURS[light]) for light in _URGENT], mark=said["mark"])
    for row, found in enumerate(shown):
        _draw(canvas, row, found)
    if not shown:
        canvas.note(said["empty"])
    if left_out:
        canvas.note(said["left-out"].format(count=left_out))
    canvas.save(path)


def _shown(progress: Sequence[Progress]) -> Sequence[Progress]:
    if len(progress) <= MOST:
        return progress
    urgent = sorted(progress, key=lambda found: (_URGENT.index(found.light), (found.percent or 0) - found.elapsed))
    return sorted(urgent[:MOST], key=lambda found: found.task.number)


def _subtitle(measures: Measures) -> str:
    view = measures.view
    today, measured = full_day(view.register.today), view.measured_on
    if measured == view.register.today:
        return words("chart")["as-of"].format(day=today)
    return words("chart")["measured"].format(day=today, measured=day(measured))


def _draw(canvas: Canvas, row: int, found: Progress) -> None:
    canvas.row_title(row, f"{found.task.number}. {found.task.title}")
    canvas.track(row, _BAR)
    colour = COLOURS[found.light]
    if found.percent:
        canvas.bar(row, _BAR, 0, found.percent, colour)
    if found.bucket is not Bucket.UNDATED and not found.done:
        canvas.mark(row, _BAR, found.elapsed)
    canvas.row_value(row, _BAR, _value(found), colour if found.light is Light.RED else "#333333")


def _value(found: Progress) -> str:
    said = words("chart")
    if found.percent is None:
        return said["undated"] if found.bucket is Bucket.UNDATED else said["none"]
    return f"{found.percent:.0f}%"
