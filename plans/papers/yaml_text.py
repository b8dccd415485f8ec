"""Values as YAML that reads back as what they were."""

from __future__ import annotations

import json
import re

from plans.scalars import meaning

_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_PLAIN = re.compile(r"[^\s!&*?|>%@`'\"#,\[\]{}:-][^\n#,\[\]{}\"']*")


def scalar(text: str, longest: int | None = None) -> str:
    """``text`` as a plain word where that is safe, else in double quotes; cut at ``longest`` characters."""
    text = _UNPRINTABLE.sub(" ", text).strip()
    if longest is not None and len(text) > longest:
        text = text[: longest - 1] + "…"
    safe = _PLAIN.fullmatch(text) and ": " not in text and not text.endswith((":", " ")) and meaning(text) == text
    return (
        text
        if safe and not re.fullmatch(r"(?i:yes|no|on|off|y|n|true|false|null|~|=|<<|0[xo].*|[\d_.,:+eE-]+)", text)
        else quoted(text)
    )


def quoted(text: str) -> str:
    """In double quotes, on one line."""
    return json.dumps(text, ensure_ascii=False)


def flow(names: list[str]) -> str:
    """A list on one line."""
    return "[" + ", ".join(scalar(name, 100) for name in names) + "]"


def remark(text: str) -> str:
    """``text`` as it may stand behind a comment sign: on one line, short."""
    plain = re.sub(r"\s+", " ", _UNPRINTABLE.sub(" ", text)).strip()
    return plain if len(plain) <= 200 else plain[:199] + "…"
