"""Printed pages seldom met: blanks that are printed, ligatures, frames that hold nothing, heads and
captions that go their own way."""

from __future__ import annotations

from random import Random

import pytest
from printed import column, line
from test_ledgers import cells, read
from test_reading_order import ONE, THREE, TWO, page, solid

from pipeline.ingest.layout import Glyph, Rule, Sheet, compose
from pipeline.ingest.layout.atoms import Atom, Measure, Table, atoms_of
from pipeline.ingest.layout.columns import Columns
from pipeline.ingest.layout.cuts import Cutter
from pipeline.ingest.layout.figures import Piece, columns_of, lines_of, pieces_of
from pipeline.ingest.layout.flow import Column, down_past, fits
from pipeline.ingest.layout.frames import boxed
from pipeline.ingest.layout.runs import bridged, runs_of
from pipeline.ingest.layout.sheet import hull, run_of
from pipeline.ingest.layout.sweep import Bodies, freed, least_crossed, ruled
from pipeline.ingest.layout.titles import Titles
from pipeline.model import Box

UNIT = Measure(10, 15)


def atoms(glyphs: list[Glyph]) -> list[Atom]:
    return atoms_of(Sheet(700, 900, "pt"), runs_of(glyphs), UNIT)


def headed(glyphs: list[Glyph], follows: bool = False) -> str:
    """What the title over some columns says, or nothing."""
    parts = Titles(UNIT, Columns(UNIT)).parted(atoms(glyphs), follows)
    return "".join(atom.run.text for atom in (parts[0] if parts else ()) if atom.run)


# ---------------------------------------------------------------------------------- characters


def blank(left: float, top: float, text: str = "\u3000") -> Glyph:
    return Glyph(text, Box(left, top, left + 10, top + 10), 10)


def test_a_page_of_blanks_alone_is_an_empty_page() -> None:
    assert page([blank(20, 20), blank(30, 20), blank(20, 60, " ")]) == ""


def test_blanks_at_the_ends_of_a_line_close_no_gutter() -> None:
    glyphs = column(ONE[:28], 20, 20, 7) + column(TWO[:28], 105, 20, 7)
    for row in range(5):
        glyphs += [blank(10, 20 + 15 * row), blank(90, 20 + 15 * row)]
    assert solid(page(glyphs)) == ONE[:28] + TWO[:28]


def test_a_printed_blank_is_read_where_it_is_seen() -> None:
    glyphs = [*line("产值", 20, 20), blank(40, 20), *line("出口", 50, 20)]
    assert page(glyphs).strip() == "产值\u3000出口"
    # Near miss: the characters stand in the blank's place.
    glyphs = [*line("产值", 20, 20), blank(40, 20), *line("出口", 41, 20)]
    assert page(glyphs).strip() == "产值出口"


def test_a_ligature_is_its_characters_side_by_side() -> None:
    glyphs = [Glyph("ffi", Box(20, 20, 29, 30), 10), *line("c", 29, 20)]
    text, layout = compose(Sheet(700, 900, "pt", tuple(glyphs)))
    assert text.strip() == "ffic"
    at = text.index("f")
    assert [box and (box.left, box.right) for box in layout.boxes[at : at + 4]] == [
        (20, 23),
        (23, 26),
        (26, 29),
        (29, 34),
    ]


def test_recognised_lines_that_touch_are_one() -> None:
    """The white is less than a gutter, whatever the lines above and below say."""
    first, second = run_of(line("甲乙丙丁", 20, 20)), run_of(line("戊己庚辛", 62, 22))
    apart = run_of(line("戊己庚辛", 75, 22))
    assert [run.text for run in bridged([first, second])] == ["甲乙丙丁戊己庚辛"]
    assert len(bridged([first, apart])) == 2


def test_two_characters_set_on_their_side_are_no_line_of_vertical_type() -> None:
    turned = [
        Glyph(text, Box(20, 20 + 10 * n, 30, 30 + 10 * n), 10, turned=True)
        for n, text in enumerate("甲乙丙")
    ]
    assert [(run.text, run.vertical) for run in runs_of(turned)] == [("甲乙丙", True)]
    assert [(run.text, run.vertical) for run in runs_of(turned[:2])] == [
        ("甲", False),
        ("乙", False),
    ]


