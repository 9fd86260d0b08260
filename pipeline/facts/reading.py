"""Sentence by sentence: numbers to drafts, drafts to facts."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline import grid
from pipeline import patterns as regex
from pipeline.facts import spread
from pipeline.facts.cells import Tables, is_in
from pipeline.facts.contests import contest_told
from pipeline.facts.dialogue import NO_QUESTION, asked
from pipeline.facts.drafting import drafts_of, streak_draft
from pipeline.facts.drafts import Draft, is_streak
from pipeline.facts.indicators import give_indicators
from pipeline.facts.main_subject import main_subject
from pipeline.facts.making import facts_of, growth_periods, is_huge, is_large, local_name
from pipeline.facts.markets import is_market, trading_day
from pipeline.facts.modality import has_happened, plans_of, programme
from pipeline.facts.periods import Periods
from pipeline.facts.realms import Realms, is_kind
from pipeline.facts.retelling import PACES
from pipeline.facts.sayings import is_percent
from pipeline.facts.sections import NO_SECTION, Section, is_report, section_of
from pipeline.facts.sentence_times import times as times_of
from pipeline.facts.spread.joined import goes_on
from pipeline.facts.subjects import Subject, Subjects, is_of_many
from pipeline.facts.things import Things, ports, thing
from pipeline.facts.topics import said_to_move
from pipeline.facts.view import TIME, Named, View, named
from pipeline.facts.voices import quoted
from pipeline.facts.year_by_year import as_before, year_by_year
from pipeline.marks import BULLETS, ITEM_MARK
from pipeline.model import (
    Block,
    BlockKind,
    Entity,
    EntityType,
    Fact,
    Kind,
    Modality,
    Quantity,
    Role,
    Span,
    Time,
)
from pipeline.segment import Word, is_known

_OWNERS = (EntityType.COMPANY, EntityType.ZONE)
_SKIPPED = (BlockKind.BYLINE, BlockKind.CREDIT, BlockKind.FURNITURE)


_WHOLE = regex.compile(r"(?<!健)全(?P<kind>[省市县区州旗镇])(?![域场])")
"""Whom a text without names is about, where it calls a place so: 全区上半年经济发展公报."""


def find(
    text: str,
    blocks: Sequence[Block],
    words: Sequence[Word],
    sentences: Sequence[Span],
    entities: Sequence[Entity],
    times: Sequence[Time],
    quantities: Sequence[Quantity],
    *,
    page_date: str | None = None,
    home: Entity | None = None,
    about: Entity | None = None,
) -> list[Fact]:
    """The facts of one article, in text order.

    text: the article's clean text; all spans count in it.  page_date: EDTF day or None.
    home: the place a local paper is named after, or None.
    about: whom the text beside this one is about, for a text that names nobody.
    """
    realms = Realms(entities, home)
    names = realms.spoken(named(entities))
    things = Things()
    opening = _opening(text, blocks, words, sentences, quantities, times, names, things)
    main = main_subject(text, blocks, names, realms, opening)
    if any(item.entity.type in _OWNERS for item in (*names, *opening)):
        about = None  # it names somebody of its own
    elif (
        main is None
        and (whole := _WHOLE.search(text)) is not None
        and (about is None or not is_kind(whole["kind"], about))
    ):
        about, main = None, realms.of_word(whole.group(), None)
    subjects = Subjects(main, realms, things, about, report=is_report(text, blocks))
    tables = Tables(grid.tables(text), names, page_date)
    out: list[Fact] = []
    previous_block: Span | None = None
    carried = ""
    period: str | None = None
    section = NO_SECTION
    earlier: dict[str, str] = {}
    market = main is not None and is_market(main)
    day = trading_day(times, sentences[:_OPENING]) if market else None
    told = section  # with what a question says of its answer
    question = NO_QUESTION
    plans = False  # the sentence before told of plans
    quotes: list[tuple[Span, Entity]] = []
    contest = ""  # the last that the text named
    paced = 0  # the sign of a 增速 that the sentence before ended with
    headed = False  # the block before was a heading too
    for sentence in sentences:
        block = _block_of(blocks, sentence)
        if block is not None and block.kind in _SKIPPED:
            continue
        if block is not None and block.span != previous_block:
            subjects.paragraph(_item_of(text, block, words, names, things))
            quotes = list(quoted(text, block.span, names))
            carried = question.counts
            period = None
            previous_block = block.span
            section = section_of(text, block, times, section) or section
            told = Section(section.period, True) if question.plans else section
            if day and told.period is None:
                told = Section(day, told.goal)
            question = asked(text[block.span.start : block.span.end])
            if block.kind is BlockKind.SUBHEAD:
                about_whom = _named_by(text, block, names) or _work_over(text, block, names, things)
                if about_whom is not None or not headed:  # a second line under 某某新区——
                    subjects.heading(about_whom)
            headed = block.kind is BlockKind.SUBHEAD
        for quote, owner in quotes:
            if quote.start <= sentence.start <= quote.start + 1:
                subjects.speaks(owner)
        inside = _inside(quantities, sentence)
        if tabled := tables.within(sentence):
            out.extend(tables.facts(sentence, inside, section, subjects.standing))
            inside = [q for q in inside if not any(is_in(q, cell) for cell in tabled)]
        streaks = [q for q in inside if q.role is Role.FACT and is_streak(text, q)]
        view = View(
            text,
            sentence,
            list(_between(words, sentence)),
            [q for q in inside if q not in streaks],
            _inside(times, sentence),
            _names(text, sentence, names, things),
            streaks,
        )
        view.market, view.earlier, view.paced = market, earlier, paced
        goes_on = plans and not has_happened(view, sentence.end) and programme(view)
        of_plans = Section(told.period, True, told.done) if goes_on else told
        view.contest = contest = contest_told(text[sentence.start : sentence.end]) or contest
        facts, carried = _sentence(view, subjects, carried, block, page_date, of_plans, period)
        carried = carried if facts else said_to_move(view) or carried
        period = view.period if facts else _spoken(view) or period
        plans = goes_on or plans_of(view) or (bool(facts) and facts[-1].modality is Modality.TARGET)
        out.extend(facts)
        if facts:
            last = facts[-1]
            paced = (1 if last.value > 0 else -1) if last.rule in PACES else 0
        earlier |= {f.base_unit: f.indicator for f in facts if f.base_unit and f.kind is Kind.LEVEL}
    out.sort(key=lambda fact: fact.quantity.span)
    return out


_AGAINST = regex.compile(rf"(?:比|较|高于|低于|超过|多于|少于){TIME}+的?\Z")
"""比上年的41亿元增长5%: the amount of another time."""


def _told_in(view: View, drafts: Sequence[Draft], facts: Sequence[Fact]) -> str | None:
    """The time of a sentence's first number that is of its own time; of any, where none is."""
    aside = {
        d.quantity.span
        for d in drafts
        if d.source or _AGAINST.search(view.mask(d.left.start, d.start))
    }
    dated = [fact for fact in facts if fact.period]
    told = (fact.period for fact in dated if fact.quantity.span not in aside)
    own = any(d.quantity.span not in aside for d in drafts)
    return next(told, None if own or not dated else dated[0].period)


