"""Who speaks for whom: a manager's 'we' is the company that the text gave the manager to."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline import tables
from pipeline.facts.lexicon import any_of
from pipeline.facts.realms import AGENCY, Realms
from pipeline.facts.view import NAME, Clause, Named, View
from pipeline.model import Entity, EntityType, Span

_HEADED = (EntityType.COMPANY, EntityType.ZONE, EntityType.PLACE, EntityType.ORG)
_OFFICE = regex.compile(
    r"(?:董事长|总经理|总裁|总监|经理|厂长|首席\p{Han}{1,3}官|CEO|CFO|CTO|创始人|董秘|秘书长?|负责人|老板|掌门人?|掌舵人|"
    r"当家人|主任|书记|局长|县长|区长|市长|镇长|村支书|村主任|工程师|总工|班长|组长|工长|部长|科长|店长|场长|社长|站长)"
)
"""Whoever holds one of these speaks for where it is held."""
_OUTSIDER = regex.compile(
    r"(?:分析|经济学|研究员|教授|院士|专家|学者|合伙人|基金|记者|策略|律师|代表委员)"
)
"""These speak of others."""
_BETWEEN = regex.compile(rf"(?:（[^（）]*）)?[^，。；：“”{NAME}]{{0,16}}\Z")
_COMES_FROM = regex.compile(r"来自\Z")
_FROM_PLACE = regex.compile(rf"[\s\u3000“]*来自(?P<name>{NAME}+)的")
_PRONOUN = regex.compile(r"[\s\u3000“”，]*(?:她|他|这位\p{Han}{1,5})")


@cache
def _says() -> regex.Pattern[str]:
    verbs = tables.alternatives(tables.words("speech_verbs.csv", "word"))
    return regex.compile(
        rf"(?:也|还|则|又|就|便|随后|接着|最后|当场|这样|如是|向记者|对记者|给记者)*"
        rf"(?:{verbs}|{any_of('frame')}|算(?:的|了|起|过)?(?:是|一?笔)?|回忆|盘算|掰着指头|列(?:了|出)|接话|给出)"
    )


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
            if regex.match(rf"[^，。；]{{0,4}}?{_says().pattern}|[：:，]?“", rest):
                return self._last
        start = view.plain(clause.span.start, view.span.end)
        mask = view.mask(clause.span.start, clause.span.end)
        comes = _FROM_PLACE.match(mask)
        if comes and _says().search(start, comes.end(), comes.end() + 14):
            at = clause.span.start + comes.start("name")
            home = next((n for n in view.names if n.span.start == at), None)
            self._last = self._owned_by(home) if home is not None else None
            return self._last
        pronoun = _PRONOUN.match(start)
        if pronoun and _says().match(start, pronoun.end()):
            return self._last
        return None

    def _owner(
        self, view: View, span: Span, person: Named, company: Entity | None
    ) -> Entity | None:
        """Whom the words before a person's name give the person to."""
        plain = view.plain(span.start, span.end)
        titled = view.plain(max(view.span.start, person.span.start - 12), person.span.start)
        titled += view.plain(person.span.end, person.span.end + 4)
        if _OUTSIDER.search(titled[-20:]):
            return None
        for item in reversed(view.names_in(span.start, span.end)):
            if item.entity.type not in _HEADED:
                continue
            between = view.mask(item.span.end, person.span.start)
            home = _COMES_FROM.search(view.plain(span.start, item.span.start))
            if _BETWEEN.fullmatch(between) and (_OFFICE.search(titled) or home):
                return self._owned_by(item)
            return None
        if company is not None and _OFFICE.search(plain[-12:]) and "的" not in plain[-12:]:
            return company
        return None

    def _owned_by(self, item: Named) -> Entity | None:
        entity = item.entity
        if entity.type is EntityType.ORG:
            if AGENCY.search(entity.canonical) is None:
                return None
            return self._realms.of_agency(entity, item.span.start)
        return entity
