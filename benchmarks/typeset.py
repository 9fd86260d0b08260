"""Makes newspaper pages of known truth without a browser: own line breaking, Pillow, plain PDFs.

    python benchmarks/typeset.py OUT [--first 0] [--count 8] [--fonts FOLDER] [--texts 'd*']
                                 [--made 0.5]

A second opinion beside `newspaper.py`: pages are cut into modules on a grid, columns run to the
foot of the page, pictures stand in the text, headlines run across or down. Each seed gives
`NAME.pdf` (one standard font, not embedded), `NAME.json` (the truth) and `NAME.pickle` (where
everything stands, for `layout.py` to draw at any resolution). Needs Debian's fonts-noto-cjk,
fonts-arphic-uming, fonts-arphic-ukai and fonts-wqy-microhei, in FOLDER or installed. `--texts`
chooses among the development pages whose articles are set, `--made` is the share of invented ones.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sys
import zlib
from collections import Counter
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from newspaper import Piece, piece, pieces_of

ROOT = Path(__file__).resolve().parent.parent
FACES = {
    "song": ("NotoSerifCJK-Regular.ttc", 2),
    "song-bold": ("NotoSerifCJK-Bold.ttc", 2),
    "hei": ("NotoSansCJK-Regular.ttc", 2),
    "hei-bold": ("NotoSansCJK-Bold.ttc", 2),
    "ming": ("uming.ttc", 0),
    "kai": ("ukai.ttc", 0),
    "micro": ("wqy-microhei.ttc", 0),
}
# Marks that not every face has.
MARKS = str.maketrans("", "", "■□▣▢◆▶●")
NO_START = "，。、；：！？）》”’」』】％%·—…"
NO_END = "（《“‘「『【"
HALF = "，。、；：！？）》”’」』】（《“‘「『【"


@cache
def face(name: str, size: float):  # type: ignore[no-untyped-def]
    from PIL import ImageFont

    file, index = FACES[name]
    for folder in (FONTS, Path("/usr/share/fonts")):
        for path in sorted(folder.rglob(file)) if folder.is_dir() else ():
            return ImageFont.truetype(str(path), size, index=index)
    raise SystemExit(f"no {file}: apt-get install fonts-noto-cjk fonts-arphic-uming …")


FONTS = Path("/usr/share/fonts")


@cache
def wide(character: str, font: str) -> float:
    """Advance in ems."""
    return 1.0 if character >= "\u2e80" else face(font, 200).getlength(character) / 200


@dataclass(frozen=True)
class Put:
    """A character at its place, in points from the top left."""

    text: str
    left: float
    top: float
    size: float
    font: str


@dataclass
class Plate:
    """All that is printed on a page. pictures, tints: box and a seed or a grey."""

    width: float
    height: float
    puts: list[Put] = field(default_factory=list)
    rules: list[tuple[float, float, float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float, int]] = field(default_factory=list)
    tints: list[tuple[float, float, float, float, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Style:
    """How a page is set. em: body size in points; letters: characters in a line."""

    em: float
    letters: int
    gap: float
    leading: float
    columns: int
    body: str
    head: str
    aside: str
    lines: int
    rules: bool
    indent: int

    @property
    def column(self) -> float:
        return self.letters * self.em

    @property
    def pitch(self) -> float:
        return self.em * self.leading

    def across(self, columns: int) -> float:
        return columns * self.column + (columns - 1) * self.gap


# Lines


def broken(text: str, width: float, em: float, font: str, indent: int = 0) -> list[str]:
    """A paragraph as lines: no stop begins one, no bracket opens at an end."""
    lines: list[str] = []
    current = "\u3000" * indent
    room = width - indent * em
    for character in text:
        advance = wide(character, font) * em
        if advance > room + (0.5 * em if character in HALF else 0.01):
            carried = ""
            if character in NO_START and len(current) > 2:
                carried = current[-1]
                while carried[0] in NO_START and len(carried) < 4:
                    carried = current[-1 - len(carried)] + carried
            elif current[-1:] in NO_END:
                carried = current[-1]
            # Numerals may break, as they do in narrow columns, but no letter stands alone.
            lines.append(current[: len(current) - len(carried)])
            current = carried
            room = width - sum(wide(c, font) * em for c in carried)
        current += character
        room -= advance
    if current.strip():
        lines.append(current)
    return lines


def set_line(
    plate: Plate, text: str, left: float, top: float, em: float, font: str, width: float = 0.0
) -> None:
    """One line; spaced out (or squeezed at its stops) to `width` where that is given."""
    if width and text[-1] in HALF and sum(wide(c, font) for c in text) * em > width + 0.01:
        width += 0.5 * em
    natural = sum(wide(c, font) * em for c in text)
    gaps = [n for n, c in enumerate(text[:-1]) if c != "\u3000"]
    extra = (width - natural) / len(gaps) if width and gaps else 0.0
    for number, character in enumerate(text):
        if character not in "\u3000 ":
            plate.puts.append(Put(character, left, top, em, font))
        left += wide(character, font) * em + (extra if number in gaps else 0.0)


# Modules


@dataclass
class Module:
    """A rectangle of the grid: columns [first, last), lines [top, bottom)."""

    first: int
    last: int
    top: int
    bottom: int


def divided(rng: random.Random, whole: Module, most: int) -> list[Module]:
    """The page cut into modules, along or across, at random."""
    columns, lines = whole.last - whole.first, whole.bottom - whole.top
    if columns * lines <= most or (columns < 2 and lines < 36) or lines < 18:
        return [whole]
    if columns > 1 and (lines < 32 or rng.random() < 0.5):
        cut = rng.randint(whole.first + 1, whole.last - 1)
        parts = [
            Module(whole.first, cut, whole.top, whole.bottom),
            Module(cut, whole.last, whole.top, whole.bottom),
        ]
    else:
        cut = rng.randint(whole.top + 14, whole.bottom - 14) if lines > 30 else whole.top + 14
        parts = [
            Module(whole.first, whole.last, whole.top, cut),
            Module(whole.first, whole.last, cut, whole.bottom),
        ]
    return [module for part in parts for module in divided(rng, part, most)]


class Stock:
    """Articles to set: the sample pages' own first, made ones when they are used up."""

    def __init__(self, rng: random.Random, texts: str, made: float) -> None:
        self.rng, self.made = rng, made
        self.items = [item for item in samples(texts) if item.headline and len(item.headline) < 40]
        rng.shuffle(self.items)

    def take(self, size: int) -> Piece:
        if self.items and self.rng.random() >= self.made:
            best = min(self.items[:12], key=lambda i: abs(sum(map(len, i.paragraphs)) - size))
            self.items.remove(best)
            paragraphs = [
                "".join(c for c in text if c not in "■□▣▢◆▶●") for text in best.paragraphs
            ]
            return Piece(best.headline, paragraphs, byline=best.byline)
        return piece(self.rng, size, [])


