"""Long messages are cut where a reader would cut them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.splitting import split, utf16
from sandbox.html_text import parse_html


def test_a_short_message_stays_whole() -> None:
    assert split("<b>甲</b>\n乙", 40) == ["<b>甲</b>\n乙"]


def test_the_cut_is_at_a_line_border() -> None:
    assert split("一二三\n四五六\n七八九", 8) == ["一二三\n四五六", "七八九"]


def test_tags_are_closed_and_opened_again() -> None:
    first, second = split("<b>一二三四\n五六七八\n九十</b>", 18)
    assert (first, second) == ("<b>一二三四\n五六七八</b>", "<b>九十</b>")


def test_a_line_without_end_is_cut_between_its_letters() -> None:
    parts = split("&amp;" * 30, 40)
    assert "".join(parts) == "&amp;" * 30
    assert all(utf16(part) <= 40 for part in parts)


def test_letters_outside_the_basic_plane_count_twice() -> None:
    assert utf16("🔴") == 2
    assert len(split("🔴" * 30, 40)) == 2


_LINE = st.sampled_from(["第1项 修编总体规划", "<b>已逾期</b>", "<i>说明&lt;甲&gt;</i>", "🔴", "", "长" * 70])


@given(st.lists(_LINE, min_size=1, max_size=40), st.booleans())
def test_no_word_is_lost_and_every_part_is_whole(lines: list[str], bold: bool) -> None:
    html = "\n".join(lines)
    html = f"<b>{html}</b>" if bold and "<b>" not in html else html
    parts = split(html, 100)
    assert all(utf16(part) <= 100 for part in parts)
    plain = "".join(parse_html(part)[0] for part in parts)
    assert re.sub(r"\s", "", plain) == re.sub(r"\s", "", parse_html(html)[0])


@pytest.mark.parametrize("html", ["", "\n\n"])
def test_nothing_gives_at_most_one_part(html: str) -> None:
    assert len(split(html)) == 1
