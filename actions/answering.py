"""What an answer does to the request, whether a report or a completion claim gave it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.record import move
from register.states import Cause, ClimbState, RequestState
from register.tables import Climb, Request


async def answer_request(session: AsyncSession, request: Request, *, late: bool, actor: str, now: datetime) -> None:
    """The request is answered; only its first answer decides whether it was late. Its climb, if any, is met."""
    if request.state is not RequestState.ANSWERED:
        move(session, request, RequestState.ANSWERED, actor, now)
    if request.answered_at is None:
        request.answered_at, request.late = now, late
    request.return_again_by = None
    session.add(request)
    missing = select(Climb).where(
        Climb.request_id == request.id, Climb.cause == Cause.MISSING, Climb.state == ClimbState.CLIMBING
    )
    for climb in await session.exec(missing.with_for_update()):
        move(session, climb, ClimbState.MET, actor, now)
