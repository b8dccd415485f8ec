"""Lists of units as papers write them, taken apart into names."""

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
_AND_OTHERS = re.compile(
    r"等(?:(?:\d+|[一二三四五六七八九十多几两]+)[个家]?)?(?P<rest>(?:国务院|中央|[省市区县]直|[省市区县]级|[省市区县])?(?:各)?(?:有关|相关|职能|成员|行业|主管|责任|配合|专业)*(?:部门|单位|地区|方面|企业|机构)(?:和单位|和部门)?)?"
)
_PLAIN_REST = re.compile(r"^(?:部门|单位|机构|企业|地区|方面|责任单位|配合单位|成员)?$")
_NOISE = re.compile(r"^(?:由|会同|和(?![平田县林静顺硕政龙])|及|与|以及|并|还有|包括|其中|请|协同|联合(?![会社])|,|:)+|(?:等|均|都|共同|按|各自|依法|分别|具体|会同|一起|配合|负责|牵头|落实)+$")
_WORK = re.compile(r"(?:按照?|依据|根据)?(?:各自)?(?:职责|职能|任务)(?:分工|范围|权限)?(?:内)?(?:分别|共同)?$|按照?分工$|分工$|分头$")
_STARS = "*★▲☆△#※●◎"


def listed(text: str) -> list[str]:
    """The names in ``text``, in order and each once; 等 is dropped, what it stands before is kept as a name."""
    names: dict[str, None] = {}
    for piece in _pieces(text):
        for name in _of_piece(piece):
            names.setdefault(name)
    return list(names)


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


def _pieces(text: str) -> list[str]:
    """``text`` cut at list marks outside brackets; 各区、县级市 is one name."""
    flat = folded(text)
    pieces, depth, start = [], 0, 0
    for index, char in enumerate(flat):
        if char == "(":
            depth += 1
        elif char == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and (char in "、,;。:/|" or char.isspace()) and not _is_one_name(flat, start, index):
            pieces.append(text[start:index])
            start = index + 1
    return [*pieces, text[start:]]


_ALL_OF = re.compile(r"(?:全[市县区省])?各(?:[省市县区旗州盟乡镇]|自治[区州县旗]|直辖市|县级市|街道|园区|开发区|市区|县区|区县)$")
_MORE_OF = re.compile(r"[、/](?:[省市县区旗州盟乡镇]|自治[区州县旗]|直辖市|县级市|街道|园区|开发区|管委会)(?=$|[^\w]|人民政府|政府|[和及与(、,;办])")


def _is_one_name(flat: str, start: int, index: int) -> bool:
    """各省、自治区、直辖市: what stands behind the mark only goes on with the kinds of places."""
    return flat[index] in "、/" and bool(_ALL_OF.search(re.sub(r"[、/]", "", flat[start:index]).strip()) or _ALL_OF.search(flat[start:index].split("、")[-1]) or "各" in flat[start:index] and _ends_with_place(flat[start:index])) and bool(
        _MORE_OF.match(flat, index)
    )


def _ends_with_place(text: str) -> bool:
    return bool(re.search(r"各.{0,12}(?:[省市县区旗州盟乡镇]|街道)(?:\([^()]{1,10}\))?$", text))


def _of_piece(piece: str) -> list[str]:
    found: list[str] = []
    rest = piece
    while others := _AND_OTHERS.search(folded(rest)):
        if others.start() == 0 and not others["rest"]:
            rest = rest[others.end() :]
            continue
        if not _ends_a_name(folded(rest), others):
            break
        found += _split_and(rest[: others.start()])
        kept = rest[others.start("rest") : others.end("rest")] if others["rest"] else ""
        rest = rest[others.end() :] if _PLAIN_REST.fullmatch(folded(kept)) else kept + rest[others.end() :]
    return [*found, *_split_and(rest)]


def _ends_a_name(flat: str, others: re.Match[str]) -> bool:
    """等 inside a name (高等学校, 平等) is a part of it."""
    behind = flat[others.end() :]
    return not (flat[others.start() - 1 : others.start()] in "高中初平同" and not others["rest"] and behind)


def _split_and(text: str) -> list[str]:
    """Split at 及、以及 always, at 和、与 only between two names that are whole by themselves."""
    names: list[str] = []
    for part in re.split(r"以及|(?<!波|普|涉|以|埃)及(?!时)", text):
        names += _split_whole(part)
    return [clean for name in names if (clean := _cleaned(name))]


def _split_whole(text: str) -> list[str]:
    flat = folded(text)
    for found in re.finditer("[和与]|或者?", flat):
        left, right = flat[: found.start()], flat[found.end() :]
        if "(" in left and ")" not in left:
            continue
        whole = _whole_name(left) and _whole_name(right)
        if whole:
            return [text[: found.start()], *_split_whole(text[found.end() :])]
    return [text]


_WHOLE = re.compile(
    r"(?:局|委|委员会|办|办公室|[^内外全]部|厅|署|行|总会|中心|公司|集团|政府|街道|办事处|[^城]镇|乡|县|区|旗|领导小组|专班|指挥部|管委会|分局|支队|大队|法院|检察院|单位|部门|地区|医院|学校|企业|各地|站|联合会|工会|妇联|残联|团委|协会)$"
)
_NEVER_ALONE = re.compile(r"^(?:单位|部门|地区|地方|政府|人民政府|街道|镇|乡|县|区|开发区|发展区|乡镇|企业|机构)$")


def _whole_name(name: str) -> bool:
    name = name.strip()
    return bool(_WHOLE.search(name)) and not _NEVER_ALONE.fullmatch(name) and len(name) >= 2


_ASIDE = re.compile(r"\([^()]*(?:下同|第一|首位|以下|简称)[^()]*\)")


def _cleaned(name: str) -> str:
    if aside := _ASIDE.search(folded(name)):
        name = name[: aside.start()] + name[aside.end() :]
    name = re.sub(r"\s+", "", name).strip("，,。.；;：:、·—-")
    while True:
        flat = folded(name)
        if noise := _NOISE.search(flat):
            if noise.start() == 0 and noise.end() < len(flat):
                name = name[noise.end() :]
                continue
            if noise.end() == len(flat) and noise.start() > 0 and not re.search(r"(?:落实|负责)$", flat[: noise.start()]):
                name = name[: noise.start()]
                continue
        if (work := _WORK.search(flat)) and work.start() < len(flat):
            name = name[: work.start()]
            continue
        break
    if name.count("(") + name.count("（") > name.count(")") + name.count("）"):
        name = name.rstrip("（(")
    return "" if name in ("等", "及", "和", "无", "/", "略") else name
