"""Where in the text the parts of a fact stand, and what else they might have been.

A fact's subject, indicator, period and reference are words; the audit marks the place each was
most likely taken from, so that a wrong link is seen at once.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Entity, EntityType, Fact, Reading, Span

MOST_OTHERS = 6
# Pieces shorter than this are found by chance.
SHORTEST = 2


def links(reading: Reading, fact: Fact) -> dict[str, list[Span]]:
    """The places of `subject`, `indicator`, `period` and `reference`; only those that are found."""
    found = {
        "subject": _subject(reading, fact),
        "indicator": _phrase(reading.article.text.text, fact.indicator, fact),
        "period": _period(reading, fact),
        "reference": _phrase(reading.article.text.text, fact.reference or "", fact, near=True),
    }
    return {name: spans for name, spans in found.items() if spans}


def others(reading: Reading, fact: Fact) -> dict[str, list[list[str]]]:
    """What might have stood in a field instead: the names and times of the sentence, other kinds.

    Each as value and where it comes from: the words of the text, or the rule.
    """
    subjects = {
        entity.canonical: mention.text
        for entity in reading.entities
        if entity.type is not EntityType.PERSON and not _is_subject(entity, fact)
        for mention in entity.mentions
        if not mention.anaphor and fact.sentence.contains(mention.span)
    }
    periods = {
        time.edtf: time.text
        for time in reading.times
        if time.edtf and time.edtf != fact.period and fact.sentence.contains(time.span)
    }
    found = {
        "subject": [[name, text] for name, text in subjects.items()][:MOST_OTHERS],
        "period": [[edtf, text] for edtf, text in periods.items()][:MOST_OTHERS],
        "kind": [[kind.value, rule] for kind, rule in fact.others][:MOST_OTHERS],
    }
    return {name: rows for name, rows in found.items() if rows}


def _is_subject(entity: Entity, fact: Fact) -> bool:
    return fact.subject is not None and fact.subject in (entity.canonical, *entity.aliases)


def _subject(reading: Reading, fact: Fact) -> list[Span]:
    if not fact.subject:
        return []
    spans = [
        mention.span
        for entity in reading.entities
        if _is_subject(entity, fact) and fact.subject_type in (None, entity.type)
        for mention in entity.mentions
    ]
    return _nearest(spans, fact) or _words(reading.article.text.text, fact.subject, fact)


def _period(reading: Reading, fact: Fact) -> list[Span]:
    if not fact.period:
        return []
    whole = [time.span for time in reading.times if time.edtf == fact.period]
    if whole:
        return _nearest(whole, fact)
    ends = []
    for end in fact.period.split("/"):
        ends += _nearest([time.span for time in reading.times if time.edtf == end], fact)
    return sorted(set(ends))


def _nearest(spans: Iterable[Span], fact: Fact) -> list[Span]:
    """The place that a reader would look at first: in the sentence before the number, behind it,
    earlier in the article, anywhere."""
    at = fact.quantity.span.start

    def distance(span: Span) -> tuple[bool, bool, int]:
        return (not fact.sentence.contains(span), span.start > at, abs(at - span.start))

    nearest = min(spans, key=distance, default=None)
    return [] if nearest is None else [nearest]


def _words(text: str, words: str, fact: Fact) -> list[Span]:
    """The place of words in the order of `_nearest`, without a list of all their places."""
    if not words:
        return []
    at = fact.quantity.span.start
    for within in (fact.sentence, Span(0, len(text))):
        start = text.rfind(words, within.start, min(at + len(words), within.end))
        if start < 0:
            start = text.find(words, max(within.start, at + 1), within.end)
        if start >= 0:
            return [Span(start, start + len(words))]
    return []


def _phrase(text: str, phrase: str, fact: Fact, *, near: bool = False) -> list[Span]:
    """A phrase as it stands, or, where it was put together from pieces, its pieces.

    near: only in the fact's own sentence.
    """
    sentence = text[fact.sentence.start : fact.sentence.end]
    if near and phrase not in sentence:
        return []
    whole = _words(text, phrase, fact)
    if whole:
        return whole
    found: list[Span] = []
    start = 0
    while start < len(phrase):
        end = len(phrase)
        while end - start >= SHORTEST and phrase[start:end] not in sentence:
            end -= 1
        if end - start < SHORTEST:
            start += 1
            continue
        found += _words(text, phrase[start:end], fact)
        start = end
    covered = sum(len(span) for span in found)
    return sorted(set(found)) if 2 * covered >= len(phrase) else []
