"""What each kind of paper is given: its template may name these facts, and sees no others.

``duban check`` finds a misspelt one by this list; what is not in it reaches no paper.
"""

from __future__ import annotations

from collections.abc import Mapping

PUBLIC_FACTS = frozenset(
    {
        *("title", "letterhead", "office", "bureau", "group", "consolidator", "day", "measured", "quarter", "unit"),
        *("subject", "single", "totals", "round", "tasks", "targets"),
        *("overdue", "behind", "missing", "awaited", "late"),
    }
)
"""Counts, dates, and the names of tasks and units: nothing here was typed by a person into a report."""
INTERNAL_FACTS = frozenset({"returned", "ladder", "difficulties"})
"""Verdicts, steps and cases; beside them, whether the whole was confirmed."""
REPORTED_FACTS = frozenset({"entries"})
"""What the units reported in their own words: no paper that is issued says it."""
_COVER = {"number", "day_issued", "addressees", "supplement"}
"""What a draft has none of, or only some."""
_ISSUED = PUBLIC_FACTS | INTERNAL_FACTS | _COVER
_SLIPS = frozenset({"letterhead", "office", "bureau", "slips"})
_CASE = {"title", "bureau", "unit", "leading_body", "grounds", "day", "talk_at", "place", "attendees"}
_HEAD = {"title", "letterhead", "office", "bureau", "day"}

GIVEN: Mapping[str, frozenset[str]] = {
    "notice": _ISSUED | {"public"},
    "brief": _ISSUED,
    "progress": PUBLIC_FACTS | INTERNAL_FACTS | REPORTED_FACTS,
    "order": _SLIPS,
    "urge": _SLIPS,
    "talk-notice": frozenset({*_CASE, "letterhead", "changed", "year", "serial"}),
    "talk-record": frozenset({*_CASE, "words", "rectify", "due", "who"}),
    "opinions": frozenset(
        {
            *("letterhead", "kind", "circular_title", "day", "due", "lines", "recalled_because"),
            *("answered", "opinions", "silent", "waiting", "unreached"),
        }
    ),
    "evaluation": frozenset({*_HEAD, "year", "over", "ranked", "sent", "final", "final_at", "object_by", "rows"}),
}
"""By the name of the template."""
GIVEN_TO_ANY = frozenset().union(*GIVEN.values())
"""What the sentences may name that papers share: the papers that ask for one have its facts."""
HELPERS = frozenset({"sentences", "section", "part"})
"""What every .docx has besides: the shared sentences, and 一、二、三、 for its headings."""
