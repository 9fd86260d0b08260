"""What a number is about: the phrase before it, behind it, or one carried from before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.facts import topics
from pipeline.facts.answers import answer
from pipeline.facts.choosing import choose, find_phrases
from pipeline.facts.contests import contest
from pipeline.facts.drafts import Draft
from pipeline.facts.inheriting import inherited, of_same_unit
from pipeline.facts.labels import (
    amended,
    dated_anew,
    dealt_out,
    doing,
    head_before,
    measured_as,
    named_here,
    nominalised,
    pointed,
    shared_head,
    sized,
    term,
)
from pipeline.facts.lexicon import words as lexicon
from pipeline.facts.members import compose
from pipeline.facts.own_words import is_verbal
from pipeline.facts.rates import interval, per_unit, rate_of
from pipeline.facts.retelling import keep_pace, retell
from pipeline.facts.sums import of_money
from pipeline.facts.view import TIME, View
from pipeline.model import Kind

_PRICES = ("收盘价", "股价", "开盘价", "每股股价")
_LINE = regex.compile(
    r"\p{Han}{1,8}?(?:产业|行业|业务|板块|制造业|服务业|[工农林牧渔商]业|经济)(?![园带区链])"
)
"""What has figures of its own within a company or zone: 航空产业稍逊，营收61.2亿元."""
_WITHIN = regex.compile(r"\p{Han}{1,12}?(?:中|里|内)的?(?P<part>占比|比重|比例|份额)")
"""某产业加快培育，在工业中占比提升到19%: whose part it is stands before."""
_PACES = tuple(lexicon("growth_noun") | lexicon("fall_noun"))
_PER = regex.compile(
    r"(?P<per>日均|月均|年均|人均|户均|亩均|店均|单日)(?:约|达|为|仅|也|已|近|超过?|逾|\s)*\Z"
)


_WITHOUT = regex.compile(r"(?:扣除|剔除|不含|除去?)(?!价格)\p{Han}{2,16}(?:后|外|因素后?)")
"""A growth without one thing is still the growth of the whole."""
_LISTS = regex.compile(r"》?(?:共|分|计|全文)*\Z")

_PORTION = regex.compile(
    r"占(?:据|有|到)?了?(?P<what>[^，。；]{2,14}?份额)的?(?:近|约|超过?|逾|高达)*\Z"
)
"""占某地机床市场份额的14%: of which share so much is had."""
_EMPTY = regex.compile(
    r"(?:同比|环比|预计|力争|今年|目标)*(?:增长|成长|达到?|实现|完成|均|年年|[日月年]均|以上|以下|至少(?:需要)?|总计|每年)|[^，。；]{2,20}(?<![均对平优高低])等"
)
"""Words that lead to a number and say nothing of what it is."""
Named = tuple[str, str]
"""A label and the evidence for it."""


def give_indicators(view: View, drafts: Sequence[Draft], carried: str) -> None:
    """Gives each draft the phrase it is about."""
    last = topics.viewed(view)
    if last in lexicon("growth_noun") and carried:
        last = carried  # 从增速看: of what was spoken of
    for index, draft in enumerate(drafts):
        before = drafts[index - 1] if index else None
        if draft.joined and before is not None:
            draft.indicators, draft.evidence = list(before.indicators), before.evidence
            draft.own, draft.behind = before.own, before.behind
            continue
        find_phrases(view, draft, before)
        if before is not None and _converted(view, before, draft):
            draft.indicators, draft.evidence = list(before.indicators), "given"
            continue
        label, evidence = _said(view, drafts, index, last, carried)
        if not label:
            label, evidence = _from_before(view, drafts, index, last, carried)
        label = _owned(view, drafts, index, label, evidence, last)
        label = _completed(view, drafts, index, label, evidence, last)
        if _EMPTY.fullmatch(label):
            label, evidence = (last or carried or label), "carried"
        if evidence == "carried":
            keep_pace(view, draft, before, label, carried)
        told = answer(view, drafts, index)
        label, evidence = (told, "own") if told else (label, evidence)
        draft.indicators, draft.evidence = [label], evidence
        label = told or retell(view, draft, before, label, last)
        if label and not (draft.quantity.dimension == "duration" and evidence == "rest"):
            last = label


_EQUALS = regex.compile(r"（(?:[^（）\d]{0,8}[，、：])*(?:约合?|折合|合|相当于|近)?\s*")
"""Behind a sum, what it comes to in another money: 70亿元（约10亿美元）."""


def _converted(view: View, before: Draft, draft: Draft) -> bool:
    """Is a number the one before it, in another money?"""
    one, other = before.quantity, draft.quantity
    money = one.dimension == other.dimension == "money" and one.base_unit != other.base_unit
    return money and _EQUALS.fullmatch(view.mask(one.span.end, other.span.start)) is not None


def _said(view: View, drafts: Sequence[Draft], index: int, last: str, carried: str) -> Named:
    """The label that the number's own words give."""
    draft = drafts[index]
    label, evidence = choose(view, draft, last, carried)
    label = contest(view, draft, evidence, last) or label
    label, evidence = of_money(view, draft, label, evidence)
    label, evidence = per_unit(view, draft, label, evidence, last)
    label = (
        pointed(view, drafts, index)
        or dealt_out(view, draft)
        or rate_of(view, draft)
        or interval(view, draft)
        or term(view, draft)
        or sized(view, draft)
        or label
    )
    if not label or evidence == "carried":
        done = doing(view, draft, evidence, last)
        label, evidence = (done, "right") if done else (label, evidence)
    if evidence == "own" and label == "缺口" and last:
        label, evidence = last + label, "given"  # 离目标还差290亿元
    if draft.saying.rule == "N的目标" and last and evidence != "own":
        return last, "carried"
    per = _PER.search(view.plain(draft.left.start, draft.start))
    once = draft.saying.rule == "N" and not regex.search("每|均", last)
    if per and last and label in ("", last) and once:
        return per["per"] + last, "carried"  # 产煤1.13亿吨，日均365万吨
    return label, evidence


