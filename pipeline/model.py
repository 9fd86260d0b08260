"""The types that travel through the pipeline; nothing here computes.

Offsets count Unicode code points, spans are half-open. `Page` offsets are *raw* offsets;
everything after `clean` speaks in offsets of an `Aligned` text, which knows for each of its
characters the raw offset it came from.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from pipeline.frozen import dataclass

Value = Decimal | Fraction


class Source(StrEnum):
    """Where the characters of a page came from; `clean` undoes other damage for each."""

    TEXT = "text"
    PDF = "pdf"
    OCR = "ocr"


class Role(StrEnum):
    """What a number does on the page."""

    FACT = "fact"
    DATE = "date"
    ORDINAL = "ordinal"
    IDENTIFIER = "identifier"
    NAME = "name"
    UNRESOLVED = "unresolved"


class Kind(StrEnum):
    """How a fact's value relates to its indicator."""

    LEVEL = "level"
    CHANGE = "change"
    GROWTH = "growth"
    MULTIPLE = "multiple"
    SHARE = "share"
    RANK = "rank"


class Qualifier(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


class Modality(StrEnum):
    ACTUAL = "actual"
    TARGET = "target"


class EntityType(StrEnum):
    ZONE = "ZONE"
    COMPANY = "COMPANY"
    ORG = "ORG"
    PERSON = "PERSON"
    PLACE = "PLACE"


class ArticleKind(StrEnum):
    """`FURNITURE` holds mastheads, page numbers and notices: read for numbers, not for facts."""

    NEWS = "news"
    FEATURE = "feature"
    CAPTION = "caption"
    OTHER = "other"
    FURNITURE = "furniture"


class BlockKind(StrEnum):
    KICKER = "kicker"
    HEADLINE = "headline"
    SUBHEAD = "subhead"
    BODY = "body"
    BYLINE = "byline"
    CREDIT = "credit"
    FURNITURE = "furniture"


class Status(StrEnum):
    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the picture of a page: PDF points or pixels, origin top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the characters of a `Page` stand on its picture.

    boxes: one for each code point of `Page.text`, None for line ends and what has no place.
    confidences: recognition confidence 0–1 for each code point, or () where nothing was recognised.
    width, height: size of the page in `unit` ("pt" or "px").
    """

    boxes: tuple[Box | None, ...]
    width: float
    height: float
    unit: str
    confidences: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One newspaper page as it came; never changed after it was read.

    name: the file's path below the input folder, with `/`; written as `page` in the records.
    text: decoded, untouched; lines end with `\\n`, `\\r\\n` or `\\r`.
    number: 1-based page within the file.  date: EDTF or None.  label: the printed page number.
    """

    name: str
    text: str
    number: int = 1
    source: Source = Source.TEXT
    sha256: str = ""
    encoding: str = "utf-8"
    undecodable: int = 0
    date: str | None = None
    paper: str | None = None
    label: str | None = None
    layout: Layout | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a cleaning step did: at raw offsets [start, end) `before` became `after`."""

    step: str
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text whose every character knows its raw place.

    text: simplified Chinese, one paragraph a line, paragraphs separated by `\\n`.
    origin: raw offset of each character; same length as `text`, and never used beyond `align.py`
        and the stages that build such texts.
    printed: `text` in the script it was printed in (traditional pages); same length as `text`.
    """

    text: str
    origin: tuple[int, ...]
    printed: str

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.origin) == len(self.printed):
            raise ValueError("text, origin and printed differ in length")


@dataclass(frozen=True, slots=True)
class Clean:
    """A page after `clean`: its text and the list of all that was changed."""

    body: Aligned
    changes: tuple[Change, ...] = ()
    script: str = "Hans"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of an article: `span` counts in the article's own text."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its text (headline first, then the rest as printed), one block a paragraph.

    first_line, last_line: raw lines (1-based) of the body.
    """

    number: int
    kind: ArticleKind
    text: Aligned
    blocks: tuple[Block, ...]
    headline: str | None
    subheads: tuple[str, ...]
    byline: str | None
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where an entity stands in an article's text. An anaphor is 该区, 公司, 园区 …"""

    span: Span
    text: str
    anaphor: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something with a name.

    code: GB/T 2260 for places, the row's id for listed zones, else None.
    """

    type: EntityType
    canonical: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    rule: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression, with or without a numeral (2023年前三季度, 去年, 同期, 截至9月底, 目前).

    edtf: EDTF (ISO 8601-2), or None when neither text nor page date give it.
    frame: `point` (a day, month, year or period), `since` (自…以来), `until` (截至…),
        `duration` (三年间, 十年来), `vague` (目前, 近日).
    """

    span: Span
    text: str
    edtf: str | None
    frame: str
    rule: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """One numeral as printed, with its magnitude, unit and qualifier words.

    span: numeral, unit and inner or trailing qualifier (50余项, 4倍多), in the article's text.
    numeral: the numeral alone (50, 4).
    value: exact, in `base_unit`; None where the number has no value (names, codes).
    unit: as printed, magnitude included (亿元, 万家).
    base_unit: ISO 4217, UCUM, %, 倍, 位 or a classifier.
    dimension: money, percent, percentage point, multiple, rank, count, length, area, duration, …
    bound: `low` or `high` for the two ends of a range, else None.
    edtf: for dates.
    """

    span: Span
    numeral: Span
    text: str
    value: Value | None
    unit: str | None
    base_unit: str | None
    qualifier: Qualifier
    role: Role
    rule: str
    dimension: str | None = None
    bound: str | None = None
    edtf: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A quantity in the role `fact` and what it is about (records.md section 3).

    others: kind and rule of the readings that fitted too and lost, for the audit.
    """

    quantity: Quantity
    sentence: Span
    subject: str | None
    subject_type: EntityType | None
    indicator: str
    kind: Kind
    value: Value
    unit: str | None
    base_unit: str | None
    qualifier: Qualifier
    period: str | None
    reference: str | None
    modality: Modality
    rule: str
    confidence: Decimal
    note: str = ""
    others: tuple[tuple[Kind, str], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a reader should know. `span` is raw, None where the whole page is meant."""

    code: str
    page: str
    detail: str
    span: Span | None = None
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one article."""

    article: Article
    entities: tuple[Entity, ...]
    times: tuple[Time, ...]
    quantities: tuple[Quantity, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """All that was read on one page."""

    page: Page
    clean: Clean | None
    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()
    status: Status = Status.DONE
    seconds: float = field(default=0.0, compare=False)
