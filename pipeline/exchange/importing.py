"""`python -m pipeline import`: what annotators changed in another tool, kept as decisions."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import InputError
from pipeline.exchange import doccano, label_studio
from pipeline.exchange.merging import Merged
from pipeline.review import store
from pipeline.review.lookup import Output


def bring_in(
    form: str, file: Path, raw: Path, folder: Path, *, accept_rest: bool = False
) -> tuple[Merged, Path]:
    """Keeps the decisions of an export beside the raw pages.

    form: label-studio or doccano.  accept_rest: a fact that was left alone counts as accepted.
    Raises InputError: I003 for what is not there, I035 for a file of another kind.
    """
    if not raw.is_dir():
        raise InputError("I003", "decisions are kept beside the raw pages", where=str(raw))
    if not file.is_file():
        raise InputError("I003", "no such file", where=str(file))
    tool = label_studio if form == "label-studio" else doccano
    merged = tool.decisions(file, Output(folder), accept_rest=accept_rest)
    kept = raw / store.NAME
    store.append(kept, merged.decisions)
    return merged, kept
