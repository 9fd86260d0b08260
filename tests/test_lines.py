"""Lines of a column: what counts as set in, what white counts as a blank."""

from __future__ import annotations

from dataclasses import replace

from printed import line

from pipeline.ingest.layout import Glyph, Sheet, compose

FULL = "甲乙丙丁戊己庚辛壬癸子丑寅卯"


def read(glyphs: list[Glyph]) -> str:
    return compose(Sheet(700, 900, "pt", tuple(glyphs), (), (), (), ()))[0]


def lines(*indents: float) -> list[Glyph]:
    """A column of lines that end at one edge, each set in by so many ems of 10 points."""
    glyphs: list[Glyph] = []
    for row, indent in enumerate(indents):
        kept = FULL[: 14 - round(indent)]
        glyphs += line(kept, 20 + 10 * indent, 20 + 15 * row)
    return glyphs


def indented(text: str) -> int:
    return sum(row.startswith("\u3000\u3000") for row in text.split("\n"))


def test_lines_set_in_by_one_character_begin_paragraphs_where_the_paper_does_so() -> None:
    assert indented(read(lines(1, 0, 0, 1, 0, 0, 1, 0, 0))) == 3
    # Near miss: papers that set in by two have the odd line that begins one to the right.
    assert indented(read(lines(2, 0, 0, 2, 0, 1, 2, 0, 0))) == 3


def test_a_line_in_the_middle_of_its_column_begins_no_indented_paragraph() -> None:
    glyphs = lines(2, 0, 0) + line("甲乙丙丁戊己庚辛", 50, 65)
    glyphs += [
        replace(g, box=replace(g.box, top=g.box.top + 60, bottom=g.box.bottom + 60))
        for g in lines(2, 0, 0)
    ]
    assert indented(read(glyphs)) == 2
    # Near miss: as far to the right, but it runs to the edge.
    glyphs = lines(2, 0, 0, 3, 0, 2, 0)
    assert indented(read(glyphs)) == 3


def test_less_white_is_a_blank_where_all_other_characters_stand_evenly() -> None:
    left, right = line("甲乙丙丁戊己", 20, 20), line("庚辛壬癸子丑", 83, 20)
    assert read(left + right).strip() == "甲乙丙丁戊己 庚辛壬癸子丑"
    # Near miss: read from a picture, whose boxes are never that even.
    seen = [replace(glyph, confidence=0.98) for glyph in left + right]
    assert read(seen).strip() == "甲乙丙丁戊己庚辛壬癸子丑"
