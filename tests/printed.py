"""Printed pages for tests: sheets of characters, and small PDFs written by hand.

The PDFs name the standard font STSong-Light with Unicode codes and embed nothing, so a page is a
few hundred bytes and every character stands where the test puts it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from pipeline.ingest.layout.sheet import Glyph
from pipeline.model import Box

EM = 10.0


def line(text: str, left: float, top: float, em: float = EM, pitch: float = 1.0) -> list[Glyph]:
    """One line of type; ASCII is half as wide."""
    out: list[Glyph] = []
    for character in text:
        wide = em * (0.5 if character < "\u0100" else 1.0)
        if not character.isspace():
            out.append(Glyph(character, Box(left, top, left + wide, top + em), em))
        left += wide * pitch
    return out


def column(
    text: str, left: float, top: float, characters: int, em: float = EM, leading: float = 1.5
) -> list[Glyph]:
    """Running text set in lines of so many characters, the first one indented."""
    out: list[Glyph] = []
    text = "\u3000\u3000" + text
    for number, start in enumerate(range(0, len(text), characters)):
        part = text[start : start + characters]
        out += line(part, left, top + number * em * leading, em)
    return out


def upright(text: str, left: float, top: float, em: float) -> list[Glyph]:
    """One line of vertical type."""
    return [
        Glyph(character, Box(left, top + n * em, left + em, top + (n + 1) * em), em)
        for n, character in enumerate(text)
    ]


def pdf(
    glyphs: Sequence[Glyph], width: float = 600, height: float = 800, extra: bytes = b""
) -> bytes:
    """A PDF of one page with the characters at their places; `extra` goes before them."""
    parts = [extra, b"BT\n"]
    for glyph in glyphs:
        x, y = glyph.box.left, height - glyph.box.bottom + 0.12 * glyph.size
        code = glyph.text.encode("utf-16-be").hex().encode("ascii")
        parts.append(b"/F1 %.2f Tf 1 0 0 1 %.2f %.2f Tm <%s> Tj\n" % (glyph.size, x, y, code))
    parts.append(b"ET\n")
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [ << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        b"/DW 1000 /W [ 1 95 500 814 939 500 ] /FontDescriptor << /Type /FontDescriptor "
        b"/FontName /STSong-Light /Flags 6 /FontBBox [ -25 -254 1000 880 ] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
    )
    return assembled(b"".join(parts), font, width, height)


def assembled(
    content: bytes,
    font: bytes = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    width: float = 600,
    height: float = 800,
) -> bytes:
    """A PDF of one page from its content stream."""
    return packed_in(zlib.compress(content, 9), b"/FlateDecode", font, width, height)


def bomb(size: int) -> bytes:
    """A PDF of one page whose content is so many blanks, packed twice to a thousandth and again."""
    squeezer = zlib.compressobj(9)
    blanks = b" " * 2**20
    once = b"".join(squeezer.compress(blanks) for _ in range(size // 2**20)) + squeezer.flush()
    return packed_in(zlib.compress(once, 9), b"[ /FlateDecode /FlateDecode ]")


def packed_in(
    packed: bytes,
    filters: bytes,
    font: bytes = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    width: float = 600,
    height: float = 800,
) -> bytes:
    """A PDF of one page from its content stream as it is stored."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>" % (width, height),
        b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream" % (len(packed), filters, packed),
        font,
    ]
    return _file(objects)


def inked(text: str, em: float = 10.0) -> bytes:
    """A PDF of one line in a Type 3 font that tells no height: readers know the ink only.

    目 and 自 are narrow, all other characters fill their cells.
    """
    signs = sorted(set(text))
    code = {sign: number for number, sign in enumerate(signs, 1)}
    draw: list[bytes] = []
    for sign in signs:
        left, right = (180, 820) if sign in "目自" else (0, 1000)
        ink = b"%d -120 %d 1000 re f" % (left, right - left)
        draw.append(_stream(b"1000 0 %d -120 %d 880 d1 %b" % (left, right, ink)))
    names = b" ".join(b"/g%d %d 0 R" % (number, number + 6) for number in code.values())
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 0] /FontMatrix [.001 0 0 .001 0 0] "
        b"/CharProcs << %b >> /Encoding << /Differences [ 1 %b ] >> /FirstChar 1 /LastChar %d "
        b"/Widths [ %b ] /ToUnicode 6 0 R >>"
        % (
            names,
            b" ".join(b"/g%d" % number for number in code.values()),
            len(signs),
            b"1000 " * len(signs),
        )
    )
    codes = b"\n".join(b"<%02x> <%04x>" % (number, ord(sign)) for sign, number in code.items())
    unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        b"/CMapType 2 def 1 begincodespacerange <00> <ff> endcodespacerange\n"
        b"%d beginbfchar\n%b\nendbfchar endcmap end end" % (len(signs), codes)
    )
    line = b"".join(b"%02x" % code[sign] for sign in text)
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            _stream(b"BT /F1 %.2f Tf 1 0 0 1 20 700 Tm <%b> Tj ET" % (em, line)),
            font,
            _stream(unicode),
            *draw,
        ]
    )


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)


def _file(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table, len(objects) + 1, len(out))
    )
