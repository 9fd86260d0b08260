"""均, 都 and ranks behind an enumeration: one number is said of each member."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from pipeline import patterns as regex
from pipeline.facts.drafts import Draft
from pipeline.facts.lexicon import words
from pipeline.facts.members import compose, members
from pipeline.facts.phrases import trim
from pipeline.facts.together import HOLDERS
from pipeline.facts.view import NAME, NUMBER, TIME, View
from pipeline.model import Kind, Span

_EACH = regex.compile(
    r"(?:均|都|皆|各(?!类|项|种|级|界|地|大|\p{Han}{2,6}(?:共|合计|总计|累计))|双双|同为|同居|同列|同样|齐|一并|全部)"
)
_THESE = regex.compile(
    r"(?:这|上述|以上|前述)(?P<n>[两二三四五六七八九十\d]+)[^，。；]{1,8}?(?:都|均|皆)"
)
_TIED = regex.compile(
    rf"(?P<what>[^，。；]*?)(?:则|也|还)?(?:与|和|同)(?P<name>{NAME}+)[省市县区]?(?:同时|一起)?(?:并列|同列|同居|持平于)"
)
_DIGITS = {
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def tied(view: View, drafts: Sequence[Draft]) -> None:
    """某省入围数量与邻省并列全国第一: the rank is that of both."""
    for draft in drafts:
        owner = view.subjects.get(draft.clause)
        if draft.saying.kind is not Kind.RANK or draft.own is None or owner is None:
            continue
        match = _TIED.match(view.mask(draft.own.start, draft.start))
        if match is None:
            continue
        at = draft.own.start + match.start("name")
        other = next((n.entity for n in view.names if n.span.start == at), None)
        if other is None or other.type not in HOLDERS:
            continue
        draft.sharers = [owner, other]
        what = trim(view, Span(draft.own.start, draft.own.start + match.end("what")))
        if len(what) > 1:
            draft.indicators = [view.wording(what)]
        draft.evidence = "given"


def each(view: View, drafts: Sequence[Draft]) -> None:
    """均, 都 and ranks behind an enumeration: the number is said of each member."""
    for index, draft in enumerate(drafts):
        if draft.streak or draft.joined:
            continue
        mask = view.mask(draft.left.start, draft.left.end)
        clause_start = view.clauses[draft.clause].span.start
        these = _THESE.search(view.plain(clause_start, draft.start))
        if these:
            wanted = int(these["n"]) if these["n"].isdigit() else _DIGITS.get(these["n"], 0)
            seen = list(dict.fromkeys(d.indicator for d in drafts[:index] if d.indicator))
            if len(seen) >= wanted > 0:
                draft.indicators = seen[-wanted:]
                draft.evidence = "given"
            continue
        shared = bool(_EACH.search(mask))
        if draft.saying.kind is not Kind.RANK and not shared:
            continue
        chain = _chain(view, drafts, index)
        if chain and (shared or draft.saying.kind is Kind.RANK):
            draft.indicators = (
                list(dict.fromkeys(d.indicator for d in chain if d.indicator)) or draft.indicators
            )
            continue
        measure = _bare_measure(view, draft)
        if (draft.evidence != "own" or measure) and shared:
            listed = _listed(view, drafts, index)
            if listed and measure:
                draft.indicators = [compose(item, measure) for item in listed]
                continue
            if listed:
                draft.indicators, draft.evidence = listed, "given"
                continue
        if len(draft.indicators) == 1 and draft.evidence == "own":
            parts = members(draft.indicators[0])
            alone = _ONE_TRADE.fullmatch(draft.indicators[0]) or _ONE_ABILITY.fullmatch(
                draft.indicators[0]
            )
            if not shared and alone:
                continue
            if len(parts) > 1 and all(2 <= len(part) <= 24 for part in parts):
                draft.indicators = parts


_ONE_TRADE = regex.compile(
    r"[^、和与及]+[和与及][^、和与及]+?(?:领域|产业|行业|板块|业|技术)(?:的?(?:增速|增幅|总?收入|产值|增加值|营收))?"
)
"""电子与信息领域增速居第二: one trade, whose name has an and in it."""


_LIST = regex.compile(
    rf"(?:[^，。；{NAME}{NUMBER}]{{0,14}}[—：]+)?"
    rf"(?:[\s\u3000{TIME}，]|其中|此外|目前|截至)*(?P<list>{NAME}+(?:(?:、|和|与|及|以及){NAME}+)+)"
    rf"(?:等?[两二三四五六七八九十]?[个家大]?(?:市|县|区|地|城市|园区|公司|企业)?)?"
    rf"(?P<what>[^，。；、{NAME}]{{0,16}}?)(?:也|已|则)*(?:均|都|皆|双双|分别都|首次(?=突破|超|迈|跻|进入)|(?P<one>分别))"
)
_ANOTHER = regex.compile(
    rf"(?:（[^（）]*）)?(?:、|和|与|及|以及|至|到|[-—~～]|，)[^，。；{NUMBER}]{{0,8}}{NUMBER}"
)
"""甲、乙分别增长3%和5%: there is one number for each."""


def sharers(view: View, drafts: Sequence[Draft]) -> None:
    """甲区、乙区产值均超百亿元: the number is that of each of a list of names."""
    for draft in drafts:
        clause = view.clauses[draft.clause].span
        match = _LIST.match(view.mask(clause.start, draft.start))
        if match is None or draft.subject is not None or NUMBER in match.group():
            continue
        if match["one"] and (
            NUMBER in view.mask(clause.start + match.end(), draft.start)
            or _ANOTHER.match(view.mask(draft.quantity.span.end, view.span.end))
        ):
            continue
        listed = Span(clause.start + match.start("list"), clause.start + match.end("list"))
        found = [n.entity for n in view.names_in(listed.start, listed.end)]
        kinds = {entity.type for entity in found}
        if len(kinds) == 1 and kinds <= set(HOLDERS):
            draft.sharers = list(dict.fromkeys(found))


_ABILITY = r"(?:能力|竞争力|水平|实力|潜力|活跃度|影响力|贡献度?|质效|活力)"
_ONE_ABILITY = regex.compile(
    rf"[^、和与及]{{2,8}}(?<!{_ABILITY})[和与及][^、和与及]{{2,8}}{_ABILITY}(?:的?(?:排名|位次))?"
)
"""人才集聚和开放合作水平居第4: one index, whose name has an and in it."""


def _bare_measure(view: View, draft: Draft) -> str:
    """数量均居首位: the number's own words name a measure alone."""
    text = view.plain(draft.own.start, draft.own.end) if draft.own is not None else ""
    return text if text in words("measure") else ""


