"""Whether the last run left just what this one would write; then there is nothing to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.run.summary import Summary, recalled

_NAME = "last.json"


def _stats(output: Path, names: list[str]) -> dict[str, list[int]]:
    """Size, time of change and inode of files. Raises OSError for one that is not there."""
    found = {}
    for name in names:
        state = (output / name).stat()
        found[name] = [state.st_size, state.st_mtime_ns, state.st_ino]
    return found


def _told(output: Path) -> tuple[dict[str, Any], list[str]]:
    told: dict[str, Any] = json.loads((output / "run.json").read_bytes())
    return told, [*told["files"], "run.json"]


def remember(output: Path, folder: Path, state: str) -> None:
    """Notes what was written, by a file in `folder`; where that fails the next run does more.

    state: a digest of all that the output was made from.
    """
    temporary = folder / f"{_NAME}.part"
    try:
        _, names = _told(output)
        note = json.dumps({"state": state, "files": _stats(output, names)})
        temporary.write_text(note, encoding="ascii")
        temporary.replace(folder / _NAME)
    except OSError:
        temporary.unlink(missing_ok=True)


def unchanged(output: Path, folder: Path, state: str) -> Summary | None:
    """The summary of the last run, if its files stand untouched and this one has the same state."""
    try:
        note = json.loads((folder / _NAME).read_bytes())
        if note["state"] != state:
            return None
        told, names = _told(output)
        if _stats(output, names) != note["files"]:
            return None
        return recalled(told)
    except (OSError, ValueError, KeyError, TypeError):
        return None
