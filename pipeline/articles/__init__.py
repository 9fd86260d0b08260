"""Clean → articles: headlines wherever they stand, subheads, bylines, captions, furniture."""

from __future__ import annotations

from bisect import bisect_left

from pipeline.articles.assembly import article, furniture
from pipeline.articles.grouping import DIGIT, DOCUMENT, Draft, Heading, Sorted, group, is_notice
from pipeline.articles.matching import Texts, assign, coverage, terms
from pipeline.articles.paragraphs import LEADS, Paragraph, paragraphs
from pipeline.model import Article, ArticleKind, Clean, Page

__all__ = ["split"]

LEAST = 0.35
"""A headline that stands away from a text shares at least so much with it."""


NEAR = 60
"""With so many texts at most a heading or a credit is compared."""


def split(page: Page, clean: Clean) -> list[Article]:
    """The articles of a page in reading order, each character of the page in one of them."""
    parts = paragraphs(page, clean)
    if not parts:
        return []
    sorted_parts = group(parts)
    _only_headings(sorted_parts, parts)
    _part_by_headlines(sorted_parts)
    leftover = _give_headlines(sorted_parts)
    _give_credits(sorted_parts)
    leftover = _keep_whole(sorted_parts, leftover)
    found = [
        (draft.body[0].index, article(clean.body, draft, _kind(draft, sorted_parts.drafts)))
        for draft in sorted_parts.drafts
    ]
    rest = sorted_parts.furniture + sorted_parts.credits + sorted_parts.bylines
    for heading in leftover:
        if len(heading.text) >= 10 and DIGIT.search(heading.text):
            draft = Draft(list(heading.parts))
            found.append((heading.parts[0].index, article(clean.body, draft, ArticleKind.OTHER)))
        else:
            rest += heading.parts
    found += furniture(clean.body, sorted(rest, key=lambda part: part.index))
    found.sort(key=lambda pair: pair[0])
    return [_numbered(number, one) for number, (_, one) in enumerate(found, 1)]


def _keep_whole(found: Sorted, leftover: list[Heading]) -> list[Heading]:
    """On a page with one text, lines below its beginning belong to it."""
    texts = [draft for draft in found.drafts if not draft.caption]
    if len(texts) != 1:
        return leftover
    (draft,) = texts
    first = draft.body[0].index
    for heading in leftover:
        if heading.parts[0].index > first:
            draft.body += heading.parts
    draft.body.sort(key=lambda part: part.index)
    return [heading for heading in leftover if heading.parts[0].index < first]


def _numbered(number: int, one: Article) -> Article:
    return Article(
        number,
        one.kind,
        one.text,
        one.blocks,
        one.headline,
        one.subheads,
        one.byline,
        one.first_line,
        one.last_line,
    )


def _only_headings(found: Sorted, parts: list[Paragraph]) -> None:
    """A page with no sentence on it: the first line is its headline, the others its text."""
    if found.drafts or not found.loose:
        return
    first, *others = found.loose
    body = [part for heading in others for part in heading.parts]
    if body:
        found.drafts.append(Draft(body, headline=first))
    else:
        found.drafts.append(Draft(list(first.parts)))
    found.loose = []


def _part_by_headlines(found: Sorted) -> None:
    """Two texts that nothing parts are told apart by headlines that stand away from them.

    A headline that speaks of the end of a text and not of its beginning, beside another that
    speaks of its beginning alone, shows where the second text begins.
    """
    for draft in list(found.drafts):
        if draft.caption or len(draft.body) < 2:
            continue
        for place in range(1, len(draft.body)):
            if draft.inner and draft.body[place].index - 1 not in draft.inner:
                continue  # a text with headings goes over to another under one of them
            if not draft.body[place - 1].text.endswith(("。", "！", "？", "”", "）")):
                continue
            first = "".join(part.text for part in draft.body[:place])
            second = "".join(part.text for part in draft.body[place:])
            most = 0.3 if draft.inner else 0.15
            if _headed(found.loose, first, second, most) and _headed(
                found.loose, second, first, most
            ):
                rest = Draft(draft.body[place:], bylines=draft.bylines, ended=draft.ended)
                del draft.body[place:]
                over = [at for at in draft.inner if at >= rest.body[0].index - 1]
                rest.inner = {at: draft.inner.pop(at) for at in over}
                if (kicker := rest.inner.pop(rest.body[0].index - 1, None)) is not None:
                    rest.kickers.append(kicker)
                draft.bylines = []
                found.drafts.insert(found.drafts.index(draft) + 1, rest)
                for heading in found.loose:
                    if heading.above is not None and heading.above >= found.drafts.index(rest):
                        heading.above += 1
                break


def _headed(loose: list[Heading], text: str, other: str, most: float) -> bool:
    """Does a loose heading speak of one text and hardly of the other?

    most: so much of it the other text may say too.
    """
    return any(
        len(heading.text) >= 8
        and coverage(heading.text, text) >= 0.6
        and coverage(heading.text, other) <= most
        for heading in loose
    )


