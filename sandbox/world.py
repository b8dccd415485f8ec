"""The state of the sandbox: who exists, what was said, what is on its way."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sandbox.answers import bad_request, forbidden, migrated
from sandbox.faults import Faults
from sandbox.files import FileStore
from sandbox.limits import Limits
from sandbox.press import Press
from sandbox.render import message_json
from sandbox.things import Chat, Message, Person, Sent
from sandbox.updates import Updates
from sandbox.webhook import Webhook

Watcher = Callable[[int], None]
"""Is told the chat in which something changed."""


class World:
    """Everything that the people's side and the bot's side share."""

    def __init__(
        self,
        token: str,
        clock: Callable[[], datetime],
        *,
        username: str = "duban_bot",
        bot_name: str = "督办助手",
        limits: Limits | None = None,
        reads_all_group_messages: bool = False,
        keep_updates: timedelta = timedelta(hours=24),
        file_memory: int = 256_000_000,
    ) -> None:
        self.token = token
        self.clock = clock
        self.bot: dict[str, Any] = {
            "id": int(token.split(":", 1)[0]),
            "is_bot": True,
            "first_name": bot_name,
            "username": username,
        }
        self.reads_all_group_messages = reads_all_group_messages
        self.limits = limits
        self.faults = Faults()
        self.updates = Updates(clock, keep_updates)
        self.webhook = Webhook(self.updates)
        self.files = FileStore(file_memory)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.history: dict[int, dict[int, Message]] = {}
        self.presses: dict[str, Press] = {}
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.log: list[Sent] = []
        self.read_marks: dict[tuple[int, int], int] = {}
        self.watchers: set[Watcher] = set()
        self.message_numbers = count(1)
        self.query_numbers = count(4_000_000_001)

    def messages(self, chat_id: int) -> list[Message]:
        """What one sees in this chat now, oldest first."""
        return list(self.history.get(chat_id, {}).values())

    def post(self, message: Message) -> Message:
        self.history.setdefault(message.chat.chat_id, {})[message.message_id] = message
        self.changed(message.chat.chat_id)
        return message

    def changed(self, chat_id: int) -> None:
        for watcher in tuple(self.watchers):
            watcher(chat_id)

    def record(self, method: str, message: Message) -> None:
        """Write down what the bot achieves; before anybody sees it, so that who watches the chats finds it there."""
        self.log.append(
            Sent(
                at=self.clock(),
                chat_id=message.chat.chat_id,
                method=method,
                text=message.text,
                message_id=message.message_id,
                buttons=tuple(message.buttons),
                file_name=message.file.name if message.file else None,
            )
        )

    def dump(self, path: Path) -> None:
        """Write the log as JSONL."""
        with path.open("w", encoding="utf-8") as out:
            for sent in self.log:
                line = {name: getattr(sent, name) for name in Sent.__slots__}
                out.write(json.dumps({**line, "at": sent.at.isoformat()}, ensure_ascii=False) + "\n")

    def shown(self, message: Message) -> dict[str, Any]:
        return message_json(message, self.bot)

    def chat_for_bot(self, chat_id: int) -> Chat:
        """The chat, if the bot may write to it.

        Raises:
            ApiError: 400 or 403, as Telegram says it.
        """
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.kind == "private":
            self._may_write_to(self.people[chat_id])
        elif chat.migrated_to is not None:
            raise migrated(chat.migrated_to)
        elif chat.bot_status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        elif chat.bot_status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        return chat

    def _may_write_to(self, person: Person) -> None:
        if person.deactivated:
            raise forbidden("user is deactivated")
        if person.blocked:
            raise forbidden("bot was blocked by the user")
        if not person.started:
            raise forbidden("bot can't initiate conversation with a user")
