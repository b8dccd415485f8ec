"""What a paper says among and behind the names of units, and in a sentence of its own."""

from __future__ import annotations

import pytest

from plans.papers.asides import without_aside
from plans.papers.spoken import last_sentence
from tests.plans.papers.drafts import draft


@pytest.mark.parametrize(
    ("who", "names", "aside"),
    [
        (
            "市直各部门，各镇街，以下均需各镇街落实，不再逐一列出",
            "市直各部门，各镇街",
            "以下均需各镇街落实，不再逐一列出",
        ),
        (
            "市商务局按职责分工负责。具体任务均涉及各镇，不再做分工。",
            "市商务局按职责分工负责",
            "具体任务均涉及各镇，不再做分工",
        ),
        ("市商务局、市粮食局、下同", "市商务局、市粮食局", "下同"),
        ("市商务局。每月向市政府报告一次", "市商务局", "每月向市政府报告一次"),
        ("市商务局，以下均需甲镇、乙镇落实", "市商务局", "以下均需甲镇、乙镇落实"),
    ],
)
def test_what_only_speaks_of_the_units_is_told_apart(who: str, names: str, aside: str) -> None:
    assert without_aside(who) == (names, aside)


@pytest.mark.parametrize(
    "who",
    [
        "市商务局、市粮食局",
        "市商务局。市粮食局、市水利局",
        "市商务局牵头。市粮食局、市水利局配合",
        "市发展改革委（以下简称市发改委）、市水利局",
        "市商务局、其他涉及部门",
    ],
)
def test_names_stay_as_they_are(who: str) -> None:
    assert without_aside(who) == (who, "")


def test_an_aside_is_kept_as_a_remark() -> None:
    found = draft("""
        某市2022年流通工作方案
        （一）健全市场。完善仓储。〔责任单位：市商务局、市粮食局按职责分工负责。任务均涉及各镇政府，不再做分工，下同。〕
        （二）优化准入。推行一网通办。（市审批局牵头，市商务局配合，下同）
    """)

    assert found.units() == ([], ["市商务局", "市粮食局"])
    assert "# 说明：任务均涉及各镇政府，不再做分工，下同" in found.text
    assert found.units(1) == (["市审批局"], ["市商务局"])
    assert found.doubted() == []


def test_a_clause_among_one_tasks_units_holds_for_the_later_ones_with_a_doubt() -> None:
    found = draft("""
        某市2022年任务分工
        1.稳定增长。（牵头单位：市发改委；责任单位：市财政局、各镇街，以下均需各镇街落实，不再逐一列出）
        2.扩大投资。（牵头单位：市发改委；责任单位：市财政局）
    """)

    assert found.units() == (["市发改委"], ["市财政局", "各镇街"])
    assert found.units(1) == (["市发改委"], ["市财政局", "各镇街"])
    assert [line.partition("  # ? ")[0] for line in found.doubted()] == ["responsible_units: [市财政局, 各镇街]"]


def test_what_is_no_unit_is_left_out_with_a_doubt() -> None:
    found = draft("""
        某市2022年任务分工
        1.稳定增长。
        责任单位：市财政局、按季推进项目、市统计局
        2.扩大投资。
        责任单位：市财政局
    """)

    assert found.units() == ([], ["市财政局", "市统计局"])
    assert found.doubted() == ["responsible_units: [市财政局, 市统计局]  # ? “按季推进项目”不像单位名称"]


def test_tasks_below_the_unit_that_leads_them_say_in_a_sentence_who_helps() -> None:
    found = draft("""
        关于分解2022年重点工作的通知
        一、市发改委牵头的工作
        1.编制规划，10月底前形成初稿。市财政局、市统计局配合。
        2.新增项目二十个。各区人民政府配合。
        二、市住房和城乡建设局牵头的工作
        1.改造老旧小区三千户，6月底前完成。市自然资源局、市财政局积极配合。
    """)

    assert [found.units(index) for index in range(3)] == [
        (["市发改委"], ["市财政局", "市统计局"]),
        (["市发改委"], ["各区人民政府"]),
        (["市住房和城乡建设局"], ["市自然资源局", "市财政局"]),
    ]
    assert [found.dates(index) for index in range(3)] == [["2022-10-31"], [], ["2022-06-30"]]
    assert found.doubted() == []


