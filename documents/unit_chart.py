"""How each unit's duties stand: one bar of counted pieces per unit."""

from __future__ import annotations

from pathlib import Path

from documents.canvas import Canvas, Legend
from documents.measures import Bucket, Measures, UnitStanding
from documents.words import full_day, words

COLOURS = {
    Bucket.ON_TIME: "#4F81BD",
    Bucket.LATE: "#8E7CC3",
    Bucket.OPEN: "#4CAF6D",
    Bucket.OVERDUE: "#D64541",
    Bucket.UNDATED: "#BDBDBD",
}
MOST = 30
_ROW, _BAR = 82, 32


def write_unit_chart(measures: Measures, path: Path) -> None:
    """Draw the view's units, the most overdue first; FontMissing when the glyphs are not there."""
    ordered = sorted(measures.units, key=lambda unit: (-unit.buckets[Bucket.OVERDUE], -unit.buckets.total()))
    shown, left_out = ordered[:MOST], len(ordered) - MOST
    said, names = words("chart"), words("buckets")
    subtitle = said["as-of"].format(day=full_day(measures.view.register.today))
    canvas = Canvas(said["units"], subtitle, rows=max(1, len(shown)), row_height=_ROW)
    canvas.legend([Legend(names[bucket], colour) for bucket, colour in COLOURS.items()])
    widest = max((unit.buckets.total() for unit in shown), default=1) or 1
    for row, unit in enumerate(shown):
        canvas.row_title(row, unit.name)
        _pieces(canvas, row, unit, 100 / widest)
    if not shown:
        canvas.note(said["empty"])
    if left_out > 0:
        canvas.note(said["units-left-out"].format(count=left_out))
    canvas.save(path)


def _pieces(canvas: Canvas, row: int, unit: UnitStanding, scale: float) -> None:
    start = 0.0
    for bucket, colour in COLOURS.items():
        if count := unit.buckets[bucket]:
            canvas.bar(row, _BAR, start, start + count * scale, colour, label=str(count))
            start += count * scale
