"""Gathers what pages hold and becomes the files of the audit.

Pages wait where they lie, or in a temporary file, and only the words of the index stay in memory,
so that a run of ten thousand pages needs no more than one page at a time.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pipeline.model import Role
from pipeline.records import Records
from pipeline.report.bundle import document, embedded
from pipeline.report.columns import Columns
from pipeline.report.composing import FACT, NUMBER, PROBLEM, problem, surroundings
from pipeline.report.index import Index, cell
from pipeline.report.piece import COUNTED, LOW, OF_VIEW, Piece, piece
from pipeline.report.surroundings import NO_WORDS, Surroundings, Words
from pipeline.spool import Spool

INDEX = "report.html"
# So much is one file; beyond either, a folder of files.
MOST_PAGES = 40
MOST_BYTES = 10_000_000
# A file of the folder holds so much.
PAGES_A_FILE = 20
BYTES_A_FILE = 4_000_000
# Pages whose words are kept at hand while problems of several pages come in.
NEAR = 64

# A run that is one file leads nowhere.
_ALONE: Mapping[str, Any] = {
    "home": None,
    "names": [],
    "cuts": [],
    "doubtBefore": None,
    "doubtAfter": None,
}
_PAGE_COLUMNS = (*OF_VIEW, *COUNTED, "file", "firstFact", "firstNumber")


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page: where it lies, and its cells in the index.

    file: None for the temporary file.  row: as in `Piece`.
    facts, numbers: how many stand on the pages before.  doubtful: whether it needs a look.
    """

    file: str | None
    start: int
    size: int
    row: bytes
    facts: int
    numbers: int
    doubtful: bool


