"""Deadline wording → dates: what official papers write, and what they mean by it."""

from __future__ import annotations

import pytest

from plans.deadline import Kind
from plans.deadlines import read_deadlines

DATED = [
    # wording, year of the paper, days meant
    ("2020年底前", None, "2020-12-31"),
    ("2021年年底前", None, "2021-12-31"),
    ("年年底前", 2021, "2021-12-31"),
    ("2021年6月底前", None, "2021-06-30"),
    ("二〇二一年六月底前", None, "2021-06-30"),
    ("12月底前", 2021, "2021-12-31"),
    ("十二月三十一日前", 2021, "2021-12-31"),
    ("2021年全面推广", None, "2021-12-31"),
    ("到2008年底", None, "2008-12-31"),
    ("2023年度", None, "2023-12-31"),
    ("年内", 2009, "2009-12-31"),
    ("全年", 2009, "2009-12-31"),
    ("上半年", 2022, "2022-06-30"),
    ("2008年12月初", None, "2008-12-10"),
    ("3月上旬", 2011, "2011-03-10"),
    ("3月中旬完成", 2011, "2011-03-20"),
    ("2月下旬", 2024, "2024-02-29"),
    ("在2月29日前", 2024, "2024-02-29"),
    ("2021年6月30日", None, "2021-06-30"),
    ("2021.6.30", None, "2021-06-30"),
    ("2021-06-30前", None, "2021-06-30"),
    ("2021年12月", None, "2021-12-31"),
    ("第一季度", 2023, "2023-03-31"),
    ("三季度末", 2023, "2023-09-30"),
    ("2019年1月1日至12月31日", None, "2019-12-31"),
    ("2023.01-2023.12", None, "2023-12-31"),
    ("2022年1-6月", None, "2022-06-30"),
    ("2018—2020年", None, "2020-12-31"),
    ("今年11月底前", 2015, "2015-11-30"),
    ("明年3月底前", 2021, "2022-03-31"),
    ("五一前全部完工", 2015, "2015-04-30"),
    ("国庆节前", 2015, "2015-09-30"),
    ("4月20日(星期五)前", 2007, "2007-04-20"),
    ("3月10日、6月10日、9月10日、11月20日前", 2011, "2011-03-10 2011-06-10 2011-09-10 2011-11-20"),
    ("5月底前完成并开工建设,2011年年底进行主体工程施工", 2011, "2011-05-31 2011-12-31"),
    ("11月底初具规模,2016年3月底前竣工开街", 2015, "2015-11-30 2016-03-31"),
    ("2019年年底完成整改的问题，2021年1月底之前全部验收销号", None, "2019-12-31 2021-01-31"),
    ("2019年任务：完成十公里；2020年任务：10月底前完成二十公里", None, "2019-12-31 2020-10-31"),
    ("2012年起，用5年内完成", None, "2016-12-31"),
    ("一季度完成前期，二季度开工，四季度竣工", 2023, "2023-03-31 2023-06-30 2023-12-31"),
]


@pytest.mark.parametrize(("wording", "year", "days"), DATED, ids=[wording for wording, *_ in DATED])
def test_a_wording_means_these_days(wording: str, year: int | None, days: str) -> None:
    found = read_deadlines(wording, year)

    assert " ".join(str(one.due) for one in found if one.due) == days
    assert [one.doubt for one in found if one.due and one.doubt] == []


NEVER_DATED = [
    ("第三季度前", Kind.AMBIGUOUS),
    ("2021年6月前", Kind.AMBIGUOUS),
    ("2025年前", Kind.AMBIGUOUS),
    ("2022年初", Kind.AMBIGUOUS),
    ("汛期前", Kind.EVENT),
    ("春节前", Kind.EVENT),
    ("约谈结束后30日内", Kind.EVENT),
    ("14个工作日内", Kind.DURATION),
    ("5年内", Kind.PERIOD),
    ("每季度末月20日前", Kind.RECURRING),
    ("于每月28日前", Kind.RECURRING),
    ("每3天", Kind.RECURRING),
    ("每年12月底前", Kind.RECURRING),
    ("立行立改，长期坚持", Kind.ONGOING),
    ("按短期攻堅、中期推進和長期堅持三個階段", Kind.ONGOING),
    ("从2019年1月1日起", Kind.ONGOING_FROM),
    ("自2015年起", Kind.ONGOING_FROM),
]


@pytest.mark.parametrize(("wording", "kind"), NEVER_DATED, ids=[wording for wording, _ in NEVER_DATED])
def test_what_names_no_day_gets_none(wording: str, kind: Kind) -> None:
    found = read_deadlines(wording, 2021)

    assert [(one.kind, one.due) for one in found] == [(kind, None)]


