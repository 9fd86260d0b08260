"""From the numbers of a sentence to drafts: their boundaries, and what neighbours share."""

from __future__ import annotations

from dataclasses import replace

from pipeline import patterns as regex
from pipeline.facts import kinds, phrases
from pipeline.facts.drafts import Draft
from pipeline.facts.sayings import Left, Saying, is_percent
from pipeline.facts.view import NAME, NUMBER, View
from pipeline.model import Kind, Quantity, Span

_POINTING = regex.compile(r"(?:后|前|这|上述|以上|前述|其他|其余)\Z")
_OR = regex.compile(r"[\s，、（(]*(?:或|即|亦即|也就是)\s*(?:约|近|超过?|逾)?")
_CONJUNCTION = regex.compile(
    r"(?:左右|以上|以下|上下|以内)?(?:、|和|与|及|以及|至|到|—|-|～|~|\s)*"
)


_MORE = regex.compile(
    r"\p{Han}{0,10}(?:、|和|及|以及)(?!其中|累计|总|现有|共)[\p{Han}“”A-Z0-9]{2,20}"
)
"""新增国家高新技术企业300家、科创板上市企业2家."""
_MORE_OF = regex.compile(r"[\p{Han}“”A-Z0-9]{2,20}(?:、|和|及|以及)")
"""新增3个孵化器、5个众创空间."""


_NOUN_BEHIND = frozenset({"N%的增长", "N%的下降", "N%的份额", "N%的…率", "N的目标"})
"""10%至12%的增长: the noun behind a range says what both its ends are."""


def drafts_of(view: View) -> list[Draft]:
    drafts: list[Draft] = []
    skipped = -1
    for position, quantity in enumerate(view.quantities):
        if _POINTING.search(
            view.plain(max(view.span.start, quantity.span.start - 2), quantity.span.start)
        ) and (
            regex.fullmatch(
                r"[两二三四五六七八九十](?:项|个|者|家|类|组|大|种|方面|笔|件|条|方|款|点|份|只|数)",
                quantity.text,
            )
        ):
            continue
        if _is_base(view, position) or _is_class(view, position) or _is_set(view, position):
            skipped = quantity.span.end
            continue
        index = view.clause_at(quantity.span.start)
        clause = view.clauses[index].span if view.clauses else view.span
        start = clause.start
        before_end = view.quantities[position - 1].span.end if position else -1
        if before_end == skipped:
            # a number that only names a class belongs to the phrase: 50亿元以上项目3个
            before_end = drafts[-1].quantity.span.end if drafts else -1
        if before_end > start:
            start = before_end
        end = clause.end
        following = position + 1
        if following < len(view.quantities) and _is_size(view, following):
            following += 1  # 8个|二十亿以上大项目
        if following < len(view.quantities):
            end = min(end, view.quantities[following].span.start)
        end = max(end, quantity.span.end)
        left = Span(min(start, quantity.span.start), quantity.span.start)
        right = Span(quantity.span.end, end)
        starts = frozenset(word.start - left.start for word in view.words(left.start, left.end))
        saying = kinds.classify(
            Left.of(view.mask(left.start, left.end), starts),
            view.mask(right.start, right.end),
            quantity,
        )
        draft = Draft(quantity, index, left, right, saying)
        before = drafts[-1] if drafts else None
        if before is not None and before.clause == index:
            _join(view, before, draft)
        if before is not None and _is_next(view, before, draft):
            draft.saying = replace(draft.saying, kind=Kind.GROWTH)
        if before is not None and _is_pace(view, before, draft):
            draft.saying = replace(draft.saying, kind=Kind.GROWTH)
        draft.source = bool(
            regex.search(
                r"(?:由|从(?!业|事|属|而|此|容|前))[^，。；]{0,14}\Z",
                view.plain(left.start, left.end),
            )
        ) and bool(
            regex.match(
                r"[^，。；]{0,10}?(?:到|至|为|成|缩|降|升|增|扩|变|压|添|提)",
                view.plain(quantity.span.end, min(view.span.end, quantity.span.end + 14)),
            )
        )
        drafts.append(draft)
    return drafts


