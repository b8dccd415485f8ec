"""People, chats, messages: what a messenger is made of."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sandbox.entities import Entity

ChatKind = Literal["private", "group", "supergroup"]


@dataclass(slots=True)
class Person:
    user_id: int
    name: str
    started: bool = False
    """Has opened a chat with the bot; before that the bot may not write."""
    blocked: bool = False
    deactivated: bool = False
    is_bot: bool = False
    """Also true of the one account under which all anonymous administrators of groups speak."""

    def as_json(self) -> dict[str, Any]:
        return {"id": self.user_id, "is_bot": self.is_bot, "first_name": self.name, "language_code": "zh-hans"}


@dataclass(slots=True)
class Chat:
    chat_id: int
    kind: ChatKind
    title: str
    members: set[int] = field(default_factory=set)
    bot_status: Literal["member", "left", "kicked"] = "member"
    migrated_to: int | None = None

    def as_json(self) -> dict[str, Any]:
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.chat_id, "type": self.kind, name: self.title}


@dataclass(slots=True)
class StoredFile:
    file_id: str
    unique_id: str
    name: str
    mime: str
    content: bytes
    path: str
    photo_size: tuple[int, int] | None = None
    """Width and height in pixels where the file was sent as a photo."""

    def as_json(self) -> dict[str, Any]:
        common = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.content)}
        if self.photo_size is None:
            return {**common, "file_name": self.name, "mime_type": self.mime}
        return {**common, "width": self.photo_size[0], "height": self.photo_size[1]}


@dataclass(slots=True)
class Message:
    message_id: int
    chat: Chat
    sender: Person | None
    """None is the bot."""
    sent: datetime
    text: str = ""
    """The text, or the caption where there is a file."""
    entities: list[Entity] = field(default_factory=list)
    markup: dict[str, Any] | None = None
    file: StoredFile | None = None
    reply_to: "Message | None" = None
    edited: datetime | None = None
    album: str | None = None
    service: dict[str, Any] = field(default_factory=dict)
    """Fields of a service message, such as migrate_to_chat_id."""

    @property
    def from_bot(self) -> bool:
        return self.sender is None

    @property
    def keyboard(self) -> list[list[dict[str, Any]]]:
        """Rows of inline buttons."""
        rows: list[list[dict[str, Any]]] = (self.markup or {}).get("inline_keyboard", [])
        return rows

    @property
    def buttons(self) -> list[str]:
        """Labels of the inline buttons, row by row."""
        return [button["text"] for row in self.keyboard for button in row]


@dataclass(frozen=True, slots=True)
class Sent:
    """One accepted send, edit or deletion of the bot: what really happened, whoever believes otherwise."""

    at: datetime
    chat_id: int
    method: str
    text: str
    message_id: int
    buttons: tuple[str, ...] = ()
    file_name: str | None = None
