"""Units that do not stand behind the number: money by its sign or name, counts by their noun."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Final

from pipeline import patterns as regex
from pipeline.model import Quantity, Role
from pipeline.quantities import units
from pipeline.quantities.reading import Read, worth
from pipeline.quantities.units import Unit
from pipeline.tables import alternatives, rows


def in_currency(text: str, found: Read) -> Read:
    """港币3000元: the name of the money stands in front."""
    if found.unit is None or found.unit.surface not in ("元", "圆", "块"):
        return found
    named = units.currency_before(text, found.start)
    return replace(found, unit=replace(named, surface=found.unit.surface)) if named else found


_PIECES: Final = regex.compile(
    r"(?:银幕|屏幕|屏|幕|面板|地块|土地|用地|宅地|电池|芯片|金牌|银牌|铜牌|奖牌|牌匾|牌子|硬盘|显卡|砖|木板|石碑|碑|展板|电路板|组件|玻璃|农田|田|条石|化石|手表|表盘|模块|模组|出货|销售|销量|产量|交付|库存|装机|铺设|安装)数?量?[^，。；\d]{0,6}\Z"
)


def as_pieces(text: str, found: Read, last: Quantity | None) -> Read:
    """8.6万块银幕, 三块金牌: 块 is money where things are paid, and counts pieces elsewhere."""
    if found.unit is None or found.unit.surface != "块":
        return found
    same = (
        last is not None
        and bool(found.magnitude)
        and last.base_unit == "块"
        and found.start - last.span.end < 12
    )
    behind = regex.match(
        r"(?!多|钱|一|左右|以|的|就|起|到|至|每|上下|不|人民)\p{Han}{2}",
        text[found.end : found.end + 2],
    )
    if behind or same or _PIECES.search(text, max(0, found.start - 14), found.start):
        return replace(found, unit=Unit("块", "块", Decimal(1), "count"))
    return found


def of_chinese(text: str, found: Read) -> Read:
    """A Chinese numeral without a unit: money behind 市值破, else a count."""
    if worth(text, found.start, text[found.start : found.numeral_end]):
        shown = text[found.start : found.numeral_end]
        return replace(found, unit=units.table()["元"], printed=shown, rule="money")
    return replace(found, base="个", dimension="count", rule="count without a classifier")


_MOVED: Final = regex.compile(
    r"[，、]?(?:同比|环比|比\p{Han}{1,6})?(?:净|又|再|共)?(?:增加|减少|增长|下降|新增|增|减|多|少)了?(?:约|近|超|逾)?\Z"
)


def _carried(text: str, at: int, last: Quantity | None) -> str | None:
    """观影人次4705万，减少890万: a change without a unit has that of the number before it."""
    if last is None or last.role is not Role.FACT or last.dimension != "count":
        return None
    near = 0 <= at - last.span.end <= 12
    return last.base_unit if near and _MOVED.fullmatch(text[last.span.end : at]) else None


_BASES: Final = {
    "人次": "人次", "人数": "人", "人口": "人", "户数": "户", "家数": "家", "件数": "件",
    "辆次": "辆次",
}  # fmt: skip
_REACHED: Final = (
    r"共|已经|已|累计|合计|总计|首次|约|近|逼近|超过?|超越|逾|突破|破|达到?|高达|为|过|仅|将|誓|欲|预计|有望|料"
    r"|是|至|到|增至|[：:]"
)


@cache
def _money(use: str) -> regex.Pattern[str]:
    """What makes a number without a unit money, by how the words stand (data/money_words.csv).

    measure, sure: 营收达3亿, 创造收入约1000万; paid: 豪掷3.5亿; made_of: 300亿融资规模.
    """
    words = alternatives(row["word"] for row in rows("money_words.csv") if row["use"] == use)
    size = (
        r"(?:[市场产业经济集群交易管理外贸资基金信融]{2}"
        r"|发行|产品|理财|保费|投放|存款|贷款|债务|授信)规模"
    )
    moved = r"(?:大幅|净|又|再)?(?:增加|减少|增长|下降|缩减|提高|新增|[增减升降](?![至到]))?"
    whose = r"(?:人民币|年|净|总|专项|扶持|财政|引导|产业|意向)?"
    patterns = {
        "measure": r"(?:估值|市值)[^，。；\d]{0,8}(?:[飙升涨达跌降增][到至]|[达破超])\Z"
        rf"|(?:{size}|{words})(?:额|规模|总量)?(?:\p{{Han}}{{0,2}}比)?{moved}"
        rf"(?:了|或|冲刺|迈上|站上|（|[从由](?:\d{{4}}年|去年|上年)?的?|{_REACHED})*\Z",
        "sure": rf"{words}(?:额|总额)?(?:{_REACHED})*\Z",
        "paid": rf"(?:{words}|(?<![\p{{Han}}]{{0,3}}[选加空])投)(?:了|约|近|超|逾|超过|共|高达)*\Z",
        "made_of": rf"(?:多|余|左右|以上)?的?(?:{whose}{words}"
        rf"|\p{{Han}}{{0,6}}?(?:基金(?!产品|经理|份额|公司|管理)|(?<=\p{{Han}}{{2}})(?:订单|大单)))",
    }
    return regex.compile(patterns[use])


def _takings(text: str, end: int) -> bool:
    """首日3210万，…: what a text about takings tells of without a unit, and nothing behind."""
    if _NOTHING.match(text, end) is None:
        return False
    told = (row["word"] for row in rows("money_words.csv") if row["use"] == "about")
    return any(text.count(word) >= _ABOUT for word in told)


_ABOUT: Final = 2
"""A text that names what is taken so often is about it."""
_NOTHING: Final = regex.compile(r"[，。；、！？）)]|$")

_STEP: Final = regex.compile(r"[（(、→](?:\d{4}年|[一二三四]季度|[上下]半年|\d{1,2}月)?")


def _chained(text: str, found: Read, last: Quantity) -> bool:
    """1.92亿元（2022年3120万→2023年5870万）: a sum, taken apart by years."""
    if not regex.search("[亿兆万]", found.magnitude) or last.base_unit != "CNY":
        return False
    stops = regex.match(r"[，。；、）)→]|$", text[found.end : found.end + 1])
    return stops is not None and _STEP.fullmatch(text, last.span.end, found.start) is not None


_TO: Final = regex.compile(
    r"(?:增长|增加|提高|提升|上升|扩大|攀升|跃升|下降|减少)?[到至]了?(?:\d{4}年|去年|今年)?(?:末|底)?的?(?:约|近|超过?|逾)?"
)


def _goes_to(text: str, found: Read, last: Quantity) -> bool:
    """营收从2015年的20亿增长到2021年的90亿: what a sum without 元 came to."""
    bare = bool(last.unit) and not str(last.unit).endswith("元")
    end = last.span.end
    return bare and bool(found.magnitude) and _TO.fullmatch(text, end, found.start) is not None


_MOVES: Final = regex.compile(
    r"，?(?:[比较]?(?:去年同期|上年同期|去年|上年|上月|上季))?(?:大幅?|再|净|共)?(?:增加?|减少?|成长|多|少|缩水)了?(?:约|近|逾|超)?"
    r"|，?(?:同比|[同环]?[比较])(?:\d{4}年|去年|上年|上月|上季)(?:同期)?的"
)


def _moves(text: str, found: Read, last: Quantity) -> bool:
    """成交额300亿元，较上月大增近80亿, 同比上年的250亿: a move of money is money."""
    big = regex.search("[亿兆]", found.magnitude) is not None
    return big and _MOVES.fullmatch(text, last.span.end, found.start) is not None


_COUNTED_BEFORE: Final = regex.compile(
    r"(?P<what>人次|人数|人口|户数|家数|件数|辆次)(?:共|已|累计|首次|约|近|超过?|逾|突破|达到?|高达|为|有|了|将)*\Z"
)
_CLAUSE: Final = 32
_PEOPLE_OF: Final = regex.compile(
    r"(?P<what>人口|人数|户数|家数)[^。；\d]{0,14}(?:\d{4}年(?:以来|后)?[^。；\d]{0,8}，)?(?:[^。；]{0,12}，)?(?:\d{4}年|去年|今年)(?:末|底)?(?:为|仅余?|有|达到?|是|约|只)*\Z"
)
"""从业人口不断减少，2010年为61万: the people of a year."""
_MORE: Final = ("多", "余", "有余", "+")
"""3000+知名机构, 2万余: so many of something, without a classifier."""
_NOUN: Final = regex.compile(r"的?\p{Han}{2}|[，。；]")
"""What stands behind such a number."""
_SYMBOL: Final = regex.compile(r"(?:US\$|HK\$|[$￥¥€£])\Z")
_SIGNS: Final = {"￥": "元", "¥": "元", "€": "欧元", "£": "英镑", "HK$": "港元"}


def of_arabic(text: str, found: Read, last: Quantity | None) -> Read | None:
    """Arabic figures without a unit behind them: $20, 人民币3.14亿, 营收破2000亿, 突破3万; or None.

    last: the number that was found before.
    """
    named = units.currency_before(text, found.start)
    if named is not None:
        return replace(found, unit=named, printed=found.magnitude + named.surface)
    sign = _SYMBOL.search(text[max(0, found.start - 4) : found.start])
    if sign is not None:
        unit = units.table()[_SIGNS.get(sign.group(), "美元")]
        return replace(found, unit=unit, printed=found.magnitude + sign.group())
    if not found.magnitude:
        if found.inner in _MORE and _NOUN.match(text, found.end):
            return replace(found, base="个", dimension="count", rule="count without a classifier")
        return None
    lead = text[max(0, found.start - 14) : found.start]
    if regex.search(r"[亿兆]", found.magnitude) and _money("measure").search(lead):
        return replace(found, unit=units.table()["元"], printed=found.magnitude, rule="money")
    sure = _money("paid").search(lead) or _money("made_of").match(text, found.end)
    if sure and regex.search("[亿兆万]", found.magnitude):
        return replace(found, unit=units.table()["元"], printed=found.magnitude, rule="money")
    if regex.search("[万千]", found.magnitude) and _money("sure").search(lead):
        return replace(found, unit=units.table()["元"], printed=found.magnitude, rule="money")
    if (
        last is not None
        and last.dimension == "money"
        and (
            _chained(text, found, last) or _goes_to(text, found, last) or _moves(text, found, last)
        )
    ):
        return replace(found, unit=units.table()["元"], printed=found.magnitude, rule="money")
    counted = _COUNTED_BEFORE.search(lead) or _PEOPLE_OF.search(
        text, max(0, found.start - _CLAUSE), found.start
    )
    carried = None if counted else _carried(text, found.start, last)
    if (
        not (counted or carried)
        and regex.search("[亿兆万]", found.magnitude)
        and _takings(text, found.end)
    ):
        return replace(found, unit=units.table()["元"], printed=found.magnitude, rule="money")
    if carried is not None:
        base, rule = carried, "unit of the number before"
    else:
        base, rule = _BASES[counted["what"]] if counted else "个", "magnitude alone"
    return replace(found, base=base, dimension="count", printed=found.magnitude, rule=rule)