def _spoken(view: View) -> str | None:
    """The time that a sentence without figures speaks of: 2016年一季度，产销保持增长. 其中，…."""
    if view.quantities or view.streaks:
        return None
    usable = [t.time.edtf for t in times_of(view) if not (t.compared or t.founding or t.told)]
    return usable[0] if len(usable) == 1 else None


_OPENING = 2
"""So many sentences of the body are looked at for the named thing that an article is about."""


def _opening(
    text: str,
    blocks: Sequence[Block],
    words: Sequence[Word],
    sentences: Sequence[Span],
    quantities: Sequence[Quantity],
    times: Sequence[Time],
    names: Sequence[Named],
    things: Things,
) -> list[Named]:
    """The named things that the headline and the first sentences begin with."""
    out: list[Named] = []
    for port in ports(text):
        things.named(port, text[port.start : port.end])
    bodies = 0
    for sentence in sentences:
        block = _block_of(blocks, sentence)
        if block is not None and block.kind in _SKIPPED:
            continue
        bodies += block is None or block.kind is BlockKind.BODY
        if bodies > _OPENING:
            break
        view = View(
            text,
            sentence,
            list(_between(words, sentence)),
            _inside(quantities, sentence),
            _inside(times, sentence),
            _inside(names, sentence),
        )
        for clause in view.clauses:
            found = thing(view, clause)
            if found is not None:
                out.append(things.note(found))
    taken = [n.span for n in (*names, *out)]
    return [*out, *things.mentions(text, Span(0, len(text)), taken)]


