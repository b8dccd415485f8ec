"""The Chinese glyphs that come with the install."""

from __future__ import annotations

from pathlib import Path

FONT_FILE = Path(__file__).with_name("NotoSansSC-subset.otf")
SUBSTITUTES = Path(__file__).with_name("substitutes.conf")
"""Tells a converter what stands in for the fonts that official papers name."""


class FontMissing(Exception):  # noqa: N818 - named for what the office has to mend
    """No chart can be drawn; every other document can."""


def font_file() -> Path:
    """The font's path; FontMissing when the install has lost it."""
    if not FONT_FILE.is_file():
        raise FontMissing(f"缺少中文字体文件 {FONT_FILE.name}，无法绘制图表，请重新安装 duban；台账和文书不受影响。")
    return FONT_FILE
