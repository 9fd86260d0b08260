"""`python -m pipeline add FILE…`: copies pages into the folder of raw pages, each once.

A file is known by its content: what is there already is not added a second time, whatever its
name. Date, newspaper and page number go into a sidecar `NAME.meta.toml` beside the copy.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError

SUFFIXES = frozenset(
    {".txt", ".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".json", ".md"}
)
SIDECAR = ".meta.toml"
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
# Characters that some file systems refuse, and those that would leave the folder.
UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"/\\|?*\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Added:
    """What became of one file: `target` is the copy, or the same page that was there already.

    code: None when the file was taken, else why not (I001, I003, I004, I005, I029, I031).
    """

    source: Path
    target: Path | None
    sha256: str
    code: str | None = None
    detail: str = ""


def add(
    files: Iterable[Path],
    raw: Path,
    *,
    date: str | None = None,
    paper: str | None = None,
    page: str | None = None,
) -> list[Added]:
    """Copies files (or the files of folders) into `raw`; one answer for each, in order.

    date: EDTF year, month or day.  Raises InputError I012 for another date, before any copy.
    """
    if date is not None and not DATE.fullmatch(date):
        raise InputError("I012", f"date {date!r} is not YYYY, YYYY-MM or YYYY-MM-DD")
    raw.mkdir(parents=True, exist_ok=True)
    known: dict[str, Path] = {}
    for path in sorted(raw.rglob("*")):
        if path.is_file() and not path.is_symlink() and path.suffix.lower() in SUFFIXES:
            known.setdefault(_digest(path), path)
    sidecar = _sidecar(date, paper, page)
    return [_one(path, raw, known, sidecar) for path in _files(files)]


def _files(files: Iterable[Path]) -> list[Path]:
    out: list[Path] = []
    for path in files:
        if path.is_dir() and not path.is_symlink():
            out += sorted(
                inner
                for inner in path.rglob("*")
                if inner.suffix.lower() in SUFFIXES and not inner.name.startswith(".")
            )
        else:
            out.append(path)
    return out


def _one(path: Path, raw: Path, known: dict[str, Path], sidecar: str) -> Added:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Added(path, None, "", "I003", error.strerror or "")
    if not stat.S_ISREG(mode):
        return Added(path, None, "", "I005")
    if path.suffix.lower() not in SUFFIXES:
        return Added(path, None, "", "I004", path.suffix)
    if path.stat().st_size == 0:
        return Added(path, None, "", "I001")
    try:
        problem = _mismatch(path)
        digest = _digest(path)
    except OSError as error:
        return Added(path, None, "", "I003", error.strerror or "")
    if problem:
        return Added(path, None, digest, "I029", problem)
    if digest in known:
        there = known[digest]
        detail = f"{there.name}; what is known of it belongs in {there.name}{SIDECAR}"
        return Added(path, there, digest, "I031", detail if sidecar else there.name)
    target = _free(raw, UNSAFE.sub("_", path.name))
    _copy(path, target)
    if sidecar:
        (target.parent / (target.name + SIDECAR)).write_text(
            sidecar, encoding="utf-8", newline="\n"
        )
    known[digest] = target
    return Added(path, target, digest)


def _mismatch(path: Path) -> str:
    """Why the content cannot be what the ending says, or "" where it can."""
    with path.open("rb") as file:
        head = file.read(1024)
    pdf = b"%PDF-" in head
    picture = head.startswith(
        (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"II+\x00", b"BM")
    ) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
    suffix = path.suffix.lower()
    if suffix == ".pdf":
        return "" if pdf else "a picture" if picture else "no PDF"
    if suffix in {".txt", ".md", ".json"}:
        return "a PDF" if head.startswith(b"%PDF-") else "a picture" if picture else ""
    return "" if picture else "a PDF" if pdf else "no picture"


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _free(raw: Path, name: str) -> Path:
    """The name, or the name with a number where another page has it."""
    target = raw / name
    number = 2
    while target.exists() or target.is_symlink():
        target = raw / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return target


def _copy(source: Path, target: Path) -> None:
    """Copies in one step: the folder never holds half a page."""
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".add-")
    try:
        with os.fdopen(handle, "wb") as out, source.open("rb") as file:
            shutil.copyfileobj(file, out)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _sidecar(date: str | None, paper: str | None, page: str | None) -> str:
    """The sidecar's text, "" without anything to say."""
    values = {"date": date, "paper": paper, "page": page}
    return "".join(f"{key} = {_quoted(value)}\n" for key, value in values.items() if value)


def _quoted(value: str) -> str:
    """A TOML basic string."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f]", lambda m: f"\\u{ord(m.group()):04x}", escaped) + '"'
