"""From drafts to facts: whose, when, whether reached or aimed at, and how sure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.answers import is_answer
from pipeline.facts.bounds import qualifier
from pipeline.facts.confidence import confidence
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of, is_measure, words
from pipeline.facts.markets import moves
from pipeline.facts.modality import has_happened, modality
from pipeline.facts.realms import REALM
from pipeline.facts.references import reference
from pipeline.facts.sections import Section
from pipeline.facts.sorts import FIRMS, NATION, counted_firms, sort_of, trade_of
from pipeline.facts.subjects import Subject
from pipeline.facts.things import RULE as THING
from pipeline.facts.tidying import tidied
from pipeline.facts.view import NAME, TIME, View
from pipeline.model import (
    Block,
    BlockKind,
    Entity,
    EntityType,
    Fact,
    Kind,
    Modality,
    Quantity,
)


def is_large(quantity: Quantity) -> bool:
    """An amount, a rate, or a count of tens of thousands: not 77 of some things."""
    if quantity.dimension not in ("count", "rank", "ordinal"):
        return True
    return quantity.value is not None and quantity.value >= 10_000


_NATIONAL = Decimal(15_000_000_000_000)
"""More yuan than any province has made in a year."""


def is_huge(quantity: Quantity) -> bool:
    """An amount of money that only a nation's accounts have."""
    value = quantity.value
    return quantity.base_unit == "CNY" and value is not None and value >= _NATIONAL


def growth_periods(view: View, drafts: Sequence[Draft]) -> None:
    """A growth between two printed levels holds from the one's time to the other's."""
    for draft in drafts:
        if draft.saying.kind is not Kind.GROWTH or draft.saying.reference is not None:
            continue
        if regex.search(r"同比|环比|按年", view.plain(draft.left.start, draft.start)):
            continue
        levels = [
            other
            for other in drafts
            if other.saying.kind is Kind.LEVEL
            and other.period
            and regex.fullmatch(r"\d{4}(?:-\d\d)?", other.period)
            and set(other.indicators) & set(draft.indicators)
        ]
        # 从210亿元增至350亿元，年均增速13.6%，今年可望到400亿元: the third is another time
        for told in (levels, [other for other in levels if other.start < draft.start]):
            times = sorted({other.period for other in told if other.period})
            if len(times) == 2:
                draft.period = "/".join(times)
                break


def local_name(view: View, draft: Draft, *, abroad: bool = False) -> Entity | None:
    """A name right before one member of a list: 深圳园区3.02平方公里、香港园区0.87平方公里.

    abroad: a company is spoken of, and 新加坡订单20台 are its orders from there.
    """
    mask = view.mask(draft.left.start, draft.left.end)
    if (maker := _maker(view, draft, mask)) is not None:
        return maker
    if (aside := _WITH_IT.match(mask)) is not None:
        at = draft.left.start + aside.start("name")
        return next((n.entity for n in view.names if n.span.start == at), None)
    match = regex.match(rf"(?:、|和|与|及|而|以及|其中|，)*(?P<name>{NAME}+)", mask)
    if not match or draft.saying.kind is Kind.RANK:
        return None
    if match.end() < len(mask) and draft.left.start == view.clauses[draft.clause].span.start:
        return None
    if draft.saying.cue < match.end("name"):
        return None
    at = draft.left.start + match.start("name")
    clause = view.clauses[draft.clause].span
    if _AGAINST_MANY.search(view.plain(clause.start, at)):
        return None  # 高于全国1.5个百分点、全省0.8个百分点
    for item in view.names:
        if abroad and item.entity.type is EntityType.PLACE and match.end() < len(mask):
            continue
        if item.mention.anaphor and at == draft.left.start and at > clause.start:
            continue  # 3个园区合计…: what the number before counts
        if item.span.start == at and item.entity.type in (
            EntityType.ZONE,
            EntityType.COMPANY,
            EntityType.PLACE,
        ):
            return item.entity
    return None


