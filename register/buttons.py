"""Buttons are rows: the chat carries an opaque token, the meaning stays here."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

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
    return [[_offer_one(session, button, seat_id, now) for button in row] for row in rows]


def _offer_one(session: AsyncSession, button: Offer, seat_id: int | None, now: datetime) -> dict[str, object]:
    token = secrets.token_urlsafe(12)
    session.add(
        Button(
            token=token,
            act=button.act,
            target=button.target,
            version=button.version,
            argument=button.argument,
            seat_id=seat_id,
            expires_at=now + LIFE,
        )
    )
    return {"token": token, "label": button.label, "facts": dict(button.facts)}
