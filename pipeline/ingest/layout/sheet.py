"""What stands on a printed page: characters, rules, pictures, framed or tinted panels.

Lengths are PDF points or pixels, origin top left, y grows downwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Box

# Signs whose right or left half is white.
STOPS = "，。、；：！？”’）》」』】"
OPENINGS = "“‘（《「『【"


@dataclass(frozen=True, slots=True)
class Glyph:
    """One printed character.

    text: usually one code point; a ligature may have more.
    size: height of the type (em).  font: a name, or "" where it is not known.
    turned: set on its side (Latin in vertical type).  confidence: 0–1 of the recognition.
    """

    text: str
    box: Box
    size: float
    font: str = ""
    turned: bool = False
    confidence: float = 1.0

    @property
    def middle(self) -> float:
        return (self.box.left + self.box.right) / 2

    @property
    def centre(self) -> float:
        return (self.box.top + self.box.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A printed line, horizontal or vertical, as its bounding box."""

    box: Box

    @property
    def horizontal(self) -> bool:
        return self.box.right - self.box.left >= self.box.bottom - self.box.top


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand close together on one line, in the order of reading."""

    glyphs: tuple[Glyph, ...]
    box: Box
    size: float
    vertical: bool = False

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def font(self) -> str:
        """That of its first Chinese character; digits may be of another one."""
        return font_of(self.glyphs)


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that was found on one page.

    runs: set by readers that know the lines already (recognition); else made from `glyphs`.
    panels: frames and tinted grounds that hold an article of their own.
    strokes: all rules, those of tables and the sides of panels among them.
    """

    width: float
    height: float
    unit: str
    glyphs: tuple[Glyph, ...] = ()
    runs: tuple[Run, ...] = ()
    rules: tuple[Rule, ...] = ()
    pictures: tuple[Box, ...] = ()
    panels: tuple[Box, ...] = field(default=())
    strokes: tuple[Rule, ...] = ()


def font_of(glyphs: Sequence[Glyph]) -> str:
    """The font of the first Chinese character, else of the first one."""
    han = (glyph for glyph in glyphs if "\u4e00" <= glyph.text <= "\u9fff")
    return next(han, glyphs[0]).font


def hull(boxes: list[Box]) -> Box:
    """The smallest box around all of them. Raises ValueError for an empty list."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def run_of(glyphs: list[Glyph], vertical: bool = False) -> Run:
    """A run whose box is as high as its type, so that fonts with tall boxes do not touch."""
    sizes = sorted(glyph.size for glyph in glyphs)
    size = sizes[len(sizes) // 2]
    box = hull([glyph.box for glyph in glyphs])
    if not vertical:
        centre = (box.top + box.bottom) / 2
        box = Box(box.left, centre - size / 2, box.right, centre + size / 2)
    return Run(tuple(glyphs), box, size, vertical)


def ink(run: Run) -> Box:
    """The run's box without the white half of a stop at its end, which may hang in the gutter."""
    first, last = run.glyphs[0], run.glyphs[-1]
    box = run.box
    if run.vertical or len(run.glyphs) < 2:
        return box
    if last.text in STOPS and last.box.right - last.box.left > 0.7 * run.size:
        box = replace(box, right=box.right - 0.45 * run.size)
    if first.text in OPENINGS and first.box.right - first.box.left > 0.7 * run.size:
        box = replace(box, left=box.left + 0.45 * run.size)
    return box
