"""Papers in running text: what is a task, who does it, and by when."""

from __future__ import annotations

from tests.plans.papers.drafts import draft


def test_labels_stand_on_lines_of_their_own() -> None:
    found = draft("""
        某市2022年重点工作方案
        一、产业发展
        1.建设食品产业园。完成厂房主体，配套道路同步建成。
        牵头单位：市工信局
        责任单位：市财政局、市自然资源和规划局，各镇（街道）。
        完成时限：2022年11月底前。
        责任领导：某副市长
        2.培育规上企业十家。
        牵头单位：市统计局
        完成时限：长期坚持
    """)

    assert found.titles() == ["建设食品产业园", "培育规上企业十家"]
    assert found.units() == (["市工信局"], ["市财政局", "市自然资源和规划局", "各镇（街道）"])
    assert found.dates() == ["2022-11-30"]
    assert found.tasks[0]["description"] == "完成厂房主体，配套道路同步建成。"
    assert found.tasks[0]["section"] == "一、产业发展"
    assert "# 责任领导：某副市长" in found.text
    assert found.tasks[1]["undated"] is True
    assert found.doubted() == []


def test_labels_and_values_stand_on_lines_of_their_own() -> None:
    found = draft("""
        某县2022年重点工作分工
        1.建设食品产业园
        牵头单位
        县工信局
        配合单位：
        县财政局
        县自然资源局、食品园管委会
        完成时限
        2022年11月底前
        2.培育规上企业十家
        牵头单位
        县统计局
    """)

    assert found.units() == (["县工信局"], ["县财政局", "县自然资源局", "食品园管委会"])
    assert found.dates() == ["2022-11-30"]
    assert found.units(1) == (["县统计局"], [])


def test_brackets_of_all_kinds_say_who_does_it() -> None:
    found = draft("""
        市政办〔2022〕8号
        一、提升效率
        （一）压缩开办时间。推行一网通办。【牵头单位：市市场监管局，配合单位：市税务局、市公安局，完成时限：2022年6月底前】
        （二）推行容缺受理。（责任单位：市行政审批局；完成时限：9月底前）
        （三）完善评价机制。[牵头单位:市营商局;责任单位:各县区;完成时限:长期]
        （四）规范中介服务。〔市发改委牵头，市住建局、市自然资源局等部门按职责分工负责〕
        （五）提升获得电力水平。(市供电公司会同有关部门负责)
        （六）降低用地成本。责任单位：市自然资源局、各县区人民政府，完成时限：2022年12月底前。
    """)

    assert [found.units(index) for index in range(6)] == [
        (["市市场监管局"], ["市税务局", "市公安局"]),
        ([], ["市行政审批局"]),
        (["市营商局"], ["各县区"]),
        (["市发改委"], ["市住建局", "市自然资源局"]),
        (["市供电公司"], ["有关部门"]),
        ([], ["市自然资源局", "各县区人民政府"]),
    ]
    assert [found.dates(index) for index in range(6)] == [
        ["2022-06-30"],
        ["2022-09-30"],
        [],
        [],
        [],
        ["2022-12-31"],
    ]
    assert found.tasks[0]["source_number"] == "（一）"


def test_items_and_their_measures_are_both_tasks_where_both_say_who_does_them() -> None:
    found = draft("""
        一、优化服务
        （一）推行网上办理，完善全国一体的平台，实现更多事项异地可办。（办公厅牵头，各地区、各部门负责）
        具体措施：
        1．2021年底前公布清单。（办公厅牵头，相关部门按职责分工负责）
        2．完善办事指南。（各地区、各部门负责）
        （二）压减材料，凡是能够共享的一律不再要求提供。（司法厅牵头，各地区负责）
        具体措施：编制告知承诺事项目录。（司法厅负责）
    """)

    assert [task["source_number"] for task in found.tasks] == [
        "（一）",
        "（一）1",
        "（一）2",
        "（二）",
        "（二）具体措施",
    ]
    assert found.units(1) == (["办公厅"], ["相关部门"])
    assert found.dates(1) == ["2021-12-31"]
    assert found.units(4) == ([], ["司法厅"])


