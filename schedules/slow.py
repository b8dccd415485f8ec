"""Slow and unchanged work. Pure. Source: the default rules, "Slow"; plan, part four (三): 工作推进慢、效果不明显."""

from __future__ import annotations

from plans.policy import SlowRules


def is_slow(percent: int, before: int | None, share: float, rules: SlowRules) -> bool:
    """``percent`` is the last one reported in time, ``before`` that of the round before (None: there was none)."""
    reported = percent / 100
    return reported < rules.share * share or (reported < share and percent == before)
