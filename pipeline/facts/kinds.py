"""What a number says: a level, a change, a growth, a multiple, a share or a rank, and its sign.

Each rule looks at the masked text between the last boundary and the number (`left`) and at what
follows it (`right`); the first that fits decides. `cue` is where the words that belong to the
value begin; the indicator stands before it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.view import NAME, NUMBER, TIME
from pipeline.model import Kind, Quantity


@dataclass(frozen=True, slots=True)
class Saying:
    """How a number relates to its indicator.

    cue: length of `left` that is before the words of the value.
    reference: span (start, end) in `left` of what it is measured against, or None.
    behind: the indicator stands behind the number.
    into: the new level after a change (提高到); takes the kind of the level before.
    others: kind and rule of the readings that fitted too and lost, for the audit.
    """

    kind: Kind
    sign: int
    cue: int
    rule: str
    reference: tuple[int, int] | None = None
    behind: bool = False
    into: bool = False
    target: bool = False
    others: tuple[tuple[Kind, str], ...] = ()


_SPACE = r"[\s\u3000]*"
_NEAR = (
    r"(?:(?:约为?|近乎?|超过?|超出|逾|将近|接近|逼近|直逼|突破|至少|最多|最高|最低|大约|大概|不到|不足|"
    r"不少于|不低于|不超过|不高于|高达|多达|又|再|了|仅|只|出|也|就|便|达到?|有|整整|足足|同样|"
    rf"分别|(?<!平)均|都|各|皆|{TIME}+的?)" + _SPACE + r")*"
)
_REF = rf"[^，。；！？{NUMBER}]{{1,24}}?"

# Parts of a whole: 三分之二 has the base unit 1.
PERCENT = frozenset({"%", "‰", "1"})


@cache
def _pattern(body: str) -> regex.Pattern[str]:
    """`body` right before the number."""
    return regex.compile(body + _SPACE + r"\Z")


class Left(str):
    """Masked text left of a number that knows where its words begin."""

    starts: frozenset[int] = frozenset()

    @classmethod
    def of(cls, text: str, starts: frozenset[int]) -> Left:
        made = cls(text)
        made.starts = starts
        return made

    def begins(self, offset: int) -> bool:
        """Does a word begin there? True everywhere when the words are not known."""
        return not self.starts or offset in self.starts or offset == len(self)


def _span(match: regex.Match[str], group: str = "ref") -> tuple[int, int] | None:
    start, end = match.span(group)
    return (start, end) if end > start else None


def is_percent(quantity: Quantity) -> bool:
    if quantity.base_unit == "1":  # a third is relative, a coefficient of 0.05 is not
        return quantity.dimension == "fraction"
    return quantity.base_unit in PERCENT


def is_point(quantity: Quantity) -> bool:
    return quantity.base_unit in ("百分点", "基点", "{bp}")


def is_times(quantity: Quantity) -> bool:
    return quantity.base_unit == "倍"


def is_fraction(quantity: Quantity) -> bool:
    text = quantity.text
    return is_percent(quantity) and ("成" in text or ("分之" in text and "百分之" not in text))


# --------------------------------------------------------------------- rules, in their order


_PARTED = regex.compile(r"(?:[位名并系序陈下]|(?<![总得评均])分)\Z")
"""Before a 列 that is no verb of its own: 分列第二, but 总分|列第五."""


def _rank(left: Left, right: str, quantity: Quantity) -> Saying | None:
    if quantity.base_unit != "位":
        return None
    if quantity.dimension != "rank":
        moved = _pattern(
            rf"(?P<verb>{any_of('rise', 'fall')}|上移|下移|进位|升位|退位|进|退|退步){_NEAR}"
        ).search(left)
        if moved:
            sign = -1 if moved["verb"] in words("fall") | {"下移", "退", "退位", "退步"} else 1
            return Saying(Kind.CHANGE, sign, moved.start(), "名次升降")
        if (
            quantity.rule
            and "名次" not in quantity.rule
            and not quantity.text.startswith(("第", "首", "榜", "末", "冠", "亚", "季", "头", "前"))
        ):
            return Saying(Kind.LEVEL, 1, len(left), "位数")
    verb = _pattern(
        rf"(?:均|都|皆|同|双双|则|连年|常年|长期|多年|连续|继续|也|又|仍|已|一直|始终|分别|同为)*"
        rf"(?:在(?P<field>[^，。；！？{NUMBER}]{{2,24}}?)(?:中|里|内|当中|之中|范围内)(?:的)?)?(?:均|都|皆|同|继续|稳定|综合)*"
        rf"(?P<verb>{any_of('rank')})(?:了|在|到|于|至)?(?![均都皆是])(?P<ref>[^，。；！？{NUMBER}]{{0,18}}?)(?:的)?"
    )
    best = None
    for match in verb.finditer(left, overlapped=True):
        reference = match["ref"]
        alone = match["verb"] == "列" and not _PARTED.search(left[: match.start()])
        begins = left.begins(match.start()) or match["verb"] == "排" or alone
        if not (begins and (len(reference) <= 1 or _is_scope(reference))):
            continue
        # the verb nearest to the number, with all the adverbs before it
        if best is None or match.start("verb") > best.start("verb"):
            best = match
    if best:
        if (
            best["verb"] in ("排名", "排行", "排位")
            and best["ref"] in ("", "由", "从")
            and not best["field"]
        ):
            return Saying(Kind.RANK, 1, best.end("verb"), "居…第N")  # 综合排名第4: a noun
        field = _span(best, "field") if best["field"] else None
        return Saying(Kind.RANK, 1, best.start(), "居…第N", _span(best) or field)
    scope = _pattern(rf"(?P<ref>{_scope()})(?:的|内|范围内)?").search(left)
    if scope:
        return Saying(Kind.RANK, 1, scope.start(), "全国第N", _span(scope))
    return Saying(Kind.RANK, 1, len(left), "第N")


@cache
def _scope() -> str:
    field = (
        r"(?:的|各|同类|各类|国家级?|所有|主要|重点)*(?:城市|县域|市域|地级市|县级市|设区市|省份|省区市|省市|地市|市州|区县|县市|国家和地区|国家|地区|"
        r"开发区|高新区|经开区|新区|园区|自贸区|自贸片区|片区|行业|同行|同业|企业|高校|港口|机场|口岸|城区|"
        r"产业|领域|市场|赛区|中国区|副省级城市|省会城市|计划单列市|沿海|内陆|级)?"
        r"(?:中|里|当中|之中|内)?"
    )
    return rf"(?:{NAME}+|{any_of('scope')})(?:{any_of('scope')})?{field}"


@cache
def _scope_only() -> regex.Pattern[str]:
    return regex.compile(rf"(?:{_scope()}|在?{_scope()})+\Z")


def _is_scope(reference: str) -> bool:
    return bool(_scope_only().match(reference)) or (
        len(reference) <= 12 and bool(_field().search(reference))
    )


@cache
def _field() -> regex.Pattern[str]:
    return regex.compile(
        rf"(?:{NAME}|{any_of('scope')}|同\p{{Han}}{{1,3}}|榜单?|地级市|县级市|设区市|县域|市域|区域|城市|省份|省区市|地市|区县|县市|地区|国家|园区|开发区|高新区|经开区|新区|片区|自贸区|综保区|保税区|港口|机场|口岸|海关|银行|高校|院校|医院|行业|同行|同业|企业|公司|品牌|市场|厂商|供应商|运营商|开发商|生产商|制造商|经销商|服务商|车企|房企|药企|险企|钢企|酒企|券商|机构|平台|选手|代表队|参赛队|航司|航企|景区|院所|经济体|大学|学科|专业|站点|车型|机型|基金|产品|之)(?:的|中|内|里|当中)?\Z"
    )


def _goal_of(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """比年初6.5%的目标低: the number is a goal that was set."""
    if regex.match(r"的?(?:预期|年度|既定)?(?:目标|指标)", right):
        match = _pattern(
            r"(?:(?:比|较)[^，。；]{0,8}|(?:(?:没有|未能?|超额|圆满|如期)?(?:完成|达到|实现))?[^，。；]{0,4}?"
            r"(?:年初|年度|预期|既定|全年|计划)?[^，。；]{0,4}?(?:增长|下降)?)"
        ).search(left)
        cue = match.start() if match else len(left)
        grows = is_percent(quantity) and regex.search(r"增长|增速|增幅|下降|降幅", left + right[:8])
        return Saying(Kind.GROWTH if grows else Kind.LEVEL, 1, cue, "N的目标", target=True)
    return None


def _base_of(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """较上轮的9亿元翻了一番: the number is what another is measured against."""
    if quantity.base_unit == "位" or is_times(quantity) or is_point(quantity):
        return None
    match = _pattern(
        rf"(?:高于|低于|超过|优于|好于|不及|逊于)(?![约近])[^，。；、{NUMBER}]{{2,14}}的{_NEAR}"
    ).search(left)
    if match and left.begins(match.start()) and not is_percent(quantity):
        return Saying(Kind.LEVEL, 1, match.start(), "较N")
    match = _pattern(
        rf"(?:比(?![由从为达重例])|较|与|同|和)[^，。；、{NUMBER}]{{1,12}}的{_NEAR}"
    ).search(left)
    if match is None or not left.begins(match.start()):
        return None
    if not regex.match(
        r"(?:又|还|再|要|大幅|小幅|已|足足|有所|明显|略|稍|进一步|显著)*(?:翻|增|降|涨|跌|高|低|多|少|减|提|上|下|相比|扩|缩|"
        r"放缓|加快|回|收|好|差|快|慢|走|改善)",
        right,
    ):
        return None
    noun = regex.search(rf"(?P<noun>{any_of('growth_noun', 'fall_noun')})\Z", left[: match.start()])
    if noun and is_percent(quantity):  # 增幅较上季的3.2%放缓
        sign = -1 if noun["noun"] in words("fall_noun") else 1
        return Saying(Kind.GROWTH, sign, noun.start(), "较N")
    return Saying(Kind.LEVEL, 1, match.start(), "较N")


def _growth_noun(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """增速为6%, 跌幅9.5%."""
    if not (is_percent(quantity) or is_times(quantity)):
        return None
    tie = (
        r"(?:为|是|达到?|约|有|由|从|最高|高达|平均|分别|依次|均|盯住|瞄准|锁定|目标|预期|定为|定在|"
        r"一度|曾|已|累计|却|只|也|仍|才|则|在|介于|各为|各达|上看|挑战|维持|保持|稳定|略|进一步|"
        r"(?:回落|回升|放缓|加快|提高|上升|下降|下滑|收窄|扩大|攀升|提升|下调|上调|上修|下修|升|降)(?:到了?|至|为))*"
    )
    aimed = r"增长(?=(?:盯住|瞄准|锁定|目标|预期|定为|约为))"
    match = _pattern(rf"(?P<noun>{any_of('growth_noun', 'fall_noun')}|{aimed}){tie}{_NEAR}").search(
        left
    )
    if match and not left[: match.start()].endswith("自然"):  # a rate of births less deaths
        sign = -1 if match["noun"] in words("fall_noun") else 1
        return Saying(Kind.GROWTH, sign, match.start(), "增速N")
    return None


def _into(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """提高到, 降至, 增加为: the number is the new level."""
    verb = any_of("rise", "fall", "fall_rate")
    match = _pattern(
        rf"(?:{verb}|变|缩|扩|做|压|添|拓|低|高|发展|成长|壮大|扩展|扩容|延伸|增多|繁衍|裂变|调整|调|攒|升级|恢复|推|涨|跌|改|攀|迈|拉|带|加|减|增|跃|窜|冲|蹿|飙|落|滑|提|转|升|降|退|腾|达)了?"
        rf"(?:到了?|至|为|成|上|入)(?:了)?{_NEAR}(?:日均|月均|年均|平均)?{_NEAR}"
    ).search(left)
    if match and not (is_percent(quantity) and _TAKES.search(left)):
        return Saying(Kind.LEVEL, 1, match.start(), "提高到N", into=True)
    match = _pattern(rf"(?:恢复|回升|回到|回)(?:到了?|至)?(?P<ref>{_REF})的{_NEAR}").search(left)
    if match and is_percent(quantity) and left.begins(match.start()):
        return Saying(Kind.SHARE, 1, match.start(), "恢复到…的N%", _span(match))
    return None


_TAKES = regex.compile(
    r"(?<!市)占(?!比|有率|份额|据|用|率|地(?!区|方))[^，。；]{1,20}(?:比重|比例|份额|比)?(?:已|也|均|进一步)?"
    r"(?:达到?|(?:提高|上升|提升|攀升|跃升|增加|扩大|下降|回落|降低|缩小|升|增|降)(?:到了?|至|为))\Z"
)
"""占…的比重达到: a share, however it came to be."""


def _multiple(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """是…的N倍, 超过…两倍."""
    if not is_times(quantity) or "番" in quantity.text:
        return None
    if _pattern(rf"(?:{any_of('rise')}){_NEAR}").search(left):
        return None
    match = _pattern(
        rf"(?:是|为|系|乃|相当于|等于|约为|约是|接近|超过|超|达到?|已达|高达|高于|不及|有){_NEAR}"
        rf"(?P<ref>{_REF})(?:的)?{_NEAR}"
    ).search(left)
    if match:
        return Saying(Kind.MULTIPLE, 1, match.start(), "是…的N倍", _span(match))
    if regex.match(r"于", right):
        return Saying(Kind.MULTIPLE, 1, len(left), "N倍于")
    match = _pattern(rf"(?P<ref>[^，。；]{{1,16}})的{_NEAR}").search(left)
    if match:
        return Saying(Kind.MULTIPLE, 1, match.start(), "…的N倍", _span(match))
    return None


def _compared(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """高于周边两成, 比上年多11家."""
    versus = _pattern(
        rf"(?P<verb>高于|多于|快于|优于|好于|强于|大于|低于|少于|慢于|小于|弱于|落后于|"
        rf"(?:高|快|多|低|慢|少)(?:出|过)|跑赢|领先|跑输|落后|"
        rf"超[出过](?=[^，。；]{{0,12}}(?:平均|均值|水平|同期))){_NEAR}(?P<ref>{_REF}){_NEAR}"
    ).search(left)
    relative = is_percent(quantity) or is_times(quantity)
    if versus and (relative or is_point(quantity)):
        sign = -1 if versus["verb"][0] in "低少慢小弱落" or versus["verb"] == "跑输" else 1
        kind = Kind.CHANGE if is_point(quantity) else Kind.GROWTH
        return Saying(kind, sign, versus.start(), "高于…N", _span(versus))
    match = _pattern(
        rf"(?P<all>(?:比(?![重例率值分])|较|与|同(?!比|期|样))(?P<ref>{_REF})(?:相比|比较|比)?(?:，|又|再|还|也|要|均|都|分别|同比)*"
        rf"(?P<verb>(?<![提增拔升])高|(?<!增)多|(?<!加)快|(?<![增成生延])长|(?<!扩)大|重|贵|早|(?<!降)低|(?<!减)少|慢|(?<!缩)短|(?<![缩减])小|轻|便宜|晚)(?:出|了|上)?{_NEAR})"
    ).search(left)
    if match and (left.begins(match.start()) or match["ref"][0] in f"前上去同{TIME}"):
        sign = -1 if match["verb"] in ("低", "少", "慢", "短", "小", "轻", "便宜") else 1
        if quantity.dimension == "duration" and match["verb"] in ("快", "早", "慢", "晚"):
            # faster by two hours is two hours less
            sign = -1 if match["verb"] in ("快", "早") else 1
        kind = Kind.GROWTH if relative else Kind.CHANGE
        return Saying(kind, sign, match.start(), "比…多N", _span(match))
    match = _pattern(
        rf"(?:同比|环比|按年|按月|相比|上年|去年|同期)[^，。；]{{0,6}}?"
        rf"(?P<verb>(?<!提)高|(?<!增)多|(?<!加)快|(?<!降)低|(?<![减缺])少|慢)(?:出|了|上)?(?P<act>[\w]{{0,4}}?){_NEAR}"
    ).search(left)
    if match and (match["act"] == "" or not relative):
        sign = -1 if match["verb"] in "低少慢" else 1
        kind = Kind.GROWTH if relative else Kind.CHANGE
        cue = match.start("verb") if match["act"] == "" else match.start()
        return Saying(kind, sign, cue, "同比多N")
    match = _pattern(
        rf"(?P<verb>多|少)(?P<act>排放?|装卸?|收|产|卖|销|用|耗|赚|花|发|交|走|运|送|跑|飞|种|建|招|接|签|缴|付|挣|亏|开){_NEAR}"
    ).search(left)
    if match and not is_point(quantity):
        kind = Kind.GROWTH if relative else Kind.CHANGE
        return Saying(
            kind, -1 if match["verb"] == "少" else 1, match.start(), "多装N", behind=False
        )
    match = _pattern(rf"(?:再|又|净|足足|反而|反倒|倒)(?P<verb>多|少)(?:了|出)?{_NEAR}").search(
        left
    )
    if match and not (relative or is_point(quantity)):
        return Saying(Kind.CHANGE, -1 if match["verb"] == "少" else 1, match.start(), "又多N")
    match = _pattern(
        rf"(?P<own>\p{{Han}})(?P<verb>多|少|轻|重|短|长|快|慢|低|高|薄|厚|瘦|胖|贵|便宜)了{_NEAR}"
    ).search(left)
    if (
        match
        and not (relative or is_point(quantity))
        and match["own"] not in "增减提升缩拉走不更最降"
    ):
        sign = -1 if match["verb"] in ("少", "轻", "短", "慢", "低", "薄", "瘦", "便宜") else 1
        return Saying(Kind.CHANGE, sign, match.start("verb"), "少了N")
    match = regex.match(rf"{_SPACE}(?:又|还|再|净|共|一共)*(?P<verb>多|少)了{_NEAR}\Z", left)
    if match and not (relative or is_point(quantity)) and quantity.dimension == "count":
        return Saying(Kind.CHANGE, -1 if match["verb"] == "少" else 1, 0, "少了N")
    match = _pattern(
        rf"(?P<verb>(?<![提增])高|(?<![降减])低|(?<!加)快|(?<!放)慢|(?<!增)多|(?<!减)少|(?<!扩)大|(?<![缩减])小|贵|便宜)(?:出|了){_NEAR}"
    ).search(left)
    if match and (relative or is_point(quantity)):
        sign = -1 if match["verb"] in ("低", "少", "慢", "小", "便宜") else 1
        return Saying(
            Kind.CHANGE if is_point(quantity) else Kind.GROWTH, sign, match.start(), "高出N"
        )
    return None


def _risen(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """增长14.9%, 下降三成, 减少11起, 提高1.9个百分点."""
    verbs = any_of("rise", "fall", "fall_rate")
    match = _pattern(rf"(?P<verb>{verbs})(?:幅度|超|约|去|掉)?{_NEAR}").search(left)
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
        reference = _pattern(
            rf"(?:(?:比|较)(?P<ref>{_REF})(?:相比|比较|比)?|(?:与|同(?!比|期|样)|和)(?P<ref>{_REF})(?:相比|比较|(?<![同环])比))(?:，)?(?:又|再|还|也|均|都|分别|同比|平均|大幅|小幅|微|共)*"
            rf"(?:{verbs})(?:幅度|超|约)?{_NEAR}"
        ).search(left)
        kind = Kind.GROWTH if relative else Kind.CHANGE
        start = match.start()
        if verb[0] in "年月季" and left[:start].endswith("按"):
            start -= 1  # 按年跌 is 按年 and 跌
        if verb in ("高", "低"):
            return None
        if reference and not left.begins(reference.start()):
            reference = None  # the 同 of 合同 compares nothing
        return Saying(kind, sign, start, "增长N", _span(reference) if reference else None)
    if quantity.text.endswith("番") or "番" in quantity.text:
        return Saying(Kind.GROWTH, 1, len(left), "翻番")
    if quantity.text.startswith("半") and left.endswith("减"):
        return Saying(Kind.GROWTH, 1, len(left) - 1, "减半")
    if not (relative or is_point(quantity)):
        match = _pattern(rf"(?:新增|净增)(?:加|了)?[^，。；、{NUMBER}]{{1,20}}").search(left)
        if match:
            return Saying(Kind.CHANGE, 1, len(left), "新增N")
    return None


_MENDED = regex.compile(
    r"(?:改造|整治|优化|修复|建设|完善|巩固|培育|治理|保护|更新)(?:提升|提高|扩大|增加|壮大|延长)\Z"
)


def _saved(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """省电2600万千瓦时, 省下四分之一, 便宜一成: less of what is saved."""
    relative = is_percent(quantity) or is_times(quantity)
    match = _pattern(
        rf"(?:可|能|已|累计|共|每年|年|约|再|又)*(?P<verb>节约|节省|节|省|少用|少花|少耗|减)(?P<what>电|水|油|煤|气|肥|药|能|碳|排|税|费|标准煤|"
        rf"标煤|成本|开支|用地|用电|用水|用气|用能|用工|时间)?(?:下|了|出)?{_NEAR}"
    ).search(left)
    if (
        match
        and (match["what"] or relative)
        and quantity.dimension != "money"  # 节省成本3亿元 is what was saved
        and left.begins(match.start("verb"))
    ):
        kind = Kind.GROWTH if relative else Kind.CHANGE
        return Saying(kind, -1, match.end("what" if match["what"] else "verb"), "节省N")
    match = _pattern(
        rf"(?:便宜|优惠|让利|下浮|打折|折让|缩水|打薄|砍掉|砍去|砍了|缩掉)(?:了|出|去)?{_NEAR}"
    ).search(left)
    if match and relative:
        return Saying(Kind.GROWTH, -1, match.start(), "便宜N")
    return None


_SPENT = regex.compile(
    r"(?:的?资金)?(?:将|拟|会|主要|全部|都|已|均|则|被|是)*(?:用于|用作|留作|当作|用来|用在|投(?!资|产|用|入|放|保|运|诉|票|递)|给(?!予|出|力|付)|投向|投入|投到|投给|留给|分给|划归|拨给|给了|"
    r"流向|来自|源自|出自|销往|运往|出口到|供应给?|集中在|分布在|归还|偿还|还债|补充|补流|落在|花在|出自)"
)
"""What a part of a whole goes to or comes from."""


def _share(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """占全国的28.1%, 比重为16.6%, 其中三成."""
    if not is_percent(quantity) and quantity.base_unit != "1":
        return None
    tie = (
        r"(?:已经?|约|也|就|均|都|分别|仅|只|为|是|达到?|到|由|从|超过?|高达|接近|了|将|要|提高到|首次|首度|历史性|一举|再次|"
        r"稳定在|保持在|维持在|守住|近|有|不低于|不超过|进一步|"
        r"(?:提高|上升|提升|攀升|跃升|增加|扩大|下降|回落|降低|缩小|升|增|降)(?:到了?|至|为))*"
    )
    within = _pattern(
        rf"在(?P<ref>[^，。；！？{NUMBER}]{{2,16}}?)(?:里|中|内|当中|之中)占(?:到|了|去)?{tie}{_NEAR}"
    ).search(left)
    if within:
        return Saying(Kind.SHARE, 1, within.start(), "占…N%", _span(within))
    match = _pattern(
        rf"(?:约|已|仅|也|就|各|均|都|分别|共|合计|合共|所)*(?<!市)占(?!比|有率|份额|据|用|率|地(?!区|方))(?:到|了|去)?(?P<ref>[^，。；！？{NUMBER}]{{0,24}}?)"
        rf"(?:的|之)?(?:比重|比例|份额|比)?{tie}{_SPACE}{TIME}*的?{_NEAR}"
    ).search(left)
    if match:
        # 以占全市不到1%的面积: what is meant stands behind
        behind = regex.match(r"的(?!份额|比重|比例|占比)\p{Han}{2,6}(?:[，。；、]|\Z)", right)
        return Saying(Kind.SHARE, 1, match.start(), "占…N%", _span(match), behind=bool(behind))
    match = _pattern(rf"(?P<noun>{any_of('part_noun')}){tie}{_SPACE}{TIME}*的?{_NEAR}").search(left)
    if match:
        end = match.end("noun")
        return Saying(Kind.SHARE, 1, end, "比重N%")
    if regex.match(r"的?(?:份额|比重|比例)", right):
        return Saying(Kind.SHARE, 1, len(left), "N%的份额")
    match = _pattern(
        rf"(?:是|为|系|达到?|约为|相当于|接近|超过|不到|不足|不及|只及|仅及|有|(?:贡献|撑起|吸纳|承担|拿下|包揽)了?){_NEAR}(?P<ref>{_REF})的{_NEAR}"
    ).search(left)
    if match and left.begins(match.start()) and not _only_time(match["ref"]):
        return Saying(Kind.SHARE, 1, match.start(), "是…的N%", _span(match))
    if _SPENT.match(right) and not regex.search(r"率[^，。；、]{0,4}\Z", left):
        return Saying(Kind.SHARE, 1, len(left), "N成", behind=True)
    match = _pattern(rf"(?:^|[，、])(?P<ref>[^，。；]{{2,24}})的{_NEAR}").search(left)
    if (
        match
        and not _only_time(match["ref"])
        and not left.startswith(("由", "从"))
        and not regex.search(r"(?:由|从)[^，。；由从]{0,8}\Z", match["ref"])
    ):
        return Saying(Kind.SHARE, 1, match.start("ref"), "…的N%", _span(match), behind=True)
    match = regex.match(rf"的(?P<noun>[^，。；！？{NUMBER}]{{1,16}})", right)
    if match:
        noun = match["noun"]
        if regex.match(rf"[^，]{{0,8}}?(?:{any_of('ratio')})", noun):
            return Saying(Kind.LEVEL, 1, len(left), "N%的…率", behind=True)
        growth = regex.match(
            r"(?:同比)?(?:速度|增幅|增速|增长|升幅|涨幅|增势|升势|提升|上涨)", noun
        )
        if growth:
            return Saying(Kind.GROWTH, 1, len(left), "N%的增长")
        if regex.match(r"(?:同比)?(?:降幅|跌幅|减幅|下降|下滑|下跌|跌势)", noun):
            return Saying(Kind.GROWTH, -1, len(left), "N%的下降")
        return Saying(Kind.SHARE, 1, len(left), "N%的…", behind=True)
    if _pattern(rf"率[^，。；、]{{0,4}}?{_NEAR}").search(left):
        return None
    if regex.fullmatch(rf"{_SPACE}的{_NEAR}{_SPACE}", left):
        return Saying(Kind.SHARE, 1, 0, "N的M%")  # 完成目标240亿元的77.5%
    if _pattern(rf"(?:可|能|将)*(?:分得|分走|分到|拿走|占去|分享){_NEAR}").search(left):
        return Saying(Kind.SHARE, 1, len(left), "N成", behind=True)
    if is_fraction(quantity) or regex.search(rf"(?:其中|当中|里头?|中)有?{_NEAR}\Z", left):
        return Saying(Kind.SHARE, 1, len(left), "N成", behind=True)
    return None


def _only_time(reference: str) -> bool:
    rest = regex.sub(
        rf"[{TIME}由从自在的年初末底]|上年同期|去年同期|同期|上年|去年|目前|眼下|现在|原来|原先|最初",
        "",
        reference,
    )
    return not rest


def _said_behind(left: Left, right: str, quantity: Quantity) -> Saying | None:
    """Headlines put the verb behind: 融资27.5%回落."""
    if not (is_percent(quantity) or is_times(quantity)):
        return None
    match = regex.match(rf"{_SPACE}(?P<verb>{any_of('rise', 'fall')})", right)
    if match and not regex.match(r"\w", right[match.end() : match.end() + 1] or "。"):
        sign = -1 if match["verb"] in words("fall") else 1
        return Saying(Kind.GROWTH, sign, len(left), "N%回落")
    return None


def _plain(left: Left, right: str, quantity: Quantity) -> Saying | None:
    if is_times(quantity):
        return Saying(Kind.MULTIPLE, 1, len(left), "N倍")
    if is_point(quantity):
        return Saying(Kind.CHANGE, 1, len(left), "N个百分点")
    return Saying(Kind.LEVEL, 1, len(left), "N")


Rule = Callable[[Left, str, Quantity], Saying | None]

RULES: tuple[Rule, ...] = (
    _rank,
    _goal_of,
    _base_of,
    _growth_noun,
    _into,
    _compared,
    _risen,
    _saved,
    _share,
    _multiple,
    _said_behind,
    _plain,
)


def classify(left: Left, right: str, quantity: Quantity) -> Saying:
    """The first rule that fits. left, right: masked text up to the boundaries."""
    first, *rest = (said for rule in RULES if (said := rule(left, right, quantity)) is not None)
    lost = {(said.kind, said.rule): None for said in rest if said.kind is not first.kind}
    return replace(first, others=tuple(lost)) if lost else first
