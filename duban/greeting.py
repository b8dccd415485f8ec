"""The first word with the Bot API server: does it know us, and is it there at all?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.source import AnotherListensError, SourceSilentError, TokenRejectedError
from duban.house import House
from duban.settings import Settings
from duban.trouble import Trouble

log = structlog.get_logger(__name__)

STRANGER = "机器人令牌不对，服务器不认：请核对 DUBAN_TELEGRAM_TOKEN（可向 BotFather 重新索取）。"


async def greet(house: House, settings: Settings) -> str:
    """Ask who we are; gives the bot's user name. Trouble when the token is wrong or nobody answers."""
    with _understood(settings):
        await house.application.initialize()
    return str(house.application.bot.username)


@contextmanager
def _understood(settings: Settings) -> Iterator[None]:
    """Put into words why the first call failed."""
    try:
        yield
    except InvalidToken as error:
        raise Trouble(STRANGER) from error
    except NetworkError as error:
        raise Trouble(
            f"连不上 Bot API 服务器 {settings.bot_api_url}：请检查网络和 DUBAN_BOT_API_URL 后再试；"
            "已登记的内容和待发的消息都在，不会丢失。"
        ) from error
    except TelegramError as error:
        raise Trouble(f"Bot API 服务器 {settings.bot_api_url} 拒绝了请求：{error.message}。请稍后再试。") from error


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


async def bot_name(settings: Settings) -> str:
    """The bot's user name, for a deep link."""
    bot = Bot(settings.token, base_url=f"{settings.bot_api_url}/bot")
    with _understood(settings):
        await bot.initialize()
    try:
        return bot.username
    finally:
        await bot.shutdown()