def test_numbered_points_below_a_task_belong_to_it() -> None:
    found = draft("""
        整改措施清单
        （一）断面水质不达标。
        整改目标：2022年底前达到三类。
        整改措施：
        1.建设污水处理厂，2022年6月底前完成。
        2.清理河道。
        整改时限：2022年12月底前
        牵头单位：市水利局
        责任单位：甲县人民政府
        督导单位：市环委办
        （二）扬尘管控不到位。
        整改措施：
        1.加强巡查。
        2.落实围挡。
        整改时限：立行立改
        责任单位：市住建局
    """)

    assert found.titles() == ["断面水质不达标", "扬尘管控不到位"]
    assert found.units() == (["市水利局"], ["甲县人民政府"])
    assert found.dates() == ["2022-12-31"]
    assert "1.建设污水处理厂" in found.tasks[0]["description"]
    assert "# 督导单位：市环委办" in found.text


def test_points_inside_a_paragraph_are_tasks_where_each_says_who_does_it() -> None:
    found = draft("""
        2022年工作要点
        一、提升服务水平。(1)推进信息公开，6月底前完成。（责任单位：区政务办）(2)整合热线。（责任单位：区大数据局、区信访局）
        二、加强监管。(1)推行随机抽查。（责任单位：区市场监管局）(2)开展信用监管。（责任单位：区发改局）
    """)

    assert found.titles() == ["推进信息公开，6月底前完成", "整合热线", "推行随机抽查", "开展信用监管"]
    assert found.dates() == ["2022-06-30"]
    assert found.tasks[1]["section"] == "一、提升服务水平"


def test_tasks_below_a_units_name_are_led_by_it() -> None:
    found = draft("""
        2023年区政府重点工作责任分工
        一、区发改局（2项）
        1.编制规划思路。
        2.争取上级资金。
        二、区教育局
        3.新建小学一所。配合单位：区财政局
        4.落实减负政策，11月底前完成。
    """)

    assert [found.units(index) for index in range(4)] == [
        (["区发改局"], []),
        (["区发改局"], []),
        (["区教育局"], ["区财政局"]),
        (["区教育局"], []),
    ]
    assert found.dates(3) == ["2023-11-30"]


def test_a_unit_in_brackets_behind_a_heading_leads_what_stands_below() -> None:
    found = draft("""
        2021年重点工作责任分解
        一、产业强市（牵头领导：某某 牵头单位：市发改委）
        1、新增企业二十家。责任单位：市工信局、各县区。完成时限：12月底
        2、引进项目三十个。责任单位：市商务局
    """)

    assert found.titles() == ["新增企业二十家", "引进项目三十个"]
    assert found.units() == (["市发改委"], ["市工信局", "各县区"])
    assert found.units(1) == (["市发改委"], ["市商务局"])


def test_a_deadline_may_stand_behind_the_units_without_a_label() -> None:
    found = draft("""
        2020年优化营商环境工作计划
        1.简政放权。(牵头单位:州政务服务局;责任单位:州司法局及州直相关单位,各县市人民政府,6月底完成)
        2.优化流程。(州政务服务局牵头,州司法局配合,9月底前完成)
        3.统计情况。（州统计局，每季度末）
    """)

    assert found.units() == (["州政务服务局"], ["州司法局", "州直相关单位", "各县市人民政府"])
    assert [found.dates(index) for index in range(3)] == [["2020-06-30"], ["2020-09-30"], []]
    assert found.units(2) == ([], ["州统计局"])
    assert "# 定期要求：每季度末" in found.text


def test_an_unknown_label_does_not_end_the_item() -> None:
    found = draft("""
        2022年重点任务清单
        任务1：建设光伏电站。
        责任单位：县发改局
        建设地点：东部乡
        完成时限：9月底并网发电
        任务2：扩建水泥厂。
        责任单位：县工信局
    """)

    assert found.titles() == ["建设光伏电站", "扩建水泥厂"]
    assert found.dates() == ["2022-09-30"]
    assert "# 建设地点：东部乡" in found.text


def test_the_division_of_work_may_be_one_label() -> None:
    found = draft("""
        2021年重点任务分工方案
        一、主要目标
        1.生产总值增长百分之六以上。
        分管省领导:某某
        部门分工:省发展改革委牵头,各地、各部门配合。
        2.6月底前出台培育方案。
        部门分工:省工业和信息化厅牵头,省财政厅等配合。
    """)

    assert found.units() == (["省发展改革委"], ["各地", "各部门"])
    assert found.units(1) == (["省工业和信息化厅"], ["省财政厅"])
    assert found.dates(1) == ["2021-06-30"]


def test_names_of_projects_above_tasks_lead_nothing() -> None:
    found = draft("""
        2011年重点项目建设任务
        一、市博物馆
        1.布展，4月20日前完成。
        责任单位：市文化局
        二、市民服务中心
        1.招标，5月底前完成；
        2.主体施工，10月底前完成。
        责任单位：市代建办
    """)

    assert [found.units(index) for index in range(3)] == [([], ["市文化局"]), ([], ["市代建办"]), ([], ["市代建办"])]
    assert found.dates(1) == ["2011-05-31"]


