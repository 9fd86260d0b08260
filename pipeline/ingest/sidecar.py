"""What a reader knows about a page and writes beside it: `NAME.meta.toml`.

date = "2024-04-18"
paper = "园区周刊"
page = "07"
"""

from __future__ import annotations

import datetime
import errno
import tomllib
from dataclasses import dataclass
from pathlib import Path

from pipeline import patterns as regex
from pipeline.errors import InputError

SUFFIX = ".meta.toml"
_KEYS = ("date", "paper", "page")
_EDTF_DATE = regex.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Meta:
    """What is known of a page: date (EDTF), paper, printed page number; None where it is not."""

    date: str | None = None
    paper: str | None = None
    label: str | None = None

    def over(self, other: Meta) -> Meta:
        """This one, and `other` where this one says nothing."""
        return Meta(
            self.date if self.date is not None else other.date,
            self.paper if self.paper is not None else other.paper,
            self.label if self.label is not None else other.label,
        )


def date(text: str) -> str:
    """A year, month or day in EDTF, checked against the calendar. Raises ValueError."""
    match = _EDTF_DATE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"{text!r} is no date; write 2024-04-18, 2024-04 or 2024")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    datetime.date(year, month, day)
    return match[0]


def beside(page_file: Path) -> tuple[Path, Path]:
    """Where the sidecar of a page's file may lie, the first before the second."""
    first, second = names(page_file)
    return Path(first), Path(second)


def names(page_file: Path) -> tuple[str, str]:
    """The same as text: of ten thousand files, paths are what takes long."""
    name = page_file.name
    folder = str(page_file).removesuffix(name)
    return f"{folder}{name}{SUFFIX}", f"{folder}{page_file.stem}{SUFFIX}"


def read(page_file: Path, name: str) -> Meta:
    """The sidecar of a page's file, named after it with or without its ending.

    Raises InputError I012 for one that cannot be read, is not valid TOML or holds other keys than
    the three.
    """
    for sidecar in beside(page_file):
        if _is_there(sidecar, name):
            return _parse(sidecar, name)
    return Meta()


def _is_there(sidecar: Path, name: str) -> bool:
    try:
        return sidecar.is_file()
    except OSError as error:
        # A page's name may leave no room for the ending; then there is no such file.
        if error.errno == errno.ENAMETOOLONG:
            return False
        raise InputError("I012", str(error), where=name) from error


def _parse(sidecar: Path, name: str) -> Meta:
    try:
        table = tomllib.loads(sidecar.read_bytes().decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError("I012", str(error), where=name) from error
    unknown = sorted(set(table) - set(_KEYS))
    if unknown:
        detail = f"{unknown[0]} is none of {', '.join(_KEYS)}"
        raise InputError("I012", detail, where=name)
    for key, value in table.items():
        plain = isinstance(value, (str, int)) or (
            key == "date" and isinstance(value, datetime.date)
        )
        if not plain or isinstance(value, bool):
            raise InputError("I012", f"{key} is not a text", where=name)
    known = {key: str(value).strip() for key, value in table.items()}
    try:
        day = date(known["date"]) if known.get("date") else None
    except ValueError as error:
        raise InputError("I012", f"date: {error}", where=name) from error
    return Meta(day, known.get("paper") or None, known.get("page") or None)
