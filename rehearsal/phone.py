"""A person's phone: what is on it, and what a finger can do there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
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
        self._seen: dict[str, int] = {}

    def label(self, name: str, /, **facts: Any) -> str:
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
        if not any(self.press_in(message, *labels) for message in self._newest_first()):
            raise self._lost("、".join(labels))

    def press_in(self, message: Message, *labels: str) -> bool:
        """Press the first such button of this message; False when it has none."""
        for row in message.keyboard:
            for button in row:
                if button["text"] in labels:
                    self._box.press(self.user_id, self.user_id, message.message_id, str(button["callback_data"]))
                    return True
        return False

    def press_first(self) -> None:
        """Press the first button of the newest message: what the bot proposes."""
        newest = self._newest()
        if newest is None or not newest.buttons:
            raise self._lost("第一个按钮")
        self.press_in(newest, newest.buttons[0])

    def newest_text(self) -> str:
        """What the newest message says; "" before the first."""
        newest = self._newest()
        return newest.text if newest is not None else ""

    def newest_is_below(self, message: Message) -> bool:
        """Whether something with buttons came after ``message``."""
        newest = self._newest()
        return newest is not None and newest.message_id > message.message_id and bool(newest.buttons)

    def shows(self, label: str) -> bool:
        """Whether the newest message has this button."""
        newest = self._newest()
        return newest is not None and label in newest.buttons

    def offered(self, purpose: str, *labels: str) -> list[Message]:
        """What came since this was last asked for the same purpose and bears one of these buttons, oldest first."""
        seen = self._seen.get(purpose, 0)
        new = list(takewhile(lambda message: message.message_id > seen, self._newest_first()))[::-1]
        if new:
            self._seen[purpose] = new[-1].message_id
        return [message for message in new if not set(labels).isdisjoint(message.buttons)]

    def _newest(self) -> Message | None:
        return next(iter(self._newest_first()), None)

    def _newest_first(self) -> Iterator[Message]:
        history = self._box.history.get(self.user_id, {})
        return (message for message in reversed(history.values()) if message.from_bot)

    def _lost(self, wanted: str) -> RehearsalError:
        newest = self._newest()
        shown = f"最后一条消息：{newest.text[:200]!r}，按钮：{newest.buttons}" if newest else "没有收到过消息"
        return RehearsalError(f"{self._box.clock():%Y-%m-%d} {self.owner}：找不到按钮“{wanted}”。{shown}")
