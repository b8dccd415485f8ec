"""Deadline wording → dates, never by guess.

The readings are those of official usage: 月底 is the month's last day; 上旬、中旬、下旬 end on the 10th, the 20th and the
last day; 年底、年内、全年 is 31 December; a year not written is the one named before it in the sentence, or else the paper's.
What names no day (第三季度前, 汛期前, 验收后30日内) is reported as what it is, with no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from plans.moments import Moment, Span, moments
from plans.script import folded


class Kind(StrEnum):
    """What a wording asks for."""

    BY = "by"
    AT = "at"
    YEAR = "year"
    """Only a year is named; its last day is meant."""
    MILESTONE = "milestone"
    """A quarter or half-year of a progress table; its last day is meant."""
    RANGE = "range"
    START = "start"
    """Work begins by then; nothing is finished."""
    ONGOING = "ongoing"
    ONGOING_FROM = "ongoing-from"
    RECURRING = "recurring"
    PERIOD = "period"
    """Some years, from a start that the wording may not give."""
    DURATION = "duration"
    """How long a procedure may take; no deadline of a task."""
    EVENT = "event"
    AMBIGUOUS = "ambiguous"


UNDATED = frozenset({Kind.ONGOING, Kind.RECURRING, Kind.DURATION, Kind.EVENT, Kind.AMBIGUOUS})


@dataclass(frozen=True, slots=True)
class Deadline:
    """One wording at ``start:end`` of the text. ``due`` is None where it names no day."""

    kind: Kind
    wording: str
    start: int
    end: int
    due: date | None = None
    since: date | None = None
    result: str = ""
    """What is to be done by then, as far as the text says it right behind."""
    ongoing: bool = False
    """The work goes on after that day."""
    doubt: str = ""
    """Why a person must look; empty where the reading is certain."""


_COUNT = r"(?:(?<!\d)\d{1,3}|[一二三四五六七八九十两半]{1,3})"
_RECURRING = re.compile(
    rf"每(?:一?个)?(?:半年|半月|双月|季度?|[月年周旬天日]|星期|{_COUNT}\s?个?(?:季度|工作日|[月年天日周]))度?"
    r"(?:之前|以前|前|工作日|星期|季度|最后|周[一二三四五六日]|[的第一二三四五六七八九十\d个首末月底初上中下旬日号年、和及或])*"
    r"|(?:按|逐)(?:季度?|月|年|周)(?=报|调度|通报|督|推)"
)
_RELATIVE = re.compile(
    rf"(?:(?P<event>[^,。;:、()]{{2,20}}?(?:之日起|后|起))的?)?(?P<count>{_COUNT})\s?个?"
    r"(?P<unit>工作日|日历日|季度|小时|星期|[日天月年周])(?:之|以)?内"
)
_ONGOING = re.compile(
    r"持续(?:推进|开展|实施|深化|整改|落实|用力|坚持|巩固|加强|提升|做好|进行)?|长期(?:坚持|推进|开展|实施|整改|落实|任务|有效)?"
    r"|常态化?(?:推进|开展|落实|坚持)?|常年|常抓不懈|经常性|立[行查整]立改|即[知行]即改|立即(?:整改|执行|实施|落实)|贯穿全[程年]|滚动推进"
)
_SUFFIX = re.compile(
    r"\s?(?:\([^()]{0,12}\))?\s?(?:[上下中]午|晚上?)?\s?(?:\d{1,2}[:时点](?:\d\d分?)?整?)?\s?"
    r"(?:(?P<before>节?(?:之前|以前|前)(?![三两期后])|底前|截?止|为止)|(?P<within>[之以]?内)|(?P<from>起(?!草)|开始)"
    r"|(?P<after>之后|以后|以来|[后](?!续)|期间))?"
)
_STARTING = re.compile(r",?(?:全面|全部|陆续|正式|力争|确保|实现|务必|计划|要|须|应)*(?:开工|动工|开建|破土|启动|进场施工|开始施工)")
_DOING = re.compile(
    r",?(?:全面|全部|基本|力争|正式|陆续|务必|必须|确保|争取|计划|预计|要|须|应|将|能)*(?:完成|完工|建成|竣工|投入|投用|投产|交付|封顶"
    r"|达到|达标|实现|出台|印发|制定|编制|开工|动工|启动|验收|通车|运营|上线|整改到位|销号|推广|推开|取得|有所|新建|新增|开展|形成|消除|清零)"
)
_REACHING = re.compile(r"(?:(?<!截)[到至]|[于在]|务必|须于|力争|确保)\s?$")
_PAST = re.compile(r"(?:截至|截止|截止到|比|较|自|从|以|与|据)\s?$")
_UNTIL = re.compile(r"(?<!截)[到至]\s?$")
_JOINED = re.compile(r"\s?(?:[、,]|[和及与])\s?")
_THROUGH = re.compile(r"\s?起?(?:至|到|—+|-+|~+)\s?")
_LABELLED = re.compile(r"[^,。;:]{0,6}[::]")
_HEADING = re.compile(r"^(?:年度)?(?:任务|目标|工作)?[:：]")
_SEGMENT_ENDS = "。;"
_CLAUSE_ENDS = ",。;"


def read_deadlines(text: str, year: int | None = None, *, prose: bool = False) -> list[Deadline]:
    """The deadlines in ``text``, in order.

    ``year`` is the paper's. In ``prose`` (a task's running text) only wordings that set a limit count, and what merely
    mentions a time or says that work goes on does not; otherwise the text is the value of a deadline label or cell.
    """
    reader = _Reader(text, year, prose)
    found = reader.dated()
    return found if prose else reader.completed(found)


class _Reader:
    def __init__(self, text: str, year: int | None, prose: bool) -> None:
        self.text, self.folded = text, folded(text)
        self.year, self.prose = year, prose
        self.others = [*self._recurring(), *self._relative()]
        taken = [(other.start, other.end) for other in self.others]
        self.moments = [
            moment
            for moment in moments(self.folded)
            if not any(start < moment.end and moment.start < end for start, end in taken)
        ]

    # -- wordings without a day --------------------------------------------------------------------------------------

    def _recurring(self) -> list[Deadline]:
        return [self._plain(Kind.RECURRING, found) for found in _RECURRING.finditer(self.folded)]

    def _relative(self) -> list[Deadline]:
        return [self._of_relative(found) for found in _RELATIVE.finditer(self.folded)]

    def _of_relative(self, found: re.Match[str]) -> Deadline:
        if found["event"] and not re.search(r"\d年", found["event"]):
            return self._plain(Kind.EVENT, found, "以某事为起点，无法换算成日期")
        if found["unit"] == "年":
            return self._period(found)
        return self._plain(Kind.DURATION, found, "只写期限长短，未写起算日")

    def _period(self, found: re.Match[str]) -> Deadline:
        """5年内, counted from the year that the sentence starts with (2012年起)."""
        since = re.search(r"((?:19|20)\d\d)年(?:起|开始)", self.folded[: found.end()])
        if since is None or not found["count"].isdecimal():
            return self._plain(Kind.PERIOD, found, "未写从哪一年起算")
        last = int(since[1]) + int(found["count"]) - 1
        return replace(self._plain(Kind.PERIOD, found), due=date(last, 12, 31), since=date(int(since[1]), 1, 1))

    def _plain(self, kind: Kind, found: re.Match[str], doubt: str = "") -> Deadline:
        return Deadline(kind, self.text[found.start() : found.end()], found.start(), found.end(), doubt=doubt)

    # -- wordings with a day -----------------------------------------------------------------------------------------

    def dated(self) -> list[Deadline]:
        """What is dated, and in prose also the recurring and relative wordings beside it."""
        found: list[Deadline] = []
        known: int | None = None
        index = 0
        suffixes = self._suffixes()
        while index < len(self.moments):
            moment = self.moments[index]
            if self.prose and index and "。" in self.folded[self.moments[index - 1].end : moment.start]:
                known = None
            stated = moment.year or (self._context(moment) if moment.later else None)
            if self._heads_a_year(index):
                self.year, known = moment.year or self.year, None
            if self._runs_through(index):
                deadline = self._range(index, stated or known)
                known = (self.moments[index + 1].year or stated or known) if index + 1 < len(self.moments) else known
                index += 1
            else:
                known = stated or known
                deadline = self._single(index, known, suffixes[index])
            if deadline is not None:
                found.append(deadline)
            index += 1
        return self._with_results(sorted([*found, *self.others], key=lambda one: one.start))

    def _context(self, moment: Moment) -> int | None:
        return None if self.year is None else self.year + moment.later

    def _suffixes(self) -> list[re.Match[str]]:
        """The suffix behind each moment; one in a list (3月10日、6月10日前) has that of the next."""
        own = [_SUFFIX.match(self.folded, moment.end) for moment in self.moments]
        shared: list[re.Match[str]] = []
        for index in reversed(range(len(own))):
            suffix = own[index]
            assert suffix is not None  # noqa: S101 - every part of the pattern is optional
            between = self._between(index)
            if not suffix.lastgroup and between is not None and _JOINED.fullmatch(between):
                suffix = shared[-1]
            shared.append(suffix)
        return shared[::-1]

    def _between(self, index: int) -> str | None:
        if index + 1 >= len(self.moments):
            return None
        return self.folded[self.moments[index].end : self.moments[index + 1].start]

    def _heads_a_year(self, index: int) -> bool:
        """2020年任务：… gives its year to all that stands behind."""
        moment = self.moments[index]
        return moment.bare and moment.year is not None and bool(_LABELLED.match(self.folded, moment.end))

    def _runs_through(self, index: int) -> bool:
        between = self._between(index)
        return between is not None and bool(_THROUGH.fullmatch(between))

    def _range(self, index: int, known: int | None) -> Deadline | None:
        first, last = self.moments[index], self.moments[index + 1]
        year = last.year or known or self.year
        suffix = _SUFFIX.match(self.folded, last.end)
        end = suffix.end() if suffix and suffix.lastgroup == "before" else last.end
        wording = self.text[first.start : end]
        if self.prose and (first.span is Span.YEAR or (suffix and suffix.lastgroup == "after")):
            return None
        if year is None:
            return Deadline(Kind.RANGE, wording, first.start, end, doubt="未写年份")
        if self.prose and self.year and year < self.year:
            return None
        since = first.first(first.year or known or year)
        doubt = "正文中的起止时间，请核对是否为完成时限" if self.prose else ""
        return Deadline(Kind.RANGE, wording, first.start, end, last.last(year), since, doubt=doubt)

    def _single(self, index: int, known: int | None, suffix: re.Match[str]) -> Deadline | None:
        moment = self.moments[index]
        if self._heads_a_year(index) and index + 1 < len(self.moments) and not self._heads_a_year(index + 1):
            return None
        own = _SUFFIX.match(self.folded, moment.end)
        end = own.end() if own and own.lastgroup else moment.end
        kind = self._kind(index, suffix.lastgroup or "", end)
        if kind is None:
            return None
        wording = self.text[moment.start : end]
        deadline = Deadline(kind, wording, moment.start, end)
        if kind is Kind.AMBIGUOUS:
            return replace(deadline, doubt=f"“{wording}”含不含这段时间，原文没有说清")
        year = known or self.year
        if year is None:
            return replace(deadline, doubt="未写年份")
        return self._placed(deadline, moment, year, suffix.lastgroup or "", headed=self._heads_a_year(index))

    def _placed(self, deadline: Deadline, moment: Moment, year: int, suffix: str, *, headed: bool) -> Deadline | None:
        if self.prose and self.year and year < self.year and moment.year:
            return None
        if deadline.kind is Kind.ONGOING_FROM:
            return replace(deadline, since=moment.first(year))
        due = moment.last(year)
        if due is None:
            return replace(deadline, doubt="日历上没有这一天")
        return replace(deadline, due=due, doubt=_doubt(moment, due, suffix, deadline.kind, self.prose, headed))

    def _kind(self, index: int, suffix: str, end: int) -> Kind | None:
        moment = self.moments[index]
        before, after = self.folded[: moment.start], self.folded[end:]
        if suffix == "after":
            return None
        if suffix == "from" or (re.search(r"[自从]\s?$", before) and suffix != "before" and not self.prose):
            return Kind.ONGOING_FROM if suffix == "from" or not self.prose else None
        if moment.span is Span.YEAR_START:
            return None if self.prose and suffix != "before" else Kind.AMBIGUOUS
        whole = moment.span in (Span.MONTH, Span.QUARTER, Span.HALF, Span.YEAR)
        if suffix == "before" and whole:
            return Kind.AMBIGUOUS
        if self.prose and not suffix and not self._is_limit(index, before, after):
            return None
        if _STARTING.match(after):
            return Kind.START
        if self.prose and moment.span is Span.YEAR and _UNTIL.search(before):
            return Kind.BY
        if not suffix and whole and moment.span is not Span.MONTH:
            return Kind.YEAR if moment.span is Span.YEAR else Kind.MILESTONE
        return Kind.AT if moment.span is Span.TENTH and not suffix and moment.day == 10 else Kind.BY

    def _is_limit(self, index: int, before: str, after: str) -> bool:
        """Whether a time without 前 in running text sets a limit, rather than tells or names something."""
        moment = self.moments[index]
        if _PAST.search(before[-4:]):
            return False
        doing = bool(_DOING.match(after))
        if moment.bare and moment.year is None:
            return False
        if moment.span is Span.YEAR:
            return doing or bool(_UNTIL.search(before)) or self._heads_a_year(index)
        if moment.span is Span.QUARTER:
            return doing or (bool(_LABELLED.match(after)) and before[-1:] in ("", *_SEGMENT_ENDS))
        if moment.span is Span.END and not self.folded[moment.start : moment.end].endswith("全年"):
            return True
        return doing or (moment.span is Span.DAY and bool(_REACHING.search(before[-3:])))

    def _with_results(self, found: list[Deadline]) -> list[Deadline]:
        limits = [*(one.start for one in found[1:]), len(self.text)]
        return [self._with_result(one, limit) for one, limit in zip(found, limits, strict=False)]

    def _with_result(self, deadline: Deadline, limit: int) -> Deadline:
        ends = _CLAUSE_ENDS if self.prose else _SEGMENT_ENDS
        start = deadline.end + (self.folded[deadline.end : deadline.end + 1] in (",", ":"))
        stop = min([limit, *(at for end in ends if (at := self.folded.find(end, start)) >= 0)])
        said = _HEADING.sub("", self.text[start:stop].strip("，,、 的"))
        if self.prose:
            return replace(deadline, result=said)
        going_on = _ONGOING.search(folded(said))
        if going_on:
            said = said[: going_on.start()].rstrip("，,、并且和及而后 ")
        return replace(deadline, result=said, ongoing=going_on is not None and deadline.due is not None)

    def completed(self, found: list[Deadline]) -> list[Deadline]:
        """For a label's value: what goes on without end, and what only names an event, is reported too."""
        if any(one.due or one.since for one in found):
            return found
        going_on = _ONGOING.search(self.folded)
        if going_on:
            return [*found, self._plain(Kind.ONGOING, going_on)]
        if not found and self.text.strip(" 。，/—-"):
            whole = re.match(r".*", self.folded, re.DOTALL)
            return [self._plain(Kind.EVENT, whole, "未写日期")] if whole else []
        return found


def _doubt(moment: Moment, due: date, suffix: str, kind: Kind, prose: bool, headed: bool) -> str:
    if moment.mended:
        return "原文似有缺字，按残字推定"
    if moment.weekday and "一二三四五六日".index(moment.weekday.replace("天", "日")) != due.weekday():
        return "所写星期与日期不符"
    if moment.span is Span.TENTH and suffix == "before":
        return "旬前是否含该旬，原文没有说清"
    if prose and kind is Kind.YEAR and not headed:
        return "正文只写年份，按年末推定"
    return ""
