"""Working-day files: what an office copies from the yearly notice on holidays."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plans.workdays import load_workdays

SOUND = "holidays:\n  - 2027-01-01\n  - {from: 2027-02-05, to: 2027-02-11}\nworkdays:\n  - 2027-02-14\n"


def _write(folder: Path, text: str, name: str = "2027.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_year_knows_its_holidays_and_make_up_days(tmp_path: Path) -> None:
    years, problems = load_workdays(_write(tmp_path, SOUND))
    assert problems == []
    worked = {day: years[2027].is_working(date(2027, *day)) for day in [(1, 1), (1, 4), (2, 8), (2, 13), (2, 14)]}
    assert worked == {(1, 1): False, (1, 4): True, (2, 8): False, (2, 13): False, (2, 14): True}


FAULTS = {
    "another year": ("2027-01-01", "2026-01-01", "2: holidays[0]: 2026-01-01 至 2026-01-01 不在 2027 年内"),
    "turned over": ("to: 2027-02-11", "to: 2027-02-01", "3: holidays[1]: 假期止于 2027-02-01，早于 2027-02-05"),
    "worked and free": ("2027-02-14", "2027-02-07", "5: workdays[0]: 2027-02-07 既是假日又是上班日"),
    "work in another year": ("2027-02-14", "2028-02-13", "5: workdays[0]: 2028-02-13 不在 2027 年内"),
    "impossible day": ("2027-02-14", "2027-02-30", "5: workdays[0]: 没有 2027-02-30 这一天"),
    "word for a day": ("2027-01-01", "元旦", "2: holidays[0]: 写的是“元旦”"),
    "number for a day": ("2027-02-14", "20270214", "5: workdays[0]: 写的是 20270214 ，应为日期"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_and_the_year_is_not_taken(fault: str, tmp_path: Path) -> None:
    sound, spoilt, expected = FAULTS[fault]
    years, problems = load_workdays(_write(tmp_path, SOUND.replace(sound, spoilt)))
    assert years == {}
    assert [str(problem).removeprefix(f"{tmp_path}/2027.yaml:")[: len(expected)] for problem in problems] == [expected]


def test_a_make_up_day_that_is_worked_anyway_is_only_warned_of(tmp_path: Path) -> None:
    years, problems = load_workdays(_write(tmp_path, SOUND.replace("2027-02-14", "2027-02-15")))
    assert list(years) == [2027]
    assert [problem.severity for problem in problems] == ["warning"]


def test_a_file_must_be_named_for_its_year(tmp_path: Path) -> None:
    years, problems = load_workdays(_write(tmp_path, SOUND, "明年.yaml"))
    assert years == {}
    assert "文件名不是年份" in str(problems[0])


def test_no_folder_is_no_problem(tmp_path: Path) -> None:
    assert load_workdays(tmp_path / "none") == ({}, [])
