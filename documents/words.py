"""The words and templates of the documents, kept with all other words in ``message_templates/``.

An office may have templates of its own (``DUBAN_TEMPLATES``). Whoever makes papers says once whose they are
(``written_from``), and everything below reads them there.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined
from jinja2.environment import TemplateModule
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

SHIPPED = Path(__file__).resolve().parent.parent / "message_templates"
_TEMPLATES: ContextVar[Path] = ContextVar("templates", default=SHIPPED)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NUMERALS = "〇一二三四五六七八九"
_BRACES = re.compile(r"(?<=[{}%])_(?=[{}%])")
SENTENCES = "sentences.txt.j2"
WORDS = "words.toml"


class NotForPaper(Exception):  # noqa: N818 - says what a template did
    """A template puts something onto paper that is no text and no number."""


def use_templates(templates: Path) -> None:
    """From here on papers are written from the folder ``templates``: the end of the road for a process of its own."""
    _TEMPLATES.set(templates)


@contextmanager
def written_from(templates: Path) -> Iterator[None]:
    """Within it papers are written from the folder ``templates``, also in threads that are begun there."""
    before = _TEMPLATES.set(templates)
    try:
        yield
    finally:
        _TEMPLATES.reset(before)


def folder() -> Path:
    """Where the templates of papers lie."""
    return _TEMPLATES.get() / "documents"


def paper_words(templates: Path) -> Path:
    """The words of ledger, charts and papers; those of messages lie beside the messages."""
    return templates / "documents" / WORDS


def read_words(file: Path) -> dict[str, Any]:
    """Raises OSError, UnicodeDecodeError or tomllib.TOMLDecodeError when the file is broken."""
    return tomllib.loads(file.read_text(encoding="utf-8"))


_read_once = cache(read_words)


def words(table: str) -> Mapping[str, str]:
    """The words of one table; a dotted name reaches a table within a table."""
    found: Any = _read_once(paper_words(_TEMPLATES.get()))
    for name in table.split("."):
        found = found[name]
    words: Mapping[str, str] = found
    return words


def word(table: str, name: str) -> str:
    """A short word that messages use, too."""
    text: str = _read_once(_TEMPLATES.get() / WORDS)[table][name]
    return text


def environment(*, html: bool) -> Environment:
    """Sandboxed and strict. ``html`` escapes, for chat; paper is plain text and escapes nothing."""
    return _environment(_TEMPLATES.get(), html)


def paper_environment() -> Environment:
    """For .docx templates: whatever they put onto paper goes through ``on_paper``."""
    return _paper_environment(_TEMPLATES.get())


@cache
def _environment(templates: Path, html: bool) -> Environment:
    found = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([templates / "documents", templates]),  # the words of a few messages serve papers, too
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    found.filters.update({one.__name__: one for one in (clock, day, full_day, full_moment, moment, quarter, weekday)})
    found.globals["word"] = word
    return found


@cache
def _paper_environment(templates: Path) -> Environment:
    found = _environment(templates, html=True).overlay(finalize=on_paper)
    # The library hands in the same source each time; to compile it takes longer than to fill it.
    found.from_string = lru_cache(maxsize=64)(found.from_string)  # type: ignore[method-assign, assignment]
    return found


def on_paper(value: object) -> Markup:
    """``value`` as the text of a .docx; NotForPaper for None, a list, …: no placeholder reaches paper.

    The library reads ``{_{`` in a text as the beginning of a command that it should show; a number in place of the line
    keeps it from that.
    """
    if isinstance(value, Undefined):
        return Markup(value)  # noqa: S704 - raises, and says what is missing
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise NotForPaper(f"模板中有一处取到的不是文字：{value!r}")
    return Markup(_BRACES.sub("&#95;", escape(printable(str(value)))))  # noqa: S704 - escaped just here


def sentences(facts: Mapping[str, Any]) -> TemplateModule:
    """The sentences that several papers share, ready to speak of ``facts``."""
    return environment(html=False).get_template(SENTENCES).make_module(dict(facts))


class Headings:
    """Hands out 一、二、三、 in turn: a section that is empty takes no number."""

    def __init__(self) -> None:
        self._given = 0

    def __call__(self) -> str:
        self._given += 1
        return numeral(self._given)


def as_date(value: date | str) -> date:
    """Facts are plain JSON: their days are ISO text."""
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def day(value: date | str) -> str:
    """6月30日."""
    return f"{as_date(value).month}月{as_date(value).day}日"


def full_day(value: date | str) -> str:
    """2021年6月30日: months and days are written without a leading zero."""
    return f"{as_date(value).year}年{day(value)}"


def weekday(value: date | str) -> str:
    """星期三."""
    return "星期" + "一二三四五六日"[as_date(value).weekday()]


def clock(value: str) -> str:
    """16:30, of an instant that is frozen in local time."""
    return f"{datetime.fromisoformat(value):%H:%M}"


def moment(value: str) -> str:
    """6月30日 09:05, of an instant that is frozen in local time."""
    return f"{day(value)} {clock(value)}"


def full_moment(value: str) -> str:
    """2021年6月30日（星期三）上午9:05, of an instant that is frozen in local time."""
    at = datetime.fromisoformat(value)
    half, hour = ("上午", at.hour) if at.hour < 12 else ("下午", at.hour - 12 or 12)
    return f"{full_day(value)}（{weekday(value)}）{half}{hour}:{at:%M}"


def quarter(value: str) -> str:
    """2021Q2 as 2021年第二季度."""
    year, number = value.split("Q")
    return f"{year}年第{_NUMERALS[int(number)]}季度"


def numeral(number: int) -> str:
    """一 … 九十九, for the headings of a paper."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return head + (_NUMERALS[ones] if ones else "")


def printable(text: str) -> str:
    """``text`` without control characters; line breaks stay."""
    if text.isprintable():  # nearly every text is
        return text
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str, most: int | None = None) -> str:
    """``text`` as one line, cut to ``most`` characters: what a person typed can open no paragraph of its own."""
    line = " ".join(printable(text).split())
    return line if most is None or len(line) <= most else line[: most - 1].rstrip() + "…"
