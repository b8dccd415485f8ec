"""Every state machine is drawn in docs/states.md, arrow for arrow as its table has it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from outbox.message import DeliveryState
from outbox.states import TRANSITIONS as OF_MESSAGES
from register.states import TRANSITIONS as OF_THE_REGISTER
from tests.conventions.source import ROOT

DRAWINGS = ROOT / "docs" / "states.md"
SECTION = re.compile(r"^## (\w+)$(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ARROW = re.compile(r"^    (\S+) --> (\S+)$", re.MULTILINE)
TABLES: dict[type[StrEnum], Mapping[StrEnum, Iterable[StrEnum]]] = {**OF_THE_REGISTER, DeliveryState: OF_MESSAGES}  # type: ignore[dict-item]  # each table has states of its own kind


def drawn() -> dict[str, set[tuple[str, str]]]:
    text = DRAWINGS.read_text(encoding="utf-8")
    return {name: {(one, other) for one, other in ARROW.findall(body)} for name, body in SECTION.findall(text)}


def tabled() -> dict[str, set[tuple[str, str]]]:
    """Mermaid has no hyphens in names; a state that nothing leaves ends the drawing."""
    found = {}
    for kind, table in TABLES.items():
        arrows = {(name(one), name(other)) for one, others in table.items() for other in others}
        arrows |= {(name(one), "[*]") for one, others in table.items() if not others}
        found[kind.__name__] = arrows | {("[*]", name(next(iter(kind))))}
    return found


def name(state: StrEnum) -> str:
    return state.value.replace("-", "_")


def test_every_state_machine_is_drawn_as_it_is() -> None:
    assert drawn() == tabled()


def test_every_state_is_in_its_table() -> None:
    assert [kind.__name__ for kind, table in TABLES.items() if set(table) != set(kind)] == []
