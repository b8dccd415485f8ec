"""The people's side: what a person does on the phone."""

from collections.abc import Iterable
from mimetypes import guess_type
from typing import Any

from sandbox.entities import detect
from sandbox.press import Press
from sandbox.render import membership
from sandbox.things import Chat, Message, Person
from sandbox.world import World


class ImpossibleError(Exception):
    """A person tried what no messenger lets one do; says so in Chinese, for the page shows it."""


class People(World):
    """Adds what people do to the shared state."""

    def user(self, user_id: int, name: str, *, started: bool = False) -> Person:
        """Add a person, or rename one; `started` spares the first /start."""
        person = self.people.setdefault(user_id, Person(user_id, name))
        person.name = name
        person.started = person.started or started
        chat = self.chats.setdefault(user_id, Chat(user_id, "private", name, {user_id}))
        chat.title = name
        return person

    def group(self, chat_id: int, title: str, members: Iterable[int], *, supergroup: bool = False) -> Chat:
        """Open a group with these people and the bot in it; the bot is told."""
        chat = Chat(chat_id, "supergroup" if supergroup else "group", title, set(members))
        self.chats[chat_id] = chat
        adder = self.people[min(chat.members)] if chat.members else None
        self._bot_moved(chat, adder, "left", "member")
        return chat

    def say(self, user_id: int, text: str, chat_id: int | None = None, *, reply_to: int | None = None) -> Message:
        """Send a text; the first one in a private chat opens it for the bot."""
        message = self._message(user_id, chat_id, reply_to)
        message.text = text.strip()
        message.entities = detect(message.text, [])
        if not message.text:
            raise ImpossibleError("不能发送空消息")
        return self._arrive(message)

    def edit(self, user_id: int, message_id: int, text: str, chat_id: int | None = None) -> Message:
        """Change one's own message."""
        message = self.history.get(chat_id or user_id, {}).get(message_id)
        if message is None or message.sender is None or message.sender.user_id != user_id:
            raise ImpossibleError("只能修改自己的消息")
        message.text, message.entities, message.edited = text, detect(text, []), self.clock()
        self.updates.put("edited_message", self.shown(message))
        self.changed(message.chat.chat_id)
        return message

    def send_file(
        self,
        user_id: int,
        filename: str,
        content: bytes,
        caption: str | None = None,
        *,
        photo: bool = False,
        chat_id: int | None = None,
    ) -> Message:
        """Send a document, or a picture as a photo.

        Raises:
            ApiError: Telegram would not take this file.
        """
        message = self._message(user_id, chat_id, None)
        mime = guess_type(filename)[0] or "application/octet-stream"
        message.file = self.files.keep((filename, content, mime), as_photo=photo)
        message.text = (caption or "").strip()
        message.entities = detect(message.text, [])
        return self._arrive(message)

    def press(self, user_id: int, chat_id: int, message_id: int, button: int | str, *, stale: bool = False) -> Press:
        """Press an inline button: by its number, its callback_data or its label.

        `stale` presses callback data that the message no longer shows, as a slow phone does.
        """
        message = self.history.get(chat_id, {}).get(message_id)
        if message is None or not message.from_bot:
            raise ImpossibleError(f"会话 {chat_id} 里没有机器人的第 {message_id} 条消息")
        self._present(user_id, message.chat)
        data = str(button) if stale else _callback_data(message, button)
        press = Press(str(next(self.query_numbers)), self.people[user_id], message, data)
        self.presses[press.query_id] = press
        query = {
            "id": press.query_id,
            "from": press.person.as_json(),
            "message": self.shown(message),
            "chat_instance": str(abs(chat_id) * 31),
            "data": data,
        }
        self.updates.put("callback_query", query)
        return press

    def block(self, user_id: int) -> None:
        self._set_blocked(user_id, blocked=True)

    def unblock(self, user_id: int) -> None:
        self._set_blocked(user_id, blocked=False)

    def kick_bot(self, chat_id: int, user_id: int) -> None:
        """A member removes the bot from the group."""
        chat = self.chats[chat_id]
        chat.bot_status = "kicked"
        self._bot_moved(chat, self.people[user_id], "member", "kicked")

    def migrate(self, chat_id: int, new_chat_id: int) -> Chat:
        """A group becomes a supergroup, with a new number."""
        old = self.chats[chat_id]
        new = Chat(new_chat_id, "supergroup", old.title, set(old.members))
        self.chats[new_chat_id] = new
        old.migrated_to = new_chat_id
        someone = self.people[min(old.members)]
        for chat, service in (
            (old, {"migrate_to_chat_id": new_chat_id}),
            (new, {"migrate_from_chat_id": chat_id}),
        ):
            message = Message(next(self.message_numbers), chat, someone, self.clock(), service=service)
            self.updates.put("message", self.shown(self.post(message)))
        return new

    def read(self, user_id: int, chat_id: int, message_id: int) -> None:
        """This person has read the chat up to this message."""
        place = (user_id, chat_id)
        self.read_marks[place] = max(self.read_marks.get(place, 0), message_id)

    def _message(self, user_id: int, chat_id: int | None, reply_to: int | None) -> Message:
        chat = self.chats[chat_id or user_id]
        self._present(user_id, chat)
        answered = self.history.get(chat.chat_id, {}).get(reply_to) if reply_to else None
        return Message(next(self.message_numbers), chat, self.people[user_id], self.clock(), reply_to=answered)

    def _present(self, user_id: int, chat: Chat) -> None:
        if user_id not in chat.members:
            raise ImpossibleError(f"用户 {user_id} 不在会话 {chat.chat_id} 里")
        if chat.kind == "private" and self.people[user_id].blocked:
            raise ImpossibleError("已停用机器人，请先恢复")

    def _arrive(self, message: Message) -> Message:
        if message.chat.kind == "private":
            self.people[message.chat.chat_id].started = True
        self.post(message)
        if self._bot_hears(message):
            self.updates.put("message", self.shown(message))
        return message

    def _bot_hears(self, message: Message) -> bool:
        """In a group a bot hears commands, answers to itself and its own name, unless it was let in on all."""
        if message.chat.kind == "private":
            return True
        if message.chat.bot_status != "member":
            return False
        return (
            self.reads_all_group_messages
            or any(one["type"] == "bot_command" for one in message.entities)
            or (message.reply_to is not None and message.reply_to.from_bot)
            or f"@{self.bot['username']}" in message.text
        )

    def _set_blocked(self, user_id: int, blocked: bool) -> None:
        person = self.people[user_id]
        if person.blocked == blocked:
            return
        person.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        self._bot_moved(self.chats[user_id], person, old, new)

    def _bot_moved(self, chat: Chat, by: Person | None, old: str, new: str) -> None:
        if by is not None:
            moved: dict[str, Any] = {"from": by.as_json(), "date": int(self.clock().timestamp())}
            self.updates.put("my_chat_member", {**moved, **membership(chat, self.bot, old, new)})
        self.changed(chat.chat_id)


def _callback_data(message: Message, button: int | str) -> str:
    buttons = [one for row in message.keyboard for one in row]
    if isinstance(button, int):
        chosen = buttons[button] if 0 <= button < len(buttons) else None
    else:
        chosen = next((one for one in buttons if one.get("callback_data") == button), None) or next(
            (one for one in buttons if one["text"] == button), None
        )
    if chosen is None or not chosen.get("callback_data"):
        raise ImpossibleError(f"第 {message.message_id} 条消息上没有按钮 {button!r}，只有 {message.buttons}")
    return str(chosen["callback_data"])