_ITEM = regex.compile(rf"[\s\u3000]*{ITEM_MARK}\s*(?:(?P<name>[^：，。；\d“”（）]{{2,14}})：)?")
_AMOUNT = regex.compile(
    r"(?:大?约|近|超过?|逾|达到?|共|累计)?[\d.,]*\d(?![\d.,年月日])|\p{Han}{0,6}第[\d一二三四五六七八九十]"
    r"|同比|环比|[较比](?:上|去|\d{4})"
)
"""A figure behind a label: ●占地面积：18.6平方公里. A year is none."""


def _item_of(
    text: str, block: Block, words: Sequence[Word], names: Sequence[Named], things: Things
) -> Entity | None:
    """Whom a short item of a list is about: ▲某某啤酒：…, or the first that it names.

    What is measured is nobody: ●规划面积：52平方公里, ●创新平台：国家级6个.
    """
    match = _ITEM.match(text, block.span.start, block.span.end)
    if match is None:
        return None
    end = match.end() + 24
    for item in names:
        if match.start() <= item.span.start < end and item.entity.type in (
            EntityType.COMPANY,
            EntityType.ZONE,
        ):
            return item.entity
    if match["name"] is None:
        return None
    if _AMOUNT.match(text, match.end(), block.span.end):
        return None  # ●占地面积：18.6平方公里
    label = [word.text for word in _between(words, Span(*match.span("name")))]
    if len(label) != 1 and all(is_known(word) for word in label):
        return None
    return things.named(Span(*match.span("name")), match["name"])


def _named_by(text: str, block: Block, names: Sequence[Named]) -> Entity | None:
    """The zone, company or place that a heading inside a text begins with: 宁波经开区：港口变…."""
    reach = 6 if text[block.span.start : block.span.start + 1] in "【[" else 1  # 【数读…】
    for item in names:
        if block.span.start <= item.span.start <= block.span.start + reach and item.entity.type in (
            EntityType.COMPANY,
            EntityType.ZONE,
            EntityType.PLACE,
        ):
            return item.entity
    return None


_WORK = regex.compile(r"[^，。；：、！？\d]{2,24}(?P<kind>项目|工程|基地|产业园|生产线)")
_BELOW = 60
"""So many characters of the text under a heading say whether it goes on with the same work."""


def _work_over(text: str, block: Block, names: Sequence[Named], things: Things) -> Entity | None:
    """The project that a heading is the name of, where the text under it says 该项目."""
    match = _WORK.fullmatch(text, block.span.start, block.span.end)
    if match is None or any(name.span == block.span for name in names):
        return None
    below = text[block.span.end : block.span.end + _BELOW]
    goes_on = regex.search(rf"(?:\A|[，。；\s])(?:该|本|这一)?{match['kind']}", below)
    return things.named(block.span, match.group()) if goes_on else None


def _names(text: str, span: Span, names: Sequence[Named], things: Things) -> list[Named]:
    """The names that stand in a sentence, those of known things with them."""
    inside = _inside(names, span)
    # 宁波 in 宁波舟山港 is part of what is spoken of
    taken = [n.span for n in inside if n.entity.type is not EntityType.PLACE]
    found = list(things.mentions(text, span, taken))
    inside = [n for n in inside if not any(one.span.contains(n.span) for one in found)]
    return sorted([*inside, *found], key=lambda item: item.span)


def _between(words: Sequence[Word], span: Span) -> Sequence[Word]:
    first = bisect_left(words, span.start, key=lambda word: word.start)
    last = bisect_left(words, span.end, key=lambda word: word.start)
    return words[first:last]


