"""Sentence by sentence: numbers to drafts, drafts to facts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from pipeline import grid
from pipeline import patterns as regex
from pipeline.facts import spread
from pipeline.facts.cells import of_cells
from pipeline.facts.confidence import confidence
from pipeline.facts.drafting import drafts_of, streak_draft
from pipeline.facts.drafts import Draft, is_streak
from pipeline.facts.indicators import give_indicators
from pipeline.facts.main_subject import main_subject
from pipeline.facts.modality import has_happened, modality
from pipeline.facts.periods import Periods
from pipeline.facts.realms import Realms
from pipeline.facts.references import reference
from pipeline.facts.sections import NO_SECTION, Section, section_of
from pipeline.facts.subjects import Subject, Subjects
from pipeline.facts.things import RULE as THING
from pipeline.facts.things import Things, thing
from pipeline.facts.view import NAME, Named, View, named
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
from pipeline.segment import Word

_SKIPPED = (BlockKind.BYLINE, BlockKind.CREDIT, BlockKind.FURNITURE)


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
    names = named(entities)
    realms = Realms(entities, home)
    things = Things()
    opening = _opening(text, blocks, words, sentences, quantities, times, names, things)
    main = main_subject(text, blocks, names, realms, opening)
    subjects = Subjects(main, realms, things, about)
    tabled = grid.cells(text)
    in_tables = {cell.span.start for cell in tabled}
    out: list[Fact] = []
    previous_block: Span | None = None
    carried = ""
    period: str | None = None
    section = NO_SECTION
    for sentence in sentences:
        block = _block_of(blocks, sentence)
        if block is not None and block.kind in _SKIPPED:
            continue
        if block is not None and block.span != previous_block:
            subjects.paragraph(_item_of(text, block, names, things))
            carried = ""
            period = None
            previous_block = block.span
            section = section_of(text, block, times, section) or section
        inside = _inside(quantities, sentence)
        if any(q.span.start in in_tables for q in inside):
            out.extend(of_cells(tabled, inside, section, main, sentence))
            inside = [q for q in inside if q.span.start not in in_tables]
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
        facts, carried = _sentence(view, subjects, carried, block, page_date, section, period)
        period = next((fact.period for fact in facts if fact.period), period)
        out.extend(facts)
    out.sort(key=lambda fact: fact.quantity.span)
    return out


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
            [q for q in quantities if sentence.contains(q.span)],
            _inside(times, sentence),
            [n for n in names if sentence.contains(n.span)],
        )
        for clause in view.clauses:
            found = thing(view, clause)
            if found is not None:
                out.append(things.note(found))
    taken = [n.span for n in (*names, *out)]
    return [*out, *things.mentions(text, Span(0, len(text)), taken)]


_ITEM = regex.compile(r"[\s\u3000]*[▲△●■◆□※◎★☆▶·•]\s*(?:(?P<name>[^：，。；\d“”（）]{2,14})：)?")


def _item_of(text: str, block: Block, names: Sequence[Named], things: Things) -> Entity | None:
    """Whom a short item of a list is about: ▲某某啤酒：…, or the first that it names."""
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
    return things.named(Span(*match.span("name")), match["name"])


def _names(text: str, span: Span, names: Sequence[Named], things: Things) -> list[Named]:
    """The names that stand in a sentence, those of known things with them."""
    inside = [n for n in names if span.contains(n.span)]
    inside += things.mentions(text, span, [n.span for n in inside])
    return sorted(inside, key=lambda item: item.span)


def _between(words: Sequence[Word], span: Span) -> Sequence[Word]:
    first = bisect_left(words, span.start, key=lambda word: word.start)
    last = bisect_left(words, span.end, key=lambda word: word.start)
    return words[first:last]


def _block_of(blocks: Sequence[Block], sentence: Span) -> Block | None:
    last = bisect_right(blocks, sentence.start, key=lambda block: block.span.start) - 1
    return blocks[last] if last >= 0 and sentence.start < blocks[last].span.end else None


_Item = TypeVar("_Item", Quantity, Time)


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
    view.subject_ends = [
        item.span.end for clause in view.clauses if (item := subjects.mention(view, clause))
    ]
    drafts = drafts_of(view)
    by_clause: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_clause.setdefault(draft.clause, []).append(draft)
    give_indicators(view, drafts, carried)
    spread.respectively(view, drafts)
    spread.each(view, drafts)
    periods = Periods(view, section.period, before)
    for draft in drafts:
        if draft.period is None:
            draft.period = periods.of(
                draft.start,
                draft.saying.kind,
                draft.left.start,
                source=draft.source,
                into=draft.saying.into,
                base=draft.saying.rule == "较N",
            )
    _growth_periods(view, drafts)
    facts: list[Fact] = []
    for index, clause in enumerate(view.clauses):
        found = subjects.clause(view, clause)
        for draft in by_clause.get(index, []):
            before = view.plain(clause.span.start, draft.start)
            own = draft.subject or _local_name(view, draft)
            if draft.subject is not None:
                subjects.speaks_of(draft.subject)
            subject = subjects.here(
                own if own is not None else found,
                before,
                view.mask(clause.span.start, draft.start),
                draft.saying.kind,
                view.plain(draft.quantity.span.end, draft.quantity.span.end + 8),
                large=_is_large(draft.quantity),
            )
            facts.extend(_facts(view, draft, subject, page_date, block, section))
        for streak in view.streaks:
            if clause.span.contains(streak.span):
                draft = streak_draft(view, streak, index)
                subject = subjects.here(found, "", "", Kind.LEVEL)
                facts.extend(_facts(view, draft, subject, page_date, block, section))
    last = next((d.indicator for d in reversed(drafts) if d.indicator), carried)
    return facts, last


def _is_large(quantity: Quantity) -> bool:
    """An amount, a rate, or a count of tens of thousands: not 77 of some things."""
    if quantity.dimension not in ("count", "rank", "ordinal"):
        return True
    return quantity.value is not None and quantity.value >= 10_000


def _growth_periods(view: View, drafts: Sequence[Draft]) -> None:
    """A growth between two printed levels holds from the one's time to the other's."""
    for draft in drafts:
        if draft.saying.kind is not Kind.GROWTH or draft.saying.reference is not None:
            continue
        if regex.search(r"同比|环比|按年", view.plain(draft.left.start, draft.start)):
            continue
        times = {
            other.period
            for other in drafts
            if other.saying.kind is Kind.LEVEL
            and other.period
            and regex.fullmatch(r"\d{4}(?:-\d\d)?", other.period)
            and set(other.indicators) & set(draft.indicators)
        }
        if len(times) == 2:
            draft.period = "/".join(sorted(times))


def _local_name(view: View, draft: Draft) -> Entity | None:
    """A name right before one member of a list: 深圳园区3.02平方公里、香港园区0.87平方公里."""
    mask = view.mask(draft.left.start, draft.left.end)
    match = regex.match(rf"(?:、|和|与|及|而|以及|其中|，)*(?P<name>{NAME}+)", mask)
    if not match or draft.saying.kind is Kind.RANK:
        return None
    if match.end() < len(mask) and draft.left.start == view.clauses[draft.clause].span.start:
        return None
    if draft.saying.cue < match.end("name"):
        return None
    at = draft.left.start + match.start("name")
    for item in view.names:
        if item.span.start == at and item.entity.type in (
            EntityType.ZONE,
            EntityType.COMPANY,
            EntityType.PLACE,
        ):
            return item.entity
    return None


def _facts(
    view: View,
    draft: Draft,
    subject: Subject,
    page_date: str | None,
    block: Block | None,
    section: Section,
) -> list[Fact]:
    quantity = draft.quantity
    saying = draft.saying
    if quantity.value is None:
        return []
    clause = view.clauses[draft.clause].span
    plain = all(time.frame == "duration" for time in view.times)
    period = draft.period or (section.period if plain else None)
    if (
        quantity.base_unit == "a"
        and saying.kind is Kind.LEVEL
        and not view.times_in(draft.left.start, draft.start)
    ):
        period = None  # a term of years holds by itself
    mood, _ = modality(view, quantity.span.start, quantity.span.end, clause.start)
    past = bool(period and page_date and period[:4] < page_date[:4])
    happened = past or has_happened(view, quantity.span.start)
    if section.goal and mood is Modality.ACTUAL and not happened:
        mood = Modality.TARGET
    if saying.target:
        mood = Modality.TARGET
    elif regex.search(r"目标(?:值|任务)?\Z", view.plain(draft.left.start, draft.start)):
        mood = Modality.TARGET
    elif saying.rule == "较N" or (
        draft.source
        and regex.search(
            r"(?<!指引|目标|预期|预测|指标|指引值|目标值)(?:由|从)",
            view.plain(draft.left.start, draft.left.end),
        )
    ):
        mood = Modality.ACTUAL
    if mood is Modality.ACTUAL and not draft.source and _not_yet(period, page_date):
        mood = Modality.TARGET
    value = quantity.value
    if saying.sign < 0 and saying.kind in (Kind.GROWTH, Kind.CHANGE) and value > 0:
        # a Decimal's own minus would round to 28 digits
        value = value.copy_negate() if isinstance(value, Decimal) else -value
    note = (
        "headline"
        if block is not None
        and block.kind
        in (
            BlockKind.HEADLINE,
            BlockKind.KICKER,
        )
        else ""
    )
    out = []
    realm = subject.name if subject.entity is None and subject.name else None
    for indicator in draft.indicators or [""]:
        if realm and indicator.startswith(realm) and len(indicator) > len(realm) + 1:
            indicator = indicator[len(realm) :].lstrip("的")
        out.append(
            Fact(
                quantity=quantity,
                sentence=view.span,
                subject=subject.name,
                subject_type=subject.entity.type
                if subject.entity and subject.entity.rule != THING
                else None,
                indicator=regex.sub(r"[\s\u3000]+", "", indicator)
                if not regex.search(r"[A-Za-z] [A-Za-z]", indicator)
                else indicator.strip(),
                kind=saying.kind,
                value=value,
                unit=quantity.unit,
                base_unit=quantity.base_unit,
                qualifier=quantity.qualifier,
                period=period,
                reference=reference(view, draft),
                modality=mood,
                rule=saying.rule,
                confidence=confidence(draft, subject.strength, period),
                note=note,
                others=saying.others,
            )
        )
    return out


def _not_yet(period: str | None, page_date: str | None) -> bool:
    """A whole year or half-year that ends long after the page was printed is a plan."""
    if not period or not page_date or len(page_date) < 10:
        return False
    year, month = int(page_date[:4]), int(page_date[5:7])
    match = regex.fullmatch(r"(?:\d{4}/)?(\d{4})(?:-(?P<month>\d\d))?", period)
    if match is None:
        return False
    if match["month"]:
        return (int(match[1]), int(match["month"])) > (year, month)
    return int(match[1]) > year or (int(match[1]) == year and month <= 3)
