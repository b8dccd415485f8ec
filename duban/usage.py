"""What was typed wrongly on the command line, in one Chinese sentence; the library says it in English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_QUOTED = re.compile(r"'([^']*)'")
_BRACKETED = re.compile(r"\(([^()]*)\)$")


def usage_said(error: Exception) -> str:
    """The sentence; empty when the help was shown instead.

    The library's errors have no public classes of their own: they are told by the names of their classes, and carry
    ``param``, ``option_name`` and ``ctx``.
    """
    kind = type(error).__name__
    if kind == "NoArgsIsHelpError":
        return ""
    words = _BY_KIND.get(kind, _other)(error)
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "duban"
    return f"{words}。写法请看 {command} --help。"


def _no_such_option(error: Any) -> str:
    return f"没有“{error.option_name}”这个选项"


def _no_value(error: Any) -> str:
    return f"“{error.option_name}”后面要写内容"


def _missing(error: Any) -> str:
    return f"缺少{_named(error.param)}" if error.param is not None else "缺少内容"


def _bad(error: Any) -> str:
    """A value that is none of those that are possible."""
    param = error.param
    if param is None:
        return "内容不对"
    name = _named(param)
    if "formats" in error.message:
        return f"{name}应写成日期，如 2021-06-30"
    if "not one of" in error.message:
        _given, *possible = _QUOTED.findall(error.message)
        return f"{name}只能是：{'、'.join(possible)}"
    if param.min is not None or param.max is not None:
        return f"{name}应是{_range(param.min, param.max)}的整数"
    return f"{name}的内容不对"


def _named(param: Any) -> str:
    """An option as it is typed; what has no name on the line, by what it is."""
    return f"“{param.opts[0] if param.opts[0].startswith('-') else param.metavar}”（{param.help}）"


def _range(least: int | None, most: int | None) -> str:
    if most is None:
        return f"不小于 {least} "
    return f" {least} 至 {most} 之间" if least is not None else f"不大于 {most} "


def _other(error: Any) -> str:
    message = str(error.message)
    if (unknown := _QUOTED.search(message)) is not None and "command" in message:
        return f"没有“{unknown[1]}”这个命令"
    if (surplus := _BRACKETED.search(message)) is not None and "extra" in message:
        return f"多出了“{surplus[1]}”"
    return f"命令写法不对（{message}）"


_BY_KIND: Mapping[str, Callable[[Any], str]] = {
    "NoSuchOption": _no_such_option,
    "BadOptionUsage": _no_value,
    "MissingParameter": _missing,
    "BadParameter": _bad,
}
