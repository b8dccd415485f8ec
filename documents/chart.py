"""Progress by task against schedule, drawn for a phone: one line of title over one bar per task."""

from __future__ import annotations

from collections.abc import Sequence

from documents.canvas import INK, Canvas, Legend, Shape
from documents.measures import Measures, Progress
from documents.pages import MOST_ROWS, MOST_SHEETS, page_of, pages
from documents.words import day, full_day, words
from register.counting import Bucket
from register.light import Light

COLOURS = {Light.DONE: "#4F81BD", Light.RED: "#D64541", Light.YELLOW: "#E8A317", Light.GREEN: "#4CAF6D"}
MOST = MOST_ROWS * MOST_SHEETS
"""More than that nobody looks at: those that need attention go first, the ledger has them all."""

_URGENT = (Light.RED, Light.YELLOW, Light.GREEN, Light.DONE)
_ROW, _BAR = 88, 28


def progress_charts(measures: Measures) -> list[Canvas]:
    """The view's tasks, a sheet for every few; FontMissing when the glyphs are not there."""
    shown = _shown(measures.progress)
    sheets = pages(shown)
    drawn = [_sheet(measures, rows, number, len(sheets)) for number, rows in enumerate(sheets, start=1)]
    if not shown:
        drawn[-1].note(words("chart")["empty"])
    if left_out := len(measures.progress) - len(shown):
        drawn[-1].note(words("chart")["left-out"].format(count=left_out))
    return drawn


def _sheet(measures: Measures, rows: Sequence[Progress], number: int, count: int) -> Canvas:
    said = words("chart")
    legend = [Legend(said[light], COLOURS[light]) for light in _URGENT]
    legend.append(Legend(said["mark"], INK, shape=Shape.UPRIGHT))
    title = page_of(said["progress"], number, count)
    canvas = Canvas(title, _subtitle(measures), legend, rows=max(1, len(rows)), row_height=_ROW)
    for row, found in enumerate(rows):
        _draw(canvas, row, found)
    return canvas


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
