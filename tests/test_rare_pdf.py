"""PDFs and pictures seldom met: turned pages, odd codes, far type, many pages, rich pictures."""

from __future__ import annotations

import queue
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from printed import inked, line, pdf

pytest.importorskip("pypdfium2")

from test_pdf import LOCKED, TEXT, pages_of

from pipeline.errors import InputError
from pipeline.ingest import Found, pages, preview, sandbox, scan, stored
from pipeline.ingest import pdf as pdf_
from pipeline.ingest.layout import Glyph
from pipeline.ingest.pdf import read_pdf
from pipeline.model import Box, Page, Status

RAW = Path(__file__).resolve().parents[1] / "raw"

pytestmark = pytest.mark.pdf


def _refused(tmp_path: Path, data: bytes) -> tuple[list[Page], InputError]:
    """The pages that were read, and why there are no more."""
    path = tmp_path / "page.pdf"
    path.write_bytes(data)
    pages: list[Page] = []
    with pytest.raises(InputError) as caught:
        pages.extend(_each(path, pages))
    return pages, caught.value


def _each(path: Path, pages: list[Page]) -> list[Page]:
    for page in read_pdf(path, "page.pdf"):
        pages.append(page)
    return []


def _kids(data: bytes, kids: bytes, count: int) -> bytes:
    """With other pages in the tree; PDFium finds the objects anew."""
    return data.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [%b] /Count %d" % (kids, count))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_has_its_boxes_where_they_are_seen(tmp_path: Path, turn: int) -> None:
    data = pdf(line("增长25倍", 100, 200, 20))
    data = data.replace(b"/Type /Page /Parent", b"/Type /Page /Rotate %d /Parent" % turn)
    (page,) = pages_of(tmp_path, data)
    assert page.layout is not None
    wide, high = (600, 800) if turn % 180 == 0 else (800, 600)
    assert (page.layout.width, page.layout.height) == (wide, high)
    boxes = [box for box in page.layout.boxes if box is not None]
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    # As set on the sheet: 80 wide, 20 high, from 100, 200.
    seen = {
        0: (100, 200, 180, 220),
        90: (800 - 220, 100, 800 - 200, 180),
        180: (600 - 180, 800 - 220, 600 - 100, 800 - 200),
        270: (200, 600 - 180, 220, 600 - 100),
    }[turn]
    assert (left, top, right, bottom) == pytest.approx(seen, abs=5)


def test_a_hyphen_at_the_end_of_a_line_is_one_and_a_line_end_no_ink(tmp_path: Path) -> None:
    glyphs = line("model A-", 10, 20) + line("3B", 10, 32) + line(TEXT[:24] + "\u0007年", 10, 60)
    (page,) = pages_of(tmp_path, pdf(glyphs))
    assert "A-" in page.text and "\x02" not in page.text
    assert TEXT[:24] in page.text and "\x07" not in page.text


def test_half_a_pair_of_surrogates_is_a_character_that_is_missing(tmp_path: Path) -> None:
    glyphs = line("增" + TEXT, 10, 200)
    (page,) = pages_of(tmp_path, pdf([replace(glyphs[0], text="\U0001f600"), *glyphs[1:]]))
    assert page.undecodable == 2
    assert page.text.count("\ufffd") == 2 and "\ud83d" not in page.text


def test_type_off_the_sheet_is_none(tmp_path: Path) -> None:
    far = line("远", 150_000, 200, 12)
    (page,) = pages_of(tmp_path, pdf(far + line(TEXT[:30], 10, 200, 12)))
    assert "".join(page.text.split()) == TEXT[:30]


def test_mirrored_type_keeps_its_ink(tmp_path: Path) -> None:
    data = inked("目" + "全区进出口总额三百亿元同比增长百分之九", em=20)
    # Behind each other from right to left, as on a sheet held against the light.
    (page,) = pages_of(tmp_path, data.replace(b"1 0 0 1 20 700 Tm", b"-1 0 0 1 580 700 Tm"))
    assert page.layout is not None
    boxes = [box for box in page.layout.boxes if box is not None]
    (narrow,) = [b for t, b in zip(page.text, page.layout.boxes, strict=True) if t == "目" and b]
    assert len(boxes) == 20
    assert narrow.right - narrow.left == pytest.approx(20 * 0.64, abs=1)


