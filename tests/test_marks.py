"""Scans: marks, lines and pictures told by their ink, on drawings that need no font."""

from __future__ import annotations

import pytest

pytest.importorskip("PIL")
pytest.importorskip("numpy")
pytest.importorskip("cv2")
pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")

from dataclasses import replace
from typing import Any

import cv2
import numpy
from printed import column, line

from pipeline.ingest.layout import Glyph, Sheet, compose
from pipeline.ingest.layout.frames import mended
from pipeline.ingest.layout.sheet import Rule, run_of
from pipeline.ingest.ocr.dust import dusted
from pipeline.ingest.ocr.engine import Sign
from pipeline.ingest.ocr.grounds import tints_of
from pipeline.ingest.ocr.lines import _cells, _cuts
from pipeline.ingest.ocr.marks import inked, overlooked, permilles
from pipeline.ingest.ocr.picture import Scan, pictures_of, rules_of, without
from pipeline.ingest.ocr.places import drawn_to_ink
from pipeline.ingest.ocr.points import told_apart
from pipeline.ingest.ocr.stops import with_stop
from pipeline.ingest.ocr.strips import (
    Strip,
    _chained,
    _fitted,
    _joined_at_marks,
    _stacked,
    _whole_headlines,
    under_each_other,
)
from pipeline.model import Box

pytestmark = pytest.mark.ocr

EM = 40


def paper(width: int = 800, height: int = 80) -> Any:
    return numpy.full((height, width), 255, numpy.uint8)


def scan_of(grey: Any) -> Scan:
    return Scan(grey, grey < 128, float(EM), 0.0, numpy.array([[1.0, 0, 0], [0, 1.0, 0]]))


def block(grey: Any, left: int, top: int = 20, wide: int = 36, high: int = 38) -> None:
    """The ink of a character."""
    cv2.rectangle(grey, (left, top), (left + wide - 1, top + high - 1), 0, -1)


def sign(text: str, middle: float, confidence: float = 1.0) -> Glyph:
    wide = 20.0 if text < "\u2000" else 40.0
    return Glyph(text, Box(middle - wide / 2, 20, middle + wide / 2, 60), EM, confidence=confidence)


def rings(grey: Any, *places: tuple[int, int], size: int = 7) -> None:
    for x, y in places:
        cv2.circle(grey, (x, y), size, 0, 2)


# Rings: ‰


def printed_rate(third: tuple[int, int] | None, size: int = 7) -> list[Glyph]:
    """A character, a per cent or per mille sign, and a character; read as %."""
    grey = paper()
    block(grey, 102)
    rings(grey, (155, 32), (178, 48))
    cv2.line(grey, (157, 56), (175, 24), 0, 1)
    if third:
        rings(grey, third, size=size)
    block(grey, 242)
    return permilles(scan_of(grey), [sign("5", 120), sign("%", 170), sign("按", 260)])


def text(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)


def test_three_rings_are_a_per_mille_sign() -> None:
    assert text(printed_rate((195, 48))) == "5‰按"
    assert text(printed_rate(None)) == "5%按"


def test_a_stop_behind_a_per_cent_sign_is_no_third_ring() -> None:
    assert text(printed_rate((205, 55), size=4)) == "5%按"
    assert text(printed_rate((195, 53))) == "5%按"
    assert text(printed_rate((197, 48), size=4)) == "5%按"


def test_a_per_mille_sign_at_the_beginning_of_a_line() -> None:
    grey = paper()
    rings(grey, (155, 32), (178, 48), (195, 48))
    cv2.line(grey, (157, 56), (175, 24), 0, 1)
    assert text(permilles(scan_of(grey), [sign("%", 170), sign("0", 196)])) == "‰"


@pytest.mark.parametrize(
    ("read", "places", "said"),
    [
        ("9%6.", (100, 120, 139, 156), "9%."),
        ("5%6。", (100, 120, 142, 170), "5%。"),
        ("5%0按", (100, 120, 140, 190), "5%按"),
        ("5%6", (100, 120, 141), "5%"),
        # A character of its own stands further off, and a number of two figures is one.
        ("5%6。", (100, 120, 150, 170), "5%6。"),
        ("5%65", (100, 120, 140, 160), "5%65"),
        ("5%1。", (100, 120, 140, 160), "5%1。"),
    ],
)
def test_a_ring_of_a_per_cent_sign_is_read_once(
    read: str, places: tuple[int, ...], said: str
) -> None:
    signs = [
        sign(one, at, 0.8 if n == 2 else 1.0)
        for n, (one, at) in enumerate(zip(read, places, strict=True))
    ]
    out = permilles(scan_of(paper()), signs)
    assert text(out) == said
    # What took in a doubtful reading is doubtful itself.
    assert out[1].confidence == (0.8 if len(out) < len(signs) else 1.0)