_ONLY_HOW = regex.compile(r"(?:远|明显|略|大幅|小幅|均|也|都|仍|则|但|而|\s)*")


def _is_pace(view: View, before: Draft, draft: Draft) -> bool:
    """销售增长2.3%，低于去年同期的4.7%: what a pace is held against is a pace."""
    compared = draft.saying.rule == "较N" and draft.saying.kind is Kind.LEVEL
    if not compared or before.saying.kind is not Kind.GROWTH or not is_percent(draft.quantity):
        return False
    said = view.plain(draft.left.start, draft.left.start + draft.saying.cue)
    return is_percent(before.quantity) and _ONLY_HOW.fullmatch(said) is not None


_NEXT = regex.compile(
    rf"[，；、\s]*(?:而|其次是?|接下来是?|再次是?)?(?:[^，。；{NUMBER}]{{2,8}}?|{NAME}+)(?:则|也|仅|只)?(?:为|是)?\s*"
)


def _is_next(view: View, before: Draft, draft: Draft) -> bool:
    """甲厂48%增速最高，乙厂23%次之，丙厂则为2%: who comes next has the same measure."""
    return (
        before.saying.rule in ("N%的增长", "N")
        and before.saying.kind is Kind.GROWTH
        and draft.saying.rule == "N"
        and is_percent(draft.quantity)
        and before.quantity.base_unit == draft.quantity.base_unit
        and _NEXT.fullmatch(view.mask(draft.left.start, draft.start)) is not None
    )


def _is_base(view: View, position: int) -> bool:
    """每10股派3.5元, 每百元收入: the number is what another is counted for."""
    quantity = view.quantities[position]
    if view.plain(max(view.span.start, quantity.span.start - 1), quantity.span.start) != "每":
        return False
    if quantity.dimension == "duration" or position + 1 >= len(view.quantities):
        return False
    following = view.quantities[position + 1]
    return view.clause_at(following.span.start) == view.clause_at(quantity.span.start)


_SET = regex.compile(
    r"的(?:\p{Han}{1,4}?)?(?:园区|开发区|高新区|企业|公司|城市|省份|国家|机构|品牌|省市|地区|区县)"
)


def _is_set(view: View, position: int) -> bool:
    """排名前十的园区平均降了3.9%: a rank that says which are meant."""
    quantity = view.quantities[position]
    if quantity.base_unit != "位" or position + 1 >= len(view.quantities):
        return False
    top = "前" in view.plain(max(view.span.start, quantity.span.start - 1), quantity.span.start + 1)
    return top and _SET.match(view.plain(quantity.span.end, view.span.end)) is not None


_TECHNICAL = ("voltage", "power", "frequency", "pressure", "temperature", "speed")
"""35千伏以上线路900公里: ratings that say which works are meant."""
_CLASS_BEFORE = regex.compile(r"(?:超过?|逾|过|满|达到?|大于|高于|低于|不足|不低于|在|突破)\Z")
_CLASS_BEHIND = regex.compile(r"(?:及以上|以上|以下|以内)?(?P<of>的)?[^，。；、的\ue003]{0,12}")


def _is_class(view: View, position: int) -> bool:
    """超过10亿元的有9家, 50亿元以上项目3个: a bound of the class that the next number counts."""
    if _is_size(view, position):
        return True
    if position + 1 >= len(view.quantities):
        return False
    quantity, following = view.quantities[position], view.quantities[position + 1]
    technical = quantity.dimension in _TECHNICAL and following.dimension != quantity.dimension
    counts = following.dimension == "count" or technical
    if not counts or quantity.dimension in ("count", "percent", "rank"):
        return False
    if view.clause_at(following.span.start) != view.clause_at(quantity.span.start):
        return False
    between = view.mask(quantity.span.end, following.span.start)
    match = _CLASS_BEHIND.fullmatch(between)
    if match is None:
        return False
    bound = quantity.text.endswith(("以上", "以下", "以内")) or between.startswith(
        ("以上", "以下", "及以上", "以内")
    )
    before = view.plain(max(view.span.start, quantity.span.start - 3), quantity.span.start)
    return bound or (match["of"] is not None and _CLASS_BEFORE.search(before) is not None)


