"""spaCy `DocBin`: pages as documents with entities and numbers, for training or evaluation.

`doc.ents` holds the entities, `doc.spans["quantities"]` the numbers with their role as label, and
`doc.spans["facts"]` the numbers of facts with their kind. Words are jieba's, cut at every border
of a span, so that no span is lost. Line ends stay in the text; they are words of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.exchange.sheets import Sheet, Span
from pipeline.segment import split_at, words

if TYPE_CHECKING:
    from spacy import tokens
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab


def docbin(sheets: Iterable[Sheet]) -> DocBin:
    """All pages in one bin; write it with `to_disk`, read it with `DocBin().from_disk`."""
    import spacy
    from spacy.tokens import DocBin

    vocab = spacy.blank("zh").vocab
    made = DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SPACY"], store_user_data=True)
    for sheet in sheets:
        made.add(document(sheet, vocab))
    return made


def document(sheet: Sheet, vocab: Vocab) -> Doc:
    """A page as a document. `doc.user_data` says which page it is."""
    from spacy.tokens import Doc
    from spacy.util import filter_spans

    mentions = [(mention.span, mention.type) for mention in sheet.mentions()]
    numbers = [(sheet.span(row), row["role"]) for row in sheet.quantities]
    facts = [(sheet.span(row), row["kind"]) for row in sheet.facts]
    borders = {edge for span, _ in (*mentions, *numbers, *facts) for edge in span}
    pieces = list(_pieces(sheet.text, borders))
    doc = Doc(vocab, words=pieces, spaces=[False] * len(pieces))

    def spans(found: Iterable[tuple[Span, str]]) -> list[tokens.Span]:
        made = [doc.char_span(start, end, label=label) for (start, end), label in found]
        return [span for span in made if span is not None]

    # Entities may not overlap; of two that do the longer one stays.
    doc.ents = filter_spans(spans(mentions))
    doc.spans["quantities"] = spans(numbers)
    doc.spans["facts"] = spans(facts)
    doc.user_data["page"] = sheet.page
    doc.user_data["page_number"] = sheet.number
    doc.user_data["sha256"] = sheet.sha256
    return doc


def _pieces(text: str, borders: set[int]) -> Iterator[str]:
    """Words and the white space between them, together the whole text."""
    position = 0
    for word in split_at(words(text), borders):
        if position < word.start:
            yield text[position : word.start]
        yield word.text
        position = word.end
    if position < len(text):
        yield text[position:]
