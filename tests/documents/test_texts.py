"""The papers, in the words an office would send."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from documents.facts import facts_of
from documents.measures import Measures
from documents.paper import Paper
from documents.scope import Scope
from documents.texts import brief_text, notice_text, paper_text, summary_html
from documents.view import look
from register.light import Light
from register.snapshot import ClimbFacts, RequestFacts, Snapshot, TaskFacts
from register.states import Cause, ClimbState, RequestState
from tests.documents.conftest import Seen

PAPERS = [Paper.NOTICE, Paper.BRIEF, Paper.PROGRESS]


def without_faults(snapshot: Snapshot) -> Snapshot:
    """The same quarter in a town where everybody answered in time and nothing is overdue."""

    def answered(asked: RequestFacts) -> RequestFacts:
        opened = snapshot.rounds[0].opened_at
        return replace(asked, state=RequestState.ANSWERED, late=False, answered_at=opened, report=None)

    def green(task: TaskFacts) -> TaskFacts:
        milestones = tuple(
            replace(
                found,
                light=Light.GREEN,
                duties=tuple(replace(duty, days_late=0, light=Light.GREEN) for duty in found.duties),
            )
            for found in task.milestones
        )
        return replace(task, milestones=milestones)

    held = replace(snapshot.rounds[0], requests=tuple(answered(asked) for asked in snapshot.rounds[0].requests))
    return replace(snapshot, tasks=tuple(map(green, snapshot.tasks)), rounds=(held,), climbs=(), cases=())


def with_slow(snapshot: Snapshot, found: dict[int, int]) -> Measures:
    """The same quarter, in which the rules found the leads of these tasks slow by these percents."""
    leads = {task.number: task.leads[0] for task in snapshot.tasks}
    climbs = (
        ClimbFacts(
            *(Cause.SLOW, leads[number], number, 1, "2021Q2", ClimbState.CLIMBING),
            *(snapshot.rounds[0].closes_on, (), None, percent),
        )
        for number, percent in found.items()
    )
    return Measures(look(replace(snapshot, climbs=(*snapshot.climbs, *climbs)), Scope()))


def test_a_notice_counts_and_names(snapshot: Snapshot) -> None:
    text = notice_text(facts_of(with_slow(snapshot, {12: 8, 18: 12})))
    title = "关于《河南省产业集聚区“百园增效”行动禹州市工作实施方案》2021年第二季度各项任务落实情况的通报"
    assert text.startswith(f"市产业集聚区“百园增效”行动领导小组办公室\n草稿\n\n{title}\n")
    assert text.endswith("\n市产业集聚区“百园增效”行动领导小组办公室\n2021年7月16日\n")
    assert "现将有关情况通报如下：" in text
    assert "方案共安排事项25项、节点26个，已办结2项（其中逾期办结1项），办结率8.0%" in text
    assert "在办22项，其中正常推进19项、滞后序时进度2项，暂无有效进度1项；逾期未办结1项。" in text
    assert "应报进展29项，按时报送24项，按时报送率82.8%；逾期报送2项；已退回、尚未重报1项；未报送2项。" in text
    assert "第1项“开展新一轮产业集聚区总体发展规划修编”，发改委牵头，时限2021年6月30日，已逾期16天。" in text
    assert "第18项“对‘标准地’供地流程进行再造”，自然资源和规划局牵头，已报进度12%，序时进度20%。" in text
    assert "未报送的：发改委（第1项）、颍川办（第9项）。逾期报送的：产业集聚区管委会（第23、24项）。" in text
    assert re.findall(r"^　　(.)、", text, re.MULTILINE) == ["一", "二", "三"]
    assert re.findall(r"^　　（(.)）", text, re.MULTILINE) == ["一", "二", "三", "四"]


def test_a_quarter_without_faults_has_no_section_for_them(snapshot: Snapshot) -> None:
    text = notice_text(facts_of(Measures(look(without_faults(snapshot), Scope()))))
    assert "存在问题" not in text
    assert "未报送" not in text
    assert "逾期未办结" not in text
    assert re.findall(r"^　　(.)、(.*)", text, re.MULTILINE) == [("一", "总体情况"), ("二", "下一步要求")]


def test_a_brief_tells_the_leaders_what_was_done_about_it(seen: Seen) -> None:
    text = brief_text(facts_of(seen()))
    assert "\n市产业集聚区“百园增效”行动领导小组：\n" in text
    assert "共发出预警2件次、督办单2件次。提请市委市政府督查局约谈1件，正在研究1件。" in text
    assert re.findall(r"^　　(.)、(.*)", text, re.MULTILINE) == [
        ("一", "总体情况"),
        ("二", "工作目标完成情况"),
        ("三", "存在问题"),
        ("四", "督办情况"),
        ("五", "下一步工作"),
    ]


def test_one_task_reads_as_one_task(seen: Seen) -> None:
    text = notice_text(facts_of(seen(Scope(task=1))))
    assert "2021年第二季度第1项任务落实情况的通报" in text
    assert "该事项尚未办结，已逾期16天；尚无有效进度。" in text
    assert "2021年第二季度进展情况未按时报送。" in text
    assert "有单位未按时报送进展\n　　未报送的：发改委（第1项）。" in text
    for plural in ("部分事项", "部分单位", "各项", "各牵头单位", "共安排", "办结率"):
        assert plural not in text


def test_a_task_that_is_done_is_not_urged(seen: Seen) -> None:
    text = notice_text(facts_of(seen(Scope(task=11))))
    assert "该事项已办结，逾期5天。" in text
    assert "存在问题" not in text
    assert "牵头单位要巩固成果" in text


def test_a_unit_is_told_of_its_own_tasks_alone(seen: Seen) -> None:
    text = notice_text(facts_of(seen(Scope(unit="自然资源和规划局"))))
    assert "自然资源和规划局承担事项7项" in text
    assert "发改委" not in text


def test_a_unit_that_leads_nothing_is_told_what_it_contributes_to(seen: Seen) -> None:
    measures = seen(Scope(unit="气象局"))
    assert measures.progress
    assert all("气象局" in found.task.responsibles for found in measures.progress)


def test_a_window_still_open_blames_nobody(snapshot: Snapshot) -> None:
    facts = facts_of(Measures(look(replace(snapshot, today=date(2021, 6, 25)), Scope())))
    assert "尚待报送2项（6月30日截止）" in notice_text(facts)
    assert "未报送" not in notice_text(facts)
    assert "待报2（6月30日截止）" in summary_html(facts)


def test_before_the_first_round_nothing_is_said_of_reports(snapshot: Snapshot) -> None:
    facts = facts_of(Measures(look(replace(snapshot, rounds=()), Scope())))
    assert "应报" not in notice_text(facts)
    assert "第二季度" not in notice_text(facts)


def test_progress_tells_every_task(seen: Seen) -> None:
    text = paper_text(Paper.PROGRESS, facts_of(seen()))
    assert re.findall(r"^　　（.*?）第(\d+)项　", text, re.MULTILINE) == [str(number) for number in range(1, 26)]
    assert "已申请办结：涉法涉诉用地和僵尸企业处置工作专班" in text
    assert "存在问题：部分地块权属资料不全。" in text


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("scope", [Scope(), Scope(task=1), Scope(task=13), Scope(unit="颍川办"), Scope(unit="公安局")])
def test_no_paper_has_a_hole(seen: Seen, paper: Paper, scope: Scope) -> None:
    text = paper_text(paper, facts_of(seen(scope)))
    assert not re.search(r"None|nan|（）|《》|“”|\{|\}|，，|；；|。。|；。|、。|，。|：。|\n\n\n|[ \t\u3000]\n", text)
    for line in text.splitlines():
        assert not re.match(r" ", line)


@pytest.mark.parametrize("paper", PAPERS)
def test_what_people_wrote_stays_text_and_opens_no_paragraph(snapshot: Snapshot, paper: Paper) -> None:
    hostile = "<b>甲&乙</b> {{ 7*7 }} {% if %}\n\n一、伪造的标题\x07\r\n=1+1"
    plain = paper_text(paper, facts_of(Measures(look(snapshot, Scope()))))
    tasks = tuple(replace(task, title=hostile) for task in snapshot.tasks)
    text = paper_text(paper, facts_of(Measures(look(replace(snapshot, tasks=tasks), Scope()))))
    assert "<b>甲&乙</b> {{ 7*7 }} {% if %} 一、伪造的标题 =1+1" in text
    assert text.count("\n") == plain.count("\n")


def test_the_summary_fits_one_screen_whatever_happens(snapshot: Snapshot) -> None:
    tasks = tuple(
        replace(
            task,
            title="<&>" * 80,
            leads_named=("很长的单位名称" * 8,),
            milestones=tuple(
                replace(found, duties=tuple(replace(duty, days_late=99, light=Light.RED) for duty in found.duties))
                for found in task.milestones
            ),
        )
        for task in snapshot.tasks
    )
    held = snapshot.rounds[0]
    silent = replace(held, requests=tuple(replace(asked, answered_at=None, report=None) for asked in held.requests))
    text = summary_html(facts_of(Measures(look(replace(snapshot, tasks=tasks, rounds=(silent,)), Scope()))))
    assert len(text) <= 1_500
    assert "<&>" not in text
    assert "详见台账" in text


def test_the_summary_says_who_is_missing_and_what_is_late(snapshot: Snapshot) -> None:
    text = summary_html(facts_of(with_slow(snapshot, {12: 8})))
    assert "事项25项，办结率8.0%" in text
    assert "未报送：发改委（第1项）、颍川办（第9项）" in text
    assert "🔴 第1项“开展新一轮产业集聚区总体发展规划修编”　发改委，已逾期16天" in text
    assert "第12项“完善批而未供、闲置土地和低效用地处置方案”　产业集聚区管委会，已报8%，序时20%" in text


def test_facts_are_plain_json(seen: Seen) -> None:
    facts = facts_of(seen())
    assert json.loads(json.dumps(facts)) == facts


def test_percents_of_several_leads_are_their_mean(seen: Seen) -> None:
    """Four of five townships reported 50 %; the silent one is missing, and makes nobody's percent smaller."""
    found = next(found for found in seen().progress if found.task.number == 9)
    assert (found.percent, found.told) == (50, 4)


def test_the_schedule_is_measured_to_the_close_of_the_round(snapshot: Snapshot) -> None:
    later = replace(snapshot, today=snapshot.today + timedelta(days=60))
    now = {found.task.number: found.elapsed for found in Measures(look(snapshot, Scope())).progress}
    then = {found.task.number: found.elapsed for found in Measures(look(later, Scope())).progress}
    assert now == then
