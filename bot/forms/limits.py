"""Reading a time limit as official papers write it: 2021年6月20日（星期日）16:30前."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from actions.refusal import Refusal
from bot.filters import weekday
from bot.forms.moments import moment_of
from register.rules import Rules

_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")


def limit_of(rules: Rules, text: str, today: date) -> datetime:
    """The instant; Refusal when it is none, or when the weekday written beside the day is not the day's."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("前").removesuffix("之").rstrip("。 ")
    try:
        day, clock = moment_of(plain, today)
    except Refusal:
        raise Refusal("limit-needed") from None
    stated = _WEEKDAY.search(plain)
    if stated is not None and "星期" + stated[1].replace("天", "日") != weekday(day):
        raise Refusal("limit-weekday", day=day, weekday=weekday(day), stated="星期" + stated[1])
    return rules.at(day, clock)