def test_letter_spaced_lines_that_stand_close_are_read_across() -> None:
    """The character below is as near as the one beside."""
    rows = [ONE[8 * n : 8 * n + 8] for n in range(4)]
    for leading in (11.8, 12.5):
        glyphs = [g for n, row in enumerate(rows) for g in line(row, 20, 20 + leading * n, 10, 1.2)]
        assert solid(page(glyphs)) == "".join(rows)


# ---------------------------------------------------------------------------- frames and panels


def rules(*boxes: tuple[float, float, float, float]) -> tuple[Rule, ...]:
    return tuple(Rule(Box(*box)) for box in boxes)


def test_rules_of_two_lengths_make_no_frame() -> None:
    sides = ((20, 20, 21, 120), (300, 20, 301, 120))
    assert boxed(rules((20, 20, 301, 21), (20, 119, 301, 120), *sides)) == [Box(20, 20, 301, 120)]
    assert boxed(rules((20, 20, 301, 21), (20, 119, 200, 120), *sides)) == []


def test_a_ground_whose_edge_runs_through_lines_holds_no_text_of_its_own() -> None:
    within = [glyph for n in range(4) for glyph in line(ONE[12 * n : 12 * n + 12], 20, 20 + 15 * n)]
    beside = line("框外一行字", 200, 20)
    for crossing, kinds in (("", ["body", "panel"]), (TWO[:24], ["body"])):
        glyphs = within + beside + line(crossing, 20, 80)
        sheet = Sheet(700, 900, "pt", panels=(Box(10, 10, 170, 100),))
        assert sorted({atom.kind for atom in atoms_of(sheet, runs_of(glyphs), UNIT)}) == kinds
        assert sorted(solid(page(glyphs, panels=sheet.panels))) == sorted(
            ONE[:48] + "框外一行字" + crossing
        )


def test_what_nothing_parts_is_read_line_by_line() -> None:
    """A ground under half of a list, and text beside the list that reaches into the ground."""
    glyphs = line("5.8", 160, 168.4) + line("左甲乙", 20, 186.4)
    glyphs += line("左丙", 20, 206.4) + line("12", 163, 206.4) + line("13", 160, 230.4)
    glyphs += column(ONE[:52], 215, 148.4, 18, 11)
    text = page(glyphs, panels=(Box(10, 110, 430, 200),))
    assert "左甲乙\u30005.8\n左丙\u300012\n" in text
    assert sorted(solid(text)) == sorted(ONE[:52] + "5.8左甲乙左丙1213")


def test_rules_alone_are_nothing_to_read() -> None:
    (rule,) = rules((20, 60, 300, 61))
    assert Cutter(UNIT).regions([Atom(rule.box, "rule")]) == []


# -------------------------------------------------------------------------------------- titles


def test_a_row_whose_lines_stand_apart_in_height_is_no_title() -> None:
    glyphs = line("左边的标题八字", 20, 20, 19) + line("右边标题", 165, 34, 19)
    body = column(ONE, 20, 80, 14) + column(TWO, 180, 80, 14)
    assert headed(glyphs + body) == ""
    assert headed(line("左边的标题八字", 20, 20, 19) + body) == "左边的标题八字"


def test_a_headline_in_the_middle_of_all_columns_is_not_that_of_the_later_ones() -> None:
    """What stands before may run on into the first column, but the middle is the middle."""
    columns = [part for n in range(4) for part in column(ONE, 20 + 130 * n, 60, 12)]
    middle = line("四栏正中的标题", 20 + (510 - 7 * 20) / 2, 20, 20)
    assert headed(columns + middle, follows=True) == "四栏正中的标题"
    later = line("四栏正中的标题", 150 + (380 - 7 * 20) / 2, 20, 20)
    assert headed(columns + later, follows=True) == ""


def test_a_byline_whose_blank_stands_over_the_gutter_heads_both_columns() -> None:
    columns = column(ONE, 20, 60, 14) + column(TWO, 180, 60, 14)
    assert headed(columns + line("甲乙丙", 125, 40) + line("丁戊己庚", 175, 40)) == "甲乙丙丁戊己庚"
    # Near miss: out of the middle, they are the ends of two columns.
    assert headed(columns + line("甲乙丙丁戊", 105, 40) + line("丁戊己庚", 175, 40)) == ""


