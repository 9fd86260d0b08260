"""The members of an enumeration within a phrase, and what they share."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.lexicon import any_of, words

_TWINS = {
    "产销": ("产量", "销量"),
    "产销量": ("产量", "销量"),
    "收支": ("收入", "支出"),
    "存贷款": ("存款", "贷款"),
    "存贷款余额": ("存款余额", "贷款余额"),
    "进出口": ("进口", "出口"),
    "购销": ("购进", "销售"),
    "出生死亡": ("出生", "死亡"),
    "量价": ("量", "价"),
}
"""One word for two things that 分别 counts each by itself."""
_TWINS_AT = regex.compile(r"(?:存贷款余额|产销量|存贷款|进出口|产销|收支|购销|量价)\Z")


@cache
def _measures() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?P<head>.+?)(?P<measure>的?{any_of('measure', 'shared', 'part_noun')})\Z"
    )


def members(phrase: str, *, at_and: bool = True) -> list[str]:
    """The coordinate parts of a phrase, a shared measure at the end given to each.

    大数据、信息安全市场占有率 → 大数据市场占有率, 信息安全市场占有率.
    at_and: 和, 与 and 及 part as 、 does; they may stand inside a name (仪器及器械制造业).
    """
    whole = _shielded(phrase)
    if whole != phrase:
        return [_bared(part) for part in members(whole, at_and=at_and)]
    if not at_and:
        parts = [part for part in phrase.split("、") if part]
    elif regex.search(r"[“《（(]", phrase):
        parts = _outside_quotes(phrase)
    else:
        parts = [part for part in _split(phrase) if part]
    if len(parts) < 2:
        return [phrase]
    short = max(len(part) for part in parts[1:])
    if short <= 3 and len(parts[0]) >= short + 3:
        # 大科学装置建成、在建和预研: what all three are said of stands once
        owner = parts[0][: -min(len(part) for part in parts[1:])]
        return [parts[0], *(owner + part for part in parts[1:])]
    tail = _tail_of_twins(parts) or _tail_of_equals(parts)
    match = None if tail else _measures().match(parts[-1])
    if match and not any(
        part.endswith(tuple(words("measure"))) or _MEASURED.search(part) for part in parts[:-1]
    ):
        tail = match["measure"]
        if tail == "出口" and match["head"].endswith("进"):
            tail = "进出口"
        if len(parts[0]) == 2 < len(match["head"]):
            # 城镇、农村居民人均可支配收入: the first lacks all that follows the other's first word
            tail = parts[-1][len(parts[0]) :]
    head = ""
    at = parts[0].rfind("的")
    if at > 2 and not any("的" in part for part in parts[1:]):
        head = parts[0][: at + 1]
    return [
        (head if index and head else "") + part.removesuffix(tail) + tail
        for index, part in enumerate(parts)
    ]


_SHIELD = str.maketrans("、和及与", "\ue010\ue011\ue012\ue013")
_BARE = {code: ord(character) for character, code in zip("、和及与", _SHIELD.values(), strict=True)}


@cache
def industries() -> regex.Pattern[str]:
    """Names of industries with 、, 和 or 及 in them (`data/industries.csv`)."""
    names = tables.words("industries.csv", "name")
    return regex.compile(tables.alternatives(names))


def _shielded(phrase: str) -> str:
    """A phrase in which the names of industries hold nothing that parts members."""
    if "业" not in phrase:
        return phrase
    return industries().sub(lambda found: found.group().translate(_SHIELD), phrase)


def _bared(part: str) -> str:
    return part.translate(_BARE)


def _tail_of_twins(parts: list[str]) -> str:
    """进口、出口整体通关时间: words made alike, and what stands behind the last is all theirs."""
    first, last = parts[0], parts[-1]
    if any(len(part) != 2 for part in parts[:-1]) or len(last) < 5:
        return ""
    return last[2:] if first[0] == last[0] or first[1] == last[1] else ""


_MEASURED = regex.compile(r"(?:[量额值率价]|收入|支出|价格|指数|面积|人数|规模|投资|存款|贷款)\Z")


def _tail_of_equals(parts: list[str]) -> str:
    """铁路、公路、水路货运量, 内、外贸吞吐量: words of one length, then a measure."""
    size, last = len(parts[0]), parts[-1]
    kind = parts[0][-2:]
    alike = all(len(part) == size and part.endswith(kind) for part in parts[:-1])
    if alike and 2 < size <= 6 and kind == last[size - 2 : size] and "的" in last:
        return last[size:]  # 经营活动、投资活动产生的现金流量净额
    if size > 2 or any(len(part) != size for part in parts[:-1]) or len(last) < size + 2:
        return ""
    known = _measures().match(last)
    return last[size:] if known is None and _MEASURED.search(last) else ""


def _split(phrase: str) -> list[str]:
    """At 、 always; at 和, 与, 及 where the phrase has 、 too or both sides are long enough."""
    if "、" in phrase:
        pieces = regex.split(r"、|以及", phrase)
        if any(regex.search(r".[和与及].", piece) for piece in pieces[:-1]):
            return pieces  # 船舶及平台制造业、量具及刀具制造业: a word inside names
        last = pieces[-1]
        match = regex.match(r"(?P<a>.{2,})(?:和|与|及)(?P<b>.{2,})\Z", last)
        if match:
            pieces[-1:] = [match["a"], match["b"]]
        return [regex.sub(r"\A(?:和|与|及)(?=\p{Han}{2})", "", piece) for piece in pieces]
    match = regex.match(r"(?P<a>.{2,}?)(?:和|与|及|以及)(?P<b>.{2,})\Z", phrase)
    return [match["a"], match["b"]] if match else [phrase]


def _outside_quotes(phrase: str) -> list[str]:
    out, depth, start = [], 0, 0
    for index, character in enumerate(phrase):
        if character in "“《（(":
            depth += 1
        elif character in "”》）)":
            depth = max(0, depth - 1)
        elif character in "、" and depth == 0:
            out.append(phrase[start:index])
            start = index + 1
    out.append(phrase[start:])
    return [part for part in out if part]


_HALVES = regex.compile(
    r"(?P<a>.{2,}?(?:[额值率价]|价格|收入|支出|产量|销量|投资|面积))[和与及](?P<b>.{2,})\Z"
)


def halves(phrase: str) -> list[str]:
    """收购价格和化肥、农膜零售价格: two measures, the second with a list in it."""
    match = _HALVES.match(phrase)
    if match is None or not _MEASURED.search(match["b"]):
        return []
    return [match["a"], match["b"]]


def twins(phrase: str) -> list[str]:
    """新能源汽车产销 is 新能源汽车产量 and 新能源汽车销量."""
    if phrase.startswith("城乡") and len(phrase) > 4 and not phrase.endswith(("比", "差距")):
        return ["城镇" + phrase[2:], "农村" + phrase[2:]]
    twin = _TWINS_AT.search(phrase)
    return [phrase[: twin.start()] + part for part in _TWINS[twin.group()]] if twin else []


def compose(base: str, own: str) -> str:
    """成交额 after 技术合同 is 技术合同成交额; 占比 after X is X占比."""
    if not base or own not in words("measure") or own in base:
        return own or base
    if base in words("measure") and own[-1] in "量额" and own not in ("总量", "数量", "总额"):
        return own  # 产量410万辆，销量180万辆
    if len(own) > 2 and base.endswith(own[:2]) and base != own[:2]:
        return base[:-2] + own  # 合计成交, 成交额
    if own in ("市场份额", "市占率", "市场占有率", "份额"):
        return own  # a measure of its own, whatever was told before
    if own in ("总量", "总额") and base.endswith(("总值", "产值", "总额", "总量")):
        return base  # 产值3000亿元，总量占全市两成
    if len(base) > 12:
        return base if own in ("数量", "总数", "总量") else own
    if own in ("排名", "名次", "位次"):
        return base + own
    if own in ("收入", "产值") and regex.search(
        r"(?:利润|营收|亏损|费用|成本|税收|负债|资产|收入|产值|现金流|资金|投资|贷款|岗位|就业)\Z",
        base,
    ):
        return own  # one line of the accounts is not another's
    for measure in sorted(words("measure"), key=len, reverse=True):
        if base.endswith(measure) and len(base) > len(measure) + 1:
            if own in ("增速", "降幅", "增幅", "跌幅", "涨幅", "占比", "比重"):
                return base + own
            base = base[: -len(measure)]
            base = base.removesuffix(own[:2])  # 商品房销售面积, 销售额
            break
    return (
        regex.sub(r"\A(?:新增|净增|新添|新设|新引进|新培育)(?=.{3})", "", base)
        if own in ("总数", "总量", "数量") and regex.match(r"新|净", base)
        else regex.sub(
            r"\A(?:共|累计|共计|全年)?(?:生产|销售|制造(?![业商厂])|交付|产出|卖出)(?=.{2})",
            "",
            base,
        )
        + own
    )
