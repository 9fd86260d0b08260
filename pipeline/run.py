"""The way through, from files to `extracted/`, to be read as a list.

Pages are read one by one, or by workers; their records are written in the order of the input
either way, so that the number of workers does not change a byte.
"""

from __future__ import annotations

import contextlib
import os
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.errors import PipelineError
from pipeline.ingest import Found, Outcome, discover, pages
from pipeline.ingest.preview import Previews
from pipeline.ingest.sidecar import Meta
from pipeline.model import Entity, Fact, Page, Problem, Quantity, Reading, Result, Role, Status
from pipeline.records import Records, Shift, records
from pipeline.write import Folder

# A page longer than this is read in parts, cut at the end of a line or sentence.
LONG = 50_000
PART = 8_000


@dataclass(frozen=True, slots=True)
class PageReport:
    """What a run tells of one page: a row of `run.json`."""

    page: str
    number: int
    status: str
    sha256: str
    encoding: str
    undecodable: int
    characters: int
    date: str | None
    paper: str | None
    label: str | None
    counts: dict[str, int]
    roles: dict[str, int]


@dataclass(frozen=True, slots=True)
class Done:
    """One page (or part of one) on its way to the files."""

    report: PageReport
    records: Records
    view: dict[str, Any]


@dataclass
class Summary:
    """The run at a glance. seconds is for the reader's eye only and is written nowhere."""

    files: int = 0
    pages: list[PageReport] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether every file was read whole."""
        return set(+self.statuses) <= {Status.DONE.value}


@dataclass(frozen=True, slots=True)
class Extract(Result):
    """What was read of one page, with the records of all its articles one after the other."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for reading in self.readings for fact in reading.facts)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return tuple(quantity for reading in self.readings for quantity in reading.quantities)

    @property
    def entities(self) -> tuple[Entity, ...]:
        return tuple(entity for reading in self.readings for entity in reading.entities)


def extract(page: Page) -> Extract:
    """All that is read in a page, for use from Python."""
    read = read_page(page)
    return Extract(**{part.name: getattr(read, part.name) for part in fields(read)})


def read_page(page: Page) -> Result:
    """All stages after ingest, in order. Raises whatever a stage raises."""
    from pipeline import checks, language
    from pipeline.articles import split
    from pipeline.clean import clean

    started = time.perf_counter()
    cleaned = clean(page)
    readings: list[Reading] = []
    known: list[Entity] = []
    for article in split(page, cleaned):
        reading = language.read(article, page_date=page.date, context=known)
        readings.append(reading)
        known.extend(reading.entities)
    kept, broken = checks.promises(page, cleaned, readings)
    kept = tuple(_less_sure(page, reading) for reading in kept)
    problems = [
        *broken,
        *checks.contradictions(page, kept),
        *_unresolved(page, kept),
        *_doubtful(page, kept),
    ]
    status = Status.PARTIAL if broken else Status.DONE
    seconds = time.perf_counter() - started
    return Result(page, cleaned, kept, tuple(problems), status, seconds)


def _unresolved(page: Page, readings: Sequence[Reading]) -> Iterator[Problem]:
    from pipeline.align import raw_span

    quantities = [(r, q) for r in readings for q in r.quantities]
    for reading, quantity in quantities:
        if quantity.role is Role.UNRESOLVED:
            span = raw_span(reading.article.text, quantity.span)
            yield Problem("Q001", page.name, quantity.text, span, "quantities")
    if not quantities:
        yield Problem("C001", page.name, "", stage="quantities")


# A numeral recognised with less than this is a doubt, and its facts are no surer than it is.
DOUBT = 0.75


def _sureness(page: Page, reading: Reading, quantity: Quantity) -> float:
    """The least recognition confidence (0–1) among a quantity's characters; 1 for text."""
    from pipeline.align import raw_span

    if page.layout is None or not page.layout.confidences:
        return 1.0
    span = raw_span(reading.article.text, quantity.span)
    return min(page.layout.confidences[span.start : span.end], default=1.0)