_WITH_IT = regex.compile(
    rf"[\s\u3000]*(?:随着|伴随着?|由于)(?:{TIME}|，)*(?P<name>{NAME}+)[^，。；、]{{1,14}}\Z"
)
"""随着某市产值破万亿元，某省…: who is told of aside."""
_AGAINST_MANY = regex.compile(r"(?:[高快低慢]于|高出|领先)[^，。；]{1,16}个百分点(?:、|和|与|及)\Z")
_MAKES = regex.compile(rf"{NAME}+(?:年产|年加工|日产)?\Z")
_WORKS = regex.compile(r"[^，。；]{0,24}?(?:项目|生产线|产线|装置|工程|基地|机组)")


def _maker(view: View, draft: Draft, mask: str) -> Entity | None:
    """推进某某纸业3万吨生活用纸项目、某某钢铁40万吨钢板项目: whose works a list tells of."""
    if draft.quantity.dimension in ("money", "percent", "rank") or _MAKES.search(mask) is None:
        return None
    clause = view.clauses[draft.clause].span
    if _WORKS.match(view.plain(draft.quantity.span.end, clause.end)) is None:
        return None
    before = view.names_in(draft.left.start, draft.left.end)
    return before[-1].entity if before and before[-1].entity.type is EntityType.COMPANY else None


_QUOTED = regex.compile(r"[收报涨跌升挫开]|指")


def _of_index(quantity: Quantity, indicator: str) -> bool:
    """Points of an index, or its move: not what its shares turn over."""
    if quantity.base_unit == "点":
        return True
    return quantity.base_unit == "%" and (not indicator or _QUOTED.search(indicator) is not None)


_SHARE_MOVES = regex.compile(
    r"(?:昨|今|盘中|一度|终场|收盘|早盘|午后|开盘|尾盘|逆势|小幅|大幅|小|大|再|续)*"
    r"(?:上涨|下跌|收涨|收跌|重挫|急挫|[涨跌挫收弹]|弹高|报收|收报|收于|走高|走低|上扬|下挫|高开|低开|[涨跌]幅)"
)


_A_SHARE = regex.compile(r"[^万億亿兆千百]*(?:元|圆|圓|镑|法郎)")
"""The unit of a price of one share has no magnitude."""


_NAME_MOVES = regex.compile(
    rf"{NAME}(?:则|也|均|盘[中后前]|盘[中后前]一度|一度|股价)*(?:大|小|微|急|暴|收|上|下)?[涨跌挫]"
    r"(?:超过?|逾|近|约|幅)*\s*\Z"
)


def _of_share(view: View, draft: Draft, subject: Subject, indicator: str) -> bool:
    """甲公司收11元，小跌0.6%；乙公司涨超3%: what rises and closes is the price of its share."""
    quantity = draft.quantity
    if subject.entity is None or subject.entity.type is not EntityType.COMPANY:
        return False
    if quantity.base_unit != "%" and not _A_SHARE.fullmatch(quantity.unit or ""):
        return False
    before = view.mask(draft.left.start, draft.start)
    return _SHARE_MOVES.fullmatch(indicator) is not None or _NAME_MOVES.search(before) is not None


_MEASURED = regex.compile(
    r"(?:归母|扣非)?(?:净利润?|利润|营收|营业收入|收入|销量|产量|业绩|股价|市值|毛利|亏损|出货量?|交付量?|总销量|总产量)\Z"
)
_INTENDED = frozenset(
    {"计划", "拟", "将", "力争", "争取", "可望", "有望", "达产后", "投产后", "建成后"}
)
_EXPECTED = frozenset({"预计", "预估", "推估", "预期", "预测", "测算"})


_BEGUN = regex.compile(
    r"年初|伊始|新年|开局|开年|以来|今年(?:已|新[增添设]|获批|首批|新获|累计|共有?)"
)
"""The year has begun, not ended: 2023年初开工40项, 今年新增13家."""
_THING = regex.compile(
    r"的(?!\p{Han}{0,4}(?:投资|资金|收入|产值|利润|金额|能力|规模|水平))[^，。；的]{2,24}"
)


def _describes(view: View, draft: Draft) -> bool:
    """占地3平方公里的园区8月开园: a size that says which thing is meant holds without a time."""
    if draft.saying.kind is not Kind.LEVEL or draft.own is None:
        return False
    if view.plain(draft.own.start, draft.own.end) not in words("size_of"):
        return False
    if view.times_in(draft.left.start, draft.start):
        return False
    return _THING.match(view.plain(draft.right.start, draft.right.end)) is not None


