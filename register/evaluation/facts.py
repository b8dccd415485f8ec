"""What a year's evaluation goes by. Every fact names the row of the register that it was read from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """Which row a fact is: its id is that of a duty, task, request, report, completion, step, case or extension."""

    DUTY = "duty"
    UNDATED = "undated"
    ANSWER = "answer"
    REPORT_RETURNED = "report-returned"
    CLAIM_RETURNED = "claim-returned"
    ORDER = "order"
    CASE = "case"
    EXTENSION = "extension"


class Outcome(StrEnum):
    """How it stands: the five buckets of a duty, and what else an answer, a case or an extension can be."""

    ON_TIME = "on-time"
    LATE = "late"
    OPEN = "open"  # not due yet, or a claim or a later date waits for the office
    OVERDUE = "overdue"
    UNDATED = "undated"
    MISSING = "missing"
    AGREED = "agreed"  # a case to which the bureau has agreed, an extension that was approved
    NOT_AGREED = "not-agreed"
    TAKEN = "taken"  # a return or an order: it happened


BUCKETS = (Outcome.ON_TIME, Outcome.LATE, Outcome.OPEN, Outcome.OVERDUE, Outcome.UNDATED)


class Excuse(StrEnum):
    """Why a fact costs nothing."""

    UNREACHED = "unreached"  # nothing had reached the unit
    OUTAGE = "outage"  # it fell due in an outage of ours that is still being checked


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact about one unit. Days are local calendar days."""

    kind: Kind
    row_id: int
    unit_id: int
    on: date
    """The day that counts: due, close of the round, return, order, proposal of the case, request."""
    outcome: Outcome
    task: int | None = None
    title: str = ""
    milestone: int | None = None
    quarter: str | None = None
    done_on: date | None = None
    note: str = ""
    told_from: date | None = None
    """The first day on which the unit would have been told of it."""
    letter: str | None = None
    """The key of the message by which it was told; None when any message does."""
    excuse: Excuse | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit in the plan's order."""

    unit_id: int
    name: str
    leading_body: bool


@dataclass(frozen=True, slots=True)
class YearFacts:
    """Everything of one year that is looked at, as of the day ``today``."""

    year: int
    today: date
    units: tuple[Unit, ...]
    facts: tuple[Fact, ...]
