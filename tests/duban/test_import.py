"""``duban import`` as the office runs it."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

import pytest

from duban import cli
from tests.conventions.source import ROOT

PAPER = """\
2023年重点工作分工
1.建设学校。
牵头单位：市教育局
完成时限：汛期前
2.建设医院。
牵头单位：市卫健委
完成时限：2023年6月底前
特此通知。
"""


@pytest.fixture
def paper(home: Path) -> Path:
    path = home / "paper.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


class Run:
    """The command line, in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit code, output, errors."""
        self._monkeypatch.setattr(sys, "argv", ["duban", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = self._capsys.readouterr()
        return int(end.value.code or 0), out, err


@pytest.fixture
def duban(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(monkeypatch, capsys)


def test_the_draft_goes_to_a_file_and_the_doubts_to_the_screen(duban: Run, paper: Path, home: Path) -> None:
    code, out, err = duban("import", str(paper), "-o", "draft.yaml", "--plan-id", "schools")

    assert (code, out) == (0, "")
    assert "  id: schools\n" in (home / "draft.yaml").read_text(encoding="utf-8")
    assert err.splitlines() == [
        "4: 第 1 项完成时限：“汛期前”：未写日期",
        "8: 未采用：特此通知。",
        "事项 2 项；确定 7 处，存疑 1 处，未采用 1 行。"
        "草稿中“# ?”共 8 处：存疑的 1 处，起草时推定的方案要素和单位 7 处，均须核对。",
    ]


def test_the_draft_passes_the_check_and_the_doubts_are_still_named(duban: Run, paper: Path) -> None:
    duban("import", str(paper), "-o", "draft.yaml")

    code, _, err = duban("check", "draft.yaml")

    assert code == 0
    assert err.splitlines()[-1].startswith("0 errors, ")
    assert "尚待核对：“汛期前”：未写日期" in err


@pytest.mark.parametrize("text", [PAPER, (ROOT / "tests/corpora/yuzhou-plan.txt").read_text(encoding="utf-8")])
def test_import_and_check_count_the_same_places(duban: Run, home: Path, text: str) -> None:
    (home / "paper.txt").write_text(text, encoding="utf-8")
    said = duban("import", "paper.txt", "-o", "draft.yaml")[2].splitlines()[-1]
    found = re.search(r"“# \?”共 (\d+) 处：存疑的 (\d+) 处，起草时推定的方案要素和单位 (\d+) 处", said)
    assert found, said
    marks, doubtful, assumed = map(int, found.groups())
    assert marks == doubtful + assumed
    assert f"存疑 {doubtful} 处" in said
    assert duban("check", "draft.yaml")[2].count("尚待核对") == marks


def test_without_a_file_the_draft_is_printed(duban: Run, paper: Path) -> None:
    code, out, _ = duban("import", str(paper))

    assert code == 0
    assert "title: 建设学校" in out


def test_pasted_text_is_read(duban: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(PAPER.encode())))

    code, out, _ = duban("import", "-")

    assert code == 0
    assert "title: 建设医院" in out


def test_a_draft_that_was_edited_is_not_written_over(duban: Run, paper: Path, home: Path) -> None:
    (home / "draft.yaml").write_text("mine", encoding="utf-8")

    code, _, err = duban("import", str(paper), "-o", "draft.yaml")

    assert (code, err) == (1, "draft.yaml 已经存在：请换一个文件名，或先移走它。\n")
    assert (home / "draft.yaml").read_text(encoding="utf-8") == "mine"


def test_a_paper_without_tasks_says_what_one_needs(duban: Run, home: Path) -> None:
    (home / "letter.txt").write_text("各单位：\n请于明日参加会议。\n", encoding="utf-8")

    code, _, err = duban("import", "letter.txt", "-o", "draft.yaml")

    assert code == 1
    assert err.startswith("没有找到任务：")
    assert not (home / "draft.yaml").exists()


def test_a_file_of_another_kind_says_what_to_do(duban: Run, home: Path) -> None:
    (home / "paper.pdf").write_bytes(b"%PDF-1.4")

    code, _, err = duban("import", "paper.pdf")

    assert code == 1
    assert err.startswith("这是 PDF 文件：请")
