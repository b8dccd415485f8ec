"""The charts: of the right size, not empty, and never without a glyph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from matplotlib.ft2font import FT2Font
from PIL import Image

from documents import canvas, fonts
from documents.chart import COLOURS, MOST, progress_charts
from documents.measures import Measures
from documents.scope import Scope
from documents.timeline import timelines
from documents.unit_chart import unit_charts
from documents.view import look
from register.light import Light
from register.snapshot import Snapshot
from tests.documents.conftest import Seen
from tests.documents.quarter import PLAN_FILE

TEMPLATES = Path(__file__).parents[2] / "message_templates"


Chart = Callable[[Measures], Sequence[canvas.Canvas]]


def draw(chart: Chart, measures: Measures, path: Path) -> int:
    """Save the first sheet; gives how many there are."""
    sheets = chart(measures)
    sheets[0].save(path)
    return len(sheets)


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
    sheets = progress_charts(seen())
    for sheet in sheets:
        sheet.save(tmp_path / "chart.png")
        image = drawn(tmp_path / "chart.png")
        assert image.width == 1080
        assert 1.2 < image.height / image.width < 1.6
    assert len(sheets) == 2
    draw(progress_charts, seen(), tmp_path / "chart.png")
    shown = colours(drawn(tmp_path / "chart.png"))
    # Two tasks are done and fill their bars; nothing red was reported, so nothing red is filled but the legend.
    assert shown[COLOURS[Light.DONE]] > 2 * 830 * 24
    assert shown[COLOURS[Light.GREEN]] > 30_000
    assert 0 < shown[COLOURS[Light.RED]] < 5_000


def test_no_letter_is_smaller_than_twelve_pixels_on_a_phone(seen: Seen) -> None:
    phone = 400 / canvas.WIDTH
    for chart in (progress_charts, unit_charts, timelines):
        for sheet in chart(seen()):
            written = [float(text.get_fontsize()) * 100 / 72 for text in sheet._axes.texts]
            assert min(written) * phone >= 12


def test_the_timeline_shows_today_and_what_was_moved(snapshot: Snapshot, tmp_path: Path) -> None:
    measures = many(snapshot, 1)
    draw(timelines, measures, tmp_path / "as-decreed.png")
    task = measures.view.register.tasks[0]
    later = replace(task.milestones[0], due=date(2022, 3, 31))
    moved = replace(snapshot, tasks=(replace(task, milestones=(later,)),), rounds=(), climbs=())
    draw(timelines, Measures(look(moved, Scope())), tmp_path / "moved.png")
    before, after = (colours(drawn(tmp_path / f"{name}.png")) for name in ("as-decreed", "moved"))
    assert before["#C2185B"] > 100  # today
    assert after[COLOURS[Light.GREEN]] > before[COLOURS[Light.GREEN]] + 500
    assert after["#222222"] > before["#222222"] + 20  # the edge of the day first decreed


def test_a_timeline_goes_by_days_and_leaves_out_what_has_none(snapshot: Snapshot) -> None:
    undated = replace(snapshot.tasks[1], number=90, milestones=())
    plan = replace(snapshot, tasks=(*snapshot.tasks, undated))
    first, second = timelines(Measures(look(plan, Scope())))
    told = [text.get_text() for text in first._axes.texts]
    assert told.index("1. 开展新一轮产业集聚区总体发展规划修编") < told.index("13. 完成挂牌督办的2宗批而未供土地")
    assert "逾期16天" in told
    assert "集中攻坚阶段" in told
    assert "26/29" in told  # one was returned and has not come again
    assert "另有1项未定时限，未列入" in [text.get_text() for text in second._axes.texts]


def test_units_are_drawn_by_their_duties(seen: Seen, tmp_path: Path) -> None:
    draw(unit_charts, seen(), tmp_path / "chart.png")
    assert colours(drawn(tmp_path / "chart.png"))["#D64541"] > 1_000


@pytest.mark.parametrize(
    ("count", "sheets", "rows"), [(0, 1, 1), (1, 1, 1), (15, 1, 15), (16, 2, 8), (25, 2, 13), (MOST + 60, 4, 15)]
)
def test_a_long_plan_goes_on_several_sheets(
    snapshot: Snapshot, tmp_path: Path, count: int, sheets: int, rows: int
) -> None:
    assert draw(progress_charts, many(snapshot, count), tmp_path / "chart.png") == sheets
    assert drawn(tmp_path / "chart.png").height == 334 + 88 * rows


def test_what_is_left_out_is_said_on_the_last_sheet(snapshot: Snapshot) -> None:
    sheets = progress_charts(many(snapshot, MOST + 3))
    assert [text.get_text() for text in sheets[-1]._axes.texts][-1] == "另有3项未列出，详见台账"
    assert all("另有" not in text.get_text() for sheet in sheets[:-1] for text in sheet._axes.texts)


@pytest.mark.parametrize("title", ["很长的事项名称" * 30, "x" * 500, "$a^b_c$ \\frac", "<b>&", "😀 한글 ไทย", ""])
def test_any_title_can_be_drawn(snapshot: Snapshot, tmp_path: Path, title: str) -> None:
    """Warnings are errors here: a glyph that the font lacks would raise one."""
    draw(progress_charts, many(snapshot, 2, title), tmp_path / "chart.png")


def test_a_long_title_stays_on_the_sheet(snapshot: Snapshot, tmp_path: Path) -> None:
    draw(progress_charts, many(snapshot, 1, "很长的事项名称" * 30), tmp_path / "chart.png")
    image = drawn(tmp_path / "chart.png")
    edge = image.crop((1080 - 40, 220, 1080, image.height))
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


def test_the_font_knows_every_unified_ideograph_of_the_first_plane() -> None:
    known = FT2Font(str(fonts.font_file())).get_charmap()
    assert [chr(code) for code in (*range(0x3400, 0x4DB6), *range(0x4E00, 0x9FF0)) if code not in known] == []


def test_no_box_is_drawn_for_what_the_font_lacks(snapshot: Snapshot) -> None:
    (sheet,) = progress_charts(many(snapshot, 1, "禹睢婺甪龘縣㙍\U000311de乡😀政府\u200b"))
    assert "1. 禹睢婺甪龘縣㙍〓乡政府" in [text.get_text() for text in sheet._axes.texts]


def test_a_lost_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts, "FONT_FILE", tmp_path / "gone.otf")
    canvas._font.cache_clear()
    with pytest.raises(fonts.FontMissing, match=r"缺少中文字体文件 gone\.otf"):
        canvas.Canvas("", "", [], rows=1, row_height=1)


def test_the_same_facts_make_the_same_bytes(seen: Seen, tmp_path: Path) -> None:
    draw(progress_charts, seen(), tmp_path / "one.png")
    draw(progress_charts, seen(), tmp_path / "two.png")
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
