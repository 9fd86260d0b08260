"""The way through, from files to `extracted/`, to be read as a list.

Each file has a key, made of its content and all else that decides its records. What has an entry
under its key already is not read again; the others are read, by several processes if wanted. The
tables are put together from the entries in the order of the input, so that neither the number of
workers nor what was kept from an earlier run changes a byte.
"""

from __future__ import annotations

import shutil
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence, Set
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from hashlib import sha256
from itertools import islice
from pathlib import Path

from pipeline.ingest import Found, discover, is_drawn
from pipeline.ingest.sidecar import Meta
from pipeline.review import Session
from pipeline.run import keys, last
from pipeline.run.assembly import FORMATS, Entry, Plan, Progress, Step, assemble
from pipeline.run.blocks import cut
from pipeline.run.file import Done, PageReport, read_file
from pipeline.run.lock import locked
from pipeline.run.page import Extract, extract, parts, read_page
from pipeline.run.shares import pages_of
from pipeline.run.store import Kept, Store
from pipeline.run.summary import Summary
from pipeline.run.task import Task, do
from pipeline.run.workers import Pool, work

__all__ = [
    "FORMATS",
    "Done",
    "Extract",
    "PageReport",
    "Step",
    "Summary",
    "extract",
    "parts",
    "read_file",
    "read_page",
    "run",
]

CACHE = ".cache"
WORK = ".work"
"""Entries of a run without the cache, for as long as it lasts."""
AHEAD = 8
"""So many entries of an earlier run are read before their turn comes."""
WORTH = 16
"""A worker takes about as long to begin as so many pages of text to be read, and more processor."""
MANY = 1_000
"""So many files that are kept take the run as long as a worker needs to begin beside it."""
DRAWN = 4
"""A PDF or a scan takes at least as long as so many of them."""


def run(
    inputs: Sequence[Path],
    output: Path,
    *,
    options: Meta | None = None,
    workers: int = 1,
    cache: bool = True,
    formats: Set[str] = frozenset(),
    progress: Progress | None = None,
) -> Summary:
    """Reads all inputs and writes the output folder.

    workers: processes at most.  cache: whether to use, and leave, entries of unchanged files.
    formats: beside JSONL and CSV; any of `FORMATS`.
    progress: called for each page (or part) as it is written.
    Raises InputError for an input that is not there or a format that needs more packages, OSError
    where the output cannot be written.
    """
    started = time.perf_counter()
    options = options or Meta()
    files = discover(inputs)
    _refuse_inside(inputs, output)
    with locked(output):
        shutil.rmtree(output / WORK, ignore_errors=True)
        store = Store(output / (CACHE if cache else WORK))
        store.tidy()
        tasks = [Task(i, found, keys.key(found, options)) for i, found in enumerate(files)]
        session = Session(inputs)
        state = _state(tasks, options, formats, session)
        left = last.Last(output, store) if cache else None
        before = left.unchanged(state) if left is not None else None
        if before is not None:
            before.seconds = time.perf_counter() - started
            return before
        known = store.known()
        with ExitStack() as stack:
            # The workers begin while we look for what stands of the last run.
            pool = _pool(tasks, known, options, store, workers)
            if pool is not None:
                stack.callback(pool.end)
            past = left.past() if left is not None and not formats else None
            plans = list(_plans(tasks, past, session))
            if not _is_large(plans):
                plans = list(_plans(tasks, None, session))
            new = [tasks[at] for plan in plans if plan.standing is None for at in plan.cut.files]
            entries = stack.enter_context(closing(_entries(new, known, options, store, pool)))
            made = assemble(
                plans,
                entries,
                output,
                store,
                files=len(tasks),
                options=options,
                session=session,
                formats=formats,
                past=past,
                progress=progress,
            )
        if left is not None:
            store.leave({task.key for task in tasks}, {block.key for block in made.blocks})
            left.remember(state if made.lasting else "", made)
        else:
            shutil.rmtree(store.folder, ignore_errors=True)
    found = made.summary
    found.seconds = time.perf_counter() - started
    return found


def _is_large(plans: Sequence[Plan]) -> bool:
    """Whether the report is surely a folder of files, of which some can stay."""
    from pipeline.report.document import MOST_PAGES

    held = (len(plan.cut.files) if plan.standing is None else plan.standing.pages for plan in plans)
    return sum(held) > MOST_PAGES


def _plans(tasks: Sequence[Task], past: last.Past | None, session: Session) -> Iterator[Plan]:
    """The blocks of all files; those that stand and that no decision meets are taken over."""
    for one in cut([task.found.name for task in tasks]):
        digest = sha256(one.name.encode())
        for at in one.files:
            digest.update(tasks[at].key.encode())
        key = digest.hexdigest()
        standing = past.blocks.get(key) if past is not None else None
        if standing is not None and any(
            session.decided(page.number, page.sha256) for page in standing.block.summary.pages
        ):
            standing = None
        yield Plan(one, key, standing)


def _state(tasks: Sequence[Task], options: Meta, formats: Set[str], session: Session) -> str:
    """A digest of all that decides the tables."""
    digest = sha256(keys.package())
    digest.update(session.digest.encode())
    digest.update(repr((options, sorted(formats))).encode("utf-8", "backslashreplace"))
    for task in tasks:
        digest.update(f"{task.key}\n".encode())
    return digest.hexdigest()


def worth(files: Sequence[Found]) -> int:
    """How many workers so many files to be read can keep busy."""
    pages = sum(DRAWN if is_drawn(found) else pages_of(found) for found in files)
    return -(-pages // WORTH)


def _pool(
    tasks: Sequence[Task], known: Set[str], options: Meta, store: Store, workers: int
) -> Pool | None:
    """Workers for the files that have no entry yet; None where we read them as soon ourselves."""
    new = [task.found for task in tasks if task.key not in known]
    if not new or workers <= 1:
        return None
    wanted = min(workers, worth(new))
    if wanted <= 1 and len(tasks) - len(new) < MANY:
        return None
    return Pool(options, store, wanted, at_once=True)


def _entries(
    tasks: Sequence[Task], known: Set[str], options: Meta, store: Store, pool: Pool | None
) -> Generator[Entry]:
    """The entries of files in order; those that are not there are made.

    known: keys that have an entry.
    """
    new = [task for task in tasks if task.key not in known]
    old = iter([task.key for task in tasks if task.key in known])
    # Entries are read, and held against their digests, while those before go to the tables.
    ahead: deque[Future[Iterator[Kept] | None]] = deque()
    answers = work(new, options, store, pool)
    with ThreadPoolExecutor(1) as reader:
        for task in tasks:
            ahead.extend(reader.submit(store.read, key) for key in islice(old, AHEAD - len(ahead)))
            if task.key in known:
                kept = None
                pages = ahead.popleft().result()
            else:
                kept = next(answers)[1]
                pages = store.read(task.key, once=not kept)
            if pages is None:
                # Damaged or gone since: read again, here.
                kept = do(task, options, store)
                pages = store.read(task.key, once=not kept)
            if pages is None:
                raise OSError(f"the entry of {task.found.name} cannot be read back")
            yield Entry(task.index, kept, pages)


def _refuse_inside(inputs: Sequence[Path], output: Path) -> None:
    target = output.resolve()
    for given in inputs:
        if given.is_dir() and target.is_relative_to(given.resolve()):
            raise OSError(f"the output folder {output} lies inside the input folder {given}")
