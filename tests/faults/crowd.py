"""A city with many units that are all asked at once, and their contacts, who answer as people do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Container, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from database.clock import SteerableClock
from database.engine import Database
from plans.model import Plan
from plans.roles import Role
from register.loading import install_plan
from sandbox import Sandbox
from sandbox.http import create_app, serve
from sandbox.things import Message
from schedules.agenda import set_out
from tests.faults.rig import Rig
from tests.harness.chat import PLAN, RULES, START, TOKEN, UNITS, ZONE

ASKED = datetime(2021, 6, 24, 9, tzinfo=ZONE)
"""The morning on which the round of the second quarter opens."""
QUARTER_END = date(2021, 6, 30)
FINGERPRINT = "city"
OFFICE = "办公室赵"
RECEIPT = "已收到第"
_CONFIRM = {"确认报送", "确认申请"}
_ASKS_FOR_WORDS = ("哪些工作", "下一步", "变化的原因", "说明办理结果")


def unit_of(number: int) -> str:
    return f"第{number}局"


def _task(number: int, due: date) -> dict[str, Any]:
    milestone = {"due": due, "wording": f"{due.year}年{due.month}月底前", "result": "通过验收"}
    title, unit = f"办理第{number}件实事", unit_of(number)
    return {"number": number, "title": title, "lead_units": [unit], "milestones": [milestone]}


def city_plan(size: int, due_now: Container[int] = ()) -> Plan:
    """One task for each unit; those ``due_now`` fall due as the quarter ends, the others next year."""
    numbers = range(1, size + 1)
    units = [{"name": name} for name in (*UNITS, *map(unit_of, numbers))]
    tasks = [_task(number, QUARTER_END if number in due_now else date(2022, 12, 31)) for number in numbers]
    return Plan.model_validate({**PLAN, "units": units, "tasks": tasks})


class Contact:
    """Reports on one task as often as wanted, or claims that it is done: does what the last message asks for."""

    def __init__(self, box: Sandbox, chat: int, number: int, *, claims: bool) -> None:
        self._box, self.chat, self.number, self._claims = box, chat, number, claims
        self._acted_on: tuple[int, str] | None = None

    @property
    def receipts(self) -> int:
        return sum(RECEIPT in message.text for message in self._messages())

    def reports(self, wanted: int) -> bool:
        """One step towards the report that comes as number ``wanted``; False when its receipt is there."""
        if self.receipts >= wanted:
            return False
        last = self._messages()[-1]
        before, self._acted_on = self._acted_on, (last.message_id, last.text)
        if before == self._acted_on:
            self._open()  # nothing came back: one begins where one can
        else:
            self._react(last, words_of(wanted))
        return True

    def confirms(self) -> None:
        """The last press of a form that is filled in."""
        assert self.ready
        self._press(self._messages()[-1], *_CONFIRM)

    @property
    def ready(self) -> bool:
        """Whether only the confirmation is missing."""
        return bool(_CONFIRM & {*self._messages()[-1].buttons})

    def heard(self) -> list[str]:
        """All that the bot has said, as the chat shows it now."""
        return [message.text for message in self._messages()]

    def _react(self, last: Message, words: str) -> None:
        if self._press(last, *_CONFIRM, "与上季度相比无变化", "无", "没有材料"):
            return
        if "请选择要修改的内容" in last.text:
            self._press(last, "工作开展")
        elif "百分之多少" in last.text:
            self._box.say(self.chat, "40")
        elif any(question in last.text for question in _ASKS_FOR_WORDS):
            self._box.say(self.chat, words)
        else:
            self._open()

    def _open(self) -> None:
        act = f"第{self.number}项申请办结" if self._claims else f"填报第{self.number}项"
        labels = {act, f"修改第{self.number}项"}
        shown = next((message for message in reversed(self._messages()) if labels & {*message.buttons}), None)
        if shown is None:
            self._box.say(self.chat, f"/task {self.number}")
        else:
            self._press(shown, *labels)

    def _press(self, shown: Message, *labels: str) -> bool:
        """Press the first of these buttons that the message has."""
        label = next((label for label in labels if label in shown.buttons), None)
        if label is not None:
            self._box.press(self.chat, self.chat, shown.message_id, label)
        return label is not None

    def _messages(self) -> list[Message]:
        return [message for message in self._box.messages(self.chat) if message.from_bot]


def words_of(wanted: int) -> str:
    return f"第{wanted}次所报情况"


@asynccontextmanager
async def asked_city(
    database: Database, folder: Path, size: int, due_now: Container[int] = ()
) -> AsyncIterator[tuple[Rig, Sequence[Contact]]]:
    """``size`` contacts have just been asked to report; ``database`` has its tables already.

    Those whose task is ``due_now`` claim its completion instead, which answers the report as well.
    """
    clock = SteerableClock(START, runs=False)
    box = Sandbox(TOKEN, clock.now)
    async with database.writing() as session:
        await install_plan(session, city_plan(size, due_now), FINGERPRINT, START)
        await set_out(session, RULES, RULES.today(START))
    async with serve(create_app(box)) as root:
        rig = Rig(database, clock, box, root, folder)
        await rig.open_house()
        numbers = range(1, size + 1)
        await rig.seat({OFFICE: ("办公室", Role.OFFICE), **{str(one): (unit_of(one), Role.CONTACT) for one in numbers}})
        clock.move_to(ASKED)
        await rig.house.poller(seconds=0).take_in()  # somebody listens: no outage
        await rig.house.settle()
        try:
            yield rig, [Contact(box, rig.people[str(one)], one, claims=one in due_now) for one in numbers]
        finally:
            await rig.house.close()
