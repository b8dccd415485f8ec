"""Which names may mean one unit, and which may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans.check import require_plan
from plans.likeness import alike, alike_pairs

SHIPPED = Path(__file__).parents[2] / "data" / "tasks.yaml"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市住建局", "住建局"),
        ("住建局", "住房和城乡建设局"),
        ("市住建局", "住房和城乡建设局"),
        ("自然资源局", "自然资源和规划局"),
        ("发改委", "市发展和改革委员会"),
        ("禹州市水利局", "水利局"),
        ("颍川办", "颍川街道办事处"),
        ("城管局", "城市管理局"),
    ],
)
def test_one_unit_by_two_names(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)
    assert list(alike_pairs([one, "财政局", other])) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("财政局", "教育局"),
        ("方山镇", "方岗镇"),
        ("产业集聚区管委会", "示范区管委会"),
        ("市委办", "市委宣传部"),
        ("公安局", "公安局交警大队"),
        ("水利局", "河道管理局"),
    ],
)
def test_two_units(one: str, other: str) -> None:
    assert not alike(one, other)


def test_no_two_units_of_the_source_plan_are_alike() -> None:
    names = [unit.name for unit in require_plan(SHIPPED).units]
    assert list(alike_pairs(names)) == []
