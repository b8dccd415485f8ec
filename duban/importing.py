"""``duban import``: an official paper becomes the draft of a plan file."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import NamedTuple

from duban.trouble import Trouble
from plans.papers.blocks import PaperRefused
from plans.papers.drafting import draft_of
from plans.papers.reading import read_bytes, read_paper
from plans.papers.report import report_lines
from plans.papers.writer import write_draft
from plans.questions import questions_in

PASTED = "-"


class Imported(NamedTuple):
    """The draft, and what is to be said of it line by line."""

    text: str
    lines: list[str]


def import_paper(file: str, plan_id: str | None) -> Imported:
    """Read ``file`` (``-`` is what is typed or piped in); Trouble where it is no paper, or holds no task."""
    try:
        paper = read_bytes(sys.stdin.buffer.read()) if file == PASTED else read_paper(Path(file))
    except PaperRefused as refused:
        raise Trouble(str(refused)) from refused
    draft = draft_of(paper)
    if not draft.tasks:
        raise Trouble("没有找到任务：原文应有逐条编号的任务，或有“任务、责任单位、完成时限”等栏目的表格。")
    text = write_draft(draft, plan_id or _id_from(file))
    return Imported(text, report_lines(draft, len(questions_in(text))))


def save(text: str, out: Path) -> None:
    """Write the draft; Trouble where the file is there already, so that nothing that was edited is lost."""
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Trouble(f"{out} 已经存在：请换一个文件名，或先移走它。") from None
    except OSError as error:
        raise Trouble(f"{out} 写不进去（{error.strerror}）：请检查文件夹是否存在、是否可写。") from error


def _id_from(file: str) -> str:
    stem = "" if file == PASTED else Path(file).stem
    return re.sub(r"[^0-9A-Za-z\u4e00-\u9fff]+", "-", stem).strip("-")[:60] or "plan"
