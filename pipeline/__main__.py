"""The command line: arguments, what is printed, and the exit code; all work is done elsewhere.

Exit codes: 0 all was read; 1 something was not read, or a score or check is below what it should
be; 2 wrong use, or the output cannot be written; 130 interrupted, 143 ended.
"""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

    from pipeline.run import Step, Summary

OK, INCOMPLETE, MISUSE, INTERRUPTED, ENDED = 0, 1, 2, 130, 143


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    from pipeline.errors import PipelineError

    commands = {
        "run": _run,
        "score": _score,
        "explain": _explain,
        "check": _check,
        "add": _add,
        "review": _review,
        "diff": _diff,
        "audit": _audit,
        "export": _export,
        "import": _import,
    }
    try:
        return commands[options.command](options)
    except PipelineError as error:
        print(error, file=sys.stderr)
        return MISUSE
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        return OK
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
        return MISUSE
    except KeyboardInterrupt:
        print("interrupted; what was there before stands", file=sys.stderr)
        return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    from pipeline import __version__

    parser = argparse.ArgumentParser(
        prog="python -m pipeline",
        description="Chinese newspaper pages in, audited and normalised facts out.",
        epilog="exit codes: 0 all was read; 1 something was not, or is below its floor; "
        "2 wrong use or no place to write; 130 interrupted; 143 ended",
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="read pages and write extracted/")
    run.add_argument("inputs", nargs="+", metavar="FILE_OR_FOLDER")
    run.add_argument("-o", "--output", default="extracted", metavar="FOLDER")
    run.add_argument("--date", type=_date, metavar="YYYY-MM-DD", help="the date of all pages given")
    run.add_argument("--paper", help="the newspaper's name")
    run.add_argument(
        "-j",
        "--workers",
        type=_number,
        default=None,
        metavar="N",
        help="processes that read pages (default: one for each core)",
    )
    run.add_argument(
        "--no-cache",
        action="store_true",
        help="read all pages again, and keep nothing for next time",
    )
    run.add_argument(
        "--format",
        choices=("parquet", "partitions"),
        help="Parquet as well: a file a table, or files by paper and date",
    )
    run.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="read on the machines of a Dask cluster: tcp://host:8786; `local` starts one here",
    )
    run.add_argument("-q", "--quiet", action="store_true", help="only the summary")
    run.add_argument(
        "--excel", action="store_true", help="facts.xlsx and facts.excel.csv for spreadsheets too"
    )

    score = commands.add_parser("score", help="compare records with hand-labelled gold")
    score.add_argument(
        "gold", type=Path, metavar="GOLD", help="folder with facts.csv, numbers.csv …"
    )
    score.add_argument("-r", "--records", type=Path, default=Path("extracted"), metavar="FOLDER")
    score.add_argument("--pages", help="only these pages, by file name, comma separated")
    score.add_argument("--errors", type=int, default=0, metavar="N", help="show N errors a kind")
    score.add_argument("--json", action="store_true")

    explain = commands.add_parser("explain", help="show how a sentence becomes facts")
    explain.add_argument("what", metavar="TEXT_OR_FILE:LINE")
    explain.add_argument("--date", type=_date, metavar="YYYY-MM-DD")

    check = commands.add_parser("check", help="check tables, codes and gold")
    check.add_argument("gold", nargs="*", type=Path, metavar="GOLD")

    add = commands.add_parser("add", help="put new pages into the input folder")
    add.add_argument("files", nargs="+", type=Path, metavar="FILE")
    add.add_argument("--to", type=Path, default=Path("raw"), metavar="FOLDER")
    add.add_argument("--date", type=_date, metavar="YYYY-MM-DD")
    add.add_argument("--paper")
    add.add_argument("--page", help="the printed page number")

    review = commands.add_parser("review", help="serve the report and keep what editors decide")
    review.add_argument("raw", nargs="?", type=Path, default=Path("raw"), metavar="RAW")
    review.add_argument("-o", "--output", type=Path, default=Path("extracted"), metavar="FOLDER")
    review.add_argument("--port", type=_port, default=0, help="default: any that is free")
    review.add_argument("--by", metavar="NAME", help="who decides, kept with each decision")

    export = commands.add_parser("export", help="records and decisions for other tools")
    export.add_argument(
        "format", choices=("label-studio", "doccano", "docbin", "gold", "cases"), metavar="FORMAT"
    )
    export.add_argument("to", type=Path, metavar="TO", help="a folder, which is made")
    export.add_argument("--raw", type=Path, default=Path("raw"), metavar="RAW")
    export.add_argument("-o", "--output", type=Path, default=Path("extracted"), metavar="FOLDER")

    back = commands.add_parser("import", help="what annotators changed elsewhere, as decisions")
    back.add_argument("format", choices=("label-studio", "doccano"), metavar="FORMAT")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("--raw", type=Path, default=Path("raw"), metavar="RAW")
    back.add_argument("-o", "--output", type=Path, default=Path("extracted"), metavar="FOLDER")
    back.add_argument("--accept", action="store_true", help="what was left alone is accepted")

    diff = commands.add_parser("diff", help="what changed between two runs, fact by fact")
    diff.add_argument("old", type=Path, metavar="OLD")
    diff.add_argument("new", type=Path, metavar="NEW")
    diff.add_argument("--json", action="store_true")
    diff.add_argument("--html", type=Path, metavar="FILE", help="a page to read them on as well")
    diff.add_argument("--exit-code", action="store_true", help="1 where any fact differs")

    audit = commands.add_parser("audit", help="what a run accounted for and what needs a look")
    audit.add_argument("folder", nargs="?", type=Path, default=Path("extracted"), metavar="FOLDER")
    audit.add_argument("--min-accounted", type=_share, metavar="SHARE", help="such as 0.98")
    audit.add_argument("--max-problems", type=_count, metavar="N")
    audit.add_argument("--max-unresolved", type=_count, metavar="N")
    audit.add_argument("--max-failed", type=_count, metavar="N", help="pages that failed")
    audit.add_argument("--items", type=_count, default=20, metavar="N", help="default 20")
    audit.add_argument("--json", action="store_true")
    return parser


