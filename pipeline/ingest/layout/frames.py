"""Frames: printed rules that enclose an article, as panels."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.ingest.layout.sheet import Rule
from pipeline.model import Box

# How far the ends of a frame's rules may miss each other, in the sheet's unit (points).
SLACK = 4.0
# Lower ones are cells of a table or lines of a headline.
LOWEST = 24.0


def boxed(rules: Sequence[Rule], slack: float = SLACK, lowest: float = LOWEST) -> list[Box]:
    """Frames drawn as four rules."""
    level = [rule.box for rule in rules if rule.horizontal]
    upright = [rule.box for rule in rules if not rule.horizontal]
    out: list[Box] = []
    for top in level[:200]:
        for bottom in level[:200]:
            if bottom.top - top.top < lowest or abs(top.left - bottom.left) > slack:
                continue
            if abs(top.right - bottom.right) > slack:
                continue
            sides = [
                side
                for side in upright
                if abs(side.top - top.top) < slack and abs(side.bottom - bottom.bottom) < slack
            ]
            if any(abs(s.left - top.left) < slack for s in sides) and any(
                abs(s.right - top.right) < slack for s in sides
            ):
                out.append(Box(top.left, top.top, top.right, bottom.bottom))
    return out


def is_edge(rule: Rule, panels: Sequence[Box], slack: float = SLACK) -> bool:
    """Whether a rule is a side of a panel."""
    box = rule.box
    for panel in panels:
        level = abs(box.left - panel.left) < slack and abs(box.right - panel.right) < slack
        upright = abs(box.top - panel.top) < slack and abs(box.bottom - panel.bottom) < slack
        if level and (abs(box.top - panel.top) < slack or abs(box.bottom - panel.bottom) < slack):
            return True
        if upright and (abs(box.left - panel.left) < slack or abs(box.right - panel.right) < slack):
            return True
    return False


def unique(boxes: Sequence[Box], slack: float = SLACK) -> list[Box]:
    """The boxes without those that another one covers nearly exactly."""
    out: list[Box] = []
    for box in boxes:
        if not any(
            abs(box.left - other.left) < slack
            and abs(box.top - other.top) < slack
            and abs(box.right - other.right) < slack
            and abs(box.bottom - other.bottom) < slack
            for other in out
        ):
            out.append(box)
    return out
