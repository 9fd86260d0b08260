"""One file read and its entry written: what a worker does again and again."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ingest import Found
from pipeline.ingest.sidecar import Meta
from pipeline.run import keys
from pipeline.run.file import described, failed, read_file
from pipeline.run.store import Store


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be read. key: its key when the run began."""

    index: int
    found: Found
    key: str


def do(task: Task, options: Meta, store: Store) -> bool:
    """Writes the entry of a file; says whether it was kept for other runs.

    Raises OSError where the entry cannot be written.
    """
    try:
        kept = store.write(task.key, read_file(task.found, options))
    except OSError:
        raise
    except Exception as error:
        return give_up(task, store, "X001", described(error))
    return kept and is_still(task, options, store)


def is_still(task: Task, options: Meta, store: Store) -> bool:
    """Whether a file is what its key says; what was read of one that is not serves this run only.

    Raises OSError.
    """
    if keys.key(task.found, options) == task.key:
        return True
    store.path(task.key).replace(store.path(task.key, once=True))
    return False


def give_up(task: Task, store: Store, code: str, detail: str) -> bool:
    """Writes an entry that says why there are no records."""
    return store.write(task.key, [failed(task.found, code, detail)], once=True)
