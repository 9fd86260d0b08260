"""The same run on many machines: Dask hands out batches of files. Needs the extra [cluster].

    python -m pipeline run s3://archive/2024 -o s3://results/2024 --scheduler tcp://host:8786

A worker fetches the files of a batch, reads them with the code of a run on one machine, and puts
an entry for each into the output's own `.cache`, under the key of the file's content. A batch that
is done twice, because a worker died or the scheduler lost sight of it, writes the same entries
under the same names: what is committed is the list of keys of each batch, and it is taken once.
The pages themselves are read by a process beside the worker, so that one which kills its reader
costs neither the worker nor its batch. The tables are put together from the entries here, in the
order of the input: the bytes are those of a run on one machine.
"""

from __future__ import annotations

import atexit
import io
import os
import shutil
import tempfile
import threading
from collections.abc import Generator, Iterable, Iterator, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.errors import InputError
from pipeline.ingest import Found, discover, is_page, named, shown, sidecar, unread
from pipeline.ingest.sidecar import Meta
from pipeline.review import Session
from pipeline.review.store import NAME as DECISIONS
from pipeline.run import CACHE, WORK, keys
from pipeline.run.assembly import Entry, Plan, Progress, assemble
from pipeline.run.blocks import cut
from pipeline.run.lock import locked
from pipeline.run.store import Store, opened
from pipeline.run.summary import Summary
from pipeline.run.task import Task
from pipeline.run.workers import Pool