def _from_before(view: View, drafts: Sequence[Draft], index: int, last: str, carried: str) -> Named:
    """The label that stood before, where the number's own words give none."""
    draft = drafts[index]
    if not last and draft.saying.rule == "多装N":
        cue = view.plain(draft.left.start + draft.saying.cue, draft.start)
        verb = regex.match(r"\p{Han}{1,3}?(?=约|近|超|逾|了|$|\s)", cue)
        if verb:
            return verb.group(), "own"
    label, evidence = inherited(view, drafts, index, last, carried)
    if draft.own is not None and draft.own.end in view.subject_ends:
        # 营业收入90亿元：3个国家高新区60亿元
        alike = next((d for d in reversed(drafts[:index]) if _alike(d, draft)), None)
        if alike is not None and alike.indicator:
            return alike.indicator, "given"
    amount = of_same_unit(view, drafts, index) if evidence == "carried" else ""
    return (amount, "given") if amount else (label, evidence)


def _alike(one: Draft, other: Draft) -> bool:
    return (
        one.quantity.base_unit == other.quantity.base_unit
        and one.saying.kind is other.saying.kind
        and not one.streak
    )


def _is_pace(draft: Draft) -> bool:
    """产量下降5%，降幅扩大1个百分点，两年平均下降3%: what fell is no pace."""
    return draft.indicator.endswith(_PACES)


