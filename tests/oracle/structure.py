"""What must hold of any rehearsal, whatever its cast: silence at night, one digest a day, words that name things."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import time
from itertools import pairwise

from plans.model import Plan

from . import workdays
from .facts import COMPARED
from .messages import Message

AUTOMATIC = {*COMPARED, "notice", "brief", "circular"}
QUIET_UNTIL, QUIET_FROM = time(8, 30), time(20, 0)
# The rules speak at 09:00; the rate gate may spread one morning's messages over some minutes.
SPEAKS_FROM, SPEAKS_TO = time(9, 0), time(9, 10)

Check = Callable[[list[Message], Plan], Iterator[str]]


def one_message_a_day(messages: list[Message], _: Plan) -> Iterator[str]:
    """Digests, ladder messages of one kind and missing lists: one to a seat on a day."""
    seats = Counter((m.at.date(), m.unit, m.role, m.kind) for m in messages if m.kind in COMPARED)
    for (day, unit, role, kind), count in seats.items():
        if count > 1:
            yield f"{day} {unit}/{role}: {count} messages of kind {kind} on one day"


def silent_when_closed(messages: list[Message], _: Plan) -> Iterator[str]:
    """Nothing by itself on a day off or in quiet hours."""
    for message in messages:
        if message.kind not in AUTOMATIC:
            continue
        if not workdays.is_working(message.at.date()):
            yield f"{message.named()}: sent on a day off ({message.at:%A})"
        elif not QUIET_UNTIL <= message.at.time() < QUIET_FROM:
            yield f"{message.named()}: sent in quiet hours"


def speaks_in_the_morning(messages: list[Message], _: Plan) -> Iterator[str]:
    """The rules' own messages leave at 09:00."""
    for message in messages:
        if message.kind in COMPARED and not SPEAKS_FROM <= message.at.time() < SPEAKS_TO:
            yield f"{message.named()}: the rules speak at 09:00"


def in_order(messages: list[Message], _: Plan) -> Iterator[str]:
    """Lines follow time."""
    for earlier, later in pairwise(messages):
        if later.at < earlier.at:
            yield f"{later.named()}: earlier than the line before it"


def unique_keys(messages: list[Message], _: Plan) -> Iterator[str]:
    """No key is empty or used twice."""
    for key, count in Counter(message.key for message in messages).items():
        if not key or count > 1:
            yield f"key {key!r} is used {count} times"


def nothing_empty(messages: list[Message], _: Plan) -> Iterator[str]:
    """Every message has words; every message of the rules has items."""
    for message in messages:
        if not message.text.strip():
            yield f"{message.named()}: empty text"
        if message.kind in COMPARED and not message.items:
            yield f"{message.named()}: no items"


def names_its_tasks(messages: list[Message], plan: Plan) -> Iterator[str]:
    """A digest writes number and title of every task in it."""
    titles = {task.number: task.title for task in plan.tasks}
    for message in messages:
        if message.kind != "digest":
            continue
        for number in sorted({item["task"] for item in message.items}):
            if number not in titles:
                yield f"{message.named()}: task {number} is not in the plan"
            elif titles[number] not in message.text:
                yield f"{message.named()}: the text lacks the title of task {number}"
            elif not re.search(rf"(?<!\d){number}(?!\d)", message.text.replace(titles[number], "")):
                yield f"{message.named()}: the text lacks the number of task {number}"


def known_units(messages: list[Message], plan: Plan) -> Iterator[str]:
    """Seats and ``about`` carry the register's names, never an alias or a collective name."""
    units = {unit.name for unit in plan.units if not unit.members}
    for message in messages:
        for name in {message.unit, *(item["about"] for item in message.items if item.get("about"))}:
            if name not in units:
                yield f"{message.named()}: {name!r} is no single unit of the plan"


CHECKS: tuple[Check, ...] = (
    one_message_a_day,
    silent_when_closed,
    speaks_in_the_morning,
    in_order,
    unique_keys,
    nothing_empty,
    names_its_tasks,
    known_units,
)


def faults(messages: list[Message], plan: Plan) -> list[str]:
    """Everything that the checks find, in their order."""
    return [fault for check in CHECKS for fault in check(messages, plan)]
