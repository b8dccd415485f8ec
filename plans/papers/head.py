"""What a paper says of itself: its title, its number, its day, and the year of its deadlines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from plans.moments import Span, moments
from plans.papers.blocks import Paragraph
from plans.papers.marks import mark_of
from plans.papers.timing import Years
from plans.script import folded

_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}\s?\((?P<year>(?:19|20)\d\d)\)\s?第?\s?\d{1,5}\s?号")
_DATED = re.compile(r"(?:发文|成文|印发|发布|公开|生成)(?:日期|时间)\s*:?\s*")
_ISSUED = re.compile(r"关于.{0,12}(?:印发|下发|转发|发布)\s?[《〈](?P<title>.+?)[》〉](?=的|\s|$)")
_TITLE = re.compile(
    r"(?:方案|计划|意见|通知|分工|分解|清单|要点|措施|规划|任务书?|分解表|一览表|任务表|办法|决定|工作表|台账)(?:\(.{1,20}\))?$"
)
_BEHIND_TITLE = re.compile(r"\([^()]*\(\d{4}\)[^()]*号\)$")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?年")
_HORIZON = re.compile(r"(?:[到至]|面向)(?:19|20)\d\d\s?年|(?:19|20)\d\d\s?年?(?:远景|中长期|愿景)")
_SPAN_OF_YEARS = re.compile(r"(?:19|20)\d\d\s?年?\s?[-—~至到]+\s?(?:19|20)\d\d")
_LONGEST_TITLE = 45


@dataclass(frozen=True, slots=True)
class Head:
    """``places`` are those of the lines that say it."""

    title: str = ""
    number: str = ""
    drafted: date | None = None
    years: Years = field(default_factory=Years)
    places: tuple[int, ...] = ()


def read_head(paragraphs: list[Paragraph], first_task: int | None) -> Head:
    """The head of the paper whose first task stands at place ``first_task``."""
    before = [one for one in paragraphs if first_task is None or one.place < first_task] or paragraphs[:1]
    title, title_places = _title(before)
    number, number_place = _number(paragraphs)
    drafted, drafted_place = _drafted(paragraphs)
    places = [*title_places, *(place for place in (number_place, drafted_place) if place)]
    return Head(title, number, drafted, _years(title, number, drafted) or _commonest(paragraphs), tuple(places))


def _title(before: list[Paragraph]) -> tuple[str, list[int]]:
    """The last title that stands before the tasks: a letter's title stands before the plan's."""
    groups: list[list[Paragraph]] = []
    for paragraph, following in zip_longest(before, before[1:]):
        if not _may_be_title(paragraph.text):
            continue
        joins = groups and groups[-1][-1].place >= paragraph.place - 2 and not _ends_title(groups[-1])
        if joins:
            groups[-1].append(paragraph)
        elif _is_title(paragraph.text) or (following and _may_be_title(following.text)):
            groups.append([paragraph])
    titles = [group for group in groups if _ends_title(group)]
    if not titles:
        issued = [(found["title"], one.place) for one in before if (found := _ISSUED.search(folded(one.text)))]
        likely = [
            (re.sub(r"\s", "", one.text), one.place)
            for one in before
            if _may_be_title(one.text) and len(one.text.strip()) >= 6
        ]
        best = [*issued, *likely][:1]
        return (best[0][0], [best[0][1]]) if best else ("", [])
    text = "".join(re.sub(r"\s", "", one.text) for one in titles[-1])
    issued_in = _ISSUED.search(folded(text))
    return text[issued_in.start("title") : issued_in.end("title")] if issued_in else text, [
        one.place for one in titles[-1]
    ]


def _may_be_title(text: str) -> bool:
    flat = _BEHIND_TITLE.sub("", re.sub(r"\s", "", folded(text)))
    return (
        2 <= len(flat) <= _LONGEST_TITLE
        and not re.search(r"[。,;:]|^附件|^\d+$|日期|来源|索引号|http|^\(.*\)$", flat)
        and mark_of(flat, flat) is None
        and not _NUMBER.search(flat)
        and not re.fullmatch(r"\S{4}年\S{1,3}月\S{1,3}日.{0,2}", flat)
    )


def _is_title(text: str) -> bool:
    return bool(_TITLE.search(_BEHIND_TITLE.sub("", folded(text).strip(" 》"))))


def _ends_title(group: list[Paragraph]) -> bool:
    return _is_title(group[-1].text)


def _number(paragraphs: list[Paragraph]) -> tuple[str, int]:
    for one in paragraphs:
        flat = folded(one.text).strip()
        found = _NUMBER.search(flat)
        if found and (len(flat) <= 60 or found.end() <= 200):
            start = one.text.index(one.text.strip()) + found.start()
            return re.sub(r"\s", "", one.text[start : start + len(found[0])]), one.place
    return "", 0


def _drafted(paragraphs: list[Paragraph]) -> tuple[date | None, int]:
    """The day that stands alone on a line, or behind 发布日期 and the like."""
    for one in paragraphs:
        flat = folded(one.text).strip()
        told = _DATED.search(flat)
        if len(flat) > 40 and not told:
            continue
        for moment in moments(flat):
            alone = len(flat) - (moment.end - moment.start) <= 4
            behind = told is not None and moment.start >= told.end() - 1 and moment.start - told.end() <= 1
            if moment.span is Span.DAY and moment.year and (alone or behind):
                return moment.last(moment.year), one.place
    return None, 0


def _years(title: str, number: str, drafted: date | None) -> Years | None:
    """The title's year, unless the paper is of another time than the year before or after it."""
    titled, issued = _year_of(title), _year_in(number) or (drafted.year if drafted else None)
    if titled and issued and abs(titled - issued) > 1:
        titled = issued
    known = [year for year in (titled, issued) if year]
    return Years(known[0], min(known)) if known else None


def _year_of(title: str) -> int | None:
    flat = _HORIZON.sub("", folded(title))
    if _SPAN_OF_YEARS.search(flat):
        return None
    found = _YEARS.search(flat) or re.search(r"((?:19|20)\d\d)(?=年?(?:度|工作|重点|政府))", flat)
    return int(found[1]) if found else None


def _year_in(number: str) -> int | None:
    found = _NUMBER.search(folded(number))
    return int(found["year"]) if found else None


def _commonest(paragraphs: list[Paragraph]) -> Years:
    """For want of anything better; it does not tell which years are past."""
    years = Counter(int(year) for one in paragraphs for year in _YEARS.findall(folded(one.text)))
    return Years(years.most_common(1)[0][0]) if years else Years()
