"""Scans that lie on their side or upside down are read as the page that they show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PIL")
pytest.importorskip("numpy")
pytest.importorskip("cv2")
pytest.importorskip("rapidocr")
pytest.importorskip("onnxruntime")

from PIL import Image
from test_marks import paper, scan_of

from pipeline.ingest.ocr import turns
from pipeline.ingest.ocr.engine import Sign
from pipeline.ingest.ocr.strips import Strip
from pipeline.ingest.scan import page_of
from pipeline.model import Box, Page

RAW = Path(__file__).resolve().parents[1] / "raw"

pytestmark = pytest.mark.ocr


@pytest.fixture(scope="module")
def image() -> Image.Image:
    return Image.open(RAW / "p10.png").convert("L")


@pytest.fixture(scope="module")
def straight(image: Image.Image) -> Page:
    return page_of(image, "p10.png", 1, "")


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_turned_by_quarters_reads_the_same_and_keeps_its_places(
    image: Image.Image, straight: Page, degrees: int
) -> None:
    page = page_of(image.rotate(degrees, expand=True), "turned.png", 1, "")
    assert page.text == straight.text
    assert page.layout is not None and straight.layout is not None
    wide, high = image.size
    assert (page.layout.width, page.layout.height) == ((wide, high), (high, wide))[
        degrees % 180 > 0
    ]
    for box, there in zip(straight.layout.boxes, page.layout.boxes, strict=True):
        if box is None or there is None:
            assert box is there
            continue
        corners = {
            90: (box.top, wide - box.right, box.bottom, wide - box.left),
            180: (wide - box.right, high - box.bottom, wide - box.left, high - box.top),
            270: (high - box.bottom, box.left, high - box.top, box.right),
        }[degrees]
        assert (there.left, there.top, there.right, there.bottom) == pytest.approx(corners, abs=1.5)


@pytest.mark.parametrize(
    ("surenesses", "wanted"),
    [
        # Characters one under the other; then a page on its left or its right side.
        ((0.95, 0.2, 0.3), 0),
        ((0.3, 0.95, 0.4), 1),
        ((0.3, 0.4, 0.95), 3),
        # Worn, and nothing reads better.
        ((0.6, 0.4, 0.7), 0),
    ],
)
def test_lines_that_stand_are_vertical_type_where_that_reads_best(
    monkeypatch: pytest.MonkeyPatch, surenesses: tuple[float, ...], wanted: int
) -> None:
    given = iter(surenesses)

    def read(crops: list[Any]) -> list[list[Sign]]:
        sure = next(given)
        return [[Sign("产", 0.5, sure)] for _ in crops]

    monkeypatch.setattr(turns, "read", read)
    lines = [Strip(Box(20 + 60 * n, 10, 56 + 60 * n, 390), True) for n in range(4)]
    assert turns.quarter_turns(scan_of(paper(400, 400)), lines) == wanted
    # A few short lines tell nothing.
    short = [Strip(Box(20, 10, 56, 150), True)]
    assert turns.quarter_turns(scan_of(paper(400, 400)), short) == 0


def test_characters_on_their_back_are_told_by_the_order_of_their_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The network reads them surely, so that only the words are wrong way round."""
    text = "本市企业发展经济增长"

    def given(first: str, second: str) -> int:
        texts = iter((first, second))

        def read(crops: list[Any]) -> list[list[Sign]]:
            said = next(texts)
            return [[Sign(character, 0.5, 0.99) for character in said] for _ in crops]

        monkeypatch.setattr(turns, "read", read)
        lines = [Strip(Box(20 + 60 * n, 10, 56 + 60 * n, 390), True) for n in range(4)]
        return turns.quarter_turns(scan_of(paper(400, 400)), lines)

    assert given(text[::-1], text) == 3
    # Near miss: vertical type, which turned on its side is read as surely.
    assert given(text, text[::-1]) == 0
    assert given(text, text) == 0
