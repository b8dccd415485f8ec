"""D5: names and texts of every kind and length arrive as they were written."""

from __future__ import annotations

import re

import pytest

from bot.splitting import utf16
from outbox.message import DeliveryState, Owed
from plans.roles import Role
from sandbox import faults
from tests.faults.letters import TASK, heard, post
from tests.faults.rig import Rig
from tests.faults.scale import some

S = DeliveryState
FIRST = 1000
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}\N{ZERO WIDTH JOINER}\N{BOY}"
HARD = {
    "markup": "<b>甲</b> & \"乙\" '丙' &lt; </i> <script>",
    "half-markup": "<甲 & 乙> &nbsp &#39; <<>>",
    "emoji": f"🔴{FAMILY}🇨🇳👍🏽",
    "right-to-left": "\u202e\u062a\u0642\u0631\u064a\u0631\u202c \u200f\u0645\u0634\u0631\u0648\u0639\u200e",
    "accents": "e\u0301\u0302\u0304 o\u0308",
}
LENGTHS = (4095, 4096, 4097, 20_000)
FILLED = {
    "markup": "<&>\"'",
    "emoji": f"🔴{FAMILY}。",
    "right-to-left": "\u062a\u0642\u0631\u064a\u0631 \u0627\u0644\u0645\u0634\u0631\u0648\u0639 ",
    "letters": "督办事项进展情况",
    "lines": "第1项 治理河道，请抓紧。\n",
}
OFFICE = {"王审核": ("办公室", Role.OFFICE)}


def said(words: str, **changes: object) -> Owed:
    return Owed.model_validate({"kind": "other", "template": "said", "facts": {"words": words}} | changes)


def of_length(filling: str, length: int) -> str:
    """So many UTF-16 units of this, cut between two letters."""
    words = filling * (length // utf16(filling))
    return words + "。" * (length - utf16(words))


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("words", some(HARD, 3).values(), ids=some(HARD, 3).keys())
async def test_names_and_titles_are_shown_as_they_are_written(rig: Rig, words: str) -> None:
    await rig.seat(OFFICE | {words: ("水利局", Role.CONTACT), "陈分管": ("水利局", Role.LEADER)})
    await post(rig, "warning", "水利局", items=[TASK | {"title": words}])
    await rig.house.settle()
    rig.box.faults.add(faults.blocked(), chat_id=rig.people[words], times=None)
    await post(rig, "order", "水利局", items=[TASK | {"title": words}])
    await rig.house.settle()

    for name, text in ((words, "督办预警"), ("陈分管", "督办单"), ("王审核", "联系不上")):
        (message,) = heard(rig, name)
        assert text in message.text
        assert f"第3项 {words}" in message.text
    assert f"水利局联络员{words}" in heard(rig, "王审核")[0].text
    assert {row.state for row in await rig.rows()} == {S.SENT, S.FAILED}
    assert await rig.broken() == []


@pytest.mark.parametrize("filling", some(FILLED, 3).values(), ids=some(FILLED, 3).keys())
async def test_a_text_of_any_length_arrives_whole(rig: Rig, filling: str) -> None:
    texts = {FIRST + length: of_length(filling, length) for length in LENGTHS}
    for chat, words in texts.items():
        rig.box.user(chat, "读者", started=True)
        await rig.owe(said(words, key=f"a/{chat}", address=str(chat)))
    await rig.house.settle()

    for chat, words in texts.items():
        parts = [sent.text for sent in rig.box.log if sent.chat_id == chat]
        assert bare("".join(parts)) == bare(words)
        assert sum(part.count(FAMILY) for part in parts) == words.count(FAMILY), "nobody is torn from the family"
    assert {row.state for row in await rig.rows()} == {S.SENT}
    assert await rig.broken() == []
