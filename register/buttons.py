"""Buttons are rows: the chat carries an opaque token, the meaning stays here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel.ext.asyncio.session import AsyncSession

from register.tables import Button

LIFE = timedelta(days=190)  # longer than a quarter and its review


@dataclass(frozen=True, slots=True)
class Offer:
    """A button to be: ``label`` names its words in ``message_templates/words.toml``, ``facts`` fill them."""

    act: str
    label: str
    target: int | None = None
    version: int | None = None
    argument: str | None = None
    facts: tuple[tuple[str, str | int], ...] = ()


def offer(
    session: AsyncSession, rows: list[list[Offer]], seat_id: int | None, now: datetime
) -> list[list[dict[str, object]]]:
    """Write the buttons' rows and give the keyboard as an outbox message keeps it."""
    made = Offered(now)
    keyboard = made.keyboard(rows, seat_id)
    session.add_all(Button(**row) for row in made.rows)
    return keyboard


class Offered:
    """Buttons of many messages, to be written together: thousands at once are too many for one object each."""

    def __init__(self, now: datetime) -> None:
        self._expires_at = now + LIFE
        self.rows: list[dict[str, Any]] = []

    def keyboard(self, rows: list[list[Offer]], seat_id: int | None) -> list[list[dict[str, object]]]:
        return [[self._one(button, seat_id) for button in row] for row in rows]

    async def write(self, session: AsyncSession) -> None:
        if self.rows:
            connection = await session.connection()
            await connection.execute(insert(Button), self.rows)

    def _one(self, button: Offer, seat_id: int | None) -> dict[str, object]:
        token = secrets.token_urlsafe(12)
        self.rows.append(
            {
                "token": token,
                "act": button.act,
                "target": button.target,
                "version": button.version,
                "argument": button.argument,
                "seat_id": seat_id,
                "expires_at": self._expires_at,
            }
        )
        return {"token": token, "label": button.label, "facts": dict(button.facts)}