BATCH = 50
"""Files a batch: some seconds of work, so that the scheduler is asked seldom."""
AHEAD = 4
"""Batches a worker that are given out before the first of them is in the tables."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the input. beside: where its sidecars are that exist."""

    url: str
    name: str
    refused: tuple[str, str] | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a worker says of a file. kept: as in `Entry`; the entry lies under `key`."""

    index: int
    key: str
    kept: bool | None


def is_url(text: str) -> bool:
    """Whether an input or output is named by a URL rather than a path."""
    return "://" in text


def run(
    inputs: Sequence[str],
    output: str,
    *,
    scheduler: str | None = None,
    workers: int = 2,
    options: Meta | None = None,
    formats: Set[str] = frozenset(),
    progress: Progress | None = None,
) -> Summary:
    """Reads all inputs and writes the output, both named by paths or fsspec URLs.

    scheduler: address of a Dask scheduler; None makes a cluster of `workers` processes here.
    Paths must lead to the same files on all machines. Decisions of editors are read beside the
    inputs, as on one machine.
    Raises InputError I003 for an input that is not there, I034 without the extra; OSError where
    something cannot be written, or a batch failed again and again.
    """
    _need()
    options = options or Meta()
    sources = find(inputs)
    numbered = list(enumerate(sources))
    batches = [numbered[first : first + BATCH] for first in range(0, len(numbered), BATCH)]
    session = Session(
        (Path(given) for given in inputs if not is_url(given)),
        _decided(given for given in inputs if is_url(given)),
    )
    with _client(scheduler, workers) as client, _written(output) as folder:
        store = Store(folder / (WORK if is_url(output) else CACHE))
        store.tidy()
        entries = _entries(client, batches, options, output)
        with closing(entries):
            made = assemble(
                map(Plan, cut([source.name for source in sources])),
                entries,
                folder,
                store,
                files=len(sources),
                options=options,
                session=session,
                formats=formats,
                progress=progress,
            )
        shutil.rmtree(store.folder if is_url(output) else store.once(), ignore_errors=True)
    return made.summary


def _need() -> None:
    try:
        import distributed
        import fsspec
    except ImportError as error:
        raise InputError("I034", f"{error.name} is missing, of the extra [cluster]") from error
    del distributed, fsspec


def _opened(url: str) -> tuple[Any, str]:
    """A file system and a path in it."""
    from fsspec.core import url_to_fs

    return url_to_fs(url if is_url(url) else str(Path(url).absolute()))  # type: ignore[no-any-return]


# ------------------------------------------------------------------------------ input


def find(inputs: Sequence[str]) -> list[Source]:
    """The files of folders and files, by the rules of `ingest.discover`, which judges paths.

    Raises InputError I003 for an input that is not there.
    """
    found: list[Found] = []
    # A URL is no path of this machine, and yet it must go through the hands of `Found`.
    urls: dict[Path, Source] = {}
    for given in inputs:
        if not is_url(given):
            found += discover([Path(given)])
            continue
        for source in _listed(given):
            path = Path(source.url)
            urls[path] = source
            found.append(Found(path, source.name, source.refused))
    out = []
    for item in named(found):
        source = urls.get(item.path) or Source(str(item.path.absolute()), "")
        out.append(Source(source.url, item.name, item.refused, source.beside))
    return out


def _listed(given: str) -> Iterator[Source]:
    files, root = _opened(given)
    root = root.rstrip("/")
    if files.isfile(root):
        paths, base = [root], root.rpartition("/")[0]
    else:
        paths, base = sorted(files.find(root)), root
        if not paths:
            raise InputError("I003", "no such file or folder", where=given)
    there = set(paths) if len(paths) > 1 else set(files.find(base, maxdepth=1))
    for path in paths:
        below = path.removeprefix(base).lstrip("/")
        *folders, name = below.split("/")
        if len(paths) > 1 and (not is_page(name) or any(part.startswith(".") for part in folders)):
            continue
        wanted = sidecar.beside(Path(path))
        beside = tuple(files.unstrip_protocol(str(item)) for item in wanted if str(item) in there)
        yield Source(
            files.unstrip_protocol(path), shown(below), unread(PurePosixPath(name)), beside
        )


def _decided(urls: Iterable[str]) -> Iterator[bytes]:
    """The decisions of editors beside inputs named by URLs: each file once."""
    seen: set[str] = set()
    for given in urls:
        files, root = _opened(given)
        root = root.rstrip("/")
        folder = root.rpartition("/")[0] if files.isfile(root) else root
        place = f"{folder}/{DECISIONS}"
        url = files.unstrip_protocol(place)
        # A listing that was kept from an earlier run of this process may know of no decisions.
        files.invalidate_cache(folder)
        if url not in seen and files.isfile(place):
            yield files.cat_file(place)
        seen.add(url)


# ------------------------------------------------------------------------------ the machines


@contextmanager
def _client(scheduler: str | None, workers: int) -> Iterator[Any]:
    # Half typed: what it hands out is not for a type checker.
    distributed: Any = import_module("distributed")
    if scheduler is not None:
        with distributed.Client(scheduler, timeout="30s") as client:
            yield client
        return
    with (
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address="127.0.0.1:0"
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


def _entries(
    client: Any,
    batches: Sequence[Sequence[tuple[int, Source]]],
    options: Meta,
    output: str,
) -> Generator[Entry]:
    """The entries of all files in order, as their batches come back."""
    import distributed

    once: list[str] = []
    waiting: dict[int, Any] = {}
    files, store = _opened(f"{output.rstrip('/')}/{CACHE}")
    try:
        for number in range(len(batches)):
            ahead = AHEAD * max(1, len(client.ncores()))
            for given in range(number, min(len(batches), number + ahead)):
                if given not in waiting:
                    batch = [(index, asdict(source)) for index, source in batches[given]]
                    waiting[given] = client.submit(
                        read_batch,
                        batch,
                        asdict(options),
                        output,
                        keys.program().hex(),
                        pure=False,
                        retries=3,
                    )
            try:
                answers = waiting[number].result()
            except distributed.KilledWorker as error:
                raise OSError(f"batch {number} ended its worker again and again") from error
            del waiting[number]
            for read in (Read(*answer) for answer in answers):
                path = _place(store, read.key, once=read.kept is False)
                if read.kept is False:
                    once.append(path)
                pages = opened(io.BytesIO(files.cat_file(path)))
                if pages is None:
                    raise OSError(f"the entry {path} is damaged; remove it and run again")
                yield Entry(read.index, read.kept, pages)
    finally:
        for future in waiting.values():
            future.cancel()
        for path in once:
            files.rm_file(path)


def _place(store: str, key: str, *, once: bool) -> str:
    """Where an entry lies: as in a store on one machine."""
    return f"{store}/once/{key}.json" if once else f"{store}/pages/{key[:2]}/{key}.json"


@contextmanager
def _written(output: str) -> Iterator[Path]:
    """A folder of this machine to write into; what is in it goes to `output` at the end."""
    if not is_url(output):
        folder = Path(output)
        with locked(folder):
            Store(folder / CACHE).tidy()
            yield folder
        return
    files, root = _opened(output)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield folder
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        # As on one machine: who finds a `run.json` finds all that it names.
        paths.sort(key=lambda path: path.name == "run.json")
        for path in paths:
            files.put_file(str(path), f"{root.rstrip('/')}/{path.relative_to(folder).as_posix()}")


# ------------------------------------------------------------------------------ on a worker

_one_batch = threading.Lock()


@cache
def _reader(folder: str, options: tuple[str | None, ...]) -> Pool:
    """The process of this worker that reads pages, and lives as long as the worker does."""
    return Pool(Meta(*options), Store(Path(folder)), 1)


@cache
def _workplace() -> str:
    folder = tempfile.mkdtemp(prefix="pages-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def read_batch(
    batch: Sequence[tuple[int, dict[str, Any]]],
    given: dict[str, str | None],
    output: str,
    program: str,
) -> list[tuple[int, str, bool | None]]:
    """Reads the files of a batch and puts their entries into the output's store.

    Returns for each the fields of `Read`. Files whose entry is there already are not read.
    program: what `keys.program` says where the run was started.
    Raises RuntimeError on a machine where it says something else: its records might differ.
    """
    if keys.program().hex() != program:
        raise RuntimeError("this machine has another version of the program or of what it needs")
    options = Meta(**given)
    files, store = _opened(f"{output.rstrip('/')}/{CACHE}")
    local = Store(Path(_workplace()))
    with _one_batch, tempfile.TemporaryDirectory() as folder:
        local.tidy()
        tasks: list[Task] = []
        found: dict[int, tuple[str, bool | None]] = {}
        for index, fields in batch:
            item = _fetched(Source(**fields), Path(folder) / str(index))
            task = Task(index, item, keys.key(item, options))
            if files.exists(_place(store, task.key, once=False)):
                found[index] = (task.key, None)
            else:
                tasks.append(task)
        reader = _reader(str(local.folder), (options.date, options.paper, options.label))
        for task, kept in reader.answers(tasks):
            path = local.path(task.key, once=not kept)
            _put(files, path, _place(store, task.key, once=not kept))
            path.unlink()
            found[task.index] = (task.key, kept)
    return [(index, *found[index]) for index, _ in batch]


def _fetched(source: Source, folder: Path) -> Found:
    """A file of the input as a file of this machine, its sidecars beside it."""
    if not is_url(source.url):
        return Found(Path(source.url), source.name, source.refused)
    folder.mkdir()
    path = folder / source.url.rpartition("/")[2]
    if source.refused is None:
        for url in (source.url, *source.beside):
            files, place = _opened(url)
            files.get_file(place, str(folder / url.rpartition("/")[2]))
    return Found(path, source.name, source.refused)


def _put(files: Any, path: Path, place: str) -> None:
    """Puts a file into the store, whole or not at all."""
    if "file" in files.protocol:
        target = Path(place)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=target.parent, suffix=".part")
        os.close(handle)
        shutil.copyfile(path, temporary)
        Path(temporary).replace(target)
        return
    # An object store shows an object when all of it has come.
    files.put_file(str(path), place)
