"""The points of a year, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from plans.policy import EvaluationRules, EvaluationWeights
from register.evaluation.excuses import Gap, Reached, excused
from register.evaluation.facts import Excuse, Fact, Kind, Outcome, Unit, YearFacts
from register.evaluation.score import Part, UnitScore, score, scores
from register.evaluation.sheet import content_of, final_total

RULES = EvaluationRules()
"""50 completion, 20 timeliness, 15 quality, 15 cooperation; half for late; 2 per return, 2 per order, 5 per case."""
WATER = Unit(1, "水利局", leading_body=False)
DUE = date(2021, 6, 30)


def duty(outcome: Outcome, row: int = 1, unit: int = 1, excuse: Excuse | None = None) -> Fact:
    return Fact(Kind.DUTY, row, unit, DUE, outcome, task=row, title="治理河道", milestone=1, excuse=excuse)


def answer(outcome: Outcome, row: int = 1, unit: int = 1) -> Fact:
    return Fact(Kind.ANSWER, row, unit, DUE, outcome, task=row, quarter="2021Q2")


def step(kind: Kind, row: int = 1, outcome: Outcome = Outcome.TAKEN, excuse: Excuse | None = None) -> Fact:
    return Fact(kind, row, 1, DUE, outcome, task=1, excuse=excuse)


def points(found: UnitScore, part: Part) -> Fraction | None:
    return next(one.points for one in found.parts if one.part is part)


@pytest.mark.parametrize(
    ("facts", "total"),
    [
        ([duty(Outcome.ON_TIME), answer(Outcome.ON_TIME)], "100.0"),
        # 25 + 25/2 of 50, 10 of 20, 15, 15
        (
            [
                duty(Outcome.ON_TIME, 1),
                duty(Outcome.LATE, 2),
                answer(Outcome.ON_TIME, 1),
                answer(Outcome.MISSING, 2),
            ],
            "77.5",
        ),
        # 0 of 50, 0 of 20, 15 - 2 - 2, 15 - 2 - 5
        (
            [
                duty(Outcome.OVERDUE),
                answer(Outcome.MISSING),
                step(Kind.REPORT_RETURNED),
                step(Kind.CLAIM_RETURNED),
                step(Kind.ORDER),
                step(Kind.CASE, outcome=Outcome.AGREED),
            ],
            "19.0",
        ),
        # nothing was due: 10 of 20, 15, 15 are 40 of 50
        ([duty(Outcome.OPEN), answer(Outcome.LATE)], "80.0"),
        # 33.33 of 50: a third is lost
        ([duty(Outcome.ON_TIME, 1), duty(Outcome.ON_TIME, 2), duty(Outcome.OVERDUE, 3)], "79.2"),
        # a case that the bureau declined, an extension, an undated task: nothing
        (
            [
                duty(Outcome.ON_TIME),
                step(Kind.CASE, outcome=Outcome.NOT_AGREED),
                step(Kind.EXTENSION, outcome=Outcome.AGREED),
                step(Kind.UNDATED, outcome=Outcome.UNDATED),
            ],
            "100.0",
        ),
    ],
)
def test_a_year_adds_up(facts: list[Fact], total: str) -> None:
    assert score(WATER, facts, RULES).total == Decimal(total)


def test_every_point_names_its_fact() -> None:
    facts = [duty(Outcome.LATE, 7), answer(Outcome.ON_TIME, 8), step(Kind.ORDER, 9)]
    found = score(WATER, facts, RULES)
    assert [(one.part, one.fact.kind, one.fact.row_id, int(one.points)) for one in found.entries] == [
        (Part.COMPLETION, Kind.DUTY, 7, 25),
        (Part.TIMELINESS, Kind.ANSWER, 8, 20),
        (Part.COOPERATION, Kind.ORDER, 9, -2),
    ]
    for part in found.parts:
        entries = sum(one.points for one in found.entries if one.part is part.part)
        starts = 0 if part.part in (Part.COMPLETION, Part.TIMELINESS) else part.weight
        assert part.points == starts + entries


def test_a_part_is_never_below_nothing() -> None:
    found = score(WATER, [duty(Outcome.ON_TIME), *(step(Kind.REPORT_RETURNED, row) for row in range(9))], RULES)
    assert points(found, Part.QUALITY) == 0
    assert [one.points for one in found.entries][-3:] == [-2, -1, 0]
    assert found.total == Decimal("81.3")  # (50 + 0 + 15) of 80, as nothing was asked


def test_one_order_with_two_grounds_takes_its_points_once() -> None:
    orders = [
        Fact(Kind.ORDER, row, 1, DUE, Outcome.TAKEN, task=row, letter=letter)
        for row, letter in (
            (1, "order/水利局/contact/2021-07-07"),
            (2, "order/水利局/contact/2021-07-07"),
            (3, "later"),
        )
    ]
    found = score(WATER, [duty(Outcome.ON_TIME), *orders], RULES)
    assert [one.points for one in found.entries] == [50, -2, 0, -2]
    assert content_of(found)["orders"] == 2


def test_what_waits_for_the_office_is_not_judged() -> None:
    found = score(WATER, [duty(Outcome.OPEN)], RULES)
    assert found.total is None
    assert found.buckets[Outcome.OPEN] == 1


def test_what_is_excused_neither_gives_nor_takes() -> None:
    facts = [
        duty(Outcome.ON_TIME, 1),
        duty(Outcome.OVERDUE, 2, excuse=Excuse.UNREACHED),
        step(Kind.ORDER, excuse=Excuse.UNREACHED),
    ]
    found = score(WATER, facts, RULES)
    assert found.total == Decimal("100.0")
    assert [one.points for one in found.entries] == [50, 0, 0]


def test_a_leading_body_is_listed_and_scored_only_where_the_policy_says_so() -> None:
    body = Unit(1, "专班", leading_body=True)
    assert score(body, [duty(Outcome.OVERDUE)], RULES).total is None
    policy = EvaluationRules(leading_bodies=True)
    assert score(body, [duty(Outcome.OVERDUE)], policy).total == Decimal("37.5")  # 30 of 80


def test_ranks_only_where_the_policy_says_so() -> None:
    units = (Unit(1, "水利局", leading_body=False), Unit(2, "发改委", leading_body=False))
    year = YearFacts(2021, DUE, units, (duty(Outcome.OVERDUE), duty(Outcome.ON_TIME, 2, unit=2)))
    assert [one.unit.name for one in scores(year, RULES)] == ["水利局", "发改委"]
    assert [one.unit.name for one in scores(year, EvaluationRules(ranked=True))] == ["发改委", "水利局"]


def test_a_unit_without_anything_is_not_in_the_list() -> None:
    assert scores(YearFacts(2021, DUE, (WATER,), ()), RULES) == []


def test_weights_are_policy() -> None:
    policy = EvaluationRules(
        weights=EvaluationWeights(completion=100, timeliness=0, quality=0, cooperation=0), late_share=0.1
    )
    facts = [duty(Outcome.LATE), answer(Outcome.MISSING), step(Kind.ORDER)]
    assert score(WATER, facts, policy).total == Decimal("10.0")


def test_rates_and_buckets() -> None:
    facts = [
        duty(Outcome.ON_TIME, 1),
        duty(Outcome.LATE, 2),
        duty(Outcome.OVERDUE, 3),
        duty(Outcome.OPEN, 4),
        step(Kind.UNDATED, outcome=Outcome.UNDATED),
        answer(Outcome.ON_TIME, 1),
        answer(Outcome.LATE, 2),
        answer(Outcome.OPEN, 3),
    ]
    content = content_of(score(WATER, facts, RULES))
    assert content["buckets"] == {"on-time": 1, "late": 1, "open": 1, "overdue": 1, "undated": 1}
    assert (content["completion_rate"], content["timeliness_rate"]) == ("50.0", "50.0")


@pytest.mark.parametrize(
    ("days", "outcome", "excuse"),
    [
        ({date(2021, 6, 23)}, Outcome.OVERDUE, None),
        ({date(2021, 5, 31)}, Outcome.OVERDUE, None),
        ({date(2021, 5, 30)}, Outcome.OVERDUE, Excuse.UNREACHED),
        (set(), Outcome.OVERDUE, Excuse.UNREACHED),
        (set(), Outcome.ON_TIME, None),
        # told only after it was due: what is still owed counts, what came late does not
        ({date(2021, 7, 5)}, Outcome.OVERDUE, None),
        ({date(2021, 7, 5)}, Outcome.LATE, Excuse.UNREACHED),
        ({date(2021, 6, 30)}, Outcome.LATE, None),
    ],
)
def test_who_was_not_reached_loses_nothing(days: set[date], outcome: Outcome, excuse: Excuse | None) -> None:
    fact = Fact(Kind.DUTY, 1, 1, DUE, outcome, told_from=date(2021, 5, 31))
    year = YearFacts(2021, date(2021, 12, 31), (WATER,), (fact,))
    (found,) = excused(year, {1: Reached(frozenset(days))}, []).facts
    assert found.excuse is excuse


@pytest.mark.parametrize(
    ("keys", "excuse"),
    [
        (("order/水利局/contact/2021-07-07",), None),
        (("order/水利局/leader/2021-07-07",), None),
        (("order/水利局/contact/2021-07-08",), Excuse.UNREACHED),
        ((), Excuse.UNREACHED),
    ],
)
def test_an_order_that_did_not_arrive_costs_nothing(keys: tuple[str, ...], excuse: Excuse | None) -> None:
    fact = Fact(Kind.ORDER, 1, 1, DUE, Outcome.TAKEN, letter="order/水利局/contact/2021-07-07")
    year = YearFacts(2021, date(2021, 12, 31), (WATER,), (fact,))
    reached = {1: Reached(frozenset({DUE}), keys)}
    (found,) = excused(year, reached, []).facts
    assert found.excuse is excuse


@pytest.mark.parametrize(("last", "excuse"), [(DUE, Excuse.OUTAGE), (date(2021, 6, 29), None)])
def test_an_outage_of_ours_costs_nothing(last: date, excuse: Excuse | None) -> None:
    fact = Fact(Kind.ANSWER, 1, 1, DUE, Outcome.MISSING)
    year = YearFacts(2021, date(2021, 7, 2), (WATER,), (fact,))
    reached = {1: Reached(frozenset({DUE}))}
    (found,) = excused(year, reached, [Gap(date(2021, 6, 28), last)]).facts
    assert found.excuse is excuse


@pytest.mark.parametrize(
    ("total", "tenths", "after"), [("77.5", 20, "79.5"), ("99.0", 20, "100.0"), ("1.0", -20, "0.0"), (None, 20, None)]
)
def test_a_correction_stays_within_the_scale(total: str | None, tenths: int, after: str | None) -> None:
    assert final_total({"total": total}, tenths) == after
