"""The way out to Telegram: words from templates, one try per call, errors sorted by what they prove."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from telegram import Bot, InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.faults import only_no_media, sort_fault
from bot.filters import spoken_at
from bot.keyboards import markup
from bot.splitting import CAPTION_LIMIT, split, utf16
from bot.templates import Templates
from outbox.message import Message, Method
from outbox.outcome import Outcome, Refused, Sent

_ROOM = 3900
"""UTF-16 units of a part: it keeps room for a mark, and a card for the line that later says what became of it."""
SENDS_FILES = frozenset({Method.PHOTO, Method.DOCUMENT})
RESENT = "resent"
_NO_MEDIA = "no-media"
FILENAME = "filename"
"""The fact that says under which name a file is shown; without it, under its own."""
_INSTEAD = "instead"
"""Template of the line that tells a stand-in for whom a message was meant."""


class TelegramChannel:
    """Implements ``outbox.channel.Channel``."""

    def __init__(self, bot: Bot, templates: Templates, home: Path) -> None:
        """Attachments lie below ``home``."""
        self._bot = bot
        self._templates = templates
        self._home = home.resolve()

    def render(self, message: Message) -> list[str]:
        """The message's words in parts; an error when a template, a fact or a label is missing."""
        with spoken_at(_own_day(message)):
            return self._rendered(message)

    def _rendered(self, message: Message) -> list[str]:
        words = self._templates.render(message.template, message.facts)
        if message.facts.get("instead_of"):
            words = f"{words}\n\n{self._templates.render(_INSTEAD, message.facts)}"
        markup(message.keyboard, self._templates.words)
        if message.method in SENDS_FILES:
            if utf16(words) > CAPTION_LIMIT:
                raise ValueError(f"the caption of {message.key} is longer than {CAPTION_LIMIT}")
            return [self._marked(message, words)]
        return [self._marked(message, part) for part in split(words, _ROOM)]

    def _marked(self, message: Message, part: str) -> str:
        """Each part of a second copy says so, unless its own heading does."""
        mark = self._templates.words.say("toasts", RESENT)
        if not message.facts.get(RESENT) or mark in part.partition("\n")[0]:
            return part
        return f"{mark}\n{part}"

    async def deliver(self, message: Message, text: str) -> Outcome:
        """Try once; never raises for what the other side or the network says."""
        try:
            with spoken_at(_own_day(message)):
                return Sent(str(await self._send_all(message, text)))
        except OSError as error:
            return Refused(f"附件无法读取：{type(error).__name__}", unreachable=False)
        except Exception as error:
            return sort_fault(error)

    async def _send_all(self, message: Message, text: str) -> int:
        """The words alone, where a group forbids what goes with them."""
        try:
            return await self._send(message, text)
        except BadRequest as error:
            if message.method not in SENDS_FILES or not only_no_media(error):
                raise
        words = f"{text}\n\n{self._templates.words.say('toasts', _NO_MEDIA)}"
        keyboard = markup(message.keyboard, self._templates.words)
        sent = await self._bot.send_message(
            int(message.address), words, parse_mode=ParseMode.HTML, reply_markup=keyboard
        )
        return sent.message_id

    async def _send(self, message: Message, text: str) -> int:
        chat, mode = int(message.address), ParseMode.HTML
        last = message.part == message.parts
        keyboard = markup(message.keyboard, self._templates.words) if last else None
        match message.method:
            case Method.TEXT:
                sent = await self._bot.send_message(chat, text, parse_mode=mode, reply_markup=keyboard)
            case Method.EDIT:
                number = int(message.provider_id or 0)
                await self._bot.edit_message_text(
                    text, chat_id=chat, message_id=number, parse_mode=mode, reply_markup=keyboard
                )
                return number
            case Method.PHOTO:
                photo = self._file(message)
                sent = await self._bot.send_photo(chat, photo, caption=text, parse_mode=mode, reply_markup=keyboard)
            case Method.DOCUMENT:
                document = self._file(message)
                sent = await self._bot.send_document(
                    chat, document, caption=text, parse_mode=mode, reply_markup=keyboard
                )
        return sent.message_id

    def _file(self, message: Message) -> InputFile:
        """The attachment; a path that leads out of the home is refused like one that is not there."""
        path = (self._home / (message.attachment or "")).resolve()
        if not path.is_relative_to(self._home):
            raise FileNotFoundError(message.attachment)
        return InputFile(path.read_bytes(), filename=message.facts.get(FILENAME) or path.name)


def _own_day(message: Message) -> datetime:
    """When it was written, or when it may leave: what was held over the new year speaks as of the new one."""
    return max(message.created_at, message.not_before)
