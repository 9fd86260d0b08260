"""Gathers what pages hold and becomes the files of the audit.

Pages wait where they lie, or in a temporary file, and what the index tells of them on a shelf, so
that a run of ten thousand pages needs no more than one page at a time. Pages come in blocks, each
of them one file of the report or several. What such a file holds depends on its own pages, on its
neighbours' names and on what other pages contradict, never on its place in the run: a block that
is kept from an earlier run keeps its files.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from pipeline.model import Role
from pipeline.records import Records
from pipeline.report import bundle
from pipeline.report.bundle import embedded
from pipeline.report.columns import Columns
from pipeline.report.composing import FACT, NUMBER, PROBLEM, problem, surroundings
from pipeline.report.index import MOST_ROWS, Chunk, Index, cell
from pipeline.report.leaf import Leaf, Lies, Place, Shelf
from pipeline.report.piece import COUNTED, LOW, OF_VIEW, Piece, piece
from pipeline.report.surroundings import NO_WORDS, Surroundings, Words
from pipeline.spool import Spool

INDEX = "report.html"
FOLDER = "report"
# So much is one file; beyond either, a folder of files.
MOST_PAGES = 40
MOST_BYTES = 10_000_000
# A file of the folder holds so much.
PAGES_A_FILE = 20
BYTES_A_FILE = 4_000_000
# Pages whose words are kept at hand while problems of several pages come in.
NEAR = 64

_END = b"]}"


@dataclass
class _Open:
    """A file of the report whose pages come in."""

    places: list[Place] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    lies: list[Lies] = field(default_factory=list)
    facts: int = 0
    numbers: int = 0
    problems: int = 0
    statuses: dict[str, int] = field(default_factory=dict)
    doubtful: bool = False
    chunk: Chunk = field(default_factory=Chunk)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the report to be written, by its name below the output folder.

    mark: stands for all of it that its pages do not decide.
    """

    name: str
    pieces: Callable[[], Iterator[bytes]]
    mark: str = ""


