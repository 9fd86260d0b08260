"""What a number is about: the phrase before it, behind it, or one carried from before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.facts import phrases, spread, topics
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import any_of
from pipeline.facts.lexicon import words as lexicon
from pipeline.facts.view import NAME, NUMBER, View
from pipeline.model import Kind, Span

_PRONOUN = regex.compile(
    r"(?:(?:这|那|该|此)(?:一|个|项|些|类|里)?(?:比例|数字|数据|指标|占比|数值|增速|数|比重|规模|面积)?(?:还|也|又)?|其|它|"
    r"为期|新年|新一年|全年|一度|后者|前者|两者|三者|二者|上述|发生|全年发生|拿出|一年|一个|日均|月均|年均|人均|户均|平均|累计|合计|总计|共计)"
)
_QUOTED = regex.compile(r"(?:收报|报收|收于)(?:于|约|每股)*\Z")
"""What a share closes at is its closing price, whatever stands before the verb."""
_GIVEN = regex.compile(
    r"(?:将|主要|全部|都|已|均)*(?:给了?|用于|投向|投给|来自|源自|出自|流向|集中在|分布在|是|属于|做|从事|为|投到|花在)"
)
_FROM = regex.compile(rf"(?:来自|落户|位于|出自|属于|坐落)(?:于|在)?{NAME}+(?:的|有|共)*")


def give_indicators(view: View, drafts: Sequence[Draft], carried: str) -> None:
    """Gives each draft the phrase it is about."""
    last = ""
    for index, draft in enumerate(drafts):
        before = drafts[index - 1] if index else None
        if draft.joined and before is not None:
            draft.indicators, draft.evidence = list(before.indicators), before.evidence
            draft.own, draft.behind = before.own, before.behind
            continue
        start = draft.left.start
        if before is not None and before.evidence == "right" and before.behind is not None:
            start = max(start, min(before.behind.end, draft.left.start + draft.saying.cue))
        own = phrases.trim(view, Span(start, draft.left.start + draft.saying.cue))
        draft.own = own if len(own) else None
        if _takes_noun_behind(draft):
            draft.behind = phrases.behind(view, draft.right.start, draft.right.end)
            if draft.behind and view.plain(draft.behind.start, draft.behind.end) in topics.NO_TOPIC:
                draft.behind = None
        label, evidence = _choose(view, draft, last)
        if draft.quantity.dimension == "money" and _QUOTED.search(
            view.plain(draft.left.start, draft.start)
        ):
            label, evidence = "收盘价", "right"
        if not label:
            label, evidence = _inherited(view, drafts, index, last, carried)
        if label in lexicon("measure"):
            label = spread.compose(last or topics.before(view, draft), label)
        if evidence == "own" and last and _nominalised(view, draft):
            label = label + "的" + last
        if (
            draft.quantity.base_unit in ("章", "条", "款")
            and regex.search(
                r"》?(?:共|分|计|全文)*\Z",
                view.plain(max(view.span.start, draft.start - 6), draft.start),
            )
            and "》" in view.plain(view.span.start, draft.start)[-12:]
        ):
            label = draft.quantity.base_unit or label
        draft.indicators, draft.evidence = [label], evidence
        if _is_share(draft, before, label):
            draft.saying = replace(draft.saying, kind=Kind.SHARE)
        if label and not (draft.quantity.dimension == "duration" and evidence == "rest"):
            last = label


def _is_share(draft: Draft, before: Draft | None, label: str) -> bool:
    """比重为16.6%, and the level that a share rose or fell to."""
    if draft.saying.kind is not Kind.LEVEL or draft.quantity.base_unit != "%":
        return False
    if label.endswith(tuple(lexicon("part_noun"))):
        return True
    return draft.saying.into and before is not None and before.saying.kind is Kind.SHARE


def _nominalised(view: View, draft: Draft) -> bool:
    """其中卖到省外的占47.5%: 的 with nothing behind stands for what was counted before."""
    own = draft.own
    if own is None or draft.behind is not None:
        return False
    rest = view.plain(own.end, draft.start)
    return bool(
        regex.match(r"的(?:，|就|也|则|又|还|便|共|约|已|只|仅|有|占|达|为|是|超|近|分别)*", rest)
    ) and _verbal_inside(view, own)


def _verbal_inside(view: View, own: Span) -> bool:
    return any(word.tag == "v" for word in view.words(own.start, own.end))


def _takes_noun_behind(draft: Draft) -> bool:
    if draft.saying.behind:
        return True
    if draft.saying.rule == "较N":
        return False
    if draft.saying.kind not in (Kind.LEVEL, Kind.CHANGE):
        return draft.saying.rule == "N倍"
    return draft.quantity.dimension not in ("duration", "percentage point", "rank")


def _choose(view: View, draft: Draft, last: str) -> tuple[str, str]:
    """The phrase before or behind the number, and which it was."""
    own = draft.own
    behind = draft.behind
    own_text = view.wording(own) if own else ""
    behind_text = view.wording(behind) if behind else ""
    if own_text and behind_text in lexicon("measure"):
        return own_text + behind_text, "own"
    if _PRONOUN.fullmatch(own_text):
        own, own_text = None, ""
    if own_text in lexicon("hold"):
        own, own_text = None, ""
    coming = _FROM.search(view.mask(draft.left.start, draft.left.start + draft.saying.cue))
    if coming and not view.plain(draft.left.start + coming.end(), draft.start).strip("有共已达约"):
        at = view.mask(draft.left.start, draft.start).find(NAME)
        draft.subject = next(
            (n.entity for n in view.names if n.span.start == draft.left.start + at), None
        )
        own, own_text = None, ""
    # a name alone is who, not what; it serves only where nothing else is said
    if (
        own is not None
        and not view.mask(own.start, own.end).strip(NAME)
        and (last or behind_text or draft.saying.kind is not Kind.LEVEL or _anaphor(view, own))
    ):
        own, own_text = None, ""
    if draft.saying.behind and not behind_text:
        given = _GIVEN.match(view.plain(draft.right.start, draft.right.end))
        if given and (draft.saying.rule == "N成" or not own_text):
            noun = phrases.behind(view, draft.right.start + given.end(), draft.right.end)
            if noun:
                behind_text = view.plain(noun.start, noun.end)
    if draft.saying.rule == "多装N" and behind_text:
        verb = view.plain(draft.left.start + draft.saying.cue, draft.left.end)
        return regex.match(r"\p{Han}{0,4}?(?=约|近|超|$|\s)", verb).group() + behind_text, "right"  # type: ignore[union-attr]
    if draft.saying.behind and behind_text:
        return behind_text, "right"
    if draft.saying.rule == "是…的N%" and draft.saying.reference and not own_text:
        cue = view.plain(draft.left.start + draft.saying.cue, draft.left.end)
        if cue.startswith(("贡献", "撑起", "吸纳", "承担", "拿下", "包揽")):
            a, b = draft.saying.reference
            return view.plain(draft.left.start + a, draft.left.start + b), "own"
    if own_text and not behind_text:
        before_cue = view.plain(draft.left.start, draft.left.start + draft.saying.cue)
        if regex.search(r"的[有共已]*\Z", before_cue) and (
            own is not None and _verbal(view, own) and len(own) <= 4
        ):
            return "", ""
        return (own_text, "own") if _says_something(view, own) else ("", "")
    if behind_text and not own_text:
        return behind_text, "right"
    if own is not None and own_text and behind_text:
        raw = view.plain(draft.left.start, draft.left.start + draft.saying.cue).rstrip()
        if raw.endswith(("的", "了", "着", "过")) or _verbal(view, own):
            return behind_text, "right"
        if regex.search(rf"{any_of('hold')}了?\Z", own_text):
            return behind_text, "right"
        if behind is not None and not _noun_final(view, behind) and _noun_final(view, own):
            return own_text, "own"
        return behind_text, "right"
    return "", ""


def _anaphor(view: View, own: Span) -> bool:
    return any(n.span == own and n.mention.anaphor for n in view.names)


def _noun_final(view: View, span: Span) -> bool:
    pieces = view.words(span.start, span.end)
    return bool(pieces) and (
        pieces[-1].tag.startswith(("n", "j", "l", "i", "eng", "x"))
        or (pieces[-1].tag == "vn" and len(pieces) > 1)
    )


def _says_something(view: View, own: Span | None) -> bool:
    if own is None:
        return False
    text = view.plain(own.start, own.end)
    return bool(regex.search(r"\p{Han}{2}|[A-Za-z]{2}", text)) and text not in (
        "之一",
        "其中",
        "本次",
        "此次",
        "同时",
        "为此",
        "一方面",
    )


def _verbal(view: View, own: Span) -> bool:
    """Does the phrase end with a plain verb (引进, 率先打造)?"""
    pieces = view.words(own.start, own.end)
    if not pieces:
        return False
    tail = pieces[-1]
    return tail.tag in ("v", "vd", "vi", "d") or tail.text in lexicon("hold")


def _inherited(
    view: View, drafts: Sequence[Draft], index: int, last: str, carried: str
) -> tuple[str, str]:
    """Where a number's own words say nothing: the topic before it, the indicator before it, …"""
    draft = drafts[index]
    if last and index and drafts[index - 1].clause == draft.clause:
        return last, "carried"
    first = draft.clause
    while first > 0:
        clause = view.clauses[first - 1].span
        if NUMBER in view.mask(clause.start, clause.end):
            break
        topic = topics.topic(view, clause)
        if not topic and first == draft.clause:
            topic = topics.head(view, clause)
        if not topic and view.clauses[first - 1].mark == "：":
            topic = topics.tail(view, clause)
        if topic:
            own = draft.own
            if own is not None and _verbal(view, own) and len(own) <= 4 and not draft.behind:
                plain = view.plain(own.start, own.end)
                if plain not in lexicon("hold") and not _PRONOUN.fullmatch(plain):
                    return plain + topic, "topic"
            return topic, "topic"
        first -= 1
        if draft.clause - first >= 3:
            break
    if last:
        return last, "carried"
    rest = phrases.behind(view, draft.right.start, view.clauses[draft.clause].span.end)
    if rest:
        return view.plain(rest.start, rest.end), "right"
    if carried:
        return carried, "carried"
    clause = view.clauses[draft.clause].span
    plain = view.plain(draft.right.start, clause.end) or view.plain(clause.start, draft.start)
    return regex.sub(r"\s", "", plain)[:16], "rest"
