"""Messages from templates: one ``*.j2`` each, compiled once, escaped on one road.

Filters: ``day`` 6月30日, ``full_day`` 2021年6月30日, ``weekday`` 星期三, ``moment`` 6月30日 09:05, ``light`` 🟢,
(``day`` and ``moment`` say the year where it is not that of the message's own day,)
``days_left`` 还有7天/今天到期/已逾期3天 (from a number of days), ``quarter`` 2021年第二季度.
``word("roles", "contact")`` gives a short word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot.filters import filters
from bot.words import Words

SUFFIX = ".j2"
PAPER = ".txt.j2"
"""Templates of papers, which have filters of their own."""
_GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


def environment_of(folder: Path, zone: ZoneInfo) -> SandboxedEnvironment:
    """Strict: a fact that a template names and nobody gave is an error, never an empty place in a letter."""
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters.update(filters(zone))
    return environment


def message_names(folder: Path) -> frozenset[str]:
    """The messages that ``folder`` has a template of, without papers and without what others include."""
    files = (file.name for file in folder.glob(f"*{SUFFIX}"))
    return frozenset(name.removesuffix(SUFFIX) for name in files if not name.startswith("_"))


class Templates:
    """Every message of one deployment, ready to be filled with facts."""

    def __init__(self, folder: Path, zone: ZoneInfo) -> None:
        """Raises OSError, tomllib.TOMLDecodeError or jinja2.TemplateError when a file is broken."""
        self.folder = folder
        self.words = Words(folder, zone)
        environment = environment_of(folder, zone)
        environment.globals["word"] = self._word
        self._compiled = {
            name.removesuffix(SUFFIX): environment.get_template(name)
            for name in environment.list_templates()
            if name.endswith(SUFFIX) and not name.endswith(PAPER)
        }

    def has(self, name: str) -> bool:
        return name in self._compiled

    def render(self, name: str, facts: Mapping[str, Any]) -> str:
        """The message in Telegram's HTML; KeyError when there is no such template.

        ``name`` is the file's path without ``.j2``. Blocks that turned out empty leave no holes.
        """
        return _GAP.sub("\n\n", self._compiled[name].render(facts)).strip()

    def _word(self, table: str, name: str, **facts: Any) -> str:
        return self.words.say(table, name, facts)
