"""The reading stages as a spaCy pipeline: `zh_entities`, `zh_quantities`, `zh_facts`.

    nlp = pipeline.load()
    doc = nlp("2023年，银川高新区进出口额374.28亿元，同比增长14.9%。")
    doc.spans["quantities"], doc.ents, doc._.facts

The carrier is a `spacy.blank("zh")` whose tokenizer is `segment.words`. The records on
`doc._` count in characters of `doc.text`; `doc.spans` are the tokens that cover them, since a
number may end inside a word that jieba drew too wide. A run of many pages takes the same stages
without the carrier (`reading.py`), which costs as much as they do.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as SpacySpan
from spacy.util import filter_spans
from spacy.vocab import Vocab

from pipeline import entities, facts, quantities, segment
from pipeline.model import Block, BlockKind, Span
from pipeline.segment import Word

_EXTENSIONS: dict[str, Any] = {
    "page_date": None,
    "paper": None,
    "about": None,
    "printed": None,
    "blocks": (),
    "context": (),
    "entities": (),
    "times": (),
    "quantities": (),
    "facts": (),
}


_WORDS = "pipeline.words"


class WordTokenizer:
    """jieba's words as a spaCy tokenizer; white space stands as tokens of its own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        found = segment.words(text)
        texts: list[str] = []
        tags: list[str] = []
        position = 0
        for word in found:
            if word.start > position:
                texts.append(text[position : word.start])
                tags.append("_SP")
            texts.append(word.text)
            tags.append(word.tag)
            position = word.end
        if position < len(text):
            texts.append(text[position:])
            tags.append("_SP")
        doc = Doc(self.vocab, words=texts, spaces=[False] * len(texts), tags=tags)
        doc.user_data[_WORDS] = found
        return doc

    def to_disk(self, path: object, **_: object) -> None:
        """Nothing is kept on disk: the words come with the package."""

    def from_disk(self, path: object, **_: object) -> WordTokenizer:
        return self

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **_: object) -> WordTokenizer:
        return self


def _words(doc: Doc) -> list[Word]:
    """The words of a doc; those our tokenizer found are kept, which is far quicker than to ask."""
    kept: list[Word] | None = doc.user_data.get(_WORDS)
    if kept is not None:
        return kept
    return [
        Word(token.idx, token.idx + len(token), token.text, token.tag_)
        for token in doc
        if token.tag_ != "_SP"
    ]


def _blocks(doc: Doc) -> Sequence[Block]:
    """The doc's blocks; a text without any is one body block a paragraph."""
    blocks: Sequence[Block] = doc._.blocks
    if blocks:
        return blocks
    out = []
    start = 0
    for line in doc.text.split("\n"):
        if line.strip():
            out.append(Block(BlockKind.BODY, Span(start, start + len(line))))
        start += len(line) + 1
    return out


def _covering(doc: Doc, spans: Iterable[tuple[Span, str]]) -> list[SpacySpan]:
    """The tokens that cover each span; bisecting beats `char_span`, which walks the doc."""
    starts = [token.idx for token in doc]
    out = []
    for span, label in spans:
        first = max(0, bisect_right(starts, span.start) - 1)
        last = bisect_left(starts, span.end)
        if last > first:
            out.append(SpacySpan(doc, first, last, label=label))
    return out


@Language.component("zh_entities", assigns=["doc.ents"])
def zh_entities(doc: Doc) -> Doc:
    """Finds names; sets `doc._.entities`, `doc.spans["entities"]` and `doc.ents`."""
    words = [Span(word.start, word.end) for word in _words(doc)]
    found = entities.find(doc.text, words=words, context=doc._.context)
    doc._.entities = tuple(found)
    spans = _covering(
        doc, ((m.span, e.type.value) for e in found for m in e.mentions if not m.anaphor)
    )
    doc.spans["entities"] = spans
    doc.ents = filter_spans(spans)
    return doc


@Language.component("zh_quantities")
def zh_quantities(doc: Doc) -> Doc:
    """Finds times and numbers; sets `doc._.times`, `doc._.quantities` and `doc.spans`."""
    names = [m.span for e in doc._.entities for m in e.mentions if not m.anaphor]
    times = quantities.find_times(doc.text, page_date=doc._.page_date)
    found = quantities.find(doc.text, page_date=doc._.page_date, names=names, times=times)
    if doc._.printed is not None:
        found = list(quantities.at_home(found, doc.text, doc._.printed))
    doc._.times = tuple(times)
    doc._.quantities = tuple(found)
    doc.spans["times"] = _covering(doc, ((t.span, "time") for t in times))
    doc.spans["quantities"] = _covering(doc, ((q.span, q.role.value) for q in found))
    return doc


@Language.component("zh_facts")
def zh_facts(doc: Doc) -> Doc:
    """Puts the facts together; sets `doc._.facts` and `doc.spans["facts"]`."""
    sentences = segment.sentences(doc.text)
    found = facts.find(
        doc.text,
        _blocks(doc),
        segment.within(_words(doc), sentences),
        sentences,
        doc._.entities,
        doc._.times,
        doc._.quantities,
        page_date=doc._.page_date,
        home=facts.home_of(doc._.paper, (*doc._.entities, *doc._.context)),
        about=doc._.about,
    )
    doc._.facts = tuple(found)
    doc.spans["facts"] = _covering(doc, ((f.quantity.span, f.kind.value) for f in found))
    return doc


COMPONENTS = ("zh_entities", "zh_quantities", "zh_facts")


def load() -> Language:
    """A spaCy pipeline with our stages. Put a trained component before `zh_facts` to add names."""
    for name, default in _EXTENSIONS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)
    nlp = spacy.blank("zh")
    nlp.tokenizer = WordTokenizer(nlp.vocab)
    nlp.max_length = 20_000_000
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp
