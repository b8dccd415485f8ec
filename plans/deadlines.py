"""Deadline wording → dates, never by guess.

The readings are those of official usage: 月底 is the month's last day; 上旬、中旬、下旬 end on the 10th, the 20th
and the last day; 年底、年内、全年 is 31 December; a year not written is the one named before it in the sentence, or
else the paper's. What names no day (第三季度前, 汛期前, 验收后30日内) is reported as what it is, with no date.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from plans.deadline import Deadline, Kind
from plans.limits import AFTER, BEFORE, heads_a_year, kind_of, suffix_at
from plans.moments import Moment, Span, moments
from plans.openended import before_events, going_on, open_ended, plain
from plans.script import folded

_JOINED = re.compile(r"\s?(?:[、,]|[和及与])\s?")
_THROUGH = re.compile(r"\s?起?(?:至|到|—+|-+|~+)\s?")
_HEADING = re.compile(r"^(?:年度)?(?:任务|目标|工作)?[:：]")
_ALL = re.compile(r".*", re.DOTALL)


def read_deadlines(
    text: str, year: int | None = None, *, prose: bool = False, earliest: int | None = None
) -> list[Deadline]:
    """The deadlines in ``text``, in order.

    ``year`` is the paper's. In ``prose`` (a task's running text) only wordings that set a limit count, and what merely
    mentions a time, lies before the year ``earliest`` (the paper's, if not given) or says that work goes on does not;
    otherwise the text is the value of a deadline label or cell.
    """
    reader = _Reader(text, year, prose, earliest)
    found = reader.found()
    return found if prose else reader.completed(found)


class _Reader:
    def __init__(self, text: str, year: int | None, prose: bool, earliest: int | None) -> None:
        self.text, self.flat = text, folded(text)
        self.year, self.prose, self.earliest = year, prose, earliest
        self.others = list(open_ended(self.flat, text))
        self.moments = [moment for moment in moments(self.flat) if not self._is_taken(moment)]
        if prose:
            self.others += [one for one in before_events(self.flat, text) if not self._is_dated(one)]
        self.suffixes = self._suffixes()

    def _is_taken(self, moment: Moment) -> bool:
        return any(other.start < moment.end and moment.start < other.end for other in self.others)

    def _is_dated(self, event: Deadline) -> bool:
        """六月底前: what stands right before 前 is a day after all."""
        return any(moment.start < event.end <= moment.end + 2 for moment in self.moments)

    def _suffixes(self) -> list[str]:
        """The word behind each moment; one in a list (3月10日、6月10日前) has that of the next."""
        shared: list[str] = []
        for index in reversed(range(len(self.moments))):
            suffix, _ = suffix_at(self.flat, self.moments[index].end)
            listed = not suffix and _JOINED.fullmatch(self._between(index))
            shared.append(shared[-1] if listed else suffix)
        return shared[::-1]

    def _between(self, index: int) -> str:
        """What stands between a moment and the next; nothing that matches behind the last."""
        if index + 1 >= len(self.moments):
            return "\n"
        return self.flat[self.moments[index].end : self.moments[index + 1].start]

    def found(self) -> list[Deadline]:
        """All of them, the years that are not written taken from what stands before."""
        dated: list[Deadline | None] = []
        known: int | None = None
        through = False
        for index, moment in enumerate(self.moments):
            if self.prose and index and "。" in self._between(index - 1):
                known = None
            if heads_a_year(self.flat, moment):
                self.year, known = moment.year, None
            known = moment.year or (self._later(moment) if moment.later else known)
            if through:
                through = False
                continue
            through = bool(_THROUGH.fullmatch(self._between(index)))
            dated.append(self._range(index, known) if through else self._single(index, known))
        found = [one for one in dated if one is not None]
        return self._with_results(sorted([*found, *self.others], key=lambda one: one.start))

    def _later(self, moment: Moment) -> int | None:
        return None if self.year is None else self.year + moment.later

    def _range(self, index: int, known: int | None) -> Deadline | None:
        first, last = self.moments[index], self.moments[index + 1]
        suffix, behind = suffix_at(self.flat, last.end)
        end = behind if suffix == BEFORE else last.end
        year = last.year or known or self.year
        if self.prose and (first.span is Span.YEAR or suffix == AFTER or self._is_past(year)):
            return None
        span = Deadline(Kind.RANGE, self.text[first.start : end], first.start, end)
        if year is None:
            return replace(span, doubt="未写年份")
        doubt = "正文中的起止时间，请核对是否为完成时限" if self.prose else ""
        return replace(span, due=last.last(year), since=first.first(first.year or known or year), doubt=doubt)

    def _single(self, index: int, known: int | None) -> Deadline | None:
        moment, suffix = self.moments[index], self.suffixes[index]
        _, end = suffix_at(self.flat, moment.end)
        kind = kind_of(self.flat, moment, suffix, end, prose=self.prose)
        if kind is None or self._only_heads(index):
            return None
        wording = self.text[moment.start : end]
        deadline = Deadline(kind, wording, moment.start, end)
        if kind is Kind.AMBIGUOUS:
            return replace(deadline, doubt=f"“{wording}”含不含这段时间，原文没有说清")
        year = known or self.year
        return replace(deadline, doubt="未写年份") if year is None else self._placed(deadline, moment, suffix, year)

    def _is_past(self, year: int | None) -> bool:
        return (year or 0) < ((self.year or 0) if self.earliest is None else self.earliest)

    def _only_heads(self, index: int) -> bool:
        """2020年任务：10月底前完成: the year is only the heading of what is dated more closely behind it."""
        following = self.moments[index + 1] if index + 1 < len(self.moments) else None
        heads = heads_a_year(self.flat, self.moments[index])
        return heads and following is not None and not heads_a_year(self.flat, following)

    def _placed(self, deadline: Deadline, moment: Moment, suffix: str, year: int) -> Deadline | None:
        if self.prose and moment.year and self._is_past(year):
            return None
        if deadline.kind is Kind.ONGOING_FROM:
            return replace(deadline, since=moment.first(year))
        due = moment.last(year)
        if due is None:
            return replace(deadline, doubt="日历上没有这一天")
        return replace(deadline, due=due, doubt=self._doubt(moment, due, suffix, deadline.kind))

    def _doubt(self, moment: Moment, due: date, suffix: str, kind: Kind) -> str:
        if moment.mended:
            return "原文似有缺字，按残字推定"
        if moment.weekday and "一二三四五六日".index(moment.weekday.replace("天", "日")) != due.weekday():
            return "所写星期与日期不符"
        if moment.span is Span.TENTH and suffix == BEFORE:
            return "旬前是否含该旬，原文没有说清"
        if self.prose and kind is Kind.YEAR and not heads_a_year(self.flat, moment):
            return "正文只写年份，按年末推定"
        return ""

    def _with_results(self, found: list[Deadline]) -> list[Deadline]:
        limits = [*(one.start for one in found[1:]), len(self.text)]
        return [self._with_result(one, limit) for one, limit in zip(found, limits, strict=False)]

    def _with_result(self, deadline: Deadline, limit: int) -> Deadline:
        start = deadline.end + (self.flat[deadline.end : deadline.end + 1] in (",", ":"))
        ends = ",。;" if self.prose else "。;"
        stop = min([limit, *(at for end in ends if (at := self.flat.find(end, start)) >= 0)])
        said = _HEADING.sub("", self.text[start:stop].strip("，,、 的"))
        on = None if self.prose else going_on(folded(said))
        if on:
            said = said[: on.start()].rstrip("，,、并且和及而后 ")
        return replace(deadline, result=said, ongoing=on is not None and deadline.due is not None)

    def completed(self, found: list[Deadline]) -> list[Deadline]:
        """For a label's value: what goes on without end, and what only names an event, is reported too."""
        if any(one.due or one.since for one in found):
            return found
        if on := going_on(self.flat):
            return [*found, plain(Kind.ONGOING, self.text, on)]
        whole = _ALL.match(self.flat)
        said = self.text.strip(" 。，/—-")
        return [plain(Kind.EVENT, self.text, whole, "未写日期")] if said and whole and not found else found
