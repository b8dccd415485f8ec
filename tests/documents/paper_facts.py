"""Facts for every kind of paper, with something in each of its places."""

from __future__ import annotations

from typing import Any

from documents.paper import Paper

Facts = dict[str, Any]

_TASK = {
    "number": 1,
    "title": "修编规划",
    "quoted": "修编规划",
    "leads": "发改委",
    "due": "2021-06-30",
    "bucket": "在办",
    "done": False,
    "days_late": 0,
    "percent": "10%",
    "elapsed": "40%",
}
_GROUND = {"number": 1, "quoted": "修编规划", "cause": "overdue", "quarter": None, "since": "2021-06-30", "days": 16}
_HEADS = {"letterhead": "领导小组办公室", "office": "办公室", "bureau": "督查局", "title": "工作方案"}
_REPORT = {"unit": "发改委", "percent": 10, "done": "已启动", "problems": "缺资料", "next_step": "补齐"}
_TALK = {"talk_at": "2021-07-21T09:30:00+08:00", "place": "会议室", "attendees": "分管领导"}
_TOTALS = {"tasks": 2, "milestones": 2, "done": 1, "late": 0, "rate": "50.0%", "open": 1, "on_schedule": 0, "behind": 1}

_SNAPSHOT: Facts = {
    **_HEADS,
    "group": "领导小组",
    "consolidator": "管委会",
    "day": "2021-07-16",
    "measured": "2021-06-30",
    "quarter": "2021Q2",
    "unit": "发改委",
    "subject": "2021年第二季度各项任务",
    "single": False,
    "totals": {**_TOTALS, "silent": 0, "overdue": 0, "undated": 0},
    "round": None,
    "tasks": [_TASK, {**_TASK, "number": 2}],
    "entries": [
        {
            "task": _TASK,
            "reports": [{**_REPORT, "no_change": "", "verdict": "通过", "late": False}],
            "claimed": [],
            "silent": [],
        }
    ],
    "overdue": [
        {"number": 1, "quoted": "修编规划", "result": "", "units": "发改委", "due": "2021-06-30", "days_late": 16}
    ],
    "behind": [_TASK],
    "missing": [],
    "late": [],
    "returned": [],
    "ladder": None,
    "targets": [],
    "difficulties": {"put": 0, "unanswered": 0},
}
_CASE: Facts = {
    **_HEADS,
    **_TALK,
    "unit": "发改委",
    "leading_body": False,
    "grounds": [{**_GROUND, "remedied": False}],
    "day": "2021-07-16",
    "changed": False,
    "year": 2021,
    "serial": 1,
}
_DUTY = {"kind": "duty", "task": 1, "on": "2021-06-30", "outcome": "late", "done_on": None, "points": "5.00"}
_SHEET: Facts = {
    "unit": "发改委",
    "total": "80.0",
    "buckets": {"on-time": 1, "late": 1, "open": 0, "overdue": 0, "undated": 0},
    "returns": 0,
    "orders": 0,
    "cases": 0,
    "parts": [
        {
            "part": "completion",
            "points": "40.00",
            "weight": 50,
            "entries": [{**_DUTY, "worth": "10.00", "excuse": None, "note": ""}],
        }
    ],
    "unscored": [],
}
_FACTS: dict[Paper, Facts] = {
    Paper.NOTICE: _SNAPSHOT,
    Paper.BRIEF: _SNAPSHOT,
    Paper.PROGRESS: _SNAPSHOT,
    Paper.ORDER: {
        **_HEADS,
        "slips": [
            {
                "unit": "发改委",
                "leading_body": False,
                "day": "2021-07-07",
                "grounds": [{**_GROUND, "remedied": False}],
            }
        ],
    },
    Paper.URGE: {
        **_HEADS,
        "slips": [
            {
                "unit": "发改委",
                "number": 1,
                "title": "修编规划",
                "day": "2021-07-01",
                "due": "2021-06-30",
                "days": -1,
                "quarter": None,
            }
        ],
    },
    Paper.TALK_NOTICE: _CASE,
    Paper.TALK_RECORD: {**_CASE, "words": "已说明情况。", "rectify": "限期完成", "due": "2021-08-13", "who": "赵督查"},
    Paper.OPINIONS: {
        **_HEADS,
        "kind": "opinions",
        "circular_title": "方案",
        "day": "2021-05-22",
        "due": "2021-05-21T16:30:00+08:00",
        "answered": 1,
        "opinions": 1,
        "silent": 0,
        "waiting": 0,
        "unreached": 0,
        "recalled_because": None,
        "lines": [
            {
                "unit": "发改委",
                "state": "answered",
                "reply": "opinion",
                "words": "宜再斟酌",
                "at": "2021-05-20T10:12:00+08:00",
                "late": False,
                "files": 0,
            }
        ],
    },
    Paper.EVALUATION: {
        **_HEADS,
        "day": "2022-01-10",
        "year": 2021,
        "over": True,
        "ranked": False,
        "sent": False,
        "rows": [{"sheet": _SHEET, "total": "80.0", "adjusted": ""}],
    },
}


def facts_for(kind: Paper) -> Facts:
    """Plain JSON; the same each time."""
    return _FACTS[kind]
