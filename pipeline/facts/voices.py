"""Who speaks for whom: a manager's 'we' is the company that the text gave the manager to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.lexicon import any_of
from pipeline.facts.realms import AGENCY, Realms
from pipeline.facts.view import NAME, Clause, Named, View
from pipeline.model import Entity, EntityType, Span

_HEADED = (EntityType.COMPANY, EntityType.ZONE, EntityType.PLACE, EntityType.ORG)
_BETWEEN = regex.compile(rf"(?:（[^（）]*）)?[^，。；：“”{NAME}]{{0,16}}\Z")
_COMES_FROM = regex.compile(r"来自\Z")
_FROM_PLACE = regex.compile(rf"[\s\u3000“]*来自(?P<name>{NAME}+)的")
_TURN = regex.compile(
    rf"[\s\u3000]*[^，。：；！？]{{0,24}}?[\s\u3000]*(?P<name>{NAME}{{2,4}})\p{{Han}}{{0,6}}(?:（(?P<in>[^（）]{{2,30}})）)?[：:](?!“)"
)
_ASKS = regex.compile(
    r"[\s\u3000]*(?:[^，。：；！？]{0,12}?(?:记者|主持人|网友|观众|听众)[^，。：；！？]{0,10}|问)[：:]"
)
"""Who asks, at the head of a paragraph: 某报记者　某某：…, 问：…."""
_TAGGED = regex.compile(r"[\s\u3000]*【[^】]{0,40}】")
"""Who is heard, in a script: 【同期声　某某公司总经理　某某】, 【配音】."""
_PRONOUN = regex.compile(r"[\s\u3000“”，]*(?:她|他|这位\p{Han}{1,5})")


@cache
def says() -> regex.Pattern[str]:
    """What a speaker does, behind the name (source: data/speech_verbs.csv and reporters' words)."""
    verbs = tables.alternatives(tables.words("speech_verbs.csv", "word"))
    return regex.compile(
        rf"(?:也|还|则|又|就|便|随后|接着|最后|当场|这样|如是|向记者|对记者|给记者)*"
        rf"(?:{verbs}|{any_of('frame')})"
    )


@cache
def _speaks() -> regex.Pattern[str]:
    return regex.compile(rf"[^，。；]{{0,4}}?{says().pattern}|[：:，]?“")


@cache
def _titles(speaks: str) -> regex.Pattern[str]:
    """Titles whose holders speak for their `house`, or as `outsider` of others'."""
    return regex.compile(
        tables.alternatives(
            row["title"]
            for row in tables.rows("titles.csv", key="title")
            if row["speaks"] == speaks
        )
    )


_QUOTE = regex.compile(r"“[^“”]*(?:“[^“”]*”[^“”]*|‘[^’]*’[^“”]*)*[。，！？…]”")
_WE = regex.compile(r"我们|我司|我厂|我公司|公司|企业|集团|本厂|实验室|研究院")
"""Who speaks of the own house within a quotation."""
_CHIEF = regex.compile(r"首席\p{Han}{1,8}官")
_SPEAKING = (EntityType.COMPANY, EntityType.ORG)
_TELLS = 40
"""So many characters behind a quotation may say who spoke."""


def quoted(text: str, block: Span, names: Sequence[Named]) -> Iterator[tuple[Span, Entity]]:
    """The quotations of a paragraph, each with whose manager is named behind it.

    “…今年产值将超预期。”某某公司董事会秘书某某说. Within a paragraph only what speaks of 我们
    counts.
    """
    for quote in _QUOTE.finditer(text, block.start, block.end):
        opens = not text[block.start : quote.start()].strip()
        if opens or _WE.search(quote.group()):
            owner = _speaker(text, quote.end(), block.end, names)
            if owner is not None:
                yield Span(*quote.span()), owner


def _speaker(text: str, start: int, stop: int, names: Sequence[Named]) -> Entity | None:
    """The house whose manager is named right behind a quotation."""
    for item in names:
        if not start <= item.span.start <= start + 2 or item.entity.type not in _SPEAKING:
            continue
        if item.entity.type is EntityType.ORG and AGENCY.search(item.entity.canonical):
            continue
        behind = text[item.span.end : min(stop, start + _TELLS)]
        title = _titles("house").search(behind) or _CHIEF.search(behind)
        if title is not None and "，" not in behind[: title.start()]:
            return item.entity
    return None


class Voices:
    """The people of an article and whom each of them speaks for."""

    def __init__(self, realms: Realms) -> None:
        self._realms = realms
        self._of: dict[str, Entity] = {}
        self._last: Entity | None = None

    def hear(self, view: View, clause: Clause, company: Entity | None) -> Entity | None:
        """Whom the speaker of a clause speaks for, None where nobody speaks or nothing is known.

        company: whom the text speaks of so far, for a title that stands alone (总经理某某说).
        """
        for item in view.names_in(clause.span.start, clause.span.end):
            if item.entity.type is not EntityType.PERSON:
                continue
            before = view.span.start if item.span.start == clause.span.start else clause.span.start
            owner = self._owner(view, Span(before, item.span.start), item, company)
            if owner is not None:
                self._of[item.entity.canonical] = owner
            self._last = self._of.get(item.entity.canonical)
            rest = view.plain(item.span.end, min(view.span.end, item.span.end + 14))
            if _speaks().match(rest):
                return self._last
        start = view.plain(clause.span.start, view.span.end)
        mask = view.mask(clause.span.start, clause.span.end)
        comes = _FROM_PLACE.match(mask)
        if comes and says().search(start, comes.end(), comes.end() + 14):
            at = clause.span.start + comes.start("name")
            home = next((n for n in view.names if n.span.start == at), None)
            self._last = self._owned_by(home) if home is not None else None
            return self._last
        pronoun = _PRONOUN.match(start)
        if pronoun and says().match(start, pronoun.end()):
            return self._last
        return None

    def turn(self, view: View) -> tuple[bool, Entity | None]:
        """Whether a paragraph of a transcript begins with its speaker, and for whom that is.

        某某：…; 某某（某开发区管委会副主任）：…. Who asks speaks for nobody.
        """
        plain = view.plain(view.span.start, min(view.span.end, view.span.start + 60))
        tagged = _TAGGED.match(view.mask(view.span.start, min(view.span.end, view.span.start + 60)))
        if tagged is not None:
            return True, self._tagged(view, tagged)
        if "：" not in plain and ":" not in plain:
            return False, None
        if _ASKS.match(plain):
            return True, None
        match = _TURN.match(view.mask(view.span.start, min(view.span.end, view.span.start + 60)))
        if match is None:
            return False, None
        at = view.span.start + match.start("name")
        person = next((n for n in view.names if n.span.start == at), None)
        if person is None or person.entity.type is not EntityType.PERSON:
            return False, None
        owner = self._owner(view, Span(view.span.start, at), person, None)
        if match["in"]:
            inside = Span(view.span.start + match.start("in"), view.span.start + match.end("in"))
            names = view.names_in(inside.start, inside.end)
            house = _titles("house").search(view.plain(inside.start, inside.end))
            if names and house and names[0].entity.type in _HEADED:
                owner = self._owned_by(names[0])
        if owner is not None:
            self._of[person.entity.canonical] = owner
        return True, self._of.get(person.entity.canonical)

    def _tagged(self, view: View, tagged: regex.Match[str]) -> Entity | None:
        """Whom the person named in a script's bracket speaks for."""
        end = view.span.start + tagged.end()
        for person in reversed(view.names_in(view.span.start, end)):
            if person.entity.type is EntityType.PERSON:
                owner = self._owner(view, Span(view.span.start, person.span.start), person, None)
                if owner is not None:
                    self._of[person.entity.canonical] = owner
                return self._of.get(person.entity.canonical)
        return None

    def _owner(
        self, view: View, span: Span, person: Named, company: Entity | None
    ) -> Entity | None:
        """Whom the words before a person's name give the person to."""
        plain = view.plain(span.start, span.end)
        titled = view.plain(max(view.span.start, person.span.start - 12), person.span.start)
        titled += view.plain(person.span.end, person.span.end + 4)
        if _titles("outsider").search(titled[-20:]):
            return None
        for item in reversed(view.names_in(span.start, span.end)):
            if item.entity.type not in _HEADED:
                continue
            between = view.mask(item.span.end, person.span.start)
            home = _COMES_FROM.search(view.plain(span.start, item.span.start))
            if _BETWEEN.fullmatch(between) and (_titles("house").search(titled) or home):
                return self._owned_by(item)
            return None
        if company is not None and _titles("house").search(plain[-12:]) and "的" not in plain[-12:]:
            return company
        return None

    def _owned_by(self, item: Named) -> Entity | None:
        entity = item.entity
        if entity.type is EntityType.ORG:
            if AGENCY.search(entity.canonical) is None:
                return None
            return self._realms.of_agency(entity, item.span.start)
        return entity
