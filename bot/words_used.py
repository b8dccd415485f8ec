"""Which words and templates the program asks for: read from its own source, so that no list can go stale."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

SPEAKING = ("actions", "bot", "schedules")
"""The packages that name words or templates."""

_BY_CALL = {
    "Refusal": ("refusals", 0),
    "Offer": ("buttons", 1),
    "toast": ("toasts", 1),
    "mark": ("toasts", 1),
    "mark_one": ("toasts", 2),
}
_BY_KEYWORD = {"label": "buttons"}
_SHOWING = ("reply", "turn_card", "hand_over")


def words_used() -> set[tuple[str, str]]:
    """(table, name) of every word that is named literally in a call."""
    return {word for call in _calls() for word in _words_of(call)}


def templates_used() -> set[str]:
    """Every template that is named literally: as ``template=…``, or to ``reply`` and ``turn_card``."""
    return {name for call in _calls() for place in _templates_of(call) if (name := _text(place)) is not None}


def _templates_of(call: ast.Call) -> Iterator[ast.expr]:
    yield from (keyword.value for keyword in call.keywords if keyword.arg == "template")
    if _name_of(call) in _SHOWING:
        yield from call.args[:1]


def _name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _words_of(call: ast.Call) -> Iterator[tuple[str, str]]:
    name = _name_of(call)
    if name in _BY_CALL:
        table, place = _BY_CALL[name]
        if len(call.args) > place and (word := _text(call.args[place])) is not None:
            yield table, word
    for keyword in call.keywords:
        if keyword.arg in _BY_KEYWORD and (word := _text(keyword.value)) is not None:
            yield _BY_KEYWORD[keyword.arg], word


def _text(node: ast.expr) -> str | None:
    """The literal text of an expression; None when it is not one."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _calls() -> Iterator[ast.Call]:
    for package in SPEAKING:
        spec = find_spec(package)
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for file in sorted(Path(folder).rglob("*.py")):
                yield from _calls_in(file)


def _calls_in(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield node
