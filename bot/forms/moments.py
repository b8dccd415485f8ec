"""Reading a day with an hour, as people type it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from actions.refusal import Refusal
from bot.forms.answers import day_of

_MOMENT = re.compile(
    r"(?P<day>.*?[日号\d])\s*(?:\(?(?:星期|周)[一二三四五六日天]\)?)?\s*(?P<half>上午|下午)?\s*"
    r"(?P<hour>\d{1,2})(?::(?P<minute>\d{2})|[点时](?:(?P<spoken>\d{1,2})分?|(?P<thirty>半))?)"
)


def moment_of(text: str, today: date) -> tuple[date, time]:
    """7月20日 15:00, 7月20日下午3点半 or 2021-07-20 9:30; Refusal when it is no day with an hour."""
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise Refusal("talk-needed")
    hour = int(found["hour"])
    if found["half"] == "下午" and hour < 12:
        hour += 12
    minute = 30 if found["thirty"] else int(found["minute"] or found["spoken"] or 0)
    try:
        clock = time(hour, minute)
    except ValueError:
        raise Refusal("talk-needed") from None
    return day_of(found["day"].strip(), today), clock