@cache
def samples(texts: str) -> tuple[Piece, ...]:
    names = [f"p0{number}.txt" for number in (1, 2, 3, 4, 5, 8)]
    found = [item for name in names for item in pieces_of(name)]
    for path in sorted((ROOT / "tests/development").glob(f"{texts}.txt")):
        found += pieces_of(str(path))
    return tuple(found)


def fitted(texts: list[str], room: int, em: float, width: float, font: str, indent: int):  # type: ignore[no-untyped-def]
    """As many sentences as fit: the paragraphs' lines, and the paragraphs as they were set."""
    kept: list[str] = []
    lines: list[tuple[str, bool]] = []
    for text in texts:
        good = ""
        for part in [piece_ + "。" for piece_ in text.split("。") if piece_]:
            more = good + part
            if len(lines) + len(broken(more, width, em, font, indent)) > room:
                break
            good = more
        if not good:
            break
        rows = broken(good, width, em, font, indent)
        lines += [(row, n < len(rows) - 1) for n, row in enumerate(rows)]
        kept.append(good)
        if not good.endswith(text[-6:]):
            break
    return lines, kept


def set_module(
    plate: Plate, rng: random.Random, style: Style, module: Module, stock: Stock, origin: float,
    margin: float,
) -> Piece | None:  # fmt: skip
    em, pitch = style.em, style.pitch
    columns = module.last - module.first
    left = margin + module.first * (style.column + style.gap)
    top = origin + module.top * pitch
    bottom = origin + module.bottom * pitch - rng.uniform(0.8, 1.5) * pitch
    width = style.across(columns)
    kind = rng.choice(["plain", "plain", "plain", "rule", "tint"])
    body, indent = style.body, style.indent
    inset = 0.0
    if kind != "plain" and (bottom - top) > 12 * pitch:
        inset = 0.7 * em
        frame = (left - 0.1 * em, top, left + width + 0.1 * em, bottom)
        if kind == "rule":
            x0, y0, x1, y1 = frame
            for line in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                plate.rules.append((*line, rng.choice([0.5, 0.8])))
        else:
            plate.tints.append((*frame, rng.choice([225, 235, 242])))
        body = rng.choice([style.body, style.aside])
        left, top, width, bottom = left + inset, top + inset, width - 2 * inset, bottom - inset
    # Columns of a box are narrower, or fewer.
    column = (width - (columns - 1) * style.gap) / columns
    column = int(column / em) * em
    gap = (width - columns * column) / (columns - 1) if columns > 1 else 0.0
    item = stock.take(int((bottom - top) / pitch * columns * column / em * 0.8))
    # The head
    mode = "across"
    if columns > 1 and len(item.headline) < 13 and item.headline.isalpha() and rng.random() < 0.5:
        mode = rng.choice(["left", "right"])
    y = top
    size = em * (rng.uniform(1.45, 1.8) if columns == 1 else rng.uniform(1.7, 1.9 + 0.45 * columns))
    head_font = rng.choice([style.head, style.head, "song-bold", "kai"])
    centred = rng.random() < 0.5

    def centre(text: str, scale: float, font: str) -> None:
        nonlocal y
        for row in broken(text, width, scale, font):
            wide_ = sum(wide(c, font) for c in row) * scale
            x = left + (width - wide_) / 2 if centred else left
            set_line(plate, row, x, y, scale, font)
            y += 1.22 * scale

    body_left, body_columns = left, columns
    if mode == "across":
        if item.kicker:
            centre(item.kicker, 1.3 * em, style.aside)
            y += 0.3 * em
        if item.headline.count("　") and columns < 3:
            item.headline = item.headline.replace("　", "")
        while (
            sum(wide(c, head_font) for c in item.headline) * size > 2.6 * width and size > em * 1.4
        ):
            size *= 0.9
        centre(item.headline, size, head_font)
        y += 0.35 * em
        if item.subhead:
            centre(item.subhead, 1.3 * em, style.aside)
            y += 0.3 * em
        if item.byline:
            if rng.random() < 0.5:
                centre(item.byline, em, "kai")
            else:
                item.paragraphs[0] = f"{item.byline}　{item.paragraphs[0]}"
                item.byline = ""
        y += 0.5 * em
    else:
        item.kicker = item.subhead = item.byline = ""
        size = min(size, 2.4 * em, (bottom - top) / (len(item.headline) * 1.1))
        x = left if mode == "left" else left + width - size
        # The headline takes a column's place, or the columns move together.
        body_columns = columns - 1
        if mode == "left":
            body_left = left + column + gap
        x = x + (column - size) / 2 if mode == "left" else x - (column - size) / 2
        down = top
        for character in item.headline:
            plate.puts.append(Put(character, x, down, size, head_font))
            down += 1.1 * size
    # Free stretches of each column
    free = [[(y, bottom)] for _ in range(body_columns)]
    item.captions = []
    if rng.random() < 0.45 and bottom - y > 20 * pitch:
        span = rng.randint(1, min(2, body_columns))
        first = rng.randint(0, body_columns - span)
        wide_ = span * column + (span - 1) * gap
        high = min(wide_ * rng.uniform(0.5, 0.75), (bottom - y) * 0.5)
        place = rng.choice(["top", "top", "foot", "middle"])
        small = 0.88 * em
        place_ = rng.choice(["车间", "码头", "展厅", "工地", "实验室"])
        caption = piece(rng, 10, []).captions or [
            f"图为{place_}一角，日均出货{rng.randint(2, 90)}万件。"
        ]
        font = rng.choice(["kai", "hei", style.body])
        rows = broken(caption[0], wide_, small, font)
        total = high + 0.5 * em + len(rows) * 1.25 * small + 0.9 * em
        at = {"top": y, "foot": bottom - total, "middle": y + (bottom - y - total) * 0.5}[place]
        x = body_left + first * (column + gap)
        plate.pictures.append((x, at, x + wide_, at + high, rng.randrange(10**6)))
        down = at + high + 0.5 * em
        for row in rows:
            set_line(plate, row, x, down, small, font)
            down += 1.25 * small
        item.captions = [caption[0]]
        for number in range(first, first + span):
            parts = [(y, at - 0.8 * em), (at + total, bottom)]
            free[number] = [part for part in parts if part[1] - part[0] > 3 * pitch]
    slots: list[tuple[float, float]] = []
    for number, stretches in enumerate(free):
        x = body_left + number * (column + gap)
        for start, end in stretches:
            count = int((end - start + pitch - em) / pitch)
            slots += [(x, start + line * pitch) for line in range(count)]
    jump = f"（下转第{rng.randint(2, 8)}版）" if rng.random() < 0.15 else ""
    lines, kept = fitted(item.paragraphs, len(slots) - bool(jump), em, column, body, indent)
    if not kept:
        return None
    for (text, full), (x, y0) in zip(lines, slots, strict=False):
        set_line(plate, text, x, y0, em, body, column if full else 0.0)
    if jump:
        x, y0 = slots[len(lines)]
        set_line(plate, jump, x + column - sum(wide(c, "kai") for c in jump) * em, y0, em, "kai")
        kept.append(jump)
    if style.rules and body_columns > 1 and rng.random() < 0.7:
        for number in range(1, body_columns):
            x = body_left + number * (column + gap) - gap / 2
            starts = [part for part in free[number - 1] if part in free[number]]
            for start, end in starts:
                plate.rules.append((x, start, x, end, 0.3))
    item.paragraphs = kept
    return item


