"""A town whose people talk to the real bot: real HTTP, a local Bot API server, a clock that the test moves.

Every message that the bot sends must be named by the test (``hears``); the closing step fails on any other, and on
any ERROR in the log.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from sqlmodel import select

from actions.enter import enter
from actions.outage import notice_outage
from bot.application import App, build_application, put_desk
from bot.channel import TelegramChannel
from bot.compile import Compiler
from bot.desk import Compiled, Desk, PaperFiles
from bot.enclosing import enclose
from bot.evidence import Fetcher
from bot.hearing import Hearing
from bot.poll import Poller
from bot.returned import LedgerReader
from bot.routes import add_handlers
from bot.source import UpdateSource
from bot.templates import Templates
from bot.worker import Worker
from database.clock import SteerableClock
from database.engine import Database
from documents.compile import compile_letter
from documents.paper import Paper
from outbox.channel import Hooks
from outbox.dispatch import Dispatcher
from outbox.gate import UNLIMITED, Gate
from outbox.message import Method
from plans.model import Plan
from plans.policy import Policy
from plans.roles import Role
from register.calendar import WorkingCalendar
from register.loading import install_plan
from register.rules import Rules
from register.seats import invite, unit_called
from register.tables import Seat
from sandbox import Press, Sandbox, Sent
from sandbox.http import create_app, serve
from schedules.agenda import set_out
from schedules.sweep import sweep
from schedules.wanted import wanted
from tests.harness.stores import create_tables

TOKEN = "123456:TEST-token-of-the-sandbox-only"
ZONE = ZoneInfo("Asia/Shanghai")
RULES = Rules(Policy(), WorkingCalendar(), ZONE)
START = datetime(2021, 5, 17, 10, tzinfo=ZONE)
WORDS = Path(__file__).parents[2] / "message_templates"
UNITS = ("办公室", "督查局", "领导小组", "管委会", "发改委", "水利局")


def one_task(number: int, title: str, lead: str, due: date) -> dict[str, Any]:
    milestone = {"due": due, "wording": f"{due.year}年{due.month}月底前", "result": "通过验收"}
    return {"number": number, "title": title, "lead_units": [lead], "milestones": [milestone]}


PLAN = {
    "plan": {
        "id": "small",
        "title": "试点工作方案",
        "starts": date(2021, 5, 15),
        "ends": date(2022, 12, 31),
        "office": "办公室",
        "bureau": "督查局",
        "leading_group": "领导小组",
        "consolidator": "管委会",
    },
    "units": [{"name": name} for name in UNITS],
    "tasks": [
        one_task(1, "修编总体规划", "发改委", date(2021, 12, 31)),
        one_task(2, "建设标准厂房", "发改委", date(2022, 9, 30)),
        one_task(3, "治理河道", "水利局", date(2021, 6, 30)),
    ],
}


@cache
def shipped_templates() -> Templates:
    """Compiled once for all tests."""
    return Templates(WORDS, ZONE)


async def compile_nothing(scope: str, _home: Path) -> Compiled:
    """Stands for the documents, which have tests of their own."""
    return Compiled(summary={"words": scope}, files=())


async def write_paper(kind: str, subject: str, facts: dict[str, Any], home: Path) -> PaperFiles:
    """A real paper, made here and now."""
    made = compile_letter(Paper(kind), subject, facts, home / "papers")
    return [(Method(file.method), str(file.path.relative_to(home)), file.caption) for file in made]


@dataclass
class Town:
    """The deployment, and its people by name."""

    database: Database
    clock: SteerableClock
    box: Sandbox
    root: str
    home: Path
    errors: list[str]
    desk: Desk
    application: App
    people: dict[str, int] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=lambda: count(501))
    _heard: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._plug_in()

    def _plug_in(self) -> None:
        self.worker = Worker(self.application, self.desk)
        channel = TelegramChannel(self.application.bot, self.desk.templates, self.home)
        self.dispatcher = Dispatcher(
            self.database,
            self.clock,
            channel,
            Gate(UNLIMITED),
            wanted(self.desk.rules),
            holder="test",
            hooks=Hooks(on_sent=enclose),
        )
        self.source = UpdateSource(self.root, TOKEN, seconds=0)
        self.hearing = Hearing(self.database, self.clock, partial(notice_outage, rules=self.desk.rules))
        self.poller = Poller(self.source, self.database, self.clock, self.worker.wake, self.hearing)
        self.fetcher = Fetcher(self.application.bot, self.desk)
        self.compiler = Compiler(self.desk)
        self.reader = LedgerReader(self.desk, self.fetcher)

    async def restart(self) -> None:
        """The program ends and starts again: nothing but the database is left."""
        await self.unplug()
        self.application = await _application(self.root, self.desk)
        self._plug_in()

    async def unplug(self) -> None:
        await self.source.close()
        await self.application.shutdown()

    async def settle(self) -> None:
        """Until everybody has been answered."""
        while await self.poller.take_in() or await self.worker.work_off() or await self.dispatcher.drain():
            pass

    async def poller_stumbles(self) -> None:
        """One attempt to hear fails; the bot is deaf from now on until it hears again."""

        async def at_once(_seconds: float) -> None:
            """No test waits."""

        self.poller = Poller(self.source, self.database, self.clock, self.worker.wake, self.hearing, sleep=at_once)
        await self.poller.listen()

    async def until(self, day: str, time: str = "09:00") -> None:
        """Move the clock; the morning's work is done on the way."""
        self.clock.move_to(datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=ZONE))
        await sweep(self.database, self.desk.rules, self.clock.now())
        await self.settle()

    def newcomer(self, name: str) -> None:
        self.people[name] = next(self._numbers)
        self.box.user(self.people[name], name)

    async def invitation(self, unit: str, role: Role) -> str:
        async with self.database.writing() as session:
            found = await unit_called(session, unit)
            assert found is not None
            seat = (await session.exec(select(Seat).where(Seat.unit_id == found.id, Seat.role == role))).one()
            return await invite(session, seat, 7, self.clock.now())

    async def seat(self, cast: Mapping[str, tuple[str, Role]]) -> None:
        """These people have come in some days ago; coming in by the chat is told in its own stories."""
        for name, (unit, role) in cast.items():
            self.newcomer(name)
            number = self.people[name]
            self.box.user(number, name, started=True)
            secret, now = await self.invitation(unit, role), self.clock.now()
            async with self.database.writing() as session:
                await enter(session, self.desk.rules, secret, number, name, number, now)

    async def says(self, name: str, text: str) -> None:
        self.box.say(self.people[name], text)
        await self.settle()

    async def sends_photo(self, name: str, content: bytes, filename: str = "现场.png") -> None:
        self.box.send_file(self.people[name], filename, content)
        await self.settle()

    async def presses(self, name: str, label: str, *, by: str | None = None, message: int | None = None) -> Press:
        """Press the newest button of this label in the chat; gives the press with the words shown over the chat."""
        chat = self.people[name]
        shown = [one for one in self.box.messages(chat) if label in one.buttons]
        number = message or (shown[-1].message_id if shown else 0)
        assert number, f"{name}没有“{label}”按钮；最后一条：{self.last(name)}"
        press = self.box.press(self.people[by or name], chat, number, label)
        await self.settle()
        return press

    async def presses_again(self, name: str, press: Press) -> Press:
        """A slow phone still shows the button."""
        again = self.box.press(
            self.people[name], press.message.chat.chat_id, press.message.message_id, press.data, stale=True
        )
        await self.settle()
        return again

    def last(self, name: str) -> str:
        """What the chat shows last."""
        messages = self.box.messages(self.people[name])
        return f"{messages[-1].text} {messages[-1].buttons}" if messages else "（空）"

    def hears(self, name: str, *fragments: str) -> list[Sent]:
        """What the bot has said to this person since it was last asked, in order: one fragment of each message."""
        unheard = self._unheard(self.people[name])
        texts = [f"{one.text} {list(one.buttons)}" for one in unheard]
        assert len(texts) == len(fragments), f"{name}收到{len(texts)}条：\n" + "\n———\n".join(texts)
        for text, fragment in zip(texts, fragments, strict=True):
            assert fragment in text, f"没有“{fragment}”：\n{text}"
        self._hear(unheard)
        return unheard

    def passes_over(self, *names: str) -> None:
        """What these people have been told meanwhile belongs to another story."""
        for name in names:
            self._hear(self._unheard(self.people[name]))

    def _hear(self, said: list[Sent]) -> None:
        """A card that was turned back and forth has said the same twice: each is heard for itself."""
        heard = {id(one) for one in said}
        self._heard.update(number for number, one in enumerate(self.box.log) if id(one) in heard)

    def _unheard(self, chat: int | None = None) -> list[Sent]:
        return [
            one for number, one in enumerate(self.box.log) if number not in self._heard and chat in (None, one.chat_id)
        ]

    def close(self) -> None:
        """Nothing was said that no test expected, and nothing went wrong."""
        surplus = [f"{one.chat_id}: {one.text}" for one in self._unheard()]
        assert not surplus, "没有预料到的消息：\n" + "\n———\n".join(surplus)
        assert not self.errors, self.errors


