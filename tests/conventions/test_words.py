"""What people read parses, and is Chinese."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from bot.check import check_templates
from tests.conventions.source import ROOT

FOLDER = ROOT / "message_templates"
MARKUP = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|</?[a-z][^>]*>|&[a-z]+;|&[PN]\b", re.DOTALL)
FIELD = re.compile(r"\{[a-z_]+\}")
TYPED = re.compile(r"/[a-z]+\b|\b20\d\dQ[1-4]\b")
"""What people type themselves: commands, and a quarter's short name."""
ENGLISH = re.compile(r"[A-Za-z]{2,}")
TEXTS = sorted([*FOLDER.rglob("*.j2"), *FOLDER.rglob("*.toml")])


def spoken(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    yield from strings(tomllib.loads(source)) if path.suffix == ".toml" else (source,)


def strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from strings(inner)
        case list():
            for inner in value:
                yield from strings(inner)


def english(text: str) -> list[str]:
    for noise in (MARKUP, FIELD, TYPED):
        text = noise.sub(" ", text)
    return ENGLISH.findall(text)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_people_are_addressed_in_chinese(path: Path) -> None:
    assert [word for text in spoken(path) for word in english(text)] == []


def test_an_english_word_would_be_found() -> None:
    assert english("<b>请报送</b>{{ quarter }} report") == ["report"]


def test_every_message_template_and_word_is_sound() -> None:
    assert check_templates(FOLDER) == []


@pytest.mark.parametrize("path", sorted((FOLDER / "documents").glob("*.j2")), ids=lambda path: path.name)
def test_every_paper_parses(path: Path) -> None:
    Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
