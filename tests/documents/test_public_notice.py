"""The public version of a notice: the same counts, and nothing that a person said, judged or is called."""

from __future__ import annotations

import json
import shutil
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from jinja2 import UndefinedError

from documents.facts import facts_of
from documents.given import REPORTED_FACTS
from documents.measures import Measures
from documents.notices import Paperwork
from documents.scope import Scope
from documents.view import look
from documents.words import SHIPPED
from register.notices import INTERNAL, PUBLIC
from register.snapshot import Snapshot
from register.tables import Notice
from register.tables.notices import NoticeKind
from tests.documents.word import rewrite

QUARTER = "2021Q2"
SECRET = "机密王联络13800138000"
WORDS_OF_PEOPLE = ("done", "problems", "next_step", "no_change_reason", "verdict_reason", "why_not", "answer", "reason")
"""The fields of the snapshot that hold what somebody typed."""


def poisoned(value: Any) -> Any:
    """The same register, in which everybody typed the secret wherever anything can be typed."""
    if isinstance(value, tuple):
        return tuple(map(poisoned, value))
    if not is_dataclass(value) or isinstance(value, type | Enum):
        return value
    typed = {one.name: SECRET for one in fields(value) if one.name in WORDS_OF_PEOPLE}
    return replace(value, **{one.name: poisoned(getattr(value, one.name)) for one in fields(value)} | typed)


def notice_of(snapshot: Snapshot) -> Notice:
    facts = json.loads(json.dumps(Paperwork().facts(snapshot, QUARTER)))
    compiled = {"compiled_at": datetime(2021, 7, 6, tzinfo=UTC), "compiled_by": 1, "quarter": QUARTER}
    return Notice.model_validate(
        {"kind": NoticeKind.NOTICE, "facts": facts, "supplement": f"请{SECRET}整改", **compiled}
    )


def test_every_fact_is_public_or_internal_or_left_out(snapshot: Snapshot) -> None:
    """A new fact of the papers is in no version of a notice before somebody has decided where it belongs."""
    halves = Paperwork().facts(snapshot, QUARTER)
    every = facts_of(Measures(look(snapshot, Scope(quarter=QUARTER))))
    assert halves[PUBLIC].keys() | halves[INTERNAL].keys() | REPORTED_FACTS == every.keys()
    assert halves[PUBLIC].keys() & halves[INTERNAL].keys() == {"round"}
    assert halves[PUBLIC]["round"].keys().isdisjoint(halves[INTERNAL]["round"])


async def test_nothing_that_anybody_typed_reaches_the_public_version(snapshot: Snapshot) -> None:
    notice = notice_of(poisoned(snapshot))
    assert SECRET in str(facts_of(Measures(look(poisoned(snapshot), Scope(quarter=QUARTER)))))
    assert SECRET in (await Paperwork().paper(notice, "")).text
    assert SECRET not in json.dumps(notice.facts[PUBLIC], ensure_ascii=False)
    public = await Paperwork().public_paper(notice)
    for part in (SECRET, "王联络", "13800138000", "退回", "尚待产业集聚区管委会确认"):
        assert part not in public.text
        assert part not in inside(public.file)


def inside(file: bytes) -> str:
    """Everything that a .docx holds, its annexes and properties too."""
    with ZipFile(BytesIO(file)) as parts:
        return "".join(parts.read(name).decode("utf-8", errors="replace") for name in parts.namelist())


async def test_it_counts_and_names_units_as_the_notice_does(snapshot: Snapshot) -> None:
    notice = notice_of(snapshot)
    notice.supplement = ""
    public, whole = (await Paperwork().public_paper(notice)).text, (await Paperwork().paper(notice, "")).text
    assert "已退回、尚未重报" in whole
    shared = [line for line in public.splitlines() if line in whole.splitlines()]
    assert len(shared) > 0.8 * len(public.splitlines())
    assert "未报送的：发改委（第1项）、颍川办（第9项）" in public
    assert public.endswith("（此件公开发布）\n")


async def test_a_template_that_names_an_internal_fact_gives_no_public_version(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    templates = shutil.copytree(SHIPPED, tmp_path / "templates")
    rewrite(templates / "documents" / "notice.docx", "（此件公开发布）", "已退回{{ returned | length }}份")
    with pytest.raises(UndefinedError):
        await Paperwork(templates).public_paper(notice_of(snapshot))


async def test_the_same_facts_make_the_same_file(snapshot: Snapshot) -> None:
    notice = notice_of(snapshot)
    assert await Paperwork().paper(notice, "") == await Paperwork().paper(notice, "")
    assert (await Paperwork().paper(notice, "水利局")).text != (await Paperwork().paper(notice, "")).text
