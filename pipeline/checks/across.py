"""What pages contradict in each other: D003 and D006 across a run.

What a page says in full is picked out once, where the page is read (`compared`). Where the pages of
a run come together, only things that are said more than once are looked at: nearly all are said
once, and to find that out a digest of each is enough.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import fields, replace
from fractions import Fraction
from functools import cache
from hashlib import sha256
from typing import NamedTuple, Protocol

from pipeline import tables
from pipeline.checks.claims import Claim, Contradiction, claims
from pipeline.checks.contradictions import row
from pipeline.checks.ranks import clash, rank_conflict, rank_key
from pipeline.checks.values import agree, conflict, key
from pipeline.records import Records, Row
from pipeline.spool import Spool

_FIELDS = tuple(field.name for field in fields(Claim))
_VALUE = _FIELDS.index("value")
DIGEST = 16
"""Bytes that stand for what a claim is of: among billions no two are alike."""
_ONCE, _OFTEN, _RANK = b"ofr"
"""A value of a thing of which the page gives one or several, or a rank."""


Words = tuple[str | None, str | None]
Around = Callable[[object, object], Words]


class _Said(NamedTuple):
    """A claim as it is carried about. thing: what must be the same to be compared."""

    how: int
    thing: bytes
    line: bytes


@cache
def _nameless() -> frozenset[str]:
    """What stands for a name on its own page only."""
    zones = tables.rows("zone_suffixes.csv")
    return frozenset(
        {row["word"] for row in tables.rows("anaphors.csv")}
        | {row[column] for row in zones for column in ("suffix", "normal")}
    )


def _says_enough(row: Row) -> bool:
    """Whether a fact is about somebody with a name and says when."""
    subject = str(row["subject"] or "")
    return bool(
        row["subject_id"]
        and subject[0] not in "全我本该此各"
        and subject not in _nameless()
        and row["period"]
        and row["kind"] in ("level", "growth", "share", "rank")
        and row["qualifier"] == "exact"
        and row["modality"] == "actual"
    )


def compared(facts: Iterable[Row], around: Around | None = None) -> bytes:
    """What the facts of a page say so fully that those of others can be held against it.

    How many claims; a letter for each; a digest for each of what is said; and each as a line.
    around: gives the words before and behind the number at a line and column.
    """
    # Most facts do not say enough to be compared; a look at the row is cheaper than a claim.
    read = [(claim, key(claim)) for claim in claims(row for row in facts if _says_enough(row))]
    own = Counter(fixed for _, fixed in read)
    said = []
    for claim, fixed in read:
        field = rank_key(claim)
        if around is not None and (fixed is not None or field is not None):
            before, behind = around(claim.line, claim.column)
            claim = replace(claim, before=before, behind=behind)
        if fixed is not None:
            # Without its sentence: it serves no comparison of values.
            claim = replace(claim, sentence="")
            said.append(_Said(_ONCE if own[fixed] == 1 else _OFTEN, _digest(fixed), _line(claim)))
        elif field is not None:
            said.append(_Said(_RANK, _digest(field), _line(claim)))
    return b"".join(
        (
            b"%d\n" % len(said),
            bytes(one.how for one in said),
            *(one.thing for one in said),
            *(one.line + b"\n" for one in said),
        )
    )


def _digest(thing: tuple[object, ...]) -> bytes:
    return sha256(repr(thing).encode("utf-8", "backslashreplace")).digest()[:DIGEST]


def _line(claim: Claim) -> bytes:
    cells = [getattr(claim, name) for name in _FIELDS]
    cells[_VALUE] = str(claim.value)
    return json.dumps(cells, separators=(",", ":")).encode("ascii")


def _claim(line: bytes) -> Claim:
    cells = json.loads(line)
    cells[_VALUE] = Fraction(cells[_VALUE])
    return Claim(*cells)


def _said(told: bytes, only: Set[int] | None = None) -> Iterator[_Said]:
    """The claims that `compared` told of. only: short digests of the things wanted."""
    start = told.index(b"\n") + 1
    count = int(told[:start])
    at, end = start + count, start + count * (1 + DIGEST)
    numbers = enumerate(_short(told[at:end]))
    lines = told[end:].split(b"\n")
    for number, short in numbers:
        if only is None or short in only:
            thing = told[at + number * DIGEST : at + (number + 1) * DIGEST]
            yield _Said(told[start + number], thing, lines[number])


def things(told: bytes) -> bytes:
    """The digests of what the claims are of that `compared` told of, one behind the other."""
    head = told.index(b"\n") + 1
    count = int(told[:head])
    return told[head + count : head + count * (1 + DIGEST)]


class Said(Protocol):
    """What some pages say. counts: how many claims each of them makes."""

    @property
    def counts(self) -> Sequence[int]: ...

    def things(self) -> bytes:
        """A digest for each claim of all pages, in order."""

    def told(self, pages: Sequence[int]) -> Iterator[bytes]:
        """What `compared` told of some of the pages, by their places."""


def _short(digests: bytes) -> list[int]:
    """The first halves of digests, which are enough to find those that may be equal."""
    return memoryview(digests).cast("Q")[::2].tolist()


def _again(said: Iterable[bytes]) -> set[int]:
    """Short digests of what is said more than once. said: digests of what some pages say."""
    once: set[int] = set()
    again: set[int] = set()
    for digests in said:
        numbers = _short(digests)
        new = set(numbers)
        again |= once & new
        if len(new) < len(numbers):
            again.update(number for number, count in Counter(numbers).items() if count > 1)
        once |= new
    return again


class Across:
    """Holds what many pages say against each other; keeps one claim for each thing said.

    The claims themselves wait in a temporary file, so that a run takes some hundred bytes of memory
    for each thing said.
    """

    def __init__(self) -> None:
        self._claims = Spool()
        # Where the first claim of each thing begins.
        self._values: dict[bytes, int] = {}
        self._ranks: dict[bytes, list[Claim]] = {}
        self._found: list[Contradiction] = []

    def add(self, facts: Iterable[Row]) -> None:
        """The facts of the next page, in the order of the pages."""
        self.take(compared(facts))

    def compare(self, said: Sequence[Said]) -> None:
        """All pages of a run, in their order."""
        digests = [pages.things() for pages in said]
        again = _again(digests)
        for pages, own in zip(said, digests, strict=True):
            numbers = _short(own)
            wanted: dict[int, set[int]] = {}
            start = 0
            for page, count in enumerate(pages.counts):
                found = again.intersection(numbers[start : start + count])
                if found:
                    wanted[page] = found
                start += count
            for told, only in zip(pages.told(list(wanted)), wanted.values(), strict=True):
                self.take(told, only)

    def take(self, told: bytes, only: Set[int] | None = None) -> None:
        """The next page, in the order of the pages. told: what `compared` made of its facts.

        only: short digests of the things to be looked at.
        """
        read = list(_said(told, only))
        self._found.extend(self._against(read))
        self._learn(read)

    def learn(self, facts: Iterable[Row]) -> None:
        """Facts to hold later ones against."""
        self._learn(_said(compared(facts)))

    def _learn(self, read: Iterable[_Said]) -> None:
        new: list[bytes] = []
        end = self._claims.size
        for how, thing, line in read:
            if how == _RANK:
                claim, held = _claim(line), self._ranks.setdefault(thing, [])
                if not any(claim.subject == other.subject for other in held):
                    held.append(claim)
            elif thing not in self._values:
                self._values[thing] = end
                new.append(line)
                end += len(line) + 1
        self._claims.write(b"".join(line + b"\n" for line in new))

    def against(self, facts: Iterable[Row]) -> Iterator[Contradiction]:
        """What these facts contradict among those learnt before."""
        yield from self._against(_said(compared(facts)))

    def _against(self, read: Iterable[_Said]) -> Iterator[Contradiction]:
        for how, thing, line in read:
            if how == _RANK:
                for other in self._ranks.get(thing, ()):
                    if clash(other, claim := _claim(line)):
                        yield rank_conflict(claim, other)
            elif how == _ONCE and (start := self._values.get(thing)) is not None:
                claim, other = _claim(line), _claim(self._claims.line(start))
                if not agree(other, claim):
                    yield conflict(claim, other)

    def problems(self) -> Records:
        """Rows of `problems` for all that was found, in the order of the pages."""
        return Records(problems=tuple(map(row, self._found)))

    def words(self) -> list[tuple[Words, Words]]:
        """The words round both numbers of each of the problems, as far as `compared` had them."""
        return [
            ((here.before, here.behind), (there.before, there.behind) if there else (None, None))
            for here, there in ((found.here, found.there) for found in self._found)
        ]
