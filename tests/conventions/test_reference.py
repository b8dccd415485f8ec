"""Everything that an operator can name stands in the reference."""

from __future__ import annotations

import re
from collections.abc import Iterator

import typer
from pydantic import BaseModel
from typer.core import TyperGroup

from bot.words import Words
from duban.cli import app
from duban.settings import PREFIX, SECRETS, Settings
from duban.settings import ROOT as PROGRAM
from plans.policy import Policy
from tests.conventions.source import ROOT

REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
TEMPLATES = ROOT / "message_templates"


def commands(group: TyperGroup, path: str) -> Iterator[tuple[str, list[str]]]:
    """Every command with its options."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from commands(command, f"{path} {name}")
        else:
            yield (
                f"{path} {name}",
                [option for parameter in command.params for option in parameter.opts if option.startswith("--")],
            )


def test_every_command_and_option_is_in_the_reference() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    names = [(name, option) for name, options in commands(group, "duban") for option in ["", *options]]
    assert [f"{name} {option}" for name, option in names if not row_of(name) or option not in row_of(name)] == []


def row_of(command: str) -> str:
    """The row of the table that begins with the command."""
    found = re.search(rf"^\| `{re.escape(command)}\b.*$", REFERENCE, re.MULTILINE)
    return found[0] if found else ""


def test_the_guides_show_only_commands_and_settings_that_there_are() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    known = {name.removeprefix("duban "): set(options) for name, options in commands(group, "duban")}
    for guide in sorted((ROOT / "docs" / "zh").glob("*.md")):
        text = guide.read_text(encoding="utf-8")
        for shown in re.findall(r"\bduban ((?:audit )?[a-z]+)((?: [^`\n]*)?)", text):
            name, rest = shown
            assert name in known, f"{guide.name}: duban {name}"
            assert set(re.findall(r"--[a-z-]+", rest)) <= known[name], f"{guide.name}: duban {name}{rest}"
        assert set(re.findall(r"\bDUBAN_[A-Z_]+\b", text)) <= settings_names(), guide.name


def test_every_setting_is_in_the_reference() -> None:
    names = [PREFIX + field.upper() for field in Settings.model_fields]
    names += [f"{PREFIX}{field.upper()}_FILE" for field in SECRETS]
    assert [name for name in names if f"`{name}`" not in REFERENCE] == []


def test_the_reference_names_no_setting_that_does_not_exist() -> None:
    assert set(re.findall(r"`(DUBAN_\w+)`", REFERENCE)) <= settings_names()


def settings_names() -> set[str]:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    return known | {f"{PREFIX}{field.upper()}_FILE" for field in SECRETS}


def test_every_template_is_in_the_reference() -> None:
    names = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.suffix in (".j2", ".docx")}
    assert sorted(name for name in names if f"`{name}`" not in REFERENCE) == []


def test_every_rule_of_the_policy_is_in_its_file() -> None:
    file = (PROGRAM / "data" / "policy.yaml").read_text(encoding="utf-8")
    blocks = {name: field.annotation for name, field in Policy.model_fields.items()}
    rules = [
        rule
        for block in blocks.values()
        if isinstance(block, type) and issubclass(block, BaseModel)
        for rule in block.model_fields
    ]
    assert [name for name in [*blocks, *rules] if f"{name}:" not in file] == []


def test_every_chat_command_is_in_the_reference() -> None:
    words = Words(TEMPLATES, Settings.model_construct().zone)
    assert [name for name in words.names("commands") if f"`/{name}" not in REFERENCE] == []
