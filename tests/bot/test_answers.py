"""What people type is read as they mean it, or refused with what to type instead."""

from __future__ import annotations

from datetime import date

import pytest

from actions.refusal import Refusal
from bot.forms.answers import day_of, percent_of, words_or_none

TODAY = date(2021, 7, 14)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("60", 60),
        (" 60 % ", 60),
        ("６０％", 60),
        ("百分之60", 60),
        ("八十", 80),
        ("八十五", 85),
        ("百分之八十五", 85),
        ("十", 10),
        ("十二", 12),
        ("七", 7),
        ("零", 0),
        ("一百", 100),
        ("百分之百", 100),
    ],
)
def test_a_percent_in_figures_or_in_words(text: str, percent: int) -> None:
    assert percent_of(text) == percent


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("60.5%", "percent-whole"),
        ("0.6", "percent-whole"),
        ("101", "percent-range"),
        ("过半", "percent-number"),
        ("百分之", "percent-number"),
        ("二百", "percent-number"),
        ("", "percent-number"),
    ],
)
def test_what_is_no_percent_is_refused_with_what_would_be(text: str, word: str) -> None:
    with pytest.raises(Refusal) as refusal:
        percent_of(text)
    assert refusal.value.word == word


@pytest.mark.parametrize("text", ["无", "没有", "暂无", "没有。"])
def test_none_in_words_is_an_answer(text: str) -> None:
    assert words_or_none(text) == ""


def test_a_day_without_its_year_is_the_next_one() -> None:
    assert day_of("7月30日", TODAY) == date(2021, 7, 30)
    assert day_of("3.1", TODAY) == date(2022, 3, 1)
    assert day_of("1月5日", date(2021, 12, 28)) == date(2022, 1, 5)


def test_a_day_just_past_is_a_slip_and_not_next_years() -> None:
    assert day_of("7月13日", TODAY) == date(2021, 7, 13)
    assert day_of("5.20", TODAY) == date(2021, 5, 20)
    assert day_of("2022年7月1日", TODAY) == date(2022, 7, 1)
