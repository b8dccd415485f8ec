"""Tables, whatever became of them on their way."""

from __future__ import annotations

from tests.plans.papers.drafts import Drafted, draft

EXPECTED = [
    ("建设书房五个", (["市文旅局"], ["市财政局", "市住建局"]), ["2020-06-30"]),
    ("新增公交车五十辆", (["市交通局"], ["各区政府"]), ["2020-10-31"]),
]


def told(found: Drafted) -> list[tuple[str, tuple[list[str], list[str]], list[str]]]:
    return [(title, found.units(index), found.dates(index)) for index, title in enumerate(found.titles())]


def test_marked_down() -> None:
    assert (
        told(
            draft("""
        # 2020年民生实事分解
        | 序号 | 项目名称 | 牵头单位 | 配合单位 | 完成时限 |
        |---|---|---|---|---|
        | 1 | 建设书房五个 | 市文旅局 | 市财政局、市住建局 | 6月底前 |
        | 2 | 新增公交车五十辆 | 市交通局 | 各区政府 | 10月底前 |
    """)
        )
        == EXPECTED
    )


def test_set_apart_by_tabs() -> None:
    rows = [
        "2020年重点任务表",
        "序号\t工作任务\t牵头单位\t配合单位\t完成时限",
        "1\t建设书房五个\t市文旅局\t市财政局、市住建局\t6月底前",
        "2\t新增公交车五十辆\t市交通局\t各区政府\t10月底前",
    ]

    assert told(draft("\n".join(rows))) == EXPECTED


def test_one_cell_a_line_with_bars() -> None:
    assert (
        told(
            draft("""
        2020年任务分解表
        序号 |
        工作任务 |
        牵头单位 |
        责任单位 |
        完成时限 |
        1 |
        建设书房五个。 |
        市文旅局 |
        市财政局
        市住建局 |
        6月底 |
        2 |
        新增公交车五十辆。 |
        市交通局 |
        各区政府 |
        10月底前 |
    """)
        )
        == EXPECTED
    )


def test_one_row_a_line_and_a_cell_that_goes_on() -> None:
    assert (
        told(
            draft("""
        2020年重点任务表
        序号 | 工作任务 | 牵头单位 | 配合单位 | 时限 |
        1 | 建设书房五个 | 市文旅局 | 市财政局、
        市住建局 | 6月底 |
        2 | 新增公交车五十辆 | 市交通局 | 各区政府 | 10月底前 |
    """)
        )
        == EXPECTED
    )


def test_one_cell_a_line_without_anything() -> None:
    found = draft("""
        2020年任务分解表
        序号

        工作任务

        牵头领导

        牵头单位

        责任单位

        完成时限

        一、文化

        1

        建设书房五个

        王某

        市文旅局

        市财政局

        市住建局

        6月底前

        二、交通

        2

        新增公交车五十辆

        李某

        市交通局

        各区政府

        10月底前
    """)

    assert told(found) == EXPECTED
    assert [task["section"] for task in found.tasks] == ["一、文化", "二、交通"]


def test_cells_that_were_one_share_number_and_units() -> None:
    found = draft("""
        2016年民生实事
        序号
        民生实事
        责任单位
        完成时限
        1
        开工建设老年养护楼。
        县民政局
        5月底前动工
        开工建设老年大学。
        12月底前
        2
        迁建政务服务中心。
        县政务服务中心
        县代建中心
        12月底前
    """)

    assert told(found) == [
        ("开工建设老年养护楼", ([], ["县民政局"]), ["2016-05-31"]),
        ("开工建设老年大学", ([], ["县民政局"]), ["2016-12-31"]),
        ("迁建政务服务中心", ([], ["县政务服务中心", "县代建中心"]), ["2016-12-31"]),
    ]
    assert [task.get("source_number") for task in found.tasks] == [None, "1", "2"]


def test_drawn_with_lines_that_cut_some_columns_only() -> None:
    found = draft("""
        2009年重点工作任务分解表
        ┌────────────┬───┬────────┬────┐
        │ 工 作 任 务 │分管领│牵头单位│完成时限│
        │ │ 导 │ │ │
        ├────────────┼───┼────────┼────┤
        │抓好金融工作 │张某 │各县(市、区)政│年内见成│
        ├────────────┤ │府,市财政局、国│ 效 │
        │完善税收征管,增 │ │家税务局 │ │
        │加财政收入 │ │ │ │
        ├────────────┼───┼────────┼────┤
        │优先发展教育 │李某 │市教育局 │12月底前│
        └────────────┴───┴────────┴────┘
    """)

    units = ["各县(市、区)政府", "市财政局", "国家税务局"]
    assert told(found) == [
        ("抓好金融工作", (units, []), ["2009-12-31"]),
        ("完善税收征管,增加财政收入", (units, []), ["2009-12-31"]),
        ("优先发展教育", (["市教育局"], []), ["2009-12-31"]),
    ]


def test_a_progress_table_gives_each_quarter_its_end() -> None:
    found = draft("""
        2023年重点建设项目进度计划表
        序号 | 项目名称 | 责任单位 | 第一季度 | 第二季度 | 第三季度 | 第四季度
        1 | 市民中心 | 市机关事务局 | 完成招标 | 基础施工 | 主体封顶 | 竣工验收
        2 | 体育馆 | 市体育局 | 方案设计 | —— | 主体施工 | ——
    """)

    assert found.dates() == ["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"]
    assert found.tasks[0]["milestones"][2]["result"] == "主体封顶"
    assert found.dates(1) == ["2023-03-31", "2023-09-30"]


def test_a_table_without_such_columns_is_no_plan() -> None:
    found = draft("""
        1.加强巡查。
        责任单位：市住建局
        2.加强执法。
        责任单位：市城管局
        附表
        姓名 | 职务 | 电话
        某甲 | 科长 | （略）
    """)

    assert found.titles() == ["加强巡查", "加强执法"]