def _give_headlines(found: Sorted) -> list[Heading]:
    """Gives each text its headline and its kickers; the headings that nobody takes are left."""
    drafts = [draft for draft in found.drafts if not draft.caption]
    loose = found.loose
    if not drafts or not loose:
        return loose
    texts = Texts([draft.text for draft in drafts])
    place = {id(draft): index for index, draft in enumerate(drafts)}
    above = [
        place.get(id(found.drafts[heading.above])) if heading.above is not None else None
        for heading in loose
    ]
    like: list[list[float]] = []
    for heading in loose:
        wanted, first = terms(heading.text), heading.parts[0].index
        near = _nearest(first, [draft.body[0].index for draft in drafts])
        like.append(
            [
                texts.likeness(wanted, column) if column in near else 0.0
                for column in range(len(drafts))
            ]
        )
    scores = [
        [_score(heading, like[row][column], above[row] == column) for column in range(len(drafts))]
        for row, heading in enumerate(loose)
    ]
    chosen = assign(scores, 0.05)
    left: list[int] = []
    for row, column in enumerate(chosen):
        if column is None or drafts[column].headline is not None:
            left.append(row)
        else:
            drafts[column].headline = loose[row]
    left = _by_place(loose, left, above, drafts)
    return _kickers(loose, left, like, above, drafts)


def _nearest(place: int, places: list[int]) -> range:
    """The texts that a heading is compared with: all of a page, on endless ones those around it."""
    if len(places) <= NEAR:
        return range(len(places))
    middle = bisect_left(places, place)
    return range(max(0, middle - NEAR // 2), min(len(places), middle + NEAR // 2))


def _score(heading: Heading, likeness: float, above: bool) -> float:
    if above and DOCUMENT.search(heading.text):
        return 2.0 + likeness
    if LEADS.search(heading.text):
        # A headline under it comes first, even one without a word of the text (0.06).
        return 0.055 if above else 0.0
    if likeness < LEAST:
        return 0.06 if above else 0.0
    score = likeness + (0.15 if above else 0.0) + (1.0 if heading.doubled else 0.0)
    return score - (0.3 if heading.label else 0.0)


def _by_place(
    loose: list[Heading], left: list[int], above: list[int | None], drafts: list[Draft]
) -> list[int]:
    """A text without a headline takes the heading right above it, whatever it says."""
    still: list[int] = []
    for row in left:
        column = above[row]
        if column is not None and drafts[column].headline is None:
            drafts[column].headline = loose[row]
        else:
            still.append(row)
    return still


def _kickers(
    loose: list[Heading],
    left: list[int],
    like: list[list[float]],
    above: list[int | None],
    drafts: list[Draft],
) -> list[Heading]:
    """A heading beside a headline that speaks of the same text is its kicker."""
    over: list[Heading] = []
    for row in left:
        heading = loose[row]
        beside = [
            column
            for column, draft in enumerate(drafts)
            if draft.headline is not None
            and (
                above[row] == column
                or abs(heading.parts[0].index - draft.headline.parts[-1].index) == 1
                or abs(heading.parts[-1].index - draft.headline.parts[0].index) == 1
            )
            and (
                like[row][column] >= 0.3
                or _all_above(draft.headline, above[row], column, loose, above)
            )
        ]
        if beside:
            best = max(beside, key=lambda column: (like[row][column], -column))
            draft, first = drafts[best], heading.parts[0].index
            headline = draft.headline
            if draft.inner and headline and headline.parts[-1].index < first < draft.body[0].index:
                draft.inner[first] = heading  # the first of its sections
            else:
                draft.kickers.append(heading)
        else:
            over.append(heading)
    return over


def _all_above(
    headline: Heading, place: int | None, column: int, loose: list[Heading], above: list[int | None]
) -> bool:
    """Whether heading and headline both stand right over the text."""
    if headline not in loose:  # given by its size, which is given to the text right below
        return place == column
    return place == column and above[loose.index(headline)] == column


def _give_credits(found: Sorted) -> None:
    """A picture's credit goes to the caption that names it or stands nearest."""
    left: list[Paragraph] = []
    for credit in found.credits:
        open_captions = [
            draft
            for draft in found.drafts
            if not draft.credits
            and (
                (draft.caption and draft.body[0].tail is None)
                or (not draft.caption and _could_be_caption(draft))
            )
        ]
        if not open_captions:
            left.append(credit)
            continue
        name = credit.names or credit.text
        places = [draft.body[0].index for draft in open_captions]
        best = max(
            [open_captions[place] for place in _nearest(credit.index, places)],
            key=lambda draft: (
                round(coverage(name, draft.text), 1) >= 0.6,
                draft.caption,
                -abs(draft.body[0].index - credit.index),
            ),
        )
        best.credits.append(credit)
        best.caption = True
    found.credits = left


def _could_be_caption(draft: Draft) -> bool:
    return (
        len(draft.body) == 1
        and draft.headline is None
        and not draft.signed
        and not draft.body[0].despatch
        and len(draft.body[0].text) <= 200
    )


def _kind(draft: Draft, drafts: list[Draft]) -> ArticleKind:
    if draft.caption:
        return ArticleKind.CAPTION
    if draft.inner:
        return ArticleKind.FEATURE
    if not draft.body[0].despatch and is_notice(draft.text):
        return ArticleKind.OTHER
    plain = draft.headline is None and not draft.signed and not draft.body[0].despatch
    if plain and len(draft.body) <= 2 and len(drafts) > 1:
        return ArticleKind.OTHER
    return ArticleKind.NEWS
