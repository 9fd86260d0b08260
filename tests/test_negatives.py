"""Scans of reversed headlines: white type on black is read as if it were black on white."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("cv2")
pytest.importorskip("numpy")

import cv2
import numpy

from pipeline.ingest.ocr.negatives import righted
from pipeline.ingest.ocr.picture import levelled

pytestmark = pytest.mark.ocr

EM = 24.0


def paper() -> Any:
    return numpy.full((600, 1000), 250, numpy.uint8)


def characters(grey: Any, left: int, top: int, size: int, tone: int, count: int = 6) -> None:
    """Characters as frames with a cross in them."""
    for number in range(count):
        x, y = left + round(1.1 * size) * number, top
        cv2.rectangle(grey, (x, y), (x + size - 4, y + size - 4), tone, 3)
        cv2.line(grey, (x, y + size // 2), (x + size - 4, y + size // 2), tone, 3)


def test_white_type_on_a_black_bar_becomes_black_on_white() -> None:
    grey = paper()
    cv2.rectangle(grey, (100, 100), (700, 180), 60, -1)
    characters(grey, 200, 118, 44, 250)
    out = righted(grey, grey < 128, EM)
    assert out is not grey and grey[110, 110] == 60
    # The bar is paper now, the type is ink, and nothing is left of the bar's edges.
    assert (out[100:181, 100:190] > 200).all() and (out[100:181, 600:701] > 200).all()
    assert ((out < 128) == (grey[:] > 200))[112:168, 195:500].mean() > 0.97
    assert (out[:90] == grey[:90]).all() and (out[190:] == grey[190:]).all()


def test_two_bars_on_one_page_are_both_righted() -> None:
    grey = paper()
    for top in (100, 300):
        cv2.rectangle(grey, (100, top), (700, top + 80), 60, -1)
        characters(grey, 200, top + 18, 44, 250)
    out = righted(grey, grey < 128, EM)
    assert (out[100:181, 100:190] > 200).all() and (out[300:381, 100:190] > 200).all()
    assert (out[112:168, 195:500] == out[312:368, 195:500]).all()
    assert (out[312:368, 195:500] < 128).any() and grey[310, 110] == 60


@pytest.mark.parametrize("what", ["frame", "bar", "photograph", "bold", "table"])
def test_what_else_is_dark_stays_as_it_is(what: str) -> None:
    grey = paper()
    if what == "frame":
        cv2.rectangle(grey, (100, 100), (700, 300), 40, 3)
        characters(grey, 200, 118, 44, 40)
    elif what == "bar":
        cv2.rectangle(grey, (100, 100), (700, 150), 40, -1)
    elif what == "photograph":
        slope = numpy.linspace(20, 220, 500)[None, :] + numpy.linspace(-20, 30, 300)[:, None]
        grey[100:400, 100:600] = slope.clip(0, 255)
    elif what == "bold":
        # 国: a heavy frame about as wide as it is high.
        cv2.rectangle(grey, (100, 100), (170, 174), 30, 14)
        cv2.line(grey, (112, 136), (160, 136), 30, 14)
        cv2.line(grey, (136, 112), (136, 160), 30, 14)
    else:
        for row in range(6):
            cv2.line(grey, (100, 100 + 30 * row), (700, 100 + 30 * row), 40, 4)
        for column in range(10):
            cv2.line(grey, (100 + 66 * column, 100), (100 + 66 * column, 250), 40, 4)
    assert righted(grey, grey < 128, EM) is grey


def test_a_black_bar_pales_no_type_beside_it() -> None:
    grey = paper()
    characters(grey, 100, 190, 24, 120, 24)
    alone = levelled(grey)
    cv2.rectangle(grey, (80, 140), (780, 180), 50, -1)
    beside = levelled(grey)
    strip = (slice(190, 193), slice(100, 700))
    assert abs(int(beside[strip].min()) - int(alone[strip].min())) < 12
