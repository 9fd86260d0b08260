"""Numbers whose kind the words before change: the level of a share or of a growth."""

from __future__ import annotations

from dataclasses import replace

from pipeline import patterns as regex
from pipeline.facts import phrases
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of
from pipeline.facts.lexicon import words as lexicon
from pipeline.facts.view import NUMBER, View
from pipeline.model import Kind, Span


def retell(view: View, draft: Draft, before: Draft | None, label: str, last: str) -> str:
    """Changes what a draft says of its indicator; returns the label, which may change as well."""
    if _is_share(view, draft, before, label):
        draft.saying = replace(draft.saying, kind=Kind.SHARE)
    elif draft.saying.rule == "N成" and _is_rate(label):
        draft.saying = replace(draft.saying, kind=Kind.LEVEL)
    elif draft.saying.rule == "N的目标" and before is not None:
        if before.saying.kind is Kind.GROWTH and draft.quantity.base_unit == "%":
            draft.saying = replace(draft.saying, kind=Kind.GROWTH)
    elif (told := _growth_told(view, draft)) is not None:
        sign, label = told
        draft.saying = replace(draft.saying, kind=Kind.GROWTH, sign=sign, into=False)
        draft.indicators = [label or last]
    elif before is not None and _is_growth(draft, before):
        draft.saying = replace(draft.saying, kind=Kind.GROWTH, sign=before.saying.sign)
    return label


def _is_share(view: View, draft: Draft, before: Draft | None, label: str) -> bool:
    """比重为16.6%, the level that a share rose or fell to, and a later value of the same share."""
    if draft.saying.kind is not Kind.LEVEL or draft.quantity.base_unit != "%":
        return False
    if label.endswith(tuple(lexicon("part_noun"))) or _share_before(view, draft):
        return True
    if before is None or before.saying.kind is not Kind.SHARE:
        return False
    again = draft.evidence == "carried" and before.indicator == label and not _is_rate(label)
    return draft.saying.into or (again and draft.saying.rule == "N")


def _share_before(view: View, draft: Draft) -> bool:
    """占生产总值的比重，今年要超过41%: the clause before ends with what the number is."""
    if draft.clause == 0 or draft.evidence == "own":
        return False
    before = view.clauses[draft.clause - 1].span
    if NUMBER in view.mask(before.start, before.end):
        return False
    return view.plain(before.start, before.end).endswith(tuple(lexicon("part_noun")))


def _is_rate(label: str) -> bool:
    """A rate has a level of its own: 自给率由六成升到72.4%."""
    return label.endswith("率") and not label.endswith(tuple(lexicon("part_noun")))


def _is_growth(draft: Draft, before: Draft) -> bool:
    """增速由15.1%回落到12.7%, 增幅稍低，为11.2%: the level of a growth is a growth."""
    if draft.saying.kind is not Kind.LEVEL or draft.quantity.base_unit != "%":
        return False
    if before.saying.kind is not Kind.GROWTH:
        return False
    return draft.saying.into and before.source and before.clause == draft.clause


_MOST = regex.compile(
    r"(?:为|也|更|还|均|都|相对|明显|同样)*(?:最|较|稍|略|更|居|靠|明显|尤|超|领|垫|排)\p{Han}{0,5}\Z"
)


def _growth_told(view: View, draft: Draft) -> tuple[int, str] | None:
    """用电增幅最大，达19.6%: the clause before says that what comes is a growth, and of what."""
    saying, quantity = draft.saying, draft.quantity
    if saying.kind is not Kind.LEVEL or quantity.base_unit != "%" or draft.clause == 0:
        return None
    if not regex.fullmatch(
        r"[\s\u3000]*(?:也|已|均|都|则|分别|依次|高|仅|只|约)*(?:达到?了?|为|是|有|至)?(?:近|约|逾|超过?|\s)*",
        view.plain(draft.left.start, draft.start),
    ):
        return None
    clause = view.clauses[draft.clause - 1].span
    if draft.left.start < view.clauses[draft.clause].span.start or NUMBER in view.mask(
        clause.start, clause.end
    ):
        return None
    plain = view.plain(clause.start, clause.end)
    noun = regex.search(
        rf"(?P<noun>{any_of('growth_noun', 'fall_noun')})(?P<most>\p{{Han}}*)\Z", plain
    )
    if noun is None or not _MOST.match(noun["most"]):
        return None
    own = phrases.trim(view, Span(clause.start, clause.start + noun.start()))
    sign = -1 if noun["noun"] in lexicon("fall_noun") else 1
    return sign, view.plain(own.start, own.end)


PACES = frozenset({"增速N"})
_BARE = ("N", "提高到N")


def keep_pace(view: View, draft: Draft, before: Draft | None, label: str, carried: str) -> None:
    """经济增速为7.4%，某市为6.3%: the percentage of the next is a growth as well."""
    level = draft.saying.kind is Kind.LEVEL and draft.saying.rule in _BARE
    if not level or draft.quantity.base_unit != "%":
        return
    if before is None:
        sign = view.paced if label == carried else 0
    else:
        paces = before.saying.rule in PACES or before.evidence == "carried"
        grows = before.saying.kind is Kind.GROWTH and before.quantity.base_unit == "%"
        sign = before.saying.sign if grows and paces and before.indicator == label else 0
    if sign:
        draft.saying = replace(draft.saying, kind=Kind.GROWTH, sign=sign)
