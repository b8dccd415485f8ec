"""An opinion on a paper (提出意见)."""

from __future__ import annotations

from actions.acts import Act
from bot.forms.words_form import WordsForm

FORM = WordsForm(
    Act.REPLY_OPINION, Act.REPLY_CANCEL, Act.REPLY_EDIT, Act.REPLY_CONFIRM, "reply-confirm", "opinion-form"
)
