"""Those at the head of an order, each with its number: 产值最高的是甲（10亿元），其次是乙9亿元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of, is_measure, words
from pipeline.facts.phrases import trim
from pipeline.facts.spread.orders import COUNTED, ORDER
from pipeline.facts.together import HOLDERS
from pipeline.facts.view import Named, View
from pipeline.model import Kind, Span

_KIND = (
    r"(?:省份|省区市|省|城市|地市|市|县域|县区|县市|区县|县|区|地区|国家|园区|开发区|高新区|经开区"
    r"|企业|公司|厂商|车企|品牌|机构|银行|者|的)"
)
_PLACE = (
    r"(?:(?:位?居|位?列|名列|排名|排在?)(?:第[二三四五六七八九十\d]{1,2}位?|其[次后])"
    r"|紧随其后|次之|居次|居后)"
)
"""The place of one who follows, behind a name or its number."""
_BEHIND = regex.compile(
    rf"(?:{_PLACE}，?|（|，)?(?:则|也|已|均|同比|分别|依次|实现|完成)*"
    r"(?:为|是|达到?|有|以|的|增长|下降|[增降涨跌])*(?:约|近|超过?|逾|高达)*"
)
"""Between a name and its number."""
_AFTER = r"(?:其次|再次|随后|接着|然后|之后|后面|紧随其后的?|居次的?)"
_NEXT = regex.compile(
    r"(?:左右|以上)?）?(?:的\p{Han}{2,8})?"
    rf"(?:领跑|领先|居首|夺冠|(?:位?居|位列|排名|排)第一|{_PLACE})?(?:、|，|；|和|与|及|以及|\s)*"
    rf"(?:{_AFTER}|(?:居|排在?|排名)?第[二三四五][位名]?的?)?(?:则|分别|依次)?(?:是|为)?"
)
"""Between a number and the next name: 、, ；其次是."""

_TOLD_TOO = regex.compile(
    r"）?，?(?:占\p{Han}{1,6}的?|占比为?|比重为?|同比|(?:位?居|位?列|名列|排名?|排在)(?:全\p{Han})?)?"
    r"(?:增长|下降)?(?:约|近)?"
)
"""Between a number and what else is told of the same: 占全省的30%, 居第二."""
_HEADS = regex.compile(r"[前首榜最领较]|第一|相对")
"""A character of each order: most sentences have none."""


@cache
def _led() -> regex.Pattern[str]:
    """增速最快的三个城市是…, 产值排名前三的依次为…, 销量居首的…: what is ordered, and how."""
    return regex.compile(
        rf"(?:\A|[，；。：\s]|其中|数据显示)(?P<what>[^，。；：\d]{{2,24}}?){ORDER}的?{COUNTED}{_KIND}*"
        r"(?:(?:主要)?(?:分别|依次)?(?:是|为|有|包括)[：:]?|[：:]|(?<=的))"
    )


def leading(view: View, drafts: Sequence[Draft]) -> None:
    """Gives each number of such a list the name before it, and what the list is ordered by."""
    text = view.plain(view.span.start, view.span.end) if drafts else ""
    if _HEADS.search(text) is None:
        return
    for match in _led().finditer(text):
        start, end = (view.span.start + at for at in match.span("what"))
        measure = view.wording(trim(view, Span(start, end)))
        noun = regex.search(rf"{any_of('growth_noun', 'fall_noun')}\Z", measure)
        whole = measure[: noun.start()] if noun is not None and noun.start() else measure
        if not is_measure(measure) and noun is None:
            continue
        falls = noun is not None and noun.group() in words("fall_noun")
        for named, draft in _pairs(view, drafts, view.span.start + match.end()):
            draft.subject, draft.indicators, draft.evidence = named.entity, [whole], "given"
            saying = draft.saying
            paced = noun is not None and saying.kind in (Kind.LEVEL, Kind.GROWTH)
            if paced and draft.quantity.base_unit == "%":
                sign = -1 if falls else 1
                draft.saying = replace(saying, kind=Kind.GROWTH, sign=sign, reference=None)


def _pairs(view: View, drafts: Sequence[Draft], at: int) -> Iterator[tuple[Named, Draft]]:
    """The names from offset `at` on with the numbers right behind them, as far as it goes on so."""
    while True:
        named = next((n for n in view.names if n.span.start == at), None)
        if named is None or named.entity.type not in HOLDERS:
            return
        draft = next((d for d in drafts if d.start >= named.span.end), None)
        if draft is None or not _BEHIND.fullmatch(view.plain(named.span.end, draft.start)):
            return
        yield named, draft
        following = next((n for n in view.names if n.span.start >= draft.quantity.span.end), None)
        for later in drafts[drafts.index(draft) + 1 :]:  # 达10亿元，占全省的30%，居第二
            told = view.plain(draft.quantity.span.end, later.start)
            if not _TOLD_TOO.fullmatch(told) or later.saying.kind is Kind.LEVEL:
                break
            following = next(
                (n for n in view.names if n.span.start >= later.quantity.span.end), None
            )
            yield named, later
            draft = later
        end = draft.quantity.span.end
        if following is None or not _NEXT.fullmatch(view.plain(end, following.span.start)):
            return
        at = following.span.start
