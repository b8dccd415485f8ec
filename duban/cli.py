"""The command line. Heavy parts are imported inside the commands, so that ``duban --help`` answers at once."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Coroutine
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from typer.exceptions import TyperException

from duban.garbage import look_seldom
from duban.trouble import Trouble

# ruff: noqa: PLC0415 - see above

T = TypeVar("T")

app = typer.Typer(
    help="督办：按方案提醒、收集进展、逾期升级、形成文书。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
audit = typer.Typer(help="审计记录。", no_args_is_help=True)
app.add_typer(audit, name="audit")


class RoleName(StrEnum):
    """The roles as the command line names them; equal to ``plans.roles.Role``, which would be slow to import."""

    CONTACT = "contact"
    LEADER = "leader"
    OFFICE = "office"
    BUREAU = "bureau"
    LEADING_GROUP = "leading-group"


def main() -> None:
    """The program: whatever a user can mend ends in a sentence and 1."""
    look_seldom()
    try:
        sys.exit(app(standalone_mode=False))
    except TyperException as wrong:
        sys.exit(_wrongly_typed(wrong))
    except Trouble as trouble:
        typer.echo(str(trouble), err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _wrongly_typed(wrong: TyperException) -> int:
    from duban.usage import usage_said

    words = usage_said(wrong)
    if words:
        typer.echo(words, err=True)
    return 1 if words else 0


@app.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(metavar="文件", help="要检查的文件；不写则检查全部")] = None,
) -> None:
    """检查方案、规则、模板和设置。"""
    from duban.checking import check_all

    verdict = check_all(files or [])
    for line in [*verdict.lines, f"{_counted(verdict.errors, 'error')}, {_counted(verdict.warnings, 'warning')}"]:
        typer.echo(line, err=True)
    raise typer.Exit(1 if verdict.errors else 0)


@app.command(name="import")
def import_(
    file: Annotated[str, typer.Argument(metavar="文件", help="原文：.docx、.xlsx 或文本文件；写 - 则读取粘贴的文字")],
    out: Annotated[Path | None, typer.Option("-o", "--out", help="草稿写到哪个文件；不写则输出到屏幕")] = None,
    plan_id: Annotated[str | None, typer.Option(help="方案编号；不写则取文件名")] = None,
) -> None:
    """从正式文件起草方案；不确定的地方逐处标明。"""
    from duban.importing import import_paper, save

    imported = import_paper(file, plan_id)
    if out is None:
        typer.echo(imported.text, nl=False)
    else:
        save(imported.text, out)
    for line in imported.lines:
        typer.echo(line, err=True)


@app.command()
def diff(file: Annotated[Path, typer.Argument(metavar="文件", help="改过的方案文件")]) -> None:
    """对照登记簿：改过的方案会带来什么变动。"""
    from duban.amending import differences
    from duban.settings import read_settings

    for line in _run(differences(read_settings(), file)):
        typer.echo(line)


@app.command()
def apply(
    file: Annotated[Path, typer.Argument(metavar="文件", help="改过的方案文件")],
    drop: Annotated[list[int] | None, typer.Option(help="确认撤销这一项未办结的办理事项，可写多次", min=1)] = None,
    overdue: Annotated[list[int] | None, typer.Option(help="确认这一项的时限已过，可写多次", min=1)] = None,
    revision: Annotated[int | None, typer.Option(help="只在登记簿仍是这一版时执行", min=1)] = None,
) -> None:
    """把改过的方案载入登记簿：一次完成，保留全部记录。"""
    from duban.amending import Agreed, apply_file
    from duban.settings import read_settings

    agreed = Agreed(frozenset(drop or ()), frozenset(overdue or ()), revision)
    for line in _run(apply_file(read_settings(), file, agreed)):
        typer.echo(line)


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="网页端口", min=0, max=65_535)] = 8765,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="不打开浏览器")] = False,
) -> None:
    """在本机试用：全部功能，带聊天页面。"""
    from duban.demo import demo as run_demo
    from duban.settings import read_settings

    _run(run_demo(read_settings(), port, typer.echo, browser=not no_browser))


@app.command()
def run() -> None:
    """运行服务：机器人、定时督办和网页。"""
    from duban.service import serve
    from duban.settings import read_settings

    raise typer.Exit(_run(serve(read_settings())))


@app.command()
def invite(
    unit: Annotated[str, typer.Argument(metavar="单位", help="单位名称或别名")],
    role: Annotated[RoleName | None, typer.Option(help="席位；不写则为联络员")] = None,
    days: Annotated[int | None, typer.Option(help="几天内有效", min=1, max=90)] = None,
) -> None:
    """开出一份邀请。"""
    from duban.inviting import demand_seat, open_way_in
    from duban.reaching import bot_name
    from duban.settings import read_settings
    from plans.roles import Role

    settings, seat = read_settings(), Role(role) if role else None
    _run(demand_seat(settings, unit, seat))
    name = _run(bot_name(settings))
    way = _run(open_way_in(settings, unit, seat, days))
    typer.echo(f"https://t.me/{name}?start={way.secret}")
    typer.echo(f"/start {way.secret}")
    typer.echo(f"{way.unit}，{way.days}天内有效，只能使用一次。", err=True)


@app.command()
def report(
    quarter: Annotated[str, typer.Argument(metavar="季度", help="季度，如 2021Q2；不写则为当前情况")] = "",
    task: Annotated[int | None, typer.Option(help="只要某一项", min=1)] = None,
    unit: Annotated[str | None, typer.Option(help="只要某个单位")] = None,
    out: Annotated[Path, typer.Option(help="文件放到哪个文件夹")] = Path("out"),
) -> None:
    """生成进展报告：图表、台账和通报文稿。"""
    from duban.reporting import write_papers
    from duban.settings import read_settings

    words = [quarter, f"task:{task}" if task else "", f"unit:{unit}" if unit else ""]
    papers, troubles = _run(write_papers(read_settings(), " ".join(filter(None, words)), out))
    for paper in papers:
        typer.echo(str(paper))
    if troubles:
        raise Trouble("\n".join(troubles))


@app.command()
def status(as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False) -> None:
    """现在有什么到期、待发、卡住；有须人处理的事时返回 1。"""
    from duban.settings import read_settings
    from duban.standing import is_stuck, status_lines, status_of

    found = _run(status_of(read_settings()))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(status_lines(found)))
    raise typer.Exit(1 if is_stuck(found) else 0)


@app.command()
def rehearse(
    start: Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="从哪天起输出")] = None,
    end: Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="到哪天为止")] = None,
    cast: Annotated[Path | None, typer.Option(help="人员表现文件")] = None,
    out: Annotated[Path, typer.Option(help="结果放到哪个文件夹")] = Path("out/rehearsal"),
) -> None:
    """把整个方案快速预演一遍。"""
    from duban.rehearsing import rehearse_plan
    from duban.settings import read_settings

    _run(rehearse_plan(read_settings(), cast, out, _day(start), _day(end)))
    typer.echo(str(out))


@audit.command()
def verify(
    seal: Annotated[
        str | None, typer.Option(help="督查局收到的消息末尾的记录校验码，形如 128-3f2a90b1c4d5e6f7")
    ] = None,
) -> None:
    """核对审计记录、已发出的通报和汇报是否完整，是否与督查局手中的校验码相符。"""
    from duban.auditing import changed_notices, first_broken, said_of, still_holds
    from duban.settings import read_settings

    settings = read_settings()
    broken = _run(first_broken(settings))
    if broken is not None:
        raise Trouble(f"审计记录从第 {broken} 条起对不上：请保留现场，查明改动来源。")
    if seal is not None and not _run(still_holds(settings, seal)):
        raise Trouble(f"审计记录与校验码 {seal} 不符：请核对校验码；无误的，说明记录已被整体改写，请保留现场。")
    if faults := _run(changed_notices(settings)):
        raise Trouble("\n".join(map(said_of, faults)))
    typer.echo("审计记录完整。")


@app.command()
def backup(
    dest: Annotated[Path, typer.Argument(metavar="备份文件", help="备份文件，如 duban-0630.tar.gz；不覆盖已有的文件")],
) -> None:
    """备份数据库和附件，运行中也可以。"""
    from duban.backup import back_up
    from duban.settings import read_settings

    back_up(read_settings(), dest)
    typer.echo(str(dest))


@app.command()
def restore(src: Annotated[Path, typer.Argument(metavar="备份文件", help="由 duban backup 做成的文件")]) -> None:
    """把备份恢复到空文件夹；恢复后处于暂停状态。"""
    from duban.restoring import restore as restore_backup
    from duban.settings import read_settings

    settings = read_settings()
    if _run(restore_backup(settings, src)):
        typer.echo(f"已恢复到“{settings.home}”，处于暂停状态：请用 duban status 核对，再用 duban release 解除暂停。")
    else:
        typer.echo(f"已恢复到“{settings.home}”。备份时尚未正式运行过，无须解除暂停：请用 duban status 核对。")


@app.command()
def release(
    anew: Annotated[bool, typer.Option("--anew", help="改归当前部署和当前机器人")] = False,
) -> None:
    """解除恢复后的暂停。"""
    from duban.releasing import release as release_register
    from duban.settings import read_settings

    doubtful = _run(release_register(read_settings(), anew=anew))
    typer.echo("已解除暂停。备份之后收到的消息可能缺失：将请各单位重新发送，办公室核对完毕前督办梯次暂停。")
    if doubtful:
        typer.echo(f"备份时应发的 {doubtful} 条消息不知是否已送达，见 duban status：提醒和答复不再发，其余注明重发。")


@app.command()
def doctor() -> None:
    """逐项检查运行条件，并说明如何处理。"""
    raise typer.Exit(_run(_examine()))


async def _examine() -> int:
    from duban.doctor import examine

    wrong = 0
    async for what, trouble, noted in examine():
        wrong += trouble is not None
        typer.echo(f"{what}：{trouble or noted or '正常'}")
    return 1 if wrong else 0


def _run(work: Coroutine[Any, Any, T]) -> T:
    """Commands speak by their output; only the service has a log that tells of every message."""
    from duban.logs import set_up_logs

    set_up_logs("", logging.WARNING)
    return asyncio.run(work)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _day(instant: datetime | None) -> date | None:
    return instant.date() if instant is not None else None
