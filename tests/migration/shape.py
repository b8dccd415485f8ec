"""What a database says of its own tables, as plain values that can be compared."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, inspect

_OWN = "alembic_version"


def shape_of(connection: Connection) -> dict[str, dict[str, Any]]:
    """Columns, keys and indexes of every table, by its name.

    Names of constraints and the order of columns matter to nobody.
    """
    found = inspect(connection)
    return {
        table: {
            "columns": _sorted(_column(column) for column in found.get_columns(table)),
            "primary key": found.get_pk_constraint(table)["constrained_columns"],
            "foreign keys": _sorted(
                (key["constrained_columns"], key["referred_table"], key["referred_columns"], str(key.get("options")))
                for key in found.get_foreign_keys(table)
            ),
            "unique": _sorted(rule["column_names"] for rule in found.get_unique_constraints(table)),
            "checks": _sorted(rule["sqltext"] for rule in found.get_check_constraints(table)),
            "indexes": _sorted(
                (index["name"], index["column_names"], index["unique"], _condition(index))
                for index in found.get_indexes(table)
            ),
        }
        for table in sorted(found.get_table_names())
        if table != _OWN
    }


def _column(column: Any) -> tuple[str, str, bool, str]:
    return column["name"], str(column["type"]), column["nullable"], str(column["default"])


def _condition(index: Any) -> str:
    return " ".join(str(rule) for name, rule in sorted(index.get("dialect_options", {}).items()) if "where" in name)


def _sorted(rules: Any) -> list[Any]:
    return sorted(rules, key=str)
