"""What a number says: a level, a change, a growth, a multiple, a share or a rank, and its sign.

Each rule looks at the masked text between the last boundary and the number (`left`) and at what
follows it (`right`); the first that fits decides. `cue` is where the words that belong to the
value begin; the indicator stands before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.comparing import (
    base_of,
    compared,
    growth_noun,
    over_plan,
    risen,
    said_behind,
    saved,
)
from pipeline.facts.lexicon import any_of
from pipeline.facts.parts import multiple, share
from pipeline.facts.ranking import rank
from pipeline.facts.sayings import (
    NEAR,
    REF,
    Left,
    Saying,
    is_percent,
    is_point,
    is_times,
    pattern,
    span_of,
)
from pipeline.facts.view import NUMBER, TIME
from pipeline.model import Kind, Quantity


def _goal_of(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """比年初6.5%的目标低: the number is a goal that was set."""
    counted = quantity.dimension == "count" and not right.startswith("的")  # 35项指标
    counted = counted and not left.endswith(("预期的", "规划的", "设定的", "确定的", "提出的"))
    if not counted and regex.match(r"的?(?:预期|年度|既定)?(?:目标|指标|任务(?!书|是|重))", right):
        match = pattern(
            r"(?:(?:比|较)[^，。；]{0,8}"
            r"|(?:没有|未能?|超额|圆满|如期)?(?:完成|达到|实现)[^，。；]{0,4}?(?:年初|年度|预期|既定|全年|计划)?[^，。；]{0,4}?(?:增长|下降)?"
            r"|(?:年初|年度|预期|既定|计划)[^，。；]{0,2}?(?:增长|下降)?|增长|下降)"
        ).search(left)
        cue = match.start() if match else len(left)
        grows = is_percent(quantity) and regex.search(r"增长|增速|增幅|下降|降幅", left + right[:8])
        return Saying(Kind.GROWTH if grows else Kind.LEVEL, 1, cue, "N的目标", target=True)
    return None


@cache
def _reaches() -> regex.Pattern[str]:
    verb = any_of("rise", "fall", "fall_rate")
    return pattern(
        rf"(?<!最)(?:{verb}|变|缩|扩|做|压|添|拓|低|高|发展|成长|壮大|扩展|扩容|延伸|增多|繁衍|裂变|调整|调|攒|升级|恢复|推|涨|跌|改|攀|迈|拉|带|加|减|增|跃|窜|冲|蹿|飙|落|滑|提|转|升|降|退|腾|达)了?"
        rf"(?:到了?|至|为|成|上|入)(?:了)?{NEAR}(?:日均|月均|年均|平均)?{NEAR}"
    )


def _into(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """提高到, 降至, 增加为: the number is the new level."""
    match = _reaches().search(left)
    if match and is_times(quantity) and not _rated().search(left[: match.start()]):
        return Saying(Kind.MULTIPLE, 1, match.start(), "增至N倍", into=True)
    if match and not (is_percent(quantity) and _TAKES.search(left)):
        return Saying(Kind.LEVEL, 1, match.start(), "提高到N", into=True)
    match = pattern(rf"(?:恢复|回升|回到|回)(?:到了?|至)?(?P<ref>{REF})的{NEAR}").search(left)
    if match and is_percent(quantity) and left.begins(match.start()):
        return Saying(Kind.SHARE, 1, match.start(), "恢复到…的N%", span_of(match))
    return None


_TAKES = regex.compile(
    r"(?<!市)占(?!比|有率|份额|据|用|率|地(?!区|方))[^，。；]{1,20}(?:比重|比例|份额|比)?(?:已|也|均|进一步)?"
    r"(?:达到?|(?:提高|上升|提升|攀升|跃升|增加|扩大|下降|回落|降低|缩小|升|增|降)(?:到了?|至|为))\Z"
)
"""占…的比重达到: a share, however it came to be."""


@cache
def _grown() -> regex.Pattern[str]:
    """实现10倍的增长."""
    manner = any_of("growth_manner")
    return regex.compile(rf"(?:以上|左右|多)?的(?:{manner})*(?:增长|增幅|涨幅|升幅|增速)")


_SIGNED = regex.compile(
    rf"(?P<ref>同比|环比|同环比|按年|按季|按月|同比去年|[较比]{TIME}+(?:同期|末|底)?(?:相比)?|[Yy][Oo][Yy]|[QqMm][Oo][QqMm])(?:(?:变动|增减|变化)(?:幅度|比例|率)?)?(?:均|都|皆|也|仍)*(?:超过?|逾|[\s：:约为达近])*[+＋]?\s?\Z"
)


def _signed(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """同比-4%, 环比+2.5%, YoY 3%: the sign alone says which way."""
    match = _SIGNED.search(left)
    if match is None or not (is_percent(quantity) or is_point(quantity)):
        return None
    kind = Kind.GROWTH if is_percent(quantity) else Kind.CHANGE
    return Saying(kind, 1, match.start(), "同比N", span_of(match))


@cache
def _rated() -> regex.Pattern[str]:
    """市盈率25倍, 容积率为2.5倍: a ratio with a name of its own that is counted in times."""
    return regex.compile(rf"(?:{any_of('times_ratio')})[^，。；！？、{NUMBER}]{{0,12}}\Z")


def _plain(left: Left, right: str, quantity: Quantity) -> Saying | None:
    if is_times(quantity):
        if _rated().search(left):
            return Saying(Kind.LEVEL, 1, len(left), "N")
        grown = _grown().match(right) is not None
        return Saying(Kind.GROWTH if grown else Kind.MULTIPLE, 1, len(left), "N倍")
    if is_point(quantity):
        return Saying(Kind.CHANGE, 1, len(left), "N个百分点")
    return Saying(Kind.LEVEL, 1, len(left), "N")


Rule = Callable[[Left, str, Quantity], Saying | None]

RULES: tuple[Rule, ...] = (
    rank,
    _goal_of,
    base_of,
    growth_noun,
    over_plan,
    _into,
    compared,
    risen,
    saved,
    share,
    multiple,
    said_behind,
    _signed,
    _plain,
)


def classify(left: Left, right: str, quantity: Quantity) -> Saying:
    """The first rule that fits. left, right: masked text up to the boundaries."""
    first, *rest = (said for rule in RULES if (said := rule(left, right, quantity)) is not None)
    lost = {(said.kind, said.rule): None for said in rest if said.kind is not first.kind}
    return replace(first, others=tuple(lost)) if lost else first
