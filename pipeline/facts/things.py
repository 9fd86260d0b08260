"""Named things that are no entity of the five types, and yet the subject of figures.

湄洛铁路全长…, “远航”号…, 《…》累计票房…: a phrase at the head of a clause that ends with a word of
`data/thing_suffixes.csv` and holds something of a proper name, or a title in 《》.
"""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.view import NAME, NUMBER, TIME, Clause, Named, View
from pipeline.model import Entity, EntityType, Mention, Span

_PROPER = ("ns", "nr", "nz", "nt", "nrt", "eng")
_LEAD = regex.compile(
    rf"(?:[\s\u3000]|{TIME}|图为|其中|目前|截至|此外|同时|而|由[^，。；]{{2,12}}的|在|据悉|日前|近日|，|、|的|电影|影片|动画片|纪录片|国产|全长)*"
)
_VERB_AFTER = regex.compile(
    r"(?:的|在|已|将|累计|共|全长|全线|日均|首日|上映|票房|设计|总|完成|实现|年|正线|建成|开通|开行|运营|发送|吞吐|投资|募集|"
    r"规模|下潜|\p{Han}{0,6}$|"
    rf"[^，。；]{{0,14}}{NUMBER})"
)


@cache
def _pattern() -> regex.Pattern[str]:
    suffix = tables.alternatives(tables.words("thing_suffixes.csv", "suffix"))
    return regex.compile(
        rf"(?P<name>《[^《》]{{1,30}}》|(?:“[^“”]{{1,12}}”)?[\p{{Han}}A-Za-z0-9{NAME}·—-]{{2,18}}?{suffix})"
        r"(?![\p{Han}]{0,1}(?:的项目|建设者))"
    )


def thing(view: View, clause: Clause) -> Named | None:
    """The named thing at the head of a clause, as an entity of its own, or None."""
    mask = view.mask(clause.span.start, clause.span.end)
    lead = _LEAD.match(mask)
    start = clause.span.start + (lead.end() if lead else 0)
    match = _pattern().match(view.mask(start, clause.span.end))
    if match is None:
        return None
    end = start + match.end("name")
    name = view.plain(start, end)
    if regex.match(r"[这该此其本各某]", name) or view.plain(end, end + 1) == "等":
        return None
    if NUMBER in view.mask(start, end) or TIME in view.mask(start, end):
        return None
    if not name.startswith("《") and not _is_proper(view, start, end):
        return None
    if not _VERB_AFTER.match(view.mask(end, clause.span.end)):
        return None
    canonical = name.strip("《》")
    mention = Mention(Span(start, end), name)
    return Named(
        mention.span, Entity(EntityType.ORG, canonical, (), (mention,), "named thing"), mention
    )


def _is_proper(view: View, start: int, end: int) -> bool:
    """Does the phrase hold a name: a quote, a mention, or a word of the dictionary's names?"""
    if "“" in view.plain(start, end) or NAME in view.mask(start, end)[:-1]:
        return len(view.mask(start, end).strip(NAME)) > 0
    pieces = view.words(start, end)
    if any(
        word.tag in ("v", "d", "p", "u", "r", "m") and word.text not in ("至", "号")
        for word in pieces
    ):
        return False
    return len(pieces) > 1 and any(
        word.tag in _PROPER
        and len(word.text) > 1
        and not regex.search(r"[新老旧首全各多本外内主次大小高中低国省市县区开建在单双]", word.text)
        for word in pieces[:-1]
    )
