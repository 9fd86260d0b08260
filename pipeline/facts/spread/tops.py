"""Those at the head of an order, told in the clause before a 分别 that gives each its number."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.lexicon import any_of, words
from pipeline.facts.members import members
from pipeline.facts.phrases import trim
from pipeline.facts.spread.orders import COUNTED, ORDER
from pipeline.facts.spread.turn import Turn
from pipeline.facts.together import HOLDERS
from pipeline.model import Entity, Kind, Span

_KIND = r"\p{Han}{0,8}?"


@cache
def _told() -> regex.Pattern[str]:
    """产值排前三位的是…, 增速最快的三个行业为…, 税收增幅居前的有…: what is ordered."""
    return regex.compile(
        rf"[\s\u3000]*(?:其中，?)?(?P<what>[^，。；]{{2,24}}?){ORDER}的?{COUNTED}{_KIND}"
        r"(?:主要)?(?:分别|依次)?(?:是|为|有|包括)(?P<list>[^，。；]{3,60})"
    )


_RATE = regex.compile(r"(?:(?:同比|环比)?(?:增长率|增速|增幅|涨幅|降幅|增长|下降)(?:率|幅度)?)?")


def tops(turn: Turn) -> bool:
    """增速排前三位的是甲、乙和丙，分别为…: a number for each of those that lead.

    Names of places, zones or companies own their numbers; a trade is part of what is measured.
    """
    view, count = turn.view, turn.count
    if turn.first.clause == 0 or count < 2 or _RATE.fullmatch(turn.text.strip("，")) is None:
        return False
    clause = view.clauses[turn.first.clause - 1].span
    match = _told().fullmatch(view.plain(clause.start, clause.end).rstrip("，"))
    if match is None:
        return False
    what = trim(view, Span(clause.start + match.start("what"), clause.start + match.end("what")))
    measure = view.plain(what.start, what.end)
    listed = Span(clause.start + match.start("list"), clause.start + match.end("list"))
    owners = _owners(turn, listed)
    parts = members(match["list"].removesuffix("等"))
    if len(owners) != count and len(parts) != count:
        return False
    noun = regex.search(rf"{any_of('growth_noun', 'fall_noun')}\Z", measure)
    rate = noun or _RATE.fullmatch(turn.text.strip("，"), 1)
    if rate and all(draft.quantity.base_unit == "%" for draft in turn.drafts):
        falls = noun is not None and noun.group() in words("fall_noun")
        for draft in turn.drafts:
            saying = replace(draft.saying, kind=Kind.GROWTH, sign=-1 if falls else 1)
            draft.saying = saying
    whole = measure[: noun.start()] if noun and noun.start() else measure
    if len(owners) == count:
        for owner, draft in zip(owners, turn.drafts, strict=True):
            draft.subject = owner
        return turn.give_all(whole, "given")
    return turn.give([part + whole for part in parts], "given")


def _owners(turn: Turn, listed: Span) -> list[Entity]:
    """The names of a list, where it has nothing but names."""
    view = turn.view
    names = [n for n in view.names_in(listed.start, listed.end) if n.entity.type in HOLDERS]
    if not names or names[0].span.start != listed.start:
        return []
    joined = all(
        regex.fullmatch(r"、|和|与|及|以及", view.plain(one.span.end, other.span.start))
        for one, other in itertools.pairwise(names)
    )
    return [n.entity for n in names] if joined else []
