"""Reading parameters, which arrive as JSON values or as strings that hold JSON."""

import json
from collections.abc import Mapping
from typing import Any

from sandbox.answers import bad_request

Params = Mapping[str, Any]
Upload = tuple[str, bytes, str]
"""File name, content, MIME type: the order in which HTTP clients give a multipart file."""

_FALSE = ("", "0", "false", "False", "no", "n")


def text(params: Params, name: str) -> str:
    value = params.get(name)
    return "" if value is None else str(value)


def flag(params: Params, name: str) -> bool:
    value = params.get(name, False)
    return value not in _FALSE if isinstance(value, str) else bool(value)


def whole(params: Params, name: str, default: int = 0) -> int:
    """An integer; what cannot be read counts as not given, as Telegram does."""
    value = params.get(name)
    try:
        return default if value is None else int(value)
    except (TypeError, ValueError):
        return default


def mapping(params: Params, name: str) -> dict[str, Any] | None:
    """A JSON object, None when it was not given.

    Raises:
        ApiError: It is not JSON, or not an object.
    """
    value = _structure(params, name)
    if value is not None and not isinstance(value, dict):
        raise bad_request(f"object expected as {name.replace('_', ' ')}")
    return value


def array(params: Params, name: str) -> list[Any] | None:
    """A JSON array, None when it was not given.

    Raises:
        ApiError: It is not JSON, or not an array.
    """
    value = _structure(params, name)
    if isinstance(value, tuple):
        return list(value)
    if value is not None and not isinstance(value, list):
        raise bad_request(f"expected an Array as {name.replace('_', ' ')}")
    return value


def objects(params: Params, name: str) -> list[dict[str, Any]] | None:
    """A JSON array of objects, None when it was not given.

    Raises:
        ApiError: It is anything else.
    """
    values = array(params, name)
    if values is not None and not all(isinstance(value, dict) for value in values):
        raise bad_request(f"expected an Array of Objects as {name.replace('_', ' ')}")
    return values


def _structure(params: Params, name: str) -> Any:
    value = params.get(name)
    if not isinstance(value, str):
        return value
    if not value:
        return None
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
