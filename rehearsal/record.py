"""``messages.jsonl``: everything that was really sent, a line each, in order of time."""

from __future__ import annotations

import html
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypedDict

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import DeliveryState, Message
from plans.roles import Role
from register.rules import Rules
from register.tables import Seat, Unit

_TAG = re.compile(r"<[^>]*>")
_TOLD_ABOUT = frozenset({Role.OFFICE, Role.LEADER, Role.BUREAU})
_MARKS = re.compile(r"due-\d+|support-.+|rectify-.+")
_SHOWN_AS = {"returns": "returned"}
"""The ground of a climb, in the word that the record has for what was returned."""
_WHYS = frozenset({"overdue", "missing", "round-open", "round-chase", "slow", "sign", "returned", *_SHOWN_AS})


class Line(TypedDict):
    """One message as the contract writes it."""

    at: str
    unit: str
    role: str
    kind: str
    items: list[dict[str, Any]]
    key: str
    text: str


async def sent_messages(session: AsyncSession, rules: Rules) -> list[Line]:
    """What was sent to seats; the parts of a long message are one line."""
    owners = await _owners(session)
    rows = await session.exec(
        select(Message).where(Message.state == DeliveryState.SENT).order_by(col(Message.sent_at), col(Message.id))
    )
    parts: dict[int, list[Message]] = defaultdict(list)
    for row in rows:
        parts[row.part_of or row.id or 0].append(row)
    return [_line(whole, *owners[whole[0].owner], rules) for whole in parts.values() if whole[0].owner in owners]


async def _owners(session: AsyncSession) -> dict[str, tuple[str, Role]]:
    rows = await session.exec(select(Seat, Unit).join(Unit, col(Unit.id) == col(Seat.unit_id)))
    return {f"seat:{seat.id}": (unit.name, seat.role) for seat, unit in rows}


def _line(whole: list[Message], unit: str, role: Role, rules: Rules) -> Line:
    head = whole[0]
    sent_at = head.sent_at or head.changed_at
    return {
        "at": written(sent_at, rules),
        "unit": unit,
        "role": role.value,
        "kind": head.kind,
        "items": [_item(item, role) for item in head.facts.get("items", ()) if _is_a_mark(item)],
        "key": head.key,
        "text": "\n".join(plain(part.text or "") for part in whole),
    }


def _is_a_mark(item: dict[str, Any]) -> bool:
    """Receipts and verdicts name their task as well, but say no mark of the rules."""
    why = str(item.get("why"))
    return why in _WHYS or _MARKS.fullmatch(why) is not None


def _item(item: dict[str, Any], role: Role) -> dict[str, Any]:
    shown = {name: item[name] for name in ("task", "milestone", "why")}
    shown["why"] = _SHOWN_AS.get(shown["why"], shown["why"])
    return shown | {"about": item["about"]} if role in _TOLD_ABOUT and "about" in item else shown


def plain(text: str) -> str:
    """The words without Telegram's HTML."""
    return html.unescape(_TAG.sub("", text))


def written(instant: datetime, rules: Rules) -> str:
    """An instant in local time, to the second."""
    return instant.astimezone(rules.timezone).isoformat(timespec="seconds")


def between(lines: Iterable[Line], first: date | None, last: date | None) -> list[Line]:
    """The lines of these days, both included."""
    days = (first or date.min).isoformat(), (last or date.max).isoformat()
    return [line for line in lines if days[0] <= line["at"][:10] <= days[1]]


def write_lines(lines: Iterable[Line], path: Path) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
