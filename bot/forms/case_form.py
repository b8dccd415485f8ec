"""What the bureau's two forms on a case share: offered answers, and the buttons below the card."""

from __future__ import annotations

from typing import Any

from actions.acts import Act
from bot.forms.form import SUMMARY
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Draft
from register.views.cases import CaseLine


def offer(draft: Draft, act: Act, label: str, argument: str, **facts: str | int) -> Offer:
    """Bound to this draft, so that it does nothing to a later one."""
    return Offer(act, label, draft.target, draft.id, argument, tuple(facts.items()))


def keep(draft: Draft, value: str, label: str, **facts: str | int) -> Offer:
    """An answer to the question at hand."""
    return offer(draft, Act.CASE_KEEP, label, f"{draft.question}={value}", **facts)


def keep_words(work: Work, draft: Draft, names: tuple[str, ...], **facts: str) -> Rows:
    """A row for each of these words (of ``buttons``): what the button says is the answer."""
    said = [work.desk.templates.words.say("buttons", name, facts) for name in names]
    return [[keep(draft, words, "case-words", words=words)] for words in said]


def ending(draft: Draft, confirm: str) -> Rows:
    """The last rows of every card: at the summary the confirmation, and always the way out."""
    cancel = [offer(draft, Act.CASE_FORM_CANCEL, "form-cancel", draft.question)]
    if draft.question != SUMMARY:
        return [cancel]
    edit = offer(draft, Act.CASE_EDIT, "form-edit", SUMMARY)
    return [[offer(draft, Act.CASE_CONFIRM, confirm, SUMMARY), edit], cancel]


def about_case(act: Act, case: CaseLine) -> dict[str, Any]:
    """What a form says at its head, frozen as it opens."""
    return {
        "act": act.value,
        "unit": case.unit,
        "version": case.version,
        "leading_body": case.leading_body,
        "numbers": sorted({ground.task for ground in case.grounds}),
    }