def test_pages_beyond_the_most_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_, "MAX_PAGES", 2)
    pages, error = _refused(tmp_path, _kids(pdf(line(TEXT, 10, 20)), b"3 0 R 3 0 R 3 0 R", 3))
    assert [page.number for page in pages] == [1, 2]
    assert (error.code, error.detail) == ("I033", "3, 2 were read")


def test_a_page_with_too_much_type_costs_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_, "MAX_CHARACTERS", 20)
    pages, error = _refused(tmp_path, pdf(line(TEXT[:21], 10, 20)))
    assert not pages
    assert (error.code, error.detail) == ("I023", "page 1 of 1: 21 characters")


@pytest.mark.parametrize(
    ("drawn", "found"),
    [
        (b"q 60 0 0 40 100 300 cm %b Q\n", (0, 1)),
        # a dot, and a picture no larger than one
        (b"q 10 0 0 10 100 300 cm %b Q\n", (0, 0)),
        (b"100 300 60 2 re f\n", (1, 0)),
        (b"100 300 12 12 re f\n", (0, 0)),
    ],
)
def test_what_is_drawn_small_is_no_picture_and_no_rule(
    drawn: bytes, found: tuple[int, int]
) -> None:
    image = b"BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI"
    extra = drawn % image if b"%b" in drawn else drawn
    opened = pdf_.Opened(pdf(line(TEXT[:16], 10, 20), extra=extra), "page.pdf")
    try:
        sheet = opened.sheet(0)[0]
    finally:
        opened.close()
    assert (len(sheet.rules), len(sheet.pictures)) == found


def test_so_many_drawings_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = b"".join(b"%d 100 2 400 re f " % (20 * n) for n in range(1, 21))
    data = pdf(line(TEXT[:16], 10, 20), extra=rules)
    path = tmp_path / "page.pdf"
    path.write_bytes(data)

    def rules_of(most: int) -> int:
        monkeypatch.setattr(pdf_, "MAX_CHARACTERS", most)
        opened = pdf_.Opened(data, "page.pdf")
        try:
            return len(opened.sheet(0)[0].rules)
        finally:
            opened.close()

    assert (rules_of(1000), rules_of(16)) == (20, 17)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"no header at all", "I021"),
        (b"%PDF-1.7\n", "I021"),
        (_kids(pdf([]), b"", 0), "I021"),
        (LOCKED, "I020"),
        (_kids(pdf([]), b"9 0 R", 1), "I021"),
    ],
)
def test_what_cannot_be_opened_has_its_code(tmp_path: Path, data: bytes, code: str) -> None:
    pages, error = _refused(tmp_path, data)
    assert not pages and error.code == code


# --------------------------------------------------------------------------------- the children


def test_a_pdf_behind_other_bytes_and_a_webp_are_told_by_them(tmp_path: Path) -> None:
    path = tmp_path / "a"
    for data, kind in ((b"\n\n%PDF-1.4", "pdf"), (b"RIFF\0\0\0\0WEBPVP8 ", "scan")):
        path.write_bytes(data)
        assert sandbox.kind_of(path) == kind


class _Closing(BytesIO):
    """A stream that somebody closes once its first line was read."""

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        self.close()
        return line


@pytest.mark.parametrize("stream", [_Closing(b"one\ntwo\n"), BytesIO(b"one\ntorn")])
def test_what_a_child_said_before_its_pipe_closed_is_heard(stream: IO[bytes]) -> None:
    heard: queue.Queue[bytes | None] = queue.Queue()
    sandbox._forward(stream, heard)
    assert [heard.get_nowait(), heard.get_nowait()] == [b"one\n", None]


def test_the_last_words_of_a_child_are_kept() -> None:
    noise: list[bytes] = []
    sandbox._last(BytesIO(b"".join(b"%d\n" % n for n in range(30))), noise)
    assert noise == [b"%d\n" % n for n in range(10, 30)]
    sandbox._last(_Closing(b"last\nnever\n"), noise)
    assert noise[-1] == b"last\n" and len(noise) == 20


def test_a_preview_whose_pipe_closes_is_none() -> None:
    heard: queue.Queue[bytes] = queue.Queue()
    preview._hear(_Closing(b"cGljdHVyZQ==\nnever\n"), heard)
    assert [heard.get_nowait(), heard.get_nowait()] == [b"cGljdHVyZQ==\n", b""]


