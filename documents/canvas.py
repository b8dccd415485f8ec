"""A white sheet measured in pixels: what all charts have in common, drawn without any global state.

Matplotlib's figure is used by itself, with one axes over the whole sheet whose unit is the pixel, from the top left.
A phone shows the sheet 400 pixels wide: nothing is written smaller than what is then a letter of twelve pixels.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import Enum, auto
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from documents.fonts import font_file
from documents.words import one_line

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

WIDTH = 1080
TEXT = 33
"""The height of a letter: twelve pixels on a phone."""
INK, GREY, PALE, WHITE = "#222222", "#666666", "#ECEFF1", "white"
_DPI = 100
LEFT, MARGIN = 48, 48
_TITLE = 48
_HEAD, _FOOT = 158, 110
_LEGEND_LINE = 54
_ROW_TEXT = 44
"""From the top of a row to its bar."""


class Shape(Enum):
    """How an entry of the legend is drawn: as a patch, an upright mark, or a hollow diamond."""

    PATCH = auto()
    UPRIGHT = auto()
    HOLLOW = auto()


class Legend(NamedTuple):
    """A colour and what it stands for."""

    text: str
    colour: str
    shape: Shape = Shape.PATCH


class Canvas:
    """Rows of a title over a bar; percents run from 0 to 100 between the left margin and ``right``."""

    def __init__(
        self,
        title: str,
        subtitle: str,
        legend: Sequence[Legend],
        *,
        rows: int,
        row_height: int,
        right: int = 884,
        extra: int = 0,
    ) -> None:
        """``extra``: how many pixels of its own a chart wants between legend and rows."""
        from matplotlib.figure import Figure  # noqa: PLC0415 - a third of a second that only a chart may cost

        self._font = _font()
        self._row_height, self.right = row_height, right
        placed = _flow(legend)
        self.below_legend = _HEAD + _LEGEND_LINE * (1 + max((line for line, _, _ in placed), default=-1))
        self._first = self.below_legend + 12 + extra
        self.height = self._first + rows * row_height + _FOOT
        self._figure = Figure(figsize=(WIDTH / _DPI, self.height / _DPI), dpi=_DPI, facecolor=WHITE)
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(self.height, 0)
        self._axes.axis("off")
        self.text(LEFT, 58, title, size=_TITLE)
        self.text(LEFT, 120, subtitle, colour=GREY)
        for line, x, entry in placed:
            self._legend(x, _HEAD + line * _LEGEND_LINE, entry)

    @property
    def rows_end(self) -> float:
        return self.height - _FOOT

    @property
    def rows_begin(self) -> float:
        return self._first

    def x(self, percent: float) -> float:
        return LEFT + (self.right - LEFT) * min(100.0, max(0.0, percent)) / 100

    def bar_top(self, row: int) -> float:
        return self._first + row * self._row_height + _ROW_TEXT

    def row_title(self, row: int, text: str) -> None:
        """One line a row, clear of any upright line; a title that is too long is cut, and says so."""
        text, middle = fitting(one_line(text), WIDTH - LEFT - MARGIN), self.bar_top(row) - 22
        self.box(LEFT - 4, middle - 21, width_of(text) + 8, 42, WHITE)
        self.text(LEFT, middle, text)

    def track(self, row: int, thick: int) -> None:
        """The pale ground of a bar, from 0 to 100."""
        self.box(LEFT, self.bar_top(row), self.right - LEFT, thick, PALE)

    def bar(self, row: int, thick: int, start: float, end: float, colour: str, label: str = "") -> None:
        left, right = self.x(start), self.x(end)
        self.box(left, self.bar_top(row), right - left, thick, colour)
        if label and width_of(label) <= right - left:
            self.text((left + right) / 2, self.bar_top(row) + thick / 2, label, colour=WHITE, align="center")

    def mark(self, row: int, thick: int, at: float) -> None:
        """Where the schedule would have the bar end."""
        # It hangs below the bar, clear of the title above, and is edged in white to stand out on any colour.
        self.box(self.x(at) - 5, self.bar_top(row), 10, thick, WHITE)
        self.box(self.x(at) - 3, self.bar_top(row), 6, thick + 9, INK)

    def row_value(self, row: int, thick: int, text: str, colour: str) -> None:
        """The figure at the right of a bar."""
        self.text(self.right + 16, self.bar_top(row) + thick / 2, text, colour=colour)

    def note(self, text: str) -> None:
        """A word at the foot of the sheet."""
        self.text(LEFT, self.height - 36, text, colour=GREY)

    def text(
        self, x: float, y: float, text: str, *, size: float = TEXT, colour: str = INK, align: str = "left"
    ) -> None:
        drawn: Any = self._axes.text(x, y, _drawable(text), color=colour, ha=align, va="center", parse_math=False)
        drawn.set_fontproperties(self._font)
        drawn.set_fontsize(size * 72 / _DPI)

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - see Figure

        self._axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor="none"))

    def upright(self, x: float, width: float, colour: str) -> None:
        """A line through all rows."""
        self.box(x - width / 2, self.rows_begin, width, self.rows_end - self.rows_begin, colour)

    def diamond(self, x: float, y: float, radius: float, fill: str, edge: str) -> None:
        from matplotlib.patches import Polygon  # noqa: PLC0415 - see Figure

        corners = [(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]
        self._axes.add_patch(Polygon(corners, facecolor=fill, edgecolor=edge, linewidth=2.4))

    def save(self, path: Path) -> None:
        # Without the library's version in the file, the same facts make the same bytes.
        self._figure.savefig(path, format="png", dpi=_DPI, metadata={"Software": None})

    def _legend(self, x: float, y: float, entry: Legend) -> None:
        if entry.shape is Shape.UPRIGHT:
            self.box(x + 10, y, 6, 36, entry.colour)
        elif entry.shape is Shape.HOLLOW:
            self.diamond(x + 14, y + 18, 13, WHITE, entry.colour)
        else:
            self.box(x, y + 4, 28, 28, entry.colour)
        self.text(x + 38, y + 18, entry.text)


def _flow(legend: Sequence[Legend]) -> list[tuple[int, float, Legend]]:
    """Every entry with its line and its left edge: a new line begins where the next entry would not fit."""
    placed, line, x = [], 0, float(LEFT)
    for entry in legend:
        width = 38 + width_of(entry.text)
        if x + width > WIDTH - MARGIN and x > LEFT:
            line, x = line + 1, float(LEFT)
        placed.append((line, x, entry))
        x += width + 26
    return placed


def width_of(text: str, size: float = TEXT) -> float:
    """Chinese glyphs are as wide as high; Latin ones a little over half."""
    return sum(size if ord(char) > 0x2000 else size * 0.58 for char in text)


def fitting(text: str, width: float) -> str:
    """``text``, cut where it would be wider."""
    while width_of(text) > width:
        text = text.removesuffix("…")[:-1] + "…"
    return text


@cache
def _font() -> FontProperties:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - see Figure

    return FontProperties(fname=str(font_file()))


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - see Figure

    return frozenset(FT2Font(str(font_file())).get_charmap())


def _drawable(text: str) -> str:
    """``text`` as the font can draw it.

    A letter that it lacks becomes 〓, the printer's mark for a missing character; a picture (emoji) or an invisible
    sign is left out.
    """
    return "".join(char if ord(char) in _glyphs() else _instead(char) for char in text)


def _instead(char: str) -> str:
    return "〓" if unicodedata.category(char).startswith("L") else ""
