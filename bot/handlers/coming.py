"""The chat itself changes: a person lets the bot speak again, a group becomes a supergroup."""

from __future__ import annotations

from telegram import ChatMember, Update

from bot.handlers.start import show_summary
from bot.transaction import Work
from register.chats import mark_reachable, move_chat

_PRESENT = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR)


async def membership_changed(work: Work, event: Update) -> None:
    """Who was unreachable and lets the bot in again is told what is open; who shuts it out is found by sending."""
    changed = event.my_chat_member
    if changed is None or changed.new_chat_member.status not in _PRESENT:
        return
    if await mark_reachable(work.session, work.actor.chat_id) and work.actor.places:
        await show_summary(work)


async def group_moved(work: Work, event: Update) -> None:
    message = event.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        await move_chat(work.session, message.chat.id, message.migrate_to_chat_id)