@pytest.mark.parametrize(
    ("read", "sure", "said"),
    [
        (".贷款的", 0.78, "贷款的"),
        ("·贷款的", 0.95, "·贷款的"),
        (".3%的", 0.78, ".3%的"),
    ],
)
def test_a_speck_before_a_line_is_no_point(read: str, sure: float, said: str) -> None:
    """It would stand in the gutter, and the columns beside it would be one."""
    glyphs = [sign(one, 100 + 40 * n, 1.0 if n else sure) for n, one in enumerate(read)]
    assert dusted(run_of(glyphs)).text == said
    left = dusted(run_of(glyphs)).box.left
    assert left == glyphs[len(read) - len(said)].box.left


# Upright lines


def standing(*places: tuple[int, int]) -> tuple[Scan, Strip]:
    """Characters of an upright line, 36 wide; top and height of each."""
    grey = paper(200, 400)
    for top, high in places:
        block(grey, 60, top, 36, high)
    low = max(top + high for top, high in places)
    return scan_of(grey), Strip(Box(60, float(places[0][0]), 96, float(low)), True)


def test_a_stroke_at_the_ends_of_an_upright_line_has_the_room_of_a_character() -> None:
    full = [(60, 36), (100, 36), (140, 36), (180, 36)]
    whole = [(58, 98), (98, 138), (138, 178), (178, 218)]

    def near(cells: list[tuple[int, int]], wanted: list[tuple[int, int]]) -> bool:
        return len(cells) == len(wanted) and all(
            abs(edge - other) < 5
            for cell, want in zip(cells, wanted, strict=True)
            for edge, other in zip(cell, want, strict=True)
        )

    assert near(_cells(*standing(*full)), whole)
    assert near(_cells(*standing((76, 4), *full[1:])), whole)
    assert near(_cells(*standing(*full[:3], (196, 4))), whole)
    # At the edge of the picture there is no more room than there is.
    cells = _cells(*standing((6, 4), (30, 36), (70, 36), (110, 36)))
    assert len(cells) == 4 and cells[0][0] == 0


def test_a_speck_beside_an_upright_line_makes_it_no_wider() -> None:
    grey = paper(300, 400)
    for number in range(6):
        block(grey, 100, 40 + 50 * number)
    cv2.rectangle(grey, (80, 120), (83, 123), 0, -1)
    fitted = _fitted(scan_of(grey), Box(76, 36, 140, 332))
    assert fitted is not None and fitted.upright
    assert (fitted.box.left, fitted.box.right) == (100, 136)


# Strokes


def test_a_long_stroke_at_the_beginning_is_a_dash() -> None:
    grey = paper()
    cv2.line(grey, (100, 40), (176, 40), 0, 3)
    block(grey, 182)
    assert text(inked(scan_of(grey), [sign("一", 120), sign("产", 200)])) == "——产"
    grey = paper()
    cv2.line(grey, (102, 40), (138, 40), 0, 3)
    block(grey, 142)
    assert text(inked(scan_of(grey), [sign("一", 120), sign("产", 160)])) == "一产"


def test_two_high_strokes_are_a_quote() -> None:
    for low, wanted in ((32, "。”"), (56, "。11")):
        grey = paper()
        cv2.line(grey, (154, 22), (154, low), 0, 3)
        cv2.line(grey, (164, 22), (164, low), 0, 3)
        got = inked(
            scan_of(grey), [sign("。", 120), sign("1", 154), sign("1", 164), sign("他", 200)]
        )
        assert text(got) == wanted + "他"


@pytest.mark.parametrize(
    ("stroke", "wanted"),
    [
        (((134, 46), (142, 56)), "站、泉"),  # goes down to the right
        (((142, 46), (135, 57)), "站，泉"),
        (None, "站泉"),
        (((134, 24), (142, 34)), "站泉"),  # too high for a stop
    ],
)
def test_a_stop_that_only_its_ink_tells_of(stroke: Any, wanted: str) -> None:
    grey = paper()
    block(grey, 82)
    block(grey, 162)
    if stroke:
        cv2.line(grey, *stroke, 0, 3)
    # The network sets a character behind white too far to the right.
    assert text(overlooked(scan_of(grey), [sign("站", 100), sign("泉", 188)])) == wanted