async def _application(root: str, desk: Desk) -> App:
    application = build_application(TOKEN, root)
    put_desk(application, desk)
    add_handlers(application)
    await application.initialize()
    return application


@contextmanager
def _errors_noted() -> Iterator[list[str]]:
    found: list[str] = []

    def note(_logger: Any, method: str, event: Any) -> Any:
        if method in ("error", "critical", "exception"):
            found.append(f"{event.get('event')}: {event.get('exc_info')!r}")
        raise structlog.DropEvent

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    before, handler = structlog.get_config(), Handler(logging.ERROR)
    structlog.configure(processors=[note])
    logging.getLogger().addHandler(handler)
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(handler)
        structlog.configure(**before)


@asynccontextmanager
async def running_town(
    folder: Path,
    store_url: str | None = None,
    *,
    durable: bool = False,
    plan: Mapping[str, Any] = PLAN,
    rules: Rules = RULES,
) -> AsyncIterator[Town]:
    """Everything runs until the block ends; then the town is closed and judged.

    ``store_url``: an empty store of either kind; SQLite in ``folder`` without.
    """
    clock = SteerableClock(START, runs=False)
    database = Database(store_url or f"sqlite:///{folder / 'duban.db'}", durable=durable)
    box = Sandbox(TOKEN, clock.now)
    with _errors_noted() as errors:
        async with serve(create_app(box)) as root:
            await create_tables(database)
            async with database.writing() as session:
                await install_plan(session, Plan.model_validate(plan), "small", START)
                await set_out(session, rules, rules.today(START))
            desk = Desk(database, clock, rules, shipped_templates(), folder, lambda: None, compile_nothing, write_paper)
            town = Town(database, clock, box, root, folder, errors, desk, await _application(root, desk))
            try:
                yield town
            finally:
                await town.unplug()
                await database.close()
    town.close()
