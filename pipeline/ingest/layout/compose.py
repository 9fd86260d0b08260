"""Regions → the text of the page, one box for each code point.

Lines stand as printed, but for a headline, whose lines become one. A paragraph begins with two
full-width blanks where it is indented, else behind a blank line.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.ingest.layout.atoms import HEADING, Atom, Measure, atoms_of, measure
from pipeline.ingest.layout.blocks import (
    Block,
    Line,
    captions_last,
    continues,
    hangs_on,
    panels_last,
    put_together,
    with_kicker,
)
from pipeline.ingest.layout.cuts import Cutter, Region
from pipeline.ingest.layout.grids import grids
from pipeline.ingest.layout.gutters import cut, ruled
from pipeline.ingest.layout.ledgers import ledgers
from pipeline.ingest.layout.runs import bridged, runs_of
from pipeline.ingest.layout.sheet import OPENINGS, STOPS, Glyph, Run, Sheet, hull, ink
from pipeline.ingest.layout.spaced import closed
from pipeline.model import Box, Layout

INDENT = "\u3000\u3000"
# White between two characters that a reader takes for a blank, in ems beyond the line's own.
BLANK = 0.45
# Where all other characters of the line stand evenly this much shows it.
THIN = 0.15
# The white between the lines of a caption differs by less than this, in ems.
UNEVEN = 0.3
# How a caption ends.
CREDITS = ("摄", "摄）", "摄影", "供图")
# White as wide as a character is a full-width blank, as between the halves of a headline.
FULL = 0.75


Text = list[tuple[str, Box | None, float]]


def compose(sheet: Sheet) -> tuple[str, Layout]:
    """The page's text in reading order and where each code point stands."""
    runs = [*bridged(cut(sheet.runs)), *(runs_of(sheet.glyphs) if sheet.glyphs else ())]
    if not runs:
        return "", Layout((), sheet.width, sheet.height, sheet.unit)
    unit = measure(runs)
    runs = ruled(closed(runs, HEADING * unit.em), sheet.rules)
    upright = sum(len(run.glyphs) for run in runs if run.vertical)
    leftwards = upright > 0.5 * sum(len(run.glyphs) for run in runs)
    cutter = Cutter(unit, leftwards)
    tables, runs = grids(sheet.strokes, runs, unit)
    others, runs = ledgers(runs, unit)
    regions = cutter.regions(atoms_of(sheet, runs, unit, [*tables, *others]))
    blocks = put_together(captions_last(panels_last(_blocks(regions, sheet, unit))))
    text: Text = []
    for number, block in enumerate(blocks):
        if number:
            text.append(("\n", None, 1.0))
        right = max(line.box.right for line in block.lines)
        for place, line in enumerate(block.lines):
            if line.begins and not line.indented and place:
                text.append(("\n", None, 1.0))
            if line.indented:
                text.extend((blank, None, 1.0) for blank in INDENT)
            text.extend(_characters(line))
            if block.kind == "heading" and line is not block.lines[-1]:
                # A headline over several lines is one line of text; where its line was not
                # full, the break meant something.
                level = not line.runs[0].vertical and right - line.box.right > 1.5 * line.size
                if level or hangs_on(line, block.lines[place + 1]):
                    text.append(("\u3000", None, 1.0))
                continue
            text.append(("\n", None, 1.0))
    if sheet.runs:
        _mend_points(text)
    confidences = tuple(item[2] for item in text) if any(i[2] < 1 for i in text) else ()
    layout = Layout(
        tuple(item[1] for item in text), sheet.width, sheet.height, sheet.unit, confidences
    )
    return "".join(item[0] for item in text), layout


def _mend_points(text: Text) -> None:
    """A point that the end of a line parted from its decimals, recognised as a full stop."""
    for place in range(1, len(text) - 2):
        if (
            text[place][0] == "。"
            and text[place + 1][0] == "\n"
            and text[place - 1][0].isdigit()
            and text[place + 2][0].isdigit()
        ):
            text[place] = (".", text[place][1], min(text[place][2], 0.9))


# Regions → blocks


