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


def test_heads_that_were_broken_are_put_together_and_amounts_are_no_numbers() -> None:
    found = draft("""
        2023年民生实事项目实施计划表
        序号
        项目名称
        建设规模及内容
        建设起
        止年限
        总投资
        (万元)
        资金
        来源
        责任
        单位
        1
        城市用气
        提升工程
        对二十八个小区进行改造,安装安全装置,对调压设施进行安全提升。
        2023.01-2023.12
        12
        国企投资
        城投集团
        2
        山塘综合整治工程
        完成六座小型水库加固改造及十座山塘综合整治,消除安全隐患。
        2023.01-2023.12
        46
        政府投资
        水利局
    """)

    assert told(found) == [
        ("城市用气提升工程", ([], ["城投集团"]), ["2023-12-31"]),
        ("山塘综合整治工程", ([], ["水利局"]), ["2023-12-31"]),
    ]


def test_rows_with_blanks_between_their_cells() -> None:
    found = draft("""
        2021年重点工作完成情况汇总表
        序号 目标任务 牵头县领导 牵头责任单位 一季度完成情况
        1 固定资产投资增长一成。 路 某 发展改革委 1-2月份,完成投资十八亿元,排名第七。
        5
        能耗控制在下达的目标以内。
        路 某
        屈 某
        发展改革委
        生态环境分局
        发展改革委:控制在目标以内。
        ★6 积极开展结对共建。 路 某 商务局 已成功申报。
    """)

    assert told(found) == [
        ("固定资产投资增长一成", (["发展改革委"], []), []),
        ("能耗控制在下达的目标以内", (["发展改革委", "生态环境分局"], []), []),
        ("积极开展结对共建", (["商务局"], []), []),
    ]


def test_each_table_stands_in_the_section_before_it() -> None:
    found = draft("""
        2022年重点工作责任分解
        一、未来五年主要工作
        序号
        主 要 工 作 任 务
        责任单位
        1
        生产总值突破一万亿元。
        市发展改革委
        二、2022年主要工作
        序号
        主 要 工 作 任 务
        责任单位
        1
        城乡居民收入与经济同步增长。
        市发展改革委、市农业农村局、
        市人力社保局
    """)

    assert [task["section"] for task in found.tasks] == ["一、未来五年主要工作", "二、2022年主要工作"]
    assert found.units(1) == ([], ["市发展改革委", "市农业农村局", "市人力社保局"])