def test_words_far_apart_at_the_end_of_a_page_are_no_title() -> None:
    glyphs = line("两行标题在这里", 20, 20, 20) + line("甲乙丙", 20, 60) + line("丁戊", 70, 60)
    assert headed(glyphs) == "两行标题在这里"


def test_a_headline_with_a_blank_whose_half_is_in_the_middle_of_no_column_is_one() -> None:
    columns = column(ONE, 20, 60, 14) + column(TWO, 200, 60, 14)
    title = line("甲乙丙丁", 80, 20, 20) + line("戊己庚辛", 185, 20, 20)
    assert headed(columns + title) == "甲乙丙丁戊己庚辛"


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (20, ["左边标题左边标题左边标题一二 右边大标题右边大标题"]),
        (24, ["左边标题左边标题左边标题一二", "右边大标题右边大标题"]),
    ],
)
def test_headlines_of_two_sizes_on_one_line_are_not_read_as_one(
    size: float, said: list[str]
) -> None:
    glyphs = line("左边标题左边标题左边标题一二", 60, 25, 20)
    glyphs += line("右边大标题右边大标题", 352.5, 25, size) + column(ONE, 347, 85, 30)
    assert [row for row in page(glyphs).split("\n") if "标题" in row] == said


def test_a_headline_over_the_last_column_beside_a_lower_one_is_that_column_s() -> None:
    last = column(ONE, 360, 60, 12)
    title = line("末栏标题", 380, 20, 20)
    assert headed(column(TWO, 20, 45, 14) + column(TWO, 190, 45, 14) + last + title) == ""
    level = column(TWO, 20, 60, 14) + column(TWO, 190, 60, 14)
    assert headed(level + last + title) == "末栏标题"


# --------------------------------------------------------------------- where an article ends

ABOVE = line("上面文章的标题", 20, 20, 20) + column(ONE, 20, 50, 30)


def ends(glyphs: list[Glyph], gap: tuple[float, float], *others: Atom) -> bool:
    return Cutter(UNIT).ends(gap, [*atoms(glyphs), *others])


def test_a_heading_under_text_that_goes_on_ends_nothing_above() -> None:
    """Three lines stand between the gap and the heading: it is a heading within their text."""
    gap = (105.0, 130.0)
    heading = line("下面的标题", 20, 132, 20)
    assert ends(ABOVE + heading + column(TWO, 20, 160, 30), gap)
    text = [glyph for n in range(3) for glyph in line(TWO[:12], 20, 130 + 12 * n)]
    assert not ends(ABOVE + text + line("下面的标题", 20, 168, 20), gap)


def test_a_picture_under_a_headline_is_its_text() -> None:
    gap, below = (160.0, 190.0), line("下面的标题", 20, 190, 20) + column(TWO, 20, 220, 30)
    above = line("图上的标题", 20, 20, 20)
    assert ends(above + below, gap, Atom(Box(20, 50, 300, 160), "picture"))
    assert not ends(above + below, gap, Atom(Box(20, 50, 300, 160), "rule"))


def test_rules_above_a_headline_are_no_article() -> None:
    gap, below = (80.0, 110.0), line("下面的标题", 20, 110, 20) + column(TWO, 20, 140, 30)
    assert not ends(below, gap, Atom(Box(170, 20, 171, 80), "rule"))


def test_articles_over_each_other_in_columns_part_the_page_beside_them() -> None:
    """Of two gutters the one beside which articles end is cut first, and not that of one text."""
    glyphs = line("上篇文章的标题文字", 40, 20, 20) + column(ONE[:40], 20, 50, 8)
    glyphs += column(ONE[40:], 115, 50, 8) + line("下篇文章的标题文字", 40, 160, 20)
    glyphs += column(TWO[:40], 20, 190, 8) + column(TWO[40:], 115, 190, 8)
    beside = THREE * 4
    half = len(beside) // 2
    glyphs += column(beside[:half], 240, 20, 10) + column(beside[half:], 360, 20, 10)
    said = "上篇文章的标题文字" + ONE + "下篇文章的标题文字" + TWO + beside
    assert solid(page(glyphs)) == said


def test_a_ground_that_reaches_below_the_gap_rules_nothing_off() -> None:
    lines = atoms(line("上面的一行", 20, 20) + line("下面的一行", 20, 80))
    for bottom, found in ((42, [(30.0, 80.0)]), (90, [])):
        rule = Atom(Box(20, 40, 70, bottom), "rule")
        assert ruled([(30.0, 80.0)], [*lines, rule], UNIT) == found


