"""What a name tells by its form: a unit, several units, a body of leaders, a person."""

from __future__ import annotations

import re

from plans.script import folded

_SUFFIX = (
    "局|委|委员会|办|办公室|部|厅|院|署|总署|行|会|社|站|队|中心|公司|集团|政府|街道|街道办|办事处|镇|乡|村|县|区|市|旗|州|盟|省|组|专班|"
    "领导小组|指挥部|管委会|联社|学校|大学|学院|医院|银行|支行|法院|检察院|台|馆|园|场|所|处|科|股|室|社区|单位|部门|机构|企业|法庭|分局|支队|大队|"
    "总队|军区|联合会|工会|团委|妇联|残联|科协|工商联|侨联|文联|红十字会|协会|商会|党组|党委|党工委|政协|人大|纪委|监委|党校|档案馆|地区|各地|"
    "税务|海关|烟草|供电|电力|电信|移动|联通|邮政|消防|气象|公安|人行|开发区|高新区|新区|集聚区|园区|保税区|景区|度假区|林场|农场|水库|"
    "运营商|平台|业主|主体|城投|水投|交投|文旅|国投|融媒体|事务所|交警|城管|市监|人社|市直|区直|县直|省直|各方面|成员单位|有关方面|协调办"
)
_LOOKS_LIKE_UNIT = re.compile(rf".{{0,38}}(?:{_SUFFIX})(?:\(.{{1,30}}\))?$")
_COLLECTIVE = re.compile(
    r"^(?:全[市区县省]|[省市区县]直|国务院|[省市区县]级)?(?:各|有关|相关|属地|所有|全体|其他|其它|沿线)|(?:有关|相关|各|职能|行业主管|成员|市直|区直|县直|供水|供电|供能)[^、]{0,8}(?:部门|单位|地区|方面|企业)$"
    r"|(?:等|各)(?:部门|单位)$|^[^()]{0,6}(?:乡镇|镇街|街镇|镇办|县区|区县|县市区|区市县|街乡)(?:人民政府|政府|办事处)?$|部门$"
)
_LEADING = re.compile(r"(?:领导小组|工作专班|专班|指挥部|工作组|专项小组|联席会议|委员会办公室)$")
_STARS = "*★▲☆△#※●◎"


def looks_like_unit(name: str) -> bool:
    """Whether ``name`` ends as units' names do."""
    return bool(_LOOKS_LIKE_UNIT.fullmatch(folded(name)))


def is_collective(name: str) -> bool:
    """Whether ``name`` stands for several units that it does not name (各…, 有关部门)."""
    return bool(_COLLECTIVE.search(folded(name)))


def is_leading_body(name: str) -> bool:
    """Whether leaders of the city sit in it: 领导小组, 工作专班, 指挥部."""
    return bool(_LEADING.search(folded(name)))


_PERSON = re.compile(r"(?:副?[省市县区州镇乡旗]长|书记|同志|主席|常委|秘书长|调研员)$")


def is_person(name: str) -> bool:
    """Whether ``name`` is a person with a post (某某副市长), who is no unit."""
    return bool(_PERSON.search(folded(name)))


def starred(name: str) -> bool:
    """Marked with a star, which a paper may explain as the mark of the lead unit."""
    return name[:1] in _STARS or name[-1:] in _STARS


def bare(name: str) -> str:
    """The name without its star."""
    return name.strip(_STARS)
