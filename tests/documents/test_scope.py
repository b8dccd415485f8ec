"""What people type after /report."""

from __future__ import annotations

import pytest

from documents.scope import Scope, ScopeUnclear, parse_scope
from register.snapshot import Snapshot


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Scope()),
        ("   ", Scope()),
        ("2021Q2", Scope(quarter="2021Q2")),
        ("2021q2", Scope(quarter="2021Q2")),
        ("2021-Q2", Scope(quarter="2021Q2")),
        ("２０２１Ｑ２", Scope(quarter="2021Q2")),
        ("2021年二季度", Scope(quarter="2021Q2")),
        ("2021年第二季度", Scope(quarter="2021Q2")),
        ("2021年2季度", Scope(quarter="2021Q2")),
        ("二季度", Scope(quarter="2021Q2")),
        ("Q2", Scope(quarter="2021Q2")),
        ("11", Scope(task=11)),
        ("第11项", Scope(task=11)),
        ("11项", Scope(task=11)),
        ("task:11", Scope(task=11)),
        ("发改委", Scope(unit="发改委")),
        ("市发改委", Scope(unit="发改委")),
        ("unit:市发改委", Scope(unit="发改委")),
        ("各乡镇人民政府", Scope(unit="各乡镇人民政府")),
        ("2021Q2 发改委", Scope(quarter="2021Q2", unit="发改委")),
        ("发改委 1", Scope(task=1, unit="发改委")),
    ],
)
def test_is_understood(snapshot: Snapshot, typed: str, meant: Scope) -> None:
    assert parse_scope(typed, snapshot) == meant


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("2022Q1", "2022Q1 尚未开展进展报送。已开展的季度：2021Q2。"),
        ("四季度", "2020Q4 尚未开展"),
        ("2021Q5", "没有找到“2021Q5”"),
        ("99", "方案中没有第99项"),
        ("教育局", "没有找到“教育局”。可写季度"),
        ("甲" * 500, "没有找到“" + "甲" * 20 + "…”"),
        ("<b>", "没有找到“<b>”"),
    ],
)
def test_is_politely_asked_again(snapshot: Snapshot, typed: str, answer: str) -> None:
    with pytest.raises(ScopeUnclear) as refusal:
        parse_scope(typed, snapshot)
    assert answer in str(refusal.value)


def test_a_file_is_named_after_its_scope() -> None:
    assert Scope().label == "全部"
    assert Scope("2021Q2", 11, "发改委").label == "2021Q2-第11项-发改委"


@pytest.mark.parametrize("typed", ["", "2021Q2", "11", "发改委", "发改委 11 2021Q2"])
def test_what_people_are_told_of_a_scope_is_read_back_as_that_scope(snapshot: Snapshot, typed: str) -> None:
    scope = parse_scope(typed, snapshot)
    assert parse_scope(scope.words, snapshot) == scope


def test_a_scope_is_told_in_full_words() -> None:
    assert Scope("2021Q2", 11, "发改委").words == "2021年第二季度 第11项 发改委"
    assert Scope().words == ""