@pytest.mark.parametrize(
    ("text", "leads", "supports", "left"),
    [
        ("改造小区。市财政局、市住建局配合。", [], ["市财政局", "市住建局"], "改造小区。"),
        (
            "改造小区，由市住建局牵头，市财政局配合，于9月底前完成。",
            ["市住建局"],
            ["市财政局"],
            "改造小区，于9月底前完成。",
        ),
        (
            "改造小区。市住建局负责牵头抓总，市财政局、市审计局具体实施。",
            ["市住建局"],
            ["市财政局", "市审计局"],
            "改造小区。",
        ),
        ("改造小区，市住建局负责。", [], ["市住建局"], "改造小区，"),
    ],
)
def test_a_last_sentence_says_who_does_it(text: str, leads: list[str], supports: list[str], left: str) -> None:
    spoken = last_sentence(text)

    assert spoken is not None
    assert (spoken.who.leads, spoken.who.supports) == (leads, supports)
    assert text[: spoken.start] + text[spoken.end :] == left


@pytest.mark.parametrize(
    "text",
    [
        "强化保障。各部门积极配合。",
        "壮大产业，推动企业参与。",
        "改造小区，方便居民参加。",
        "各级要高度重视，认真落实。",
    ],
)
def test_a_last_sentence_that_names_no_unit_says_nothing(text: str) -> None:
    assert last_sentence(text) is None


def test_a_sentence_behind_the_lead_units_label_says_who_helps() -> None:
    found = draft("""
        某市2022年任务分工
        1.改造小区。牵头单位：市住建局。市财政局、市审计局配合。
        2.修编规划。牵头单位：市发改委。
    """)

    assert found.units() == (["市住建局"], ["市财政局", "市审计局"])


def test_a_heading_that_says_who_leads_holds_whatever_stands_below() -> None:
    found = draft("""
        关于办理2022年代表建议的通知
        一、市建设交通局主办
        1.优化公交线路。会办单位：市公安局。
        2.整治积水点。市水利局协助。
        二、各街道负责的工作
        1.建成生活圈十个。市商务局指导。
        2.清理楼道。
    """)

    assert [found.units(index) for index in range(4)] == [
        (["市建设交通局"], ["市公安局"]),
        (["市建设交通局"], ["市水利局"]),
        (["各街道"], ["市商务局"]),
        (["各街道"], []),
    ]


def test_a_sentence_on_how_the_work_is_organized_is_no_task() -> None:
    found = draft("""
        某县2022年工作方案
        一、重点任务
        （一）发展产业。新建大棚。县农业局牵头，各乡镇配合。
        （二）整治环境。清理垃圾，县住建局负责。
        二、保障措施
        （一）加强督导。建立通报制度，由县政府督查室负责。
    """)

    assert found.titles() == ["发展产业", "整治环境"]
    assert [line for line in found.said if "未采用" in line and "加强督导" in line]


def test_numbered_key_tasks_say_in_sentences_who_does_them() -> None:
    found = draft("""
        某区2022年整治任务分工
        重点任务一：整治燃气
        主要内容：更换管道。
        责任分工：区住建局牵头负责，区应急局按职责配合，各街道落实属地责任。
        完成时限：8月底前
        重点任务二：整治自建房
        主要内容：逐栋鉴定。
        责任分工：由区住建局牵头，会同区教育局组织实施。
        完成时限：10月底前
    """)

    assert [found.units(index) for index in range(2)] == [
        (["区住建局"], ["区应急局", "各街道"]),
        (["区住建局"], ["区教育局"]),
    ]
    assert [found.dates(index) for index in range(2)] == [["2022-08-31"], ["2022-10-31"]]
    assert found.doubted() == []