_SOME = regex.compile(
    rf"(?P<class>(?:多|数|几|不少|大?部分|大?多数|各|半数|超?过?半|众多)家?\p{{Han}}{{0,4}}?{FIRMS})"
)
_COUNTABLE = regex.compile(rf"(?:{FIRMS}|[区园])\Z")


def _class_of(subject: Subject, draft: Draft) -> Subject:
    """多家房企的利润下滑: firms of one sort, and not the one that was spoken of before."""
    told = _SOME.match(draft.indicators[0]) if draft.indicators else None
    if told is None or subject.strength not in ("carried", "main"):
        return subject
    if subject.entity is None or subject.entity.type is not EntityType.COMPANY:
        return subject
    return Subject(told["class"], None, "clause")


def _behind_subject(indicator: str, subject: Subject) -> str:
    """产品售价下降某医药净利减四成: in a headline without marks, what stands behind the name."""
    entity = subject.entity
    if entity is None or entity.type is not EntityType.COMPANY:
        return indicator
    for name in (entity.canonical, *entity.aliases):
        _, found, rest = indicator.partition(name)
        if found and _MEASURED.match(rest):
            return rest
    return indicator


_SHORT = 6


def _without_sort(indicator: str, sort: str | None) -> str:
    """粗钢产量 of 中型钢铁企业粗钢产量, where the firms are the subject; a short sort may stay."""
    firms = sort is not None and len(sort) > _SHORT and sort.endswith(("企业", "公司"))
    _, _, measure = indicator.partition(sort or "") if firms and sort else ("", "", "")
    measure = measure.lstrip("的")
    return measure if len(measure) > 1 and is_measure(measure) else indicator


