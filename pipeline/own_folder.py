"""The user's own folder, in which the program keeps what it would work out again each time."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """The folder of what is kept, made for its owner only; None if there is none.

    `PIPELINE_CACHE` names another folder; an empty value means no cache.
    """
    named = os.environ.get("PIPELINE_CACHE")
    if named == "":
        return None
    if named:
        folder = Path(named)
    else:
        home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        folder = Path(home).expanduser() / "newspaper-pipeline"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        state = folder.stat()
        if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & 0o022):
            return None
        return folder if os.access(folder, os.W_OK) else None
    except OSError:
        return None
