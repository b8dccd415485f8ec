"""Wordings of time that name no day: what recurs, what counts from an event, what goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from plans.deadline import Deadline, Kind
from plans.limits import DOING

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
    r"|常态化?(?:推进|开展|落实|坚持)?|常年|常抓不懈|经常性|立[行查整]立改|即[知行]即改|立即(?:整改|执行|实施|落实)"
    r"|贯穿全[程年]|滚动推进"
)
_BEFORE_EVENT = re.compile(
    r"(?:(?<=[,。;:])|^)(?:并|须|应|要|力争|确保|务必|[在于])*(?![较比与]|恢复|\d{1,3}\D)"
    r"(?P<when>(?:\d{4}年)?[^,。;:、()\d]{2,12}?(?:之前|(?<!在)以前|(?<![目日当提此先眼面向往超空事支以])前))"
)
_SINCE = re.compile(r"((?:19|20)\d\d)年(?:起|开始)")


def open_ended(flat: str, text: str) -> Iterator[Deadline]:
    """What recurs, and what is a length of time, in folded ``flat``; quoted from ``text``."""
    for found in _RECURRING.finditer(flat):
        yield plain(Kind.RECURRING, text, found)
    for found in _RELATIVE.finditer(flat):
        yield _relative(flat, text, found)


def before_events(flat: str, text: str) -> Iterator[Deadline]:
    """「汛期前完成」: limits of running text that no calendar knows."""
    for found in _BEFORE_EVENT.finditer(flat):
        start, end = found.span("when")
        if DOING.match(flat, end):
            yield Deadline(Kind.EVENT, text[start:end], start, end, doubt="未写日期")


def is_limit_by_event(deadline: Deadline) -> bool:
    """What is to be done before an event is limited by it; what is to be done within days of one may be a procedure."""
    return deadline.kind is Kind.EVENT and deadline.wording.endswith("前")


def going_on(flat: str) -> re.Match[str] | None:
    """The words that say that work goes on without end."""
    return _ONGOING.search(flat)


def plain(kind: Kind, text: str, found: re.Match[str], doubt: str = "") -> Deadline:
    """The words of ``found``, without a day."""
    return Deadline(kind, text[found.start() : found.end()], found.start(), found.end(), doubt=doubt)


def _relative(flat: str, text: str, found: re.Match[str]) -> Deadline:
    if found["event"] and not re.search(r"\d年", found["event"]):
        return plain(Kind.EVENT, text, found, "以某事为起点，无法换算成日期")
    if found["unit"] != "年":
        return plain(Kind.DURATION, text, found, "只写期限长短，未写起算日")
    since = _SINCE.search(flat, 0, found.end())
    if since is None or not found["count"].isdecimal():
        return plain(Kind.PERIOD, text, found, "未写从哪一年起算")
    first = int(since[1])
    last = date(first + int(found["count"]) - 1, 12, 31)
    return replace(plain(Kind.PERIOD, text, found), due=last, since=date(first, 1, 1))
