"""``duban rehearse``: the plan at full speed, with a progress bar on a terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from duban.settings import ROOT, Settings
from duban.trouble import Trouble
from plans.problems import PlanRefused
from rehearsal.rehearse import rehearse
from rehearsal.trouble import RehearsalError

_CAST = ROOT / "data" / "cast.yaml"


async def rehearse_plan(settings: Settings, cast: Path | None, out: Path, start: date | None, end: date | None) -> None:
    """Write the rehearsal's files below ``out``; Trouble when a file is refused or ``out`` cannot be written."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("预演", total=1.0)
        try:
            await rehearse(
                settings.plan,
                settings.policy,
                cast or _CAST,
                out,
                start,
                end,
                lambda done: bar.update(task, completed=done),
            )
        except PlanRefused as refused:
            raise Trouble(str(refused)) from refused
        except RehearsalError as error:
            raise Trouble(f"预演进行不下去：{error}") from error
        except OSError as error:
            raise Trouble(f"结果写不进文件夹“{out}”：请检查路径和写权限。") from error
