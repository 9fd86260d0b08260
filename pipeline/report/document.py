"""Gathers what pages hold and becomes the files of the audit.

Pages wait in a temporary file, and only the cells of the index stay in memory, so that a run of
ten thousand pages needs no more than one page at a time.
"""

from __future__ import annotations

import contextlib
import weakref
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from tempfile import TemporaryFile
from typing import IO, Any

from pipeline.model import Role
from pipeline.records import Records
from pipeline.report.bundle import document, embedded
from pipeline.report.columns import Columns
from pipeline.report.composing import FACT, NUMBER, PROBLEM, compose

INDEX = "report.html"
# So much is one file; beyond either, a folder of files.
MOST_PAGES = 40
MOST_BYTES = 10_000_000
# A file of the folder holds so much.
PAGES_A_FILE = 20
BYTES_A_FILE = 4_000_000
# The index names so many facts and problems; the tables beside it hold all.
MOST_ROWS = 500_000

_FACT_COLUMNS = (
    *("page", "line", "subject", "indicator", "kind", "value", "base_unit", "qualifier"),
    *("period", "reference", "modality", "quote", "confidence", "rule", "note", "review"),
    "problems",
)
_PROBLEM_COLUMNS = ("page", *PROBLEM)
_PAGE_COLUMNS = (
    *("page", "number", "status", "date", "paper", "label", "firstLine"),
    *("facts", "numbers", "unresolved", "problems", "file", "firstFact"),
)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A page in the temporary file: where it lies, and its row of the index."""

    start: int
    size: int
    row: tuple[str | int | None, ...]
    facts: int


class Document:
    """Takes pages in the order of the input and writes them as one file or many."""

    def __init__(self) -> None:
        # The file closes with the document, whoever lets go of it.
        self._spool = TemporaryFile()  # noqa: SIM115
        weakref.finalize(self, _close, self._spool)
        self._end = 0
        self._pages: list[_Waiting] = []
        self._facts = Columns(_FACT_COLUMNS)
        self._problems = Columns(_PROBLEM_COLUMNS)
        self._counted = 0
        self._known: dict[tuple[object, object], int] = {}
        self._more: list[list[str | int | None]] = []

    def add(self, made: Records, page: Mapping[str, Any]) -> None:
        """A page's rows and its view; beyond the limits of the index only the count goes on.

        made: the rows as they are written.  page: what `view` said of the page.
        """
        number = len(self._pages)
        self._known.setdefault((page["page"], page["number"]), number)
        piece = embedded(compose(made, page)).encode("utf-8")
        self._spool.seek(self._end)
        self._spool.write(piece)
        self._index(number, made)
        unresolved = sum(row["role"] == Role.UNRESOLVED.value for row in made.quantities)
        row = (
            *(page[name] for name in _PAGE_COLUMNS[:7]),
            *(len(made.facts), len(made.quantities), unresolved, len(made.problems)),
        )
        self._pages.append(_Waiting(self._end, len(piece), row, self._counted))
        self._end += len(piece)
        self._counted += len(made.facts)

    def add_problems(self, made: Records) -> None:
        """Problems that no page has alone, after all pages."""
        for row in made.problems:
            number = self._known.get((row["page"], row["page_number"]))
            cells = [number, *(_cell(row[name]) for name in PROBLEM)]
            if len(self._problems) < MOST_ROWS:
                self._problems.add(cells)
                self._more.append(cells)

    def _index(self, number: int, made: Records) -> None:
        codes: dict[tuple[object, object], list[str]] = {}
        for row in made.problems:
            codes.setdefault((row["line"], row["column"]), []).append(str(row["code"]))
            if len(self._problems) < MOST_ROWS:
                self._problems.add((number, *(_cell(row[name]) for name in PROBLEM)))
        for row in made.facts[: MOST_ROWS - len(self._facts)]:
            found = sorted(set(codes.get((row["line"], row["column"]), ())))
            cells = (_cell(row[name]) for name in _FACT_COLUMNS[1:-1])
            self._facts.add((number, *cells, " ".join(found)))

    def html(self, told: Mapping[str, Any]) -> str:
        """`report.html` alone."""
        return "".join(self.files(told)[INDEX])

    def files(self, told: Mapping[str, Any]) -> Mapping[str, Iterator[str]]:
        """Names below the output folder, and the pieces of each file, to be written one by one.

        told: what `run.json` says of the run.
        """
        run = {name: told[name] for name in ("pipeline", "totals", "statuses", "roles", "codes")}
        run["review"] = told.get("review", {})
        if len(self._pages) <= MOST_PAGES and self._end <= MOST_BYTES:
            return {INDEX: document(self._of_pages(run, 0, len(self._pages), None))}
        cuts = self._cuts()
        names = [f"report/{position:04}.html" for position in range(1, len(cuts))]
        files = {INDEX: document(self._of_index(run, cuts, names))}
        for name, (first, last) in zip(names, pairwise(cuts), strict=True):
            files[name] = document(
                self._of_pages(
                    {"pipeline": told["pipeline"], **self._part(first, last)},
                    first,
                    last,
                    f"../{INDEX}",
                )
            )
        return files

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
        rows = [dict(zip(_PAGE_COLUMNS, page.row, strict=False)) for page in pages]
        return {
            "totals": {
                "pages": len({(row["page"], row["number"]) for row in rows}),
                "facts": sum(int(row["facts"] or 0) for row in rows),
                "quantities": sum(int(row["numbers"] or 0) for row in rows),
                "problems": sum(int(row["problems"] or 0) for row in rows),
            },
            "statuses": dict(sorted(Counter(str(row["status"]) for row in rows).items())),
        }

    def _of_pages(
        self, run: Mapping[str, Any], first: int, last: int, home: str | None
    ) -> Iterator[str]:
        """The data of a file that holds pages. home: the index, where there is one."""
        pages = self._pages[first:last]
        head = {
            "form": "pages",
            "run": run,
            "home": home,
            "firstPage": first,
            "firstFact": pages[0].facts if pages else 0,
            "columns": {"number": NUMBER, "fact": FACT, "problem": PROBLEM},
            "roles": [role.value for role in Role],
            "more": [
                [row[0] - first if isinstance(row[0], int) else None, *row[1:]]
                for row in self._more
                if row[0] is None or first <= int(row[0]) < last
            ],
        }
        yield embedded(head)[:-1] + ',"pages":['
        for position, page in enumerate(pages):
            self._spool.seek(page.start)
            text = self._spool.read(page.size).decode("utf-8")
            yield ("," if position else "") + text
        yield "]}"

    def _of_index(self, run: Mapping[str, Any], cuts: list[int], names: list[str]) -> Iterator[str]:
        """The data of the index: all facts and problems as columns, a row for each page."""
        head = {
            "form": "index",
            "run": run,
            "home": None,
            "files": names,
            "roles": [role.value for role in Role],
            "leftOut": self._counted - len(self._facts),
        }
        yield embedded(head)[:-1] + ',"pages":'
        table = Columns(_PAGE_COLUMNS)
        for file, (first, last) in enumerate(pairwise(cuts)):
            for page in self._pages[first:last]:
                table.add((*page.row, file, page.facts))
        yield from table.json()
        yield ',"facts":'
        yield from self._facts.json()
        yield ',"problems":'
        yield from self._problems.json()
        yield "}"


def _close(spool: IO[bytes]) -> None:
    # A full disk fails at closing again; the error that matters is on its way already.
    with contextlib.suppress(OSError):
        spool.close()


def _cell(cell: object) -> str | int | None:
    return cell if isinstance(cell, int) or cell is None else str(cell)