def facts_of(
    view: View,
    draft: Draft,
    subject: Subject,
    page_date: str | None,
    block: Block | None,
    section: Section,
) -> list[Fact]:
    quantity = draft.quantity
    saying = draft.saying
    if quantity.value is None:
        return []
    clause = view.clauses[draft.clause].span
    plain = all(time.frame == "duration" for time in view.times)
    turned = draft.source and saying.kind is Kind.GROWTH  # 由下降2%转为上涨3%
    period = draft.period or (section.period if plain and not turned else None)
    if (
        quantity.base_unit == "a"
        and saying.kind is Kind.LEVEL
        and not view.times_in(draft.left.start, draft.start)
    ):
        period = None  # a term of years holds by itself
    if _describes(view, draft):
        period = None
    mood, said = modality(view, quantity.span.start, quantity.span.end, clause.start)
    past = bool(
        period and page_date and (period[:4] < page_date[:4] or _is_over(period, page_date))
    )
    if (past or section.done) and said in _EXPECTED:
        mood = Modality.ACTUAL  # 预计全年增长5.9%, said of the year that is over
    happened = past or has_happened(view, quantity.span.start)
    if section.goal and mood is Modality.ACTUAL and not happened:
        mood = Modality.TARGET
    answered = is_answer(view, draft)
    if saying.rule == "超计划N%":
        mood = Modality.ACTUAL
    elif saying.target or regex.search(
        r"目标(?:值|任务)?\Z", view.plain(draft.left.start, draft.start)
    ):
        mood = Modality.TARGET
    elif (
        answered
        or saying.rule == "较N"
        or (
            draft.source
            and regex.search(
                r"(?<!指引|目标|预期|预测|指标|指引值|目标值)(?:由|从)",
                view.plain(draft.left.start, draft.left.end),
            )
        )
    ):
        mood = Modality.ACTUAL
    past = page_date is not None and period is not None and period < page_date[: len(period)]
    if mood is Modality.TARGET and said == "将" and past and _DAY.fullmatch(period or ""):
        told = _told().search(view.plain(view.span.start, quantity.span.start)) is not None
        mood = mood if told else Modality.ACTUAL  # 去年12月14日，某某将股权转给某某
    if (
        mood is Modality.TARGET
        and said in _INTENDED
        and period
        and page_date
        and draft.period == period
        and len(period) >= 7
        and period < page_date[: len(period)]
        and not view.times_in(clause.start, quantity.span.start)
    ):
        period = None  # the plan's own time is not that of what was done before
    begun = answered or bool(_BEGUN.search(view.plain(view.span.start, quantity.span.start)))
    if mood is Modality.ACTUAL and not (draft.source or begun) and _not_yet(period, page_date):
        mood = Modality.TARGET
    value = quantity.value
    if saying.sign < 0 and saying.kind in (Kind.GROWTH, Kind.CHANGE) and value > 0:
        # a Decimal's own minus would round to 28 digits
        value = value.copy_negate() if isinstance(value, Decimal) else -value
    note = (
        "headline"
        if block is not None
        and block.kind
        in (
            BlockKind.HEADLINE,
            BlockKind.KICKER,
        )
        else ""
    )
    out = []
    before = view.clauses[draft.clause :: -1]
    clauses = [view.plain(told.span.start, told.span.end) for told in before]
    subject = _class_of(subject, draft)
    whole = subject.entity is None or subject.entity.rule == REALM
    nation = subject.name in NATION
    realm = subject.name if (whole or nation) and subject.name else None
    right = view.plain(draft.right.start, draft.right.end)
    for indicator in draft.indicators or [""]:
        indicator = _behind_subject(tidied(indicator), subject)
        if realm and _COUNTABLE.search(realm) and right.startswith(realm):
            indicator = realm  # 共有17家银行披露了年报: the class is what is counted
        elif realm and indicator.startswith(realm) and len(indicator) > len(realm) + 1:
            indicator = indicator[len(realm) :].lstrip("的")
        if subject.entity is not None and moves(subject.entity) and _of_index(quantity, indicator):
            indicator = subject.entity.canonical
        elif _of_share(view, draft, subject, indicator):
            indicator = "股价"
        body = subject.name in words("bodies")
        name = trade_of(indicator) if realm in NATION or body else None
        if name is not None:
            indicator = indicator[len(name) :].lstrip("的")
        sort = None if answered or subject.name else sort_of(indicator)
        name = (
            (None if body else name)
            or subject.name
            or sort
            or (None if answered else counted_firms(clauses))
        )
        indicator = _without_sort(indicator, sort)
        out.append(
            Fact(
                quantity=quantity,
                sentence=view.span,
                subject=name,
                subject_type=subject.entity.type
                if subject.entity and subject.entity.rule != THING
                else None,
                indicator=regex.sub(r"[\s\u3000]+", "", indicator)
                if not regex.search(r"[A-Za-z] [A-Za-z]", indicator)
                else indicator.strip(),
                kind=saying.kind,
                value=value,
                unit=quantity.unit,
                base_unit=quantity.base_unit,
                qualifier=qualifier(view, draft),
                period=period,
                reference=reference(view, draft),
                modality=mood,
                rule=saying.rule,
                confidence=confidence(
                    draft, subject.strength, period, indicator, headline=note == "headline"
                ),
                note=note,
                others=saying.others,
            )
        )
    return out


def _is_over(period: str, page_date: str) -> bool:
    """Months that ended before the month in which a page was printed."""
    last = period.rpartition("/")[2]
    part = regex.fullmatch(r"(\d{4})-([QH])(\d)", last)
    if part:
        last = f"{part[1]}-{int(part[3]) * (3 if part[2] == 'Q' else 6):02d}"
    return regex.fullmatch(r"\d{4}-\d\d", last) is not None and last < page_date[:7]


_DAY = regex.compile(r"\d{4}-\d\d-\d\d")


@cache
def _told() -> regex.Pattern[str]:
    """Words by which something is told or agreed; what they tell may be still to come."""
    return regex.compile(rf"{any_of('frame')}|公告|召开|通过|约定|协议|计划|拟")


def _not_yet(period: str | None, page_date: str | None) -> bool:
    """A whole year or half-year that ends long after the page was printed is a plan."""
    if not period or not page_date or len(page_date) < 10:
        return False
    year, month = int(page_date[:4]), int(page_date[5:7])
    match = regex.fullmatch(r"(?:\d{4}/)?(\d{4})(?:-(?P<month>\d\d))?", period)
    if match is None:
        return False
    if match["month"]:
        return (int(match[1]), int(match["month"])) > (year, month)
    return int(match[1]) > year or (int(match[1]) == year and month <= 3)
