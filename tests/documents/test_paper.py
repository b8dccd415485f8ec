"""A paper read back and measured with a ruler: GB/T 9704-2012."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Read
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from jinja2 import UndefinedError

from documents.facts import Facts, facts_of
from documents.paper import Paper, write_paper
from documents.words import NotForPaper, on_paper
from tests.documents.conftest import Seen
from tests.documents.paper_facts import facts_for

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"


@pytest.fixture
def facts(seen: Seen) -> Facts:
    return facts_of(seen()) | {"number": "〔2021〕3号"}


def made(kind: Paper, facts: Facts, folder: Path) -> Read:
    write_paper(kind, facts, folder / "paper.docx")
    return Document(str(folder / "paper.docx"))


def styled(paper: Read, style: str) -> list[Paragraph]:
    return [found for found in paper.paragraphs if found.style and found.style.name == style]


def font(paragraph: Paragraph) -> tuple[str | None, float]:
    """The Chinese font and its size, as the paragraph's style has them."""
    style = paragraph.style
    assert style is not None
    fonts, size = style.element.rPr.find(qn("w:rFonts")), style.font.size
    assert size is not None
    return fonts.get(qn("w:eastAsia")), size.pt


@pytest.mark.parametrize("kind", Paper)
def test_the_sheet_is_a4_with_the_margins_of_the_standard(kind: Paper) -> None:
    for section in Document(str(kind.template)).sections:
        sheet = (section.page_width, section.page_height)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(length.mm, 1) for length in (*sheet, *margins) if length] == [210, 297, 37, 35, 28, 26]


@pytest.mark.parametrize("kind", Paper)
def test_a_page_has_22_lines_of_28_characters(kind: Paper) -> None:
    paper = Document(str(kind.template))
    grid = paper.sections[0]._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    assert int(Mm(225).pt / pitch) == 22
    assert int(Mm(156).pt / (16 + int(grid.get(qn("w:charSpace"))) / 4096)) == 28
    body = paper.styles["公文正文"]
    assert body.paragraph_format.line_spacing_rule is WD_LINE_SPACING.EXACTLY
    assert body.paragraph_format.line_spacing == Pt(pitch)
    tighter = body.element.rPr.find(qn("w:spacing"))
    assert int(Mm(156).pt / (16 + int(tighter.get(qn("w:val"))) / 20)) == 28
    assert body.element.pPr.find(qn("w:ind")).get(qn("w:firstLineChars")) == "200"


@pytest.mark.parametrize("kind", Paper)
def test_fonts_are_named_and_each_names_who_may_stand_in_for_it(kind: Paper) -> None:
    with zipfile.ZipFile(kind.template) as packed:
        table = packed.read("word/fontTable.xml").decode()
    for name, other in ((SONG, "华文中宋"), (FANG, "仿宋"), (HEI, "SimHei"), (KAI, "楷体")):
        assert f'w:name="{name}"><w:altName w:val="' in table
        assert other in table


@pytest.mark.parametrize("kind", Paper)
def test_odd_pages_are_numbered_on_the_right_and_even_ones_on_the_left(kind: Paper) -> None:
    paper = Document(str(kind.template))
    section = paper.sections[0]
    assert paper.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        number = footer.paragraphs[0]
        assert number.text == "— 1 —"
        assert [field.text for field in number._p.iter(qn("w:instrText"))] == [" PAGE "]
        assert number._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert number._p.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
        assert font(number) == ("宋体", 14)


def test_a_notice_has_a_red_head_with_its_number_over_a_red_line(facts: Facts, tmp_path: Path) -> None:
    paper = made(Paper.NOTICE, facts, tmp_path)
    (letterhead,) = styled(paper, "发文机关标志")
    assert letterhead.text == "市产业集聚区“百园增效”行动领导小组办公室"
    assert letterhead.style is not None
    assert letterhead.style.font.color.rgb == RGBColor(0xFF, 0, 0)
    assert font(letterhead)[0] == SONG
    (number,) = styled(paper, "发文字号")
    assert number.text == "〔2021〕3号"
    assert number.style is not None
    line = number.style.element.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert line.get(qn("w:color")) == "FF0000"
    assert round(Pt(int(line.get(qn("w:space")))).mm) == 4


def test_a_long_letterhead_is_narrowed_to_one_line_and_a_short_one_is_large(facts: Facts, tmp_path: Path) -> None:
    (long,) = styled(made(Paper.NOTICE, facts, tmp_path), "发文机关标志")
    (short,) = styled(made(Paper.NOTICE, facts | {"letterhead": "督查局"}, tmp_path), "发文机关标志")
    scale = int(long.runs[0]._r.get_or_add_rPr().find(qn("w:w")).get(qn("w:val"))) / 100
    assert long.runs[0].font.size is not None
    assert 400 < long.runs[0].font.size.pt * len(long.text) * scale <= Mm(156).pt
    assert short.runs[0].font.size == Pt(48)
    assert short.runs[0]._r.get_or_add_rPr().find(qn("w:w")) is None


