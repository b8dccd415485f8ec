"""Sentences by which a paper says once what holds for all its tasks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from plans.papers.labels import UNITS, labels
from plans.papers.names import listed
from plans.script import folded

_FIRST_LEADS = re.compile(
    r"(?:排|列|位列|位居|排名|名列|排序|居)(?:在|于|名)?(?:第一|首位|最前|首|前)(?:位|个|名)?的?[^。;,()]{0,10}?(?:为|是|系|即为|作为)[^。;,()]{0,6}(?:牵头|主办|第一责任|主责)"
    r"|(?:第一[个家]|首位|首个)(?:责任|配合)?(?:单位|部门)?(?:为|是|系|即为)[^。;,()]{0,6}(?:牵头|主办)"
)
_STARS_LEAD = re.compile(
    r"(?:带|加|标注?|注|有|标有)[“\"]?[*★▲☆△#]+[”\"]?(?:号|的|符号|者|标记)*(?:单位|部门)?(?:为|是|系|即为)[^。;]{0,4}(?:牵头|主办)"
)
_SOLE_LEADS = re.compile(
    r"(?:无|没有|未(?:明确|注明|列出?|写明|标[明注]|指定|确定))牵头(?:单位|部门)的?[^。;]{0,10}?(?:责任|承办)(?:单位|部门)[^。;]{0,4}?(?:即为|就是|为|是)[^。;]{0,2}牵头"
)
_NOT_LISTED = r"(?:不再|不另|下?不)(?:一一|单独|逐一|重复|另行)?(?:列出|列明|列|单列|注明)"
_EVERYONE = re.compile(
    r"(?:以下|下列|上述|所有|各项)[^。;()]{0,12}?(?:均|都|皆)(?:需要?|须|由|要|请|应)(?:由)?(?P<who>[^。;]{1,40}?)"
    rf"(?:贯彻|抓好|负责|配合|参与|共同)*(?:落实|负责|配合|参与|实施)[^。]{{0,6}}?{_NOT_LISTED}"
    rf"|(?P<all>各[^,。;()]{{1,20}}?)(?:均|都|皆)(?:为|是)(?:责任|配合|参与)(?:单位|部门)[^。]{{0,8}}?{_NOT_LISTED}"
)


@dataclass(frozen=True, slots=True)
class Clauses:
    """``everyone`` holds from its place on."""

    first_leads: bool = False
    stars_lead: bool = False
    sole_leads: bool = False
    everyone: tuple[str, ...] = ()
    everyone_from: int = 0
    everyone_aside: bool = False
    """The sentence stands among one task's units, and may be meant for that task or for all behind it."""


def read_clauses(texts: list[tuple[int, str]]) -> Clauses:
    """What the sentences at these places say for all tasks."""
    whole = "\n".join(folded(text) for _, text in texts)
    who: tuple[str, ...] = ()
    place, aside = 0, False
    for at, text in texts:
        if said := _EVERYONE.search(folded(text)):
            group = "who" if said["who"] else "all"
            who, place = tuple(listed(text[said.start(group) : said.end(group)])), at
            aside = any(label.kind in UNITS for label in labels(folded(text)))
    return Clauses(
        bool(_FIRST_LEADS.search(whole)),
        bool(_STARS_LEAD.search(whole)),
        bool(_SOLE_LEADS.search(whole)),
        who,
        place,
        aside,
    )


def states_clause(text: str) -> bool:
    """Whether ``text`` holds such a sentence."""
    flat = folded(text)
    return any(clause.search(flat) for clause in (_FIRST_LEADS, _STARS_LEAD, _SOLE_LEADS, _EVERYONE))