def page_of(seed: int, texts: str = "d*", made: float = 0.5) -> tuple[Plate, dict[str, object]]:
    rng = random.Random(seed * 7919 + 13)
    columns = rng.choice([3, 4, 5, 5, 6])
    em = rng.choice([8.0, 8.5, 9.0, 9.0, 9.5, 10.5])
    style = Style(
        em=em,
        letters=rng.choice([11, 12, 13, 15]) if columns > 4 else rng.choice([14, 16, 19, 22]),
        gap=em * rng.choice([1.0, 1.0, 1.5, 2.0]),
        leading=rng.choice([1.25, 1.35, 1.45, 1.6]),
        columns=columns,
        body=rng.choice(["song", "song", "ming", "ming", "hei", "micro", "kai"]),
        head=rng.choice(["hei-bold", "song-bold", "hei-bold", "micro"]),
        aside=rng.choice(["kai", "hei", "micro"]),
        lines=rng.randint(52, 74),
        rules=rng.random() < 0.4,
        indent=rng.choice([2, 2, 2, 2, 1]),
    )
    margin = rng.uniform(26, 48)
    head = 46.0
    width = style.across(columns) + 2 * margin
    height = style.lines * style.pitch + 2 * margin + head
    plate = Plate(width, height)
    set_line(plate, f"{rng.randint(1, 16):02d}", margin, margin, 20, "hei-bold")
    set_line(
        plate, rng.choice(["要闻", "产经", "区域", "专题"]), margin + 40, margin, 20, "song-bold"
    )
    dated = f"2024年{rng.randint(1, 12)}月{rng.randint(1, 28)}日　星期{rng.choice('一二三四五')}"
    set_line(plate, dated, width - margin - 130, margin + 8, 9, "hei")
    plate.rules.append((margin, margin + 30, width - margin, margin + 30, 1.0))
    stock = Stock(rng, texts, made)
    most = rng.choice([60, 90, 130, 180])
    pieces: list[Piece] = []
    between = rng.random() < 0.3
    for module in divided(rng, Module(0, columns, 0, style.lines), most):
        mark = (len(plate.rules), len(plate.tints), len(plate.puts), len(plate.pictures))
        item = set_module(plate, rng, style, module, stock, margin + head, margin)
        if item is None:
            del plate.rules[mark[0] :], plate.tints[mark[1] :]
            del plate.puts[mark[2] :], plate.pictures[mark[3] :]
            continue
        pieces.append(item)
        if between and module.bottom < style.lines:
            y = margin + head + (module.bottom - 0.5) * style.pitch
            x = margin + module.first * (style.column + style.gap)
            plate.rules.append((x, y, x + style.across(module.last - module.first), y, 0.5))
    about = {
        "template": f"grid-{style.body}",
        "columns": columns,
        "size": em,
        "date": "2024-04-18",
        "articles": [asdict(item) for item in pieces],
    }
    return plate, about