def test_a_line_beside_does_not_go_on_below_a_gap() -> None:
    (above,), (aside,) = atoms(line("甲乙丙丁", 20, 20)), atoms(line("戊己", 200, 33))
    (below,) = atoms(line("庚辛", 20, 34))
    gap = (30.0, 33.0)
    assert not Bodies([above, aside], UNIT).run_through(gap)
    assert Bodies([above, aside, below], UNIT).run_through(gap)


def test_a_rule_between_columns_does_not_close_their_white() -> None:
    cutter, top = Cutter(UNIT), line("甲乙丙丁戊己庚辛壬癸甲乙丙丁戊己庚", 20, 20)
    given = atoms(top + column(ONE[:40], 20, 50, 8) + column(TWO[:40], 112, 50, 8))
    # Below the line at the top stand the columns and the rule.
    below = len(given)
    for rule, rows in ((Box(105, 50, 107, 140), below), (Box(90, 50, 125, 51), 0)):
        counts = freed(
            [(30.0, 50.0)], [*given, Atom(rule, "rule")], UNIT, cutter._single, cutter._apart
        )
        assert counts == [rows]


def test_lines_over_two_columns_in_small_type_are_the_head_of_the_left_half() -> None:
    """It is cut from the right half first, though no headline tells where its middle is."""
    glyphs = line("甲乙丙", 125, 40) + line("丁戊己庚", 175, 40) + column(ONE, 20, 60, 14)
    glyphs += column(TWO, 180, 60, 14) + line("右边两栏的标题文字", 420, 25, 20)
    glyphs += column(THREE, 360, 60, 14) + column(ONE, 520, 60, 14)
    said = "甲乙丙丁戊己庚" + ONE + TWO + "右边两栏的标题文字" + THREE + ONE
    assert solid(page(glyphs)) == said


def naively_least_crossed(atoms: list[Atom], em: float) -> tuple[float, float] | None:
    whole = hull([atom.box for atom in atoms])
    slack, best = 0.2 * em, None
    for edge in sorted({atom.box.left for atom in atoms if atom.kind != "rule"})[1:]:
        line_ = edge - 0.01
        ended = [atom for atom in atoms if atom.box.right <= line_ + slack]
        met = [a for a in atoms if a.box.left < line_ - 0.1 and a.box.right > line_ + slack]
        after = len(atoms) - len(ended) - len(met)
        if not ended or not after:
            continue
        cost = -min(len(ended), after) / len(atoms)
        for atom in met:
            if atom.kind != "rule":
                cost += (atom.box.right - atom.box.left) / (whole.right - whole.left) * 4 + 1
        if best is None or cost < best[0] - 1e-9:
            best = (cost, line_)
    return best


def test_the_line_that_meets_fewest_is_found_past_things_thinner_than_its_slack() -> None:
    random, none, found = Random(1), 0, 0
    for _ in range(400):
        given: list[Atom] = []
        for _ in range(random.randint(2, 9)):
            left, wide = random.randint(0, 12) * 0.9, random.choice((0.3, 1.0, 1.9, 4.0, 9.0))
            kind = random.choice(("body", "heading", "rule"))
            given.append(Atom(Box(left, 0, left + wide, 10), kind))
        got = least_crossed(given, 10, lambda box: box.left, lambda box: box.right)
        wanted = naively_least_crossed(given, 10)
        none, found = none + (wanted is None), found + (wanted is not None)
        assert (got is None) == (wanted is None)
        if got is not None and wanted is not None:
            assert got == pytest.approx(wanted)
    assert none > 20 and found > 100


# ------------------------------------------------------------------------------------ captions


def test_a_caption_goes_on_below_a_full_line() -> None:
    glyphs = column(ONE[:26], 20, 60, 14) + column(TWO[:26], 180, 60, 14)
    for text, left in ((ONE[26:52], 20), (TWO[26:52], 180)):
        glyphs += line(text[:14], left, 240) + line(text[14:], left, 255)
    full = "图为当地一家工厂的生产车间里一批新设备正在安装调试准备投产"
    caption = line(full, 20, 195) + line("本报记者摄", 20, 210)
    text = page(glyphs + caption, pictures=(Box(20, 95, 320, 190),))
    assert solid(text) == ONE[:52] + TWO[:52] + full + "本报记者摄"


