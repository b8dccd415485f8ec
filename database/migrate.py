"""Brings the tables of a database up to this program: forward only, in one transaction, by one process at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from database.engine import Database

FOLDER = Path(__file__).resolve().parents[1] / "migrations"
_LOCK = 7_226_025
"""Any number will do, as long as every process uses the same."""


class NewerSchemaError(Exception):
    """The database was last used by a newer program: this one does not know its tables."""


async def bring_up_to_date(database: Database) -> None:
    """Run the migrations that this database has not seen; nothing happens when it has seen them all.

    Raises NewerSchemaError when it has seen one that this program does not know.
    """
    # Looked at before the writer's turn is asked for: a command beside a busy service must not hold everybody up.
    newest = ScriptDirectory(str(FOLDER)).get_current_head()
    async with database.reading() as session:
        if await (await session.connection()).run_sync(_seen) == newest:
            return
    async with database.writing() as session:
        connection = await session.connection()
        if database.is_sqlite:
            await connection.run_sync(migrate)
            return
        from database.postgresql import unhurried  # noqa: PLC0415 - only who uses it loads it

        async with unhurried(connection):
            # Several processes may start at once; SQLite's own write lock does the same.
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            await connection.run_sync(migrate)


async def is_known(database: Database) -> bool:
    """Whether this program, of whatever version, has ever made its tables here."""
    async with database.reading() as session:
        return await (await session.connection()).run_sync(_seen) is not None


def migrate(connection: Connection) -> None:
    """The same on a connection in whose transaction all of it happens."""
    config = alembic_config(connection)
    known = ScriptDirectory.from_config(config)
    seen = _seen(connection)
    if seen == known.get_current_head():
        return
    if seen is not None and seen not in {script.revision for script in known.walk_revisions()}:
        raise NewerSchemaError(seen)
    command.upgrade(config, "head")


def _seen(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def alembic_config(connection: Connection) -> Config:
    """What Alembic's commands need to work on this connection."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("file_template", "r%%(rev)s_%%(slug)s")
    return config