# Output


def drawn(plate: Plate, dpi: int):  # type: ignore[no-untyped-def]
    """The page as a Pillow picture."""
    from PIL import Image, ImageDraw, ImageFilter

    k = dpi / 72
    image = Image.new("L", (round(plate.width * k), round(plate.height * k)), 255)
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1, grey in plate.tints:
        draw.rectangle((x0 * k, y0 * k, x1 * k, y1 * k), fill=grey)
    for x0, y0, x1, y1, seed in plate.pictures:
        size = (max(4, round((x1 - x0) * k)), max(4, round((y1 - y0) * k)))
        rng = random.Random(seed)
        noise = Image.new("L", (12, 9))
        noise.putdata([rng.randint(20, 230) for _ in range(108)])
        photo = noise.resize(size, Image.Resampling.BICUBIC)
        fine = Image.effect_noise(size, 40).filter(ImageFilter.GaussianBlur(dpi / 150))
        image.paste(Image.blend(photo, fine, 0.3), (round(x0 * k), round(y0 * k)))
    for x0, y0, x1, y1, thick in plate.rules:
        draw.line((x0 * k, y0 * k, x1 * k, y1 * k), fill=30, width=max(1, round(thick * k)))
    for put in plate.puts:
        font = face(put.font, put.size * k)
        draw.text(
            (put.left * k, (put.top + 0.88 * put.size) * k), put.text, 10, font=font, anchor="ls"
        )
    return image.convert("RGB")


