"""Tables whose cells are printed as boxes are read cell by cell, also where words in them wrap."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from printed import column, line, pdf
from test_reading_order import ONE, THREE, TWO, solid

from pipeline.ingest.layout import Glyph, Rule, Sheet, compose
from pipeline.ingest.layout.frames import boxed, is_edge
from pipeline.ingest.pdf import read_pdf
from pipeline.model import Box

HEADS = ("指标", "数值", "增速")
ROWS = (
    (("旅游总收入",), ("1234.5", "亿元"), ("6.8%",)),
    (("跨境电商进", "出口总额"), ("4,277.3", "亿元"), ("-4.1%",)),
)
EDGES = (20, 80, 130, 170)


def ruled(xs: tuple[float, ...], ys: tuple[float, ...]) -> list[Rule]:
    """The rules around and between fields, in pieces as long as a field."""
    level = [Rule(Box(left, y, right, y + 0.5)) for y in ys for left, right in pairwise(xs)]
    upright = [Rule(Box(x, top, x + 0.5, bottom)) for x in xs for top, bottom in pairwise(ys)]
    return level + upright


def table(top: float) -> tuple[list[Glyph], list[Rule]]:
    """A head and two rows of two printed lines; the cells stand in the middle of their rows."""
    glyphs: list[Glyph] = []
    for left, head in zip(EDGES, HEADS, strict=False):
        glyphs += line(head, left + 3, top + 3)
    for number, row in enumerate(ROWS):
        for left, cell in zip(EDGES, row, strict=False):
            above = top + 18 + 28 * number + 14 - 6 * len(cell)
            for place, words in enumerate(cell):
                glyphs += line(words, left + 3, above + 12 * place)
    ys = (top, top + 16, top + 44, top + 72)
    return glyphs, ruled(EDGES, ys)


def read(glyphs: list[Glyph], strokes: list[Rule]) -> list[str]:
    """The lines of a page that was read as a PDF is: long rules make panels, all make grids."""
    rules = [rule for rule in strokes if max(_sides(rule.box)) > 24]
    panels = boxed(rules)
    rules = [rule for rule in rules if not is_edge(rule, panels)]
    sheet = Sheet(
        700, 900, "pt", tuple(glyphs), (), tuple(rules), (), tuple(panels), tuple(strokes)
    )
    text, layout = compose(sheet)
    assert len(layout.boxes) == len(text)
    return [row.strip("\u3000") for row in text.split("\n") if row.strip()]


def _sides(box: Box) -> tuple[float, float]:
    return box.right - box.left, box.bottom - box.top


def test_words_that_wrap_within_a_cell_stay_in_it() -> None:
    assert read(*table(40)) == [
        "指标　数值　增速",
        "旅游总收入　1234.5亿元　6.8%",
        "跨境电商进出口总额　4,277.3亿元　-4.1%",
    ]


def test_a_table_in_a_column_parts_its_paragraphs_only() -> None:
    glyphs, strokes = table(180)
    glyphs += column(ONE, 20, 40, 14) + column(TWO, 20, 270, 14) + column(THREE, 200, 40, 14)
    got = read(glyphs, strokes)
    at = got.index("指标　数值　增速")
    assert solid("".join(got[:at])) == ONE
    assert solid("".join(got[at + 3 :])) == TWO + THREE


def test_fields_that_no_rule_parts_are_one_cell() -> None:
    """A head over two columns, a label over two rows."""
    strokes = [
        rule
        for rule in ruled((20, 80, 130, 180), (40, 60, 80, 100))
        if not (rule.box.left == 130 and rule.box.top == 40)
        and not (rule.box.left == 20 and rule.box.top == 80 and rule.box.right == 80)
    ]
    glyphs = line("企业", 30, 45) + line("上半年", 100, 45)
    glyphs += line("甲公司", 25, 75) + line("12亿元", 85, 65) + line("34亿元", 135, 65)
    glyphs += line("5.6%", 85, 85) + line("7.8%", 135, 85)
    assert read(glyphs, strokes) == ["企业　上半年", "甲公司　12亿元　34亿元", "5.6%　7.8%"]


def test_boxes_of_articles_are_no_table() -> None:
    glyphs: list[Glyph] = []
    for left in (20, 220):
        for top in (20, 220):
            glyphs += line("框里的标题", left + 10, top + 10, 16)
            glyphs += column(ONE, left + 10, top + 40, 14)
    got = solid("".join(read(glyphs, ruled((15, 200, 385), (15, 200, 385)))))
    assert got.count("框里的标题" + ONE) == 4


def test_a_page_of_drawn_lines_has_no_table() -> None:
    strokes = [
        Rule(Box(20 + 8 * n, 300 + 8 * m, 28 + 8 * n, 300.5 + 8 * m))
        for n in range(60)
        for m in range(60)
    ]
    assert solid("".join(read(column(ONE, 20, 40, 14), strokes))) == ONE


def test_short_rules_of_a_pdf_are_those_of_cells(tmp_path: Path) -> None:
    glyphs, strokes = table(40)
    drawn = b"".join(
        b"%.1f %.1f %.1f %.1f re f\n" % (s.box.left, 800 - s.box.bottom, *_sides(s.box))
        for s in strokes
    )
    path = tmp_path / "p.pdf"
    path.write_bytes(pdf(glyphs, extra=drawn))
    (page,) = read_pdf(path, "p.pdf")
    assert "跨境电商进出口总额　4,277.3亿元　-4.1%" in page.text