def _is_size(view: View, position: int) -> bool:
    """8个二十亿以上大项目: a bare sum behind a count says which things are counted."""
    quantity, before = view.quantities[position], view.quantities[position - 1]
    if not position or before.span.end != quantity.span.start or before.dimension != "count":
        return False
    bound = quantity.text.endswith("以上") or view.plain(
        quantity.span.end, quantity.span.end + 2
    ).startswith(("以上", "级"))
    return bound and "亿" in quantity.text and quantity.base_unit in ("个", "CNY")


def _join(view: View, before: Draft, draft: Draft) -> None:
    """The ends of a range, and numbers side by side, share what stands around them."""
    between = view.mask(before.quantity.span.end, draft.start)
    if draft.quantity.bound == "high" and before.quantity.bound == "low" and len(between) <= 2:
        if before.saying.rule == "N" and draft.saying.rule in _NOUN_BEHIND:
            before.saying = replace(draft.saying, cue=len(before.left))
        draft.saying = replace(before.saying)
        draft.left = before.left
        before.right = draft.right
        draft.joined = True
        before.behind = None
    elif (
        draft.saying.rule in ("N%的增长", "N%的下降")
        and before.saying.rule == "N"
        and before.quantity.base_unit == draft.quantity.base_unit
        and _CONJUNCTION.fullmatch(between)
    ):
        before.saying = replace(draft.saying, cue=len(before.left))  # 8%、13%的增长速度
    elif (
        between == ""
        and draft.saying.kind is Kind.LEVEL
        and before.saying.kind is not Kind.RANK  # 亚洲首台900吨起重机
    ):
        draft.left = before.left
        draft.saying = replace(before.saying)
        before.right = draft.right
    elif (
        _CONJUNCTION.fullmatch(between)
        and draft.saying.rule in ("N", "N倍", "N成", "N个百分点")
        and before.saying.kind is not Kind.LEVEL
        and before.quantity.base_unit == draft.quantity.base_unit
    ):
        draft.saying = replace(before.saying, cue=0, reference=None)
    elif (
        draft.saying.rule == "N"
        and before.quantity.base_unit == draft.quantity.base_unit
        and (
            (before.saying.rule == "新增N" and _MORE.fullmatch(between))
            or (_gained(view, before) and _MORE_OF.fullmatch(between))
        )
    ):
        draft.saying = replace(before.saying, cue=draft.saying.cue, reference=None)
    elif (
        _OR.fullmatch(between)
        and draft.saying.rule in ("N", "N成")
        and before.saying.kind is Kind.CHANGE
        and is_percent(draft.quantity)
    ):
        # 跌776点或3.28%: one move, said twice
        draft.saying = replace(before.saying, kind=Kind.GROWTH, cue=0)
        draft.left = before.left


def _gained(view: View, draft: Draft) -> bool:
    """Does 新增 stand right before a number, so that it reaches the next one?"""
    said = draft.saying.kind is Kind.CHANGE and draft.saying.sign > 0
    return said and view.plain(draft.left.start, draft.start).rstrip().endswith(
        ("新增", "新添", "净增")
    )


def streak_draft(view: View, quantity: Quantity, index: int) -> Draft:
    clause = view.clauses[index].span
    left = Span(clause.start, quantity.span.start)
    right = Span(quantity.span.end, clause.end)
    own = phrases.trim(view, left)
    label = view.plain(own.start, own.end) if len(own) else view.plain(right.start, right.end)
    label = regex.sub(
        r"\A(?:已|也|又|还)?(?:连续|接连|连年|一连)+|(?:连续|接连|连年|一连)+\Z", "", label
    )
    if not label:
        label = view.plain(right.start, right.end)
    saying = Saying(Kind.LEVEL, 1, len(left), "连续N年")
    draft = Draft(quantity, index, left, right, saying, streak=True)
    draft.indicators = ["连续" + label[:16]] if label else ["连续"]
    draft.evidence = "right"
    return draft
