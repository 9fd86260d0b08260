"""A font without shapes, which stands in for every font that a PDF names but does not carry.

PDFium drops characters for which it finds no glyph, so what a page says would depend on the fonts
of the machine. With this one every character has the place and the width that the PDF gives it.

    with standing_in():
        document = pypdfium2.PdfDocument(data)
        ...
        document.close()
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

UNITS = 1000
ASCENT, DESCENT = 880, -120
# Glyphs by number: none, half-width (Latin), full-width (all else).
NARROW, WIDE = 1, 2
_MARGIN = 20


def font() -> bytes:
    """The font as a TrueType file: a plain rectangle for each code point."""
    outlines = [b"", _rectangle(UNITS // 2), _rectangle(UNITS)]
    places = [0]
    for outline in outlines:
        places.append(places[-1] + len(outline))
    tables = {
        b"cmap": _map([(0x20, 0x24F, NARROW), (0x250, 0x10FFFF, WIDE)]),
        b"glyf": b"".join(outlines),
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh",
            0x10000, 0x10000, 0, 0x5F0F3CF5, 0, UNITS, 0, 0,
            0, DESCENT, UNITS, ASCENT, 0, 8, 2, 1, 0,
        ),
        b"hhea": struct.pack(
            ">IhhhHhhhhhh8xhH", 0x10000, ASCENT, DESCENT, 0, UNITS, 0, 0, UNITS, 1, 0, 0, 0, 3
        ),
        b"hmtx": struct.pack(">HhHhHh", UNITS, 0, UNITS // 2, _MARGIN, UNITS, _MARGIN),
        b"loca": struct.pack(">4I", *places),
        b"maxp": struct.pack(">IH26x", 0x10000, 3),
    }  # fmt: skip
    out = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    place = len(out) + 16 * len(tables)
    body = b""
    for tag, table in sorted(tables.items()):
        out += tag + struct.pack(">III", 0, place + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return out + body


def _rectangle(advance: int) -> bytes:
    """A glyph of one contour that fills its advance."""
    right = advance - _MARGIN
    low, high = DESCENT + _MARGIN, ASCENT - _MARGIN
    box = (_MARGIN, low, right, high)
    steps = struct.pack(">4h", _MARGIN, 0, right - _MARGIN, 0)
    steps += struct.pack(">4h", low, high - low, 0, low - high)
    outline = struct.pack(">h4hHH4B", 1, *box, 3, 0, 1, 1, 1, 1) + steps
    return outline + bytes(-len(outline) % 4)


def _map(spans: list[tuple[int, int, int]]) -> bytes:
    """A character map in format 13: many code points to one glyph."""
    groups = b"".join(struct.pack(">III", *span) for span in spans)
    table = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(spans)) + groups
    return struct.pack(">HHHHI", 0, 1, 3, 10, 12) + table


@contextmanager
def standing_in() -> Iterator[None]:
    """PDFium sees no font of the machine but the stand-in; documents must be closed inside."""
    import pypdfium2.raw as pdfium

    info, _kept = _provider(pdfium)
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))
    try:
        yield
    finally:
        pdfium.FPDF_SetSystemFontInfo(pdfium.FPDF_GetDefaultSystemFontInfo())


def _provider(pdfium: Any) -> tuple[Any, list[Any]]:
    """The interface by which PDFium asks for fonts, and what must outlive it."""
    data = font()
    # PDFium takes a font's handle for an address and never looks behind it.
    handle = 1
    types = dict(pdfium.FPDF_SYSFONTINFO._fields_)

    def release(_info: Any) -> None:
        return

    def enumerate_fonts(_info: Any, _mapper: Any) -> None:
        return

    def map_font(*_wanted: Any) -> int:
        return handle

    def get_data(_info: Any, _font: Any, table: int, buffer: Any, size: int) -> int:
        # Table 0 is the whole file; it has no other one that PDFium asks for.
        if table != 0:
            return 0
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def get_name(_info: Any, _font: Any, _buffer: Any, _size: int) -> int:
        return 0

    def delete(_info: Any, _font: Any) -> None:
        return

    calls = {
        "Release": release,
        "EnumFonts": enumerate_fonts,
        "MapFont": map_font,
        "GetFont": map_font,
        "GetFontData": get_data,
        "GetFaceName": get_name,
        "GetFontCharset": lambda *_: 1,
        "DeleteFont": delete,
    }
    info = pdfium.FPDF_SYSFONTINFO()
    info.version = 1
    kept: list[Any] = []
    for name, call in calls.items():
        wrapped = types[name](call)
        kept.append(wrapped)
        setattr(info, name, wrapped)
    return info, kept
