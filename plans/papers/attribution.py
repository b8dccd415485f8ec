"""Who does it: 「X牵头，Y等按职责分工负责」 and the like, as lead and responsible units."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from plans.papers.name_kinds import looks_like_unit
from plans.papers.names import listed
from plans.script import folded

_VERB = (
    r"(?P<lead>(?:负责)?牵头(?:负责|组织|实施|办理|落实|协调|抓总|推进|会同|,?会同)?|主办|为牵头(?:单位|部门))"
    r"|(?P<support>(?:等)?(?:积极|密切|协同|共同|做好|分别|按(?:照)?(?:各自)?(?:职责|职能|任务)?(?:分工)?)*"
    r"(?:分工负责|负责落实|组织实施|抓好落实|配合(?:落实|实施|推进|做好)?|协助|协办|协同|参加|参与|支持|指导|负责|落实|承担|实施|承办|具体实施|推进落实|落实(?:属地|主体|监管|行业|管理)+责任))"
)
_SEGMENT = re.compile(rf"(?P<names>.*?)(?:{_VERB})(?=$|[,;。、])", re.DOTALL)
_TOGETHER = re.compile(r"(?<=.)(?:会同|会商|联合(?![会社国])|(?<=[局委部办厅])商(?![务会业标贸投联]))(?=.)")
_BY_ITSELF = re.compile(
    r"(?:局|委|办|厅|署|部|院|会|政府|办公室|公司|集团|中心|银行|街道|镇|乡|部门|单位|专班|领导小组|指挥部|办事处|[妇残侨文科]联|总工会|团市委|企业|机构|各.{0,8}[市县区])(?:\([^()]+\))?$"
)
"""What ends a name that needs no verb beside it to be a unit's."""
_NO_NAMES = re.compile(r"\d|%|[“”《》]")
_AND_SO_MANY = re.compile(r"等\d+[个家]")
_NOT_WHO = re.compile(r"(?:以下|下称|含|包括|如|例如|即|其中|不含|见|详见|附|参见|简称)")
_CLAUSE = re.compile(r"下同|(?:排|列|位).{0,6}第一|首位|不再列出|按职责分工$")
_DOING = re.compile(r"(?:牵头|负责|配合|协助|协办|主办|参加|参与|指导|落实|承办|实施|分工)(?:$|[,;。)])")


@dataclass
class Attribution:
    """``leads`` and ``supports`` in the paper's order; ``single`` when the paper draws no line between the two."""

    leads: list[str] = field(default_factory=list)
    supports: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.leads or self.supports)

    def lead(self, names: list[str]) -> None:
        """Take in leads, each once."""
        self.leads = list(dict.fromkeys([*self.leads, *names]))

    def support(self, names: list[str]) -> None:
        """Take in responsible units, each once, and none that leads."""
        leads = set(self.leads)
        self.supports = list(dict.fromkeys([*self.supports, *(name for name in names if name not in leads)]))

    def add(self, other: Attribution) -> None:
        """Take in what another passage says."""
        self.lead(other.leads)
        self.support(other.supports)
        self.doubts += [doubt for doubt in other.doubts if doubt not in self.doubts]


def is_phrase(text: str) -> bool:
    """Whether a bracket's ``text`` says who does it, or only names units."""
    flat = folded(text).strip()
    if not 2 <= len(flat) <= 600 or flat.endswith((":", "解释")) or _NOT_WHO.match(flat):
        return False
    if _DOING.search(flat):
        found = read_phrase(text)
        names = [*found.leads, *found.supports]
        return bool(names) and sum(map(_plausible, names)) * 2 >= len(names)
    names = [] if _NO_NAMES.search(_AND_SO_MANY.sub("", flat)) else listed(text)
    sure = [name for name in names if names_a_unit(name)]
    return bool(sure) and len(sure) * 2 >= len(names) and all(map(looks_like_unit, names))


def names_a_unit(name: str) -> bool:
    """Whether ``name`` is a unit's by itself, with no verb beside it."""
    return len(name) >= 3 and bool(_BY_ITSELF.search(folded(name)))


def _plausible(name: str) -> bool:
    return len(name) <= 30 and (looks_like_unit(name) or len(name) <= 8)


def read_phrase(text: str) -> Attribution:
    """``text`` without its brackets. Names without 牵头 are responsible: papers do not say that the first one leads."""
    found = Attribution()
    rest = text
    while segment := _SEGMENT.match(folded(rest)):
        names = rest[: segment.end("names")].strip("，,；;。 ")
        if not _CLAUSE.search(folded(names)):
            _take(found, names, leads=segment["lead"] is not None)
        rest = rest[segment.end() :].lstrip("，,；;。、 ")
    if rest.strip() and not _CLAUSE.search(folded(rest)):
        found.support(listed(rest))
    return found


def _take(found: Attribution, names: str, *, leads: bool) -> None:
    together = _TOGETHER.search(folded(names))
    if together and not leads:
        first, others = names[: together.start()], names[together.end() :]
        (found.support if found.leads else found.lead)(listed(first))
        found.support(listed(others))
    elif leads:
        found.lead(listed(names))
    else:
        found.support(listed(names))
