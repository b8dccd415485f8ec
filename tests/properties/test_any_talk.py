"""Random talks: whoever says or presses whatever, in whatever order, is answered, and gets out of every form."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlmodel import col, select

from database.engine import Database
from plans.roles import Role
from register.tables import Draft, Person
from tests.harness.chat import running_town

CAST = {
    "张联络": ("发改委", Role.CONTACT),
    "孙主任": ("发改委", Role.LEADER),
    "李联络": ("水利局", Role.CONTACT),
    "王审核": ("办公室", Role.OFFICE),
    "赵督查": ("督查局", Role.BUREAU),
}
SOMEBODY = st.sampled_from(sorted(CAST))
WORDS = st.sampled_from(
    [
        *("40", "百分之六十", "无", "推进<顺利>", "7月30日", "7月19日 10:00", "+2 材料当日已交", "。", "长" * 3000),
        *("/help", "/tasks", "/task 1", "/task", "/overdue", "/missing", "/review", "/remind 3", "/cases", "/seats"),
        *("/circular", "/absent", "/leave", "/evaluation 2021", "/report", "/start", "/nonsense"),
    ]
)
PHOTO = b"\x89PNG\r\n\x1a\n"
_RECENT = 4


class AnyTalk(RuleBasedStateMachine):
    """Presses outnumber words, as in life; old buttons are pressed too."""

    def __init__(self) -> None:
        super().__init__()
        self._runner = asyncio.Runner()
        self._stack = AsyncExitStack()
        folder = self._stack.enter_context(tempfile.TemporaryDirectory())
        self.town = self._run(self._stack.enter_async_context(running_town(Path(folder))))
        self._run(self.town.seat(CAST))
        self._run(self.town.until("2021-06-24"))
        self.silences: list[str] = []

    def _run(self, doing: Coroutine[Any, Any, Any]) -> Any:
        return self._runner.run(doing)

    def teardown(self) -> None:
        self.town.passes_over(*CAST)
        self._run(self._stack.aclose())
        self._runner.close()

    @rule(days=st.integers(1, 5))
    def days_pass(self, days: int) -> None:
        self._run(self.town.until(str((self.town.clock.now() + timedelta(days=days)).date())))

    @rule(who=SOMEBODY, words=WORDS)
    def says(self, who: str, words: str) -> None:
        self._answered(who, f"“{words[:20]}”", self.town.says(who, words))

    @rule(who=SOMEBODY)
    def sends_a_photo(self, who: str) -> None:
        self._answered(who, "照片", self.town.sends_photo(who, PHOTO))

    @rule(who=SOMEBODY, back=st.integers(0, _RECENT), which=st.integers(0, 20))
    def presses(self, who: str, back: int, which: int) -> None:
        shown = [one for one in self.town.box.messages(self.town.people[who]) if one.buttons][-1 - back :]
        if not shown:
            return
        offered = [button for row in shown[0].keyboard for button in row]
        button = offered[which % len(offered)]
        number = self.town.people[who]
        press = self.town.box.press(number, number, shown[0].message_id, str(button["callback_data"]))
        self._run(self.town.settle())
        if not press.answered:
            self.silences.append(f"{who}按“{button['text']}”没有回应")

    @rule(who=SOMEBODY)
    def gets_out(self, who: str) -> None:
        self._run(self.town.says(who, "/cancel"))
        assert self._run(_at_hand(self.town.database, self.town.people[who])) == []

    def _answered(self, who: str, what: str, doing: Coroutine[Any, Any, Any]) -> None:
        before = len(self.town.box.log)
        self._run(doing)
        said = self.town.box.log[before:]
        if not any(one.chat_id == self.town.people[who] for one in said):
            self.silences.append(f"{who}发送{what}没有回应")

    @invariant()
    def everybody_is_answered(self) -> None:
        assert self.silences == []
        assert self.town.errors == []


async def _at_hand(database: Database, number: int) -> list[Draft]:
    async with database.reading() as session:
        person = (await session.exec(select(Person).where(Person.telegram_id == number))).one()
        drafts = select(Draft).where(Draft.person_id == person.id, col(Draft.at_hand))
        return list(await session.exec(drafts))


TestAnyTalk = AnyTalk.TestCase
TestAnyTalk.settings = settings(
    max_examples=5,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
