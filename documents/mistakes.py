"""What is wrong with the text of a template, told before anybody is to read what it makes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from typing import NamedTuple

from jinja2 import Environment, TemplateSyntaxError, meta, nodes


class Mistake(NamedTuple):
    """``line`` of the source, from 1."""

    line: int
    message: str


def mistakes(environment: Environment, source: str, given: Collection[str] | None = None) -> list[Mistake]:
    """In the order of the lines; what cannot be parsed hides the rest, an unknown filter the unknown facts.

    ``given``: the facts that the template may name besides the globals of ``environment``; None: any.
    """
    try:
        tree = environment.parse(source)
        found = list(_unknown_words(environment, tree))
        if not found and given is not None:
            found = list(_unknown_facts(tree, given))
        if not found:
            environment.compile(source)
    except TemplateSyntaxError as error:
        return [Mistake(error.lineno, error.message or "")]
    return sorted(found)


BROKEN_TABLE = (UnicodeDecodeError, tomllib.TOMLDecodeError)


def table_mistake(error: Exception) -> Mistake:
    """A table of words (.toml) that cannot be read: one of ``BROKEN_TABLE``."""
    line = re.search(r"line (\d+)", str(error))
    return Mistake(int(line[1]) if line else 1, f"文件写法有误：{error}")


def macros_of(environment: Environment, source: str) -> frozenset[str] | None:
    """What others may take from a template; None when it cannot be read."""
    try:
        return frozenset(one.name for one in environment.parse(source).find_all(nodes.Macro) if one.name[0] != "_")
    except TemplateSyntaxError:
        return None


def unknown_parts(environment: Environment, source: str, name: str, parts: Collection[str]) -> Iterator[Mistake]:
    """``{{ name.part }}`` where there is no such part; the syntax must be in order."""
    for one in environment.parse(source).find_all(nodes.Getattr):
        if isinstance(one.node, nodes.Name) and one.node.name == name and one.attr not in parts:
            yield Mistake(one.lineno, f"没有“{name}.{one.attr}”这个句子")


def _unknown_words(environment: Environment, tree: nodes.Template) -> Iterator[Mistake]:
    """Within a condition the library would find out only when it comes to them."""
    for kind, known in ((nodes.Filter, environment.filters), (nodes.Test, environment.tests)):
        for one in tree.find_all(kind):
            if one.name not in known:
                yield Mistake(one.lineno, f"没有“{one.name}”这种写法")


def _unknown_facts(tree: nodes.Template, given: Collection[str]) -> Iterator[Mistake]:
    # A name that is set within a condition counts as undeclared there, as it may be unset behind it.
    own = {name.name for one in tree.find_all(nodes.Assign) for name in one.find_all(nodes.Name) if name.ctx == "store"}
    unknown = meta.find_undeclared_variables(tree) - own - set(given)
    named = [one for one in tree.find_all(nodes.Name) if one.ctx == "load" and one.name in unknown]
    for name in sorted(unknown):
        line = min(one.lineno for one in named if one.name == name)
        yield Mistake(line, f"没有“{name}”这项内容")
