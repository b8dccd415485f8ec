"""A database belongs to one bot of one deployment; a copy made for another purpose refuses to send."""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

_ONLY = 1


class Binding(SQLModel, table=True):
    """The one row that says whom this database belongs to."""

    __tablename__ = "binding"

    id: int = Field(default=_ONLY, primary_key=True)
    deployment: str
    token_fingerprint: str
    paused: bool = False
    """Restored from a backup and not released by a person yet: nothing may be sent."""


_bindings: Table = SQLModel.metadata.tables["binding"]


class RefusesToSendError(Exception):
    """Sending from this database could reach people by mistake; the text tells the operator what to do."""


def fingerprint(token: str) -> str:
    """Tells one bot token from another without giving it away."""
    return hashlib.sha256(token.encode()).hexdigest()


async def bind(session: AsyncSession, deployment: str, token: str) -> None:
    """Claim an unclaimed database for this deployment and bot.

    Raises RefusesToSendError if it belongs to another, or is paused.
    """
    row = await session.get(Binding, _ONLY)
    if row is None:
        row = await _claimed(session, deployment, token)
    if row.deployment != deployment:
        raise RefusesToSendError(
            f"此数据库属于部署“{row.deployment}”，当前部署为“{deployment}”，已停止发送。"
            "如确需改用，请先备份，再恢复到新的文件夹，并用 duban release --anew 解除暂停。"
        )
    if not hmac.compare_digest(row.token_fingerprint, fingerprint(token)):
        raise RefusesToSendError("此数据库绑定的是另一个机器人令牌，已停止发送。请核对 DUBAN_TELEGRAM_TOKEN。")
    if row.paused:
        raise RefusesToSendError(
            "此数据库由备份恢复，尚处于暂停状态，未发送任何消息。请核对后用 duban release 解除暂停。"
        )


async def _claimed(session: AsyncSession, deployment: str, token: str) -> Binding:
    """The row, ours or that of another process which was quicker: several may start on an empty database at once."""
    connection = await session.connection()
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    ours = {"id": _ONLY, "deployment": deployment, "token_fingerprint": fingerprint(token), "paused": False}
    await connection.execute(insert(_bindings).values(ours).on_conflict_do_nothing())
    return await session.get_one(Binding, _ONLY)


async def rebind(session: AsyncSession, deployment: str, token: str) -> None:
    """A person has decided that this database now belongs to this deployment and bot."""
    row = await session.get(Binding, _ONLY)
    if row is not None:
        await session.delete(row)
        await session.flush()
    session.add(Binding(deployment=deployment, token_fingerprint=fingerprint(token)))


async def is_paused(session: AsyncSession) -> bool:
    """Whether a restored database still waits for a person."""
    row = await session.get(Binding, _ONLY)
    return row is not None and row.paused


async def set_paused(session: AsyncSession, *, paused: bool) -> None:
    """Stop or release sending; a database that belongs to nobody yet has nothing to send."""
    row = await session.get(Binding, _ONLY)
    if row is not None:
        row.paused = paused
