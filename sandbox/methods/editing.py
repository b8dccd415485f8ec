"""Changing and removing what was sent."""

from datetime import timedelta
from typing import Any

from sandbox.answers import refuse
from sandbox.entities import Entity
from sandbox.markup import inline_only
from sandbox.methods.content import addressed_chat, admit, caption, message_text
from sandbox.params import Params, Upload, array, whole
from sandbox.things import Message
from sandbox.world import World

_UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    message = _own(world, params)
    if message.file is not None:
        refuse("there is no text in the message to edit")
    return _apply(world, params, message, message_text(params), "editMessageText")


def edit_message_caption(world: World, params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    message = _own(world, params)
    if message.file is None:
        refuse("there is no caption in the message to edit")
    return _apply(world, params, message, caption(params), "editMessageCaption")


def edit_message_reply_markup(world: World, params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    message = _own(world, params)
    return _apply(world, params, message, (message.text, message.entities), "editMessageReplyMarkup")


def delete_message(world: World, params: Params, _: dict[str, Upload]) -> bool:
    chat = addressed_chat(world, params)
    _delete(world, chat.chat_id, whole(params, "message_id"))
    return True


def delete_messages(world: World, params: Params, _: dict[str, Upload]) -> bool:
    """Removes those that exist, as Telegram does."""
    chat = addressed_chat(world, params)
    for number in array(params, "message_ids") or []:
        if number in world.history.get(chat.chat_id, {}):
            _delete(world, chat.chat_id, number)
    return True


def _delete(world: World, chat_id: int, number: int) -> None:
    message = world.history.get(chat_id, {}).get(number)
    if message is None:
        refuse("message to delete not found")
    if world.clock() - message.sent > timedelta(hours=48):
        refuse("message can't be deleted for everyone")
    del world.history[chat_id][number]
    if message.from_bot:
        world.record("deleteMessage", message)
    world.changed(chat_id)


def _own(world: World, params: Params) -> Message:
    chat = addressed_chat(world, params)
    message = world.history.get(chat.chat_id, {}).get(whole(params, "message_id"))
    if message is None:
        refuse("message to edit not found")
    if not message.from_bot:
        refuse("message can't be edited")
    return message


def _apply(
    world: World, params: Params, message: Message, content: tuple[str, list[Entity]], method: str
) -> dict[str, Any]:
    markup = inline_only(params)
    body, entities = content
    keyboard = markup["inline_keyboard"] if markup else []
    if (body, entities, keyboard) == (message.text, message.entities, message.keyboard):
        refuse(_UNCHANGED)
    admit(world, message.chat)
    message.text, message.entities, message.markup = body, entities, markup
    message.edited = world.clock()
    world.record(method, message)
    world.changed(message.chat.chat_id)
    return world.shown(message)