def test_a_ring_between_two_characters_is_a_full_stop() -> None:
    grey = paper()
    block(grey, 82)
    block(grey, 162)
    rings(grey, (138, 50), size=5)
    assert text(overlooked(scan_of(grey), [sign("站", 100), sign("泉", 180)])) == "站。泉"


def points(
    worn: str,
    ink: str,
    confidence: float = 0.6,
    before: str = "元",
    stop: tuple[int, int] = (12, 12),
) -> str:
    """A sentence with a mark drawn as `ink` and read as `worn`, on a page with sure marks.

    Drawn: ， and 。 filled, so that their size alone tells, ： and ； as two dots.
    """
    grey = paper(1000, 80 * 14)
    runs = []
    for row in range(14):
        top = 80 * row
        for middle in (100, 180):
            block(grey, middle - 18, top + 20)
        read, drawn = ("，", "，") if row % 2 else ("。", "。")
        if row == 13:
            read, drawn = worn, ink
        if drawn in "：；":
            cv2.rectangle(grey, (126, top + 36), (129, top + 39), 0, -1)
            cv2.rectangle(grey, (126, top + 50), (129, top + (57 if drawn == "；" else 53)), 0, -1)
        else:
            wide, high = stop if drawn == "。" else (6, 9)
            cv2.rectangle(grey, (126, top + 50), (125 + wide, top + 49 + high), 0, -1)
        sure = confidence if row == 13 else 0.99
        glyphs = [sign(before, 100)] if before or row < 13 else []
        glyphs += [sign(read, 132, sure), sign("同", 180)]
        moved = [replace(g, box=replace(g.box, top=top + 20.0, bottom=top + 60.0)) for g in glyphs]
        runs.append(run_of(moved))
    return told_apart(scan_of(grey), runs)[-1].text


def test_a_doubtful_stop_is_what_the_pages_own_stops_look_like() -> None:
    assert points("。", "，") == "元，同"
    assert points("，", "。") == "元。同"
    # A point where no decimals are, however sure.
    assert points(".", "，", 0.99) == "元，同"
    # What was read surely stays.
    assert points("。", "，", 0.99) == "元。同"


def test_what_does_not_tell_leaves_the_mark_as_it_is() -> None:
    # Behind a digit it may be a point, whose size is a comma's.
    assert points("。", "，", before="6") == "6。同"
    # At the beginning of a line too: 46 and, below it, .8万辆.
    assert points(".", "，", before="") == ".同"
    # A face whose comma and stop are nearly as large.
    assert points("。", "，", stop=(8, 10)) == "元。同"


def test_a_tail_makes_a_semicolon() -> None:
    assert points("：", "；", 0.99) == "元；同"
    assert points("：", "：") == "元：同"


def test_a_stop_behind_a_percent_sign_is_no_third_ring() -> None:
    def read(stop: bool) -> str:
        grey = paper()
        for middle in ((110, 30), (124, 50), (142, 50)):
            cv2.circle(grey, middle, 6, 0, 2)
        signs = [sign("7", 80), sign("%", 118), sign("。" if stop else "期", 156)]
        return text(permilles(scan_of(grey), signs))

    assert read(stop=False) == "7‰期"
    assert read(stop=True) == "7%。"


# Places


def test_chinese_characters_stand_in_the_middle_of_their_ink() -> None:
    grey = paper()
    for left in (102, 142, 202, 242):
        block(grey, left)
    signs = [Sign(c, 0.0, 1.0) for c in "上饶市区"]
    got = drawn_to_ink(scan_of(grey), Box(100, 20, 280, 60), signs, [126, 152, 228, 255])
    assert got == [120, 160, 220, 260]
    # A blank that the network gives has no ink, and parts none.
    signs.insert(2, Sign(" ", 0.0, 1.0))
    got = drawn_to_ink(scan_of(grey), Box(100, 20, 280, 60), signs, [126, 152, 200, 228, 255])
    assert [got[0], got[1], got[3], got[4]] == [120, 160, 220, 260]


