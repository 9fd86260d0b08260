"""Shares and multiples: a number as a part or as so many times of something else."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.sayings import (
    NEAR,
    REF,
    SPACE,
    Left,
    Saying,
    is_fraction,
    is_percent,
    is_times,
    pattern,
    span_of,
)
from pipeline.facts.view import NAME, NUMBER, TIME
from pipeline.model import Kind, Quantity

_PACED = regex.compile(r"\p{Han}{2,10}?(?P<pace>增幅|增速|增长率|涨幅|升幅|降幅|跌幅|减幅)")


def multiple(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """是…的N倍, 超过…两倍."""
    if not is_times(quantity) or "番" in quantity.text:
        return None
    if pattern(rf"(?:{any_of('rise')}){NEAR}").search(left):
        return None
    match = pattern(
        rf"(?:是|为|系|乃|相当于|等于|约为|约是|接近|超过|超|达到?|已达|高达|高于|不及|有){NEAR}"
        rf"(?P<ref>{REF})(?:的)?{NEAR}"
    ).search(left)
    if match:
        return Saying(Kind.MULTIPLE, 1, match.start(), "是…的N倍", span_of(match))
    if regex.match(r"于", right):
        return Saying(Kind.MULTIPLE, 1, len(left), "N倍于")
    match = pattern(rf"(?P<ref>[^，。；]{{1,16}})的{NEAR}").search(left)
    if match:
        return Saying(Kind.MULTIPLE, 1, match.start(), "…的N倍", span_of(match))
    return None


_SPENT = regex.compile(
    r"(?:的?资金)?(?:将|拟|会|主要|全部|都|已|均|则|被|是)*(?:用于|用作|留作|当作|用来|用在|投(?!资|产|用|入|放|保|运|诉|票|递)|给(?!予|出|力|付)|投向|投入|投到|投给|留给|分给|划归|拨给|给了|"
    r"流向|出?产自|来自|源自|出自|销往|运往|出口到|供应给?|集中在|分布在|归还|偿还|还债|补充|补流|落在|花在|出自)"
)
"""What a part of a whole goes to or comes from."""


_WITH = regex.compile(
    r"的(?!份额|比重|比例|占比)\p{Han}{2,6}?(?:[，。；、]|实现|创造|贡献|产出|承载|撑起|\Z)"
)
_LIES = regex.compile(
    r"(?:以上|左右|上下)?(?:的\p{Han}{2,14}?)?(?:都|均|已|则|主要|更是)*(?:汇聚|集中|聚集|集聚|落户|分布|布局|活跃|坐落)(?:在|于)"
)
"""人才90%以上落户在…, 60%以上的企业汇聚在…: where so many of them are."""


_RATE = regex.compile(r"(?:以上|左右|上下)(?:同比|年均|平均)?(?:增速|增幅|增长|涨幅)")
_KEEPS = regex.compile(r"(?:保持|维持|实现|取得|录得|有|达到?)\Z")
"""多年保持9%以上增速."""
ARE = regex.compile(
    r"以上的?(?P<who>\p{Han}{2,8}?)(?:具有|拥有|具备|持有|来自|毕业|是|为|属于|获得|达到|取得)"
)
"""2/3以上员工持有证书: how many of them are so."""


_OF_THESE = regex.compile(
    rf"(?:\A|，)其中，?(?P<what>[^，。；{NUMBER}{TIME}]{{2,14}}?)(?:就|已|也)*(?:达到?|为|超过?|约|近|不足|不到)+\s*\Z"
)
"""拥有专利5500件，其中发明专利达50%: a part of those that were counted."""
_RATIO = regex.compile(
    r"[率度比值幅速]\Z|占比|比重|系数|增长|下降|同比|环比|平均|比例|份额|[增减升降]"
)


def share(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """占全国的28.1%, 比重为16.6%, 其中三成."""
    if not is_percent(quantity) and quantity.base_unit != "1":
        return None
    tie = (
        r"(?:已经?|约|也|就|均|都|分别|依次|仅|只|为|是|达到?|到|由|从|超过?|高达|接近|了|将|要|提高到|首次|首度|历史性|一举|再次|"
        r"稳定在|保持在|维持在|守住|近|有|不低于|不超过|进一步|"
        r"(?:提高|上升|提升|攀升|跃升|增加|扩大|下降|回落|降低|缩小|升|增|降)(?:到了?|至|为))*"
    )
    within = pattern(
        rf"在(?P<ref>[^，。；！？{NUMBER}]{{2,16}}?)(?:里|中|内|当中|之中)占(?:到|了|去)?{tie}{NEAR}"
    ).search(left)
    if within:
        return Saying(Kind.SHARE, 1, within.start(), "占…N%", span_of(within))
    match = pattern(
        rf"(?:约|已|仅|也|就|各|均|都|分别|依次|共|合计|合共|所)*(?<!(?<![两三四五六七八九十各地])市)占(?!比|有率|份额|据|用|率|地(?!区|方))(?:到|了|去)?(?P<ref>[^，。；！？{NUMBER}]{{0,24}}?)"
        rf"(?:的|之)?(?:比重|比例|份额|比)?{tie}{SPACE}{TIME}*的?{NEAR}"
    ).search(left)
    if match:
        # 以占全市不到1%的面积: what is meant stands behind
        behind = _WITH.match(right)
        return Saying(Kind.SHARE, 1, match.start(), "占…N%", span_of(match), behind=bool(behind))
    match = pattern(
        rf"(?P<noun>{any_of('part_noun')})(?:(?:由|从)[^，。；{NUMBER}]{{1,14}}的)?{tie}{SPACE}{TIME}*的?{NEAR}"
    ).search(left)
    if match:
        end = match.end("noun")
        return Saying(Kind.SHARE, 1, end, "比重N%")
    if regex.match(r"的?(?:份额|比重|比例)", right):
        return Saying(Kind.SHARE, 1, len(left), "N%的份额")
    match = pattern(
        rf"(?:是|[仅只约]为|[仅只]是|为|系|达到?|相当于|接近|超过|不到|不足|不低于|不少于|不高于|不超过|不及|只及|仅及|有|(?:贡献|撑起|吸纳|承担|拿下|包揽)了?){NEAR}(?P<ref>{REF})的{NEAR}"
    ).search(left)
    if match and left.begins(match.start()):
        only_time = _only_time(match["ref"])
        if not only_time:
            return Saying(Kind.SHARE, 1, match.start(), "是…的N%", span_of(match))
        if TIME in match["ref"] and match.group().startswith(("不", "只", "仅", "约", "相当于")):
            return Saying(Kind.SHARE, 1, match.start(), "是…的N%")
    if is_percent(quantity) and _RATE.match(right) and _KEEPS.search(left):
        return Saying(Kind.GROWTH, 1, len(left), "N%的增长")
    if _LIES.match(right) and not regex.search(r"率[^，。；、]{0,4}\Z", left):
        return Saying(Kind.SHARE, 1, len(left), "N%在…")
    if ARE.match(right) and not left.strip(NAME + TIME + " \u3000，其中的"):
        return Saying(Kind.SHARE, 1, len(left), "N以上的…", behind=True)
    if _SPENT.match(right) and not regex.search(r"率[^，。；、]{0,4}\Z", left):
        return Saying(Kind.SHARE, 1, len(left), "N成", behind=True)
    match = pattern(rf"(?:^|[，、])(?P<ref>[^，。；]{{2,24}})的{NEAR}").search(left)
    if (
        match
        and not _only_time(match["ref"])
        and not left.startswith(("由", "从"))
        and not regex.search(
            r"(?:由|从)[^，。；由从]{0,8}\Z|(?:惊人|可观|罕见|不俗|空前)的?\Z", match["ref"]
        )
    ):
        return Saying(Kind.SHARE, 1, match.start("ref"), "…的N%", span_of(match), behind=True)
    match = regex.match(rf"(?:左右|以上|上下)?的(?P<noun>[^，。；！？{NUMBER}]{{1,16}})", right)
    if match:
        noun = match["noun"]
        pace = regex.match(rf"(?P<noun>{any_of('growth_noun', 'fall_noun')})", noun)
        if pace:  # 以23%的成长率居次
            sign = -1 if pace["noun"] in words("fall_noun") else 1
            return Saying(Kind.GROWTH, sign, len(left), "N%的增长")
        if regex.match(rf"[^，]{{0,8}}?(?:{any_of('ratio')})", noun):
            return Saying(Kind.LEVEL, 1, len(left), "N%的…率", behind=True)
        growth = regex.match(
            rf"(?:{any_of('growth_manner')})*(?:速度|增幅|增速|增长(?![值量点极])|升幅|涨幅|增势|升势|提升|上涨|提高|上升|增加|回升)(?!的)",
            noun,
        )
        if growth:
            return Saying(Kind.GROWTH, 1, len(left), "N%的增长")
        if (paced := _PACED.fullmatch(noun)) is not None:  # 20%的国内营收增幅
            sign = -1 if paced["pace"][0] in "降跌减" else 1
            return Saying(Kind.GROWTH, sign, len(left), "N%的…增速", behind=True)
        if regex.match(
            rf"(?:{any_of('growth_manner')})*(?:降幅|跌幅|减幅|下降|下滑|下跌|跌势|负增长|减少|降低|回落|萎缩|收缩|衰退|滑坡)",
            noun,
        ):
            return Saying(Kind.GROWTH, -1, len(left), "N%的下降")
        return Saying(Kind.SHARE, 1, len(left), "N%的…", behind=True)
    if pattern(rf"率[^，。；、]{{0,4}}?{NEAR}").search(left):
        return None
    if regex.fullmatch(rf"{SPACE}的{NEAR}{SPACE}", left):
        return Saying(Kind.SHARE, 1, 0, "N的M%")  # 完成目标240亿元的77.5%
    if pattern(rf"(?:可|能|将)*(?:分得|分走|分到|拿走|占去|分享){NEAR}").search(left):
        return Saying(Kind.SHARE, 1, len(left), "N成", behind=True)
    part = _OF_THESE.search(left)
    if part is not None and is_percent(quantity) and not _RATIO.search(part["what"]):
        return Saying(Kind.SHARE, 1, part.end("what"), "其中…N%")
    if is_fraction(quantity) or regex.search(rf"(?:其中|当中|里头?|中)有?{NEAR}\Z", left):
        return Saying(Kind.SHARE, 1, len(left), "N成", behind=True)
    return None


def _only_time(reference: str) -> bool:
    rest = regex.sub(
        rf"[{TIME}由从自在的年初末底]|上年同期|去年同期|同期|上年|去年|目前|眼下|现在|原来|原先|最初",
        "",
        reference,
    )
    return not rest
