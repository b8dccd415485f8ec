"""Write the next revision: ``python -m migrations "Remember why a step was skipped"``.

It holds the difference between the tables that the revisions make and those that the table classes describe.
"""

from __future__ import annotations

import sys

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Integer, create_engine
from sqlmodel import SQLModel

from database.migrate import alembic_config, migrate
from duban.store import HOLD_TABLES

assert HOLD_TABLES  # noqa: S101 - the tables are in the metadata because their modules are imported


def write_revision(message: str) -> None:
    with create_engine("sqlite://").connect() as connection:
        migrate(connection)
        config = alembic_config(connection)
        _say_which_keys_are_ours()
        number = len(list(ScriptDirectory.from_config(config).walk_revisions())) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")


def _say_which_keys_are_ours() -> None:
    """A number that we choose ourselves (a default in the class) must not become a sequence in the revision."""
    for table in SQLModel.metadata.tables.values():
        for column in table.primary_key:
            if isinstance(column.type, Integer) and column.default is not None:
                column.autoincrement = False


if __name__ == "__main__":
    write_revision(" ".join(sys.argv[1:]))