class TestWhatIsSaidOnceForAll:
    def test_the_first_of_the_units_leads(self) -> None:
        found = draft("""
            一、主要任务
            1.拓展市场。开展试点。（税务局、财政局、海关负责，排在第一位的部门为牵头部门，下同）
            2.优化政策。（海关、财政局负责）
        """)

        assert found.units() == (["税务局"], ["财政局", "海关"])
        assert found.units(1) == (["海关"], ["财政局"])

    def test_the_remark_is_no_part_of_a_name(self) -> None:
        found = draft("""
            1.制定政策体系，建立参与机制。
            责任单位:财政局、经信局、工商联(列第一位者为牵头或汇总单位,下同)
            2.减轻企业负担。
            责任单位:发改局、经信局
        """)

        assert found.units() == (["财政局"], ["经信局", "工商联"])
        assert found.units(1) == (["发改局"], ["经信局"])

    def test_without_a_lead_the_responsible_unit_leads(self) -> None:
        found = draft("""
            各牵头单位（无牵头单位的，责任单位即为牵头单位，下同）要制订方案。
            一、目标
            1.稳定增长。
            责任单位：市发改委
            2.扩大投资。
            牵头单位：市发改委
            责任单位：市财政局
        """)

        assert found.units() == (["市发改委"], [])
        assert found.units(1) == (["市发改委"], ["市财政局"])

    def test_everybody_is_added_where_the_paper_says_so(self) -> None:
        found = draft("""
            以下各项均需各区落实，不再列出。
            1.稳定工业增长。（市工信局牵头，市统计局配合）
            2.扩大消费。（市商务局负责）
        """)

        assert found.units() == (["市工信局"], ["市统计局", "各区"])
        assert found.units(1) == ([], ["市商务局", "各区"])

    def test_nothing_leads_where_nothing_says_so(self) -> None:
        found = draft("""
            1.发展职业赛事。（体育局、民政局负责）
            2.引进重大赛事。（体育局负责）
        """)

        assert found.units() == ([], ["体育局", "民政局"])
        assert "# 原文未写明牵头单位，须填写" in found.text


class TestSentencesSayIt:
    def test_the_last_sentence(self) -> None:
        found = draft("""
            （一）继续实施补贴，确保总额高于上年。由市财政局、农业局，各县(市)、区人民政府负责落实。
            （二）解决安全饮水问题。由市水利局牵头，市财政局配合。
        """)

        assert found.units() == ([], ["市财政局", "农业局", "各县(市)、区人民政府"])
        assert found.units(1) == (["市水利局"], ["市财政局"])

    def test_the_first_words_and_the_leader_is_no_unit(self) -> None:
        found = draft("""
            1、轨道交通项目
            由某某副市长负责，市建设局牵头，市发改委配合，进一步完善建设方案。
            2、材料基地
            由某某副市长负责，市工信委牵头，相关部门配合，尽快理清发展基础。
        """)

        assert found.units() == (["市建设局"], ["市发改委"])
        assert found.units(1) == (["市工信委"], ["相关部门"])
        assert "# 负责人：某某副市长" in found.text


def test_no_units_are_made_up_where_the_paper_names_none() -> None:
    found = draft("""
        关于加强执法的通知
        一、推动全覆盖
        （一）完善标准。各级环境保护部门要抓紧修订标准。
        （二）开展大检查。2015年底前，地方各级人民政府要组织排查。
        二、加大力度
        （三）打击违法行为。对拒不改正的，公安机关依法处理。
    """)

    assert [found.units(index) for index in range(3)] == [([], [])] * 3
    assert found.dates(1) == ["2015-12-31"]


def test_principles_and_safeguards_are_no_tasks() -> None:
    found = draft("""
        一、总体要求
        （一）指导思想。全面贯彻。
        二、主要任务
        （二）发展职业赛事。鼓励社会力量参与。（体育局负责）
        （三）打造发展平台。（体育局、广电局负责）
        三、保障措施
        （四）加强领导。各单位要高度重视。
    """)

    assert found.titles() == ["发展职业赛事", "打造发展平台"]
    assert [line for line in found.said if "未采用" in line and "加强领导" in line]


