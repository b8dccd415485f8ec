"""The plan file beside the plan in force: whether it says something else, and what to do then."""

from __future__ import annotations

from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from duban.files import fingerprint_of, read_plan
from duban.trouble import Trouble
from plans.blueprint import blueprint_of
from plans.compare import compare
from plans.model import Plan
from register.blueprint import revision_of, standing_blueprint
from register.tables import PlanRecord


async def says_otherwise(session: AsyncSession, record: PlanRecord, plan: Plan, fingerprint: str) -> bool:
    """Whether the file decrees anything else than is in force; another comment or layout is no other decree."""
    if record.fingerprint == fingerprint:
        return False
    return not compare(await standing_blueprint(session, record), blueprint_of(plan)).empty


async def file_troubles(session: AsyncSession, record: PlanRecord, path: Path) -> list[str]:
    """At most one sentence, for whoever looks after the service. A text that is the same is not worked through."""
    if fingerprint_of(path) == record.fingerprint:
        return []
    in_force = f"现仍按登记簿中的方案（第{await revision_of(session)}版）执行"
    try:
        file = read_plan(path)
    except Trouble:
        return [f"方案文件 {path} 缺失或有误，{in_force}，但服务再启动时会被拒绝：请用 duban check {path} 查看并改正。"]
    if not await says_otherwise(session, record, file.plan, file.fingerprint):
        return []
    return [
        f"方案文件 {path} 与登记簿不一致，{in_force}：请用 duban diff {path} 查看，"
        f"确要改方案的按其提示用 duban apply 执行，否则请恢复原文件。"
    ]
