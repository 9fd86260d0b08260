"""One run at a time writes a folder; the system frees the lock when the program ends, however."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def locked(output: Path) -> Iterator[None]:
    """Holds a folder against a second run, and says in `.lock` who holds it.

    Raises OSError that names the holder where another run has it, or where the folder cannot be
    written.
    """
    output.mkdir(parents=True, exist_ok=True)
    handle = os.open(output / ".lock", os.O_CREAT | os.O_RDWR, 0o644)
    try:
        _take(handle, output)
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        yield
    finally:
        os.close(handle)


def _take(handle: int, output: Path) -> None:
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.read(handle, 300).decode("utf-8", "replace").strip()
        by = f" ({holder})" if holder else ""
        raise OSError(f"another run{by} is writing to {output}; wait for it to end") from error
