"""Command menus, per scope and language."""

import re
from typing import Any

from sandbox.answers import refuse
from sandbox.params import Params, Upload, mapping, objects, text, whole
from sandbox.things import Chat
from sandbox.world import World

_NAME = re.compile(r"[a-z0-9_]{1,32}")


def set_my_commands(world: World, params: Params, _: dict[str, Upload]) -> bool:
    given = objects(params, "commands")
    if given is None:
        refuse("can't parse commands: expected an Array of BotCommand")
    if len(given) > 100:
        refuse("BOT_COMMANDS_TOO_MUCH")
    world.commands[_key(world, params)] = [_command(one) for one in given]
    return True


def get_my_commands(world: World, params: Params, _: dict[str, Upload]) -> list[dict[str, str]]:
    return world.commands.get(_key(world, params), [])


def delete_my_commands(world: World, params: Params, _: dict[str, Upload]) -> bool:
    world.commands.pop(_key(world, params), None)
    return True


def menu_for(world: World, chat: Chat, user_id: int) -> list[dict[str, str]]:
    """The menu that this person sees in this chat: the narrowest scope that was set, Chinese before no language."""
    if chat.kind == "private":
        scopes = [f"chat:{chat.chat_id}", "all_private_chats", "default"]
    else:
        scopes = [f"chat_member:{chat.chat_id}:{user_id}", f"chat:{chat.chat_id}", "all_group_chats", "default"]
    for scope in scopes:
        for language in ("zh", ""):
            if menu := world.commands.get(f"{scope}/{language}"):
                return menu
    return []


def _command(given: dict[str, Any]) -> dict[str, str]:
    name = str(given.get("command", "")).removeprefix("/")
    if not _NAME.fullmatch(name):
        refuse("BOT_COMMAND_INVALID")
    description = str(given.get("description", ""))
    if not 1 <= len(description) <= 256:
        refuse("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def _key(world: World, params: Params) -> str:
    scope = mapping(params, "scope") or {"type": "default"}
    kind = str(scope.get("type", "default"))
    parts = [kind]
    if kind in ("chat", "chat_administrators", "chat_member"):
        parts.append(str(world.chat_for_bot(whole(scope, "chat_id")).chat_id))
    if kind == "chat_member":
        parts.append(str(whole(scope, "user_id")))
    return f"{':'.join(parts)}/{text(params, 'language_code')}"
