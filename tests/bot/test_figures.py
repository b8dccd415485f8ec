"""Figures as people type them."""

from __future__ import annotations

import pytest

from actions.refusal import Refusal
from bot.forms.figures import figure_of


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("13700", "亩", "13700"),
        ("13,700", "亩", "13700"),
        ("１．３７万亩", "亩", "13700"),
        (" 1.37 万 ", "亩", "13700"),
        ("13700亩。", "亩", "13700"),
        ("60", "%", "60"),
        ("６０％", "%", "60"),
        ("百分之60.5", "%", "60.5"),
        ("18", "万元/亩", "18"),
        ("18万元/亩", "万元/亩", "18"),
        ("18万元每亩", "万元/亩", "18"),
        ("18万元", "万元/亩", "18"),
        ("18万", "万元/亩", "18"),
        ("180000元", "万元/亩", "18"),
        ("0", "亩", "0"),
        ("1.37", "万亩", "1.37"),
        ("13700亩", "万亩", "1.37"),
        ("3家", "家", "3"),
    ],
)
def test_a_number_with_or_without_its_unit(text: str, measure: str, value: str) -> None:
    assert str(figure_of(text, measure)) == value


@pytest.mark.parametrize(
    ("text", "measure", "word"),
    [
        ("不知道", "亩", "figure-number"),
        ("", "亩", "figure-number"),
        ("-5", "亩", "figure-number"),
        ("十八", "万元/亩", "figure-number"),
        ("1,37", "亩", "figure-unit"),
        ("60%", "亩", "figure-unit"),
        ("百分之60", "亩", "figure-unit"),
        ("18公顷", "亩", "figure-unit"),
        ("18.5.1", "亩", "figure-unit"),
        ("18至25", "万元/亩", "figure-unit"),
        ("18亩", "万元/亩", "figure-unit"),
        ("9999亿", "亩", None),
        ("99999亿", "亩", "figure-large"),
    ],
)
def test_nonsense_and_other_units(text: str, measure: str, word: str | None) -> None:
    if word is None:
        assert figure_of(text, measure)
        return
    with pytest.raises(Refusal) as refusal:
        figure_of(text, measure)
    assert refusal.value.word == word