def test_a_character_far_off_its_place_is_found_beside_its_neighbours() -> None:
    grey = paper(900)
    signs = [Sign(c, 0.0, 1.0) for c in "园区进出口总额"]
    true = [120.0 + 48 * number for number in range(7)]
    for middle in true:
        block(grey, round(middle) - 18)
    behind = [middle + 18 * (number > 1) for number, middle in enumerate(true)]
    behind[4] += 8
    assert drawn_to_ink(scan_of(grey), Box(100, 20, 440, 60), signs, behind) == true


def test_figures_and_marks_keep_their_places() -> None:
    grey = paper()
    for left in (102, 142):
        block(grey, left, wide=14)
    signs = [Sign(c, 0.0, 1.0) for c in "1,"]
    assert drawn_to_ink(scan_of(grey), Box(100, 20, 180, 60), signs, [115, 140]) == [115, 140]


def test_a_line_that_is_chinese_at_both_ends_fills_its_box() -> None:
    grey = paper(900)
    true = [120.0 + 40 * number for number in range(9)]
    for middle in true:
        block(grey, round(middle) - 18)
        # Two halves, as in 限: its own white must not part it from its neighbour.
        cv2.line(grey, (round(middle) + 2, 0), (round(middle) + 2, 79), 255, 3)
    signs = [Sign(c, 0.0, 1.0) for c in "医疗机器人有限公司"]
    late = [middle + 2.2 * number for number, middle in enumerate(true)]
    got = drawn_to_ink(scan_of(grey), Box(102, 20, 458, 58), signs, late)
    assert max(abs(one - other) for one, other in zip(got, true, strict=True)) < 3


# Lines


def boxes(strips: list[Strip]) -> list[tuple[float, float]]:
    return sorted((strip.box.left, strip.box.right) for strip in strips)


def test_rules_part_the_cells_of_a_table() -> None:
    grey = paper(600, 200)
    for top in (40, 100, 160):
        block(grey, 100, top - 34, 36, 30)
        cv2.line(grey, (60, top), (500, top), 0, 2)
    scan = scan_of(grey)
    rules = rules_of(scan)
    assert len(rules) == 3
    clear = without(scan, rules)
    assert not clear.ink[38:43].any() and (clear.grey[38:43] == 255).all()
    assert clear.ink[10:30, 100:130].all()


def test_the_pieces_of_a_worn_rule_go_with_it() -> None:
    grey = paper(300, 600)
    cv2.line(grey, (100, 20), (100, 300), 0, 3)
    cv2.line(grey, (100, 308), (100, 380), 0, 3)
    # A character further on stays.
    block(grey, 82, 400)
    scan = scan_of(grey)
    clear = without(scan, rules_of(scan))
    assert not clear.ink[:395].any()
    assert clear.ink[400:438, 82:118].all()


def test_the_strokes_of_a_headline_are_no_rules() -> None:
    grey = paper(900, 400)
    for top in (120, 170):
        cv2.line(grey, (100, top), (290, top), 0, 6)
    cv2.line(grey, (195, 60), (195, 280), 0, 14)
    # 一 stands alone.
    cv2.line(grey, (320, 170), (510, 170), 0, 8)
    scan = scan_of(grey)
    assert (without(scan, rules_of(scan)).ink == scan.ink).all()


def upright(top: float, bottom: float, left: float = 100) -> Strip:
    return Strip(Box(left, top, left + 80, bottom), True)


def test_lines_under_each_other_are_a_column() -> None:
    lines = [
        strip(100, 400, 20, 58),
        strip(440, 740, 22, 60),
        strip(100, 398, 70, 108),
        strip(440, 500, 72, 110),
        # Smaller type, and a line further down, begin anew.
        strip(100, 400, 120, 140),
        strip(440, 740, 220, 258),
        upright(70, 300, 800),
    ]
    assert under_each_other(lines) == [[0, 2], [1, 3], [6], [4], [5]]


def test_vertical_lines_go_on_behind_a_point() -> None:
    grey = paper(400, 800)
    cv2.circle(grey, (140, 350), 8, 0, -1)
    scan = scan_of(grey)
    apart = [upright(20, 300), upright(400, 700)]
    assert [s.box.bottom for s in _chained(scan, apart)] == [700]
    # Not without the point, not beside each other, not a whole character away.
    assert len(_chained(scan_of(paper(400, 800)), apart)) == 2
    assert len(_chained(scan, [upright(20, 300), upright(400, 700, 200)])) == 2
    assert len(_chained(scan, [upright(20, 300), upright(500, 700)])) == 2


