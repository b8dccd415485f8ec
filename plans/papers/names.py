"""Lists of units as papers write them, taken apart into names."""

from __future__ import annotations

import re

from plans.script import folded

_AND_OTHERS = re.compile(
    r"等(?:(?:\d+|[一二三四五六七八九十多几两]+)[个家]?)?(?P<rest>(?:国务院|中央|[省市区县]直|[省市区县]级|[省市区县])?(?:各)?(?:有关|相关|职能|成员|行业|主管|责任|配合|专业)*(?:部门|单位|地区|方面|企业|机构)(?:和单位|和部门)?)?"
)
_PLAIN_REST = re.compile(r"^(?:部门|单位|机构|企业|地区|方面|责任单位|配合单位|成员)?$")
_NOISE = re.compile(
    r"^(?:由|会同|和(?![平田县林静顺硕政龙])|及|与|以及|并|还有|包括|其中|请|协同|联合(?![会社])|,|:)+|(?:等|均|都|共同|按|各自|依法|分别|具体|会同|一起|配合|负责|牵头|落实)+$"
)
_WORK = re.compile(
    r"(?:按照?|依据|根据)?(?:各自)?(?:职责|职能|任务)(?:分工|范围|权限)?(?:内)?(?:分别|共同)?$|按照?分工$|分工$|分头$"
)


def listed(text: str) -> list[str]:
    """The names in ``text``, in order and each once; 等 is dropped, what it stands before is kept as a name."""
    names: dict[str, None] = {}
    for piece in _pieces(text):
        for name in _of_piece(piece):
            names.setdefault(name)
    return list(names)


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


_ZONE = re.compile(r"(?:园区|开发区|管委会)")
_OTHER_BODY = re.compile(r"(?:人民政府|政府|管委会|办事处)")
_MORE_OF = re.compile(
    r"[、/](?:[省市县区旗州盟乡镇]|自治[区州县旗]|直辖市|县级市|街道|园区|开发区|管委会)(?=$|[^\w]|人民政府|政府|[和及与(、,;办])"
)


def _is_one_name(flat: str, start: int, index: int) -> bool:
    """各省、自治区、直辖市: what stands behind the mark only goes on with the kinds of places, or is the other body."""
    left = flat[start:index]
    if flat[index] not in "、/" or "各" not in left:
        return False
    if left.endswith(("党委", "党工委")):
        return bool(_OTHER_BODY.match(flat, index + 1))
    if left.endswith(")") and _ZONE.match(flat, index + 1):
        return False
    return _ends_with_place(left) and bool(_MORE_OF.match(flat, index))


def _ends_with_place(text: str) -> bool:
    return bool(re.search(r"各.{0,12}(?:[省市县区旗州盟乡镇]|自治[区州县旗]|直辖市|街道)(?:\([^()]{1,10}\))?$", text))


def _of_piece(piece: str) -> list[str]:
    found: list[str] = []
    rest, flat = piece, folded(piece)
    while others := _AND_OTHERS.search(flat):
        if others.start() == 0 and not others["rest"]:
            rest, flat = rest[others.end() :], flat[others.end() :]
            continue
        if not _ends_a_name(flat, others):
            break
        found += _split_and(rest[: others.start()])
        goes_on = others.end() if _PLAIN_REST.fullmatch(others["rest"] or "") else others.start("rest")
        rest, flat = rest[goes_on:], flat[goes_on:]
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
            if (
                noise.end() == len(flat)
                and noise.start() > 0
                and not re.search(r"(?:落实|负责)$", flat[: noise.start()])
            ):
                name = name[: noise.start()]
                continue
        if (work := _WORK.search(flat)) and work.start() < len(flat):
            name = name[: work.start()]
            continue
        break
    if name.count("(") + name.count("（") > name.count(")") + name.count("）"):
        name = name.rstrip("（(")
    return "" if name in ("等", "及", "和", "无", "/", "略") else name