def test_a_caption_over_what_stands_in_no_columns_is_read_before_it() -> None:
    glyphs = line("图为车间一角" + ONE[:22], 20, 218.3)
    glyphs += line("左甲乙", 20, 417) + line("右丙", 90, 413.3)
    text = solid(page(glyphs, pictures=(Box(20, 20, 317, 228.3),)))
    assert text == "图为车间一角" + ONE[:22] + "左甲乙右丙"


@pytest.mark.parametrize("caption", ["", "图为车间里一角的设备正在安装调试中"])
def test_text_set_around_a_picture_goes_on_below_it(caption: str) -> None:
    """Nothing but the picture parts it, so no column runs on past that."""
    low = 125 if caption else 110
    glyphs = [g for n in range(6) for g in line(ONE[10 * n : 10 * n + 10], 220, 20 + 15 * n)]
    glyphs += [g for n in range(3) for g in line(TWO[28 * n : 28 * n + 28], 20, low + 15 * n)]
    text = page(glyphs + line(caption, 20, 107), pictures=(Box(20, 20, 200, 105),))
    assert solid(text) == ONE[:60] + caption + TWO[:84]


# --------------------------------------------------------------------------- what runs on where


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        # a stop begins no line of its own
        (("甲乙丙丁戊己", 20), ("，庚辛壬癸子", 20), 1),
        # a full line that ends a sentence may end the paragraph, too
        (("甲乙丙丁戊。", 20), ("己庚辛壬癸子", 20), 0),
        (("甲乙丙丁戊己", 20), ("己庚辛壬癸子", 20), 1),
        (("甲乙丙丁戊己", 20), ("己庚辛壬癸子", 40), -1),
        (("甲乙丙丁", 20), ("己庚辛壬癸子", 20), -1),
        (("甲乙丙。", 20), ("己庚辛壬癸子", 40), 1),
    ],
)
def test_whether_a_line_goes_on_in_another(
    before: tuple[str, float], after: tuple[str, float], said: int
) -> None:
    filling = [atom for n in range(6) for atom in atoms(line("甲乙丙丁戊己", 20, 20 + 15 * n))]
    (first,), (second,) = (atoms(line(text, left, 110)) for text, left in (before, after))
    its = Column(filling, UNIT)
    assert fits(first, its, second, its) == said


def test_text_goes_on_past_a_picture_only_where_columns_show_it() -> None:
    picture = Atom(Box(20, 60, 180, 160), "picture")
    upper, lower = (atoms(line("甲乙丙丁戊己庚辛", 20, top)) for top in (35, 165))
    beside, below = (atoms(line("午未申酉戌亥甲乙", 120, top)) for top in (35, 165))
    # The second column has nothing above it, the first one nothing below it.
    assert not down_past([picture], [upper + lower, below], UNIT)
    assert down_past([picture], [upper, beside + below], UNIT)
    assert not down_past([picture], [upper, below], UNIT)


# -------------------------------------------------------------------------------------- tables


def test_figures_beside_two_columns_of_units_have_no_label() -> None:
    rows = [[(0, "亿元"), (60, "万吨"), (120, f"{n}2.5")] for n in range(1, 5)]
    labelled = [[(0, "水泥产量"), *row[1:]] for row in rows]
    text = page(column(ONE, 320, 20, 14) + cells(20, 20, rows))
    assert "亿元\u3000万吨" not in text
    assert read(cells(20, 20, labelled))[0] == "水泥产量　万吨　12.5"


def test_figures_of_which_few_have_a_label_are_no_table() -> None:
    rows = [[(120, "12.5")], [(120, "13.5")], [(120, "14.5")], [(0, "水泥"), (120, "15.5")]]
    text = page(cells(20, 20, rows))
    assert "水泥\u300015.5" not in text


def test_figures_behind_sentences_are_no_table() -> None:
    rows = [[(0, f"水泥，第{n}厂"), (120, f"1{n}.5")] for n in range(1, 5)]
    assert "第1厂\u300011.5" not in page(cells(20, 20, rows))
    labelled = [[(0, f"水泥第{n}厂"), (120, f"1{n}.5")] for n in range(1, 5)]
    assert read(cells(20, 20, labelled))[0] == "水泥第1厂　11.5"


