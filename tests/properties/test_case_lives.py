"""Random lives of cases and difficulties: what is tried, in whatever state, is done or refused with a sentence."""

from __future__ import annotations

import asyncio
import tempfile
from collections import defaultdict
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from actions.answer_difficulty import answer_difficulty
from actions.arrange import Appointment, arrange, put_to_group
from actions.check_rectification import pass_rectification, return_rectification
from actions.complete import claim
from actions.coordinate import put_again, put_difficulty, settle
from actions.decide import Decision, decide
from actions.filing import confirm_round
from actions.follow_up_case import follow_up
from actions.record_talk import Result, record_talk
from actions.rectify import report_rectification
from actions.report import file_report
from actions.review import judge_completion
from actions.texts import ReportAnswers
from actions.withdraw_case import withdraw_case
from database.engine import Database
from register.states import CaseState
from register.tables import Case, Completion, Coordination, Duty, Report, Request, Round, Transition
from tests.properties.lives import BUREAU, OFFICE, UNITS, Lives
from tests.properties.truths import untruths
from tests.schedules.small import RULES

CONTACTS = st.sampled_from([f"{unit}contact" for unit in UNITS])
WATCHERS = st.sampled_from([BUREAU, OFFICE])
ANY = st.integers(0, 3)


class AnyCase(RuleBasedStateMachine):
    """Everybody was silent until the bureau has its first cases. From then on anything goes."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._folder = tempfile.TemporaryDirectory()
        self._database = Database(f"sqlite:///{Path(self._folder.name) / 'life.db'}", durable=False)
        self.lives = self._runner.run(Lives.begin(self._database))
        self._runner.run(self.lives.town.until("2021-07-14"))

    def teardown(self) -> None:
        self._runner.run(self._database.close())
        self._runner.close()
        self._folder.cleanup()

    def _tries(self, *what: Any) -> bool:
        return bool(self._runner.run(self.lives.tries(*what)))

    def _one(self, table: Any, which: int) -> Any:
        rows = self._runner.run(self.lives.rows(table))
        return rows[which] if which < len(rows) else None

    @rule(days=st.integers(1, 8))
    def days_pass(self, days: int) -> None:
        self._runner.run(self.lives.days_pass(days))

    @rule(which=ANY, decision=st.sampled_from(Decision), days=st.integers(0, 9))
    def decides(self, which: int, decision: Decision, days: int) -> None:
        if case := self._one(Case, which):
            until = RULES.today(self.lives.town.now) + timedelta(days=days)
            self._tries(BUREAU, decide, case.id, case.version, decision, "情况属实", until)

    @rule(which=ANY, days=st.integers(-1, 6))
    def arranges(self, which: int, days: int) -> None:
        if case := self._one(Case, which):
            at = RULES.at(RULES.today(self.lives.town.now) + timedelta(days=days), time(15))
            self._tries(BUREAU, arrange, case.id, case.version, Appointment(at, "会议室", "分管领导"))

    @rule(which=ANY, mends=st.booleans(), days=st.integers(0, 20))
    def records(self, which: int, mends: bool, days: int) -> None:
        if case := self._one(Case, which):
            due = RULES.today(self.lives.town.now) + timedelta(days=days)
            self._tries(BUREAU, record_talk, case.id, case.version, Result("已说明", "限期完成" if mends else "", due))

    @rule(contact=CONTACTS, which=ANY)
    def mends(self, contact: str, which: int) -> None:
        if case := self._one(Case, which):
            self._tries(contact, report_rectification, case.id, "已整改", None)

    @rule(which=ANY, act=st.sampled_from([pass_rectification, put_to_group]))
    def goes_on(self, which: int, act: Any) -> None:
        if case := self._one(Case, which):
            self._tries(BUREAU, act, case.id, case.version)

    @rule(who=WATCHERS, which=ANY, act=st.sampled_from([return_rectification, withdraw_case]))
    def sends_back(self, who: str, which: int, act: Any) -> None:
        if case := self._one(Case, which):
            self._tries(who, act, case.id, case.version, "材料不足")

    @rule(which=ANY)
    def follows_up(self, which: int) -> None:
        if case := self._one(Case, which):
            self._tries(BUREAU, follow_up, case.id, "效果稳定")

    @rule(contact=CONTACTS, which=ANY)
    def reports_a_difficulty(self, contact: str, which: int) -> None:
        if request := self._one(Request, which):
            answers = ReportAnswers(percent=40, done="推进", problems="缺资金")
            self._tries(contact, file_report, request.id, answers, None)
        if report := self._one(Report, which):
            self._tries(contact, put_difficulty, report.id)

    @rule(contact=CONTACTS, which=ANY, act=st.sampled_from([put_again, settle, answer_difficulty]))
    def talks_of_it(self, contact: str, which: int, act: Any) -> None:
        if one := self._one(Coordination, which):
            who = OFFICE if act is answer_difficulty else contact
            self._tries(who, act, one.id, *(() if act is settle else ("请协调",)))

    @rule(contact=CONTACTS, which=ANY, accept=st.booleans())
    def catches_up(self, contact: str, which: int, accept: bool) -> None:
        if duty := self._one(Duty, which):
            self._tries(contact, claim, duty.id, "已完成", None)
        if claimed := self._one(Completion, which):
            self._tries(OFFICE, judge_completion, claimed.id, accept, "请补充")

    @rule(which=ANY)
    def files_the_whole(self, which: int) -> None:
        if asked := self._one(Round, which):
            self._tries("管委会contact", confirm_round, asked.id)

    @invariant()
    def nothing_is_untrue(self) -> None:
        assert self._runner.run(untruths(self.lives)) == []

    @invariant()
    def every_case_went_step_by_step(self) -> None:
        """Its transitions are one unbroken way from the proposal to where it stands."""
        ways: dict[str, list[Transition]] = defaultdict(list)
        for one in self._runner.run(self.lives.rows(Transition)):
            ways[one.subject].append(one)
        for case in self._runner.run(self.lives.rows(Case)):
            stands = CaseState.PROPOSED.value
            for one in ways[f"case:{case.id}"]:
                assert one.before == stands
                stands = one.after
            assert stands == case.state


TestAnyCase = AnyCase.TestCase
TestAnyCase.settings = settings(
    max_examples=5,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
