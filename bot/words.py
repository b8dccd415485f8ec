"""Short words: button labels, role and state names, toasts, refusals, command menus (``words.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from bot.filters import filters

FILE = "words.toml"
TABLES = ("buttons", "roles", "states", "kinds", "causes", "circulars", "toasts", "refusals", "commands")


def word_environment(zone: ZoneInfo) -> SandboxedEnvironment:
    """Words are plain text: they are escaped where a template puts them into a message."""
    environment = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
    environment.filters.update(filters(zone))
    return environment


class Words:
    """The words of one deployment, compiled once."""

    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        """Raises OSError, tomllib.TOMLDecodeError or jinja2.TemplateError when the file is broken."""
        environment = word_environment(zone)
        tables: dict[str, dict[str, str]] = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
        self._words: dict[str, dict[str, Template]] = {
            table: {name: environment.from_string(text) for name, text in words.items()}
            for table, words in tables.items()
        }

    def say(self, table: str, name: str, facts: Mapping[str, Any] | None = None) -> str:
        """The word in plain text; KeyError when there is none, UndefinedError when a fact is missing."""
        return self._words[table][name].render(facts or {})

    def has(self, table: str, name: str) -> bool:
        return name in self._words.get(table, {})

    def names(self, table: str) -> list[str]:
        """The names of a table, in the order of the file."""
        return list(self._words.get(table, {}))
