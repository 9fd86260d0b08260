"""Whose indicator it is: the name in subject position, carried where a clause has none."""

from __future__ import annotations

from collections.abc import Sequence
from operator import is_

from pipeline import patterns as regex
from pipeline.facts import markets, pointing
from pipeline.facts.acting import social, undertakes
from pipeline.facts.counting import Wide, counted_realm
from pipeline.facts.groups import GROUP
from pipeline.facts.markets import is_index, is_market
from pipeline.facts.naming import HOME_GROUND, Spoken, named
from pipeline.facts.realms import AGENCY, REALM, Realms, is_kind
from pipeline.facts.sorts import NATION
from pipeline.facts.tally_names import INVESTOR
from pipeline.facts.things import RULE as THING
from pipeline.facts.things import Things
from pipeline.facts.view import NUMBER, Clause, Named, View
from pipeline.facts.voices import Voices
from pipeline.frozen import dataclass
from pipeline.model import Entity, EntityType, Kind


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a fact is about.

    strength: `clause`, `sentence`, `carried`, `main`, `beside` or `none`.
    """

    name: str | None
    entity: Entity | None
    strength: str


NOBODY = Subject(None, None, "none")
_HOLDER = regex.compile(r"(?:股东|实际控制人|实控人|母公司)\Z")
_PUTS_IN = regex.compile(r"[^，。；]{0,8}?(?:领投|跟投|参投|独投|加注|追投|出资|认购)")
"""Behind a name: who puts money into the company that is spoken of."""
_WHOLE_ZONE = regex.compile(r"[全我本该][区园]")
_ANY_ZONE = frozenset({"园区", "该园区", "片区"})
_PART = regex.compile(r"[\s\u3000]*(?:其中|这其中|当中)[，、\s]*")
"""其中荣成市11处；…: what follows the semicolon is the whole's again."""
_NATION = regex.compile(r"[\s\u3000]*(?:从|在)?(?:全国|我国)(?:范围内?|范围来?看|来看|层面看?)")
_LIST = regex.compile(
    rf"[^，。；、]{{0,12}}、[^，。；]{{2,60}}(?:等|{NUMBER})|在[我全本][省市县区州旗]"
)
"""Behind a name that is one of several, or that comes to us: 甲硅业、乙焦化等, 某银行在我市设行."""
_PROVINCES = regex.compile(r"省(?:份|区市|市自治区)|省[、（(]?(?:自治区|直辖市|区、市)")
"""So many provinces are the nation's."""
_AMONG_ALL = regex.compile(r"(?:在|对|从)?(?P<word>全[省市县])的?\Z")
"""在全省60个园区中列第一: how many there are is the province's."""
_NUMBERED = regex.compile(r"[\s\u3000]*（[一二三四五六七八九十]{1,3}）")


