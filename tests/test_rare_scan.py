"""What is seldom met in scans: lines set upright, doubtful numerals, machines with one engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PIL")
pytest.importorskip("numpy")
pytest.importorskip("cv2")
pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")

import cv2
import numpy
from PIL import Image
from printed import line
from test_marks import EM, block, paper, points, scan_of, sign
from test_votes import line as votes_line
from test_votes import said

from pipeline.errors import InputError
from pipeline.ingest.layout.sheet import Run, run_of
from pipeline.ingest.ocr import engine, lines
from pipeline.ingest.ocr.borders import to_columns
from pipeline.ingest.ocr.engine import Sign
from pipeline.ingest.ocr.grounds import _plane
from pipeline.ingest.ocr.lines import _parted, _read_again, _runs
from pipeline.ingest.ocr.marks import _alone, _extent, _mark
from pipeline.ingest.ocr.numerals import pointed
from pipeline.ingest.ocr.picture import _filled, _no_strokes, pictures_of
from pipeline.ingest.ocr.places import drawn_to_ink
from pipeline.ingest.ocr.points import told_apart
from pipeline.ingest.ocr.stops import begins_with_stop, ends_with_stop
from pipeline.ingest.ocr.strips import (
    Strip,
    _core,
    _fitted,
    _with_stop,
)
from pipeline.ingest.scan import page_of, read_scan
from pipeline.model import Box, Page

RAW = Path(__file__).resolve().parents[1] / "raw"
HEAD = "奖补申报通告"

pytestmark = pytest.mark.ocr


@pytest.fixture(scope="module")
def sample() -> Page:
    (page,) = read_scan(RAW / "p10.png", "p10.png")
    return page


def _letters(page: Page, text: str) -> list[Any]:
    """Pictures of characters as they stand on the sample scan, clean of its ground."""
    assert page.layout is not None
    at = page.text.index(text)
    with Image.open(RAW / "p10.png") as image:
        grey = image.convert("L")
    out = []
    for box in page.layout.boxes[at : at + len(text)]:
        assert box is not None
        part = grey.crop((int(box.left) - 1, int(box.top) - 1, int(box.right) + 1, int(box.bottom)))
        out.append(part.point(lambda value: 255 if value > 150 else value))
    return out


# ----------------------------------------------------------------------------------- upright


def test_a_headline_set_upright_is_read_downwards(sample: Page) -> None:
    sheet = Image.new("L", (800, 600), 255)
    for number, part in enumerate(_letters(sample, HEAD)):
        sheet.paste(part, (600, 60 + 56 * number))
    page = page_of(sheet, "n", 1, "")
    assert page.text.strip() == HEAD
    assert page.layout is not None
    at = page.text.index(HEAD)
    boxes = [box for box in page.layout.boxes[at : at + len(HEAD)] if box is not None]
    assert len(boxes) == len(HEAD)
    for number, box in enumerate(boxes):
        assert (box.left, box.right) == pytest.approx((603, 649), abs=6)
        assert (box.top + box.bottom) / 2 == pytest.approx(60 + 56 * number + 26, abs=10)


# ---------------------------------------------------------------------------------- numerals


def _signs(text: str, doubt: str = "") -> list[Sign]:
    return [Sign(c, (n + 0.5) / len(text), 0.6 if c in doubt else 0.99) for n, c in enumerate(text)]


def test_a_doubtful_numeral_is_read_twice_more(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = scan_of(paper())
    strips = [
        Strip(Box(40, 20, 440, 60), False),
        Strip(Box(500, 0, 540, 80), True),
        Strip(Box(40, 20, 440, 60), False),
    ]
    first = [_signs("产值25.85亿元", "8"), _signs("六千3", "3"), _signs("占7%，增12%", "12")]
    crops: list[Any] = []

    def read(given: list[Any]) -> list[list[Sign]]:
        crops.extend(given)
        # Both read 26.85; of the second line one reads nothing, one what stood there.
        return [_signs("值26.85亿"), _signs("值26.85亿元"), _signs("增"), _signs("增12%")]

    monkeypatch.setattr(lines, "read", read)
    _read_again(scan, strips, first)
    said = ["".join(one.text for one in signs) for signs in first]
    assert said == ["产值26.85亿元", "六千3", "占7%，增12%"]
    assert min(one.confidence for one in first[2][5:8]) > 0.99
    # Each once wider set, and once twice as large.
    assert len(crops) == 4
    assert crops[1].shape[0] > 1.5 * crops[0].shape[0]


def test_a_line_that_ends_within_a_numeral_keeps_its_comma() -> None:
    glyphs = [sign(text, 40.0 + 20 * n) for n, text in enumerate("达1，23")]
    assert "".join(glyph.text for glyph in pointed(glyphs)) == "达1,23"
    glyphs = [sign(text, 40.0 + 20 * n) for n, text in enumerate("达1，234")]
    assert "".join(glyph.text for glyph in pointed(glyphs)) == "达1,234"
    # Near miss: a number goes on behind it, and two figures follow, as in a list.
    for text, meant in (("达1，23亿", "达1，23亿"), ("达1,23亿", "达1.23亿")):
        glyphs = [sign(one, 40.0 + 20 * n) for n, one in enumerate(text)]
        assert "".join(glyph.text for glyph in pointed(glyphs)) == meant


def test_blanks_of_an_upright_line_take_no_place() -> None:
    grey = numpy.full((300, 200), 255, numpy.uint8)
    for top in (20, 70, 120, 170, 220):
        block(grey, 60, top)
    strip = Strip(Box(60, 20, 96, 258), True)
    signs = [Sign(c, (n + 0.5) / 5, 0.9) for n, c in enumerate("产业 新城")]
    (run,) = _runs(scan_of(grey), strip, signs)
    assert run.text == "产业新城" and run.vertical
    assert [round(glyph.box.top / 50) for glyph in run.glyphs] == [0, 1, 3, 4]


def test_a_line_of_blanks_is_none_and_white_parts_a_line() -> None:
    scan = scan_of(paper())
    strip = Strip(Box(40, 20, 440, 60), False)
    assert _runs(scan, strip, [Sign(" ", 0.5, 0.9), Sign("", 0.7, 0.9)]) == []
    glyphs = [sign(text, at) for text, at in (("产", 40), ("值", 80), ("出", 200), ("口", 240))]
    assert [run.text for run in _parted(glyphs)] == ["产值", "出口"]


# ---------------------------------------------------------------------------------- engines


def test_the_other_engine_reads_the_same(sample: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    crop = numpy.full((60, 320), 255, numpy.uint8)
    for number, part in enumerate(_letters(sample, HEAD)):
        letter = numpy.asarray(part)[:52, :48]
        crop[4 : 4 + letter.shape[0], 10 + 50 * number : 10 + 50 * number + letter.shape[1]] = (
            letter
        )
    first = engine.read([crop])
    ink = cv2.copyMakeBorder(crop, 0, 4, 0, 0, cv2.BORDER_CONSTANT, value=255)
    where = engine.likelihood(ink)
    engine._recogniser.cache_clear()
    engine._detector.cache_clear()
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    monkeypatch.setattr(engine, "_path", lambda pattern, real=engine._path: _found(pattern))
    try:
        assert engine._openvino(_found(engine.DETECTOR), 1) is None
        second = engine.read([crop])
        assert numpy.abs(engine.likelihood(ink) - where).max() < 0.02
    finally:
        engine._recogniser.cache_clear()
        engine._detector.cache_clear()
    for signs in (first, second):
        assert "".join(one.text for one in signs[0]) == HEAD
    for one, other in zip(first[0], second[0], strict=True):
        assert one.confidence == pytest.approx(other.confidence, abs=0.01)


def _found(pattern: str) -> Path:
    import rapidocr

    (path,) = (Path(rapidocr.__file__).parent / "models").glob(pattern)
    return path


def test_models_that_are_missing_have_their_code(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError) as caught:
        engine._path("*_none.onnx")
    assert caught.value.code == "I024" and "*_none.onnx" in caught.value.detail
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    with pytest.raises(InputError) as caught:
        engine._path(engine.DETECTOR)
    assert (caught.value.code, caught.value.detail) == ("I024", "rapidocr is not installed")


def test_processors_are_counted_where_the_system_tells_no_affinity(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(engine.os, "sched_getaffinity", raising=False)
    for count, workers in ((None, 1), (3, 3), (64, 4)):
        monkeypatch.setattr(engine.os, "cpu_count", lambda count=count: count)
        assert engine.workers() == workers


# ------------------------------------------------------------------------------- where no ink is


def test_a_paper_too_small_to_tell_its_shade_is_even() -> None:
    assert (_plane(numpy.full((5, 5), 200.0)) == 200.0).all()


def test_white_holds_no_mark() -> None:
    scan = scan_of(paper())
    one, other = sign("产", 100), sign("值", 200)
    assert list(_alone(scan, one, None, 120, False)) == []
    assert _extent(scan, one, 80, 120) == (0, 0, 0)
    assert _mark(scan, one, other) is None
    assert not ends_with_stop(scan, 20, 60, 300)
    line = Box(100, 20, 300, 60)
    assert not begins_with_stop(scan, Box(310, 20, 400, 60), line)
    assert _filled(numpy.zeros(20)) == []


def test_a_blot_between_two_characters_is_no_mark() -> None:
    grey = paper()
    block(grey, 82, wide=30)
    block(grey, 188, wide=30)
    blot = grey.copy()
    block(grey, 120, top=50, wide=8, high=8)
    block(blot, 120, top=22, wide=8, high=34)
    one, other = sign("产", 97), sign("值", 203)
    assert _mark(scan_of(grey), one, other) is not None
    assert _mark(scan_of(blot), one, other) is None


def test_an_upright_line_and_one_at_the_edge_have_no_mark_behind() -> None:
    scan = scan_of(paper())
    for strip in (Strip(Box(40, 0, 80, 80), True), Strip(Box(40, 20, 800, 60), False)):
        assert _with_stop(scan, strip) == strip


def test_a_box_without_ink_or_off_the_scan_is_no_line() -> None:
    grey = paper()
    block(grey, 100)
    scan = scan_of(grey)
    assert _fitted(scan, Box(95, 15, 140, 62)) is not None
    assert _fitted(scan, Box(400, 15, 500, 62)) is None
    assert _fitted(scan, Box(900, 15, 950, 62)) is None
    # The slice of a character of the column beside is none either.
    assert _fitted(scan, Box(122, 15, 220, 62)) is None


def test_a_box_that_cuts_a_character_is_drawn_out_to_its_end() -> None:
    grey = paper()
    for left in (100, 140, 180):
        block(grey, left)
    strip = _fitted(scan_of(grey), Box(110, 15, 204, 62))
    assert strip is not None and (strip.box.left, strip.box.right) == (100, 216)
    # What stands away from the line is a slice of a neighbour, and left out.
    block(grey, 270)
    strip = _fitted(scan_of(grey), Box(110, 15, 279, 62))
    assert strip is not None and (strip.box.left, strip.box.right) == (100, 216)


def test_a_rule_without_ink_is_no_stroke_of_a_character() -> None:
    grey = numpy.full((600, 800), 255, numpy.uint8)
    cv2.rectangle(grey, (100, 100), (180, 103), 0, -1)
    faint, stroke = Box(300, 300, 380, 304), Box(100, 100, 180, 104)
    assert _no_strokes(scan_of(grey), [faint, stroke]) == [faint]


def test_a_short_rule_of_a_large_grid_is_no_stroke_of_a_character() -> None:
    for thick, kept in ((2, True), (6, False)):
        grey = numpy.full((600, 800), 255, numpy.uint8)
        for top in range(100, 341, 60):
            cv2.line(grey, (100, top), (700, top), 0, thick)
        for left in range(100, 701, 100):
            cv2.line(grey, (left, 100), (left, 340), 0, thick)
        cell = Box(100, 98, 200, 102)
        assert _no_strokes(scan_of(grey), [cell]) == ([cell] if kept else [])


def test_a_line_that_its_network_puts_far_from_its_ends_is_not_stretched() -> None:
    signs = [Sign(c, 0.0, 1.0) for c in "上饶市区"]
    white, box, guessed = scan_of(paper()), Box(100, 20, 500, 60), [126.0, 152.0, 200.0, 255.0]
    assert drawn_to_ink(white, box, signs, guessed) == guessed
    near = drawn_to_ink(white, Box(100, 20, 270, 60), signs, guessed)
    assert (near[0], near[-1]) == (120, 250)


def test_few_rows_are_all_of_a_line() -> None:
    rows = numpy.array([3, 4, 7, 9, 12])
    assert _core(numpy.ones((20, 9), bool), rows, EM) is rows


def test_a_blot_smaller_than_a_picture_is_none() -> None:
    grey = numpy.full((900, 900), 255, numpy.uint8)
    rng = numpy.random.default_rng(2)
    grey[100:220, 100:200] = rng.integers(0, 120, (120, 100))
    assert pictures_of(scan_of(grey), []) == []
    grey[400:800, 300:800] = rng.integers(0, 120, (400, 500))
    (found,) = pictures_of(scan_of(grey), [])
    assert (found.left, found.top) == pytest.approx((300, 400), abs=20)


# ------------------------------------------------------------------------------------ points


def _pointed(read: str, *dots: tuple[int, int, int, int], behind: float = 180) -> str:
    """2 and 5 with a mark between them, of which so many dots are drawn."""
    grey = paper()
    for middle in (100, 180):
        block(grey, middle - 10, wide=20)
    for left, top, right, bottom in dots:
        cv2.rectangle(grey, (left, top), (right - 1, bottom - 1), 0, -1)
    run = run_of([sign("2", 100), sign(read, 140), sign("5", behind)])
    return told_apart(scan_of(grey), [run])[0].text


def test_a_colon_between_digits_with_one_dot_is_a_point() -> None:
    low, speck, high = (136, 50, 141, 55), (137, 34, 139, 36), (136, 34, 141, 39)
    assert _pointed("：", low) == _pointed(":", low) == "2.5"
    # the other one is dirt
    assert _pointed(":", speck, low) == "2.5"
    # 2:5 has two that are alike
    assert _pointed(":", high, low) == "2:5"
    assert _pointed(":") == "2:5"
    # two characters that overlap leave no ink between them
    assert _pointed(":", low, behind=90) == "2:5"


def test_a_stop_whose_ink_is_in_pieces_stays() -> None:
    assert points("。", "：") == "元。同"


# ------------------------------------------------------------------------------------- votes


def test_a_doubtful_character_that_may_only_be_a_numeral_stays() -> None:
    assert said(votes_line("曈界视觉", {"曈": (0.59, {"三": 0.4})})) == ["曈界视觉"]


def _text(left: float, top: float, wide: int = 20) -> Run:
    return run_of(line("字" * wide, left, top))


def test_a_pale_edge_of_a_picture_is_part_of_it() -> None:
    """As wide as the columns it stands in, where nothing stands beside it."""
    columns = [_text(left, top) for left in (0, 220) for top in (10, 25, 40)]
    picture = Box(60, 60, 400, 200)
    assert to_columns([picture], columns) == [Box(0, 60, 420, 200)]
    # A piece of it that was found as well is no other picture.
    assert to_columns([Box(80, 70, 120, 90), picture], columns) == [Box(0, 60, 420, 200)]
    assert to_columns([picture, picture], columns) == [Box(0, 60, 420, 200)]
    # Near misses: text is set around it; no columns are near.
    assert to_columns([picture], [*columns, _text(0, 100, 5)]) == [picture]
    assert to_columns([picture], [_text(0, 400)]) == [picture]
    # A column that it covers the edge of is not one of its own.
    assert to_columns([Box(150, 60, 420, 200)], columns) == [Box(150, 60, 420, 200)]