def plain_pdf(plate: Plate) -> bytes:
    """The page as a PDF in one standard font that it does not embed; lines are single strings."""
    parts: list[str] = []
    h = plate.height
    body = Counter(put.font for put in plate.puts).most_common(1)[0][0]
    widths = [round(wide(chr(code), body) * 1000) for code in range(32, 127)]
    for x0, y0, x1, y1, grey in plate.tints:
        parts.append(
            f"{grey / 255:.3f} g {x0:.2f} {h - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re f 0 g"
        )
    for x0, y0, x1, y1, _ in plate.pictures:
        parts.append(f"q {x1 - x0:.2f} 0 0 {y1 - y0:.2f} {x0:.2f} {h - y1:.2f} cm /I1 Do Q")
    for x0, y0, x1, y1, thick in plate.rules:
        parts.append(f"{thick} w {x0:.2f} {h - y0:.2f} m {x1:.2f} {h - y1:.2f} l S")
    parts.append("BT")
    row: list[Put] = []

    def flush() -> None:
        if not row:
            return
        items: list[str] = []
        for put, after in zip(row, [*row[1:], None], strict=True):
            code = put.text.encode("utf-16-be").hex()
            items.append(f"<{code}>")
            if after is not None:
                own = widths[ord(put.text) - 32] if " " <= put.text <= "~" else 1000
                items.append(f"{own - (after.left - put.left) / put.size * 1000:.0f}")
        first = row[0]
        x, y = first.left, h - first.top - 0.88 * first.size
        parts.append(f"/F1 {first.size:.2f} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm [{' '.join(items)}] TJ")
        row.clear()

    for put in plate.puts:
        last = row[-1] if row else None
        if last is not None and not (
            put.top == last.top
            and put.size == last.size
            and 0 < put.left - last.left < 2 * put.size
        ):
            flush()
        row.append(put)
    flush()
    parts.append("ET")
    content = zlib.compress("\n".join(parts).encode("ascii"))
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [ << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> "
        b"/DW 1000 /W [ 1 [ %s ] 814 939 500 ] /FontDescriptor << /Type /FontDescriptor "
        b"/FontName /STSong-Light /Flags 6 /FontBBox [ -25 -254 1000 880 ] /ItalicAngle 0 "
        b"/Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >> ] >>"
        % " ".join(map(str, widths)).encode()
    )
    grey = bytes(range(60, 220, 10)) * 1
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %.2f %.2f] /Contents 4 0 R /Resources << "
        b"/Font << /F1 5 0 R >> /XObject << /I1 6 0 R >> >> >>" % (plate.width, plate.height),
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
        font,
        b"<< /Type /XObject /Subtype /Image /Width 4 /Height 4 /BitsPerComponent 8 /ColorSpace "
        b"/DeviceGray /Length 16 >>\nstream\n%s\nendstream" % grey,
    ]
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


def main() -> None:
    global FONTS
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--fonts", type=Path, default=FONTS)
    parser.add_argument("--texts", default="d*")
    parser.add_argument("--made", type=float, default=0.5)
    options = parser.parse_args()
    FONTS = options.fonts
    options.out.mkdir(parents=True, exist_ok=True)
    for seed in range(options.first, options.first + options.count):
        plate, about = page_of(seed, options.texts, options.made)
        stem = options.out / f"g{seed:03d}"
        stem.with_suffix(".pdf").write_bytes(plain_pdf(plate))
        stem.with_suffix(".pickle").write_bytes(pickle.dumps(plate))
        record = json.dumps({"name": stem.name, **about}, ensure_ascii=False, indent=1)
        stem.with_suffix(".json").write_text(record, encoding="utf-8")
        print(stem.name, about["template"], about["columns"], len(plate.puts), "characters")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    # What is pickled is of the module, not of the program.
    import typeset

    typeset.main()
