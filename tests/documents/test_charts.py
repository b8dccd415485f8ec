"""The charts: of the right size, not empty, and never without a glyph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.ft2font import FT2Font
from PIL import Image

from documents import canvas, fonts
from documents.chart import COLOURS, MOST, write_progress_chart
from documents.measures import Measures
from documents.scope import Scope
from documents.unit_chart import write_unit_chart
from documents.view import look
from register.light import Light
from register.snapshot import Snapshot
from tests.documents.conftest import Seen
from tests.documents.quarter import PLAN_FILE

TEMPLATES = Path(__file__).parents[2] / "message_templates"


def drawn(path: Path) -> Image.Image:
    with Image.open(path) as found:
        return found.convert("RGB")


def colours(image: Image.Image) -> dict[str, int]:
    """How many pixels have each colour."""
    counted = image.getcolors(image.width * image.height) or []
    return {"#{:02X}{:02X}{:02X}".format(*pixel): count for count, pixel in counted if isinstance(pixel, tuple)}


def many(snapshot: Snapshot, count: int, title: str = "事项") -> Measures:
    tasks = tuple(replace(snapshot.tasks[1], number=number, title=title) for number in range(1, count + 1))
    return Measures(look(replace(snapshot, tasks=tasks, rounds=(), climbs=()), Scope()))


def test_a_phone_can_show_the_whole_plan(seen: Seen, tmp_path: Path) -> None:
    write_progress_chart(seen(), tmp_path / "chart.png")
    image = drawn(tmp_path / "chart.png")
    assert image.width == 1080
    assert 1.5 < image.height / image.width < 2.5
    shown = colours(image)
    # Two tasks are done and fill their bars; nothing red was reported, so nothing red is filled but the legend.
    assert shown[COLOURS[Light.DONE]] > 2 * 850 * 20
    assert shown[COLOURS[Light.GREEN]] > 50_000
    assert 0 < shown[COLOURS[Light.RED]] < 5_000


def test_units_are_drawn_by_their_duties(seen: Seen, tmp_path: Path) -> None:
    write_unit_chart(seen(), tmp_path / "chart.png")
    assert colours(drawn(tmp_path / "chart.png"))["#D64541"] > 1_000


@pytest.mark.parametrize(("count", "rows"), [(0, 1), (1, 1), (MOST, MOST), (MOST + 60, MOST)])
def test_the_sheet_grows_with_the_tasks_up_to_a_limit(
    snapshot: Snapshot, tmp_path: Path, count: int, rows: int
) -> None:
    write_progress_chart(many(snapshot, count), tmp_path / "chart.png")
    assert drawn(tmp_path / "chart.png").height == 320 + 78 * rows


@pytest.mark.parametrize("title", ["很长的事项名称" * 30, "x" * 500, "$a^b_c$ \\frac", "<b>&", "😀 한글 ไทย", ""])
def test_any_title_can_be_drawn(snapshot: Snapshot, tmp_path: Path, title: str) -> None:
    """Warnings are errors here: a glyph that the font lacks would raise one."""
    write_progress_chart(many(snapshot, 2, title), tmp_path / "chart.png")


def test_a_long_title_stays_on_the_sheet(snapshot: Snapshot, tmp_path: Path) -> None:
    write_progress_chart(many(snapshot, 1, "很长的事项名称" * 30), tmp_path / "chart.png")
    image = drawn(tmp_path / "chart.png")
    edge = image.crop((1080 - 40, 250, 1080, image.height))
    assert list(colours(edge)) == ["#FFFFFF"]


def test_the_font_knows_every_character_of_plan_and_templates() -> None:
    files = [PLAN_FILE, *TEMPLATES.rglob("*.j2"), *TEMPLATES.rglob("*.toml")]
    used = {char for file in files for char in file.read_text(encoding="utf-8") if char.isprintable()}
    known = FT2Font(str(fonts.font_file())).get_charmap()
    emoji = {"🟢", "🟡", "🔴", "✅", "📎", "\ufe0f"}
    assert {char for char in used - emoji if ord(char) not in known and ord(char) < 0x1F000} == set()


def test_the_font_knows_all_of_gb2312() -> None:
    known = FT2Font(str(fonts.font_file())).get_charmap()
    pairs = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    characters = [char for pair in pairs if (char := pair.decode("gb2312", errors="ignore"))]
    assert len(characters) == 6_763
    assert all(ord(char) in known for char in characters)


def test_a_lost_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FONT_FILE", tmp_path / "gone.otf")
    canvas._font.cache_clear()
    with pytest.raises(fonts.FontMissing, match=r"缺少中文字体文件 gone\.otf"):
        canvas.Canvas("", "", 1, 1)


def test_the_same_facts_make_the_same_bytes(seen: Seen, tmp_path: Path) -> None:
    write_progress_chart(seen(), tmp_path / "one.png")
    write_progress_chart(seen(), tmp_path / "two.png")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