def test_a_paper_on_one_line_is_taken_apart_again() -> None:
    filler = "要统筹推进各项工作，强化协同配合，确保各项举措落到实处、取得实效。" * 12
    found = draft(
        f"关于印发工作方案的通知市政办〔2020〕43号现制定如下方案。一、完善政策（一）研究将好做法制度化。{filler}（财政局牵头，各地区负责）"
        f"具体措施：1．2020年底前完善机制。{filler}（财政局负责）2．简化程序。{filler}（税务局、财政局牵头，各地区负责）"
        f"二、优化服务（二）推行网上办理。{filler}（办公厅负责）（三）压减材料。{filler}（司法局负责）"
    )

    assert [task["source_number"] for task in found.tasks] == ["（一）", "（一）1", "（一）2", "（二）", "（三）"]
    assert found.units(2) == (["税务局", "财政局"], ["各地区"])
    assert found.dates(1) == ["2020-12-31"]


def test_labels_of_a_one_line_paper_need_nothing_between_them() -> None:
    found = draft(
        "2023年重点工作任务分解方案"
        + "为做好今年的工作，现就重点任务制定如下分工方案，请认真贯彻落实。" * 20
        + "一、主要预期目标1.生产总值增长百分之六。"
        "牵头单位:区发改局责任单位:开发区,各街道2.固定资产投资增长一成。牵头单位:区发改局责任单位:开发区3.居民收入同步增长。牵头单位:区统计局"
    )

    assert found.titles() == ["生产总值增长百分之六", "固定资产投资增长一成", "居民收入同步增长"]
    assert [found.units(index) for index in range(3)] == [
        (["区发改局"], ["开发区", "各街道"]),
        (["区发改局"], ["开发区"]),
        (["区统计局"], []),
    ]


def test_lines_that_are_a_units_name_head_tasks_too() -> None:
    found = draft("""
        市2020年重点工作
        市教育局：
        1.新建学校三所，8月底前投用。
        2.招聘教师一百名。
        市卫健委：
        1.建设医院。
        2.改造卫生院五所，年底前完成。
    """)

    assert [found.units(index)[0] for index in range(4)] == [["市教育局"], ["市教育局"], ["市卫健委"], ["市卫健委"]]


def test_a_signature_heads_nothing() -> None:
    found = draft("""
        一、主要任务
        1.发展产业。（市工信局负责）
        2.扩大开放。（市商务局负责）
        市人民政府办公室
        2022年3月1日
    """)

    assert found.titles() == ["发展产业", "扩大开放"]


def test_a_mirror_in_traditional_characters_keeps_the_names_as_written() -> None:
    found = draft("""
        慶陽市2022年工作要點
        1.實施清單管理。2022年10月底前編制並公布清單。(市政府辦公室牽頭,各縣市區政府按職責分工負責)
        2.嚴格執行清單。
        責任單位:市發展改革委
        完成時限:長期堅持
    """)

    assert found.units() == (["市政府辦公室"], ["各縣市區政府"])
    assert found.dates() == ["2022-10-31"]
    assert found.units(1) == ([], ["市發展改革委"])


def test_tasks_of_several_years_have_several_dates() -> None:
    found = draft("""
        1.治理河道。2019年任务：完成十公里；2020年任务：10月底前完成二十公里。
        牵头单位：市水务局
        2.推进绿化。牵头单位：市园林局
    """)

    assert found.dates() == ["2019-12-31", "2020-10-31"]


def test_page_numbers_and_spread_labels_do_no_harm() -> None:
    found = draft("""
        1.整治道路。
        责 任 单 位：市交通局
        — 3 —
        完 成 时 限：2022年6月底前
        2.整治河道。
        责 任 单 位：市水利局
    """)

    assert found.units() == ([], ["市交通局"])
    assert found.dates() == ["2022-06-30"]


def test_the_papers_own_day_counts_more_than_a_year_that_its_title_looks_ahead_to() -> None:
    found = draft("""
        某市人民政府办公室
        2021年12月31日
        某市第十四个五年规划和2035年远景目标纲要任务分工方案
        1.建设高新区。到2023年底前完成创建。（市科技局负责）
        2.整治河道。2019年底前已完成摸底，力争2022年6月底前完成清淤。（市水利局负责）
    """)

    assert found.dates() == ["2023-12-31"]
    assert found.dates(1) == ["2022-06-30"]


def test_a_year_guessed_from_the_text_hides_no_earlier_date() -> None:
    found = draft("""
        某市规划任务分工
        1.建设高新区。到2023年底前完成创建，2035年、2035年再上台阶。（市科技局负责）
    """)

    assert "2023-12-31" in found.dates()
