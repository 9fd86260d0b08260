"""Candidates of all kinds, settled, then joined to entities with their other names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline import patterns as regex
from pipeline.entities.affiliates import find_affiliates
from pipeline.entities.aliases import PARENT
from pipeline.entities.beside import find_beside
from pipeline.entities.candidates import Candidate, settle
from pipeline.entities.coined import find_coined
from pipeline.entities.companies import find_companies
from pipeline.entities.defined import find_defined
from pipeline.entities.edges import Terrain
from pipeline.entities.enumerated import find_enumerated
from pipeline.entities.investors import find_investors
from pipeline.entities.joining import join
from pipeline.entities.latin import RULE as _LATIN
from pipeline.entities.latin import find_latin
from pipeline.entities.lexicon import places
from pipeline.entities.offices import find_offices
from pipeline.entities.organisations import find_organisations
from pipeline.entities.persons import find_persons
from pipeline.entities.places import find_places
from pipeline.entities.short_names import without_form
from pipeline.entities.teams import find_teams
from pipeline.entities.tickers import RULE as TICKER
from pipeline.entities.tickers import find_by_ticker, forms_of
from pipeline.entities.unlisted import city_stems, find_unlisted
from pipeline.entities.worded import find_worded
from pipeline.entities.zone_lists import find_zone_lists
from pipeline.entities.zones import find_zones
from pipeline.model import Entity, EntityType, Span
from pipeline.segment import Word, is_known

_DEAL = "company_by_deal"
"""The rule that shows a company by who is funded; its name may be of ordinary words."""
_SHOWN = frozenset(
    {_DEAL, "company_worded", "company_coined", "company_in_list", TICKER}
    | {"company_beside", "company_affiliate", _LATIN}
)
"""Rules that go by what stands around a name, which need not stand there again."""
_BY_SURNAME = frozenset({"person_evidence", "person_title_before"})
"""Rules that read a name from its first character on."""
_SHORTEST = 2
_IN_HEADLINES = 1
"""A headline has a company's short name before the text has the full one."""
_UNFINISHED = regex.compile(r"(?:集团|控股|股份)?(?:有限|股份)?(?:责任)?公司|集团|控股|股份")
"""Behind a name that is the head of a longer one."""
_FROM = regex.compile(r"(?:来源|稿源|转载自|摘自|供图)[：:]\s?\Z")
"""（来源：某某科技）: who published a text is nobody in it."""
_TOLD_BY = regex.compile(
    r"(?:网|科技|财经|娱乐|体育|汽车|房产|数码|证券|商业|新闻){0,2}[讯電电](?:[，：,:]|\s|\d{1,2}月)"
)
"""某报e公司讯，…, 某门户科技讯 …: who sends the news."""
_KIND_OF = regex.compile(r"(?<!有限)公司[A-Z][A-Za-z]{2}\Z")
"""无人拖车公司DeepHaul: what kind of company comes next, no name."""
_SPOKEN_OF = regex.compile(
    r"(?:估计|预计|预期|预测|认为|表示|指出|相信)(?:公司|集团|企业)\Z|(?:报?告期|当期|期内)公司\Z"
)
"""该行估计公司…: what somebody says of a company, no name."""
_GUESS = 5
"""The tier from which a company is known by what stands around it only."""


def find(
    text: str,
    *,
    words: Sequence[Span | Word] = (),
    context: Sequence[Entity] = (),
    traditional: bool = False,
) -> list[Entity]:
    """The entities of one article, sorted by their first mention.

    text: simplified, one paragraph a line, headline first.
    words: a segmenter's words, used only to refuse short names that they run over.
    context: entities of the page's other articles, which may lend a short name its owner.
    traditional: the page is printed in traditional script.
    """
    ground = Terrain(text, tuple(words), traditional=traditional)
    ground.cities = city_stems(ground, _known_cities(context))
    zones = list(find_zones(ground))
    found = [
        *zones,
        *find_zone_lists(ground, zones),
        *find_companies(ground),
        *find_enumerated(ground),
        *find_coined(ground),
        *find_investors(ground),
        *find_by_ticker(ground),
        *find_worded(ground),
        *find_latin(ground),
        *find_affiliates(ground),
        *find_organisations(ground),
        *find_offices(ground),
        *find_teams(ground),
        *find_persons(ground),
        *find_places(ground),
        *find_unlisted(ground),
    ]
    found += find_defined(ground, found)
    found += find_beside(ground, found)
    found += _again(ground, found)
    return join(ground, settle(_undisputed(found, text, context)), context)


