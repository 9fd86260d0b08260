"""The one way from a span of clean text to the raw page, and the arithmetic of aligned texts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache

from pipeline.frozen import dataclass
from pipeline.model import Aligned, Span


@dataclass(frozen=True, slots=True)
class Place:
    """1-based line and column (code points) of a span's first and last raw character."""

    line: int
    column: int
    end_line: int
    end_column: int


def identity(text: str) -> Aligned:
    """A raw text as an aligned one: each character is its own origin."""
    return Aligned(text, tuple(range(len(text))), text)


def gather(source: Aligned, spans: Iterable[Span], separator: str = "\n") -> Aligned:
    """The text of `spans`, one after the other with `separator` between, still aligned.

    A separator takes the origin of the character before it.
    """
    texts: list[str] = []
    printed: list[str] = []
    origin: list[int] = []
    for span in spans:
        if texts and separator:
            texts.append(separator)
            printed.append(separator)
            origin.extend([origin[-1] if origin else 0] * len(separator))
        texts.append(source.text[span.start : span.end])
        printed.append(source.printed[span.start : span.end])
        origin.extend(source.origin[span.start : span.end])
    return Aligned("".join(texts), tuple(origin), "".join(printed))


def raw_span(source: Aligned, span: Span) -> Span:
    """The raw characters that a span of aligned text came from (first to last).

    Raises ValueError for an empty span, which stands nowhere.
    """
    if span.end <= span.start:
        raise ValueError(f"empty span {span}")
    places = source.origin[span.start : span.end]
    return Span(min(places), max(places) + 1)


@lru_cache(maxsize=64)
def line_starts(raw: str) -> tuple[int, ...]:
    """Raw offsets at which lines begin; lines end with \\n, \\r\\n or \\r and nothing else."""
    starts = [0]
    position = 0
    size = len(raw)
    while True:
        newline = raw.find("\n", position)
        carriage = raw.find("\r", position, size if newline < 0 else newline)
        if carriage >= 0 and carriage + 1 != newline:
            position = carriage + 1
        elif newline >= 0:
            position = newline + 1
        else:
            break
        starts.append(position)
    return tuple(starts)


def place(raw: str, span: Span) -> Place:
    """Line and column of a raw span."""
    starts = line_starts(raw)
    first = bisect_right(starts, span.start)
    last = bisect_right(starts, max(span.start, span.end - 1))
    return Place(
        first,
        span.start - starts[first - 1] + 1,
        last,
        max(span.start, span.end - 1) - starts[last - 1] + 1,
    )


def span_at(raw: str, at: Place) -> Span:
    """The raw span of a place; the inverse of `place`. Raises IndexError beyond the last line."""
    starts = line_starts(raw)
    return Span(starts[at.line - 1] + at.column - 1, starts[at.end_line - 1] + at.end_column)


def line_of(raw: str, offset: int) -> int:
    """1-based line of a raw offset."""
    return bisect_right(line_starts(raw), offset)
