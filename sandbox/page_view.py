"""What the page is told, as plain data: the page itself decides how it looks and never gets markup."""

from datetime import tzinfo
from typing import Any

from sandbox.methods.commands import menu_for
from sandbox.people import People
from sandbox.stage import StageSeat
from sandbox.things import Message, StoredFile

PAGE_LENGTH = 80
"""Messages that one request gives."""


def seat_view(box: People, seat: StageSeat, zone: tzinfo | None) -> dict[str, Any]:
    person = box.people.get(seat.user_id)
    last = next(reversed(box.history.get(seat.chat_id, {}).values()), None)
    return {
        "user_id": seat.user_id,
        "chat_id": seat.chat_id,
        "name": seat.name,
        "unit": seat.unit,
        "role": seat.role,
        "group": seat.group,
        "blocked": bool(person and person.blocked),
        "unread": _unread(box, seat),
        "last": last and {"text": _summary(last), "at": _stamp(last, zone), "own": _own(last, seat.user_id)},
    }


def chat_view(box: People, user_id: int, chat_id: int, before: int, zone: tzinfo | None) -> dict[str, Any]:
    """The newest messages below `before` (0: of all), with menu and reply keyboard."""
    messages = [one for one in box.messages(chat_id) if not before or one.message_id < before]
    shown = messages[-PAGE_LENGTH:]
    chat = box.chats.get(chat_id)
    return {
        "messages": [message_view(one, user_id, box.bot["first_name"], zone) for one in shown],
        "more": len(messages) > len(shown),
        "commands": menu_for(box, chat, user_id) if chat else [],
        "keyboard": _reply_keyboard(messages),
    }


def message_view(message: Message, user_id: int, bot_name: str, zone: tzinfo | None) -> dict[str, Any]:
    return {
        "id": message.message_id,
        "own": _own(message, user_id),
        "bot": message.from_bot,
        "name": message.sender.name if message.sender else bot_name,
        "at": _stamp(message, zone),
        "edited": message.edited is not None,
        "text": message.text,
        "entities": message.entities,
        "keyboard": [[_button(button) for button in row] for row in message.keyboard],
        "file": _file(message.file),
        "album": message.album,
        "service": bool(message.service),
        "reply": _reply(message.reply_to, bot_name),
    }


def _reply(answered: Message | None, bot_name: str) -> dict[str, str] | None:
    if answered is None:
        return None
    return {"name": answered.sender.name if answered.sender else bot_name, "text": _summary(answered)}


def _button(button: dict[str, Any]) -> dict[str, Any]:
    return {"text": button["text"], "data": button.get("callback_data"), "url": button.get("url")}


def _file(file: StoredFile | None) -> dict[str, Any] | None:
    if file is None:
        return None
    size = file.photo_size or (0, 0)
    return {
        "id": file.file_id,
        "name": file.name,
        "size": len(file.content),
        "photo": file.photo_size is not None,
        "width": size[0],
        "height": size[1],
    }


def _own(message: Message, user_id: int) -> bool:
    return message.sender is not None and message.sender.user_id == user_id


def _stamp(message: Message, zone: tzinfo | None) -> str:
    return message.sent.astimezone(zone).isoformat(timespec="minutes")


def _summary(message: Message) -> str:
    if message.service:
        return "群组已升级"
    if message.file is None:
        return message.text[:120]
    kind = "图片" if message.file.photo_size else f"文件 {message.file.name}"
    return f"［{kind}］{message.text}"[:120]


def _unread(box: People, seat: StageSeat) -> int:
    mark = box.read_marks.get((seat.user_id, seat.chat_id), 0)
    count = 0
    for message in reversed(box.history.get(seat.chat_id, {}).values()):
        if message.message_id <= mark:
            break
        count += not _own(message, seat.user_id)
    return count


def _reply_keyboard(messages: list[Message]) -> list[list[str]]:
    """Labels of the keyboard that stands in place of the letters, by the last message that said something of it."""
    for message in reversed(messages):
        markup = message.markup or {}
        if "keyboard" in markup:
            return [[button["text"] for button in row] for row in markup["keyboard"]]
        if "remove_keyboard" in markup:
            return []
    return []
