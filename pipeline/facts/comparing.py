"""Growths and changes: what a number is measured against, and which way it went."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.sayings import (
    NEAR,
    REF,
    SPACE,
    Left,
    Saying,
    is_percent,
    is_point,
    is_times,
    pattern,
    span_of,
)
from pipeline.facts.view import NAME, NUMBER, TIME
from pipeline.model import Kind, Quantity

_PACE = regex.compile("[增速幅涨跌降升]")
"""Where a pace is spoken of, what it is above is a pace too."""


def base_of(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """较上轮的9亿元翻了一番: the number is what another is measured against."""
    if quantity.base_unit == "位" or is_times(quantity) or is_point(quantity):
        return None
    match = pattern(
        rf"(?:高于|低于|超过|优于|好于|不及|逊于)(?![约近])[^，。；、{NUMBER}]{{2,14}}的{NEAR}"
    ).search(left)
    if match and left.begins(match.start()) and not is_percent(quantity):
        return Saying(Kind.LEVEL, 1, match.start(), "较N")
    match = pattern(
        rf"(?:比(?![由从为达重例])|较|与|同|和)(?:[^，。；、{NUMBER}]{{1,12}}的|{TIME}+){NEAR}"
    ).search(left)
    if match is None or not left.begins(match.start()):
        return None
    if not regex.match(
        r"(?:又|还|再|要|大幅|小幅|已|足足|有所|明显|略|稍|进一步|显著)*(?:翻|增|成长|衰退|降|涨|跌|高|低|多|少|减|提|上|下|相比|扩|缩|"
        r"放缓|加快|回|收|好|差|快|慢|走|改善)",
        right,
    ):
        return None
    noun = regex.search(rf"(?P<noun>{any_of('growth_noun', 'fall_noun')})\Z", left[: match.start()])
    if noun and is_percent(quantity):  # 增幅较上季的3.2%放缓
        sign = -1 if noun["noun"] in words("fall_noun") else 1
        return Saying(Kind.GROWTH, sign, noun.start(), "较N")
    return Saying(Kind.LEVEL, 1, match.start(), "较N")


def growth_noun(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """增速为6%, 跌幅9.5%."""
    if not (is_percent(quantity) or is_times(quantity)):
        return None
    tie = (
        rf"(?:在(?:{TIME}|、|连续)*[高低]于|在(?={TIME})|重回|回到|重返|重上|为|是|达到?|约|有|由|从|[高低大小快]于|超过|跑赢|最高|高达|平均|分别|依次|均|盯住|瞄准|锁定|目标|预期|定为|定在|"
        r"一度|曾|已|累计|却|只|也|仍|才|则|在|介于|各为|各达|上看|挑战|维持|保持|稳定|略|进一步|将|会|可|或|"
        r"(?:回落|回升|放缓|加快|提高|上升|下降|下滑|收窄|扩大|攀升|提升|下调|上调|上修|下修|升|降)(?:到了?|至|为))*"
    )
    aim = r"力争|有望|预计|计划|盯住|瞄准|锁定|目标|预期|定为|约为|为|达到|高达|均达到"
    aimed = rf"(?:增长|成长)(?={aim})"
    match = pattern(rf"(?P<noun>{any_of('growth_noun', 'fall_noun')}|{aimed}){tie}{NEAR}").search(
        left
    )
    if match and not left[: match.start()].endswith("自然"):  # a rate of births less deaths
        sign = -1 if match["noun"] in words("fall_noun") else 1
        return Saying(Kind.GROWTH, sign, match.start(), "增速N")
    return None


def over_plan(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """超计划任务15.4%: by how much a plan was surpassed."""
    match = pattern(
        rf"超额?(?:完成)?(?:全年|年度|年初|当年|年)?(?P<ref>计划|任务|目标|预算)(?:目标|任务|指标)*{NEAR}"
    ).search(left)
    if match is None or not is_percent(quantity):
        return None
    return Saying(Kind.GROWTH, 1, match.start(), "超计划N%", span_of(match))


_COMPARING = frozenset("高低多少快慢优好强弱大小长短早晚轻重贵便薄厚瘦胖落跑领超")
"""One of these is in each word that compares."""


def compared(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """高于周边两成, 比上年多11家."""
    if _COMPARING.isdisjoint(left):
        return None
    versus = pattern(
        rf"(?P<verb>高于|多于|快于|优于|好于|强于|大于|低于|少于|慢于|小于|弱于|落后于|"
        rf"(?:高|快|多|低|慢|少)(?:出|过)|跑赢|领先|跑输|落后|"
        rf"超[出过](?=[^，。；]{{0,12}}(?:平均|均值|水平|同期))){NEAR}(?P<ref>{REF}){NEAR}"
    ).search(left)
    relative = is_percent(quantity) or is_times(quantity)
    expected = pattern(
        rf"(?:远|大幅|明显|略|小幅|稍|均|也)*(?:[高低好逊优差]于|超过?|超出|不及)(?P<ref>\p{{Han}}{{0,6}}(?:预期|预计|预估|预测)的){NEAR}"
    ).search(left)
    if expected:
        return Saying(Kind.LEVEL, 1, expected.start(), "较N")  # 高于市场预期的47亿美元
    if versus and left[: versus.start()].endswith("不"):
        versus = None  # 不低于营业收入的7%: a bound
    if versus and (relative or is_point(quantity)):
        if versus["ref"].endswith("的") and not _PACE.search(left[: versus.start()]):
            return Saying(Kind.LEVEL, 1, versus.start(), "较N")  # 产销率97%，高于行业平均的91%
        sign = -1 if versus["verb"][0] in "低少慢小弱落" or versus["verb"] == "跑输" else 1
        kind = Kind.CHANGE if is_point(quantity) else Kind.GROWTH
        return Saying(kind, sign, versus.start(), "高于…N", span_of(versus))
    if versus and versus["verb"].endswith(("出", "过")) and NAME in versus["ref"]:
        sign = -1 if versus["verb"][0] in "低少慢" else 1
        return Saying(Kind.CHANGE, sign, versus.start(), "高于…N", span_of(versus))  # 高出甲市3亿元
    match = pattern(
        rf"(?P<all>(?:比(?![重例率值分])|较|与|同(?!比|期|样))(?P<ref>{REF})(?:相比|比较|比)?(?:，|又|再|还|也|要|均|都|分别|依次|同比)*"
        rf"(?P<verb>(?<![提增拔升])高|(?<!增)多|(?<!加)快|(?<![增成生延])长|(?<!扩)大|重|贵|早|(?<!降)低|(?<!减)少|慢|(?<!缩)短|(?<![缩减])小|轻|便宜|晚)(?:出|了|上)?{NEAR})"
    ).search(left)
    if match and (left.begins(match.start()) or match["ref"][0] in f"前上去同{TIME}"):
        sign = -1 if match["verb"] in ("低", "少", "慢", "短", "小", "轻", "便宜") else 1
        if quantity.dimension == "duration" and match["verb"] in ("快", "早", "慢", "晚"):
            # faster by two hours is two hours less
            sign = -1 if match["verb"] in ("快", "早") else 1
        kind = Kind.GROWTH if relative else Kind.CHANGE
        return Saying(kind, sign, match.start(), "比…多N", span_of(match))
    match = pattern(
        rf"(?:同比|环比|按年|按月|相比|上年|去年|同期)[^，。；]{{0,6}}?"
        rf"(?P<verb>(?<!提)高(?![达至])|(?<!增)多(?!达)|(?<!加)快|(?<!降)低(?!至)|(?<![减缺])少|慢)(?:出|了|上)?(?P<act>[\w]{{0,4}}?){NEAR}"
    ).search(left)
    if match and (match["act"] == "" or not relative):
        sign = -1 if match["verb"] in "低少慢" else 1
        kind = Kind.GROWTH if relative else Kind.CHANGE
        cue = match.start("verb") if match["act"] == "" else match.start()
        return Saying(kind, sign, cue, "同比多N")
    match = pattern(
        rf"(?P<verb>多|少)(?P<act>排放?|装卸?|收|产|卖|销|用|耗|赚|花|发|交|走|运|送|跑|飞|种|建|招|接|签|缴|付|挣|亏|开){NEAR}"
    ).search(left)
    match = match or pattern(
        rf"(?:比(?![重例率值])|较)[^，。；]{{1,12}}?(?P<verb>多|少)(?P<act>\p{{Han}}{{2}}){NEAR}"
    ).search(left)
    if match and not is_point(quantity):
        kind = Kind.GROWTH if relative else Kind.CHANGE
        return Saying(
            kind, -1 if match["verb"] == "少" else 1, match.start(), "多装N", behind=False
        )
    match = pattern(rf"(?:只|仅|才)(?P<verb>多|少|高(?!达)|低(?!至))(?:了|出)?{NEAR}").search(left)
    if match and relative:
        sign = -1 if match["verb"] in "少低" else 1
        return Saying(Kind.GROWTH, sign, match.start(), "又多N")
    match = pattern(rf"(?:再|又|净|足足|反而|反倒|倒)(?P<verb>多|少)(?:了|出)?{NEAR}").search(left)
    if match and not (relative or is_point(quantity)):
        return Saying(Kind.CHANGE, -1 if match["verb"] == "少" else 1, match.start(), "又多N")
    match = pattern(
        rf"(?P<own>\p{{Han}})(?P<verb>多|少|轻|重|短|长|快|慢|低|高|薄|厚|瘦|胖|贵|便宜)了{NEAR}"
    ).search(left)
    if (
        match
        and not (relative or is_point(quantity))
        and match["own"] not in "增减提升缩拉走不更最降"
    ):
        sign = -1 if match["verb"] in ("少", "轻", "短", "慢", "低", "薄", "瘦", "便宜") else 1
        return Saying(Kind.CHANGE, sign, match.start("verb"), "少了N")
    match = regex.match(rf"{SPACE}(?:又|还|再|净|共|一共)*(?P<verb>多|少)了{NEAR}\Z", left)
    if match and not (relative or is_point(quantity)) and quantity.dimension == "count":
        return Saying(Kind.CHANGE, -1 if match["verb"] == "少" else 1, 0, "少了N")
    match = pattern(
        rf"(?:分别|依次|各|仅|只|才|均|都|却|则|还|略|也|又)(?:略|要)?(?P<verb>高|低|快|慢|多|少){NEAR}"
    ).search(left)
    if match and is_point(quantity):
        return Saying(
            Kind.CHANGE, -1 if match["verb"] in "低慢少" else 1, match.start("verb"), "高出N"
        )
    match = pattern(
        rf"(?P<verb>(?<![提增])高|(?<![降减])低|(?<!加)快|(?<!放)慢|(?<!增)多|(?<!减)少|(?<!扩)大|(?<![缩减])小|贵|便宜)(?:出|了){NEAR}"
    ).search(left)
    if match and (relative or is_point(quantity)):
        sign = -1 if match["verb"] in ("低", "少", "慢", "小", "便宜") else 1
        return Saying(
            Kind.CHANGE if is_point(quantity) else Kind.GROWTH, sign, match.start(), "高出N"
        )
    return None


@cache
def _moved() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """A verb that moves, alone and with what it is measured against."""
    verbs = any_of("rise", "fall", "fall_rate")
    return (
        pattern(
            rf"(?P<verb>{verbs})(?:幅度|超|约|去|掉|[均都]在|(?:分别|依次)(?:为|是|达))?{NEAR}"
        ),
        pattern(
            rf"(?:(?:比(?![重例率值分])|较)(?P<ref>{REF})(?:相比|比较|比)?|(?:与|同(?!比|期|样)|和)(?P<ref>{REF})(?:相比|比较|(?<![同环])比))(?:，)?(?:又|再|还|也|均|都|分别|依次|同比|平均|大幅|小幅|微|共)*"
            rf"(?:{verbs})(?:幅度|超|约)?{NEAR}"
        ),
    )


def risen(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """增长14.9%, 下降三成, 减少11起, 提高1.9个百分点."""
    moved, against = _moved()
    match = moved.search(left)
    if match and match["verb"] == "放量" and left[: match.start("verb")].endswith("排"):
        match = None  # 二氧化碳排放量
    relative = is_percent(quantity) or is_times(quantity)
    if match:
        verb = match["verb"]
        if left[: match.start("verb")].endswith(("转", "定")) and verb == "增":
            return None  # 转增股份, 定增股份
        if not (relative or is_point(quantity)) and _MENDED.search(left[: match.end("verb")]):
            return None  # 改造提升4.3万亩: so much was improved, not gained
        if verb in words("fall_rate") and not (relative or is_point(quantity)):
            return None
        sign = -1 if verb in words("fall") or verb in words("fall_rate") else 1
        reference = against.search(left)
        kind = Kind.GROWTH if relative else Kind.CHANGE
        start = match.start()
        if verb[0] in "年月季" and left[:start].endswith("按"):
            start -= 1  # 按年跌 is 按年 and 跌
        if reference and not left.begins(reference.start()):
            reference = None  # the 同 of 合同 compares nothing
        return Saying(kind, sign, start, "增长N", span_of(reference) if reference else None)
    if quantity.text.endswith("番") or "番" in quantity.text:
        return Saying(Kind.GROWTH, 1, len(left), "翻番")
    if not (relative or is_point(quantity)):
        match = pattern(
            rf"(?P<verb>新[增添](?!长)|净增(?!长)|(?P<less>调减|压减|削减|缩减|核减|减少)|调增|核增|增加)(?!装机|[到至为值])(?:加|了)?[^，。；、{NUMBER}]{{1,20}}"
        ).search(left)
        if match and (match["verb"] in ("新增", "新添", "净增") or left.begins(match.start())):
            return Saying(Kind.CHANGE, -1 if match["less"] else 1, len(left), "新增N")
    return None


_MENDED = regex.compile(
    r"(?:改造|整治|优化|修复|建设|完善|巩固|培育|治理|保护|更新)(?:提升|提高|扩大|增加|壮大|延长)\Z"
)


def saved(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """省电2600万千瓦时, 省下四分之一, 便宜一成: less of what is saved."""
    relative = is_percent(quantity) or is_times(quantity)
    match = pattern(
        rf"(?:可|能|已|累计|共|每年|年|约|再|又)*(?P<verb>节约|节省|节|省|少用|少花|少耗|减)(?P<what>电|水|油|煤|气|肥|药|能|碳|排|税|费|标准煤|"
        rf"标煤|成本|开支|用地|用电|用水|用气|用能|用工|时间)?(?:下|了|出)?{NEAR}"
    ).search(left)
    if (
        match
        and (match["what"] or relative)
        and quantity.dimension != "money"  # 节省成本3亿元 is what was saved
        and left.begins(match.start("verb"))
    ):
        kind = Kind.GROWTH if relative else Kind.CHANGE
        return Saying(kind, -1, match.end("what" if match["what"] else "verb"), "节省N")
    match = pattern(
        rf"(?:便宜|优惠|让利|下浮|打折|折让|缩水|打薄|砍掉|砍去|砍了|缩掉)(?:了|出|去)?{NEAR}"
    ).search(left)
    if match and relative:
        return Saying(Kind.GROWTH, -1, match.start(), "便宜N")
    return None


_FROM = regex.compile(r"(?:由|从(?!业|事|属|而|此|容|前))[^，。；]{0,16}\Z")


def said_behind(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """Headlines put the verb behind: 融资27.5%回落."""
    if not (is_percent(quantity) or is_times(quantity)):
        return None
    if _FROM.search(left):
        return None  # 由超过100%下降35个百分点
    noun = regex.match(rf"的?(?P<noun>{any_of('growth_noun', 'fall_noun')})", right)
    if noun and is_percent(quantity):  # 以23%的成长率居次, 甲厂48%增速最高
        sign = -1 if noun["noun"] in words("fall_noun") else 1
        return Saying(Kind.GROWTH, sign, len(left), "N%的增长")
    match = regex.match(rf"{SPACE}(?P<verb>{any_of('rise', 'fall')})", right)
    if match and not regex.match(r"\w", right[match.end() : match.end() + 1] or "。"):
        sign = -1 if match["verb"] in words("fall") else 1
        return Saying(Kind.GROWTH, sign, len(left), "N%回落")
    return None
