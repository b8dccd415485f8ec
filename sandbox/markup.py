"""Keyboards as Telegram accepts them."""

from typing import Any

from sandbox.answers import refuse
from sandbox.params import Params, mapping

Keyboard = list[list[dict[str, Any]]]

_OTHER_KINDS = ("url", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat", "copy_text")


def reply_markup(params: Params) -> dict[str, Any] | None:
    """The checked reply_markup, None when there is none.

    Raises:
        ApiError: Telegram would refuse this keyboard.
    """
    markup = mapping(params, "reply_markup")
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        rows = _rows(markup["inline_keyboard"], "inline keyboard")
        return {"inline_keyboard": [[_inline(button) for button in row] for row in rows if row]}
    if "keyboard" in markup:
        rows = _rows(markup["keyboard"], "keyboard")
        return {**markup, "keyboard": [[_reply(button) for button in row] for row in rows if row]}
    return markup


def inline_only(params: Params) -> dict[str, Any] | None:
    """The keyboard of an edit: inline or none."""
    markup = reply_markup(params)
    if markup and "inline_keyboard" not in markup:
        refuse("inline keyboard expected")
    return markup if markup and markup["inline_keyboard"] else None


def _rows(rows: Any, kind: str) -> Keyboard:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        refuse(f'field "{kind.replace(" ", "_")}" of the ReplyMarkup must be an Array of Arrays')
    if sum(len(row) for row in rows) > 300:
        refuse("REPLY_MARKUP_TOO_LONG")
    return rows


def _inline(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        refuse("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    label = button.get("text")
    if not isinstance(label, str):
        refuse("can't parse inline keyboard button: can't find field \"text\"")
    if not label.strip():
        refuse("inline keyboard button text must be non-empty")
    data = button.get("callback_data")
    if data:
        if not isinstance(data, str) or len(data.encode()) > 64:
            refuse("BUTTON_DATA_INVALID")
    elif not any(button.get(kind) is not None for kind in _OTHER_KINDS):
        refuse("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        refuse(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return button


def _reply(button: Any) -> dict[str, Any]:
    shaped = {"text": button} if isinstance(button, str) else button
    if not isinstance(shaped, dict) or not isinstance(shaped.get("text"), str):
        refuse("can't parse keyboard button: KeyboardButton must be a String or an Object")
    if not shaped["text"].strip():
        refuse("keyboard button text must be non-empty")
    return shaped