def test_dirt_in_a_gutter_is_no_stop() -> None:
    def read(size: int) -> int:
        grey = paper()
        for left in (102, 142, 220, 262):
            block(grey, left)
        cv2.rectangle(grey, (200, 50), (199 + size, 49 + size), 0, -1)
        strips = [strip(102, 178), strip(200, 298)]
        return len(_joined_at_marks(scan_of(grey), strips))

    assert read(10) == 1
    assert read(4) == 2


def strip(left: float, right: float, top: float = 20, bottom: float = 58) -> Strip:
    return Strip(Box(left, top, right, bottom), False)


def test_no_line_begins_with_a_stop() -> None:
    grey = paper()
    block(grey, 102)
    cv2.line(grey, (176, 46), (172, 55), 0, 5)
    block(grey, 202)
    apart = [strip(102, 138), strip(170, 238)]
    assert boxes(_joined_at_marks(scan_of(grey), apart)) == [(102, 238)]
    # Near miss: a line that begins with a character belongs to the next column.
    grey = paper()
    block(grey, 102)
    block(grey, 170)
    assert boxes(_joined_at_marks(scan_of(grey), apart)) == [(102, 138), (170, 238)]


def test_a_stop_read_apart_is_put_behind_its_line() -> None:
    grey = paper()
    block(grey, 102)
    cv2.line(grey, (156, 46), (152, 55), 0, 5)
    got = _joined_at_marks(scan_of(grey), [strip(102, 138), strip(150, 159, 44, 58)])
    assert boxes(got) == [(102, 159)]


def test_a_hanging_stop_belongs_to_its_line() -> None:
    grey = paper()
    block(grey, 102)
    cv2.line(grey, (152, 46), (148, 55), 0, 5)
    assert with_stop(scan_of(grey), strip(102, 138).box).right > 150
    block(grey, 160)
    # Near miss: so close to a character it is the point of that, or a stroke.
    grey[:, 145:165] = 255
    block(grey, 148, 44, 8, 12)
    assert with_stop(scan_of(grey), strip(102, 138).box).right == 138


def test_a_headline_keeps_the_characters_between_its_pieces() -> None:
    grey = paper(1200, 120)
    for number in range(8):
        block(grey, 100 + 84 * number, 20, 78, 78)
    pieces = [strip(100, 346, 20, 98), strip(604, 766, 20, 98)]
    assert boxes(_whole_headlines(scan_of(grey), pieces)) == [(100, 766)]
    # Near miss: body type beside it, and a headline behind a gutter.
    grey = paper(1200, 120)
    for left in (100, 184, 308, 392):
        block(grey, left, 20, 78, 78)
    pieces = [strip(100, 262, 20, 98), strip(308, 386, 20, 98)]
    assert boxes(_whole_headlines(scan_of(grey), pieces)) == [(100, 262), (308, 470)]


def test_a_headline_goes_on_behind_its_comma() -> None:
    grey = paper(1200, 120)
    for left in (100, 184, 340, 424):
        block(grey, left, 20, 78, 78)
    block(grey, 272, 80, 10, 20)
    pieces = [strip(100, 282, 20, 98), strip(340, 502, 20, 98)]
    assert boxes(_whole_headlines(scan_of(grey), pieces)) == [(100, 502)]


def test_a_headline_does_not_grow_over_what_goes_on_below() -> None:
    grey = paper(600, 200)
    block(grey, 100, 20, 78, 78)
    block(grey, 184, 20, 80, 170)  # a picture
    assert boxes(_whole_headlines(scan_of(grey), [strip(100, 178, 20, 98)])) == [(100, 178)]


def test_a_vertical_line_keeps_the_character_at_its_end() -> None:
    down = Strip(Box(100, 100, 140, 300), True)
    last = Strip(Box(102, 305, 138, 342), False)
    aside = Strip(Box(150, 305, 188, 342), False)
    assert _stacked([down, last, aside]) == [aside, Strip(Box(100, 100, 140, 342), True)]


def test_a_column_of_characters_is_cut_in_its_white() -> None:
    profile = [5] * 18 + [0] * 6 + [5] * 16 + [0] * 4 + [5] * 16
    assert _cuts(numpy.array(profile), 3) == [0, 21, 42, 60]


# Grounds, pictures, frames


def test_a_tinted_rectangle_is_found_and_a_shadow_is_not() -> None:
    grey = numpy.full((1000, 1000), 250, numpy.uint8)
    grey[300:600, 200:700] = 225
    (box,) = tints_of(grey, None)
    assert abs(box.left - 200) < 12 and abs(box.right - 700) < 12
    shadow = numpy.tile(numpy.linspace(210, 250, 1000).astype(numpy.uint8), (1000, 1))
    assert tints_of(shadow, None) == ()