def _blocks(regions: Sequence[Region], sheet: Sheet, unit: Measure) -> list[Block]:
    blocks: list[Block] = []
    columns = [_lines(region, unit) for region in regions]
    for picture in sheet.pictures:
        _mark_caption(columns, picture, unit)
    indent = _least_indent(columns, unit)
    for region, column in zip(regions, columns, strict=True):
        lines = with_kicker(_with_indents(column, unit, indent), blocks, unit)
        previous: Line | None = None
        for place, line in enumerate(lines):
            last = blocks[-1] if blocks else None
            if last is not None and not place and _heads(last.lines[-1], line, lines[1:4]):
                line = replace(line, begins=True)
            joined = (
                last is not None
                and last.kind == line.kind
                and last.panel == region.panel
                and not (previous is None and region.fresh)
                and continues(last.lines[-1], line, previous is not None, unit)
            )
            if joined and last is not None:
                last.lines.append(line)
            else:
                begins = previous is None and (
                    region.fresh or last is None or last.panel != region.panel
                )
                opens = previous is None and region.fresh
                blocks.append(Block(line.kind, [line], region.panel, begins, opens))
            previous = line
    return blocks


# Atoms → lines


def _lines(region: Region, unit: Measure) -> list[Line]:
    """Lines of one column from top to bottom; vertical lines first, right to left."""
    flat = [run for atom in region.atoms for run in _runs(atom)]
    upright = sorted((r for r in flat if r.vertical), key=lambda r: (-r.box.left, r.box.top))
    level = sorted((r for r in flat if not r.vertical), key=lambda r: (r.box.top, r.box.left))
    lines = [
        Line((run,), run.box, run.size, "heading" if run.size > HEADING * unit.em else "body")
        for run in upright
    ]
    rows: list[list[Run]] = []
    for run in level:
        centre = (run.box.top + run.box.bottom) / 2
        for row in reversed(rows[-4:]):
            box = row[0].box
            other = (box.top + box.bottom) / 2
            if abs(other - centre) < 0.45 * min(run.size, row[0].size):
                row.append(run)
                break
        else:
            rows.append([run])
    tables = [atom for atom in region.atoms if atom.kind == "table"]
    tables.sort(key=lambda atom: atom.box.top)
    for row in rows:
        row.sort(key=lambda r: r.box.left)
        longest = max(row, key=lambda r: len(r.glyphs))
        kind = "heading" if longest.size > HEADING * unit.em else "body"
        while tables and tables[0].box.top < row[0].box.top:
            lines += _rows(tables.pop(0))
        lines.append(Line(tuple(row), hull([r.box for r in row]), longest.size, kind))
    for table in tables:
        lines += _rows(table)
    return lines


def _rows(table: Atom) -> Iterable[Line]:
    for cells in table.rows:
        runs = tuple(run for cell in cells for run in cell)
        if not runs:
            continue
        yield Line(runs, hull([run.box for run in runs]), runs[0].size, "table", cells=cells)


def _runs(atom: Atom) -> Iterable[Run]:
    if atom.run is not None:
        yield atom.run
    for inner in atom.inner:
        yield from _runs(inner)


def _mark_caption(columns: list[list[Line]], picture: Box, unit: Measure) -> None:
    """Marks the lines directly under a picture, down to the next white or change of type.

    Two columns that begin side by side under a wide picture are no caption.
    """
    near: list[tuple[float, int, int]] = []
    for number, column in enumerate(columns):
        for index, line in enumerate(column):
            white = line.box.top - picture.bottom
            if (
                line.kind == "body"
                and -0.5 * unit.em < white < 1.6 * unit.pitch
                and line.box.left > picture.left - unit.em
                and line.box.right < picture.right + unit.em
            ):
                near.append((white, number, index))
                break
    near.sort()
    if not near or (len(near) > 1 and near[1][0] - near[0][0] < 0.4 * unit.em):
        return
    _, number, under = near[0]
    column = columns[number]
    first = last = column[under]
    least = unit.gap
    for index in range(under, min(under + 8, len(column))):
        line = column[index]
        if index > under:
            white = line.box.top - last.box.bottom
            changed = line.font != first.font or abs(line.size / first.size - 1) > 0.04
            if changed or white > least or line.kind != "body":
                break
            set_in = (line.box.left - first.box.left) / unit.em
            # Who took the picture is told last; a paragraph begins set in, a caption goes on flush.
            if last.text.endswith(CREDITS) or 1.6 < set_in < 2.4:
                break
            # Text right under a caption keeps more distance than its lines do.
            least = min(least, white + UNEVEN * unit.em)
        column[index] = replace(line, kind="caption")
        last = line


