"""The tables and the report put together, page by page, from what was read of each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from pipeline import parquet
from pipeline.ingest.sidecar import Meta
from pipeline.review import Session
from pipeline.run import summary
from pipeline.run.file import PageReport
from pipeline.run.judging import Judge
from pipeline.run.store import Kept
from pipeline.run.summary import Summary
from pipeline.write import Folder

FORMATS = ("parquet", "partitions")
"""Beside JSONL and CSV: Parquet, a file a table, or files by paper and date."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was read of a file, whoever read it.

    index: the file's place in the input, from 0.
    kept: whether its entry may serve other runs; None where an earlier run left it.
    """

    index: int
    kept: bool | None
    pages: Iterator[Kept]


@dataclass(frozen=True, slots=True)
class Step:
    """A page (or part of one) that is in the tables now.

    done, files: files done, this one included, and in all.  kept: it was not read again.
    """

    done: int
    files: int
    report: PageReport
    kept: bool


Progress = Callable[[Step], None]


def assemble(
    entries: Iterable[Entry],
    output: Path,
    *,
    files: int,
    options: Meta,
    session: Session | None = None,
    formats: Set[str] = frozenset(),
    progress: Progress | None = None,
) -> tuple[Summary, bool]:
    """Writes all files of the output; says whether all entries may serve other runs.

    entries: in the order of the input.  files: how many there are.
    session: the decisions of editors.
    Raises OSError where the output cannot be written; then the old files stand.
    """
    from pipeline import report

    found = Summary(files=files)
    document = report.Document()
    judge = Judge(session or Session())
    lasting = True
    with Folder(output) as folder:
        columns = None
        if formats:
            columns = parquet.Tables(folder, partitions="partitions" in formats)
        for entry in entries:
            found.unchanged += entry.kept is None
            lasting = lasting and entry.kept is not False
            for page in map(judge.judged, entry.pages):
                folder.append(page.rows)
                judge.compare(page)
                document.take(page.piece, page.lies)
                if columns is not None:
                    columns.add(page.records(), page.report.paper, page.report.date)
                found.add(page.report, page.codes)
                if progress is not None:
                    progress(Step(entry.index + 1, files, page.report, entry.kept is None))
        for made, words in judge.rest():
            folder.add(made)
            document.add_problems(made, words)
            found.add_apart(made)
            if columns is not None:
                columns.add(made, None, None)
        found.review = judge.session.counts
        if columns is not None:
            columns.close()
        told = summary.told(found, options)
        folder.commit(told, document.files(told))
    return found, lasting
