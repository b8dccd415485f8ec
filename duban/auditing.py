"""``duban audit verify``: are the record and the papers what they were when they were written?"""

from __future__ import annotations

from duban.settings import Settings
from duban.store import opened
from duban.trouble import of_the_database
from register.notice_check import Fault, NoticeFault, notice_faults
from register.record import broken_link, holds_seal
from register.tables.notices import Numbered

_KINDS = {Numbered.NOTICE: "通报", Numbered.BRIEF: "汇报", Numbered.TALK_NOTICE: "约谈通知书"}
_FAULTS = {
    Fault.CHANGED: "内容与核签时不一致",
    Fault.REWRITTEN: "校验值与审计记录不符",
    Fault.LOST: "审计记录中有，登记簿中没有",
    Fault.GAP: "编号不连续",
}


async def first_broken(settings: Settings) -> int | None:
    """The id of the first entry that does not fit the chain; None when the chain is whole."""
    async with opened(settings, must_exist=True) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                return await broken_link(session)


async def still_holds(settings: Settings, seal: str) -> bool:
    """Whether the record still says what it said when a message carried this seal (记录校验码)."""
    async with opened(settings, must_exist=True) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                return await holds_seal(session, seal.strip())


async def changed_notices(settings: Settings) -> list[NoticeFault]:
    """What is wrong with the notices and briefs that were issued; empty when all are what was signed off."""
    async with opened(settings, must_exist=True) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                return await notice_faults(session)


def said_of(fault: NoticeFault) -> str:
    """The fault in a sentence."""
    return f"{_KINDS[fault.kind]}{fault.number}：{_FAULTS[fault.fault]}。请保留现场，查明改动来源。"
