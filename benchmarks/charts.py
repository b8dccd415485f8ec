"""A chart against matplotlib alone: the same bars and words in the same font, on a sheet of the same size."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.ledger import measures_of
from benchmarks.row import show
from documents.canvas import TEXT, WIDTH
from documents.chart import progress_charts
from documents.fonts import font_file
from documents.measures import Measures
from documents.pages import MOST_ROWS
from documents.timeline import timelines

_DPI = 100


def main(*, small: bool = False) -> None:
    measures, times = measures_of(MOST_ROWS), 1 if small else 9
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        path = Path(folder) / "chart.png"
        height = progress_charts(measures)[0].height
        draws: dict[str, Callable[[], None]] = {
            "peer": lambda: _plain(measures, height, path),
            "progress": lambda: progress_charts(measures)[0].save(path),
            "timeline": lambda: timelines(measures)[0].save(path),
        }
        seconds = {name: _seconds(draw, times) for name, draw in draws.items()}
    for name in ("progress", "timeline"):
        show(f"a chart of {MOST_ROWS} rows, {name}", seconds[name], 2 * seconds["peer"], "s", "twice matplotlib alone")


def _seconds(draw: Callable[[], None], times: int) -> float:
    """Of processor time; the first drawing, which reads the font, is not counted."""
    draw()
    return median(_once(draw) for _ in range(times))


def _once(draw: Callable[[], None]) -> float:
    begun = time.process_time()
    draw()
    return time.process_time() - begun


def _plain(measures: Measures, height: int, path: Path) -> None:
    """What the library's own guide would have one draw."""
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    font = FontProperties(fname=str(font_file()), size=TEXT * 72 / _DPI)
    figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI)
    axes = figure.add_axes((0, 0, 1, 1))
    rows = range(len(measures.progress))
    axes.barh(rows, [100] * len(rows), color="#ECEFF1")
    axes.barh(rows, [found.percent or 0 for found in measures.progress], color="#4CAF6D")
    axes.scatter([found.elapsed for found in measures.progress], rows, marker="|", color="black")
    for row, found in enumerate(measures.progress):
        axes.text(0, row + 0.5, f"{found.task.number}. {found.task.title}", fontproperties=font)
        axes.text(101, row, f"{found.percent:.0f}%", fontproperties=font)
    axes.axis("off")
    figure.savefig(path, dpi=_DPI)
