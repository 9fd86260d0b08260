"""Scans: what is printed is read, with its place on the picture; a bad picture costs itself."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

pytest.importorskip("PIL")
pytest.importorskip("numpy")
pytest.importorskip("cv2")
pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")

import cv2
import numpy
from PIL import Image, ImageDraw

from pipeline.errors import InputError
from pipeline.ingest.layout import Glyph
from pipeline.ingest.ocr.engine import Sign, _decode, _widths
from pipeline.ingest.ocr.lines import _pitch
from pipeline.ingest.ocr.numerals import centred_commas, dashed, numerals, pointed, settled
from pipeline.ingest.ocr.picture import em_of, scan_of, skew
from pipeline.ingest.sandbox import read
from pipeline.ingest.scan import frames, page_of, read_scan
from pipeline.model import Box, Page, Source

RAW = Path(__file__).resolve().parents[1] / "raw"

pytestmark = pytest.mark.ocr


@pytest.fixture(scope="module")
def sample() -> Page:
    (page,) = read_scan(RAW / "p10.png", "p10.png")
    return page


def test_the_sample_scan_reads_like_its_text(sample: Page) -> None:
    text = "".join(sample.text.split())
    plain = "".join((RAW / "p04.txt").read_text(encoding="utf-8").split())
    printed = ("3320.8亿元", "6.2%", "1260亿元", "28.6万人次", "6800秒", "112个项目", "50万元")
    for numeral in printed:
        assert numeral in plain
        assert numeral in text


def test_its_articles_do_not_mix(sample: Page) -> None:
    text = "".join(sample.text.split())
    heads = ("签下112个项目", "奖补申报通告", "点火超6800秒", "已有65家")
    tails = ("头号工程", "710065", "6台飞行发动机", "5个和4个")
    places = [place for pair in zip(heads, tails, strict=True) for place in map(text.find, pair)]
    assert -1 not in places
    assert places == sorted(places)


def test_each_character_has_a_box_and_a_confidence(sample: Page) -> None:
    layout = sample.layout
    assert layout is not None
    assert sample.source is Source.OCR
    assert layout.unit == "px"
    assert len(layout.boxes) == len(sample.text) == len(layout.confidences)
    assert all(0 <= confidence <= 1 for confidence in layout.confidences)
    with Image.open(RAW / "p10.png") as image:
        assert (layout.width, layout.height) == image.size
        ink = numpy.asarray(image.convert("L")) < 120
    # The page was straightened to be read; the boxes are those of the file.
    start = sample.text.find("3320.8")
    for box in layout.boxes[start : start + 4]:
        assert box is not None
        assert ink[int(box.top) : int(box.bottom), int(box.left) : int(box.right)].any()


def turned(angle: float) -> numpy.ndarray:
    paper = numpy.full((900, 700), 255, numpy.uint8)
    for top in range(100, 800, 24):
        for left in range(80, 600, 14):
            cv2.rectangle(paper, (left, top), (left + 9, top + 10), 0, -1)
    matrix = cv2.getRotationMatrix2D((350, 450), -angle, 1.0)
    return cv2.warpAffine(paper, matrix, (700, 900), borderValue=255)


@pytest.mark.parametrize("angle", [-1.0, -0.4, 0.0, 0.7, 1.5, -4.5, 6.0])
def test_a_skew_is_found_to_a_tenth_of_a_degree(angle: float) -> None:
    assert skew(turned(angle)) == pytest.approx(angle, abs=0.1)


@pytest.mark.parametrize("angle", [-1.0, 0.3])
def test_a_skew_of_a_long_narrow_page_is_found(angle: float) -> None:
    """Made as small as a square one, its lines would be too few pixels high."""
    chance = numpy.random.default_rng(5)
    paper = numpy.full((7200, 1800), 255, numpy.uint8)
    for left in range(80, 1700, 420):
        for top in range(100 + int(chance.integers(0, 30)), 7000, 44):
            for place in range(left, left + 360, 30):
                wide, high = chance.integers(8, 26, 2)
                cv2.rectangle(paper, (place, top), (place + int(wide), top + int(high)), 0, 2)
    matrix = cv2.getRotationMatrix2D((900, 3600), -angle, 1.0)
    assert skew(cv2.warpAffine(paper, matrix, (1800, 7200), borderValue=255)) == pytest.approx(
        angle, abs=0.1
    )


def test_specks_are_no_type_however_many() -> None:
    ink = numpy.zeros((2000, 1600), bool)
    for top in range(100, 1900, 60):
        for left in range(80, 1500, 50):
            ink[top : top + 38, left : left + 36] = True
    specks = numpy.random.default_rng(3).integers(0, 1590, (40_000, 2))
    for top, left in specks:
        ink[top : top + 7, left : left + 7] |= not ink[top : top + 60, left : left + 60].any()
    assert em_of(ink) == pytest.approx(38 * 1.08, rel=0.1)


def test_a_straightened_place_goes_back_to_the_original() -> None:
    scan = scan_of(turned(1.0))
    assert scan.angle == pytest.approx(1.0, abs=0.1)
    there = scan.matrix @ numpy.array([350.0, 450.0, 1.0])
    assert there == pytest.approx([350, 450], abs=0.5)


def test_an_empty_page_is_an_empty_text() -> None:
    page = page_of(Image.new("L", (600, 800), 255), "n", 1, "")
    assert page.text == ""


def test_a_picture_without_text_is_an_empty_text() -> None:
    image = Image.new("RGB", (600, 800), "white")
    ImageDraw.Draw(image).rectangle((100, 100, 500, 500), fill="grey")
    assert page_of(image, "n", 1, "").text == ""


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def test_each_frame_of_a_tiff_is_a_page() -> None:
    first, second = Image.new("L", (60, 80), 255), Image.new("L", (70, 80), 255)
    data = saved(first, "TIFF", save_all=True, append_images=[second])
    assert [image.size for image in frames(data, "n")] == [(60, 80), (70, 80)]


BAD = [
    ("cut.png", saved(Image.effect_noise((400, 400), 90), "PNG")[:2000], "I026"),
    ("head.jpg", b"\xff\xd8\xff\xe0" + b"0" * 500, "I026"),
    ("small.png", saved(Image.new("1", (5, 5)), "PNG"), "I026"),
    ("wide.png", saved(Image.new("1", (40_000, 10_000)), "PNG"), "I025"),
    ("text.png", "只是文字".encode(), "I029"),
]


@pytest.mark.parametrize(("name", "data", "code"), BAD, ids=[name for name, _, _ in BAD])
def test_a_bad_picture_costs_itself_only(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        list(read(path, name))
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (BAD[0][1], "the file breaks off"),
        (
            saved(Image.effect_noise((400, 400), 90).convert("L"), "JPEG")[:9000],
            "the file breaks off",
        ),
        (b"no picture at all" * 9, "no picture of a known kind"),
        (saved(Image.new("1", (40_000, 10_000)), "PNG"), "400000000 pixels, 100000000 are read"),
    ],
)
def test_what_is_wrong_with_a_picture_is_said(data: bytes, detail: str) -> None:
    with pytest.raises(InputError) as caught:
        list(frames(data, "n"))
    assert caught.value.detail == detail


def test_a_pdf_without_text_is_recognised_and_remembered(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    with Image.open(RAW / "p10.png") as image:
        part = image.convert("L").crop((0, 0, image.width, image.height // 5))
    path = tmp_path / "scan.pdf"
    part.save(path, resolution=130)
    cache = tmp_path / "cache"
    (page,) = read(path, "scan.pdf", cache=cache)
    assert page.source is Source.OCR
    assert "3320.8亿元" in "".join(page.text.split())
    (again,) = read(path, "other.pdf", cache=cache, patience=0.0001)
    assert (again.text, again.name) == (page.text, "other.pdf")


# The small parts


def signs(text: str, confidence: float = 0.99) -> list[Sign]:
    return [Sign(c, (n + 0.5) / len(text), confidence) for n, c in enumerate(text)]


def said(found: list[Sign]) -> str:
    return "".join(sign.text for sign in found)


def test_repeated_classes_collapse_and_blanks_part_them() -> None:
    steps = numpy.zeros((7, 3))
    for step, label in enumerate((1, 1, 0, 1, 2, 2, 0)):
        steps[step, label] = 0.9
    found = _decode(steps, ("", "1", "2"))
    assert said(found) == "112"
    assert found[0].at == pytest.approx(1 / 7)
    assert found[0].confidence == pytest.approx(0.9)


@pytest.mark.parametrize(("width", "height"), [(10, 48), (480, 48), (3000, 61), (1, 900)])
def test_padded_widths_are_steps(width: int, height: int) -> None:
    wide, padded = _widths(width, height)
    assert padded % 16 == 0
    assert wide <= padded < wide + 16


def test_numerals_of_a_line() -> None:
    text = "增长25.85%，达1,234亿元—好"
    found = [text[a:b] for a, b in numerals(signs(text))]
    assert found == ["25.85%", "1,234"]


def test_commas_in_the_middle_of_their_cell_are_commas() -> None:
    page_ = [signs("初步核算·总值三亿元·增长"), signs("出口·进口·港口·码头·航线，")]
    assert [said(line) for line in centred_commas(page_)] == [
        "初步核算，总值三亿元，增长", "出口，进口，港口，码头，航线，"
    ]  # fmt: skip
    # A page with a foreign name keeps its dot.
    name = [signs("首席执行官卡尔·贝里说，全年订单，增长")]
    assert centred_commas(name) == name


def test_two_strokes_at_the_beginning_are_a_dash() -> None:
    assert said(dashed(signs("一一产业筑基"))) == "——产业筑基"
    assert said(dashed(signs("一一一号"))) == "一一一号"
    assert said(dashed(signs("一线城市"))) == "一线城市"


def test_the_size_of_a_line_is_no_more_than_its_pitch() -> None:
    line = signs("全区进出口总额")
    assert _pitch(line, [10.0 * n for n in range(7)]) == 10
    assert _pitch(signs("LY-330"), [5.0 * n for n in range(6)]) == 0


def test_two_readings_out_of_three_win() -> None:
    first = signs("25.85", 0.5)
    same = settled(first, [signs("25.85"), signs("26.85")])
    assert said(same) == "25.85"
    assert min(sign.confidence for sign in same) > 0.99
    assert said(settled(first, [signs("26.85"), signs("26.85")])) == "26.85"
    unsettled = settled(first, [signs("26.85"), signs("28.85")])
    assert said(unsettled) == "25.85"
    assert max(sign.confidence for sign in unsettled) == 0.5
    assert said(settled(first, [[], []])) == "25.85"


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("27,7%", "27.7%"),
        ("436,68亿", "436.68亿"),
        ("1，250.4亿", "1,250.4亿"),
        ("1.250.4亿", "1,250.4亿"),
        ("1,234家", "1,234家"),
        ("8%一10%", "8%—10%"),
        ("25.85倍", "25.85倍"),
        ("第一10家", "第一10家"),
        ("2个，3个", "2个，3个"),
    ],
)
def test_points_and_commas_within_numerals(printed: str, meant: str) -> None:
    glyphs = []
    left = 0.0
    for character in printed:
        wide = 5.0 if character < "\u2000" or character == "，" else 10.0
        glyphs.append(Glyph(character, Box(left, 0, left + wide, 10), 10))
        left += wide
    assert "".join(glyph.text for glyph in pointed(glyphs)) == meant


def test_a_comma_within_a_numeral_of_a_spaced_line() -> None:
    for spacing, wanted in ((3.0, "研发经费从9,920.9亿元"), (0.0, "研发经费从9，920.9亿元")):
        glyphs = []
        left = 0.0
        for character in "研发经费从9，920.9亿元":
            wide = 5.0 if character < "\u2000" or character == "，" else 10.0
            glyphs.append(Glyph(character, Box(left, 0, left + wide, 10), 10))
            # As far apart in a line without spacing it is a stop between two numbers.
            left += wide + (3.0 if character in "9，" else spacing)
        assert "".join(glyph.text for glyph in pointed(glyphs)) == wanted


def test_the_same_articles_as_text_and_as_scan_give_nearly_the_same_facts(sample: Page) -> None:
    from collections import Counter

    from pipeline.run import read_page

    def facts(page: Page) -> Counter[tuple[str, str | None, str]]:
        return Counter(
            (str(fact.value), fact.base_unit, fact.kind.value)
            for reading in read_page(page).readings
            for fact in reading.facts
        )

    text = facts(Page("p04.txt", (RAW / "p04.txt").read_text(encoding="utf-8")))
    found = facts(sample)
    assert (text & found).total() >= 0.95 * max(text.total(), found.total())