class Document:
    """Takes pages in the order of the input and writes them as one file or many."""

    def __init__(self) -> None:
        self._spool = Spool()
        self._pages: list[_Waiting] = []
        self._index = Index()
        self._facts = self._numbers = self._size = 0
        # The parts of each page by their first line.
        self._known: dict[tuple[object, object], list[tuple[int, int]]] = {}
        self._more: list[list[str | int | None]] = []
        self._near: dict[int, Surroundings] = {}

    def add(self, made: Records, page: Mapping[str, Any]) -> None:
        """A page's rows as they are written, and what `view` said of the page."""
        self.take(piece(made, page))

    def take(self, page: Piece, lies: tuple[str, int] | None = None) -> None:
        """The next page; beyond the limits of the index only the count goes on.

        lies: a file that holds `page.page` till the report is written, and where it begins in it.
        """
        number = len(self._pages)
        row = _cells(page.row)
        parts = self._known.setdefault((row["page"], row["number"]), [])
        parts.append((row["firstLine"], number))
        doubtful, problems = json.loads(page.told)
        for cells in problems:
            self._index.add_problem(number, cells)
        self._index.add(number, page)
        file, start = lies or (None, self._spool.write(page.page))
        size = len(page.page)
        self._size += size
        self._pages.append(
            _Waiting(file, start, size, page.row, self._facts, self._numbers, doubtful)
        )
        self._facts += row["facts"]
        self._numbers += row["numbers"]

    def add_problems(
        self, made: Records, words: Sequence[tuple[Words, Words]] | None = None
    ) -> None:
        """Problems that no page has alone, after all pages.

        words: those round the two places of each problem; looked up where they are not given.
        """
        for index, row in enumerate(made.problems):
            number = self._part_at(row["page"], row["page_number"], row["line"])
            other = self._part_at(row["other_page"], row["other_page_number"], row["other_line"])
            if words is not None:
                here, there = words[index]
            else:
                here = self._words(number, row["line"], row["column"])
                there = self._words(other, row["other_line"], row["other_column"])
            cells = problem(row, here, there)
            if self._index.add_problem(number, cells, other):
                self._more.append([number, *map(cell, cells), other])

    def _part_at(self, page: object, number: object, line: object) -> int | None:
        """The place in the run of a page, or of the part of a long one that holds a line."""
        parts = self._known.get((page, number))
        if not parts:
            return None
        at = line if isinstance(line, int) else 1
        return max((part for part in parts if part[0] <= at), default=parts[0])[1]

    def _words(self, number: int | None, line: object, column: object) -> Words:
        """The words round a number of a page; the last pages asked for are at hand."""
        if number is None:
            return NO_WORDS
        if number not in self._near:
            while len(self._near) >= NEAR:
                del self._near[next(iter(self._near))]
            self._near[number] = surroundings(json.loads(self._page(self._pages[number])))
        return self._near[number].of(line, column)

    def _page(self, page: _Waiting) -> bytes:
        if page.file is None:
            return self._spool.read(page.start, page.size)
        with Path(page.file).open("rb") as file:
            file.seek(page.start)
            return file.read(page.size)

    def html(self, told: Mapping[str, Any]) -> str:
        """`report.html` alone."""
        return b"".join(self.files(told)[INDEX]).decode("utf-8")

    def files(self, told: Mapping[str, Any]) -> Mapping[str, Iterator[bytes]]:
        """Names below the output folder, and the pieces of each file, to be written one by one.

        told: what `run.json` says of the run.
        """
        run = {name: told[name] for name in ("pipeline", "totals", "statuses", "roles", "codes")}
        run["review"] = told.get("review", {})
        if len(self._pages) <= MOST_PAGES and self._size <= MOST_BYTES:
            return {INDEX: document(self._of_pages(run, 0, len(self._pages), _ALONE))}
        cuts = self._cuts()
        names = [f"{position:04}.html" for position in range(1, len(cuts))]
        files = {INDEX: document(self._of_index(run, cuts, names))}
        ways = self._ways(cuts, names)
        for (first, last), name, way in zip(pairwise(cuts), names, ways, strict=True):
            part = {"pipeline": told["pipeline"], **self._part(first, last)}
            files[f"report/{name}"] = document(self._of_pages(part, first, last, way))
        return files

    def _ways(self, cuts: list[int], names: list[str]) -> Iterator[dict[str, Any]]:
        """For each file how the others are found, and the next of them that needs a look."""
        crossing = {row[0] for row in self._more}
        doubtful = [
            position
            for position, (first, last) in enumerate(pairwise(cuts))
            if any(self._pages[at].doubtful or at in crossing for at in range(first, last))
        ]
        for position in range(len(names)):
            before = bisect_left(doubtful, position)
            after = bisect_right(doubtful, position)
            yield {
                "home": f"../{INDEX}",
                "names": names,
                "cuts": cuts,
                # Who goes on beyond the last comes to the first.
                "doubtBefore": names[doubtful[before - 1]] if doubtful else None,
                "doubtAfter": names[doubtful[after % len(doubtful)]] if doubtful else None,
            }

    def _cuts(self) -> list[int]:
        """Numbers of the pages that begin a file, and the end."""
        cuts, size = [0], 0
        for number, page in enumerate(self._pages):
            full = number - cuts[-1] >= PAGES_A_FILE or size + page.size > BYTES_A_FILE
            if full and number > cuts[-1]:
                cuts.append(number)
                size = 0
            size += page.size
        return [*cuts, len(self._pages)]

    def _part(self, first: int, last: int) -> dict[str, Any]:
        """What is told of the pages of one file."""
        pages = self._pages[first:last]
        rows = [_cells(page.row) for page in pages]
        return {
            "totals": {
                "pages": len({(row["page"], row["number"]) for row in rows}),
                "facts": sum(row["facts"] for row in rows),
                "quantities": sum(row["numbers"] for row in rows),
                "problems": sum(row["problems"] for row in rows),
            },
            "statuses": dict(sorted(Counter(str(row["status"]) for row in rows).items())),
        }

    def _of_pages(
        self, run: Mapping[str, Any], first: int, last: int, way: Mapping[str, Any]
    ) -> Iterator[bytes]:
        """The data of a file that holds pages. way: the other files of the run it leads to."""
        pages = self._pages[first:last]
        head = {
            "form": "pages",
            "run": run,
            "low": str(LOW),
            **way,
            "firstPage": first,
            "firstFact": pages[0].facts if pages else 0,
            "firstNumber": pages[0].numbers if pages else 0,
            "columns": {"number": NUMBER, "fact": FACT, "problem": PROBLEM},
            "roles": [role.value for role in Role],
            "more": [
                [row[0] - first if isinstance(row[0], int) else None, *row[1:]]
                for row in self._more
                if row[0] is None or first <= int(row[0]) < last
            ],
        }
        yield _open(head) + b',"pages":['
        for position, page in enumerate(pages):
            if position:
                yield b","
            yield self._page(page)
        yield b"]}"

    def _of_index(
        self, run: Mapping[str, Any], cuts: list[int], names: list[str]
    ) -> Iterator[bytes]:
        """The data of the index: all facts and problems as columns, a row for each page."""
        head = {
            "form": "index",
            "run": run,
            "low": str(LOW),
            "home": None,
            "files": [f"report/{name}" for name in names],
            "roles": [role.value for role in Role],
            "leftOut": self._index.left_out,
        }
        yield _open(head) + b',"pages":'
        table = Columns(_PAGE_COLUMNS)
        for file, (first, last) in enumerate(pairwise(cuts)):
            for page in self._pages[first:last]:
                table.add_text(page.row + b"\t%d\t%d\t%d" % (file, page.facts, page.numbers))
        yield from table.json()
        yield b","
        yield from self._index.json()
        yield b"}"


def _open(head: Mapping[str, Any]) -> bytes:
    """An object to which more members are to come."""
    return embedded(head)[:-1].encode("utf-8")


def _cells(row: bytes) -> dict[str, Any]:
    """The cells of a page by their names."""
    cells = json.loads(b"[%b]" % row.replace(b"\t", b","))
    return dict(zip((*OF_VIEW, *COUNTED), cells, strict=True))
