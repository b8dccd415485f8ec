"""The command menu of a chat, in the words of its roles."""

from __future__ import annotations

from collections.abc import Collection

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.handlers.known import commands_of, said_of
from bot.words import Words
from plans.roles import Role

log = structlog.get_logger(__name__)


async def set_menu(bot: Bot, words: Words, chat_id: int, roles: Collection[Role]) -> None:
    """A convenience: some servers do not know the method, and nothing depends on it."""
    menu = [BotCommand(command, said_of(words, command, roles)) for command in commands_of(roles)]
    try:
        await bot.set_my_commands(menu, scope=BotCommandScopeChat(chat_id))
    except TelegramError as error:
        log.warning("the command menu was not set", action="menu_failed", kind=type(error).__name__)
