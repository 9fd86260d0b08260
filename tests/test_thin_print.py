"""Scans in thin or large type: pale stops, widths of letters, sizes of lines without Chinese."""

from __future__ import annotations

import pytest

pytest.importorskip("PIL")
pytest.importorskip("numpy")
pytest.importorskip("cv2")
pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")

from dataclasses import replace

import cv2
from printed import line
from test_marks import block, paper, scan_of, sign, strip, text
from test_scan import signs

from pipeline.ingest.layout import Glyph, Sheet, compose
from pipeline.ingest.layout.gutters import cut
from pipeline.ingest.layout.sheet import Run, run_of
from pipeline.ingest.ocr.dust import dusted
from pipeline.ingest.ocr.engine import Sign
from pipeline.ingest.ocr.lines import _runs
from pipeline.ingest.ocr.marks import inked
from pipeline.ingest.ocr.numerals import numerals, pointed
from pipeline.ingest.ocr.stops import with_stop
from pipeline.model import Box

pytestmark = pytest.mark.ocr


def test_a_stop_paler_than_ink_ends_its_line() -> None:
    grey = paper()
    block(grey, 102)
    cv2.circle(grey, (156, 50), 5, 180, 2)
    assert with_stop(scan_of(grey), strip(102, 138).box).right > 160
    # Near miss: specks, and the pale edge of another line.
    grey = paper()
    block(grey, 102)
    grey[50:53, 150:153] = 100
    assert with_stop(scan_of(grey), strip(102, 138).box).right == 138
    cv2.rectangle(grey, (150, 20), (190, 56), 180, -1)
    assert with_stop(scan_of(grey), strip(102, 138).box).right == 138


def test_letters_of_one_word_stand_together_however_wide_they_are() -> None:
    """The network tells a wide letter early and the one behind it late."""

    def read(word: str, *places: int) -> str:
        grey = paper(900)
        grey[22:58, 20:880] = 0
        before = [40 * at + 40 for at in range(9)]
        line = zip("新增的储能电站装机" + word, [*before, *places], strict=True)
        found = [Sign(c, at / 900, 1.0) for c, at in line]
        runs = _runs(scan_of(grey), strip(0, 900, 20, 60), found)
        return compose(Sheet(900, 80, "px", runs=tuple(runs)))[0].strip()[9:]

    assert read("6MWh的", 390, 415, 460, 508, 550) == "6MWh的"
    assert read("2256家", 390, 428, 450, 470, 500) == "2256家"
    # Near miss: the network saw a blank between two words.
    assert read("AB CD的", 390, 415, 440, 465, 490, 530) == "AB CD的"


def test_a_line_of_figures_is_no_larger_for_the_comma_that_hangs_below_it() -> None:
    grey = paper(400, 100)
    found = [Sign(c, (at + 0.5) / 10, 1.0) for at, c in enumerate("21.8kWh,10")]
    for at, sign_ in enumerate(found):
        if sign_.text == ",":
            block(grey, 40 * at + 18, 48, 6, 26)
        elif sign_.text != ".":
            block(grey, 40 * at + 8, 30, 24, 30)
    (run, *_) = _runs(scan_of(grey), strip(0, 400, 30, 74), found)
    assert run.size == 40
    # Near miss: figures that are as high as the line.
    for at in (0, 1, 3, 8, 9):
        block(grey, 40 * at + 8, 30, 24, 44)
    (run, *_) = _runs(scan_of(grey), strip(0, 400, 30, 74), found)
    assert run.size > 55


def test_a_character_on_a_dark_ground_is_no_long_stroke() -> None:
    """White on black, where all that is not a character is ink."""
    grey = paper()
    grey[:, :] = 40
    cv2.line(grey, (102, 40), (138, 40), 255, 3)
    block(grey, 142)
    assert text(inked(scan_of(grey), [sign("一", 120), sign("季", 160)])) == "一季"


