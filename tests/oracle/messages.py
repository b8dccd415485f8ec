"""A rehearsal's ``messages.jsonl``, read strictly: a line of another shape is itself a finding."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from .facts import COMPARED, Fact

FIELDS = {"at": str, "unit": str, "role": str, "kind": str, "items": list, "key": str, "text": str}
ROLES = {"contact", "leader", "office", "bureau", "leading-group"}
KINDS = {*COMPARED, "receipt", "verdict", "notice", "brief", "circular", "other"}
DUE = {f"due-{days}" for days in (30, 15, 7, 3, 1, 0)}
SUPPORT = {"support-15", "support-3", "support-overdue"}
RECTIFY = {f"rectify-{days}" for days in (7, 3, 1, 0)} | {"rectify-overdue"}
WHYS = {*RECTIFY, *DUE, *SUPPORT, "overdue", "missing", "round-open", "round-chase", "slow", "sign", "returned"}
NOT_COMPARED = {"sign", "returned", *RECTIFY}
TOLD_ABOUT = {"office", "leader", "bureau"}


@dataclass(frozen=True)
class Message:
    """One well-formed line."""

    line: int
    at: datetime
    unit: str
    role: str
    kind: str
    items: tuple[dict[str, Any], ...]
    key: str
    text: str

    def named(self) -> str:
        return f"line {self.line}: {self.at.isoformat()} {self.unit}/{self.role} {self.kind}"


def read(path: Path) -> tuple[list[Message], list[str]]:
    """The well-formed messages of the file, and what is wrong with the other lines."""
    messages: list[Message] = []
    faults: list[str] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            raw = json.loads(line)
        except json.JSONDecodeError:
            faults.append(f"line {number}: not JSON")
            continue
        found = shape_faults(raw)
        faults += [f"line {number}: {fault}" for fault in found]
        if not found:
            at = datetime.fromisoformat(raw["at"])
            messages.append(Message(number, **{**raw, "at": at, "items": tuple(raw["items"])}))
    return messages, faults


def shape_faults(raw: object) -> list[str]:
    """How a line differs from the contract."""
    if not isinstance(raw, dict):
        return ["not an object"]
    faults = [
        f"{name}: missing or not {kind.__name__}" for name, kind in FIELDS.items() if type(raw.get(name)) is not kind
    ]
    faults += [f"{name}: not in the contract" for name in raw.keys() - FIELDS.keys()]
    if faults:
        return faults
    faults += [f"role {raw['role']!r} is unknown"] if raw["role"] not in ROLES else []
    faults += [f"kind {raw['kind']!r} is unknown"] if raw["kind"] not in KINDS else []
    faults += _time_faults(raw["at"])
    return faults + [fault for item in raw["items"] for fault in _item_faults(item, raw["role"])]


def _time_faults(at: str) -> list[str]:
    try:
        offset = datetime.fromisoformat(at).utcoffset()
    except ValueError:
        return [f"at: {at!r} is not a time"]
    return [] if offset == timedelta(hours=8) else [f"at: {at!r} is not written in Shanghai time"]


def _item_faults(item: object, role: str) -> list[str]:
    if not isinstance(item, dict):
        return ["item: not an object"]
    faults = [f"item {name}: not in the contract" for name in item.keys() - {"task", "milestone", "why", "about"}]
    if type(item.get("task")) is not int:
        faults.append("item task: missing or not a number")
    if "milestone" not in item or type(item["milestone"]) not in (int, type(None)):
        faults.append("item milestone: missing, or neither a number nor null")
    if item.get("why") not in WHYS:
        faults.append(f"item why: {item.get('why')!r} is unknown")
    if role in TOLD_ABOUT and not isinstance(item.get("about"), str):
        faults.append(f"item about: missing in a message to {role}")
    return faults


def reduce(messages: Iterable[Message]) -> list[Fact]:
    """The messages as the facts that are compared; the same fact said twice stays twice."""
    return [
        Fact(
            message.at.date(),
            message.unit,
            message.role,
            message.kind,
            item["task"],
            item["milestone"],
            item["why"],
            item.get("about"),
        )
        for message in messages
        if message.kind in COMPARED
        for item in message.items
        if item["why"] not in NOT_COMPARED
    ]