def _edges(lines: Sequence[Line]) -> tuple[float, float] | None:
    """Where the lines of running text of a column begin and end; a few may stand out."""
    body = [line for line in lines if line.kind == "body" and not line.runs[0].vertical]
    if len(body) < 2:
        return None
    lefts = sorted(_left(line) for line in body)
    rights = sorted(_right(line) for line in body)
    return lefts[len(lefts) // 8], rights[-1 - len(rights) // 8]


def _least_indent(columns: Sequence[Sequence[Line]], unit: Measure) -> float:
    """How far a line must be set in to begin a paragraph: most papers indent by two characters,
    some by one."""
    one = two = 0
    for lines in columns:
        edges = _edges(lines)
        if edges is None:
            continue
        for line in lines:
            if line.kind == "body" and not line.runs[0].vertical:
                start = (_left(line) - edges[0]) / unit.em
                one += 0.8 < start < 1.25
                two += 1.6 < start < 2.5
    return (0.8 if one > 2 * two and one > 2 else 1.2) * unit.em


def _with_indents(lines: list[Line], unit: Measure, least: float) -> list[Line]:
    """Marks lines of running text that begin further right than their column, and the others
    that begin a paragraph."""
    edges = _edges(lines)
    if edges is None:
        return _with_beginnings(lines)
    edge, right = edges
    out: list[Line] = []
    for line in lines:
        if line.kind == "body" and not line.runs[0].vertical:
            start, end = _left(line) - edge, right - _right(line)
            centred = abs(start - end) < 0.8 * unit.em and start > 2.6 * unit.em
            indented = least < start < 3.6 * unit.em and not centred
            line = replace(
                line,
                indented=indented,
                # Far to the right or in the middle: a byline, a date, a heading.
                begins=centred or start >= 3.6 * unit.em,
                full=end < 1.5 * unit.em,
            )
        out.append(line)
    return _with_beginnings(out)


def _left(line: Line) -> float:
    """Where a line begins; the white half of an opening mark, cut from a scan, counts."""
    first = line.runs[0].glyphs[0]
    narrow = first.text in OPENINGS and first.box.right - first.box.left < 0.75 * line.size
    return line.box.left - (0.5 * line.size if narrow else 0.0)


def _right(line: Line) -> float:
    return ink(line.runs[-1]).right


def _with_beginnings(lines: list[Line]) -> list[Line]:
    """Marks the first lines of paragraphs that are not indented."""
    out = list(lines)
    indents = any(line.indented for line in lines)
    for place in range(1, len(out)):
        last, line = out[place - 1], out[place]
        following = out[place + 1] if place + 1 < len(out) else None
        if line.kind != "body" or line.indented or last.kind != "body":
            continue
        goes_on = last.font == line.font and _over(line, following) and not last.stopped
        begins = line.begins or (last.begins and not last.full and not goes_on)
        if not indents:
            # Block paragraphs: the last line is short.
            begins = begins or (last.stopped and not last.full)
        elif last.stopped and not last.full and not line.stopped and not line.full:
            # A line between two paragraphs, or over a table, is a heading.
            begins = begins or (
                following is not None and (following.indented or following.kind == "table")
            )
        begins = begins or (last.font != line.font and not last.full and last.stopped)
        under = out[place + 1 : place + 4]
        begins = begins or _heads(last, line, under)
        begins = begins or (indents and _heads_over_two(last, line, under))
        out[place] = replace(line, begins=begins)
    return out


def _heads(last: Line, line: Line, following: Sequence[Line]) -> bool:
    """Whether a line in a type of its own stands over a paragraph, behind the end of another.

    It may go on over a second and third line.
    """
    if not (last.kind == line.kind == "body") or not last.stopped or line.indented:
        return False
    if last.font == line.font:
        return False
    under = next((other for other in following if other.font != line.font), None)
    return under is not None and under.indented and under.font == last.font


def _heads_over_two(last: Line, line: Line, following: Sequence[Line]) -> bool:
    """Whether a heading of two lines stands between two paragraphs, which begin set in."""
    if len(following) < 2 or not last.stopped or last.full or not line.full or line.stopped:
        return False
    second, third = following[:2]
    return not second.full and not second.stopped and not second.indented and third.indented


def _over(line: Line, following: Line | None) -> bool:
    """Whether a line in a type of its own stands over a paragraph."""
    return following is not None and following.indented and following.font != line.font


# Lines → characters


def _characters(line: Line) -> Text:
    """The characters of a line; letter spacing closed, blanks kept where they mean something."""
    if line.cells:
        return _row(line.cells)
    glyphs = [glyph for run in line.runs for glyph in run.glyphs]
    if line.runs[0].vertical:
        return [part for glyph in glyphs for part in _spread(glyph)]
    inked = [glyph for glyph in glyphs if not glyph.text.isspace()]
    extra = sorted(right.box.left - left.box.right for left, right in itertools.pairwise(inked))
    usual = max(0.0, extra[len(extra) // 2]) if extra else 0.0
    # Blanks all along the line space it out; a few of them mean something.
    blanks = sum(
        left.text == " " and not (_narrow(right)) for left, right in itertools.pairwise(glyphs)
    )
    meant = blanks <= 0.2 * len(inked)
    least = _least_blank(inked, usual)
    out: Text = []
    last: Glyph | None = None
    blank: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            blank = glyph if blank is None or glyph.text == "\u3000" else blank
            continue
        if last is not None and glyph.text not in STOPS:
            white = glyph.box.left - last.box.right - usual
            kept = meant and blank is not None and white > 0.15 * min(last.size, glyph.size)
            apart = _han(last) and _han(glyph) and white > least * glyph.size
            if kept or apart or _blank(last, glyph, blank, white):
                wide = white > FULL * min(last.size, glyph.size) and not _narrow(last)
                full = wide or (blank is not None and blank.text == "\u3000")
                out.append(("\u3000" if full else " ", None, 1.0))
        out.extend(_spread(glyph))
        last, blank = glyph, None
    return out


def _row(cells: Sequence[Sequence[Run]]) -> Text:
    """The cells of a table's row, full-width blanks between them, two where one is empty."""
    out: Text = []
    for number, cell in enumerate(cells):
        if number:
            out.append(("\u3000", None, 1.0))
        for run in cell:
            out += _characters(Line((run,), run.box, run.size, "body"))
    return out


def _blank(last: Glyph, glyph: Glyph, blank: Glyph | None, white: float) -> bool:
    """Whether a blank between two characters of a line means something."""
    size = min(last.size, glyph.size)
    narrow = _narrow(last) and _narrow(glyph)
    if blank is not None and blank.text == "\u3000":
        return white > 0.3 * size
    if narrow:
        return white > 0.15 * size if blank is not None else white > 0.35 * size
    # Punctuation has white of its own within its box; the box may be cut to the ink.
    own = 0.5 * ((last.text in "，。、：；！？）》”’」』") + (glyph.text in "（《“‘「『"))
    return white > (BLANK + own) * size


def _least_blank(inked: Sequence[Glyph], usual: float) -> float:
    """How wide a blank between two Chinese characters is at least, in ems beyond the line's own.

    Where all others stand evenly, as in the text layer of a PDF, less white shows it.
    """
    gaps = sorted(
        (right.box.left - left.box.right - usual) / right.size
        for left, right in itertools.pairwise(inked)
        if _han(left) and _han(right)
    )
    exact = all(glyph.confidence == 1 for glyph in inked)
    even = exact and len(gaps) > 5 and gaps[0] > -0.05 and gaps[-3] < 0.05
    return THIN if even else BLANK


def _han(glyph: Glyph) -> bool:
    return "\u4e00" <= glyph.text <= "\u9fff"


def _narrow(glyph: Glyph) -> bool:
    return glyph.text < "\u2000" and not glyph.text.isspace()


def _spread(glyph: Glyph) -> Text:
    """A ligature's characters share its box in equal parts."""
    size = len(glyph.text)
    if size == 1:
        return [(glyph.text, glyph.box, glyph.confidence)]
    step = (glyph.box.right - glyph.box.left) / size
    return [
        (
            character,
            replace(
                glyph.box,
                left=glyph.box.left + step * index,
                right=glyph.box.left + step * (index + 1),
            ),
            glyph.confidence,
        )
        for index, character in enumerate(glyph.text)
    ]
