"""Files → pages. One reader for each kind of file; what a reader needs is imported when it runs.

`discover` walks folders and says of each file how it will be read or why not; `pages` reads one.
A file costs only itself: what cannot be read becomes a `Problem` with a code and an advice.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path, PurePath

from pipeline.errors import InputError
from pipeline.ingest import sidecar
from pipeline.ingest.masthead import masthead
from pipeline.ingest.sidecar import Meta
from pipeline.ingest.text import FAILED, PARTIAL, decode, looks_binary, told_by_bytes
from pipeline.model import Page, Problem, Source, Status

LARGE = 20_000_000

Reader = Callable[[Path, str], Iterator[Page]]

# Module and function that read a kind of file. PDFs and pictures are read by a child process.
_TEXT = ("pipeline.ingest", "read_text")
_CHILD = ("pipeline.ingest", "read_in_child")
_READERS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("", ".txt", ".text"), _TEXT),
    **dict.fromkeys((".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"), _CHILD),
    ".json": ("pipeline.ingest.converted", "read_json"),
    ".md": ("pipeline.ingest.converted", "read_markdown"),
}
# Codes that say that something is missing here, not that something is wrong with the file.
_MISSING = frozenset({"I004", "I024"})
_IGNORED = frozenset({"thumbs.db", "desktop.ini", "readme.md", "review.jsonl"})


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the input. name: as written in the records. refused: code and detail, or None."""

    path: Path
    name: str
    refused: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: pages one by one, or the problem that kept it from being read."""

    page: Page | None
    problems: tuple[Problem, ...] = ()
    status: Status = Status.DONE


def is_drawn(found: Found) -> bool:
    """Is a file a PDF or a picture, which a process of its own takes apart?"""
    return _READERS.get(found.path.suffix.lower()) == _CHILD


def is_text(found: Found) -> bool:
    """Is a file read as text of one page?"""
    return _READERS.get(found.path.suffix.lower()) == _TEXT


def shown(name: str) -> str:
    """A file name as text that can be written, the same whatever character set the locale names:
    UTF-8 where its bytes are that, else GB18030, else with its bytes escaped."""
    try:
        data = os.fsencode(name)
    except UnicodeEncodeError:  # a name that no file of this system has
        data = name.encode("utf-8", "backslashreplace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "backslashreplace")


def discover(inputs: Iterable[Path]) -> list[Found]:
    """The files of folders (walked, links not followed out of them) and files, sorted by name.

    Raises InputError I003 for an input that is not there.
    """
    found: list[Found] = []
    for given in inputs:
        if given.is_dir():
            found.extend(_walk(given))
        elif os.path.lexists(given):
            found.append(_judge(given, shown(given.name), given.parent))
        else:
            raise InputError("I003", "no such file or folder", where=str(given))
    return named(found)


def named(found: Iterable[Found]) -> list[Found]:
    """Files sorted by name; of several with one name all but the first get a number."""
    unique: dict[str, Found] = {}
    for item in sorted(found, key=lambda item: (item.name, _raw(item.path))):
        name, count = item.name, 2
        while name in unique and unique[name].path != item.path:
            name = f"{item.name}~{count}"
            count += 1
        # To replace a name by itself takes as long as all the rest.
        unique[name] = item if item.name == name else replace(item, name=name)
    return list(unique.values())


def _raw(path: PurePath) -> bytes:
    """A path's bytes: characters of a locale that is no UTF-8 stand in another order."""
    try:
        return os.fsencode(path)
    except UnicodeEncodeError:
        return str(path).encode("utf-8", "backslashreplace")


def _walk(root: Path) -> Iterator[Found]:
    for folder, folders, files in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for path in (Path(folder) / name for name in folders):
            if path.is_symlink():  # `walk` does not follow it, and nothing is left out unsaid
                name = shown(path.relative_to(root).as_posix())
                yield Found(path, name, ("I005", "a link to a folder"))
        here = Path(folder)
        below = here.relative_to(root).as_posix()
        before = "" if below == "." else f"{below}/"
        for file in sorted(files):
            if is_page(file):
                yield _judge(here / file, shown(before + file), root)


def is_page(file: str) -> bool:
    """Whether a file of this name in a folder is meant to be read."""
    hidden = file.startswith(".") or file.lower() in _IGNORED
    return not hidden and not file.endswith(sidecar.SUFFIX)


