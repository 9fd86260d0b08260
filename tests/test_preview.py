"""Small pictures of pages for the audit: there where they can be made, and missing without harm."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest

from pipeline.ingest import preview
from pipeline.ingest.preview import Previews, paint
from pipeline.model import Layout, Page, Source

RAW = Path(__file__).resolve().parents[1] / "raw"
LAYOUT = Layout((), 739.9, 929.0, "pt")

Image = pytest.importorskip("PIL.Image", reason="needs the extra [ocr]")
pytestmark = pytest.mark.ocr


def _page(name: str, number: int = 1) -> Page:
    return Page(name, "", number, Source.PDF, layout=LAYOUT)


@pytest.mark.pdf
@pytest.mark.parametrize("name", ["p09.pdf", "p10.png"])
def test_a_page_becomes_a_small_picture(name: str) -> None:
    pytest.importorskip("pypdfium2")
    with Previews(RAW / name) as previews:
        first, again = previews.of(_page(name)), previews.of(_page(name))
    assert first is not None and first == again
    data = base64.b64decode(first)
    assert len(data) <= preview.MOST_BYTES
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "WEBP" and 1000 < image.height <= preview.LONGEST
        # Something is printed on it.
        low, high = image.convert("L").getextrema()
        assert low < 100 and high > 200


def test_a_picture_is_made_smaller_until_it_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    noise = Image.effect_noise((1600, 1200), 90)
    monkeypatch.setattr(preview, "MOST_BYTES", 60_000)
    with Image.open(io.BytesIO(paint(noise))) as image:
        assert preview.SHORTEST <= image.width < 1600
    monkeypatch.setattr(preview, "MOST_BYTES", 10)
    with Image.open(io.BytesIO(paint(noise))) as image:
        assert image.width == preview.SHORTEST


def test_text_needs_no_child() -> None:
    with Previews(RAW / "p01.txt") as previews:
        assert previews.of(Page("p01.txt", "")) is None
        assert previews._child is None


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7\nbroken", b"\x89PNG\r\n\x1a\nbroken", b"neither"]
)
def test_what_cannot_be_painted_is_missing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(content)
    with Previews(path) as previews:
        assert previews.of(_page("a.pdf")) is None
        # It is not tried page after page.
        assert previews._failed


def test_a_page_that_is_not_there_is_missing() -> None:
    with Previews(RAW / "p10.png") as previews:
        assert previews.of(_page("p10.png", 7)) is None


def test_a_child_that_says_nothing_is_not_waited_for() -> None:
    with Previews(RAW / "p10.png", patience=0.0) as previews:
        assert previews.of(_page("p10.png")) is None
        child = previews._child
    assert child is not None and child.poll() is not None
