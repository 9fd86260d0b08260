"""One number with its magnitude, unit and inner qualifier, read at one place of the text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Final

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.model import Value
from pipeline.quantities import units
from pipeline.quantities.numerals import ARABIC, CHINESE, DIGIT, DIGITS, MAGNITUDE, number
from pipeline.quantities.units import Unit
from pipeline.tables import alternatives, rows


@dataclass(frozen=True, slots=True)
class Read:
    """What was read: offsets, the value before its unit's factor, and what stands around it.

    numeral_end: end of the numeral with its magnitude's first part (50 of 50余项).
    value: with magnitude, without the factor of the unit unless `scaled` is False.
    """

    start: int
    numeral_end: int
    end: int
    value: Value | None
    magnitude: str
    unit: Unit | None
    inner: str | None
    chinese: bool
    scaled: bool = True
    base: str | None = None
    dimension: str | None = None
    printed: str | None = None
    rule: str = ""

    @property
    def magnitude_shown(self) -> str:
        return self.magnitude


_ARABIC: Final = regex.compile(
    rf"(?P<n>(?<![\d.]|\d,)(?<![A-Za-z](?<![A-Za-z]{{3}}))(?:[-−](?:(?<![\d\p{{Han}}%A-Za-z)）][-−])|(?<=\p{{Han}}[-−])(?=\d+(?:\.\d+)?(?:[%％‰℃]|个?百分点|°C|摄氏度|[十百千]?[万亿]?元)))|负|零下)?(?:{ARABIC}(?:兆零?\d{{1,4}}(?:,\d{{3}})?(?:\.\d+)?(?=亿)|亿零?(?:\d{{1,4}}千?|\d,\d{{3}})(?:\.\d+)?(?=万)|万零?(?:\d{{1,4}}(?![\d,])|\d,\d{{3}})(?!\d|[万亿.]))|{ARABIC}))"
    rf"(?P<m0>[千万](?=[多余]亿))?(?P<i>几(?=[十百千万亿])|[多余](?=[百千]?[万亿])|来(?=[万亿]))?(?:个(?=亿(?!万|级|元以上|元级|元及以上)))?(?P<m>{MAGNITUDE})?"
)
_CHINESE: Final = regex.compile(
    rf"(?P<n>一半(?![导径])|零下{CHINESE}(?=℃|摄氏度|度)|[{DIGIT}十百千万亿]{{1,16}}(?=千[瓦伏卡焦赫]|兆[瓦赫帕字伏欧焦比])|(?:好几|[数几])(?=[十百千万亿])[十百千万亿]{{1,6}}|{CHINESE}|半(?=年|天|个|小时|日|公[里斤升顷]|里|亩|吨|斤|米|加仑|分钟|学[年期]|成(?![品])|数(?![字据目]))|(?<=减)半|(?<=[占比重例额]\p{{Han}}{{0,5}}过)半(?=[，。；、）\s]|\Z))"
    r"(?P<i>几(?=[十百千万亿]|\p{Han})|[多余](?=[百千]?[万亿])|来(?=[万亿]))?(?P<m>[百千]?[万亿]{1,2})?"
)
_PLUS: Final = r"\+(?![\dA-Za-z+”」])"
"""3000+家门店: more than so many; “1+3” and a grade of A+ are names."""
_CLOSE: Final = regex.compile(rf"(?P<i>多|有余|余|来(?!自|到|看|说|源|华|访)|{_PLUS})?")
_BEHIND: Final = regex.compile(
    rf"(?P<half>半(?!导|径|决|成|数|程|岛|封|自|固|湿|山|月|途|夜|壁|空|路|场))?(?P<i>(?:多|有余|余|强(?![大化度势调力劲国])|弱(?![小势化]))(?!于|出|家|个|项|种|名|少|样|元|数|次|地|边|年|人|方|重|功|层|维|位|头|点)|{_PLUS})?"
)
_TENTHS: Final = regex.compile(r"[，。；、：！？）」”\s]|至|到|增|升|达|$")
"""一倍三, two and three tenths behind 倍, in papers of Hong Kong."""
_HALVED: Final = frozenset("年天倍成折里吨米斤两亩") | {"小时", "个月", "公里", "个小时"}
_BARE: Final = frozenset("百千万亿兆") | {
    "千万",
    "百万",
    "十万",
    "万亿",
    "十亿",
    "百亿",
    "千亿",
    "亿万",
}


@dataclass(frozen=True, slots=True)
class Close:
    """What stands right behind a numeral: inner qualifier, unit, tail."""

    end: int
    unit: Unit | None
    inner: str | None
    magnitude: str = ""
    half: bool = False
    tenths: int = 0


def read_close(text: str, at: int, *, tenths: bool = False) -> Close:
    """Inner qualifier, unit, and what follows the unit, from offset `at`."""
    inner = _CLOSE.match(text, at)
    word = inner["i"] if inner else None
    end = inner.end() if inner else at
    gap = 1 if text[end : end + 1] == " " and text[end + 1 : end + 2].isascii() else 0
    unit = units.match(text, end + gap)
    if unit is None and word is not None and word == "来":
        return Close(at, units.match(text, at), None)
    if unit is None and word is not None:
        noun = regex.match(units.nouns(), text[end : end + 4])
        if not noun and not regex.match(r"[，。；、）\n]|\Z|\p{Han}", text[end : end + 1]):
            return Close(at, None, None)
        return Close(end, None, word)
    if unit is None:
        return Close(at, None, None)
    end += gap + len(unit.surface)
    if unit.surface == "个":
        month = regex.match(r"(?:多|半)?(?:月|小时|工作日|季度|星期|百分点)", text[end : end + 5])
        if month and month.group()[0] in "多半":
            longer = units.table()["个" + month.group()[1:]]
            return Close(
                end + month.end(),
                longer,
                "多" if month.group()[0] == "多" else word,
                "",
                month.group()[0] == "半",
            )
    if unit.dimension == "money" and unit.surface in ("元", "圆", "块"):
        named = units.currency(text, end)
        if named is not None:  # 9000元日币
            unit = replace(named, surface=unit.surface + named.surface)
            end += len(named.surface)
    if text[end : end + 1] == "/" and unit.dimension in (
        "money",
        "count",
        "mass",
    ):
        unit, end = _per(text, end, unit)
    behind = _BEHIND.match(text, end)
    if (
        tenths
        and DIGITS.get(text[end : end + 1])
        and (unit.surface == "成" or (unit.surface == "倍" and _TENTHS.match(text, end + 1)))
    ):
        return Close(end + 1, unit, word, "", False, DIGITS[text[end]])
    half = bool(behind and behind["half"] and unit.surface in _HALVED)
    if behind and behind["half"] and not half:
        behind = None
    if behind and behind.end() > end:
        tail = behind["i"]
        counted = unit.dimension == "count" and unit.surface not in ("番",)
        if tail and tail != "+" and counted and not half:
            return Close(end, unit, word)
        return Close(behind.end(), unit, tail or word, "", half)
    return Close(end, unit, word)


_SHARED_BY: Final = regex.compile(
    r"月|年|天|日|人|户|次|间|股|套|平|度|㎡|m²|个月|人天|床日|亩|台|辆|只|头|箱|桶"
)


def _per(text: str, end: int, unit: Unit) -> tuple[Unit, int]:
    """1.8万元/平方米: the unit as printed; what it is counted by belongs to the indicator."""
    below = units.match(text, end + 1)
    more = _SHARED_BY.match(text, end + 1)
    size = max(len(below.surface) if below else 0, len(more.group()) if more else 0)
    if not size:
        return unit, end
    stop = end + 1 + size
    return replace(unit, surface=unit.surface + text[end:stop]), stop


def read(text: str, at: int) -> Read | None:
    """The number that begins at offset `at`, with all that belongs to it, or None."""
    arabic = _ARABIC.match(text, at)
    match = arabic or _CHINESE.match(text, at)
    if match is None:
        return None
    chinese = arabic is None
    numeral, inner, scale = match["n"], match["i"], match["m"] or ""
    if arabic is not None and arabic["m0"]:
        scale = arabic["m0"] + scale
    end = match.end()
    if chinese and numeral in ("半", "一半"):
        return _half(text, at, numeral)
    below = numeral.startswith("零下")
    if below:
        numeral = numeral[2:]
    if chinese and len(numeral) > 1 and numeral[-1] == "两":  # 三十两: a weight
        return _taels(text, at, numeral[:-1])
    head = 1 if chinese and numeral[0] in "数几" else 2 if numeral.startswith("好几") else 0
    core = numeral[head:]
    if chinese and not scale:
        tail = regex.search(r"[万亿]+\Z", core)
        if tail and tail.start() > 0 and core not in _BARE:
            scale = tail.group()
        elif core in ("千万", "百万", "十万", "千亿", "百亿", "十亿"):
            scale = core[1:]
        elif core == "万亿":
            scale = core
        value = number(core)
    else:
        value = number(core + scale)
    numeral_end = match.end("n")
    if value is None:
        return _shorter(text, at, numeral) if chinese and head == 0 else None
    if below:
        value = -value
    close = read_close(text, end, tenths=True)
    if close.unit is not None and close.unit.surface == "大" and value >= 100:
        close = Close(end, None, None)
    tenths = value + Decimal("0.5") if close.half else value
    if close.unit is not None and close.unit.surface == "折":
        converted = text[close.end : close.end + 1] in tuple("算合旧叠射")  # 按汇率6.9折算
        if converted or not 0 < tenths <= 10:
            close = Close(end, None, None)  # a price is left in tenths; 八五折 is read by `shares`
    if close.unit is not None and close.unit.surface in ("度", "°"):
        close = replace(close, unit=_degree(text, at, close, scale, "摄氏" if below else ""))
    inner = close.inner or inner or ("数" if head else None)
    if close.unit is not None and close.unit.surface == "番":
        value = doubled(value)
    if close.tenths:
        value = value + Decimal(close.tenths) / 10  # 七成五
    if close.half:
        value = value + Decimal("0.5")
    return Read(at, numeral_end, close.end, value, scale, close.unit, inner, chinese)


def doubled(value: Decimal) -> Decimal:
    """翻两番 is twice a doubling: three times more."""
    return Decimal(2) ** int(value) - 1 if value <= 20 else value


def _taels(text: str, at: int, numeral: str) -> Read | None:
    """二两, 三十两: 两 behind a numeral is the weight, unless a thing is counted."""
    value = number(numeral)
    unit = units.match(text, at + len(numeral))
    if value is None or unit is None or unit.surface != "两" or numeral == "两":
        return None
    end = at + len(numeral)
    return Read(at, end, end + 1, value, "", unit, None, True)


def _shorter(text: str, at: int, numeral: str) -> Read | None:
    """What is left of a row of numerals that is no number as a whole, as 三十百 of 三十百分点."""
    for size in range(len(numeral) - 1, 1, -1):
        if numeral[size:].strip("百千万亿") == "" and number(numeral[:size]) is not None:
            close = read_close(text, at + size)
            if close.unit is None:
                return None
            return Read(
                at, at + size, close.end, number(numeral[:size]), "", close.unit, close.inner, True
            )
    return None


_ELECTRIC: Final = regex.compile(r"[电能]")
_WARMTH: Final = regex.compile(
    r"摄氏|气温|温度|高温|低温|水温|体温|室温|温差|零上|升温|降温|恒温|高烧|发烧|炎热|冰点|[暖寒热冷]"
)
_TURNED: Final = regex.compile(r"角|倾斜|旋转|转体|纬|[东西]经|坡|弯|视野|视角|环视|方位|仰|俯")


def _degree(text: str, at: int, close: Close, scale: str, said: str) -> Unit:
    """度 is a kWh, a degree of warmth, an angle, or a strength: what stands around it decides."""
    assert close.unit is not None
    known = units.table()
    around = regex.split(r"[，。；！？\n]", text[max(0, at - 12) : at])[-1]
    if regex.search(r"华氏(?:温度)?\Z", around):
        return replace(known["华氏度"], surface=close.unit.surface)
    celsius = replace(known["摄氏度"], surface=close.unit.surface)
    if said or regex.search(r"摄氏(?:温度)?\Z", around):
        return celsius
    if close.unit.surface == "°":
        return close.unit
    behind = text[close.end : close.end + 3]
    if scale[-1:] in ("万", "亿") or regex.match(r"电|绿电", behind) or _ELECTRIC.search(around):
        return close.unit
    if _WARMTH.search(around) or regex.match(r"[的以]?(?:高温|低温|左右的?气温)", behind):
        return celsius
    if _TURNED.search(around) or regex.match(r"角|全景|环绕|视角|旋转", behind):
        return replace(known["°"], surface="度")
    return Unit("度", "度", Decimal(1), "count")


def _half(text: str, at: int, numeral: str) -> Read | None:
    end = at + len(numeral)
    before = text[max(0, at - 2) : at]
    if before.endswith("过") and not text.startswith("半数", at):
        return Read(
            at, end, end, Decimal(50), "", None, None, True,
            base="%", dimension="share", rule="half",
        )  # fmt: skip
    if before.endswith("减") and numeral == "半":
        return Read(
            at, end, end, Decimal(50), "", None, None, True,
            base="%", dimension="percent", rule="减半",
        )  # fmt: skip
    if numeral == "一半" or text.startswith("半数", at):
        if numeral == "半" and regex.match(r"半数", text[at : at + 2]):
            end = at + 2
        return Read(
            at,
            end,
            end,
            Decimal(50),
            "",
            None,
            None,
            True,
            base="%",
            dimension="share",
            rule="half",
        )
    if before.endswith(("上", "下", "前", "后", "大", "多")) or regex.search(
        r"[\d个年倍成天]\Z", before
    ):
        return None
    close = read_close(text, end)
    if close.unit is None or close.unit.surface == "个":
        return None
    return Read(at, end, close.end, Decimal("0.5"), "", close.unit, close.inner, True, rule="half")


_MEASURES: Final = frozenset(
    {"money", "percent", "percentage point", "length", "area", "mass", "power", "energy", "volume"}
)
_ONE: Final = regex.compile(
    r"(?:[再新又添增]添|共|仅|只|只有|就有|每|平均|各|唯有|增加|减少|少|多|不足|不到|超过|翻|满|为期|近|连续)\Z"
)
_BASIS: Final = regex.compile(
    r"(?:常住|户籍|城镇|农村|居民)?(?:人口|人|户|居民|家庭|老人|名|元|股)"
)
_PACE: Final = regex.compile(
    r"(?:每隔?|平均|不到|不足|仅需|只要|只需)[^，。；！？\n]{0,6}?(?:秒钟?|分钟|小时|天|日)(?:不到)?[^，。；！？\n\d]{0,8}?"
    r"(?:有|下线|完成|生产|产出|诞生|新增|驶出|开出|发出|造出|组装|装配|起降|卸载?|装卸|交付|成交|就是)(?:了|出|好)?\Z"
)
REACH: Final = regex.compile(
    r"(?:达到|达|突破|冲击|迈上|迈入|跨入|跨越|跨过|超过|超越|超|逾|过|破|上|近|将近|接近|逼近|约|数|几|不足|不到|站上|向)(?:了|近|约|过)?\Z"
)


_DOUBLED: Final = regex.compile(
    r"翻(?:了|上|近|将近|接近|约|大约|至少|不止|超过?|逾|足足|整整|差不多|出)*\Z"
)


_REACHES: Final = regex.compile(
    r"(?:人口|用户|会员|粉丝|客流|游客|旅客|户|订单|下载量|播放量|访问量|注册量|保有量|装机量)(?:数|量|总数|总量|规模)?"
    r"(?:已|首次|首度|再|成功|正式|率先|历史性|累计)*(?:破|突破|超|超过|过|逾|达|达到|近|逼近|跨越)(?:了)?\Z"
)
"""常住人口过千万, 用户破百万: a bare magnitude that counts people."""


def plausible(text: str, found: Read) -> bool:
    """A Chinese numeral counts something here: it has a unit, and is no article or part of a word."""  # noqa: E501
    numeral = text[found.start : found.numeral_end]
    unit = found.unit
    before = text[max(0, found.start - 6) : found.start]
    if found.rule in ("half", "减半"):
        return True
    if (before[-1:] in ("之", "第", "星", "周", "礼") and unit is None) or before.endswith("第"):
        return False
    core = numeral.lstrip("数好几")
    if core in _BARE and core == numeral:
        if found.inner in ("多", "余", "有余", "来", "几"):
            return unit is not None or bool(
                regex.match(units.nouns(), text[found.end : found.end + 4])
            )
        if before.endswith("每") and (unit is not None or _BASIS.match(text, found.end)):
            return True
        if unit is None or (unit.loose and unit.surface != "人"):
            return unit is None and (
                worth(text, found.start, core)
                or (
                    len(core) > 1
                    and bool(_REACHES.search(text, max(0, found.start - 16), found.start))
                )
            )
        return (
            bool(REACH.search(before))
            or unit.dimension == "money"
            or (unit.surface == "人" and core == "万")
        )
    if unit is None:
        if found.inner == "数" or (found.inner and len(numeral) >= 2):
            return len(core) >= 1 and bool(
                regex.match(r"\p{Han}|[，。]", text[found.end : found.end + 1])
            )
        if numeral not in ("一", "两", "十") and regex.match(
            units.nouns(), text[found.end : found.end + 4]
        ):
            return (
                len(numeral) > 1
                or not regex.match(r"[省市区县国州镇乡村]", text[found.end : found.end + 1])
                or bool(regex.search(r"[等共及和]\Z|^\Z", before))
            )
        return (
            len(numeral) >= 3
            and (found.value or 0) > 20
            and not regex.search(r"[〇零一二三四五六七八九]{3}", numeral)
        )
    if numeral == "一":
        return _one(text, found, unit, before)
    if unit.surface == "成":
        return not regex.match(r"[以及]", text[found.end : found.end + 1]) or text[
            found.end : found.end + 2
        ] in ("以上", "以下", "以内")
    if unit.surface == "番":
        return bool(_DOUBLED.search(before))
    if unit.surface == "折":
        return True
    if unit.surface == "大":
        return numeral in "两三四五六七八九十" or (numeral.startswith("十") and len(numeral) == 2)
    if unit.loose:
        return _loose(text, found, unit, numeral)
    if unit.surface in ("度",):
        return text[found.end : found.end + 1] == "电" or len(numeral) > 1
    return True


@cache
def _worth() -> regex.Pattern[str]:
    """What is money (data/money_words.csv, uses measure and worth), and reaches so much."""
    words = alternatives(
        row["word"] for row in rows("money_words.csv") if row["use"] in ("measure", "worth")
    )
    return regex.compile(
        rf"{words}(?:额|规模|总量|总额)?(?:已|首次|首度|再|双双|率先|成功|正式|誓|欲|将|有望|力争|或)*"
        r"(?:破|突破|超|超过|超越|过|逾|达|达到|近|逼近|迈上|跨上|站上|跻身|冲刺|迈入|跨入|冲破|直逼)(?:了|近)?\Z"
    )


def worth(text: str, start: int, core: str) -> bool:
    """市值破百亿: a bare magnitude that is money."""
    return "亿" in core and bool(_worth().search(text, max(0, start - 16), start))


_LOOSE_ALWAYS: Final = frozenset("人部点级类期代节段块头门道组班站方面")


def _loose(text: str, found: Read, unit: Unit, numeral: str) -> bool:
    if len(numeral) > 1 or found.magnitude or found.inner:
        return True
    return unit.surface in _LOOSE_ALWAYS or unit.surface in ("方面", "环节", "领域", "阶段")


def _one(text: str, found: Read, unit: Unit, before: str) -> bool:
    after = text[found.end : found.end + 2]
    if unit.surface == "天" and before.endswith("日"):  # 1月28日一天
        return True
    if before.endswith("每") and unit.dimension == "count" and not unit.loose:  # 每一个
        return not regex.match(r"[度]", after)
    if unit.dimension == "count" and _PACE.search(text, max(0, found.start - 24), found.start):
        return True  # 平均5分钟就有一家
    if unit.surface in ("倍", "番"):
        return unit.surface == "倍" or bool(_DOUBLED.search(before))
    if found.end > found.numeral_end + len(unit.surface):  # 一年半, 一倍多
        return True
    if unit.surface in ("成",):
        return bool(regex.match(r"[，。；、左以多的]|\Z", after[:1])) and not before.endswith(
            ("清", "九")
        )
    if unit.surface in ("期", "级", "类"):
        return unit.surface == "期"
    if unit.surface == "大" or unit.loose:
        return False
    if unit.dimension in ("area", "mass", "length", "volume"):
        return bool(_ONE.search(before))
    if unit.dimension in _MEASURES:
        return unit.surface not in (
            "度",
            "里",
            "元",
            "块",
            "角",
            "方",
            "成",
            "米",
            "分",
            "升",
        ) or bool(_ONE.search(before))
    return bool(_ONE.search(before)) and not regex.search(r"[每这那某同任另]\Z", before)