def _date(text: str) -> str:
    from pipeline.ingest.sidecar import date

    try:
        return date(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _number(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError("at least 0")
    return number


def _share(text: str) -> Decimal:
    from decimal import Decimal, InvalidOperation

    try:
        share = Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError("a number from 0 to 1") from error
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError("a number from 0 to 1")
    return share


def _port(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError("from 0 to 65535")
    return number


# ------------------------------------------------------------------------------------------ run


def _run(options: argparse.Namespace) -> int:
    from pipeline import excel
    from pipeline.ingest.sidecar import Meta

    if options.excel:
        excel.require()
    signal.signal(signal.SIGTERM, _ended)
    progress = None if options.quiet else _Progress()
    known = Meta(options.date, options.paper)
    workers = options.workers or _cores()
    formats = frozenset({options.format} - {None})
    if options.scheduler or any("://" in name for name in (*options.inputs, options.output)):
        from pipeline import cluster

        summary = cluster.run(
            options.inputs,
            options.output,
            scheduler=None if options.scheduler == "local" else options.scheduler,
            workers=workers,
            options=known,
            formats=formats,
            progress=progress,
        )
    else:
        from pipeline.run import run
        from pipeline.run.workers import GARBAGE

        # As a worker does: what a run holds of ten thousand pages it holds till its end.
        gc.set_threshold(GARBAGE)
        summary = run(
            [Path(name) for name in options.inputs],
            Path(options.output),
            options=known,
            workers=workers,
            cache=not options.no_cache,
            formats=formats,
            progress=progress,
        )
        (excel.write if options.excel else excel.discard)(Path(options.output))
    if progress is not None:
        progress.end()
    print(glance(summary, options.output))
    if summary.files == 0:
        print("no page was found in what was given", file=sys.stderr)
        return INCOMPLETE
    return OK if summary.complete else INCOMPLETE


def _cores() -> int:
    """Cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _ended(*_: object) -> None:
    raise SystemExit(ENDED)


class _Progress:
    """A bar with rate and time left on a terminal; elsewhere a plain line for each page read."""

    EVERY = 0.1
    """Seconds between two pictures of the bar."""

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.started = self.shown = time.monotonic()
        self.read = 0

    def __call__(self, step: Step) -> None:
        report = step.report
        self.read += not step.kept
        name = report.page if report.number == 1 else f"{report.page}#{report.number}"
        if self.terminal:
            now = time.monotonic()
            if now - self.shown >= self.EVERY or step.done == step.files:
                self.shown = now
                print(f"\r\033[K{self.bar(step, name, now)}", end="", file=sys.stderr, flush=True)
        elif not step.kept:
            counts = report.counts
            print(
                f"{report.status:<8}{name}  facts {counts['facts']}  numbers {counts['quantities']}"
                f"  problems {counts['problems']}",
                file=sys.stderr,
            )

    def bar(self, step: Step, name: str, now: float) -> str:
        """How far the run is. The rate is that of pages read, not of those that were kept."""
        width = 24
        full = width * step.done // max(1, step.files)
        rate = self.read / max(now - self.started, 0.001)
        left = round((step.files - step.done) / rate) if self.read else 0
        told = f"{rate:.1f} pages/s  {left // 60}:{left % 60:02} left"
        return f"{'█' * full}{'·' * (width - full)} {step.done}/{step.files}  {told}  {name[:30]}"

    def end(self) -> None:
        if self.terminal:
            print("\r\033[K", end="", file=sys.stderr)


def glance(summary: Summary, output: str) -> str:
    """The run in a few lines."""
    lost = summary.codes["P002"]
    numbers = summary.counts["quantities"]
    read = summary.statuses["done"] + summary.statuses["partial"]
    rows = [
        ("pages", f"{read} read of {len(summary.pages)}"),
        ("articles", str(summary.counts["articles"])),
        ("facts", str(summary.counts["facts"])),
        ("numbers", f"{numbers} accounted for" + (f", {lost} lost" if lost else "")),
        ("unresolved", str(summary.roles["unresolved"])),
        ("problems", _by_code(summary)),
        ("seconds", f"{summary.seconds:.2f}"),
        ("report", f"{output.rstrip('/')}/report.html"),
    ]
    if summary.unchanged:
        rows.insert(1, ("unchanged", f"{summary.unchanged} of {summary.files} files"))
    return "\n".join(f"{name:<12}{value}" for name, value in rows)


def _by_code(summary: Summary) -> str:
    total = summary.counts["problems"]
    if not total:
        return "0"
    return f"{total}  ({', '.join(f'{code} {n}' for code, n in sorted(summary.codes.items()))})"


# --------------------------------------------------------------------------------- other commands


def _score(options: argparse.Namespace) -> int:
    from pipeline import score

    pages = frozenset(options.pages.split(",")) if options.pages else None
    found = score.score(options.gold, options.records, pages=pages)
    print(score.as_json(found) if options.json else score.as_text(found, errors=options.errors))
    return OK


def _explain(options: argparse.Namespace) -> int:
    from pipeline import explain

    print(explain.explain(options.what, date=options.date))
    return OK


def _check(options: argparse.Namespace) -> int:
    from pipeline import check

    complaints = check.check(options.gold)
    for complaint in complaints:
        print(complaint)
    print("all is well" if not complaints else f"{len(complaints)} to mend")
    return INCOMPLETE if complaints else OK


def _add(options: argparse.Namespace) -> int:
    from pipeline import add
    from pipeline.errors import CODES

    added = add.add(
        options.files, options.to, date=options.date, paper=options.paper, page=options.page
    )
    for item in added:
        if item.code is None:
            print(f"added   {item.target}")
        else:
            told = CODES[item.code]
            detail = f" ({item.detail})" if item.detail else ""
            print(f"{item.code}    {item.source}: {told.meaning}{detail} — {told.advice}")
    # What was there already is as good as added.
    return OK if all(item.code in (None, "I031") for item in added) else INCOMPLETE


def _diff(options: argparse.Namespace) -> int:
    from pipeline import diff

    found = diff.diff(options.old, options.new)
    if options.html:
        diff.write(found, options.old, options.new, options.html)
    print(diff.as_json(found) if options.json else diff.as_text(found))
    return INCOMPLETE if options.exit_code and found.changes else OK


def _audit(options: argparse.Namespace) -> int:
    from pipeline import audit

    limits = audit.Limits(
        options.min_accounted, options.max_problems, options.max_unresolved, options.max_failed
    )
    found = audit.audit(options.folder, limits)
    print(audit.as_json(found) if options.json else audit.as_text(found, items=options.items))
    return INCOMPLETE if found.missed else OK


def _review(options: argparse.Namespace) -> int:
    from pipeline.review.server import desk

    signal.signal(signal.SIGTERM, _ended)
    with desk(options.output, options.raw, port=options.port, by=options.by) as server:
        try:
            print(server.address, flush=True)
            print(f"decisions are kept in {server.kept}; Ctrl-C ends", file=sys.stderr, flush=True)
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            print(f"run {options.raw} again to apply what was decided", file=sys.stderr)
    return OK


def _export(options: argparse.Namespace) -> int:
    from pipeline.exchange import exporting

    for path in exporting.export(options.format, options.to, options.raw, options.output):
        print(path)
    return OK


def _import(options: argparse.Namespace) -> int:
    from pipeline.exchange import importing

    merged, kept = importing.bring_in(
        options.format, options.file, options.raw, options.output, accept_rest=options.accept
    )
    for line in merged.skipped:
        print(f"skipped {line}", file=sys.stderr)
    print(f"{len(merged.decisions)} decisions kept in {kept}")
    return INCOMPLETE if merged.skipped else OK


if __name__ == "__main__":
    sys.exit(main())
