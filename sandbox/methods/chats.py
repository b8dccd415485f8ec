"""Who the bot is, and what it may know of chats and members."""

from typing import Any

from sandbox.answers import forbidden, refuse
from sandbox.methods.content import addressed_chat
from sandbox.params import Params, Upload, whole
from sandbox.render import member
from sandbox.things import Chat
from sandbox.world import World

_GIFTS = (
    "unlimited_gifts",
    "limited_gifts",
    "unique_gifts",
    "premium_subscription",
    "gifts_from_channels",
)


def get_me(world: World, _params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(world: World, params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    chat = _known_chat(world, params)
    return {
        **chat.as_json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }


def get_chat_member(world: World, params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    chat = _known_chat(world, params)
    user_id = whole(params, "user_id")
    if user_id == world.bot["id"]:
        return member(world.bot, chat.bot_status)
    person = world.people.get(user_id)
    if person is None:
        refuse("user not found")
    return member(person.as_json(), "member" if user_id in chat.members else "left")


def get_chat_member_count(world: World, params: Params, _: dict[str, Upload]) -> int:
    return len(_known_chat(world, params).members) + 1


def leave_chat(world: World, params: Params, _: dict[str, Upload]) -> bool:
    chat = addressed_chat(world, params)
    if chat.kind == "private":
        refuse("chat member status can't be changed in private chats")
    chat.bot_status = "left"
    world.changed(chat.chat_id)
    return True


def accepted(_world: World, _params: Params, _: dict[str, Upload]) -> bool:
    """Methods that change nothing here: setChatMenuButton, logOut, close."""
    return True


def _known_chat(world: World, params: Params) -> Chat:
    """A chat may be looked at even where the bot may not write, unless it was thrown out."""
    chat = world.chats.get(whole(params, "chat_id"))
    if chat is None or (chat.kind == "private" and not world.people[chat.chat_id].started):
        refuse("chat not found")
    if chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.kind} chat")
    return chat
