"""A tall white sheet measured in pixels: what all charts have in common, drawn without any global state.

Matplotlib's figure is used by itself, with one axes over the whole sheet whose unit is the pixel, from the top left.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from documents.fonts import font_file
from documents.words import one_line

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

WIDTH = 1080
_DPI = 100
_LEFT, _RIGHT = 48, 900
_HEAD, _FOOT = 250, 70
_TITLE, _SUBTITLE, _LEGEND, _TEXT, _SMALL = 46, 27, 25, 28, 24
_INK, _PALE = "#222222", "#ECEFF1"


class Legend(NamedTuple):
    """A colour and what it stands for."""

    text: str
    colour: str


class Canvas:
    """Rows of a title over a bar; percents run from 0 to 100 across the sheet."""

    def __init__(self, title: str, subtitle: str, rows: int, row_height: int) -> None:
        from matplotlib.figure import Figure  # noqa: PLC0415 - a third of a second that only a chart may cost

        self._font = _font()
        self._row_height = row_height
        self.height = _HEAD + rows * row_height + _FOOT
        self._figure = Figure(figsize=(WIDTH / _DPI, self.height / _DPI), dpi=_DPI, facecolor="white")
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, WIDTH)
        self._axes.set_ylim(self.height, 0)
        self._axes.axis("off")
        self._text(_LEFT, 62, title, _TITLE)
        self._text(_LEFT, 122, subtitle, _SUBTITLE, colour="#666666")

    def legend(self, entries: Sequence[Legend], mark: str | None = None) -> None:
        """Name the colours, and the mark of the schedule if there is one, in one line under the title."""
        x: float = _LEFT
        for entry in entries:
            self._box(x, 168, 26, 26, entry.colour)
            x = self._legend_text(x + 36, entry.text)
        if mark is not None:
            self._box(x + 9, 166, 6, 34, _INK)
            self._legend_text(x + 28, mark)

    def row_title(self, row: int, text: str) -> None:
        text = one_line(text)
        size = _TEXT
        if _width(text, size) > WIDTH - 2 * _LEFT:
            # One line a row: a long title is drawn smaller, and cut only where that is not enough.
            size = _SMALL
            while _width(text, size) > WIDTH - 2 * _LEFT:
                text = text.removesuffix("…")[:-1] + "…"
        self._text(_LEFT, self._top(row) + 14, text, size)

    def track(self, row: int, thick: int) -> None:
        """The pale ground of a bar, from 0 to 100."""
        self._box(_LEFT, self._bar_top(row), _RIGHT - _LEFT, thick, _PALE)

    def bar(self, row: int, thick: int, start: float, end: float, colour: str, label: str = "") -> None:
        left, right = _x(start), _x(min(100, end))
        self._box(left, self._bar_top(row), right - left, thick, colour)
        if label:
            middle = self._bar_top(row) + thick / 2
            self._text((left + right) / 2, middle, label, _SMALL, colour="white", align="center")

    def mark(self, row: int, thick: int, at: float) -> None:
        """Where the schedule would have the bar end."""
        # It hangs below the bar, clear of the title above, and is edged in white to stand out on any colour.
        self._box(_x(at) - 5, self._bar_top(row), 10, thick, "white")
        self._box(_x(at) - 3, self._bar_top(row), 6, thick + 9, _INK)

    def row_value(self, row: int, thick: int, text: str, colour: str) -> None:
        """The figure at the right of a bar."""
        self._text(_RIGHT + 16, self._bar_top(row) + thick / 2, text, _TEXT, colour=colour)

    def note(self, text: str) -> None:
        """A word at the foot of the sheet."""
        self._text(_LEFT, self.height - _FOOT / 2, text, _SMALL, colour="#666666")

    def save(self, path: Path) -> None:
        # Without the library's version in the file, the same facts make the same bytes.
        self._figure.savefig(path, format="png", dpi=_DPI, metadata={"Software": None})

    def _top(self, row: int) -> float:
        return _HEAD + row * self._row_height

    def _bar_top(self, row: int) -> float:
        return self._top(row) + 34

    def _legend_text(self, x: float, text: str) -> float:
        self._text(x, 181, text, _LEGEND)
        return x + _width(text, _LEGEND) + 26

    def _text(self, x: float, y: float, text: str, size: float, colour: str = _INK, align: str = "left") -> None:
        drawn: Any = self._axes.text(x, y, _drawable(text), color=colour, ha=align, va="center", parse_math=False)
        drawn.set_fontproperties(self._font)
        drawn.set_fontsize(size * 72 / _DPI)

    def _box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        from matplotlib.patches import Rectangle  # noqa: PLC0415 - see Figure

        self._axes.add_patch(Rectangle((x, y), width, height, facecolor=colour, edgecolor="none"))


def _x(percent: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * percent / 100


def _width(text: str, size: float) -> float:
    """Chinese glyphs are as wide as high; Latin ones a little over half."""
    return sum(size if ord(char) > 0x2000 else size * 0.58 for char in text)


@cache
def _font() -> FontProperties:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415 - see Figure

    return FontProperties(fname=str(font_file()))


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font  # noqa: PLC0415 - see Figure

    return frozenset(FT2Font(str(font_file())).get_charmap())


def _drawable(text: str) -> str:
    """``text`` with 〓 (the printer's mark for a missing character) where the font has no glyph."""
    return "".join(char if ord(char) in _glyphs() else "〓" for char in text)
