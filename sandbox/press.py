"""A press on a button, and the answer it waits for."""

import asyncio
from dataclasses import dataclass, field

from sandbox.things import Message, Person


@dataclass(slots=True)
class Press:
    """One callback query; `text`, `alert` and `url` are what the bot answered."""

    query_id: str
    person: Person
    message: Message
    data: str
    answered: bool = False
    text: str = ""
    alert: bool = False
    url: str = ""
    _done: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, text: str, alert: bool, url: str) -> None:
        self.answered, self.text, self.alert, self.url = True, text, alert, url
        self._done.set()

    async def wait(self, seconds: float = 10.0) -> str:
        """Give the text of the answer.

        Raises:
            TimeoutError: The bot did not answer within these (real) seconds.
        """
        await asyncio.wait_for(self._done.wait(), seconds)
        return self.text
