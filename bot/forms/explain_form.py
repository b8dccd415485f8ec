"""The explanation (情况说明), and what its form says at its head."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from bot.facts import facts_of
from bot.forms.words_form import WordsForm
from register.explanations import Asked, Given

FORM = WordsForm(
    Act.EXPLAIN, Act.EXPLAIN_CANCEL, Act.EXPLAIN_EDIT, Act.EXPLAIN_CONFIRM, "confirm-explanation", "explain-form"
)


def facts_about(asked: Asked, before: Given | None) -> dict[str, Any]:
    """What the form says at its head, frozen as it opens; ``before`` is the version that was filed last."""
    tasks = list(dict.fromkeys(ground.task for ground in asked.grounds))
    return {
        "act": Act.EXPLAIN.value,
        "number": tasks[0],
        "unit": asked.unit,
        "tasks": tasks,
        "before": facts_of(before),
    }