def _less_sure(page: Page, reading: Reading) -> Reading:
    """Facts whose numeral was recognised with doubt are no surer than the recognition."""
    if page.layout is None or not page.layout.confidences:
        return reading
    facts = tuple(
        replace(fact, confidence=min(fact.confidence, Decimal(f"{sure:.2f}")))
        if (sure := _sureness(page, reading, fact.quantity)) < DOUBT
        else fact
        for fact in reading.facts
    )
    return replace(reading, facts=facts)


def _doubtful(page: Page, readings: Sequence[Reading]) -> Iterator[Problem]:
    from pipeline.align import raw_span

    for reading in readings:
        for quantity in reading.quantities:
            sure = _sureness(page, reading, quantity)
            if sure < DOUBT:
                span = raw_span(reading.article.text, quantity.span)
                yield Problem("Q002", page.name, f"{quantity.text} ({sure:.2f})", span, "ocr")


def parts(page: Page) -> Iterator[tuple[Page, Shift]]:
    """A page as it is, or a very long one in parts, with what to add to the places in each.

    A part ends at a line end or a sentence's end, at the latest after `PART` characters.
    """
    text = page.text
    if len(text) <= LONG:
        yield page, Shift()
        return
    start = line = column = 0
    article = 0
    while start < len(text):
        end = min(len(text), start + PART)
        if end < len(text):
            end = _cut(text, start, end)
        piece = text[start:end]
        yield replace(page, text=piece, layout=None), Shift(line, column, article)
        ends = _line_ends(piece)
        line += len(ends)
        column = len(piece) - ends[-1] if ends else column + len(piece)
        article += PART
        start = end


