"""PDF pages with a text layer → pages whose characters know their boxes (PDF points).

Characters come from PDFium: it reads a page several times faster than pure Python readers and
does not fall over on pages made to exhaust them. Needs the extra `[pdf]` (pypdfium2).
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.ingest.layout import Glyph, Rule, Sheet, compose
from pipeline.ingest.layout.frames import boxed, is_edge, unique
from pipeline.ingest.standin import standing_in
from pipeline.model import Box, Page, Source

MAX_PAGES = 200
MAX_CHARACTERS = 500_000
# A page with fewer characters than this and a picture on it is a scan; so is one with few
# characters (a stamp, a line of a scanner's own) on a picture that fills most of it.
FEW, SPARSE = 10, 150
FILLED = 0.6
# A rule that parts articles is longer than this, one between the cells of a table than that.
RULE, STROKE = 24.0, 5.0
# More unmapped characters than this share: the text layer cannot be used.
UNMAPPED = 0.05


def _nothing() -> None:
    pass


def read_pdf(path: Path, name: str, recognising: Callable[[], None] = _nothing) -> Iterator[Page]:
    """The pages of a PDF, one by one; a page without a usable text layer goes to recognition.

    recognising: called before a page is recognised.
    Raises InputError: I004 without the extra, I020 locked, I021 not a readable PDF; after the
    pages that could be read: I021–I025 for the first page that could not, I033 for too many.
    """
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    opened = Opened(data, name, recognising)
    failures: list[InputError] = []
    try:
        count = opened.pages()
        for index in range(min(count, MAX_PAGES)):
            try:
                yield read_page(opened, index, digest)
            except InputError as error:
                detail = f"page {index + 1} of {count}: {error.detail}"
                failures.append(InputError(error.code, detail, where=name))
    finally:
        opened.close()
    if count > MAX_PAGES:
        failures.append(InputError("I033", f"{count}, {MAX_PAGES} were read", where=name))
    if failures:
        raise failures[0]


class Opened:
    """A PDF that gives the text of its pages with no font of the machine, pictures with all."""

    def __init__(self, data: bytes, name: str, recognising: Callable[[], None] = _nothing) -> None:
        self.data, self.name = data, name
        self.recognising = recognising
        self._document: Any = None

    def pages(self) -> int:
        """Their number. Raises InputError as `read_pdf`."""
        if self._document is None:
            self._document = open_pdf(self.data, self.name)
        return len(self._document)

    def sheet(self, index: int) -> tuple[Sheet, int, bool]:
        """As `sheet_of`, the same on every machine."""
        self.pages()
        with standing_in():
            return sheet_of(self._document, index)

    def picture(self, index: int) -> Any:
        """The page as it is to be seen."""
        from pipeline.ingest.scan import render

        # PDFium shares fonts by name between documents, the stand-in among them.
        self.close()
        document = open_pdf(self.data, self.name)
        try:
            return render(document, index)
        finally:
            document.close()

    def close(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None


def open_pdf(data: bytes, name: str) -> Any:
    """The opened document. Raises InputError as `read_pdf`."""
    try:
        import pypdfium2
    except ImportError as error:
        raise InputError("I004", "pip install pypdfium2", where=name) from error
    if b"%PDF-" not in data[:1024]:
        raise InputError("I021", "no PDF header", where=name)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise InputError("I020", str(error), where=name) from error
        whole = b"%%EOF" in data[-2048:]
        detail = str(error) if whole else f"the file breaks off. {error}"
        raise InputError("I021", detail, where=name) from error


def read_page(opened: Opened, index: int, digest: str) -> Page:
    """One page. Raises InputError I024 when it has no text layer and recognition is missing."""
    import pypdfium2

    name = opened.name
    try:
        sheet, unmapped, pictured = opened.sheet(index)
    except pypdfium2.PdfiumError as error:
        raise InputError("I021", f"page {index + 1}: {error}", where=name) from error
    count = sum(not glyph.text.isspace() for glyph in sheet.glyphs)
    least = SPARSE if filled_by(sheet) > FILLED else FEW
    if (count < least and pictured) or unmapped > UNMAPPED * max(1, count):
        from pipeline.ingest.scan import page_of

        picture = opened.picture(index)
        opened.recognising()
        return page_of(picture, name, index + 1, digest)
    text, layout = compose(sheet)
    return Page(name, text, index + 1, Source.PDF, digest, "pdf", unmapped, layout=layout)


def filled_by(sheet: Sheet) -> float:
    """The share of the page that its largest picture covers, 0–1."""
    areas = ((b.right - b.left) * (b.bottom - b.top) for b in sheet.pictures)
    return max(areas, default=0.0) / max(1.0, sheet.width * sheet.height)


def sheet_of(document: Any, index: int) -> tuple[Sheet, int, bool]:
    """What stands on a page, how many characters have no code point, whether it has a picture.

    Raises PdfiumError for a page that cannot be loaded, InputError I023 for a monstrous one.
    """
    page = document[index]
    try:
        width, height = page.get_size()
        glyphs, unmapped = _glyphs(page, height)
        strokes, pictures, frames = _shapes(page, width, height)
    finally:
        page.close()
    rules = [rule for rule in strokes if _length(rule.box) > RULE]
    panels = unique(frames + boxed(rules))
    sheet = Sheet(
        width,
        height,
        "pt",
        glyphs=tuple(glyphs),
        rules=tuple(rule for rule in rules if not is_edge(rule, panels)),
        pictures=tuple(pictures),
        panels=tuple(panels),
        strokes=tuple(strokes),
    )
    return sheet, unmapped, bool(pictures)


class _Frame:
    """PDF user space → points from the top left of the page as it is shown."""

    def __init__(self, page: Any) -> None:
        self.turn = page.get_rotation() // 90 % 4
        left, bottom, right, top = page.get_cropbox() or page.get_mediabox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        if self.turn == 0:
            return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)
        if self.turn == 1:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turn == 2:
            return Box(
                self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
            )
        return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)


def _glyphs(page: Any, height: float) -> tuple[list[Glyph], int]:
    import pypdfium2.raw as pdfium

    frame = _Frame(page)
    layer = page.get_textpage()
    count = layer.count_chars()
    if count > MAX_CHARACTERS:
        layer.close()
        raise InputError("I023", f"{count} characters")
    raw = layer.raw
    rect = pdfium.FS_RECTF()
    matrix = pdfium.FS_MATRIX()
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    glyphs: list[Glyph] = []
    unmapped = 0
    try:
        for index in range(count):
            placed = pdfium.FPDFText_GetLooseCharBox(raw, index, rect)
            if not placed or pdfium.FPDFText_IsGenerated(raw, index) == 1:
                continue
            code = pdfium.FPDFText_GetUnicode(raw, index)
            if 0xD800 <= code < 0xE000 or code > 0x10FFFF:
                code = 0xFFFD
            # Fonts without a map give codes of their own, often of the private use area.
            private = 0xE000 <= code <= 0xF8FF
            if (
                private
                or code in (0, 0xFFFD)
                or pdfium.FPDFText_HasUnicodeMapError(raw, index) == 1
            ):
                unmapped += 1
                code = 0xFFFD
            character = chr(code)
            if code < 32 or 0x7F <= code < 0xA0:
                # Line ends that the text layer carries are no ink; 2 is a hyphen at the end of one.
                if code != 2:
                    continue
                character = "-"
            pdfium.FPDFText_GetMatrix(raw, index, matrix)
            scale = abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5
            size = pdfium.FPDFText_GetFontSize(raw, index) * scale
            if character >= "\u2e80" and matrix.b == matrix.c == 0:
                _widen(raw, index, count, rect, matrix.a * size / scale if scale else 0.0)
            box = frame.box(rect.left, rect.bottom, rect.right, rect.top)
            if not size > 0 or not -1e5 < box.left < 1e5 or not -1e5 < box.top < 1e5:
                continue
            pdfium.FPDFText_GetFontInfo(raw, index, buffer, 128, flags)
            turned = (abs(matrix.b) > abs(matrix.a)) != (frame.turn % 2 == 1)
            glyphs.append(Glyph(character, box, size, buffer.value.decode("latin-1"), turned))
    finally:
        layer.close()
    return glyphs, unmapped


def _widen(raw: Any, index: int, count: int, rect: Any, em: float) -> None:
    """Gives a Chinese character its whole width where PDFium knows its ink only.

    Of a Type 3 font without a height it gives the ink, narrow for 目 and 自, and the white beside
    it would be taken for a blank.  rect: changed in place.  em: width of the type, negative in
    mirrored type.
    """
    import pypdfium2.raw as pdfium

    x, y, after, level = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    if not em > 0 or not pdfium.FPDFText_GetCharOrigin(raw, index, x, y):
        return
    if not 0.005 * em < rect.left - x.value < em:
        return
    right = x.value + em
    # Condensed type stands closer than it is high.
    if (
        index + 1 < count
        and pdfium.FPDFText_GetCharOrigin(raw, index + 1, after, level)
        and abs(level.value - y.value) < 0.01 * em
        and after.value > rect.left
    ):
        right = min(right, after.value)
    rect.left, rect.right = x.value, max(rect.right, right)


def _shapes(page: Any, width: float, height: float) -> tuple[list[Rule], list[Box], list[Box]]:
    """Rules of any length, pictures and tinted or framed fields among the page's objects."""
    import pypdfium2.raw as pdfium

    frame = _Frame(page)
    rules: list[Rule] = []
    pictures: list[Box] = []
    frames: list[Box] = []
    for number, item in enumerate(page.get_objects(max_depth=4)):
        if number > MAX_CHARACTERS:
            break
        if item.type not in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE):
            continue
        box = frame.box(*item.get_bounds())
        wide, high = box.right - box.left, box.bottom - box.top
        if wide > 0.97 * width and high > 0.97 * height:
            if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
                pictures.append(box)
            continue
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            if wide > 20 and high > 20:
                pictures.append(box)
        elif min(wide, high) <= 4 and max(wide, high) > STROKE:
            rules.append(Rule(box))
        elif wide > 40 and high > 24:
            frames.append(box)
    return rules, unique(pictures), frames


def _length(box: Box) -> float:
    return max(box.right - box.left, box.bottom - box.top)
