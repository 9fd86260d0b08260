"""Times that are still to come: what the words around one say of it."""

from __future__ import annotations

from typing import Final

from pipeline import patterns as regex

_BY: Final = regex.compile(r"(?:底|末|中旬|上旬|下旬|初)?(?:之?前|以前)(?![三五十])")


def is_deadline(match: regex.Match[str]) -> bool:
    """6月底前建成: a month that something is done by has still to come."""
    return _BY.match(match.string, match.end()) is not None


_PLANNED: Final = regex.compile(
    r"今年|本年|年内|预计|预期|预测|将|计划|力争|拟|有望|可望|目标|确保|争取|安排|要|起|开工|投产|启动"
)


def is_planned(match: regex.Match[str]) -> bool:
    """Does the clause around a time say that it is to come?"""
    text = match.string
    before = regex.split(r"[。；！？\n]", text[max(0, match.start() - 24) : match.start()])[-1]
    behind = regex.split(r"[，。；！？\n]", text[match.end() : match.end() + 12])[0]
    return _PLANNED.search(before) is not None or _PLANNED.search(behind) is not None


def is_aimed(match: regex.Match[str]) -> bool:
    """Does a goal stand right behind a time: 全年集装箱确保560万标箱?"""
    behind = regex.split(r"[。；！？\n]", match.string[match.end() : match.end() + 16])[0]
    return regex.search(r"预计|力争|确保|有望|可望|争取|目标|计划|冲刺", behind) is not None