def test_a_line_of_very_many_words_is_no_row() -> None:
    rows = [[(0, "水泥"), *((60.0 + 20 * n, "1") for n in range(many))] for many in (150, 250)]
    found = [
        columns_of(lines_of(pieces_of(runs_of(cells(20, 20, [row] * 3)), UNIT), UNIT), UNIT)
        for row in rows
    ]
    assert [len(columns) for columns in found] == [150, 0]


ONE_COLUMN = [[(0, "水泥"), (60, "12.5")], [(0, "玻璃"), (60, "13.5")], [(0, "钢材"), (60, "14.5")]]
TWO_COLUMNS = [
    [(0, "水泥制品及其他"), (180, "12.5"), (260, "5.8")],
    [(0, "玻璃制品及其他"), (180, "13.5"), (260, "6.8")],
    [(0, "钢材制品及其他"), (180, "14.5"), (260, "7.8")],
]


def test_a_line_over_labels_and_figures_is_a_caption() -> None:
    table = ["水泥　12.5", "玻璃　13.5", "钢材　14.5"]
    caption = line("各地主要产品的产量", 20, 20)
    assert read(caption + cells(20, 40, ONE_COLUMN)) == ["各地主要产品的产量", *table]
    heads = line("产品", 20, 20) + line("产量", 80, 20)
    assert read(heads + cells(20, 40, ONE_COLUMN)) == ["产品　产量", *table]


def test_heads_far_apart_are_one_row() -> None:
    heads = line("产品", 20, 20) + line("产量", 206, 20) + line("同比", 280, 20)
    got = read(heads + cells(20, 40, TWO_COLUMNS))
    assert got[:2] == ["产品　产量　同比", "水泥制品及其他　12.5　5.8"]


def test_heads_of_some_columns_only_stand_as_they_are() -> None:
    got = read(line("产品", 20, 20) + line("产量", 200, 20) + cells(20, 40, TWO_COLUMNS))
    assert got[:2] == ["产品　产量", "水泥制品及其他　12.5　5.8"]


def test_heads_over_heads_over_fewer_heads_are_not_the_table_s() -> None:
    """What stands in each column once more, over a head of both, belongs to something else."""
    heads = [
        [(180, "一区"), (260, "二区")],
        [(225, "数量")],
        [(0, "产品"), (180, "产量"), (260, "同比")],
    ]
    assert read(cells(20, 20, heads) + cells(20, 80, TWO_COLUMNS)) == [
        "一区　二区",
        "数量",
        "产品　产量　同比",
        "水泥制品及其他　12.5　5.8",
        "玻璃制品及其他　13.5　6.8",
        "钢材制品及其他　14.5　7.8",
    ]


def test_words_behind_a_figure_are_no_cell_and_are_not_lost() -> None:
    """The ink of the row below joins them to the figure before the table is found."""
    rows = [
        [(0, "水泥"), (60, "12"), (78, "见右图")],
        [(0, "玻璃"), (60, "11135.55")],
        [(0, "钢材"), (60, "14")],
    ]
    got = read(cells(20, 20, rows))
    assert [row for row in got if "见右图" not in row] == ["水泥　12", "玻璃　11135.55", "钢材　14"]
    assert sum("见右图" in row for row in got) == 1


def test_rules_between_the_rows_of_a_table_are_part_of_it() -> None:
    across = rules((20, 52, 90, 52.5), (20, 67, 90, 67.5), (20, 200, 90, 200.5))
    table = Table((), Box(20, 40, 90, 85))
    kinds = [atom.kind for atom in atoms_of(Sheet(700, 900, "pt", rules=across), [], UNIT, [table])]
    assert kinds == ["table", "rule"]
    text = page(cells(20, 40, ONE_COLUMN) + column(ONE[:40], 20, 140, 14), rules=across)
    assert text.split("\n")[:3] == ["水泥　12.5", "玻璃　13.5", "钢材　14.5"]


def test_of_two_labels_on_the_left_the_nearer_one_is_a_figure_s() -> None:
    label, lower, figure = (
        Piece(run_of(line(*given)), None)
        for given in (("甲乙丙丁", 20, 20), ("戊己", 20, 26), ("12", 70, 23))
    )
    for given in ([label, lower, figure], [lower, label, figure]):
        said = [[piece.run.text for piece in row] for row in lines_of(given, UNIT)]
        assert said == [["甲乙丙丁", "12"], ["戊己"]]
