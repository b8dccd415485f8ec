"""Points of a list in prose: each its own task, and nothing merged or dropped without a word."""

from __future__ import annotations

from tests.plans.papers.drafts import Drafted, draft

TITLED = """
    某县校园食堂整治方案
    2022年3月1日
    一、主要任务
    （一）排查隐患。排查隐患不漏一处，5月底前完成。
    （二）更新设备。分批更新灶具，8月底前完成。
    （三）日常监管。{last}
"""


def doubted(found: Drafted, index: int) -> bool:
    """Whether the units of a task are marked."""
    return any(f"第 {index + 1} 项{name}单位：" in line for line in found.said for name in ("牵头", "责任"))


class TestOnlyTheLastPointSaysWhoDoesIt:
    def test_in_a_sentence(self) -> None:
        found = draft(TITLED.format(last="县教育局负责，长期坚持。"))

        assert found.titles() == ["排查隐患", "更新设备", "日常监管"]
        assert [found.units(index) for index in range(3)] == [([], []), ([], []), ([], ["县教育局"])]
        assert [doubted(found, index) for index in range(3)] == [True, True, False]
        assert found.dates(0) == ["2022-05-31"]

    def test_in_a_bracket(self) -> None:
        found = draft(TITLED.format(last="每月检查。（县教育局负责）"))

        assert found.titles() == ["排查隐患", "更新设备", "日常监管"]
        assert [doubted(found, index) for index in range(3)] == [True, True, False]

    def test_under_a_label(self) -> None:
        found = draft(TITLED.format(last="每月检查。") + "    责任单位：县教育局\n")

        assert found.titles() == ["排查隐患", "更新设备", "日常监管"]
        assert [doubted(found, index) for index in range(3)] == [True, True, False]

    def test_of_points_without_titles_below_a_heading_of_tasks(self) -> None:
        found = draft("""
            一、重点工作
            1.更新灶具三十套，8月底前完成
            2.培训厨师一百名
            3.修订管理办法
            4.公开食材来源，县教育局负责。
        """)

        assert len(found.tasks) == 4
        assert [doubted(found, index) for index in range(4)] == [True, True, True, False]

    def test_of_measures_that_are_one_task(self) -> None:
        found = draft("""
            （一）食堂卫生不达标
            1.更新灶具；
            2.培训厨师；
            3.公开食材来源。（县教育局负责）
        """)

        assert found.titles() == ["食堂卫生不达标"]
        assert found.units() == ([], ["县教育局"])
        assert doubted(found, 0)

    def test_as_every_list_of_the_paper_does(self) -> None:
        found = draft("""
            一、更新设备
            1.更新灶具
            2.更新冰柜
            责任单位：县教育局
            二、培训人员
            1.培训厨师
            2.培训采购员
            责任单位：县人社局
        """)

        assert found.titles() == ["更新设备", "培训人员"]
        assert found.doubted() == []

    def test_once_in_the_whole_paper(self) -> None:
        found = draft("""
            一、更新设备
            1.更新灶具
            2.更新冰柜
            责任单位：县教育局
        """)

        assert found.titles() == ["更新设备"]
        assert doubted(found, 0)


def test_one_point_of_a_titled_list_that_says_it_makes_all_of_them_tasks() -> None:
    found = draft("""
        一、主要任务
        （一）排查隐患。对全县食堂逐一排查。责任单位：县教育局
        （二）更新设备。分批更新灶具。
        （三）公开来源。食材来源上墙。
        （四）日常监管。每月检查。
    """)

    assert found.titles() == ["排查隐患", "更新设备", "公开来源", "日常监管"]
    assert [doubted(found, index) for index in range(4)] == [False, True, True, True]


def test_safeguards_are_no_tasks_even_where_one_of_them_names_a_unit() -> None:
    found = draft("""
        一、主要任务
        （一）排查隐患。逐一排查。（县教育局负责）
        （二）更新设备。更新灶具。（县教育局负责）
        二、保障措施
        （一）加强领导。由县政府办公室牵头，县教育局配合，定期会商。
        （二）落实经费。县财政局负责安排经费，县教育局负责使用；县审计局负责监督。
        （三）强化宣传。各学校要广泛宣传。
    """)

    assert found.titles() == ["排查隐患", "更新设备"]


def test_points_of_a_task_that_are_no_tasks_stay_in_its_text() -> None:
    found = draft("""
        1.建设食堂。（县教育局负责）
        （1）修建厨房。（县住建局负责）
        （2）购置灶具
        （3）购置冰柜
        2.培训厨师。（县人社局负责）
        另行通知的其他事项。
    """)

    assert found.titles() == ["建设食堂", "修建厨房", "培训厨师"]
    assert found.tasks[0]["description"] == "（2）购置灶具 （3）购置冰柜"
    assert "7: 未采用：另行通知的其他事项。" in found.said


