"""Opens the unit of work of an update: who it is, when it was, which message it answers."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from actions.access import NOBODY, actor_of
from bot.desk import Desk
from bot.transaction import Work
from outbox.message import Message, Method
from register.chats import mark_reachable


async def open_work(session: AsyncSession, desk: Desk, update: Update, at: datetime) -> Work:
    chat = update.effective_chat
    chat_id = chat.id if chat is not None else 0
    telegram_id, name = _who(update)
    if speaks(update):
        await mark_reachable(session, chat_id)
    actor = await actor_of(session, telegram_id, name, chat_id)
    work = Work(session, desk, actor, update.update_id, at)
    query = update.callback_query
    if query is not None:
        work.query_id = query.id
    if query is not None and query.message is not None:
        work.pressed = await pressed_message(session, chat_id, query.message.message_id)
    return work


def speaks(update: Update) -> bool:
    """Whether this shows that the chat has not shut us out; that we were sent away is said by a message as well."""
    said = update.message or update.edited_message
    return update.callback_query is not None or (said is not None and said.left_chat_member is None)


def _who(update: Update) -> tuple[int, str]:
    """The person's number and name; NOBODY where a group, a channel or another bot speaks.

    All anonymous administrators of all groups share one number: it says nothing of who they are.
    """
    user = update.effective_user
    if user is None or user.is_bot:
        return NOBODY, ""
    return user.id, user.full_name


async def pressed_message(session: AsyncSession, chat_id: int, number: int) -> Message | None:
    """The outbox message that Telegram shows under this number; None when its sending is still in doubt."""
    found = await session.exec(
        select(Message)
        .where(Message.address == str(chat_id), Message.provider_id == str(number), col(Message.method) != Method.EDIT)
        .order_by(col(Message.id).desc())
        .limit(1)
    )
    return found.one_or_none()


async def shown_now(session: AsyncSession, message: Message) -> Message:
    """The latest edit of a message, or itself: its words and buttons are what the person sees."""
    found = await session.exec(
        select(Message).where(Message.edits == message.id).order_by(col(Message.id).desc()).limit(1)
    )
    return found.one_or_none() or message