@pytest.mark.ocr
def test_the_painting_child_answers_each_line_and_ends_with_its_input() -> None:
    pytest.importorskip("PIL")
    child = subprocess.run(
        [sys.executable, "-m", "pipeline.ingest.preview", "scan", RAW / "p10.png", "4000000000"],
        input=b"1\n9\nnonsense\n",
        capture_output=True,
        check=False,
        cwd=RAW.parent,
    )
    first, *others = child.stdout.split(b"\n")
    assert child.returncode == 0
    assert first.startswith(b"UklGR") and others == [b"", b"", b""]


def test_a_line_end_that_the_text_layer_carries_is_no_character(tmp_path: Path) -> None:
    end = Glyph("\x85", Box(50, 20, 60, 30), 10)
    (page,) = pages_of(tmp_path, pdf([*line("云海港", 20, 20), end, *line("开通", 50, 20)]))
    assert page.text.strip() == "云海港开通"


# ------------------------------------------------------------------------------------- pictures


def test_a_picture_over_the_most_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    image = pytest.importorskip("PIL.Image")
    out = BytesIO()
    image.new("L", (300, 200)).save(out, "PNG")
    monkeypatch.setattr(scan, "MAX_PIXELS", 59_999)
    with pytest.raises(InputError) as caught:
        list(scan.frames(out.getvalue(), "a.png"))
    assert (caught.value.code, caught.value.detail) == ("I025", "300 × 200 pixels")


def test_transparent_paper_is_white() -> None:
    image = pytest.importorskip("PIL.Image")
    picture = image.new("RGBA", (20, 20), (0, 0, 0, 0))
    picture.putpixel((3, 4), (0, 0, 0, 255))
    grey = scan.grey(picture)
    assert (grey.getpixel((0, 0)), grey.getpixel((3, 4))) == (255, 0)


def test_sixteen_bits_become_eight() -> None:
    image = pytest.importorskip("PIL.Image")
    picture = image.new("I;16", (20, 20), 65535)
    picture.putpixel((3, 4), 0)
    picture.putpixel((5, 4), 32768)
    grey = scan.grey(picture)
    assert (grey[0, 0], grey[4, 3], grey[4, 5]) == (255, 0, 127)
    # Eight bits in such a form stay as they are.
    assert scan.grey(image.new("I", (4, 4), 100))[0, 0] == 100


def test_a_very_large_page_is_painted_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = pdf_.open_pdf(pdf(line(TEXT, 10, 20)), "a.pdf")
    monkeypatch.setattr(scan, "RENDER_PIXELS", 600 * 800)
    picture = scan.render(opened, 0)
    opened.close()
    assert 0.6 * 600 * 800 < picture.width * picture.height <= 600 * 800 * 1.01


# ------------------------------------------------------------------------------- what is stored


def test_what_is_not_stored_by_this_edition_is_no_page(tmp_path: Path) -> None:
    (page,) = pages_of(tmp_path, pdf(line(TEXT, 10, 20)))
    line_ = stored.dumps(page)
    assert stored.loads(line_) == stored.loads(stored.dumps(stored.loads(line_)))
    with pytest.raises(ValueError, match="another edition"):
        stored.loads(line_.replace(stored.edition(), "another"))
    with pytest.raises(ValueError, match="differ in length"):
        stored.loads(line_.replace('"text": "', '"text": "x'))


def test_a_sidecar_that_may_not_be_seen_is_told_and_the_page_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    real = Path.is_file

    def is_file(self: Path) -> bool:
        if ".meta" in self.name:
            raise PermissionError(13, "Permission denied")
        return real(self)

    monkeypatch.setattr(Path, "is_file", is_file)
    (outcome,) = pages(Found(tmp_path / "a.txt", "a.txt"))
    assert outcome.page is not None and outcome.status is Status.PARTIAL
    assert [problem.code for problem in outcome.problems] == ["I012"]


def test_a_file_that_goes_before_it_is_read_is_told(tmp_path: Path) -> None:
    (outcome,) = pages(Found(tmp_path / "a.txt", "a.txt"))
    assert (outcome.page, outcome.status) == (None, Status.FAILED)
    assert [(p.code, p.detail) for p in outcome.problems] == [("I003", "FileNotFoundError")]
