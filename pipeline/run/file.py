"""The way through one file: its pages, their records, and what is told of each."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.ingest import Found, Outcome, pages
from pipeline.ingest.preview import Previews
from pipeline.ingest.sidecar import Meta
from pipeline.model import Page, Problem, Result, Role, Status
from pipeline.records import Records, Shift, records
from pipeline.run import limit
from pipeline.run import page as way


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


def read_file(found: Found, options: Meta) -> Iterator[Done]:
    """All pages of a file, read; what fails costs the page it stands on."""
    with Previews(found.path) as previews:
        for outcome in outcomes(found, options):
            if outcome.page is None or outcome.status is Status.FAILED:
                page = outcome.page or Page(found.name, "")
                yield _done(Result(page, None, (), outcome.problems, outcome.status))
                continue
            for part, shift in way.parts(outcome.page):
                yield read_part(outcome, part, shift, previews.of)


def read_part(
    outcome: Outcome,
    part: Page,
    shift: Shift,
    picture: Callable[[Page], str | None] = lambda part: None,
) -> Done:
    """A page, or a part of a long one, read. outcome: of the whole page, whose problems the first
    part tells.  picture: what makes the small picture of a page."""
    result = _safely(part)
    if shift == Shift():
        status = max(outcome.status, result.status, key=list(Status).index)
        problems = outcome.problems + result.problems
        result = replace(result, problems=problems, status=status)
    return _done(result, shift, picture(part))


def outcomes(found: Found, options: Meta) -> Iterator[Outcome]:
    """What came of a file, as `ingest.pages` says; an error of the program is a problem X001."""
    try:
        yield from pages(found, options)
    except Exception as error:
        problem = Problem("X001", found.name, described(error), stage="ingest")
        yield Outcome(None, (problem,), Status.FAILED)


def _safely(page: Page) -> Result:
    try:
        with limit.limited(limit.SECONDS):
            return way.read_page(page)
    except Exception as error:
        # The page is lost, the run is not: the next page does not know of it.
        code = error.code if isinstance(error, PipelineError) else "X001"
        problem = Problem(code, page.name, described(error), stage="run")
        return Result(page, None, (), (problem,), Status.FAILED)


def described(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if "pipeline" in Path(frame.filename).parts] or frames
    where = f" at {Path(own[-1].filename).name}:{own[-1].lineno}" if own else ""
    return f"{type(error).__name__}: {str(error)[:200]}{where}"


def _report(result: Result, made: Records) -> PageReport:
    page = result.page
    report = PageReport(
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
        {},
        {},
    )
    return counted(report, made)


def counted(report: PageReport, made: Records) -> PageReport:
    """A report with the counts of other records."""
    tables = ("articles", "facts", "quantities", "entities", "problems")
    roles = Counter(str(row["role"]) for row in made.quantities)
    return replace(
        report,
        counts={name: len(made.table(name)) for name in tables},
        roles={role.value: roles[role.value] for role in Role},
    )


def failed(found: Found, code: str, detail: str) -> Done:
    """A file of which nothing can be told but why."""
    problem = Problem(code, found.name, detail, stage="run")
    return _done(Result(Page(found.name, ""), None, (), (problem,), Status.FAILED))


def _done(result: Result, shift: Shift | None = None, picture: str | None = None) -> Done:
    from pipeline import checks
    from pipeline.report import view

    shift = shift or Shift()
    made = checks.checked(records(result, shift), result.page.date)
    shown = view(result, made, shift.line + 1, shift.column + 1, picture)
    return Done(_report(result, made), made, shown)
