"""The register's database, ready for use: schema, plan, and whom it belongs to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import structlog

import bot.inbox
import bot.jobs
import database.binding
import database.leases
import outbox.message
import register.tables
from database.engine import Database
from database.migrate import NewerSchemaError, bring_up_to_date
from duban.files import Files
from duban.plan_file import says_otherwise
from duban.settings import Settings
from duban.trouble import Trouble, of_the_database, without_password
from register.loading import install_plan, plan_of
from schedules.agenda import set_out

log = structlog.get_logger(__name__)

HOLD_TABLES = (bot.inbox, bot.jobs, database.binding, database.leases, outbox.message, register.tables)
"""Imported so that the schema knows every table."""


@asynccontextmanager
async def opened(settings: Settings, *, must_exist: bool = False, durable: bool = True) -> AsyncIterator[Database]:
    """The database with its schema in place, closed at the end; Trouble when it cannot be used.

    ``must_exist``: for commands that only look or add, which must not leave an empty database behind.
    """
    file = sqlite_file(settings.store)
    with of_the_database(settings.store):
        if must_exist and (missing := not_yet(settings)):
            raise Trouble(missing)
        if file is not None:
            file.parent.mkdir(parents=True, exist_ok=True)
        store = Database(settings.store, durable=durable)
        try:
            await bring_up_to_date(store)
            yield store
        except NewerSchemaError as error:
            shown = without_password(settings.store)
            raise Trouble(f"数据库由更新版本的 duban 使用过：{shown}。请改用同样新的版本。") from error
        finally:
            await store.close()


def not_yet(settings: Settings) -> str:
    """What to do where no database has been made; empty where there is one, or only a server knows. OSError."""
    file = sqlite_file(settings.store)
    try:
        if file is not None:
            file.stat()
    except FileNotFoundError:
        return f"还没有数据库：{file}。请先运行 duban run，或核对 DUBAN_DATABASE_URL。"
    return ""


async def fill(store: Database, files: Files, now: datetime) -> None:
    """Install the plan into an empty register; at every start give new duties their first day of speech."""
    async with store.writing() as session:
        known = await plan_of(session)
        if known is None:
            await install_plan(session, files.plan, files.fingerprint, now)
            await session.flush()
        elif await says_otherwise(session, known, files.plan, files.fingerprint):
            log.warning(
                "the plan file is not the one in the register: `duban diff FILE` shows the difference",
                action="plan_differs",
                plan=known.code,
            )
        await set_out(session, files.rules, files.rules.today(now))


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite address; None for other databases."""
    scheme, _, rest = url.partition("://")
    path = rest.removeprefix("/").partition("?")[0].removeprefix("file:")
    return Path(path) if scheme == "sqlite" and path and path != ":memory:" else None
