"""Slow and unchanged work. Pure. Source: the default rules, "Slow"; plan, part four (三): 工作推进慢、效果不明显."""

from __future__ import annotations

from datetime import date

from plans.policy import SlowRules


def elapsed_share(starts: date, due: date, on: date) -> float:
    """The share of a milestone's time that has passed at the end of ``on``: whole days, linear, 0 to 1."""
    whole = (due - starts).days
    return min(1.0, max(0.0, (on - starts).days / whole)) if whole > 0 else 1.0


def is_slow(percent: int, before: int | None, share: float, rules: SlowRules) -> bool:
    """``percent`` is the last one reported in time, ``before`` that of the round before (None: there was none)."""
    reported = percent / 100
    return reported < rules.share * share or (reported < share and percent == before)
