"""The short names of a company: its brand, with or without the words of its trade."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.entities.lexicon import common, places
from pipeline.segment import is_known
from pipeline.tables import alternatives, rows

_BRACKETED = regex.compile(r"（[^（）]*）")


def short_names(name: str, text: str) -> Iterator[str]:
    """The short names of a company that a text uses: its brand, with or without trade words.

    岚泽智能设备（广州）有限公司 → 岚泽智能; 浙江岚泽汽车零部件有限公司 → 岚泽汽零.
    """
    core = core_of(name)
    brand = brand_of(core)
    for head in (core[:2], core[:3]):  # 岚泽公司, whatever its trade
        if len(core) > len(head) and head + "公司" in text:
            yield head + "公司"
    if len(brand) < 2:
        return
    rest = core[len(brand) :]
    for form in ("集团", "控股", "股份"):
        if form in name and len(core) > len(brand) and brand + form in text:
            yield brand + form
    for at in regex.places(brand, text):
        end = at + len(brand)
        tail = text[end : end + len(rest)]
        yield brand + tail[: max(_same(tail, rest), _abbreviated(tail, rest))]


def _same(tail: str, rest: str) -> int:
    """How far the text goes on as the full name does."""
    size = 0
    while size < len(tail) and tail[size] == rest[size]:
        size += 1
    return size


def _abbreviated(tail: str, rest: str) -> int:
    """How far the text goes on with characters picked from the full name in order, two at least."""
    size, at = 0, 0
    while size < min(len(tail), 4):
        found = rest.find(tail[size], at)
        if found < 0:
            break
        at, size = found + 1, size + 1
    return size if size >= 2 else 0


def without_form(name: str) -> str:
    """A company's name without its legal form and what stands in brackets."""
    return _forms().sub("", _BRACKETED.sub("", name))


def core_of(name: str) -> str:
    """A company's name without place, brackets and legal form."""
    name = without_form(name)
    found = places().at(name, 0, len(name))
    while found is not None and len(name) - found[0] >= 2:
        name = name[found[0] :]
        found = places().at(name, 0, len(name))
    return name


def brand_of(core: str) -> str:
    """The part of a company's core before its trade words, two characters at least.

    A trade no list has (压缩机) is a word of the dictionary that leaves a coined one.
    """
    trades = common().items
    changed = True
    while changed:
        changed = False
        for size in range(min(6, len(core) - 2), 1, -1):
            if core[-size:] in trades or (size > 2 and _leaves_coined(core, size)):
                core = core[:-size]
                changed = True
                break
    return core


def _leaves_coined(core: str, size: int) -> bool:
    stem = core[:-size]
    return len(stem) in (2, 3) and _are_words(core[-size:]) and not is_known(stem)


def _are_words(text: str) -> bool:
    """压缩机, 液晶|显示器: one word of the dictionary or two."""
    return is_known(text) or any(
        is_known(text[:at]) and is_known(text[at:]) for at in range(2, len(text) - 1)
    )


@cache
def _forms() -> regex.Pattern[str]:
    form = alternatives(
        row["suffix"]
        for row in rows("company_suffixes.csv", key="suffix")
        if row["class"] in ("legal", "weak")
    )
    return regex.compile(form + "$")
