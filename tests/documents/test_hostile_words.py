"""Two hundred hostile texts in every paper: each stays the text that it is, in its one paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count, islice, product
from pathlib import Path
from typing import Any

import pytest

from documents.paper import Paper, write_paper
from documents.words import printable
from tests.documents.paper_facts import facts_for
from tests.documents.word import read

SEEDS = (
    *(
        "{{ 7*7 }}",
        "{{7*7}}",
        "{% if %}",
        "{%p if x %}",
        "{%tr for a in b %}",
        "{# gone #}",
        "{_{ 7*7 }_}",
        "{_% x %_}",
    ),
    *("{{ ''.__class__ }}", "{{ sentences }}", "{{r x }}", "=1+1", "+SUM(A1)", "-2", "@x", "=cmd|' /C calc'!A0"),
    *("</w:t>", "<w:p/>", "</w:t></w:r></w:p><w:p><w:r><w:t>伪造", "<![CDATA[x]]>", "&amp;", "&#10;", "&lt;b&gt;"),
    *(
        "甲&乙公司",
        "“引号”",
        "'单'\"双\"",
        "<b>粗</b>",
        "《书名》",
        "\u202e倒写\u202c",
        "\u200b零宽",
        "😀",
        "𠮷野家",
        "é",
    ),
    *("一\n二", "一\r\n二", "\n\n三", "一\t二", "\x07铃", "\x0b\x0c换页", "\x00空", "\ud800", "\ufffe", "\u2028行"),
    *("长" * 30_000, "None", "null", "undefined", "../../etc", "C:\\x", "%s%d", "{0}", "${x}", "#{x}"),
)
FRAMES = ("{}", "前{}", "{}后", "（{}）", "{}{}")


def hostile() -> Iterator[str]:
    return (frame.format(*[seed] * 2) for frame, seed in product(FRAMES, SEEDS) if len(seed) < 100 or frame == "{}")


PARAGRAPH = "\n¶"
TEXTS = list(islice(hostile(), 200))


def said(facts: Any, words: Iterator[str]) -> Any:
    """The same facts with every text that a person may have written replaced by the next hostile one."""
    if isinstance(facts, dict):
        return {name: next(words) if name in TYPED and value else said(value, words) for name, value in facts.items()}
    return [said(one, words) for one in facts] if isinstance(facts, list) else facts


TYPED = {"title", "quoted", "leads", "unit", "units", "done", "problems", "next_step", "words", "place", "attendees"}
TYPED |= {"rectify", "who", "circular_title", "office", "bureau", "group", "name", "note"}


@pytest.mark.parametrize("kind", Paper)
def test_every_paper_shows_hostile_words_as_words(kind: Paper, tmp_path: Path) -> None:
    assert len(set(TEXTS)) == 200
    marked = written(kind, (f"〔{number}〕" for number in count()), tmp_path)
    shown = [number for number in range(200) if f"〔{number}〕" in marked]
    assert shown
    left = iter(TEXTS)
    while batch := list(islice(left, len(shown))):
        given = dict(zip(shown, batch, strict=False))
        text = written(kind, (given.get(number, "够") for number in count()), tmp_path)
        assert [one for one in batch if printable(one) not in text] == []
        assert text.count(PARAGRAPH) == marked.count(PARAGRAPH)


def written(kind: Paper, words: Iterator[str], folder: Path) -> str:
    """What the paper says when each fact that a person typed is the next of ``words``."""
    write_paper(kind, said(facts_for(kind), words), folder / "paper.docx")
    return read(folder / "paper.docx", PARAGRAPH)
