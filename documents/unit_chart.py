"""How each unit's duties stand: one bar of counted pieces per unit."""

from __future__ import annotations

from collections.abc import Sequence

from documents.canvas import Canvas, Legend
from documents.measures import Measures, UnitStanding
from documents.pages import MOST_ROWS, MOST_SHEETS, page_of, pages
from documents.words import full_day, words
from register.counting import Bucket

COLOURS = {
    Bucket.ON_TIME: "#4F81BD",
    Bucket.LATE: "#8E7CC3",
    Bucket.OPEN: "#4CAF6D",
    Bucket.OVERDUE: "#D64541",
    Bucket.UNDATED: "#9E9E9E",
}
MOST = MOST_ROWS * MOST_SHEETS
_ROW, _BAR = 92, 36


def unit_charts(measures: Measures) -> list[Canvas]:
    """The view's units, the most overdue first; FontMissing when the glyphs are not there."""
    ordered = sorted(measures.units, key=lambda unit: (-unit.buckets[Bucket.OVERDUE], -unit.buckets.total()))
    widest = max((unit.buckets.total() for unit in ordered), default=1) or 1
    sheets = pages(ordered[:MOST])
    drawn = [_sheet(measures, rows, 100 / widest, (at, len(sheets))) for at, rows in enumerate(sheets, start=1)]
    if not ordered:
        drawn[-1].note(words("chart")["empty"])
    if (left_out := len(ordered) - MOST) > 0:
        drawn[-1].note(words("chart")["units-left-out"].format(count=left_out))
    return drawn


def _sheet(measures: Measures, rows: Sequence[UnitStanding], scale: float, page: tuple[int, int]) -> Canvas:
    said, names = words("chart"), words("buckets")
    subtitle = said["as-of"].format(day=full_day(measures.view.register.today))
    legend = [Legend(names[bucket], colour) for bucket, colour in COLOURS.items()]
    canvas = Canvas(page_of(said["units"], *page), subtitle, legend, rows=max(1, len(rows)), row_height=_ROW)
    for row, unit in enumerate(rows):
        canvas.row_title(row, unit.name)
        _pieces(canvas, row, unit, scale)
    return canvas


def _pieces(canvas: Canvas, row: int, unit: UnitStanding, scale: float) -> None:
    start = 0.0
    for bucket, colour in COLOURS.items():
        if count := unit.buckets[bucket]:
            canvas.bar(row, _BAR, start, start + count * scale, colour, label=str(count))
            start += count * scale
    # A piece may be too narrow for its figure; the whole is always told.
    canvas.row_value(row, _BAR, words("chart")["pieces"].format(count=unit.buckets.total()), "#333333")
