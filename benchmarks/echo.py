"""The peer of the bot: a bare bot of the library that answers every press and every text, and keeps nothing."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler, filters

from benchmarks.remote import TOKEN

Context = CallbackContext[Any, Any, Any, Any]


async def _pressed(update: Update, _context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("已签收")


async def _said(update: Update, _context: Context) -> None:
    assert update.effective_message is not None
    await update.effective_message.reply_text(update.effective_message.text or "")


@asynccontextmanager
async def echo_bot(root: str) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """Polls and answers inside the block."""
    application = Application.builder().token(TOKEN).base_url(f"{root}/bot").build()
    application.add_handler(CallbackQueryHandler(_pressed))
    application.add_handler(MessageHandler(filters.ALL, _said))
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=25)
        yield application
        await application.updater.stop()
        await application.stop()


async def main(root: str) -> None:
    async with echo_bot(root):
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
