"""What a number is about that its own words do not say: carried from before."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts import phrases, topics
from pipeline.facts.behind import LINE_CROSSED, behind
from pipeline.facts.contests import field_before
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import words as lexicon
from pipeline.facts.own_words import PRONOUN, is_verbal, says_nothing
from pipeline.facts.view import NAME, NUMBER, View
from pipeline.model import Kind, Span

_AGAIN = regex.compile(
    r"(?:又|再|还|已|也|则|共|累计)+(?:完成|实现|达到?|增至|做到|创下)了?(?:约|近|逾|超)?\s*\Z"
)


_WHOSE = regex.compile(rf"(?:位|名)?的{NAME}")
_WITH = regex.compile(r"(?:以|凭借?)(?:约|近|超|逾)?\s*\Z")
"""Before what somebody leads or follows with."""
_WORDS = regex.compile(rf"[\p{{Han}}A-Za-z{NAME}][^，；：。{NUMBER}]*")
"""What is left of a clause where nothing says what a number is of."""


_NEXT_IS = regex.compile(
    rf"[\s\u3000]*(?:其次|再次|随后|接下来|然后|紧随其后的?|居次的?|第[二三]位?的?)(?:则|依次|分别)?[是为系]?{NAME}+(?:(?:、|和|与|及|以及){NAME}+)*"
)
"""其次为甲省和乙省，分别低0.7个百分点: who is next in what was spoken of."""


def of_same_unit(view: View, drafts: Sequence[Draft], index: int) -> str:
    """产值763亿元，高附加值船舶占到68%；一季度又完成201.5亿元: the amount, not the share."""
    draft = drafts[index]
    if draft.saying.kind is not Kind.LEVEL or draft.quantity.dimension == "percent":
        return ""
    other = index and drafts[index - 1].quantity.base_unit != draft.quantity.base_unit
    counted = draft.quantity.dimension == "count"  # 12家占54%；甲地5家
    again = _AGAIN.search(view.plain(draft.left.start, draft.start)) is not None
    # 甲以20万台和8%的份额居第二: the amount is of what the sentence before told in 台
    led = counted and _WITH.search(view.plain(draft.left.start, draft.start)) is not None
    if not (led or (other if counted else again)):
        return ""
    before = next(
        (
            d.indicator
            for d in (drafts[at] for at in range(index - 1, -1, -1))
            if d.quantity.base_unit == draft.quantity.base_unit and d.indicator
        ),
        "",
    )
    return before or (view.earlier.get(draft.quantity.base_unit or "", "") if led else "")


def inherited(
    view: View, drafts: Sequence[Draft], index: int, last: str, carried: str
) -> tuple[str, str]:
    """Where a number's own words say nothing: the topic before it, the indicator before it, …"""
    draft = drafts[index]
    if last and index and drafts[index - 1].clause == draft.clause:
        inside = draft.saying.kind is Kind.RANK and field_before(view, draft) is not None
        if inside and index > 1:  # 总算力…，在全国26个集群里排第二: not the clusters
            return drafts[index - 2].indicator or last, "carried"
        return last, "carried"
    first = draft.clause
    if first and carried and _NEXT_IS.fullmatch(_masked(view, first - 1)):
        return carried, "carried"
    while first > 0:
        clause = view.clauses[first - 1].span
        if NUMBER in view.mask(clause.start, clause.end):
            break
        listed = view.clauses[first - 1].mark == "："
        topic = (listed and topics.deal(view, clause)) or topics.viewed_in(view, clause)
        topic = topic or topics.key(view, first - 1) or topics.topic(view, clause)
        if not topic and first == draft.clause:
            topic = topics.head(view, clause)
        if not topic and listed:
            topic = topics.tail(view, clause)
        if topic and (PRONOUN.fullmatch(topic) or topic in lexicon("no_topic")):
            topic = ""  # 紧随其后，以…; 具体情况为：…
        if topic in lexicon("growth_noun") and carried:
            return carried, "carried"
        if topic:
            own = draft.own
            if own is not None and is_verbal(view, own) and len(own) <= 4 and not draft.behind:
                plain = view.plain(own.start, own.end)
                if not (says_nothing(view, own) or PRONOUN.fullmatch(plain)):
                    return plain + topic, "topic"
            return topic, "topic"
        first -= 1
        if draft.clause - first >= 3:
            break
    if last or (carried and draft.saying.rule == "N%的增长"):
        return last or carried, "carried"
    rest = behind(view, draft.right.start, view.clauses[draft.clause].span.end)
    whose = _WHOSE.match(view.mask(draft.right.start, draft.right.end))
    if draft.saying.kind is Kind.RANK and whose:
        return carried, "carried"  # 排在第2位的某公司
    if rest and NUMBER not in view.mask(rest.start, rest.end):
        return view.plain(rest.start, rest.end), "right"
    if carried:
        return carried, "carried"
    with_it = _WITH.search(view.plain(draft.left.start, draft.start))
    if with_it and draft.quantity.base_unit in view.earlier:
        return view.earlier[draft.quantity.base_unit], "given"  # 甲省以3万亿元居首
    clause = view.clauses[draft.clause].span
    own_words = phrases.trim(view, Span(clause.start, draft.start))
    alone = not view.plain(draft.right.start, clause.end).strip()
    alone = alone and not view.mask(own_words.start, own_words.end).endswith(f"{NAME}以")
    if alone and len(own_words) and regex.search(r"\p{Han}", view.wording(own_words)):
        return view.wording(own_words)[-16:], "rest"  # 我们卖了1.3万台
    for start, end in ((draft.right.start, clause.end), (clause.start, draft.start)):
        words = _WORDS.search(view.mask(start, end))
        if words is not None:
            plain = view.plain(start + words.start(), start + words.end())
            plain = regex.sub(r"\A(?:左右|以上|上下|以内|以下)?的(?=\p{Han})|\s", "", plain)
            listed = "、" in plain and NAME in words.group()  # 甲区、乙区均突破
            listed = listed or plain.strip() in lexicon("trail")  # ：约680亿美元
            if LINE_CROSSED.match(plain) is None and not listed:
                return plain[:16], "rest"
    return "", "rest"


def _masked(view: View, clause: int) -> str:
    return view.mask(view.clauses[clause].span.start, view.clauses[clause].span.end)