@pytest.mark.parametrize("wording", ["5月底前动工", "2021年5月30日前全面开工", "3月中旬开工", "12月底前启动建设"])
def test_a_start_is_told_from_an_end(wording: str) -> None:
    (found,) = read_deadlines(wording, 2021)

    assert found.kind is Kind.START
    assert found.due is not None


def test_building_up_a_joint_effort_is_no_start() -> None:
    """联动工作 holds the characters of 动工."""
    (found,) = read_deadlines("2021年6月底建立府院联动工作机制")

    assert (found.kind, found.result) == (Kind.BY, "建立府院联动工作机制")


@pytest.mark.parametrize(
    ("wording", "day"),
    [
        ("2008年11底前", "2008-11-30"),
        ("615日前", "2021-06-15"),
        ("1215日前", "2021-12-15"),
        ("6月中旬前", "2021-06-20"),
    ],
)
def test_what_is_mended_or_moot_is_doubted(wording: str, day: str) -> None:
    (found,) = read_deadlines(wording, 2021)

    assert str(found.due) == day
    assert found.doubt


def test_without_any_year_there_is_no_date() -> None:
    (found,) = read_deadlines("6月底前")

    assert (found.due, found.doubt) == (None, "未写年份")


def test_a_weekday_that_is_not_the_dates_is_doubted() -> None:
    (found,) = read_deadlines("2021年6月20日（星期二）前")

    assert found.doubt == "所写星期与日期不符"


def test_what_is_to_be_done_stands_beside_the_day() -> None:
    first, second = read_deadlines("2021年8月31日前完成两宗处置；2022年9月底前完成处置目标并持续推进。")

    assert (first.wording, first.result, first.ongoing) == ("2021年8月31日前", "完成两宗处置", False)
    assert (second.wording, second.result, second.ongoing) == ("2022年9月底前", "完成处置目标", True)


class TestInRunningText:
    """Only what sets a limit counts there."""

    @pytest.mark.parametrize(
        ("text", "days"),
        [
            ("2021年6月底前制定政策，12月底前实现直接结算。", "2021-06-30 2021-12-31"),
            ("完善平台，年底前地方和部门要完成对接。", "2020-12-31"),
            ("到2025年，产业总规模达到两万亿元。", "2025-12-31"),
            ("新建学校三所，9月投入使用。", "2020-09-30"),
            ("于2021年5月底前报市政府。", "2021-05-31"),
            ("用三年时间，到2023年底基本实现。", "2023-12-31"),
            ("1.2020年年底前评估。2.2021年6月底前实现全覆盖。", "2020-12-31 2021-06-30"),
        ],
    )
    def test_a_limit_is_found(self, text: str, days: str) -> None:
        assert " ".join(str(one.due) for one in read_deadlines(text, 2020, prose=True) if one.due) == days

    @pytest.mark.parametrize(
        "text",
        [
            "2019年9月11日，会议作了部署。",
            "截至2020年底，已建成五十个。",
            "修订2020年版产业目录。",
            "编制国土空间规划（2020—2035年）。",
            "办理时限压缩至5个工作日以内。",
            "自2015年起，对下级开展稽查。",
            "对2019年12月31日前建成的项目逐一排查。",
            "每年按一定比例抽查。",
            "坚持不懈，持续推进。",
        ],
    )
    def test_a_mention_is_none(self, text: str) -> None:
        assert [one for one in read_deadlines(text, 2020, prose=True) if one.due] == []

    @pytest.mark.parametrize("event", ["汛期前", "入冬前", "春节前", "2022年春节前", "学生返校之前"])
    def test_a_limit_that_no_calendar_knows_is_reported(self, event: str) -> None:
        (found,) = read_deadlines(f"改造管网，{event}全部完成。", 2022, prose=True)

        assert (found.kind, found.wording, found.due) == (Kind.EVENT, event, None)

    @pytest.mark.parametrize(
        "text", ["目前完成三公里。", "提前完成任务。", "恢复到疫情前达到的水平。", "会前印发材料。"]
    )
    def test_not_all_that_ends_so_is_a_limit(self, text: str) -> None:
        assert read_deadlines(text, 2022, prose=True) == []

    def test_a_year_alone_is_doubted(self) -> None:
        (found,) = read_deadlines("2020年要有所突破。", 2020, prose=True)

        assert str(found.due) == "2020-12-31"
        assert found.doubt