def test_a_rule_beside_a_picture_is_none_of_it() -> None:
    grey = paper(900, 900)
    rng = numpy.random.default_rng(5)
    grey[200:600, 300:800] = rng.integers(20, 180, (400, 500), dtype=numpy.uint8)
    grey[100:700, 270:273] = 0
    (box,) = pictures_of(scan_of(grey), [])
    assert abs(box.left - 300) < 2 and abs(box.bottom - 600) < 2


def test_pictures_in_two_columns_are_two() -> None:
    grey = paper(1300, 900)
    rng = numpy.random.default_rng(5)
    grey[200:600, 100:600] = rng.integers(20, 180, (400, 500), dtype=numpy.uint8)
    grey[260:700, 640:1140] = rng.integers(20, 180, (440, 500), dtype=numpy.uint8)
    got = sorted((box.left, box.top, box.right) for box in pictures_of(scan_of(grey), []))
    assert numpy.allclose(got, [(100, 200, 600), (640, 260, 1140)], atol=2)


def test_a_broken_rule_is_one_and_corners_stay() -> None:
    pieces = [Rule(Box(100, 50, 300, 52)), Rule(Box(310, 51, 500, 53))]
    (whole,) = mended(pieces, 6, 30)
    assert (whole.box.left, whole.box.right) == (100, 500)
    corner = Rule(Box(305, 50, 307, 200))
    assert len(mended([*pieces, corner], 6, 30)) == 3


# Recognised sheets: what is known of a line is less exact than in a PDF


def recognised(glyphs: list[Glyph], seed: int = 3) -> Sheet:
    """A sheet of runs as recognition gives them: places a little off, no letter surer than 0.99."""
    rng = numpy.random.default_rng(seed)
    rows: dict[float, list[Glyph]] = {}
    for glyph in glyphs:
        rows.setdefault(glyph.box.top, []).append(glyph)
    runs = []
    for row in rows.values():
        row.sort(key=lambda glyph: glyph.box.left)
        down = float(rng.uniform(-0.6, 0.6))
        current: list[Glyph] = []
        for glyph in row:
            if current and glyph.box.left - current[-1].box.right > 0.9 * glyph.size:
                runs.append(run_of(current))
                current = []
            aside = float(rng.uniform(-0.5, 0.5))
            box = glyph.box
            moved = Box(box.left + aside, box.top + down, box.right + aside, box.bottom + down)
            current.append(replace(glyph, box=moved, confidence=0.99))
        runs.append(run_of(current))
    return Sheet(700, 900, "px", runs=tuple(runs))


def test_a_table_that_was_recognised_is_read_by_rows() -> None:
    rows = [
        [(20, "指标"), (140, "单位"), (190, "绝对量"), (260, "同比")],
        [(0, "地区生产总值"), (140, "亿元"), (190, "432.5"), (260, "5.8")],
        [(0, "规模以上工业"), (140, "—"), (190, "—"), (260, "7.2")],
        [(0, "进出口总额"), (140, "亿元"), (190, "70.2"), (260, "-2.1")],
        [(0, "财政收入"), (140, "亿元"), (190, "15.9"), (260, "3.0")],
    ]
    glyphs = [
        glyph
        for number, row in enumerate(rows)
        for indent, words in row
        for glyph in line(words, 20 + indent, 200 + 20 * number)
    ]
    prose = "全市经济运行总体平稳，工业生产稳中有进，投资结构持续优化，消费市场逐步回暖。" * 2
    for seed in range(6):
        got = compose(recognised(column(prose, 20, 20, 32) + glyphs, seed))[0]
        lines = [row.strip("\u3000") for row in got.split("\n") if row.strip()]
        assert lines[-5:] == ["　".join(words for _, words in row) for row in rows]


def test_a_kicker_that_was_recognised_is_no_line_of_the_headline() -> None:
    body = column("甲乙丙丁戊己庚辛壬癸" * 6, 20, 80, 14)
    for size, wanted in ((13, 2), (15.5, 1)):
        heads = line("某地某区这一年", 20, 20, size) + line("某地新签数十个项目", 20, 40, 16)
        got = compose(recognised(heads + body))[0].split("甲")[0]
        assert len([row for row in got.split("\n") if row.strip()]) == wanted
