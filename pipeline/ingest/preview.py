"""A small picture of a page for the audit, which shows the boxes of its numbers on it.

Made by a child process with the limits of `sandbox`, for the same reason: a file that broke a
reader would break a painter. A picture that cannot be made is missing on the audit page and costs
nothing else. Needs Pillow, which comes with the extra `[ocr]`.

    with Previews(path) as previews:
        picture = previews.of(page)
"""

from __future__ import annotations

import base64
import io
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from pipeline.errors import InputError
from pipeline.ingest.sandbox import MEMORY, bounded, kind_of, limit
from pipeline.model import Page

# Seconds for the pictures of one page.
PATIENCE = 30.0
# Bytes of a picture, so that twenty pages stay within the 5 MB of one file.
MOST_BYTES = 120_000
# Its longest side in pixels at first, and what it is not made smaller than.
LONGEST = 2000
SHORTEST = 500
# At this quality of WebP print stays legible at half the bytes of JPEG.
QUALITY = 20
_RENDER_DPI = 150
_RENDER_PIXELS = 12_000_000


class Previews:
    """The pictures of one file. The child begins with the first page that has a layout; one that
    could not give a picture is not asked again."""

    def __init__(self, path: Path, *, patience: float = PATIENCE, memory: int = MEMORY) -> None:
        self._path = path
        self._patience = patience
        self._memory = memory
        self._child: subprocess.Popen[bytes] | None = None
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._failed = False

    def __enter__(self) -> Previews:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        child = self._child
        if child is None:
            return
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                stream.close()

    def of(self, page: Page) -> str | None:
        """The picture of a page that has a layout, WebP in base64; None where there is none."""
        if page.layout is None or self._failed:
            return None
        told = self._ask(f"{page.number}\n".encode("ascii"))
        self._failed = told is None
        return told

    def _ask(self, line: bytes) -> str | None:
        try:
            child = self._begun()
            assert child.stdin is not None
            child.stdin.write(line)
            child.stdin.flush()
            told = self._lines.get(timeout=self._patience).strip().decode("ascii")
        except (OSError, InputError, ValueError, queue.Empty):
            return None
        return told or None

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            kind = kind_of(self._path)
            home = Path(__file__).resolve().parents[2]
            ways = [str(home), *filter(None, [os.environ.get("PYTHONPATH")])]
            self._child = subprocess.Popen(
                [sys.executable, "-m", __name__, kind, str(self._path), str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": os.pathsep.join(ways)},
            )
            assert self._child.stdout is not None
            hear = threading.Thread(target=_hear, args=(self._child.stdout, self._lines))
            hear.daemon = True
            hear.start()
        return self._child


def _hear(stream: IO[bytes], lines: queue.Queue[bytes]) -> None:
    """Passes the child's answers on; an empty one when it has ended."""
    try:
        for line in iter(stream.readline, b""):
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(b"")


# In the child


class _Pages:
    """The pages of a file as grey pictures."""

    def __init__(self, kind: str, path: Path) -> None:
        self._kind = kind
        self._data = path.read_bytes()
        self._document: Any = None

    def page(self, number: int) -> Any:
        from PIL import Image

        if self._kind == "pdf":
            return self._printed(number)
        from pipeline.ingest.scan import frames, grey

        for position, frame in enumerate(frames(self._data, "page"), 1):
            if position == number:
                made = grey(frame)
                return made if isinstance(made, Image.Image) else Image.fromarray(made)
        raise InputError("I026", f"no page {number}")

    def _printed(self, number: int) -> Any:
        from pipeline.ingest.pdf import open_pdf

        self._document = self._document or open_pdf(self._data, "page")
        page = self._document[number - 1]
        try:
            width, height = page.get_size()
            scale = min(_RENDER_DPI / 72, (_RENDER_PIXELS / max(1.0, width * height)) ** 0.5)
            return page.render(scale=scale, grayscale=True).to_pil().convert("L")
        finally:
            page.close()


def paint(image: Any) -> bytes:
    """A grey picture as a WebP that is small enough and as sharp as that allows."""
    small = image.copy()
    side = LONGEST
    while True:
        small.thumbnail((side, side))
        out = io.BytesIO()
        small.save(out, "WEBP", quality=QUALITY, method=2)
        data = out.getvalue()
        if len(data) <= MOST_BYTES or max(small.size) <= SHORTEST:
            return data
        side = max(SHORTEST, int(max(small.size) * min(0.9, (MOST_BYTES / len(data)) ** 0.5)))


def main(arguments: Sequence[str]) -> int:
    """Child: answers the number of a page, a line of standard input, with its picture."""
    kind, path, memory = arguments
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    limit(bounded(kind, int(memory)))
    pages = _Pages(kind, Path(path))
    for line in sys.stdin.buffer:
        try:
            told = base64.b64encode(paint(pages.page(int(line)))).decode("ascii")
        except (InputError, ImportError, OSError, ValueError, MemoryError):
            told = ""
        out.write(told + "\n")
        out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
