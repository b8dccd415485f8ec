"""The Bot API server, asked for the first time: does it know us, and is it there at all?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError

from bot.application import ANSWER_SECONDS
from bot.connections import CertificatesError, Connections
from bot.proxies import ProxyError
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
    except ProxyError as error:
        kind = f"代理是 {error.message} 代理，本系统只支持 HTTP 代理" if error.message else "代理地址写法有误"
        raise Trouble(f"环境变量指定的{kind}：请改用 http:// 开头的代理地址。") from error
    except CertificatesError as error:
        raise Trouble(f"SSL_CERT_FILE 所指的证书文件 {error.message} 读不出来：请核对路径和内容。") from error
    except NetworkError as error:
        raise Trouble(
            f"连不上 Bot API 服务器 {settings.bot_api_url}：请检查网络和 DUBAN_BOT_API_URL 后再试；"
            "已登记的内容和待发的消息都在，不会丢失。"
        ) from error
    except TelegramError as error:
        raise Trouble(f"Bot API 服务器 {settings.bot_api_url} 拒绝了请求：{error.message}。请稍后再试。") from error


async def bot_name(settings: Settings) -> str:
    """The bot's user name, for a deep link."""
    ours = (Connections(settings.bot_api_url, ANSWER_SECONDS) for _ in range(2))
    bot = Bot(settings.token, f"{settings.bot_api_url}/bot", request=next(ours), get_updates_request=next(ours))
    try:
        with understood(settings):
            await bot.initialize()
        return bot.username
    finally:
        await bot.shutdown()
