"""Whether a point of time sets a limit, and which: by the words before and behind it, in folded text."""

from __future__ import annotations

import re

from plans.deadline import Kind
from plans.moments import Moment, Span

BEFORE, WITHIN, FROM, AFTER = "before", "within", "from", "after"

_SUFFIX = re.compile(
    r"\s?(?:\([^()]{0,12}\))?\s?(?:[上下中]午|晚上?)?\s?(?:\d{1,2}[:时点](?:\d\d分?)?整?)?\s?"
    r"(?:(?P<before>节?(?:之前|以前|前)(?![三两期后])|底前|截?止|为止)|(?P<within>[之以]?内)|(?P<from>起(?!草)|开始)"
    r"|(?P<after>之后|以后|以来|[后](?!续)|期间))?"
)
_STARTING = re.compile(
    r",?(?:全面|全部|陆续|正式|力争|确保|实现|务必|计划|要|须|应)*(?:开工|动工|开建|破土|启动|进场施工|开始施工)"
)
DOING = re.compile(
    r",?(?:全面|全部|基本|力争|正式|陆续|务必|必须|确保|争取|计划|预计|要|须|应|将|能)*(?:完成|完工|建成|竣工|投入|投用|投产|交付|封顶"
    r"|达到|达标|实现|出台|印发|制定|编制|开工|动工|启动|验收|通车|运营|上线|整改到位|销号|推广|推开|取得|有所|新建|新增|开展|形成|消除|清零)"
)
_REACHING = re.compile(r"(?:(?<!截)[到至]|[于在]|务必|须于|力争|确保)\s?$")
_PAST = re.compile(r"(?:截至|截止|截止到|比|较|自|从|以|与|据)\s?$")
_SINCE = re.compile(r"[自从]\s?$")
_UNTIL = re.compile(r"(?<!截)[到至]\s?$")
_LABELLED = re.compile(r"[^,。;:]{0,6}:")
_WHOLE = frozenset({Span.MONTH, Span.QUARTER, Span.HALF, Span.YEAR})


def suffix_at(flat: str, end: int) -> tuple[str, int]:
    """Which kind of word (前, 内, 起, 后) stands behind a moment that ends at ``end``, and where that word ends."""
    found = _SUFFIX.match(flat, end)
    return (found.lastgroup, found.end()) if found and found.lastgroup else ("", end)


def heads_a_year(flat: str, moment: Moment) -> bool:
    """2020年任务：… gives its year to all that stands behind."""
    return moment.bare and moment.year is not None and bool(_LABELLED.match(flat, moment.end))


def kind_of(flat: str, moment: Moment, suffix: str, end: int, *, prose: bool) -> Kind | None:
    """What the wording asks for; None where it sets no limit. ``end`` is that of the wording with its suffix."""
    before, behind = flat[: moment.start], flat[end:]
    if suffix == AFTER:
        return None
    if suffix == FROM or (_SINCE.search(before) and suffix != BEFORE and not prose):
        return Kind.ONGOING_FROM
    if moment.span is Span.YEAR_START or (suffix == BEFORE and moment.span in _WHOLE):
        return None if prose and suffix != BEFORE else Kind.AMBIGUOUS
    if prose and not suffix and not _is_limit(flat, moment, before, behind):
        return None
    return _limit(moment, suffix, before, behind, prose=prose)


def _limit(moment: Moment, suffix: str, before: str, behind: str, *, prose: bool) -> Kind:
    if _STARTING.match(behind):
        return Kind.START
    if prose and moment.span is Span.YEAR and _UNTIL.search(before):
        return Kind.BY
    if not suffix and moment.span is Span.YEAR:
        return Kind.YEAR
    if not suffix and moment.span in (Span.QUARTER, Span.HALF):
        return Kind.MILESTONE
    return Kind.AT if moment.span is Span.TENTH and not suffix and moment.day == 10 else Kind.BY


def _is_limit(flat: str, moment: Moment, before: str, behind: str) -> bool:
    """Whether a time without 前 in running text sets a limit, rather than tells or names something."""
    if _PAST.search(before[-4:]) or (moment.bare and moment.year is None):
        return False
    doing = bool(DOING.match(behind))
    if moment.span is Span.YEAR:
        return doing or bool(_UNTIL.search(before)) or heads_a_year(flat, moment)
    if moment.span is Span.QUARTER:
        return doing or (bool(_LABELLED.match(behind)) and before[-1:] in ("", "。", ";"))
    if moment.span is Span.END and not flat[moment.start : moment.end].endswith("全年"):
        return True
    return doing or (moment.span is Span.DAY and bool(_REACHING.search(before[-3:])))
