"""Messages and members in the shape of the Bot API."""

from typing import Any

from sandbox.things import Chat, Message


def message_json(message: Message, bot: dict[str, Any], nested: bool = True) -> dict[str, Any]:
    sender = message.sender.as_json() if message.sender else bot
    shown: dict[str, Any] = {
        "message_id": message.message_id,
        "from": sender,
        "chat": message.chat.as_json(),
        "date": int(message.sent.timestamp()),
        **message.service,
    }
    if message.edited is not None:
        shown["edit_date"] = int(message.edited.timestamp())
    if message.album is not None:
        shown["media_group_id"] = message.album
    _content(shown, message)
    if message.keyboard:
        shown["reply_markup"] = message.markup
    if nested and message.reply_to is not None:
        shown["reply_to_message"] = message_json(message.reply_to, bot, nested=False)
    return shown


def _content(shown: dict[str, Any], message: Message) -> None:
    named, spans = ("text", "entities") if message.file is None else ("caption", "caption_entities")
    if message.text:
        shown[named] = message.text
        if message.entities:
            shown[spans] = message.entities
    if message.file is not None:
        described = message.file.as_json()
        shown.update({"photo": [described]} if message.file.photo_size else {"document": described})


def membership(chat: Chat, user: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """The two sides of a my_chat_member update."""
    return {"old_chat_member": member(user, old), "new_chat_member": member(user, new), "chat": chat.as_json()}


def member(user: dict[str, Any], status: str) -> dict[str, Any]:
    extra = {"until_date": 0} if status == "kicked" else {}
    return {"user": user, "status": status, **extra}