def _again(ground: Terrain, found: Sequence[Candidate]) -> list[Candidate]:
    """A coined company's name that something shows once is one wherever it stands.

    So 北辰 is not taken out of 北辰阀控 where the text uses both.
    """
    text, more = ground.text, []
    seen = {item.span for item in found}
    names: dict[str, Candidate] = {}
    for item in found:
        name = text[item.span.start : item.span.end]
        long = len(name) > _SHORTEST or item.rule == TICKER
        at = item.span.start, item.span.end
        plain = (
            ground.generic(*at)
            if item.rule in (_DEAL, "company_coined") and len(name) > 3
            else ground.ordinary(*at)
        )
        if item.rule == TICKER:  # a code beside it shows a name of ordinary words as well
            plain = is_known(name) or name in places().names
        if item.rule in _SHOWN and long and not plain:
            for form in forms_of(name) if item.rule == TICKER else (name,):
                names.setdefault(form, item)
        if item.rule == "company_legal_form" and len(bare := without_form(name)) > _SHORTEST + 1:
            before = text.count(bare, 0, item.span.start)
            if "（" in name and before > _IN_HEADLINES:
                parent = Candidate(item.span, item.type, PARENT, 4, bare)
                names.setdefault(bare, parent)  # spoken of before its branch
            names.setdefault(bare, item)  # 中国某车 of 中国某车股份有限公司
    for name, item in names.items():
        for start in regex.places(name, text):
            span = Span(start, start + len(name))
            if len(name) <= _SHORTEST and (ground.crossed(start) or ground.crossed(span.end)):
                continue
            if (item.rule == PARENT or span not in seen) and not _UNFINISHED.match(text, span.end):
                more.append(replace(item, span=span))
    return more


def _undisputed(
    found: Sequence[Candidate], text: str, context: Sequence[Entity]
) -> Iterator[Candidate]:
    """Without guesses about names that a full name of this or another article explains."""
    companies = {
        text[item.span.start : item.span.end]
        for item in found
        if item.type is EntityType.COMPANY and item.tier < _GUESS
    }
    coined = {
        text[item.span.start : item.span.end] for item in found if item.rule == "company_coined"
    }
    companies |= {name[at[0] :] for name in companies if (at := places().at(name, 0, len(name)))}
    lent = {
        name
        for entity in context
        if entity.type is EntityType.COMPANY
        for name in (entity.canonical, *entity.aliases)
    }
    heads = {name[:size] for name in companies | lent for size in range(2, len(name))}
    for item in found:
        name = text[item.span.start : item.span.end]
        before = text[max(0, item.span.start - 1) : item.span.start]
        if name[0].isascii() and name[0].isalpha() and before.isascii() and before.isalnum():
            continue  # 18A生物科技公司
        if item.type is EntityType.PERSON and name in coined:
            continue
        if item.rule == "person_evidence" and (name in heads or name in companies):
            continue
        if item.rule in _BY_SURNAME and text[item.span.start + 1 : item.span.end + 1] in heads:
            continue  # 记者向|某某达副总经理
        if item.type is EntityType.COMPANY and _SPOKEN_OF.search(name):
            continue
        if item.type is EntityType.COMPANY and _KIND_OF.search(
            text[item.span.end - 4 : item.span.end + 3]
        ):
            continue
        if item.type is EntityType.COMPANY and _TOLD_BY.match(text, item.span.end):
            continue
        if item.type is EntityType.COMPANY and _FROM.search(
            text[max(0, item.span.start - 6) : item.span.start]
        ):
            continue
        if item.type is EntityType.COMPANY and item.tier >= _GUESS and name in lent:
            continue
        if item.type is EntityType.COMPANY and any(
            len(longer) > len(name) and text.startswith(longer, item.span.start) for longer in lent
        ):
            continue  # 信达 in 信达磁业, whose full name another article has
        yield item


def _known_cities(context: Sequence[Entity]) -> list[str]:
    """The stems of cities that no list has, from the page's other articles."""
    return [
        entity.canonical[:2]
        for entity in context
        if entity.rule == "unlisted city" and len(entity.canonical) <= 3
    ]
