"""Pages as JSON: between a child process and its parent, and in the cache of recognised pages.

JSON and not pickle: what a child that read a hostile file sends back must not be code.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.model import Box, Layout, Page, Source

READERS = ("pdf.py", "standin.py", "scan.py", "layout/*.py", "ocr/*.py")


@cache
def edition() -> str:
    """A digest of the readers: pages kept by others are read again, a new rule reads none again."""
    digest = hashlib.sha256()
    home = Path(__file__).parent
    for pattern in READERS:
        for path in sorted(home.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def dumps(page: Page) -> str:
    """A page as one line of JSON."""
    layout = page.layout
    record: dict[str, Any] = {
        "edition": edition(),
        "name": page.name,
        "text": page.text,
        "number": page.number,
        "source": page.source.value,
        "sha256": page.sha256,
        "encoding": page.encoding,
        "undecodable": page.undecodable,
    }
    if layout is not None:
        record["layout"] = {
            "boxes": [
                None
                if box is None
                else [round(v, 2) for v in (box.left, box.top, box.right, box.bottom)]
                for box in layout.boxes
            ],
            "width": round(layout.width, 2),
            "height": round(layout.height, 2),
            "unit": layout.unit,
            "confidences": [round(value, 4) for value in layout.confidences],
        }
    return json.dumps(record, ensure_ascii=True)


def loads(line: str) -> Page:
    """The page again. Raises ValueError for anything that is not what `dumps` wrote."""
    try:
        record = json.loads(line)
        if record["edition"] != edition():
            raise ValueError("another edition")
        stored = record.get("layout")
        layout = None
        if stored is not None:
            layout = Layout(
                tuple(None if box is None else Box(*map(float, box)) for box in stored["boxes"]),
                float(stored["width"]),
                float(stored["height"]),
                str(stored["unit"]),
                tuple(map(float, stored["confidences"])),
            )
            if len(layout.boxes) != len(record["text"]):
                raise ValueError("boxes and text differ in length")
        return Page(
            str(record["name"]),
            str(record["text"]),
            int(record["number"]),
            Source(record["source"]),
            str(record["sha256"]),
            str(record["encoding"]),
            int(record["undecodable"]),
            layout=layout,
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a stored page: {error!r}") from error


def recall(folder: Path, sha256: str, name: str) -> list[Page] | None:
    """The pages that were read from this content before, under the name the file has now."""
    try:
        lines = (folder / f"{sha256}.jsonl").read_text(encoding="utf-8").split("\n")
        return [replace(loads(line), name=name) for line in lines if line]
    except (OSError, ValueError):
        return None


def remember(folder: Path, sha256: str, pages: list[Page]) -> None:
    """Keeps the pages of a file by its content; replaces the cache file in one step."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(dumps(page) + "\n" for page in pages)
    Path(temporary).replace(folder / f"{sha256}.jsonl")
