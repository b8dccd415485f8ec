"""A person's phone: what is on it, and what a finger can do there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.words import Words
from rehearsal.trouble import RehearsalError
from sandbox import Message, Sandbox


class Phone:
    """One person's chat with the bot. Buttons are looked up by their labels, as a person does."""

    def __init__(self, box: Sandbox, words: Words, user_id: int, owner: str) -> None:
        """``owner`` names the seat in an error."""
        self._box, self._words = box, words
        self.user_id, self.owner = user_id, owner
        self._seen = 0

    def label(self, name: str, **facts: Any) -> str:
        """The words on the button called ``name``."""
        return self._words.say("buttons", name, facts)

    def say(self, text: str) -> None:
        self._box.say(self.user_id, text)

    def send_photo(self, name: str, content: bytes) -> None:
        self._box.send_file(self.user_id, name, content, photo=True)

    def press(self, *labels: str) -> None:
        """Press the newest button that bears one of ``labels``.

        Raises:
            RehearsalError: There is none.
        """
        if not self.press_if_shown(*labels):
            newest = next(iter(self._newest_first()), None)
            shown = newest.buttons if newest is not None else []
            wanted = "、".join(labels)
            words = newest.text[:200] if newest is not None else ""
            raise RehearsalError(
                f"{self._box.clock():%Y-%m-%d} {self.owner}：找不到按钮“{wanted}”。最后一条消息：{words!r}，按钮：{shown}"
            )

    def press_if_shown(self, *labels: str) -> bool:
        """The same; False when there is no such button."""
        for message in self._newest_first():
            if self.press_in(message, *labels):
                return True
        return False

    def press_in(self, message: Message, *labels: str) -> bool:
        """Press the first such button of this message; False when it has none."""
        for row in message.keyboard:
            for button in row:
                if button["text"] in labels:
                    self._box.press(self.user_id, self.user_id, message.message_id, str(button["callback_data"]))
                    return True
        return False

    def shows(self, label: str) -> bool:
        """Whether the newest message has this button."""
        newest = next(iter(self._newest_first()), None)
        return newest is not None and label in newest.buttons

    def read_new(self) -> list[Message]:
        """What the bot wrote since this was asked last, oldest first."""
        new = []
        for message in self._newest_first():
            if message.message_id <= self._seen:
                break
            new.append(message)
        if new:
            self._seen = new[0].message_id
        return new[::-1]

    def _newest_first(self) -> Iterator[Message]:
        history = self._box.history.get(self.user_id, {})
        return (message for message in reversed(history.values()) if message.from_bot)
