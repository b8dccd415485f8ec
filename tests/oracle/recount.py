"""The final register, counted again from nothing but what was said: the lines of ``messages.jsonl``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from plans.model import Plan

from . import workdays
from .facts import LADDER
from .messages import Message
from .world import World

QUARTER = re.compile(r"(\d{4})年第([一二三四])季度")
REPORTED = re.compile(r"^✅ 已收到第(\d+)项\S+进展")
REPORTED_ALIKE = re.compile(r"^· 第(\d+)项 .*完成\d+%$", re.MULTILINE)
CLAIMED = re.compile(r"^✅ 已收到第(\d+)项办结申请")
CLOSED = re.compile(r"^办结销号\n第(\d+)项 .*，时限(\d+)年(\d+)月(\d+)日$", re.MULTILINE)
DECIDED = re.compile(r"^(?P<unit>.+)：(?P<said>同意|不予|暂缓至)", re.MULTILINE)
GROUND = re.compile(r"^\d+\. 第(\d+)项 .*，(.+?)$", re.MULTILINE)

ASKED_TO_DECIDE = re.compile(r"(约谈建议|提请研究的建议)已有决定")

AGREED = {"accepted", "notified", "rectifying", "checking", "closed"}
STATES = {"同意": "accepted", "不予": "declined", "暂缓至": "held"}
CAUSES = {"逾期未办结": "overdue", "未按时报送进展": "missing", "推进缓慢": "slow"}
LATE = "本次记为迟报"


def differences(register: dict[str, Any], messages: list[Message], plan: Plan, end: date) -> list[str]:
    """Where the register of ``end`` and the messages up to it tell different stories."""
    return [
        *_compare("round", _rounds_of(register), _rounds_told(messages)),
        *_compare("closed", _closed_in(register, end), _closed_by(messages, World(plan))),
        *_compare("step", _steps_in(register), _steps_told(messages)),
        *_compare("decision", _decisions_in(register), _decisions_told(messages)),
    ]


def _compare(name: str, held: Iterable[Any], told: Iterable[Any]) -> Iterator[str]:
    inside, outside = Counter(held), Counter(told)
    for one, count in (inside - outside).items():
        yield f"{name} only in the register: {one} × {count}"
    for one, count in (outside - inside).items():
        yield f"{name} only in the messages: {one} × {count}"


def _rounds_of(register: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    return ((one["quarter"], one["asked"], one["on_time"], one["late"], one["missing"]) for one in register["rounds"])


def _rounds_told(messages: list[Message]) -> Iterator[tuple[Any, ...]]:
    """Whom a digest asked, and whose first answer was confirmed; only the first decides whether it was late."""
    asked: dict[str, set[tuple[str, int]]] = {}
    answers: dict[str, dict[tuple[str, int], bool]] = {}
    for message in messages:
        for item in message.items:
            if item["why"] == "round-open":
                asked.setdefault(_opened_on(message), set()).add((message.unit, item["task"]))
        for quarter, task, late in _answers(message):
            answers.setdefault(quarter, {}).setdefault((message.unit, task), late)
    for quarter, whom in asked.items():
        given = {one: late for one, late in answers.get(quarter, {}).items() if one in whom}
        too_late = sum(given.values())
        yield quarter, len(whom), len(given) - too_late, too_late, len(whom) - len(given)


def _opened_on(message: Message) -> str:
    """A round opens within its quarter."""
    return f"{message.at.year}Q{(message.at.month + 2) // 3}"


def _answers(message: Message) -> Iterator[tuple[str, int, bool]]:
    if message.kind != "receipt" or (found := QUARTER.search(message.text)) is None:
        return
    quarter = f"{found[1]}Q{'一二三四'.index(found[2]) + 1}"
    one = REPORTED.search(message.text) or CLAIMED.search(message.text)
    tasks = [one[1]] if one else REPORTED_ALIKE.findall(message.text)
    for task in tasks:
        yield quarter, int(task), _too_late(message, quarter)


def _too_late(message: Message, quarter: str) -> bool:
    if CLAIMED.search(message.text):
        return _opened_on(message) > quarter
    return LATE in message.text


def _closed_in(register: dict[str, Any], end: date) -> Iterator[tuple[Any, ...]]:
    """By the day on which it is told: a day off waits for the next morning."""
    for task in register["tasks"]:
        for one in task["milestones"]:
            if one["closed_at"] is not None and (told := _told_on(date.fromisoformat(one["closed_at"][:10]))) <= end:
                yield task["number"], one["due"], told, one["late"]


def _told_on(day: date) -> date:
    return day if workdays.is_working(day) else workdays.nth_after(day, 1)


def _closed_by(messages: list[Message], world: World) -> Iterator[tuple[Any, ...]]:
    """A milestone of several leads is closed by the last of them, and late if any of them was."""
    leads = {task.number: set(world.leads(task)) for task in world.plan.tasks}
    last: dict[tuple[int, str], tuple[date, set[str], bool]] = {}
    for message in messages:
        if message.kind == "verdict" and (found := CLOSED.search(message.text)):
            due = f"{found[2]}-{int(found[3]):02}-{int(found[4]):02}"
            _, units, late = last.get((int(found[1]), due), (message.at.date(), set(), False))
            now_late = late or "逾期办结" in message.text
            last[int(found[1]), due] = (message.at.date(), units | {message.unit}, now_late)
    return ((task, due, day, late) for (task, due), (day, units, late) in last.items() if units == leads[task])


def _steps_in(register: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    for case in register["cases"]:
        for step in case["steps"]:
            yield case["unit"], case["task"], case["milestone"], case["cause"], step["step"], step["at"][:10]


def _steps_told(messages: list[Message]) -> Iterator[tuple[Any, ...]]:
    """To the contact; the proposal to the bureau."""
    for message in messages:
        if message.kind in LADDER and message.role == ("bureau" if message.kind == "proposal" else "contact"):
            for item in message.items:
                unit = item.get("about", message.unit)
                yield unit, item["task"], item["milestone"], item["why"], message.kind, str(message.at.date())


def _decisions_in(register: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """What was agreed to stays so, however far it has gone since."""
    for case in register["cases"]:
        state = "accepted" if case["state"] in AGREED else case["state"]
        if state in STATES.values():
            yield case["unit"], case["task"], case["cause"], state


def _decisions_told(messages: list[Message]) -> Iterator[tuple[Any, ...]]:
    for message in messages:
        if message.role == "office" and ASKED_TO_DECIDE.match(message.text):
            found = DECIDED.search(message.text)
            assert found is not None, message.text
            for task, cause in GROUND.findall(message.text):
                yield found["unit"], int(task), CAUSES[cause], STATES[found["said"]]
