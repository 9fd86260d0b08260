"""PDFs and pictures read in a child process with limits, so that a bad file costs itself only.

    for page in read(path, name): ...

The child sends each page as soon as it has it; what was read before it failed is kept. On
systems without `resource` (Windows) only the wall clock limits the child.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import IO

from pipeline.errors import InputError
from pipeline.ingest.stored import dumps, loads, recall, remember
from pipeline.model import Page, Source

# Address space; recognition maps its models and works in about 1.3 GB resident. A PDF has less
# until the first of its pages is recognised.
MEMORY = 6 * 1024**3
PRINTED = 1536 * 1024**2
# Seconds without a page before the child is stopped, more for one that is recognised; and of
# processor time for all its pages.
PATIENCE = 60.0
RECOGNISED = 2.0
# Seconds for all pages of a file that are not recognised; one of a newspaper takes half of one.
ALLOWANCE = 600.0
PROCESSOR = 3600
# A line of the child: one page of text with boxes.
LONGEST = 256 * 1024**2

MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n", "scan"),
    (b"\xff\xd8\xff", "scan"),
    (b"II*\x00", "scan"),
    (b"MM\x00*", "scan"),
    (b"II+\x00", "scan"),
    (b"BM", "scan"),
)


def kind_of(path: Path) -> str:
    """`pdf` or `scan`, by the first bytes. Raises InputError I001, I003 or I029."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise InputError("I003", str(error), where=path.name) from error
    if not head:
        raise InputError("I001", where=path.name)
    for magic, kind in MAGIC:
        if head.startswith(magic):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "scan"
    if b"%PDF-" in head:
        return "pdf"
    raise InputError("I029", f"neither a PDF nor a picture: {head[:8]!r}", where=path.name)


def read(
    path: Path,
    name: str,
    *,
    cache: Path | None = None,
    patience: float = PATIENCE,
    memory: int = MEMORY,
) -> Iterator[Page]:
    """The pages of a PDF or picture, each as soon as it is read.

    cache: folder where recognised pages are kept by the content of their file.
    patience: seconds without a page before the child is stopped, half as many as for one that is
        recognised.  memory: bytes.
    Raises InputError after the pages that could be read: I001, I003, I020–I029, I033.
    """
    kind = kind_of(path)
    digest = ""
    if cache is not None:
        digest = _digest(path)
        known = recall(cache, digest, name)
        if known is not None:
            yield from known
            return
    pages: list[Page] = []
    for page in _child(kind, path, name, patience, memory):
        pages.append(page)
        yield page
    if cache is not None and any(page.source is Source.OCR for page in pages):
        remember(cache, digest, pages)


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _child(kind: str, path: Path, name: str, patience: float, memory: int) -> Iterator[Page]:
    home = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"}
    environment["PYTHONPATH"] = os.pathsep.join(
        [str(home), *filter(None, [os.environ.get("PYTHONPATH")])]
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.ingest.sandbox", kind, str(path), name, str(memory)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    assert process.stdout is not None and process.stderr is not None
    lines: queue.Queue[bytes | None] = queue.Queue()
    noise: list[bytes] = []
    readers = [
        threading.Thread(target=_forward, args=(process.stdout, lines), daemon=True),
        threading.Thread(target=_last, args=(process.stderr, noise), daemon=True),
    ]
    for reader in readers:
        reader.start()
    failure: InputError | None = None
    finished = False
    drawn = kind == "scan"
    left = ALLOWANCE
    try:
        while not finished:
            wait = patience * RECOGNISED if drawn else min(patience, left)
            asked = time.monotonic()
            try:
                line = lines.get(timeout=wait)
            except queue.Empty:
                late = f"{wait:.0f} s without a page"
                if not drawn and left < patience:
                    late = f"more than {ALLOWANCE:.0f} s for all pages"
                raise InputError("I027", late, where=name) from None
            if not drawn:
                left = max(0.0, left - (time.monotonic() - asked))
            if line is None:
                break
            message = json.loads(line)
            if "code" in message:
                failure = InputError(str(message["code"]), str(message["detail"]), where=name)
            elif "done" in message:
                finished = True
            elif "recognises" in message:
                drawn = True
            else:
                drawn = kind == "scan"
                yield loads(line.decode("utf-8"))
        if not finished:
            status = process.wait(timeout=10)
            said = b"".join(noise)[-200:].decode("utf-8", "replace").strip().split("\n")[-1]
            raise InputError("I028", f"status {status}: {said}", where=name)
    finally:
        process.kill()
        process.wait()
        for reader in readers:
            reader.join(timeout=2)
        process.stdout.close()
        process.stderr.close()
    if failure is not None:
        raise failure


def _forward(stream: IO[bytes], lines: queue.Queue[bytes | None]) -> None:
    """Passes whole lines on; None at the end. A broken or endless last line is dropped."""
    try:
        while True:
            line = stream.readline(LONGEST)
            if not line.endswith(b"\n"):
                break
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(None)


def _last(stream: IO[bytes], noise: list[bytes]) -> None:
    """Keeps the last words of the child; the networks' libraries talk a lot."""
    try:
        for line in iter(lambda: stream.readline(4096), b""):
            noise.append(line)
            del noise[:-20]
    except (OSError, ValueError):
        pass


# In the child


def bounded(kind: str, memory: int) -> int:
    """How much of `memory` a file of this kind has until a page of it is recognised."""
    return min(memory, PRINTED) if kind == "pdf" else memory


def limit(memory: int) -> None:
    """Bounds this process: address space in bytes, processor time, no files to write."""
    try:
        import resource
    except ImportError:
        return
    for kind, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, PROCESSOR),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(kind, (value, hard))


def main(arguments: list[str]) -> int:
    """Child: reads one file and writes its pages to standard output, one JSON line each."""
    kind, path, name, memory = arguments
    # What libraries print must not mix with the pages.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    # The libraries are trusted; only what the file makes of them is limited.
    with contextlib.suppress(ImportError):
        import_module("pypdfium2" if kind == "pdf" else "PIL.Image")
    limit(bounded(kind, int(memory)))

    def say(line: str) -> None:
        out.write(line + "\n")
        out.flush()

    def recognising() -> None:
        limit(int(memory))
        say(json.dumps({"recognises": True}))

    try:
        if kind == "pdf":
            from pipeline.ingest.pdf import read_pdf

            pages = read_pdf(Path(path), name, recognising)
        else:
            from pipeline.ingest.scan import read_scan

            pages = read_scan(Path(path), name)
        for page in pages:
            say(dumps(page))
    except InputError as error:
        say(json.dumps({"code": error.code, "detail": error.detail}))
    except MemoryError:
        say(json.dumps({"code": "I028", "detail": "out of memory"}))
    except RecursionError as error:
        say(json.dumps({"code": "I021" if kind == "pdf" else "I026", "detail": repr(error)[:200]}))
    except OSError as error:
        say(json.dumps({"code": "I003", "detail": str(error)[:200]}))
    say(json.dumps({"done": True}))
    out.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