def unread(path: PurePath) -> tuple[str, str] | None:
    """Why a file of this name is not read: code and detail, or None."""
    return None if path.suffix.lower() in _READERS else ("I004", path.suffix)


def _judge(path: Path, name: str, root: Path) -> Found:
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            target = path.resolve(strict=True)
            if not target.is_relative_to(root.resolve()):
                return Found(path, name, ("I005", "a link that leads out of the folder"))
            mode = target.stat().st_mode
    except (OSError, RuntimeError) as error:
        return Found(path, name, ("I003", type(error).__name__))
    if not stat.S_ISREG(mode):
        return Found(path, name, ("I005", ""))
    return Found(path, name, unread(path))


def pages(found: Found, options: Meta | None = None) -> Iterator[Outcome]:
    """The pages of a file with all that is known of them; options over sidecar over masthead."""
    if found.refused is not None:
        code, detail = found.refused
        yield _refusal(found, code, detail, Status.SKIPPED)
        return
    problems: tuple[Problem, ...] = ()
    status = Status.DONE
    try:
        beside = sidecar.read(found.path, found.name)
    except InputError as error:
        beside = Meta()
        status = Status.PARTIAL
        problems = (Problem(error.code, found.name, error.detail, stage="ingest"),)
    given = (options or Meta()).over(beside)
    try:
        read = _reader(found)
        for page in read(found.path, found.name):
            known = given
            if None in (given.date, given.paper, given.label):
                known = given.over(masthead(page.text))
            known = known.over(Meta(page.date, page.paper, page.label))
            page = replace(page, date=known.date, paper=known.paper, label=known.label)
            own, judged = _decoding(page)
            yield Outcome(page, problems + own, max(status, judged, key=_worse))
            problems = ()
    except InputError as error:
        state = Status.SKIPPED if error.code in _MISSING else Status.FAILED
        yield _refusal(found, error.code, error.detail, state, problems)
    except OSError as error:
        yield _refusal(found, "I003", type(error).__name__, Status.FAILED, problems)


def _worse(status: Status) -> int:
    return (Status.DONE, Status.PARTIAL, Status.SKIPPED, Status.FAILED).index(status)


def _refusal(
    found: Found, code: str, detail: str, status: Status, before: tuple[Problem, ...] = ()
) -> Outcome:
    return Outcome(None, (*before, Problem(code, found.name, detail, stage="ingest")), status)


def _reader(found: Found) -> Reader:
    module, function = _READERS[found.path.suffix.lower()]
    read: Reader = getattr(import_module(module), function)
    return read


def read_in_child(path: Path, name: str) -> Iterator[Page]:
    """The pages of a PDF or picture; what was recognised once is kept in the user's cache folder.

    Raises InputError: I004 without the extra that reads it, and those of `sandbox.read`.
    """
    from pipeline.ingest import sandbox
    from pipeline.own_folder import cache_folder

    folder = cache_folder()
    yield from sandbox.read(path, name, cache=folder / "pages" if folder else None)


def read_text(path: Path, name: str) -> Iterator[Page]:
    """The one page of a text file.

    Raises InputError: I001 empty, I002 binary. Raises OSError where the file cannot be opened.
    """
    data = path.read_bytes()
    if not data.strip(b"\x00\t\n\r\f \xef\xbb\xbf\xff\xfe"):
        raise InputError("I001", f"{len(data)} bytes", where=name)
    if looks_binary(data):
        raise InputError("I002", told_by_bytes(data), where=name)
    found = decode(data)
    yield Page(
        name=name,
        text=found.text,
        source=Source.TEXT,
        sha256=sha256(data).hexdigest(),
        encoding=found.encoding,
        undecodable=found.undecodable,
    )


def _decoding(page: Page) -> tuple[tuple[Problem, ...], Status]:
    problems: list[Problem] = []
    status = Status.DONE
    if page.undecodable:
        share = page.undecodable / max(1, len(page.text))
        code = "I011" if share > FAILED else "I010"
        detail = f"{page.undecodable} of {len(page.text)} characters, read as {page.encoding}"
        problems.append(Problem(code, page.name, detail, stage="ingest"))
        if share > FAILED:
            status = Status.FAILED
        elif share > PARTIAL:
            status = Status.PARTIAL
    if page.source is Source.TEXT and len(page.text) > LARGE // 3:
        detail = f"{len(page.text)} characters"
        problems.append(Problem("I013", page.name, detail, stage="ingest"))
    return tuple(problems), status
