"""Drafting a plan from 500 KB of paper; to reach 3 s."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count, takewhile

from benchmarks.row import show
from plans.papers.drafting import draft_of
from plans.papers.reading import read_bytes
from plans.papers.writer import write_draft

_TO_REACH = 3.0
_TASK = """{number}.推进第{number}处老旧厂区更新改造。统筹用地、规划、建设等条件，逐宗研究提出处置意见，
健全部门协同工作机制，形成清单和台账，定期调度、定期通报，确保各项举措落到实处。
牵头单位：市自然资源和规划局
责任单位：市发改委、市财政局、市住建局、市生态环境局、各县（市、区）人民政府、各有关部门。
完成时限：2022年6月底前完成摸底；2023年9月底前完成处置目标并持续推进。
"""


def main(*, small: bool = False) -> None:
    size = 20_000 if small else 500_000
    for form, paper in (("lines", _paper(size)), ("one line", _paper(size).replace("\n", ""))):
        data = paper.encode()
        begun = time.perf_counter()
        write_draft(draft_of(read_bytes(data)), "bench")
        show(f"{len(data) // 1000} KB of paper, {form}", time.perf_counter() - begun, _TO_REACH, "s", "to reach")


def _paper(size: int) -> str:
    return "2022年城市更新工作方案\n一、主要任务\n" + "".join(_tasks(size))


def _tasks(size: int) -> Iterator[str]:
    length = len(_TASK.encode())
    for number in takewhile(lambda number: number * length <= size, count(1)):
        yield _TASK.format(number=number)