class Document:
    """Takes pages in the order of the input and writes them as one file or many.

    output: the folder that holds the files of blocks that are kept.
    """

    def __init__(self, output: Path | None = None) -> None:
        self._output = output
        self._spool = Spool()
        self._leaves: list[Leaf] = []
        self._more: list[list[str | int | None]] = []
        self._near: dict[int, Surroundings] = {}
        self._name, self._first = "pages", 0
        self._shelf: Shelf = self._spool
        self._open: _Open | None = None
        # What is looked up of all pages once problems of several come in.
        self._bases: list[int] = []
        self._known: dict[tuple[object, object], list[tuple[int, int]]] = {}

    # -------------------------------------------------------------------------- pages come in

    def begin(self, name: str, shelf: Shelf) -> None:
        """A block of pages. name: of its file, without an ending.  shelf: takes its chunks."""
        self._name, self._shelf, self._first = name, shelf, len(self._leaves)

    def end(self) -> list[Leaf]:
        """The files of the block that has come to its end."""
        self._close()
        return self._leaves[self._first :]

    def keep(self, leaves: Iterable[Leaf]) -> None:
        """The files of a block that stand in the output already."""
        self._leaves.extend(leaves)

    def add(self, made: Records, page: Mapping[str, Any]) -> None:
        """A page's rows as they are written, and what `view` said of the page."""
        self.take(piece(made, page))

    def take(self, page: Piece, lies: Lies | None = None) -> None:
        """The next page of a block.

        lies: a file that holds `page.page` till the report is written, and where it begins in it.
        """
        size = len(page.page)
        if self._open is not None:
            held = self._open.sizes
            if len(held) >= PAGES_A_FILE or sum(held) + size > BYTES_A_FILE:
                self._close()
        leaf = self._open = self._open or _Open()
        row = _cells(page.row)
        doubtful, problems = json.loads(page.told)
        leaf.places.append((row["page"], row["number"], row["firstLine"]))
        leaf.sizes.append(size)
        leaf.lies.append(lies or ("", self._spool.write(page.page)))
        leaf.facts += row["facts"]
        leaf.numbers += row["numbers"]
        leaf.problems += len(problems)
        leaf.statuses[row["status"]] = leaf.statuses.get(row["status"], 0) + 1
        leaf.doubtful = leaf.doubtful or doubtful
        leaf.chunk.add(page, problems)

    def _close(self) -> None:
        """The file whose pages came in is complete."""
        if self._open is None:
            return
        made, self._open = self._open, None
        parts = made.chunk.parts()
        number = len(self._leaves) - self._first
        self._leaves.append(
            Leaf(
                f"{self._name}{f'-{number + 1}' if number else ''}.html",
                made.places,
                made.sizes,
                made.facts,
                made.numbers,
                made.problems,
                dict(sorted(made.statuses.items())),
                made.doubtful,
                self._shelf,
                self._shelf.write(b"".join(parts)),
                [len(part) for part in parts],
                made.lies,
            )
        )

    # ------------------------------------------------------------- problems of several pages

    def add_problems(
        self, made: Records, words: Sequence[tuple[Words, Words]] | None = None
    ) -> None:
        """Problems that no page has alone, after all pages.

        words: those round the two places of each problem; looked up where they are not given.
        """
        self._close()
        for index, row in enumerate(made.problems[: MOST_ROWS - len(self._more)]):
            number = self._part_at(row["page"], row["page_number"], row["line"])
            other = self._part_at(row["other_page"], row["other_page_number"], row["other_line"])
            if words is not None:
                here, there = words[index]
            else:
                here = self._words(number, row["line"], row["column"])
                there = self._words(other, row["other_line"], row["other_column"])
            self._more.append([number, *map(cell, problem(row, here, there)), other])

    def _part_at(self, page: object, number: object, line: object) -> int | None:
        """The place in the run of a page, or of the part of a long one that holds a line."""
        if not self._known:
            self._look()
        parts = self._known.get((page, number))
        if not parts:
            return None
        at = line if isinstance(line, int) else 1
        return max((part for part in parts if part[0] <= at), default=parts[0])[1]

    def _look(self) -> None:
        """Notes the place of each page in the run."""
        self._bases = list(accumulate((len(leaf.sizes) for leaf in self._leaves), initial=0))
        places = (place for leaf in self._leaves for place in leaf.places)
        for at, (page, number, first_line) in enumerate(places):
            self._known.setdefault((page, number), []).append((first_line, at))

    def _leaf_of(self, number: int) -> tuple[int, int]:
        """The file that holds a page of the run, by its place, and the page's place in it."""
        leaf = bisect_right(self._bases, number) - 1
        return leaf, number - self._bases[leaf]

    def _words(self, number: int | None, line: object, column: object) -> Words:
        """The words round a number of a page; the last pages asked for are at hand."""
        if number is None:
            return NO_WORDS
        if number not in self._near:
            while len(self._near) >= NEAR:
                del self._near[next(iter(self._near))]
            leaf, at = self._leaf_of(number)
            self._near[number] = surroundings(json.loads(self._page(self._leaves[leaf], at)))
        return self._near[number].of(line, column)

    def _page(self, leaf: Leaf, at: int) -> bytes:
        """The JSON of a page."""
        size = leaf.sizes[at]
        path, start = leaf.lies[at] if leaf.lies is not None else self._standing(leaf, at)
        if not path:
            return self._spool.read(start, size)
        with Path(path).open("rb", buffering=0) as file:
            file.seek(start)
            return file.read(size)

    def _standing(self, leaf: Leaf, at: int) -> Lies:
        """Where a page lies in the file of the report that an earlier run wrote."""
        if self._output is None:
            raise ValueError(f"{leaf.name} stands nowhere")
        path = self._output / FOLDER / leaf.name
        behind = sum(leaf.sizes[at:]) + len(leaf.sizes) - 1 - at
        behind += len(_END) + len(bundle.tail())
        return str(path), path.stat().st_size - behind

    # -------------------------------------------------------------------------- files go out

    def html(self, told: Mapping[str, Any]) -> str:
        """`report.html` alone."""
        return b"".join(next(self.files(told)).pieces()).decode("utf-8")

    def files(self, told: Mapping[str, Any]) -> Iterator[File]:
        """All files, the index first.

        told: what `run.json` says of the run.
        """
        self._close()
        self._look()
        run = {name: told[name] for name in ("pipeline", "totals", "statuses", "roles", "codes")}
        run["review"] = told.get("review", {})
        sizes = [size for leaf in self._leaves for size in leaf.sizes]
        if len(sizes) <= MOST_PAGES and sum(sizes) <= MOST_BYTES:
            head = self._head(run, range(len(self._leaves)), {"home": None}, self._more)
            yield File(INDEX, partial(self._of_pages, head, self._leaves))
            return
        yield File(INDEX, partial(bundle.document, self._of_index(run)))
        crossing = self._by_leaf()
        for at, (leaf, way) in enumerate(zip(self._leaves, self._ways(set(crossing)), strict=True)):
            own = {
                "pipeline": told["pipeline"],
                "totals": leaf.totals,
                "statuses": leaf.statuses,
            }
            more = [*crossing.get(None, ()), *crossing.get(at, ())]
            head = self._head(own, range(at, at + 1), way, more)
            mark = sha256(head).hexdigest()[:16]
            yield File(f"{FOLDER}/{leaf.name}", partial(self._of_pages, head, [leaf]), mark)

    def _by_leaf(self) -> dict[int | None, list[Sequence[str | int | None]]]:
        """Problems of several pages by the place of the file; None for those of no page."""
        found: dict[int | None, list[Sequence[str | int | None]]] = {}
        for row in self._more:
            leaf = self._leaf_of(row[0])[0] if isinstance(row[0], int) else None
            found.setdefault(leaf, []).append(row)
        return found

    def _ways(self, crossing: Set[int | None]) -> Iterator[dict[str, Any]]:
        """For each file its neighbours, and the next that needs a look.

        crossing: places of files with problems of several pages.
        """
        names = [leaf.name for leaf in self._leaves]
        doubtful = [at for at, leaf in enumerate(self._leaves) if leaf.doubtful or at in crossing]
        for at in range(len(names)):
            before, after = bisect_left(doubtful, at), bisect_right(doubtful, at)
            yield {
                "home": f"../{INDEX}",
                "before": names[at - 1] if at else None,
                "after": names[at + 1] if at + 1 < len(names) else None,
                # Who goes on beyond the last comes to the first.
                "doubtBefore": names[doubtful[before - 1]] if doubtful else None,
                "doubtAfter": names[doubtful[after % len(doubtful)]] if doubtful else None,
            }

    def _head(
        self,
        run: Mapping[str, Any],
        leaves: range,
        way: Mapping[str, Any],
        more: Iterable[Sequence[str | int | None]],
    ) -> bytes:
        """What a file tells before its pages.

        leaves: those whose pages it holds.  more: their problems that are of other pages too.
        """
        first, last = self._bases[leaves.start], self._bases[leaves.stop]
        alone = dict.fromkeys(("before", "after", "doubtBefore", "doubtAfter"))
        head = {
            "form": "pages",
            "run": run,
            "low": str(LOW),
            **alone,
            **way,
            "columns": {"number": NUMBER, "fact": FACT, "problem": PROBLEM},
            "roles": [role.value for role in Role],
            "more": [self._crossing(row, first, last) for row in more],
        }
        return embedded(head)[:-1].encode("utf-8")

    def _crossing(self, row: Sequence[str | int | None], first: int, last: int) -> list[Any]:
        """A problem as the file with its page has it; the other page may lie in another file."""
        number, *cells, other = row
        here = number - first if isinstance(number, int) else None
        if not isinstance(other, int) or first <= other < last:
            return [here, *cells, None, None]
        leaf, at = self._leaf_of(other)
        return [here, *cells, self._leaves[leaf].name, at]

    def _of_pages(self, head: bytes, leaves: Sequence[Leaf]) -> Iterator[bytes]:
        """A file that holds pages."""
        return bundle.document(self._pages(head, leaves))

    def _pages(self, head: bytes, leaves: Sequence[Leaf]) -> Iterator[bytes]:
        yield head + b',"pages":['
        between = b""
        for leaf in leaves:
            for at in range(len(leaf.sizes)):
                yield between
                yield self._page(leaf, at)
                between = b","
        yield _END

    def _of_index(self, run: Mapping[str, Any]) -> Iterator[bytes]:
        """The data of the index: what it tells of the pages of each file, as columns."""
        index = Index(self._leaves)
        head = {
            "form": "index",
            "run": run,
            "low": str(LOW),
            "home": None,
            "files": [f"{FOLDER}/{leaf.name}" for leaf in self._leaves],
            "roles": [role.value for role in Role],
            "leftOut": index.left_out,
        }
        yield embedded(head)[:-1].encode("utf-8") + b',"more":'
        more = Columns(("page", *PROBLEM, "other_at"))
        for row in self._more:
            more.add(row)
        yield from more.json()
        yield b',"blocks":'
        yield from index.json()
        yield b"}"


def _cells(row: bytes) -> dict[str, Any]:
    """The cells of a page by their names."""
    cells = json.loads(b"[%b]" % row.replace(b"\t", b","))
    return dict(zip((*OF_VIEW, *COUNTED), cells, strict=True))
