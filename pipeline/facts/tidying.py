"""Indicators without what leads to them, ties them to a number, or says where they were held."""

from __future__ import annotations

from pipeline import patterns as regex

_NOTE_MARK = regex.compile(r"\[\s?\d{1,2}\s?\]")
_BOUGHT = regex.compile(r"\A标的(?!额)(?:公司|资产)?(?=\p{Han}{2})")
_LEADING = regex.compile(
    r"\A(?:(?:等|的|其?实现|但是?|并且?|以及|其)(?=[\p{Han}“]{3})(?!于|级|待|离|重|发|购|网|期|行|他|它|中|余|次|间|实)|(?:不仅|还将|更是?|依[旧然]|仍[旧然]?|已经?|将|也|都|又)*(?:是|成为|作为)(?=\p{Han}{3})|(?:继续|始终|一直|连续|长期)*保持(?=\p{Han}{3})(?!率|量|力|时|期)|来自[^的，。；]{2,12}的(?=\p{Han}{0,8}(?:企业|公司|机构|人员|选手|客商|嘉宾|团队|项目|展商)\Z))"
)
"""更是成为全市工业总产值, 来自大陆的半导体企业: what leads to the thing itself."""
_LED = frozenset("等的其但并以不还更依仍已将也都又是成作来继始一连长保")
"""First characters of what leads to a thing."""
_INSIDE = frozenset("中里上内")
_WHERE_HELD = regex.compile(
    r"\A(?:[\p{Han}、]{2,24}等)?(?:地区?|省份?|城市|省市|国家)(?=(?:举办|召开|组织|开展|设立|建成|布局|投资)\p{Han}{2})"
)
"""京津、长三角等地区|举办招商活动: where something was held."""
_IN_CONTEST = regex.compile(
    r"\A.*?(?:的|\d[家个强名]|以外的\d+[家个])?(?P<contest>\p{Han}{0,12}?(?:排名|评价|考核|榜单|排行榜?|评比))(?:结果)?[中里上内]\Z"
)
"""在90家园区年度评比中: the contest by its name."""
_RANKED = regex.compile(r"(?<=\p{Han}{2})(?:位列|位居|名列|稳居|跃居|高居|居于)[^，。；]*\Z")
"""增速|位列经济强省: where it stands is no part of what is ranked."""
_STANDING = regex.compile(r"(?<=\p{Han}{2}[国地场体家])的?地位\Z")
"""第二大生产国|地位."""
_TIED = regex.compile(
    r"(?<=\p{Han}{2})(?:达到|低至|高达|仅为|约为|增至|增加[到至]|上升[到至]|提高[到至]|升至|降至|(?<=[分率额量值数面比重积度格价入润者金])[为达近约超])\Z"
)
"""Words that tie an indicator to its number."""

_DONE = regex.compile(r"(?<=\p{Han}{3})已(?:经|累计)?\p{Han}{2}\Z")
"""联运单证|已签发: what has been done with what is counted."""


def tidied(indicator: str) -> str:
    """The thing itself, as short as it is still the same."""
    if indicator[:1] in _LED:
        indicator = _LEADING.sub("", indicator)
    if "等" in indicator or indicator[:1] in "地省城国":
        indicator = _WHERE_HELD.sub("", indicator)
    if indicator[-1:] in _INSIDE:
        indicator = _IN_CONTEST.sub(r"\g<contest>", indicator)
    if "居" in indicator or "列" in indicator:
        indicator = _RANKED.sub("", indicator)
    if indicator.endswith("地位"):
        indicator = _STANDING.sub("", indicator)
    if "已" in indicator:
        indicator = _DONE.sub("", indicator)
    return _TIED.sub("", _BOUGHT.sub("", _NOTE_MARK.sub("", indicator)))
