"""Builds files that no newspaper sent, each with what a run should say of it.

Nothing dangerous is kept in the repository; all is made when it is needed.
"""

from __future__ import annotations

import os
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SENTENCE = "城北开发区2023年完成工业总产值320亿元，同比增长8.5%。"
BIDI = "\u202e\u2066\u200f\u200b\u2060\ufeff\u00ad"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file: its name, what makes it, the status and the codes (at least these) it must get.

    numbers: whether its digit runs must all be accounted for.
    """

    name: str
    make: Callable[[Path], None]
    status: str
    codes: frozenset[str] = frozenset()
    numbers: bool = True


def _bytes(data: bytes) -> Callable[[Path], None]:
    return lambda path: (path.write_bytes(data), None)[1]


def _text(text: str) -> Callable[[Path], None]:
    return _bytes(text.encode("utf-8", "surrogatepass"))


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IEND", b"")


def _noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def names() -> Iterator[str]:
    """File names that systems and shells stumble over."""
    yield from (
        "a b.txt",
        "-o.txt",
        "--help.txt",
        "'; rm -rf x;'.txt",
        "$(id).txt",
        "=1+1.txt",
        "a\nb.txt",
        "a\tb.txt",
        "\u202etxt.exe.txt",
        "版面　第１版.txt",
        "é.txt",
        "e\u0301.txt",
        "😀.txt",
        "CON.txt",
        "x" * 200 + ".txt",
        "TEXT.TXT",
        "no_ending",
        "a..txt.txt",
        "<b>.txt",
        "a.b.c.txt",
    )


def all_files() -> list[Hostile]:
    """Every hostile file that can be made on this system."""
    done, failed, skipped = "done", "failed", "skipped"
    found = [
        Hostile("empty.txt", _bytes(b""), failed, frozenset({"I001"})),
        Hostile("blank.txt", _bytes(b" \n\r\n\t"), failed, frozenset({"I001"})),
        Hostile("mark.txt", _bytes(b"\xef\xbb\xbf"), failed, frozenset({"I001"})),
        Hostile("nulls.txt", _bytes(bytes(5000)), failed, frozenset({"I001"})),
        Hostile("words.txt", _text("树都绿了。"), done, frozenset({"C001"})),
        Hostile("marks.txt", _text("。。。！！？？（（（“”"), done, frozenset({"C001"})),
        Hostile("archive.zip", _bytes(b"PK\x03\x04" + bytes(50)), skipped, frozenset({"I004"})),
        Hostile("book.docx", _bytes(b"PK\x03\x04" + bytes(50)), skipped, frozenset({"I004"})),
        Hostile("page.html", _text("<p>1</p>"), skipped, frozenset({"I004"})),
        Hostile("bomb.txt", _bytes(zlib.compress(b"0" * 10**7)), failed, numbers=False),
        Hostile("gone.json", _text("["), failed, frozenset({"I032"})),
        Hostile("deep.json", _text("[" * 100_000), failed, frozenset({"I032"})),
        Hostile("other.json", _text('{"a": 1}'), failed, frozenset({"I032"})),
        Hostile("words.pdf", _text(SENTENCE), failed, frozenset({"I029"})),
        Hostile("words.png", _text(SENTENCE), failed, frozenset({"I029"})),
        Hostile("crlf.txt", _text(SENTENCE + "\r\n" + SENTENCE + "\r" + SENTENCE), done),
        Hostile("forms.txt", _text(f"{SENTENCE}\f{SENTENCE}\x0b{SENTENCE}\u2028{SENTENCE}"), done),
        Hostile("bidi.txt", _text(BIDI.join(SENTENCE)), done),
        Hostile("nul.txt", _text(SENTENCE[:20] + "\x00" + SENTENCE[20:]), done),
        Hostile("tags.txt", _text(SENTENCE + "\U000e0041" * 50), done),
        Hostile("private.txt", _text(SENTENCE + "\ue000\U0010fffd"), done),
        Hostile("combining.txt", _text("3" + "\u0301" * 5000 + "亿元。"), done),
        Hostile("formula.txt", _text(f"=cmd|'/c calc'!A1 {SENTENCE}\n@SUM(1+9)*cmd"), done),
        Hostile("markup.txt", _text(f"</script><img src=x onerror=alert(1)>{SENTENCE}"), done),
        Hostile("digits.txt", _text("1" * 5000 + "亿元。"), done),
        Hostile("point.txt", _text("1." * 3000 + "1亿元。"), done),
        Hostile("commas.txt", _text("1,111" * 3000 + "亿元。"), done),
        Hostile("zeros.txt", _text("0." + "0" * 2000 + "1%"), done),
        Hostile("chinese.txt", _text("一二三四五六七八九十百千万亿" * 400), done),
        Hostile("yi.txt", _text("增长1" + "亿" * 2000 + "元。"), done),
        Hostile("signs.txt", _text("-" * 3000 + "5%" + "—" * 3000 + "8亿元"), done),
        Hostile("dates.txt", _text("2024年13月45日9999年0月0日0000年"), done),
        Hostile("slashes.txt", _text("1/0 3/0 0/0 1:0 占比0比0。"), done),
        Hostile("open.txt", _text("（" * 3000 + SENTENCE), done),
        Hostile("quotes.txt", _text("“" * 3000 + SENTENCE + "”" * 10), done),
        Hostile("rise.txt", _text("增" * 20_000 + "长8.5%。"), done),
        Hostile("list.txt", _text("甲、" * 4000 + "乙分别增长1%、2%。"), done),
        Hostile("lines.txt", _text("\n" * 20_000 + SENTENCE), done),
        Hostile("narrow.txt", _text("\n".join(SENTENCE * 5)), done),
        Hostile("spaced.txt", _text(" ".join(SENTENCE * 5)), done),
        Hostile("doubled.txt", _text("".join(c * 2 for c in SENTENCE)), done),
        Hostile("arabic.txt", _text("٣٤٥ ३४५ ３４５ 𝟛𝟜𝟝 ③④⑤ ½ ³ ㊿ Ⅻ"), done, numbers=False),
        Hostile("cut.txt", _bytes((SENTENCE * 9).encode()[:-1]), done, frozenset({"I010"})),
        Hostile(
            "mixed.txt",
            _bytes((SENTENCE * 3 + "\n").encode() + (SENTENCE * 3 + "\n").encode("gb18030")),
            done,
        ),
        Hostile(
            "holes.txt",
            _bytes(b"\xff".join(c.encode() for c in SENTENCE)),
            failed,
            frozenset({"I011"}),
        ),
        *(
            Hostile(f"noise{seed}.txt", _bytes(_noise(seed, 5000)), failed, frozenset({"I002"}))
            for seed in range(4)
        ),
        Hostile("picture.txt", _bytes(_png(8, 8)), failed, frozenset({"I002"})),
        *(Hostile(name, _text(SENTENCE), done) for name in names()),
    ]
    if os.name == "posix":
        found += [
            Hostile("fifo.txt", lambda path: os.mkfifo(path), skipped, frozenset({"I005"})),
            Hostile(
                "leave.txt",
                lambda path: path.symlink_to("/etc/hostname"),
                skipped,
                frozenset({"I005"}),
            ),
            Hostile(
                "nowhere.txt",
                lambda path: path.symlink_to("nothing.txt"),
                skipped,
                frozenset({"I003"}),
            ),
            Hostile(
                os.fsdecode("版面.txt".encode("gb18030")),
                _text(SENTENCE),
                done,
            ),
        ]
    return found
