"""A paper → a draft: its tasks and units, what is doubtful, and what was not used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from plans.papers.aliases import Unit, propose_units
from plans.papers.blocks import Paper, Paragraph, Table
from plans.papers.clauses import read_clauses, states_clause
from plans.papers.found import FoundTask
from plans.papers.grids import as_tables
from plans.papers.head import Head, read_head
from plans.papers.marks import mark_of
from plans.papers.outline import Item, Outline
from plans.papers.points import own_points
from plans.papers.reflow import reflow
from plans.papers.tables import TableReader
from plans.papers.tasks import find_tasks
from plans.papers.timing import Years
from plans.papers.wording import title_and_rest
from plans.script import folded

_LONGEST_HEADING = 60


@dataclass
class Draft:
    """Everything that the draft file and the report on it need."""

    head: Head
    tasks: list[FoundTask]
    units: list[Unit]
    unread: list[Paragraph] = field(default_factory=list)
    counted: str = "行"
    words: str = ""
    """The whole text, to look for bodies that the head must name."""


def draft_of(paper: Paper) -> Draft:
    """Nothing of the paper is dropped: what is in no task and no heading is in ``unread``."""
    blocks = as_tables(paper.blocks)
    told = reflow(block for block in blocks if isinstance(block, Paragraph))
    paragraphs = list(told.paragraphs)
    texts = [(one.place, one.text) for one in _every(blocks)]
    clauses = read_clauses(texts)
    root = Outline().add(paragraphs)
    years = next((head.years for head in _heads(paragraphs, blocks) if head.years.unwritten), Years())
    found, items = find_tasks(root, clauses, years)
    tables = TableReader(clauses, years)
    for block, section in _with_sections(blocks):
        tables.read(block, section)
    if tables.tasks and not any(item.attributed for item in items):
        found, items = [], []
    tasks = sorted([*found, *tables.tasks], key=lambda task: task.place)
    head = read_head(paragraphs, tasks[0].place if tasks else None)
    used = {*_places(items), *tables.used, *told.furniture, *head.places}
    unread = [one for one in _every(blocks) if one.place not in used and not states_clause(one.text)]
    return Draft(head, tasks, propose_units(tasks), unread, paper.counted, "\n".join(text for _, text in texts))


def _heads(paragraphs: list[Paragraph], blocks: tuple[Paragraph | Table, ...]) -> Iterator[Head]:
    """What the paragraphs say of the paper, and then what all of it says."""
    yield read_head(paragraphs, None)
    yield read_head(list(_every(blocks)), None)


def _with_sections(blocks: tuple[Paragraph | Table, ...]) -> Iterator[tuple[Table, str]]:
    """Every table with the numbered heading that stands last before it, if no other text stands between."""
    heading = ""
    for block in blocks:
        if isinstance(block, Table):
            yield block, heading
        else:
            mark = mark_of(folded(block.text), block.text)
            heads = mark is not None and mark.style.startswith("chinese") and len(block.text) <= _LONGEST_HEADING
            heading = " ".join(block.text.split()) if heads else ""


def _every(blocks: tuple[Paragraph | Table, ...]) -> Iterator[Paragraph]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                yield Paragraph(row.place, " ".join(dict.fromkeys(cell for cell in row.cells if cell)))


def _places(items: list[Item]) -> Iterator[int]:
    """The places of the tasks' own paragraphs, of the points that are in their text and of their sections' headings.

    A heading that says more than its title is not all in the draft, so it is listed as well.
    """
    tasks = {id(item) for item in items}
    for item in items:
        for told in (item, *own_points(item, tasks)):
            yield from told.places
        for above in item.ancestors():
            title, rest = title_and_rest(above.heading)
            if title and not rest:
                yield from above.places[:1]
