"""The bodies that a plan's head names and a paper rarely does: proposals from the paper's words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from plans.papers.drafting import Draft
from plans.script import folded

_BUREAU = re.compile(
    r"(?:[\u4e00-\u9fff]{0,4}?[市县区省]委)?(?:[市县区省]政府)?(?:督[查察办](?:考核)?(?:局|室|办(?!公室)|处|中心)|目标(?:管理)?办|督考办)"
)
_GROUP = re.compile(r"[\u4e00-\u9fff“”]{2,30}领导小组(?!办公室|成员)")
_OFFICE = re.compile(r"领导小组办公室|[市县区省]?(?:人民)?政府办公室|[市县区省]政府办")


@dataclass(frozen=True, slots=True)
class Bodies:
    """Each as (name, why it needs a look)."""

    office: tuple[str, str]
    bureau: tuple[str, str]
    leading_group: tuple[str, str]

    def fields(self) -> Iterator[tuple[str, str, str]]:
        """The head's fields with their proposals; the office consolidates unless somebody says otherwise."""
        yield ("office", *self.office)
        yield ("bureau", *self.bureau)
        yield ("leading_group", *self.leading_group)
        yield ("consolidator", self.office[0], "原文未写汇总单位，暂由同一机构汇总")


def find_bodies(draft: Draft) -> Bodies:
    """Proposals; a body that the paper does not name gets a name that says so."""
    names = {unit.name: unit for unit in draft.units}
    group = next((unit.name for unit in draft.units if unit.name.endswith("领导小组")), "")
    return Bodies(
        _found(_OFFICE, draft.words, "待填写的督办机构"),
        _found(_BUREAU, draft.words, "待填写的督查机构"),
        (group, "按原文推定，请核对") if group in names else _found(_GROUP, draft.words, "待填写的领导机构"),
    )


def _found(pattern: re.Pattern[str], words: str, otherwise: str) -> tuple[str, str]:
    if pattern is _OFFICE and "领导小组办公室" in words:
        return "领导小组办公室", "按原文推定，请核对"
    counted = Counter(re.sub(r"^[由报经请向及和与对]", "", name) for name in pattern.findall(folded(words)))
    if not counted:
        return otherwise, "原文没有写明"
    return counted.most_common(1)[0][0], "按原文推定，请核对"