def test_figures_of_full_width_are_part_of_their_numeral() -> None:
    printed = "共有20０余位"
    assert [printed[a:b] for a, b in numerals(signs(printed))] == ["20０"]


def test_a_worn_point_between_close_figures_is_no_mark_of_a_list() -> None:
    close = [sign("4", 100), sign("、", 118), sign("5", 136), sign("%", 160)]
    assert text(pointed(close)) == "4.5%"
    apart = [sign("4", 100), sign("、", 130), sign("5", 160), sign("%", 184)]
    assert text(pointed(apart)) == "4、5%"


def columns(*rows: tuple[str, str]) -> list[Run]:
    """Recognised lines of two columns; a row without its second half runs over the gutter."""
    out: list[Run] = []
    for number, (first, second) in enumerate(rows):
        top = 20 + 15 * number
        left, right = line(first, 20, top), line(second, 110, top)
        if first.endswith("。"):
            left[-1] = replace(left[-1], confidence=0.6)
            out.append(run_of([*left, *right]))
        else:
            out += [run_of(left), run_of(right)]
    return out


def test_a_line_that_dirt_in_the_gutter_joins_to_its_neighbour_is_cut() -> None:
    rows = [
        ("甲乙丙丁戊己庚", "东南西北春夏秋"),
        ("辛壬癸子丑寅卯", "冬日月星辰山川"),
        ("辰巳午未申酉戌。", "河流风雨雷电江"),
        ("亥甲乙丙丁戊己", "湖东南西北春夏"),
    ]
    sheet = Sheet(300, 200, "px", runs=tuple(columns(*rows)))
    wanted = "".join(first for first, _ in rows) + "".join(second for _, second in rows)
    assert "".join(compose(sheet)[0].split()) == wanted.replace("。", "")
    # Near miss: a headline over the same columns, whose white is a blank of its own.
    head = line("左右两栏之上的", 2, 5, 13) + line("一行标题", 112, 5, 13)
    body = columns(*rows[:2], *rows[3:])
    assert cut([run_of(head), *body])[0].text == "左右两栏之上的一行标题"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        # What stands there: characters with their middles and, after a colon, how sure they are.
        ("新20 增40 市60 ·75:0.6 场90", "新增市场"),
        ("新20 增40 卡60 ·80:0.99 场100", "新增卡·场"),
        ("入20 4:35 1:45 .52:0.9 .56:0.99 7:64 亿85", "入41.7亿"),
        ("表20 示40 .55:0.8 .62:0.9 具80", "表示，具"),
        ("州20 ）35 ·44:0.97 有60", "州）有"),
        ("架20 ，32 .40:0.5 完55", "架，完"),
        ("班20 ·28:0.7 ，36 迎55", "班，迎"),
        ("1:20 .28:0.99 本45", "1.本"),
        ("文20 1:35 4:45 .50:0.6 日65", "文14日"),
        ("L:20 t:30 d:40 .48:0.99 全65", "Ltd.全"),
        (".20:0.5 全40", "全"),
        (".20:0.99 全40", ".全"),
        (".20:0.5 3:30", ".3"),
        ("全20 .30:0.9 .36:0.9 .42:0.9 有60", "全...有"),
    ],
)
def test_dots_without_room_are_dirt(printed: str, meant: str) -> None:
    glyphs: list[Glyph] = []
    for part in printed.split(" "):
        at, _, sure = part[1:].lstrip(":").partition(":")
        wide = 10.0 if part[0] < "\u2000" or part[0] in "，）" else 20.0
        middle = float(at)
        box = Box(middle - wide / 2, 0, middle + wide / 2, 20)
        glyphs.append(Glyph(part[0], box, 20, confidence=float(sure or 1)))
    assert dusted(run_of(glyphs)).text == meant
    assert dusted(run_of(glyphs, vertical=True)).text == "".join(g.text for g in glyphs)
