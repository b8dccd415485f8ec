"""The office's two verdicts (审核): on a progress report, and on a claimed completion."""

from __future__ import annotations

from actions.review_completion import judge_completion
from actions.review_report import judge_report
from actions.verdict import Judged

__all__ = ["Judged", "judge_completion", "judge_report"]
