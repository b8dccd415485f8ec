"""What every send and edit has in common: the chat, the text, the limits."""

from sandbox.answers import bad_request, refuse
from sandbox.entities import Entity, detect, trimmed, utf16
from sandbox.html_text import parse_html
from sandbox.params import Params, flag, mapping, objects, text, whole
from sandbox.things import Chat, Message
from sandbox.world import World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def addressed_chat(world: World, params: Params) -> Chat:
    """The chat that chat_id names, if the bot may write to it."""
    if not text(params, "chat_id"):
        refuse("chat_id is empty")
    return world.chat_for_bot(whole(params, "chat_id"))


def formatted(params: Params, name: str, spans: str) -> tuple[str, list[Entity]]:
    """Text with its entities, after the parse mode.

    Raises:
        ApiError: The markup is wrong, or the parse mode is not HTML (the sandbox knows no other).
    """
    source = text(params, name)
    mode = text(params, "parse_mode").lower()
    if mode == "html":
        body, entities = parse_html(source)
    elif mode:
        raise bad_request("unsupported parse_mode")
    else:
        body, entities = trimmed(source, _given_entities(params, spans))
    return body, detect(body, entities)


def _given_entities(params: Params, name: str) -> list[Entity]:
    entities = objects(params, name) or []
    if not all(isinstance(one.get(key), int) for one in entities for key in ("offset", "length")):
        refuse("can't parse MessageEntity: offset and length must be of type Integer")
    return entities


def message_text(params: Params) -> tuple[str, list[Entity]]:
    body, entities = formatted(params, "text", "entities")
    if not body:
        refuse("message text is empty")
    if utf16(body) > TEXT_LIMIT:
        refuse("message is too long")
    return body, entities


def caption(params: Params) -> tuple[str, list[Entity]]:
    body, entities = formatted(params, "caption", "caption_entities")
    if utf16(body) > CAPTION_LIMIT:
        refuse("message caption is too long")
    return body, entities


def answered_message(world: World, params: Params, chat: Chat) -> Message | None:
    """The message that this one replies to."""
    reply = mapping(params, "reply_parameters") or {}
    number = whole(reply, "message_id") or whole(params, "reply_to_message_id")
    if not number:
        return None
    found = world.history.get(chat.chat_id, {}).get(number)
    if found is None and not any(flag(given, "allow_sending_without_reply") for given in (reply, params)):
        refuse("message to be replied not found")
    return found


def admit(world: World, chat: Chat) -> None:
    """Count one message against the limits, where there are any."""
    if world.limits is not None:
        world.limits.admit(chat)
