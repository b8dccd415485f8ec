"""The first words of a term with the Bot API server: who we are, how updates reach us, and what waits there."""

from __future__ import annotations

import asyncio

import structlog
from telegram.error import InvalidToken, TelegramError

from bot.source import AnotherListensError, SourceSilentError, TokenRejectedError
from duban.house import House
from duban.reaching import STRANGER
from duban.settings import Settings
from duban.trouble import Trouble

log = structlog.get_logger(__name__)

_ASK_AGAIN = 5.0


async def greet(house: House) -> str:
    """Ask who we are, until we are told; gives the bot's user name. Trouble when the token is wrong."""
    while True:
        try:
            await house.application.initialize()
        except InvalidToken as error:
            raise Trouble(STRANGER) from error
        except TelegramError as error:
            log.warning("the server cannot be reached", action="server_unreachable", kind=type(error).__name__)
            await asyncio.sleep(_ASK_AGAIN)
        else:
            return str(house.application.bot.username)


async def choose_road(house: House, settings: Settings) -> None:
    """Tell the server how updates reach us: fetched by us, or pushed to the webhook."""
    bot = house.application.bot
    try:
        if settings.webhook_url and settings.webhook_secret:
            await bot.set_webhook(settings.webhook_url, secret_token=settings.webhook_secret.get_secret_value())
        else:
            await bot.delete_webhook(drop_pending_updates=False)
    except TelegramError as error:
        log.warning("the server did not take our wish for updates", action="road_refused", kind=type(error).__name__)


async def hear_what_waits(house: House) -> None:
    """Take in all that people did while nobody listened, before time says anything."""
    poller = house.poller(seconds=0)
    try:
        while await poller.take_in():
            pass
    except TokenRejectedError as error:
        raise Trouble(STRANGER) from error
    except (SourceSilentError, AnotherListensError) as error:
        log.warning("updates could not be heard yet", action="poll_failed", said=str(error))
    await house.worker.work_off()
