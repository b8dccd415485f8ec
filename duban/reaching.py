"""The Bot API server, asked for the first time: does it know us, and is it there at all?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from duban.settings import Settings
from duban.trouble import Trouble

STRANGER = "机器人令牌不对，服务器不认：请核对 DUBAN_TELEGRAM_TOKEN（可向 BotFather 重新索取）。"


@contextmanager
def understood(settings: Settings) -> Iterator[None]:
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


async def bot_name(settings: Settings) -> str:
    """The bot's user name, for a deep link."""
    bot = Bot(settings.token, base_url=f"{settings.bot_api_url}/bot")
    with understood(settings):
        await bot.initialize()
    try:
        return bot.username
    finally:
        await bot.shutdown()
