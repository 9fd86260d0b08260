"""All that one article says: the reading stages in order, without the carrier of `language.py`."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline import entities, facts, quantities, segment
from pipeline.model import Article, ArticleKind, Entity, Reading
from pipeline.printed_in import printed_in


def read(
    article: Article,
    *,
    page_date: str | None,
    context: Sequence[Entity] = (),
    paper: str | None = None,
    about: Entity | None = None,
    traditional: bool = False,
    printed: str | None = None,
) -> Reading:
    """Names, times, numbers and facts.

    context: the entities of the page's earlier articles.  paper: the newspaper's name.
    about: whom a text is about that names nobody, such as a caption beside an article.
    traditional: the page is in traditional script.  printed: where, as `printed_in` says.
    """
    text = article.text.text
    words = segment.words(text)
    found = entities.find(text, words=words, context=tuple(context), traditional=traditional)
    names = [m.span for e in found for m in e.mentions if not m.anaphor]
    times = quantities.find_times(text, page_date=page_date)
    numbers = quantities.find(text, page_date=page_date, names=names, times=times)
    if traditional:
        printed = printed and (printed_in(text) or printed)  # a paper of one place tells of others
        numbers = list(quantities.at_home(numbers, text, printed))
    sentences = segment.sentences(text)
    said = facts.find(
        text,
        article.blocks,
        segment.within(words, sentences),
        sentences,
        found,
        times,
        numbers,
        page_date=page_date,
        home=facts.home_of(paper, (*found, *context), printed),
        about=about,
    )
    if article.kind is ArticleKind.FURNITURE:
        said = []
    return Reading(article, tuple(found), tuple(times), tuple(numbers), tuple(said))
