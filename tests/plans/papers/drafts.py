"""Papers of our own, and the drafts made of them, read back as the plan file that they are."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import Any, cast

from ruamel.yaml import YAML

from plans.papers.blocks import Paper
from plans.papers.drafting import draft_of
from plans.papers.reading import read_bytes
from plans.papers.report import report_lines
from plans.papers.writer import write_draft
from plans.questions import questions_in


@dataclass
class Drafted:
    """``text`` is the file, ``said`` what is printed beside it."""

    text: str
    said: list[str]
    file: dict[str, Any]

    @property
    def tasks(self) -> list[dict[str, Any]]:
        return cast(list[dict[str, Any]], self.file["tasks"])

    def units(self, index: int = 0) -> tuple[list[str], list[str]]:
        """Lead and responsible units of a task."""
        task = self.tasks[index]
        return task["lead_units"], task.get("responsible_units", [])

    def dates(self, index: int = 0) -> list[str]:
        return [str(milestone["due"]) for milestone in self.tasks[index].get("milestones", [])]

    def titles(self) -> list[str]:
        return [task["title"] for task in self.tasks]

    def doubted(self) -> list[str]:
        """The lines of tasks that a person must check."""
        return [line.strip() for line in self.text.partition("\ntasks:")[2].splitlines() if "# ?" in line]


def draft(paper: str) -> Drafted:
    """The draft of a paper given as text."""
    return draft_from(read_bytes(dedent(paper).encode()))


def draft_from(paper: Paper) -> Drafted:
    found = draft_of(paper)
    text = write_draft(found, "paper")
    return Drafted(text, report_lines(found, len(questions_in(text))), YAML(typ="safe", pure=True).load(text))