def _owned(
    view: View, drafts: Sequence[Draft], index: int, label: str, evidence: str, last: str
) -> str:
    """A label that only names a measure, with what is measured."""
    draft, before = drafts[index], drafts[index - 1] if index else None
    within = _WITHIN.fullmatch(label) if draft.own is not None else None
    if within and view.plain(draft.own.start - 1, draft.own.start) == "在":  # type: ignore[union-attr]
        label = within["part"]
    if evidence == "carried" and draft.saying.kind is Kind.GROWTH:
        label = _faring(view, drafts, index) or label
        if label.endswith(_PACES):
            label = next((d.indicator for d in reversed(drafts[:index]) if not _is_pace(d)), label)
    bare = evidence == "own" and (label in lexicon("worth_of") or label in lexicon("measure"))
    if bare and (doer := _faring(view, drafts, index)):
        return doer + label
    alone = label in lexicon("measure") and evidence != "given"
    placed = label in lexicon("part_noun")  # 产值40亿元，在某市占比5%
    if alone and (placed or not named_here(view, draft)) and not (last and dated_anew(view, draft)):
        return compose(last or topics.before(view, draft) or head_before(view, draft), label)
    if evidence != "own":
        return label
    moves = draft.saying.kind in (Kind.GROWTH, Kind.RANK)
    if moves and before is not None and label in lexicon("worth_of") and last.endswith(label):
        return last  # “六特”产业增加值52亿元，增加值增速为6.6%
    if label in lexicon("worth_of") and (line := _LINE.match(head_before(view, draft))):
        return line.group() + label
    return label if before is None else shared_head(view, before, draft, label)


def _faring(view: View, drafts: Sequence[Draft], index: int) -> str:
    """What the clause before says is doing well, for the first number behind it."""
    draft, before = drafts[index], drafts[index - 1] if index else None
    return (
        "" if before is not None and before.clause == draft.clause else topics.faring(view, draft)
    )


def _completed(
    view: View, drafts: Sequence[Draft], index: int, label: str, evidence: str, last: str
) -> str:
    """A label with what the phrases before it leave to be understood."""
    draft, before = drafts[index], drafts[index - 1] if index else None
    if draft.saying.kind is Kind.SHARE and evidence != "own":
        part = _PORTION.search(view.plain(draft.left.start, draft.start))
        label = part["what"] if part is not None else label
    if (
        draft.saying.rule == "增速N"
        and _moves(view, draft)
        and any(d.indicator in _PRICES for d in drafts[:index])
    ):
        label = "股价"
    if last and _WITHOUT.fullmatch(label):
        label = last if draft.saying.kind is Kind.GROWTH else label + last
    label = amended(view, draft, before, label, evidence, last)
    measured = measured_as(draft, before, label, evidence, last)
    if measured:
        label = measured
        if draft.saying.kind is Kind.SHARE and draft.saying.rule == "N成":
            draft.saying = replace(draft.saying, kind=Kind.LEVEL)
    if evidence == "own" and last and nominalised(view, draft):
        label = label + "的" + last
    elif evidence == "own" and last and draft.own is not None and _reaches(view, draft):
        label = last
    if draft.quantity.dimension == "area" and label in ("", "到", "再到"):
        label = "面积"  # 从2平方公里到130平方公里
    if draft.quantity.base_unit in ("章", "条", "款") and _of_a_text(view, draft):
        label = draft.quantity.base_unit
    if "（" in label and "）" not in label:
        label = label[: label.find("（")] or label  # 采购经理指数（PMI
    return label


_REACHES = regex.compile(rf"(?:到|至|成|为){TIME}*的?(?:约|近|逾|超)?\Z")


def _reaches(view: View, draft: Draft) -> bool:
    """门店从2020年的3家开到2024年的50余家: a verb that leads from one level to the next."""
    own = draft.own
    if own is None or len(own) > 3 or not is_verbal(view, own):
        return False
    return _REACHES.fullmatch(view.mask(own.end, draft.start)) is not None


def _of_a_text(view: View, draft: Draft) -> bool:
    """《某某条例》共8章56条: the parts of a document are counted."""
    before = view.plain(view.span.start, draft.start)[-12:]
    return "》" in before and _LISTS.search(before[-6:]) is not None


def _moves(view: View, draft: Draft) -> bool:
    """涨幅 and 跌幅 behind a share's price are the price's."""
    return bool(
        regex.search(r"(?:涨幅|跌幅|升幅)", view.plain(draft.left.start, draft.start))
        and regex.search(r"收盘|每股|股价|开盘", view.plain(view.span.start, draft.start))
    )
