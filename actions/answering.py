"""What an answer does to the request, whether a report or a completion claim gave it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.verdict import again_by
from register.locks import locked_one
from register.record import move
from register.reports import waiting_versions
from register.rules import Rules
from register.states import Cause, ClimbState, RequestState, RoundState
from register.tables import Climb, Completion, Request, Round


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


async def ask_again(session: AsyncSession, rules: Rules, claim: Completion, actor: str, now: datetime) -> None:
    """The claim that answered the round is taken back: unless a report answers it by now, the request waits again.

    While the window is open it is as if nothing had been answered. After the close what was answered in time is not
    missing: it is asked again as a returned report is. What came late is missing as it was before, and climbs on.
    """
    request = await locked_one(session, Request, claim.request_id or 0)
    if request.state is not RequestState.ANSWERED or await waiting_versions(session, request.id or 0):
        return
    round_ = await session.get_one(Round, request.round_id)
    first = request.answered_at == claim.claimed_at
    if not first or (round_.state is not RoundState.OPEN and not request.late):
        move(session, request, RequestState.RETURNED, actor, now)
        request.return_again_by = request.granted_until = again_by(rules, now)
        return
    move(session, request, RequestState.ASKED, actor, now)
    request.answered_at, request.late = None, False
    met = select(Climb).where(
        Climb.request_id == request.id, Climb.cause == Cause.MISSING, Climb.state == ClimbState.MET
    )
    for climb in await session.exec(met.with_for_update()):
        move(session, climb, ClimbState.CLIMBING, actor, now)
