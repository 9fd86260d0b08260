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


def mended(rules: Sequence[Rule], aside: float, reach: float) -> list[Rule]:
    """Rules whose pieces, broken by wear, stand in one line less than `reach` apart, joined.

    aside: how far the pieces may stand beside each other.  Longer rules bridge wider breaks, but
    no corners: where a rule of the other direction stands two frames are side by side.
    """
    out: list[Rule] = []
    for horizontal in (True, False):
        pieces = [_turned(rule.box, horizontal) for rule in rules if rule.horizontal is horizontal]
        corners = [
            _turned(rule.box, horizontal) for rule in rules if rule.horizontal is not horizontal
        ]
        pieces.sort(key=lambda box: (box.left, box.top))
        whole: list[Box] = []
        for piece in pieces:
            for place, box in enumerate(whole):
                middle, other = (box.top + box.bottom) / 2, (piece.top + piece.bottom) / 2
                gap = piece.left - box.right
                wide = max(reach, 0.1 * (max(piece.right, box.right) - box.left))
                if abs(middle - other) >= aside or gap >= wide:
                    continue
                if not any(
                    abs(corner.left - end) < 2 * aside
                    and corner.top - 2 * aside < middle < corner.bottom + 2 * aside
                    for corner in corners
                    for end in (box.right, piece.left)
                ):
                    whole[place] = Box(
                        box.left,
                        min(box.top, piece.top),
                        max(box.right, piece.right),
                        max(box.bottom, piece.bottom),
                    )
                    break
            else:
                whole.append(piece)
        out += [Rule(_turned(box, horizontal)) for box in whole]
    return out


def _turned(box: Box, horizontal: bool) -> Box:
    """The box itself, or with its axes changed."""
    return box if horizontal else Box(box.top, box.left, box.bottom, box.right)


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
