"""Random lives of items: whatever is done on whatever day, the truths hold after each step."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from actions.complete import claim
from actions.decide import Decision, decide
from actions.extend import ask_extension
from actions.reopen import reopen_duty
from actions.report import file_report
from actions.review import judge_completion, judge_report
from actions.review_extension import judge_extension
from actions.texts import ReportAnswers
from actions.withdraw import withdraw_claim, withdraw_extension
from database.engine import Database
from register.tables import Case, Completion, Duty, Extension, Report, Request
from tests.properties.lives import BUREAU, OFFICE, UNITS, Lives
from tests.properties.truths import untruths
from tests.schedules.small import RULES

CONTACTS = st.sampled_from([f"{unit}contact" for unit in UNITS])
ANY = st.integers(0, 5)
"""Which of the rows there are; more than there are is none."""


TAKEN_BACK = st.sampled_from([(Completion, withdraw_claim), (Extension, withdraw_extension)])


class AnyLife(RuleBasedStateMachine):
    """People and days in any order. Most of what they try is refused, as it should be."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._folder = tempfile.TemporaryDirectory()
        self._database = Database(f"sqlite:///{Path(self._folder.name) / 'life.db'}", durable=False)
        self.lives = self._runner.run(Lives.begin(self._database))

    def teardown(self) -> None:
        self._runner.run(self._database.close())
        self._runner.close()
        self._folder.cleanup()

    def _tries(self, *what: Any) -> None:
        self._runner.run(self.lives.tries(*what))

    def _one(self, table: Any, which: int) -> Any:
        rows = self._runner.run(self.lives.rows(table))
        return rows[-1 - which] if which < len(rows) else None

    @rule(days=st.integers(1, 12))
    def days_pass(self, days: int) -> None:
        self._runner.run(self.lives.days_pass(days))

    @rule(contact=CONTACTS, which=ANY, percent=st.integers(0, 100))
    def report(self, contact: str, which: int, percent: int) -> None:
        if request := self._one(Request, which):
            self._tries(contact, file_report, request.id, ReportAnswers(percent=percent, done="推进"), None)

    @rule(contact=CONTACTS, which=ANY)
    def claim_done(self, contact: str, which: int) -> None:
        if duty := self._one(Duty, which):
            self._tries(contact, claim, duty.id, "已完成", None)

    @rule(contact=CONTACTS, which=ANY, days=st.integers(-5, 60))
    def ask_for_time(self, contact: str, which: int, days: int) -> None:
        if duty := self._one(Duty, which):
            self._tries(contact, ask_extension, duty.id, duty.due + timedelta(days=days), "用地审批未完", None)

    @rule(
        contact=CONTACTS,
        which=ANY,
        what=st.sampled_from([(Completion, withdraw_claim), (Extension, withdraw_extension)]),
    )
    def take_back(self, contact: str, which: int, what: Any) -> None:
        table, act = what
        if row := self._one(table, which):
            self._tries(contact, act, row.id)

    @rule(
        which=ANY,
        accept=st.booleans(),
        what=st.sampled_from([(Report, judge_report), (Completion, judge_completion), (Extension, judge_extension)]),
    )
    def judge(self, which: int, accept: bool, what: Any) -> None:
        table, act = what
        if row := self._one(table, which):
            self._tries(OFFICE, act, row.id, accept, "请补充")

    @rule(which=ANY)
    def take_up_again(self, which: int) -> None:
        if duty := self._one(Duty, which):
            self._tries(OFFICE, reopen_duty, duty.id, "验收发现问题")

    @rule(which=ANY, decision=st.sampled_from(Decision), days=st.integers(1, 20))
    def bureau_decides(self, which: int, decision: Decision, days: int) -> None:
        if case := self._one(Case, which):
            until = RULES.today(self.lives.town.now) + timedelta(days=days)
            self._tries(BUREAU, decide, case.id, case.version, decision, "情况属实", until)

    @invariant()
    def nothing_is_untrue(self) -> None:
        assert self._runner.run(untruths(self.lives)) == []


TestAnyLife = AnyLife.TestCase
TestAnyLife.settings = settings(
    max_examples=6,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