class TestWhoLeadsStandsInsideTheSentence:
    def test_behind_the_title(self) -> None:
        found = draft("""
            一、主要任务
            （一）排查隐患。由县教育局牵头，县市场监管局、各乡镇配合，对全县食堂逐一排查，5月底前完成。
            （二）更新设备。县财政局牵头，县教育局、县发改委配合，分批更新灶具。
        """)

        assert found.units(0) == (["县教育局"], ["县市场监管局", "各乡镇"])
        assert found.units(1) == (["县财政局"], ["县教育局", "县发改委"])
        assert [doubted(found, index) for index in range(2)] == [False, False]
        assert "县市场监管局、各乡镇配合" in found.tasks[0]["description"]

    def test_on_the_line_below_the_title(self) -> None:
        found = draft("""
            一、主要任务
            （一）排查隐患。
            由县教育局牵头，各乡镇配合，对全县食堂逐一排查。
            （二）日常监管。
            县教育局负责，长期坚持。
        """)

        assert found.titles() == ["排查隐患", "日常监管"]
        assert found.units(0) == (["县教育局"], ["各乡镇"])
        assert found.units(1) == ([], ["县教育局"])

    def test_in_the_middle_it_is_doubted(self) -> None:
        found = draft("""
            一、主要任务
            （一）排查隐患。对全县食堂逐一排查，由县教育局牵头，各乡镇配合，建立台账，逐月更新，逐户核对。
            （二）更新设备。分批更新，县财政局负责。
        """)

        assert found.units(0) == (["县教育局"], ["各乡镇"])
        assert doubted(found, 0)

    def test_beside_labels_it_is_doubted(self) -> None:
        found = draft("""
            一、主要任务
            （一）排查隐患。逐一排查。责任单位：县教育局
            （二）更新设备。由县财政局牵头，县教育局配合，分批更新灶具，逐校验收。
        """)

        assert found.units(1) == (["县财政局"], ["县教育局"])
        assert doubted(found, 1)

    def test_a_last_sentence_about_another_part_hides_no_lead(self) -> None:
        found = draft("""
            一、主要任务
            （一）排查隐患。由县教育局牵头，各乡镇配合，逐一排查。台账由县档案局负责。
            （二）更新设备。由县财政局牵头，各乡镇配合，分批更新，逐校验收。县档案局负责。
        """)

        assert found.units(0) == (["县教育局"], ["各乡镇", "县档案局"])
        assert found.units(1) == (["县财政局"], ["县档案局", "各乡镇"])
        assert [doubted(found, index) for index in range(2)] == [True, True]

    def test_what_is_not_understood_is_not_said_to_be_missing(self) -> None:
        found = draft("""
            一、主要任务
            （一）排查隐患。工作由县教育局同志牵头、各乡镇同步开展。（县教育局、各乡镇负责）
            （二）更新设备。分批更新灶具。（县财政局负责）
        """)

        assert found.units(0) == ([], ["县教育局", "各乡镇"])
        assert doubted(found, 0)
        assert not doubted(found, 1)

    def test_a_body_led_by_somebody_is_no_task_of_his(self) -> None:
        found = draft("""
            一、主要任务
            （一）健全机制。建立由县教育局牵头、各乡镇参与的联席会议制度。（县政府办公室负责）
        """)

        assert found.units(0) == ([], ["县政府办公室"])


class TestPartsOfAPointSayWhoDoesThem:
    PAPER = """
        某县校园食堂整治方案
        2022年3月1日
        一、主要任务
        （一）排查隐患。由县教育局牵头，各乡镇配合，逐一排查。
        （二）更新设备。县教育局负责更换灶具，开学前完成；县住建局负责改造厨房，9月底前完成。
        （三）日常监管。县市场监管局负责，长期坚持。
    """

    def test_all_are_taken_with_a_doubt(self) -> None:
        found = draft(self.PAPER)

        assert found.titles() == ["排查隐患", "更新设备", "日常监管"]
        assert found.units(1) == ([], ["县教育局", "县住建局"])
        assert "第 2 项责任单位：本项各段分别署责，已合并，请核对各单位负责哪一段" in "\n".join(found.said)

    def test_a_limit_without_a_day_is_doubted(self) -> None:
        found = draft(self.PAPER)

        assert found.dates(1) == ["2022-09-30"]
        assert "6: 第 2 项完成时限：“开学前”：未写日期" in found.said

    def test_commas_may_part_them_too(self) -> None:
        found = draft("""
            一、主要任务
            （一）更新设备。县教育局负责更换灶具，县住建局负责改造厨房，9月底前完成。
            （二）日常监管。县市场监管局负责。
        """)

        assert found.units(0) == ([], ["县教育局", "县住建局"])
        assert doubted(found, 0)

    def test_one_part_alone_is_doubted(self) -> None:
        found = draft("""
            一、主要任务
            （一）排查隐患。由县教育局牵头，各乡镇配合，逐一排查。
            （二）改造厨房。县住建局负责改造厨房三十处，并建立台账。
        """)

        assert found.units(1) == ([], ["县住建局"])
        assert doubted(found, 1)