def test_the_ranks_of_headings_have_the_fonts_of_the_standard(facts: Facts, tmp_path: Path) -> None:
    paper = made(Paper.NOTICE, facts, tmp_path)
    fonts = {style: font(styled(paper, style)[0]) for style in ("公文标题", "一级标题", "二级标题", "公文正文")}
    assert fonts == {"公文标题": (SONG, 22), "一级标题": (HEI, 16), "二级标题": (KAI, 16), "公文正文": (FANG, 16)}


def test_a_letter_stands_between_two_double_red_lines_of_170_mm(tmp_path: Path) -> None:
    """Name 30 mm below the edge, 4 mm below it a line thick over thin; 20 mm above the edge one thin over thick."""
    paper = made(Paper.TALK_NOTICE, facts_for(Paper.TALK_NOTICE), tmp_path)
    (section,) = paper.sections
    assert section.different_first_page_header_footer
    name, upper = section.first_page_header.paragraphs
    (lower,) = section.first_page_footer.paragraphs
    assert section.header_distance is not None
    assert section.footer_distance is not None
    assert [round(distance.mm) for distance in (section.header_distance, section.footer_distance)] == [30, 20]
    assert name.style is not None
    assert name.style.paragraph_format.space_before == 0
    assert name.style.paragraph_format.space_after is not None
    assert round(name.style.paragraph_format.space_after.mm) == 4
    assert double_line(upper, "top") == ("thickThinSmallGap", "FF0000", "0")
    assert double_line(lower, "bottom") == ("thinThickSmallGap", "FF0000", "0")
    assert [reach(line, section) for line in (upper, lower)] == [(20, 190)] * 2


def double_line(paragraph: Paragraph, side: str) -> tuple[str, ...]:
    """Its kind, its colour, and how far it is from the edge of its empty paragraph."""
    assert paragraph.style is not None
    assert paragraph.text == ""
    line = paragraph.style.element.pPr.find(qn("w:pBdr")).find(qn(f"w:{side}"))
    return tuple(line.get(qn(f"w:{name}")) for name in ("val", "color", "space"))


def reach(paragraph: Paragraph, section: Section) -> tuple[int, int]:
    """From where to where it goes across the sheet, in millimetres from its left edge."""
    assert paragraph.style is not None
    room = paragraph.style.paragraph_format
    assert room.left_indent is not None
    assert room.right_indent is not None
    assert section.left_margin is not None
    assert section.right_margin is not None
    assert section.page_width is not None
    begins = section.left_margin + room.left_indent
    ends = section.page_width - section.right_margin - room.right_indent
    return round(begins / Mm(1)), round(ends / Mm(1))


def test_the_number_of_a_letter_stands_below_the_upper_line_at_the_right_edge(tmp_path: Path) -> None:
    paper = made(Paper.TALK_NOTICE, facts_for(Paper.TALK_NOTICE) | {"year": 2021, "serial": 3}, tmp_path)
    number = paper.paragraphs[0]
    assert number.text == "督谈〔2021〕3号"
    assert number.style is not None
    room = number.style.paragraph_format
    assert (room.alignment, room.space_before, room.right_indent) == (WD_ALIGN_PARAGRAPH.RIGHT, 0, None)
    assert font(number) == (FANG, 16)
    without = made(Paper.TALK_NOTICE, facts_for(Paper.TALK_NOTICE) | {"year": None, "serial": None}, tmp_path)
    assert without.paragraphs[0].text.startswith("关于对发改委进行约谈的通知")


@pytest.mark.parametrize(
    ("name", "ends"), [("领导小组办公室", (375, 400)), ("市产业集聚区“百园增效”行动领导小组办公室", (200, 925))]
)
def test_the_name_stands_in_the_middle_over_the_date(
    name: str, ends: tuple[int, int], facts: Facts, tmp_path: Path
) -> None:
    paper = made(Paper.NOTICE, facts | {"letterhead": name, "day": "2021-07-16"}, tmp_path)
    lines = [styled(paper, style)[0] for style in ("署名", "成文日期")]
    assert [line.text for line in lines] == [name, "2021年7月16日"]
    assert [line.alignment or (line.style and line.style.paragraph_format.alignment) for line in lines] == [
        WD_ALIGN_PARAGRAPH.RIGHT,
        WD_ALIGN_PARAGRAPH.RIGHT,
    ]
    assert tuple(int(line._p.get_or_add_pPr().find(qn("w:ind")).get(qn("w:rightChars"))) for line in lines) == ends


def test_the_same_facts_give_the_same_file(facts: Facts, tmp_path: Path) -> None:
    for name in ("one", "other"):
        write_paper(Paper.NOTICE, facts, tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_fact_that_is_missing_leaves_no_paper(facts: Facts, tmp_path: Path) -> None:
    del facts["consolidator"]
    with pytest.raises(UndefinedError, match="consolidator"):
        write_paper(Paper.NOTICE, facts, tmp_path / "paper.docx")
    assert not (tmp_path / "paper.docx").exists()


@pytest.mark.parametrize("value", [None, True, [], {}, 1.5])
def test_only_texts_and_whole_numbers_reach_paper(value: object) -> None:
    with pytest.raises(NotForPaper):
        on_paper(value)
