"""Buttons as Telegram shows them: the label comes from the words, the data is only the token."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.words import Words

Keyboard = list[list[dict[str, Any]]]
"""As an outbox message keeps it: rows of {token, label, facts}."""


def markup(keyboard: Keyboard, words: Words) -> InlineKeyboardMarkup | None:
    """The keyboard in Telegram's shape; None when there are no buttons. KeyError for a label without a word."""
    rows = [[_button(button, words) for button in row] for row in keyboard if row]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: dict[str, Any], words: Words) -> InlineKeyboardButton:
    label = words.say("buttons", str(button["label"]), button.get("facts") or {})
    return InlineKeyboardButton(label, callback_data=str(button["token"]))


def without(keyboard: Keyboard, tokens: Sequence[str]) -> Keyboard:
    """The keyboard without some buttons; rows left empty vanish."""
    rows = [[button for button in row if button["token"] not in tokens] for row in keyboard]
    return [row for row in rows if row]
