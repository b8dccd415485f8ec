"""Behind schedule, as a paper says it of a named unit."""

from __future__ import annotations

import pytest

from documents.measures import Bucket, Progress
from register.light import Light
from register.snapshot.facts import TaskFacts


def progress(percent: float | None, elapsed: float, bucket: Bucket = Bucket.OPEN) -> Progress:
    task = TaskFacts(
        1,
        None,
        "",
        None,
        undated=False,
        leads=(),
        responsibles=(),
        leads_named=(),
        responsibles_named=(),
        milestones=(),
    )
    return Progress(task, bucket, Light.GREEN, percent, elapsed)


@pytest.mark.parametrize(("percent", "elapsed"), [(10, 11.0), (10, 10.6), (0, 0.7)])
def test_a_task_below_its_share_is_behind(percent: float, elapsed: float) -> None:
    assert progress(percent, elapsed).behind


@pytest.mark.parametrize(("percent", "elapsed"), [(11, 11.4), (11, 10.6), (0, 0.3), (None, 50.0)])
def test_nobody_is_called_behind_by_less_than_the_paper_prints(percent: float | None, elapsed: float) -> None:
    assert not progress(percent, elapsed).behind


def test_what_is_overdue_is_not_called_behind_as_well() -> None:
    assert not progress(10, 50.0, Bucket.OVERDUE).behind
