"""What people write: trimmed, and short enough for a record and a letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from actions.refusal import Refusal

LONGEST = 1000

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST)]


class ReportAnswers(BaseModel):
    """A progress report as it was confirmed (进展报告). "No change" needs its reason, anything else what was done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    percent: Annotated[int, Field(strict=True, ge=0, le=100)]
    done: Text = ""
    problems: Text = ""
    next_step: Text = ""
    no_change_reason: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> ReportAnswers:
        if not self.done and not self.no_change_reason:
            raise ValueError("neither what was done nor why nothing changed")
        return self


def trimmed(text: str) -> str:
    """The text without blanks around it; Refusal when it is too long to keep."""
    text = text.strip()
    if len(text) > LONGEST:
        raise Refusal("text-too-long", limit=LONGEST, length=len(text))
    return text


def words_needed(text: str) -> str:
    """The text; Refusal when it says nothing."""
    words = trimmed(text)
    if not words:
        raise Refusal("text-needed")
    return words


def reason_given(reason: str | None) -> str:
    """The reason; Refusal when there is none."""
    text = trimmed(reason or "")
    if not text:
        raise Refusal("reason-needed")
    return text


def unchanged(last: Mapping[str, Any], reason: str) -> ReportAnswers:
    """The answer "no change": the last percent, problems and next step stand, and the reason says why."""
    return ReportAnswers(
        percent=last["percent"],
        problems=last["problems"],
        next_step=last["next_step"],
        no_change_reason=reason,
    )
