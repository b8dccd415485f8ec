"""The papers as text: notice (通报), brief (汇报), progress (进展情况), and the summary that chat shows."""

from __future__ import annotations

import re

from documents.facts import Facts
from documents.words import environment, numeral

SUMMARY = "summary.j2"
MOST_SUMMARY = 1_500
_GAP = re.compile(r"\n{3,}")


def notice_text(facts: Facts) -> str:
    """The draft of a notice to the units."""
    return _paper("notice.txt.j2", facts)


def brief_text(facts: Facts) -> str:
    """The draft of a brief to the leading group."""
    return _paper("brief.txt.j2", facts)


def progress_text(facts: Facts) -> str:
    """Every task, one by one."""
    return _paper("progress.txt.j2", facts)


def summary_html(facts: Facts) -> str:
    """What chat answers at once, in Telegram's HTML; lists are shortened so that it stays within one screen."""
    for most in (6, 4, 2, 1):
        text = environment(html=True).get_template(SUMMARY).render(facts, most=most)
        text = _GAP.sub("\n\n", text).strip()
        if len(text) <= MOST_SUMMARY:
            break
    return text


class _Headings:
    """Hands out 一、二、三、 in turn: a section that is empty takes no number."""

    def __init__(self) -> None:
        self._given = 0

    def __call__(self) -> str:
        self._given += 1
        return numeral(self._given)


def _paper(template: str, facts: Facts) -> str:
    rendered = environment(html=False).get_template(template).render(facts, section=_Headings(), part=_Headings())
    return _GAP.sub("\n\n", rendered).strip() + "\n"
