"""A temporary file that closes with whoever owns it."""

from __future__ import annotations

import contextlib
import weakref
from tempfile import TemporaryFile
from typing import IO


class Spool:
    """Bytes that are written one behind the other and read back later. size: how many."""

    def __init__(self) -> None:
        self.size = 0
        self._at_end = True
        self._file = TemporaryFile()  # noqa: SIM115
        weakref.finalize(self, _close, self._file)

    def write(self, data: bytes) -> int:
        """Appends; returns where the data begins."""
        start = self.size
        if not self._at_end:
            self._file.seek(start)
            self._at_end = True
        self._file.write(data)
        self.size += len(data)
        return start

    def read(self, start: int, size: int) -> bytes:
        self._seek(start)
        return self._file.read(size)

    def line(self, start: int) -> bytes:
        """What stands from there to the next line end."""
        self._seek(start)
        return self._file.readline()

    def _seek(self, start: int) -> None:
        self._file.seek(start)
        self._at_end = False


def _close(file: IO[bytes]) -> None:
    # A full disk fails at closing again; the error that matters is on its way already.
    with contextlib.suppress(OSError):
        file.close()
