"""A polite no."""

from __future__ import annotations

from datetime import date, datetime

Fact = str | int | None
Facts = dict[str, Fact | date | datetime]


class Refusal(Exception):  # noqa: N818 - it is an answer to a person, not a fault
    """Nothing was changed; ``word`` names the sentence in ``message_templates/words.toml`` [refusals].

    Facts are plain values: a day or an instant is kept as ISO text, and the words speak it with the filters
    ``day`` and ``moment``.
    """

    def __init__(self, word: str, **facts: Fact | date | datetime) -> None:
        super().__init__(word)
        self.word = word
        self.facts: dict[str, Fact] = {name: plain(value) for name, value in facts.items()}


def plain(value: Fact | date | datetime) -> Fact:
    """The value as frozen JSON can hold it."""
    return value.isoformat() if isinstance(value, date) else value