def _chain(view: View, drafts: Sequence[Draft], index: int) -> list[Draft]:
    """The numbers right before, joined by 、 or 和, whose nouns the words before this one close."""
    draft = drafts[index]
    chain: list[Draft] = []
    for before in reversed(drafts[:index]):
        if before.clause != draft.clause or before.behind is None:
            break
        nearest = chain[0] if chain else draft
        between = view.mask(before.behind.end, nearest.start)
        if chain and not regex.fullmatch(r"(?:、|和|与|及|以及|\s)+", between):
            break
        chain.insert(0, before)
    return chain if len(chain) > 1 else []


def _listed(view: View, drafts: Sequence[Draft], index: int) -> list[str]:
    """What the clauses before enumerate: A三家、B五家，都…; or A的数量、B，在…都…."""
    draft = drafts[index]
    before = [d for d in drafts[:index] if d.clause >= draft.clause - 1 and d.clause < draft.clause]
    chain = [d for d in before if not d.streak]
    if len(chain) > 1:
        gaps = [
            view.plain(a.quantity.span.end, b.left.start + b.saying.cue)
            for a, b in itertools.pairwise(chain)
        ]
        if all("、" in gap or "和" in gap for gap in gaps):
            return list(dict.fromkeys(d.indicator for d in chain if d.indicator))
    found: list[str] = []
    for clause in view.clauses[: draft.clause]:
        if NUMBER in view.mask(clause.span.start, clause.span.end):
            found = []
            continue
        span = trim(view, clause.span)
        text = view.plain(span.start, span.end)
        if not text or regex.search(r"[。；：]", clause.mark):
            found = []
            continue
        pieces = view.words(span.start, span.end)
        if pieces and pieces[-1].tag.startswith("n"):
            found.extend(members(text))
    return found if len(found) > 1 else []