def _block_of(blocks: Sequence[Block], sentence: Span) -> Block | None:
    last = bisect_right(blocks, sentence.start, key=lambda block: block.span.start) - 1
    return blocks[last] if last >= 0 and sentence.start < blocks[last].span.end else None


_Item = TypeVar("_Item", Quantity, Time, Named)


def _inside(items: Sequence[_Item], span: Span) -> list[_Item]:
    """Those that lie in a span, of items in order."""
    first = bisect_left(items, span.start, key=lambda item: item.span.start)
    last = bisect_left(items, span.end, key=lambda item: item.span.start)
    return [item for item in items[first:last] if item.span.end <= span.end]


def _sentence(
    view: View,
    subjects: Subjects,
    carried: str,
    block: Block | None,
    page_date: str | None,
    section: Section,
    before: str | None,
) -> tuple[list[Fact], str]:
    """The facts of one sentence, and the indicator that the next may carry on.

    carried, before: indicator and period of the sentence before, in the same paragraph.
    """
    subjects.sentence(view)
    silent = not view.quantities and not view.streaks
    for index, clause in enumerate(view.clauses):
        if silent and thing(view, clause) is None:
            continue  # nobody asks for its subject; a named thing is remembered
        if (item := subjects.mention(view, clause)) is not None:
            view.subject_ends.append(item.span.end)
            view.subjects[index] = item.entity
    drafts = drafts_of(view)
    by_clause: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_clause.setdefault(draft.clause, []).append(draft)
    give_indicators(view, drafts, carried)
    spread.side_by_side(view, drafts)
    spread.respectively(view, drafts)
    spread.in_turn(view, drafts)
    spread.owners_behind(view, drafts)
    spread.placed(view, drafts)
    spread.outdone(view, drafts)
    spread.tied(view, drafts)
    spread.each(view, drafts)
    spread.sharers(view, drafts)
    spread.bracketed(view, drafts)
    spread.leading(view, drafts)
    spread.headed(drafts)
    undated = [draft for draft in drafts if draft.period is None]
    if undated:
        periods = Periods(view, section.period, before, goal=section.goal)
        for draft in undated:
            draft.period = periods.of(
                draft.start,
                draft.saying.kind,
                draft.left.start,
                source=draft.source,
                into=draft.saying.into,
                base=draft.saying.rule == "较N",
                percent=is_percent(draft.quantity),
            )
    for earlier, draft in itertools.pairwise(drafts):
        if draft in undated and goes_on(view, earlier, draft):
            draft.period = earlier.period  # 比2005年增长1.3和1.4倍
    year_by_year(view, drafts)
    as_before(drafts)
    growth_periods(view, drafts)
    facts: list[Fact] = []
    for index, clause in enumerate(view.clauses):
        found = subjects.clause(view, clause)
        for draft in by_clause.get(index, []):
            before = view.plain(clause.span.start, draft.start)
            own = draft.subject or local_name(view, draft, abroad=subjects.of_company)
            if draft.subject is not None:
                subjects.speaks_of(draft.subject)
            subject = subjects.here(
                own if own is not None else found,
                before,
                view.mask(clause.span.start, draft.start),
                draft.saying.kind,
                view.plain(draft.quantity.span.end, draft.quantity.span.end + 8),
                large=is_large(draft.quantity) or view.text[view.span.start] in BULLETS,
                huge=is_huge(draft.quantity),
            )
            if draft.placed is not None and is_of_many(subject):
                subject = Subject(draft.placed.canonical, draft.placed, "clause")
            each = [subject]
            if draft.sharers and subject.entity in draft.sharers:
                each = [replace(subject, name=e.canonical, entity=e) for e in draft.sharers]
            for one in each:
                facts.extend(facts_of(view, draft, one, page_date, block, section))
        for streak in view.streaks:
            if clause.span.contains(streak.span):
                draft = streak_draft(view, streak, index)
                subject = subjects.here(found, "", "", Kind.LEVEL)
                facts.extend(facts_of(view, draft, subject, page_date, block, section))
    view.period = _told_in(view, drafts, facts)
    last = next((d.indicator for d in reversed(drafts) if d.indicator), carried)
    return facts, last
