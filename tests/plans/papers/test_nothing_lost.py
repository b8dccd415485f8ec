"""Whatever stands in a paper: no crash, a file that reads back, and every line in it or listed beside it."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given, settings
from hypothesis import strategies as st

from plans.papers.blocks import PaperRefused
from plans.papers.reading import read_bytes
from plans.questions import MARK
from plans.reader import read_document
from tests.plans.papers.drafts import Drafted, draft_from

PIECES = st.sampled_from(
    [
        *("一、", "（一）", "1.", "2．", "(1)", "①", "第一条 ", "12", "序号", "工作任务"),
        *("具体措施：", "牵头单位：", "责任单位", "完成时限：", "整改时限", "牵头", "负责", "等", "和"),
        *("市发改委", "各县（市、区）", "建设学校", "2021年", "6月底前", "第三季度前", "持续推进"),
        *("、", "，", "；", "。", "：", "（", "）", "【", "】", "“", "”", "|", "\t", "│", "─", " ", "\u3000", "\x07"),
        *("#", "# ?", "'", '"', "- ", "{", "}", "&", "*", "yes", "null", "2021-06-30", "16:30", "𠮷", "é"),
    ]
)
LINES = st.lists(PIECES, max_size=12).map("".join)
PAPERS = st.lists(LINES, max_size=25).map("\n".join)


def drafted(text: str) -> Drafted | None:
    try:
        return draft_from(read_bytes(text.encode()))
    except PaperRefused:
        return None


@settings(deadline=None, max_examples=150)
@given(PAPERS)
def test_a_draft_always_reads_back(text: str) -> None:
    found = drafted(text)
    if found is None:
        return
    with TemporaryDirectory() as folder:
        path = Path(folder, "draft.yaml")
        path.write_text(found.text, encoding="utf-8")
        document, problems = read_document(path)

    assert problems == []
    assert document is not None


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text("甲乙丙丁：。（）、1.一|\t ", min_size=1, max_size=12), max_size=15))
@example(["1.。", "1）", "1）"])  # a heading that has words, but no title
@example(["一、甲。乙", "1.丙"])  # a heading that says more than its title
def test_no_line_is_lost(lines: list[str]) -> None:
    """Each line carries a word of its own; it must come out somewhere."""
    marked = [f"{line}戊{index}己" for index, line in enumerate(lines)]
    found = drafted("\n".join(marked))
    if found is None:
        return
    out = re.sub(r"\s", "", found.text + "\n".join(found.said))

    assert [line for line, mark in enumerate(marked) if f"戊{line}己" not in out] == []


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    said = ""
    try:
        read_bytes(data)
    except PaperRefused as refused:
        said = str(refused)

    assert not said or "请" in said


def test_a_papers_own_mark_does_not_pass_for_a_doubt() -> None:
    found = drafted(f"1.核对标记{MARK} 某事。\n牵头单位：市发改委\n2.办理。\n牵头单位：市财政局")

    assert found is not None
    assert [line for line in found.text.splitlines() if line.rstrip().endswith("某事")] == []