def _same(some: Sequence[object], others: Sequence[object]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


class Subjects:
    """Walks an article's sentences and knows at each number who is spoken of."""

    def __init__(
        self,
        main: Entity | None,
        realms: Realms,
        things: Things,
        about: Entity | None = None,
        *,
        report: bool = False,
    ) -> None:
        """report: the text is a place's report; each sentence begins with the place again."""
        self._report = report
        self._main = self._whole = main
        self._about = about
        self._realms = realms
        self._things = things
        self._voices = Voices(realms)
        self._current: Entity | None = None
        self._sentence: Entity | None = None
        self._opened: Entity | None = None
        self._before_part: tuple[Entity | None] | None = None
        self._named_last: list[Entity] = []
        self._pair: list[Entity] = []
        self._target: Entity | None = None
        self._before: Entity | None = None
        self._spoken: Entity | None = None
        self._teller: Entity | None = None
        self._accountant: Entity | None = None
        self._market = markets.market_of(main)
        self._floor = "沪深两市" if self._market == "A股" else self._market
        self._fresh = self._first = False
        self._drifted: Entity | None = None
        self._told: set[str] = set()
        self._telling: set[str] = set()

    def paragraph(self, about: Entity | None = None) -> None:
        """A new paragraph speaks of the article's subject until it names another.

        about: whom a short item of a list begins with.
        """
        self._current = self._opened = None
        self._drifted = self._drifts()
        self._told, self._telling = self._telling, set()
        self._fresh = True
        if self._drifted is not None:
            self._current = self._drifted
        if about is not None:
            self._current = about

    def _drifts(self) -> Entity | None:
        """The company that two paragraphs have told of without the article's own, if any."""
        main = self._main
        if main is None or main.type is not EntityType.COMPANY:
            return None
        both = self._told & self._telling if self._drifted is None else self._telling
        if main.canonical in self._told | self._telling or len(both) != 1:
            return self._drifted if self._drifted and main.canonical not in self._telling else None
        name = next(iter(both))
        found = next((e for e in self._realms.entities if e.canonical == name), None)
        return found if found is not None and found.type is EntityType.COMPANY else None

    def speaks(self, owner: Entity) -> None:
        """A quotation begins, in which somebody speaks for his house."""
        self._current, self._opened = owner, None

    def heading(self, about: Entity | None) -> None:
        """A heading inside the text: what stands under it speaks of whom it names, if anybody."""
        self._main = about or self._whole

    def sentence(self, view: View) -> None:
        """A new sentence goes on with what the one before began with."""
        self._first = self._fresh
        if self._fresh:
            self._fresh = False
            speaks, owner = self._voices.turn(view)
            if speaks:
                self._main = owner or self._whole
        if self._opened is not None:
            self._current = self._opened
        self._before = self._spoken
        self._sentence = self._opened = self._before_part = self._spoken = self._teller = None
        self._accountant = None
        plain = view.plain(view.span.start, min(view.span.end, view.span.start + 12))
        place = self._main is not None and self._main.type in HOME_GROUND
        if _NUMBERED.match(plain) or (
            place and (self._report or undertakes().match(plain) or social().match(plain))
        ):
            self._current = self._opened = None  # a programme's next item is the place's own again

    def clause(self, view: View, clause: Clause) -> Entity | None:
        """Takes in one clause; returns the name in its subject position, if there is one."""
        if self._before_part is not None and view.plain(
            clause.span.start - 1, clause.span.start
        ) in ("；", ";"):
            self._sentence, self._before_part = self._before_part[0], None
        elif self._in_a_list_of_main(view, clause):
            self._sentence = self._current = self._opened
        elif self._report and self._is_company_of_home(view, clause):
            self._sentence = self._current = self._opened = None
        item = self.mention(view, clause)
        if item is None and (set_out := self._set_out(view, clause)) is not None:
            self._sentence = self._opened = set_out
            return set_out
        if (
            item is None
            and self._sentence is not None
            and self._sentence.type is EntityType.ORG
            and self._main is not None
            and self._main.type in HOME_GROUND
            and social().match(view.plain(clause.span.start, clause.span.end))
        ):
            self._sentence = self._current = None  # 某医院搬迁，每千人床位6张
        voice = self._voices.hear(view, clause, self._company())
        owners = [
            n.entity
            for n in view.names_in(clause.span.start, clause.span.end)
            if n.entity.type is not EntityType.PERSON and not n.mention.anaphor
        ]
        self._target = pointing.bought(view, clause) or self._target
        pointed = self._pointed(view, clause) or pointing.brought(view, clause)
        if pointed is None and (trade := pointing.topped(view, clause)) is not None:
            pointed = self._realms.group(trade)
        if owners:
            self._named_last = owners
        if len({e.canonical for e in owners}) > 1:
            self._pair = owners
        self._teller = pointing.teller(view, clause) or self._teller
        self._accountant = pointing.accountant(view, clause) or self._accountant
        introduced = pointing.introduced(view, clause)
        if introduced is not None:
            self._spoken = introduced
        if item is None:
            if pointed is not None:
                self._sentence = pointed
                if self._opened is None and pointed.type in pointing.SITES:
                    self._opened = pointed
            elif voice is not None and self._sentence is None and self._opened is None:
                self._current = voice
            return pointed
        found = self._meant(item)
        before = view.plain(view.span.start, item.span.start)
        if before.count("（") > before.count("）"):
            return found  # （含某某公司74亿元）: spoken of in brackets alone
        self._telling.add(found.canonical)
        lead = view.plain(max(view.span.start, clause.span.start - 3), clause.span.start)
        parted = lead.endswith(("其中，", "其中,")) and clause.span.start == item.span.start
        if parted or _PART.fullmatch(view.mask(clause.span.start, item.span.start)):
            if self._before_part is None:
                self._before_part = (self._sentence,)
            self._sentence = found
            return found
        earlier, self._sentence = self._sentence, found
        if self._spoken is None and found.type in pointing.SITES:
            self._spoken = found
        main = self._main
        holder = _HOLDER.search(view.plain(clause.span.start, item.span.start))
        if (
            main is not None
            and main.type is EntityType.COMPANY
            and found.type is EntityType.COMPANY
            and found is not main
            and (holder or INVESTOR.search(found.canonical))
        ):
            if _PUTS_IN.match(view.mask(item.span.end, clause.span.end)):
                self._sentence = earlier
            return found  # who put money in is not what is spoken of next
        counted = NUMBER in view.mask(clause.span.start, clause.span.end)
        opens = clause.span.start <= view.span.start + 1 or self._current is None
        speaker = found.type is not EntityType.ORG and AGENCY.search(item.mention.text)
        listed = main is not None and main.type in HOME_GROUND and _listed(view, item)
        if listed:
            return found  # 甲公司、乙公司等一批项目竣工: the next sentence is the place's own again
        if self._opened is None and not speaker and (counted or found.type is not EntityType.ORG):
            self._opened = found
        hall = (
            found.type is EntityType.ORG and found.rule != THING and main is not None
        ) and main.type is EntityType.PLACE
        if (counted and not hall) or (
            opens and (found.type is not EntityType.ORG or found.rule == THING)
        ):
            self._current = found
        return found

    def _in_a_list_of_main(self, view: View, clause: Clause) -> bool:
        """Another item, parted by ；, of what a place or zone did that began the sentence?"""
        main, opened = self._main, self._opened
        if main is None or opened is not main or main.type not in HOME_GROUND:
            return False
        return view.plain(clause.span.start - 1, clause.span.start) in ("；", ";")

    def _is_company_of_home(self, view: View, clause: Clause) -> bool:
        """某钢厂退出产能100万吨；落实政策，减免税费45亿元: what a report says next of the place."""
        spoken = self._sentence or self._current
        parted = view.plain(clause.span.start - 1, clause.span.start) in ("；", ";")
        at_home = self._main is not None and self._main.type in HOME_GROUND
        return parted and at_home and spoken is not None and spoken.type is EntityType.COMPANY

    def _set_out(self, view: View, clause: Clause) -> Entity | None:
        """Of whom the sentence goes on to speak: 全国范围内，…; 以上海为例，…."""
        if _NATION.fullmatch(view.plain(clause.span.start, clause.span.end)):
            return self._realms.realm("全国")
        return pointing.set_out(view, clause, self._opened)

    @property
    def standing(self) -> Entity | None:
        """Whom a table is about: the heading, the article, or the text beside it."""
        return self._main or self._about

    @property
    def of_company(self) -> bool:
        """Does the article speak of a company?"""
        return self._main is not None and self._main.type is EntityType.COMPANY

    def _company(self) -> Entity | None:
        """Whose manager a title alone belongs to."""
        for entity in (self._current, self._main):
            if entity is not None and entity.type is EntityType.COMPANY:
                return entity
        return None

    def speaks_of(self, entity: Entity) -> None:
        """A number's own words name whom it is about; the clauses behind it go on with that."""
        self._sentence = entity

    def _pointed(self, view: View, clause: Clause) -> Entity | None:
        """Whom 这里, 前者, 后者 or 标的 at the head of a clause mean."""
        opens = clause.span.start <= view.span.start + 1
        goes_on = self._sentence is None and not self._first
        if (opens or goes_on) and pointing.is_here(view, clause):
            return self._before
        found = pointing.pointed(view, clause, self._named_last) or pointing.pointed(
            view, clause, self._pair
        )
        if found is None and pointing.is_target(view, clause):
            return self._target
        return found

    def mention(self, view: View, clause: Clause) -> Named | None:
        """Whom a clause names in subject position."""
        last = (self._sentence, self._current, self._main, *reversed(self._named_last))
        key = Subjects, clause.span.start
        known = view.worked.get(key)
        if known is not None and known[1] == self._things.count and _same(known[0], last):
            found: Named | None = known[2]
            return found  # nobody was named since the clause was asked before
        spoken = Spoken(self._main, self._current, self._sentence, last)
        found = named(view, clause, spoken, self._realms, self._things)
        view.worked[key] = last, self._things.count, found
        return found

    def _meant(self, item: Named) -> Entity:
        """该区, 公司 mean the article's own subject before any other of their kind."""
        main, current = self._main, self._current
        begun = self._sentence
        if (
            item.mention.anaphor
            and item.entity.type is EntityType.ZONE
            and begun is not None
            and begun.type is EntityType.ZONE
            and begun.rule != REALM
            and item.mention.text[0] not in "全我本"
            and (begun.canonical.endswith(item.mention.text) or item.mention.text in _ANY_ZONE)
        ):
            return begun  # 某新区是某港的重点园区，…，目前园区有企业38家
        if (
            item.mention.anaphor
            and item.entity.type is EntityType.ZONE
            and main is not None
            and main.rule == REALM
            and (
                main.canonical.endswith(item.mention.text)
                or _WHOLE_ZONE.fullmatch(item.mention.text)
            )
            and not GROUP.fullmatch(main.canonical)
        ):
            return main  # 高新区 are all those that the text speaks of, not the one it named aside
        if (
            item.mention.anaphor
            and item.entity.type is EntityType.COMPANY
            and INVESTOR.search(item.entity.canonical)
            and current is not None
            and current.type is EntityType.COMPANY
            and current.canonical in self._telling
            and not INVESTOR.search(current.canonical)
        ):
            return current  # 公司 is who was funded, not who put money in
        company = item.mention.anaphor and item.entity.type is EntityType.COMPANY
        if company and self._accountant is not None:
            return self._accountant  # 某公司发布三季报，公司…
        if item.mention.anaphor and self._teller is item.entity:
            return item.entity  # 某公司公布，集团销售…: it tells of itself
        told = self._told_of(item)
        if told is not None:
            return told
        if (
            item.mention.anaphor
            and item.entity.rule != REALM
            and main is not None
            and main.type is item.entity.type
            and (
                self._current is not item.entity
                or item.mention.text[0] in "全我本"
                or (INVESTOR.search(item.entity.canonical) is not None)
            )
            and not (item.entity.canonical in self._told and main.canonical not in self._told)
            and not (
                item.mention.text[1:2] in ("省", "市", "县")
                and not is_kind(item.mention.text[1], main)
            )
        ):
            return main
        return item.entity

    def _told_of(self, item: Named) -> Entity | None:
        """公司 is the company that was spoken of, not a customer or founder named since."""
        company = EntityType.COMPANY
        named_aside = (
            item.mention.anaphor
            and item.entity.type is company
            and item.entity is not self._main
            and item.mention.text[0] not in "该这"
            and item.entity.canonical not in self._telling
        )
        for entity in (self._opened, self._sentence, self._current) if named_aside else ():
            if entity is not None and entity.type is company and entity.canonical in self._telling:
                return entity
        return None

    def here(
        self,
        clause_subject: Entity | None,
        before: str,
        mask: str,
        kind: Kind,
        behind: str = "",
        *,
        large: bool = False,
        huge: bool = False,
    ) -> Subject:
        """The subject of a number.

        before, mask: what stands left of it within its clause.  behind: what follows it.
        large: it is an amount, or counts tens of thousands.  huge: more than any region has.
        """
        acting = self._sentence
        spoken = acting or self._current or self._main
        wide = counted_realm(
            before,
            mask,
            kind,
            named=clause_subject is not None,
            company=spoken is not None and spoken.type is EntityType.COMPANY,
            acting=acting is not None and acting.type is EntityType.COMPANY,
            large=large,
            huge=huge,
        )
        nation = self._main is None or self._main.rule == REALM
        if wide is None and clause_subject is None and nation and _PROVINCES.match(behind):
            wide = Wide("全国", "sentence")  # 9个省份增速超过一成
        among = _AMONG_ALL.search(before) if kind is Kind.LEVEL else None
        if among is not None and spoken is not None and spoken.type is EntityType.ZONE:
            of_all = self._realms.of_word(among["word"], None)
            return Subject(of_all.canonical, of_all, "clause")
        whole = self._realms.realm(wide.name) if wide else None
        if wide and whole is not None:
            if wide.reach == "field":
                self._sentence, self._opened = whole, self._opened or whole
            elif wide.reach == "sentence":
                self._sentence = self._sentence or whole
            elif wide.reach == "clause" and clause_subject is None:
                self._sentence = self._opened = whole
            return Subject(whole.canonical, None, "clause")
        company = (
            self._main is None or self._main.type is EntityType.COMPANY or is_market(self._main)
        )
        if (
            company
            and (clause_subject is None or is_index(clause_subject))
            and (name := markets.counted(before, behind))
        ):
            self._market = name
            self._floor = name if name.endswith(("市", "市场")) else self._floor
            self._sentence = self._realms.realm(name)
            if self._opened is None:
                self._opened = self._sentence
            return Subject(name, None, "clause")
        on_exchange = self._main is not None and is_market(self._main)
        if on_exchange and kind is Kind.LEVEL and markets.shares(before, behind):
            return Subject(self._market, None, "clause")
        traded = clause_subject is None or is_index(clause_subject)
        if on_exchange and traded and markets.turnover(before):
            self._sentence = self._realms.realm(self._floor)
            return Subject(self._floor, None, "clause")
        if clause_subject is not None:
            return Subject(clause_subject.canonical, clause_subject, "clause")
        if self._sentence is not None and not (kind is Kind.RANK and self._sentence.rule == REALM):
            return Subject(self._sentence.canonical, self._sentence, "sentence")
        if self._accountant is not None:  # 某公司公布半年报，其收入…
            return Subject(self._accountant.canonical, self._accountant, "sentence")
        if self._current is not None:
            return Subject(self._current.canonical, self._current, "carried")
        if self._main is not None:
            return Subject(self._main.canonical, self._main, "main")
        if self._about is not None:
            return Subject(self._about.canonical, self._about, "beside")
        return NOBODY


def is_of_many(subject: Subject) -> bool:
    """Is it a nation, or several as one, of whom one has a part of what is counted?"""
    entity = subject.entity
    return subject.name in NATION or entity is None or entity.rule == REALM


def _listed(view: View, item: Named) -> bool:
    """Does a name begin a list: 甲硅业、乙汽车等一批项目?"""
    return _LIST.match(view.mask(item.span.end, view.span.end)) is not None