def _cut(text: str, start: int, end: int) -> int:
    for marks in ("\n", "。！？!?", "；;，,、 "):
        found = max(text.rfind(mark, start + PART // 2, end) for mark in marks)
        if found >= 0:
            return found + 1
    # No mark at all: at least no number is cut through.
    least = start + PART // 2
    position = end
    while position > least and (text[position - 1].isdigit() or text[position - 1] in ".,"):
        position -= 1
    return position if position > least else end


def _line_ends(piece: str) -> list[int]:
    from pipeline.align import line_starts

    return list(line_starts(piece)[1:])


def read_file(found: Found, options: Meta) -> Iterator[Done]:
    """All pages of a file, read; what fails costs the page it stands on."""
    with Previews(found.path) as previews:
        for outcome in _outcomes(found, options):
            if outcome.page is None or outcome.status is Status.FAILED:
                page = outcome.page or Page(found.name, "")
                yield _done(Result(page, None, (), outcome.problems, outcome.status))
                continue
            for part, shift in parts(outcome.page):
                result = _safely(part)
                if shift == Shift():
                    status = max(outcome.status, result.status, key=list(Status).index)
                    problems = outcome.problems + result.problems
                    result = replace(result, problems=problems, status=status)
                yield _done(result, shift, previews)


def _done(result: Result, shift: Shift | None = None, previews: Previews | None = None) -> Done:
    from pipeline.report import view

    shift = shift or Shift()
    made = records(result, shift)
    picture = previews.of(result.page) if previews is not None else None
    shown = view(result, made, shift.line + 1, shift.column + 1, picture)
    return Done(_report(result, made), made, shown)


def _outcomes(found: Found, options: Meta) -> Iterator[Outcome]:
    try:
        yield from pages(found, options)
    except Exception as error:
        problem = Problem("X001", found.name, _described(error), stage="ingest")
        yield Outcome(None, (problem,), Status.FAILED)


def _safely(page: Page) -> Result:
    try:
        return read_page(page)
    except Exception as error:
        # The page is lost, the run is not: the next page does not know of it.
        code = error.code if isinstance(error, PipelineError) else "X001"
        problem = Problem(code, page.name, _described(error), stage="run")
        return Result(page, None, (), (problem,), Status.FAILED)


def _described(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "pipeline" in Path(frame.filename).parts] or frames
    where = f" at {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}: {str(error)[:200]}{where}"


def _report(result: Result, made: Records) -> PageReport:
    page = result.page
    tables = ("articles", "facts", "quantities", "entities", "problems")
    roles = Counter(str(row["role"]) for row in made.quantities)
    return PageReport(
        page.name,
        page.number,
        result.status.value,
        page.sha256,
        page.encoding,
        page.undecodable,
        len(page.text),
        page.date,
        page.paper,
        page.label,
        {name: len(made.table(name)) for name in tables},
        {role.value: roles[role.value] for role in Role},
    )


def run(
    inputs: Sequence[Path],
    output: Path,
    *,
    options: Meta | None = None,
    jobs: int = 1,
    progress: Callable[[int, int, Done], None] | None = None,
) -> Summary:
    """Reads all inputs and writes the output folder.

    progress: called after each page (or part) with files done, files in all, and what was read.
    Raises InputError for an input that is not there, OSError where the output cannot be written.
    """
    from pipeline import report

    started = time.perf_counter()
    files = discover(inputs)
    summary = Summary(files=len(files))
    _refuse_inside(inputs, output)
    document = report.Document()
    with _locked(output), Folder(output) as folder:
        for index, done in _all(files, options or Meta(), jobs):
            folder.add(done.records)
            document.add(done.records, done.view)
            _count(summary, done)
            if progress is not None:
                progress(index + 1, len(files), done)
        told = _told(summary, options or Meta())
        folder.commit(told, document.files(told))
    summary.seconds = time.perf_counter() - started
    return summary


def _all(files: Sequence[Found], options: Meta, jobs: int) -> Iterator[tuple[int, Done]]:
    if jobs <= 1 or len(files) <= 1:
        for index, found in enumerate(files):
            for done in read_file(found, options):
                yield index, done
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(min(jobs, len(files)), mp_context=get_context("spawn")) as pool:
        for index, whole in enumerate(pool.map(partial(_whole, options=options), files)):
            for done in whole:
                yield index, done


def _whole(found: Found, options: Meta) -> list[Done]:
    return list(read_file(found, options))


def _count(summary: Summary, done: Done) -> None:
    report = done.report
    last = summary.pages[-1] if summary.pages else None
    if last is not None and (last.page, last.number) == (report.page, report.number):
        summary.pages[-1] = _together(last, report)
        summary.statuses[last.status] -= 1
    else:
        summary.pages.append(report)
    summary.statuses[summary.pages[-1].status] += 1
    summary.counts.update(report.counts)
    summary.roles.update(report.roles)
    summary.codes.update(str(row["code"]) for row in done.records.problems)


def _together(first: PageReport, second: PageReport) -> PageReport:
    """The parts of one long page; one part that is lost makes the page partly read."""
    same = first.status == second.status
    return replace(
        first,
        status=first.status if same else Status.PARTIAL.value,
        characters=first.characters + second.characters,
        counts={name: first.counts[name] + second.counts[name] for name in first.counts},
        roles={name: first.roles[name] + second.roles[name] for name in first.roles},
    )


def _told(summary: Summary, options: Meta) -> dict[str, Any]:
    """`run.json`: nothing of the clock or the machine, so the same input gives the same bytes."""
    return {
        "pipeline": __version__,
        "options": {"date": options.date, "paper": options.paper, "page": options.label},
        "totals": {
            "files": summary.files,
            "pages": len(summary.pages),
            **{name: summary.counts[name] for name in sorted(summary.counts)},
        },
        "statuses": {name: n for name, n in sorted(summary.statuses.items()) if n},
        "roles": {role.value: summary.roles[role.value] for role in Role},
        "codes": dict(sorted(summary.codes.items())),
        "pages": [
            {name: getattr(page, name) for name in PageReport.__slots__} for page in summary.pages
        ],
    }


def _refuse_inside(inputs: Sequence[Path], output: Path) -> None:
    target = output.resolve()
    for given in inputs:
        if given.is_dir() and target.is_relative_to(given.resolve()):
            raise OSError(f"the output folder {output} lies inside the input folder {given}")


@contextlib.contextmanager
def _locked(output: Path) -> Iterator[None]:
    """Holds the folder against a second run; the system frees it when the program ends."""
    output.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:
        yield
        return
    handle = os.open(output / ".lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise OSError(f"another run is writing to {output}; wait for it to end") from error
        yield
    finally:
        os.close(handle)
