"""The tables and the report put together, block by block, from what was read of each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from pipeline import parquet
from pipeline.ingest.sidecar import Meta
from pipeline.report import Document
from pipeline.review import Session
from pipeline.run import summary
from pipeline.run.assembled import Assembled
from pipeline.run.blocks import TABLES, Block, Cut, NewShelf
from pipeline.run.file import PageReport
from pipeline.run.judging import Judge
from pipeline.run.last import Past, Standing
from pipeline.run.store import Kept, Store
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
class Plan:
    """A block of files to be put in.

    key: stands for all that it is made from; empty where that is not known.
    standing: what is to be taken over; without it the entries of its files are asked for.
    """

    cut: Cut
    key: str = ""
    standing: Standing | None = None


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
    plans: Iterable[Plan],
    entries: Iterator[Entry],
    output: Path,
    store: Store,
    *,
    files: int,
    options: Meta,
    session: Session | None = None,
    formats: Set[str] = frozenset(),
    past: Past | None = None,
    progress: Progress | None = None,
) -> Assembled:
    """Writes all files of the output.

    plans: all blocks in the order of the input.  entries: of the files of those blocks that are
    not taken over, in order.  files: how many there are in all.
    session: the decisions of editors.  past: what stands of an earlier run.
    Raises OSError where the output cannot be written; then the old files stand.
    """
    with Folder(output, past.digests if past is not None else None) as folder:
        columns = None
        if formats:
            columns = parquet.Tables(folder, partitions="partitions" in formats)
        making = _Making(folder, store, columns, files, session or Session(), progress)
        for plan in plans:
            if plan.standing is not None:
                making.take_over(plan, plan.standing)
            else:
                making.put_in(plan, entries)
        making.rest()
        if columns is not None:
            columns.close()
        making.commit(options, past)
    return making.made


class _Making:
    """An output on its way."""

    def __init__(
        self,
        folder: Folder,
        store: Store,
        columns: parquet.Tables | None,
        files: int,
        session: Session,
        progress: Progress | None,
    ) -> None:
        self.made = Assembled(Summary(files=files))
        self._folder = folder
        self._store = store
        self._columns = columns
        self._progress = progress
        self._judge = Judge(session)
        self._document = Document(folder.path)
        self._standing: set[str] = set()
        # Stretches of the tables that are to be copied: blocks that follow each other are one.
        self._copied: list[tuple[int, int]] | None = None

    # ------------------------------------------------------------------------------ blocks

    def take_over(self, plan: Plan, standing: Standing) -> None:
        """A block none of whose files has changed."""
        block = standing.block
        for report in block.summary.pages:
            self._judge.met(report)
        new = list(zip(standing.starts, block.sizes, strict=True))
        if self._copied is None:
            self._copied = new
        elif all(a + n == b for (a, n), (b, _) in zip(self._copied, new, strict=True)):
            grown = zip(self._copied, new, strict=True)
            self._copied = [(start, size + more) for (start, size), (_, more) in grown]
        else:
            self._copy()
            self._copied = new
        self._document.keep(block.leaves)
        self._standing.update(leaf.name for leaf in block.leaves)
        self._done(block, block.files)
        if self._progress is not None and block.summary.pages:
            report = block.summary.pages[-1]
            self._progress(Step(plan.cut.files.stop, self.made.summary.files, report, True))

    def _copy(self) -> None:
        for name, (start, size) in zip(TABLES, self._copied or (), strict=False):
            self._folder.copy(name, start, size)
        self._copied = None

    def put_in(self, plan: Plan, entries: Iterator[Entry]) -> None:
        """A block whose files were read, now or by an earlier run."""
        self._copy()
        with NewShelf(self._store.once()) as shelf:
            block = Block(plan.key, len(plan.cut.files), shelf)
            self._document.begin(plan.cut.name, shelf)
            unchanged = 0
            for _ in plan.cut.files:
                entry = next(entries)
                unchanged += entry.kept is None
                if entry.kept is False:
                    block.key = ""
                    self.made.lasting = False
                for page in entry.pages:
                    self._page(block, entry, page)
            block.claimed()
            block.leaves = self._document.end()
            block.pages = summary.rows(block.summary.pages)
            if block.key:
                shelf.keep(self._store.block(block.key))
        self._done(block, unchanged)

    def _page(self, block: Block, entry: Entry, read: Kept) -> None:
        page = self._judge.judged(read)
        if page is not read:
            # Decisions may change at any time.
            block.key = ""
        self._folder.append(page.rows)
        for at, rows in enumerate((*page.rows.lines, *page.rows.cells)):
            block.sizes[at] += len(rows)
        block.claim(page.compared)
        self._document.take(page.piece, page.lies)
        if self._columns is not None:
            self._columns.add(page.records(), page.report.paper, page.report.date)
        block.summary.add(page.report, page.codes)
        if self._progress is not None:
            kept = entry.kept is None
            self._progress(Step(entry.index + 1, self.made.summary.files, page.report, kept))

    def _done(self, block: Block, unchanged: int) -> None:
        self.made.blocks.append(block)
        self.made.summary.join(block.summary)
        self.made.summary.unchanged += unchanged

    # ------------------------------------------------------------------------------ the end

    def rest(self) -> None:
        """What belongs to no page alone."""
        self._copy()
        for made, words in self._judge.rest(self.made.blocks):
            self._folder.add(made)
            self._document.add_problems(made, words)
            self.made.summary.add_apart(made)
            if self._columns is not None:
                self._columns.add(made, None, None)
        self.made.summary.review = self._judge.session.counts
        for name in TABLES:
            # They go to the disk while the report is put together.
            self._folder.end(name)

    def commit(self, options: Meta, past: Past | None) -> None:
        """Puts all files in place."""
        pages = [block.pages for block in self.made.blocks if block.pages]
        told = summary.told(self.made.summary, options, pages)
        self.made.files = self._folder.commit(told, self._report(told, past))

    def _report(
        self, told: dict[str, object], past: Past | None
    ) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The files of the report that are to be written."""
        for file in self._document.files(told):
            if file.mark:
                self.made.marks[file.name] = file.mark
            stands = file.name.removeprefix("report/") in self._standing
            if past is not None and stands and past.marks.get(file.name) == file.mark:
                self._folder.keep(file.name, past.digests[file.name])
                self.made.states[file.name] = past.states[file.name]
            else:
                yield file.name, file.pieces()
