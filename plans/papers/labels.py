"""The labels that papers put before (or above) units, persons, deadlines and contents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What stands behind a label, or below the head of a column."""

    NUMBER = "number"
    TASK = "task"
    SECTION = "section"
    LEAD = "lead"
    SUPPORT = "support"
    EITHER = "either"
    """牵头及责任单位: who leads is not told apart."""
    PERSON = "person"
    DEADLINE = "deadline"
    STAGE = "stage"
    """What is to stand at the end of a quarter or half-year."""
    CONTENT = "content"
    OTHER = "other"


UNITS = frozenset({Label.LEAD, Label.SUPPORT, Label.EITHER})

_BODY = "(?:单位|部门|机关|机构|主体|处室|科室|股室|委办局|乡镇|镇街|责任单位)"
_PATTERNS = {
    Label.PERSON: (
        r"(?:责任|牵头|负责|分管|包[保抓联案干]|联系|挂[点牌]|督[办导]|主管|主要|领办|联络|第一|主抓|协管|整改|具体)*"
        r"(?:[市县区镇乡省]级?|政府)?(?:责任|分管)?(?:领导|责任人|负责人|联系人|联络员|牵头人|领办人)(?:及职务|同志)?"
    ),
    Label.EITHER: (
        rf"牵头(?:及|和|与|、|/|\()(?:主要)?(?:责任|配合|协办|参与|实施)\)?{_BODY}"
        rf"|牵头{_BODY}(?:及|和|与|、|/)(?:主要)?(?:责任|配合|协办|参与|实施){_BODY}|责任分工|任务分工|职责分工|部门分工"
    ),
    Label.LEAD: (
        rf"(?:总|主)?牵头(?:责任|负责|主办|协调|抓总|落实|实施|组织)*{_BODY}?|主[办责]{_BODY}"
        rf"|(?:主要|第一|首要)(?:责任|负责|承办){_BODY}|责任牵头{_BODY}"
    ),
    Label.SUPPORT: (
        rf"(?:其[他它]|整改|主体|共同|直接|主管|具体|相关)?(?:责任|配合|协[办作助同]|会办|参[加与]|承办|实施|负责|落实|支持|联动|执行|分工|协同配合|配合责任|责任落实|整改责任|配合协作)"
        rf"(?:责任|配合|实施|负责)?{_BODY}(?:\({_BODY}\))?|整改{_BODY}|(?:责任|实施|建设|整改|落实)主体|责任区县|属地单位|配合|协办|协助|参与|会办|责任"
    ),
    Label.DEADLINE: (
        r"(?:计划|预计|拟|要求|目标|任务|整改|办结|办理|工作|实施|推进|截止|起止|落实|达标|销号|完成|建设|进度|整改完成|计划完成|预计完成|工作完成|任务完成|节点|责任|建设起止)?"
        r"(?:时限|期限|工期|年限)(?:要求|安排|节点)?"
        r"|(?:计划|预计|拟|要求|目标|整改|任务|工作|全部)?(?:完成|办结|整改|截止|起止|实施|推进|落实|达标|销号|竣工|建成)(?:时间|日期|节点|年限)(?:要求|安排|节点|及要求)?"
        r"|时间(?:节点|要求|安排|进度|表)|完成时间节点|进度(?:安排|要求|时限|计划)|时间与进度|(?:工作)?完成时[间限]|节点时间|工作进度"
    ),
    Label.STAGE: (
        r"(?:20\d\d年)?(?:第?[一二三四1-4]季度(?:末|底)?|[上下]半年)"
        r"(?:工作|形象)?(?:目标|任务|计划|进度|节点|安排|进展|内容)*"
    ),
    Label.CONTENT: (
        r"(?:工作|主要|具体|整改|推进|实施|落实|建设|项目|任务|年度|总体|量化|考核|目标|重点|保障|预期|政策|反馈|存在|突出|进展|完成|验收|全年)?"
        r"(?:目标任务|目标|任务|内容|措施|举措|要求|标准|成效|成果|进展|情况|问题|指标|依据|规模)(?:及内容|要求|形式|描述|概况|情况|清单)?"
        r"|备注|说明|整改进展情况|问题描述|建设规模|(?:20\d\d)?年度?(?:工作|建设|投资)?(?:计划|安排|任务|目标)"
        r"|第?[一二三四]季度(?:完成|进展|工作)情况"
    ),
    Label.OTHER: (
        rf"(?:督[导办查]|验收|监督|考核|监管|指导|业主|建设|施工|审核|填报|报送|联系|牵头督办|督导检查){_BODY}|项目业主|(?:总|当年|年度|计划)?投资(?:额)?(?:\(.{{1,4}}\))?|资金来源|联系电话"
    ),
}
_KINDS = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_ANY = "|".join(f"(?P<{kind.value}>{pattern})" for kind, pattern in _PATTERNS.items())
_REMARK = r"(?:\s?\([^():]{0,40}\))?"
_LABEL = re.compile(
    rf"(?:(?<=[\s,;。、()!?”\"|·●■◆★—-])|(?<![^\d.)])|^)(?P<open>\(?)\s?(?P<word>{_ANY})(?P<remark>{_REMARK})\s?\)?\s?[::]"
)
_CORE = re.compile(r"(?:单位|部门|领导|人|时限|时间|主体|机构|机关)")
_LONGEST_HEAD = 80
_NO_HEADER = re.compile(r"(?:19|20)\d\d年.{5}|(?:表|方案|通知|意见|清单|附件)$|[。,;]")
_HEADERS = {
    Label.NUMBER: re.compile(r"序号|编号|项目编号|任务编号|问题编号|号|项次|序"),
    Label.SECTION: re.compile(
        r"类别|领域|分类|类型|项目类别|工作类别|板块|方面|任务类别|一级指标|工作领域|任务分类|工作分类|章节|大类|整改类型"
    ),
    Label.TASK: re.compile(
        r".*(?:工作|任务|事项|项目|实事|问题|内容|目标|要点|措施|举措|指标|名称|清单|议题|工程|整改).*|.*重点.*"
    ),
}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A label in folded text: the word at ``start``, its value from ``value`` on."""

    kind: Label
    word: str
    start: int
    value: int
    opened: bool
    """The label follows an opening bracket; its value ends where that closes."""


def labels(text: str) -> Iterator[Labelled]:
    """The labels with a colon in folded ``text``."""
    if ":" not in text:
        return
    for found in _LABEL.finditer(text):
        kind = Label(next(kind for kind in _PATTERNS if found[kind.value]))
        yield Labelled(
            kind,
            found["word"],
            found.start("open") if found["open"] else found.start("word"),
            found.end(),
            bool(found["open"]),
        )


def lone_label(text: str) -> tuple[Label, str] | None:
    """A line that is a label and nothing else, with or without its colon and brackets: its value comes below."""
    bare = text.strip().strip("():;,。· ").strip()
    if not 2 <= len(bare) <= 24:
        return None
    bare = re.sub(_REMARK + "$", "", bare)
    for kind, pattern in _KINDS.items():
        if pattern.fullmatch(bare):
            return (kind, bare) if kind is not Label.CONTENT or text.rstrip().endswith(":") else None
    return None


def header(text: str) -> Label | None:
    """What the head of a column announces; None where it is no head."""
    bare = re.sub(r"[\s:*]", "", text) if len(text) <= _LONGEST_HEAD else ""
    bare = re.sub(r"\(.*?\)$", "", bare) or bare
    if not bare or len(bare) > 20 or _NO_HEADER.search(bare):
        return None
    if _HEADERS[Label.NUMBER].fullmatch(bare):
        return Label.NUMBER
    for kind in (Label.EITHER, Label.LEAD, Label.SUPPORT, Label.PERSON, Label.DEADLINE, Label.STAGE, Label.OTHER):
        if _KINDS[kind].fullmatch(bare):
            return kind
    if bare in ("牵头", "责任", "配合", "时间", "时限", "单位", "部门", "领导"):
        return {"牵": Label.LEAD, "时": Label.DEADLINE, "领": Label.PERSON}.get(bare[0], Label.SUPPORT)
    for kind in (Label.SECTION, Label.TASK):
        if _HEADERS[kind].fullmatch(bare):
            return kind
    return Label.CONTENT if _KINDS[Label.CONTENT].fullmatch(bare) else None
