"""The key of a file's records: a digest of all that they are made from, and of nothing else.

Equal keys give equal records. Never a time stamp: a file copied, touched or checked out anew keeps
its key, and one that changes within the clock's step does not.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import astuple
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from pipeline.ingest import Found, sidecar
from pipeline.ingest.sidecar import Meta

# What reads, cuts or recognises for us; an extra that is not there is a difference as well.
_PACKAGES = (
    "jieba",
    "numpy",
    "onnxruntime",
    "opencc",
    "openvino",
    "pillow",
    "pypdfium2",
    "rapidocr",
    "regex",
)


_BLOCK = 1 << 18
"""Bytes of a file that are read at once."""


def _fields(*parts: str | bytes) -> Iterator[bytes]:
    """Parts so that no two lists of them run into the same bytes."""
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        yield len(data).to_bytes(8, "big") + data


@cache
def package(*suffixes: str) -> bytes:
    """A digest of the files of this package that end so, of all if none is given."""
    root = Path(__file__).resolve().parents[1]
    digest = sha256()
    names = {path.relative_to(root).as_posix(): path for path in root.rglob("*.*")}
    for name, path in sorted(names.items()):
        if "__pycache__" not in path.parts and path.suffix in (suffixes or (path.suffix,)):
            digest.update(b"".join(_fields(name, path.read_bytes())))
    return digest.digest()


@cache
def program() -> bytes:
    """A digest of our code and tables, of Python, and of the packages that decide a record."""
    digest = sha256(package(".py", ".csv"))
    for name in _PACKAGES:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = ""
        digest.update(b"".join(_fields(name, version)))
    digest.update(sys.version.encode())
    return digest.digest()


def key(found: Found, options: Meta) -> str:
    """The key of a file: its content, name and sidecar, the options, the program."""
    refused = found.refused or ("", "")
    digest = sha256(program())
    digest.update(b"".join(_fields(found.name, *refused, *_given(options))))
    if found.refused is None:
        for part in (*sidecar.names(found.path), found.path):
            digest.update(_content(part))
    return digest.hexdigest()


@cache
def _given(options: Meta) -> tuple[str, ...]:
    return tuple("" if value is None else f"={value}" for value in astuple(options))


def _content(path: str | Path) -> bytes:
    """The digest of a file, or what kept us from reading it."""
    digest = sha256()
    try:
        # Ten thousand small files: what Python's own files do besides takes half of the time.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            while block := os.read(handle, _BLOCK):
                digest.update(block)
        finally:
            os.close(handle)
    except OSError as error:
        return b"none" + (error.errno or 0).to_bytes(4, "big")
    return b"file" + digest.digest()
