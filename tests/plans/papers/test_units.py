"""Lists of units become names; names that may be one unit become proposals."""

from __future__ import annotations

import pytest

from plans.papers.aliases import propose_units
from plans.papers.attribution import is_phrase
from plans.papers.found import FoundTask
from plans.papers.names import listed
from tests.plans.papers.drafts import draft


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("财政局、国家税务局，市场监管局；海关", ["财政局", "国家税务局", "市场监管局", "海关"]),
        ("住房城乡建设部等国务院相关部门及各地区", ["住房城乡建设部", "国务院相关部门", "各地区"]),
        ("国务院相关部门和单位及各地区", ["国务院相关部门和单位", "各地区"]),
        ("区商务局、区教体局等部门", ["区商务局", "区教体局"]),
        ("市自然资源和规划局、政务服务与大数据管理局", ["市自然资源和规划局", "政务服务与大数据管理局"]),
        ("教育局和财政局", ["教育局", "财政局"]),
        ("工业和信息化部", ["工业和信息化部"]),
        ("各县（市、区）人民政府，各区、县级市", ["各县（市、区）人民政府", "各区、县级市"]),
        ("各省、自治区、直辖市", ["各省、自治区、直辖市"]),
        ("市发改委 五县五区政府 开发区管委会", ["市发改委", "五县五区政府", "开发区管委会"]),
        ("和平区政府、商务局、联合会", ["和平区政府", "商务局", "联合会"]),
        ("各县（市、区）党委和政府", ["各县（市、区）党委和政府"]),
        ("各区县党委、政府", ["各区县党委、政府"]),
        ("各县（市、区）、开发区", ["各县（市、区）", "开发区"]),
        ("县人社局、县总工会等10个部门", ["县人社局", "县总工会"]),
        ("无", []),
    ],
)
def test_a_list_is_taken_apart(text: str, names: list[str]) -> None:
    assert listed(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "市商务局",
        "市妇联、团市委、市残联",
        "市公安局（交警支队）、市城管局",
        "市教育局、市财政局等5个部门",
        "财政部牵头，各地区负责",
    ],
)
def test_a_bracket_may_say_who_does_it(text: str) -> None:
    assert is_phrase(text)


@pytest.mark.parametrize(
    "text",
    [
        "含电子社保卡",
        "2020—2035年",
        "以下简称领导小组",
        "APP",
        "3个街道",
        "同时设计、同时施工",
        "增长5%",
        "由市司法局负责解释",
    ],
)
def test_most_brackets_say_something_else(text: str) -> None:
    assert not is_phrase(text)


def tasks(*leads: str) -> list[FoundTask]:
    """A task for each; ``甲+乙`` names two units in one."""
    return [FoundTask("", "", "", "", 1, leads=names.split("+")) for names in leads]


@pytest.mark.parametrize(
    ("names", "main", "alias"),
    [
        (("发改委", "发改委", "市发改委"), "发改委", "市发改委"),
        (("自然资源和规划局", "自然资源局", "自然资源和规划局"), "自然资源和规划局", "自然资源局"),
        (("自然资源和规划局", "自然资源和规划局", "自然资源规划局"), "自然资源和规划局", "自然资源规划局"),
        (("产业集聚区管委会", "产业集聚区管委会", "产业集聚区"), "产业集聚区管委会", "产业集聚区"),
        (("市发展和改革委员会", "市发展和改革委员会", "市发改委"), "市发展和改革委员会", "市发改委"),
    ],
)
def test_what_may_be_one_unit_is_proposed_with_its_reason(names: tuple[str, ...], main: str, alias: str) -> None:
    (unit,) = propose_units(tasks(*names))

    assert (unit.name, [other.name for other in unit.aliases]) == (main, [alias])
    assert all(other.why for other in unit.aliases)


@pytest.mark.parametrize(
    "names",
    [
        ("市教育局", "区教育局"),
        ("教育局", "市教育局", "区教育局"),
        ("公安局", "公安局交警支队"),
        ("水利局", "商务局"),
        ("各镇", "镇"),
        ("发改委+市发改委",),
        ("生态环境局", "生态环境局某分局"),
    ],
)
def test_what_may_be_two_units_is_not_joined(names: tuple[str, ...]) -> None:
    assert [unit.aliases for unit in propose_units(tasks(*names)) if unit.aliases] == []


def test_a_proposal_is_seen_in_the_file_and_beside_it() -> None:
    found = draft("""
        1.修编规划。
        牵头单位：市发改委
        2.推进项目。
        牵头单位：发改委
        3.督促进度。
        牵头单位：发改委
        责任单位：各乡镇、市项目建设领导小组
    """)

    assert (
        "    aliases: [市发改委]  # ? 建议视为同一单位：“市发改委”只差“市”字；不是的请拆开" in found.text.splitlines()
    )
    assert [line for line in found.said if "“市发改委”建议视为“发改委”的别名" in line]
    units = {unit["name"]: unit for unit in found.file["units"]}
    assert units["各乡镇"]["settled"] is False
    assert units["市项目建设领导小组"]["leading_body"] is True
