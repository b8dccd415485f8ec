"""Text as the rules read it: one width of digits, one script for the words that carry structure.

Folding keeps every character at its place, so that a rule finds in the folded text and quotes from the paper's own.
"""

from __future__ import annotations

from functools import lru_cache

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MARKS = dict.fromkeys(map(ord, "\u00a0\u3000\u2002\u2003\u2009\t"), " ") | {
    ord("﹕"): ":",
    ord("∶"): ":",
    ord("︰"): ":",
    ord("〔"): "(",
    ord("〕"): ")",
    ord("【"): "(",
    ord("】"): ")",
    ord("﹝"): "(",
    ord("﹞"): ")",
    ord("["): "(",
    ord("]"): ")",
    ord("［"): "(",
    ord("］"): ")",
    ord("{"): "(",
    ord("}"): ")",
    ord("｛"): "(",
    ord("｝"): ")",
    ord("─"): "—",
    ord("━"): "—",
    ord("–"): "—",
    ord("‐"): "-",
    ord("－"): "-",
    ord("～"): "~",
    ord("○"): "〇",
    ord("◯"): "〇",
    ord("｡"): "。",
    ord("､"): "、",
}
_TRADITIONAL = (
    "單单個个門门間间時时限限點点節节實实責责牽牵頭头領领導导負负參参協协辦办關关機机區区縣县鎮镇鄉乡務务"
    "員员動动開开啟启竣竣內内長长堅坚進进續续達达標标報报監监運运營营設设環环資资產产業业發发財财經经濟济農农"
    "國国廳厅處处處处會会黨党團团組组專专隊队衛卫醫医體体電电廣广場场應应險险稅税質质檢检與与為为從从於于"
    "縣县號号條条項项問问題题類类備备註注覽览規规劃划劳劳勞劳僑侨網网絡络統统計计審审議议書书學学貿贸"
    "樓楼屆届級级紀纪執执過过還还這这優优約约談谈話话遲迟無无須须雙双總总訂订擬拟將将對对戶户庫库屬属"
    "職职創创轉转綜综確确調调織织圖图軍军錄录龍龙華华壓压園园館馆婦妇殘残週周爲为靜静灣湾濱滨陽阳東东馬马島岛廣广寧宁蘇苏漢汉貴贵雲云綠绿"
    "結结驗验銷销編编氣气傳传臺台煙烟郵邮檔档紅红爭争萬万億亿幾几誰谁擔担係系範范圍围廠厂樹树種种養养糧粮漁渔畜畜獸兽測测繪绘隱隐"
    "歷历誌志聯联併并並并別别據据協协構构請请現现當当後后來来見见訊讯輸输車车輛辆鐵铁銀银錢钱歲岁術术藥药"
)
_FOLD: dict[int, int | str] = {
    **_FULL_WIDTH,
    **_MARKS,
    **{ord(old): new for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)},
}


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """``text`` with half-width marks, round brackets for all kinds, and simplified characters in structural words."""
    return text.translate(_FOLD)
