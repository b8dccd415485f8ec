"""Targets and difficulties in the ledger, the summary and the papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from documents.frames import frames
from documents.measures import Measures
from documents.more_facts import difficulty_facts, target_facts
from documents.scope import Scope
from documents.view import look
from register.snapshot import Snapshot
from register.snapshot.difficulties import DifficultyFacts
from register.snapshot.targets import FigureFacts, TargetFacts
from register.states import CoordinationState
from tests.documents.quarter import NOW

PUT_AT = datetime.fromisoformat("2021-06-28T10:00:00+08:00")
OWNER = "产业集聚区管委会"
DIFFICULTY = DifficultyFacts(2, "发改委", CoordinationState.OPEN, PUT_AT, 1, "资金缺口", None, None)


def figure(quarter: str, value: str) -> FigureFacts:
    return FigureFacts(quarter, Decimal(value), PUT_AT, in_time=True)


def target(*figures: FigureFacts, due: date | None = None) -> TargetFacts:
    return TargetFacts("处置率", "%", Decimal(60), None, due, OWNER, figures)


@pytest.fixture
def told(snapshot: Snapshot) -> Snapshot:
    """A target that was met in the third quarter, one without any figure, and a difficulty."""
    later = figure("2021Q3", "61.5")
    return replace(snapshot, targets=(target(figure("2021Q2", "55"), later), target()), difficulties=(DIFFICULTY,))


def seen(snapshot: Snapshot, scope: Scope = Scope()) -> Measures:  # noqa: B008 - a frozen value
    return Measures(look(snapshot, scope))


def test_the_register_gives_every_target_of_the_plan(snapshot: Snapshot) -> None:
    assert [(one.owner, one.measure, str(one.minimum)) for one in snapshot.targets] == [
        (OWNER, "亩", "13700"),
        (OWNER, "%", "60"),
        (OWNER, "万元/亩", "18"),
    ]


def test_a_quarter_shows_its_own_figure_and_not_a_later_one(told: Snapshot) -> None:
    sheet = dict(frames(seen(told)))["targets"]
    assert list(sheet["value"]) == [55.0, None]
    assert list(sheet["reach"]) == ["尚未达到", "未填报"]
    first = target_facts(seen(told))[0]
    assert (first["goal"], first["figure"], first["reached"]) == ("不低于60%", "55%", False)


@pytest.mark.parametrize(
    ("value", "due", "words"),
    [("60", None, "已达到"), ("59", NOW.date(), "尚未达到"), ("59", date(2021, 6, 30), "到期未达到")],
)
def test_met_or_not_met_by_its_day(told: Snapshot, value: str, due: date | None, words: str) -> None:
    one = replace(told, targets=(target(figure("2021Q2", value), due=due),))
    assert target_facts(seen(one))[0]["stands"] == words


def test_only_the_owner_and_the_whole_speak_of_targets(told: Snapshot) -> None:
    assert len(target_facts(seen(told, Scope(unit=OWNER)))) == 2
    assert target_facts(seen(told, Scope(unit="发改委"))) == []
    assert target_facts(seen(told, Scope(task=2))) == []


def test_a_difficulty_stands_in_the_ledger_and_is_counted(told: Snapshot) -> None:
    measures = seen(told)
    (row,) = dict(frames(measures))["difficulties"].to_dict("records")
    assert (row["number"], row["unit"], row["problems"], row["state"]) == (2, "发改委", "资金缺口", "办公室未答复")
    units = dict(frames(measures))["units"].set_index("unit")
    assert (units.loc["发改委", "difficulties"], units.loc["发改委", "unanswered"]) == (1, 1)
    assert difficulty_facts(measures) == {"put": 1, "unanswered": 1}


def test_an_answered_one_waits_no_more(told: Snapshot) -> None:
    answered = replace(DIFFICULTY, state=CoordinationState.ANSWERED, answered_at=PUT_AT, answer="已商财政局")
    assert difficulty_facts(seen(replace(told, difficulties=(answered,)))) == {"put": 1, "unanswered": 0}
