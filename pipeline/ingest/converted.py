"""What other converters made of a page: JSON of docling, MinerU, PaddleOCR; their Markdown.

Read are DoclingDocument; MinerU's middle.json and both editions of content_list.json; of PaddleOCR
the results of versions 2 and 3, with or without structure, and what its server answers.

Where the converter gives lines with boxes, our own reading order is used; where it gives blocks
in its order, that order is kept. A table in HTML has a line for each of its rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import patterns as regex
from pipeline.errors import InputError
from pipeline.ingest.layout import Sheet, compose
from pipeline.ingest.layout.sheet import Glyph, Run, hull, run_of
from pipeline.model import Box, Layout, Page, Source

MAX_BYTES = 200 * 1024**2
SKIPPED = frozenset({"image", "figure", "chart", "formula", "seal", "discarded", "picture"})
MARKS = regex.compile(
    r"^(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+(?=\S)|!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\))"
)
STRONG = regex.compile(r"(\*\*|__)(?=\S)([^\n]{1,2000}?)(?<=\S)\1")
TAGS = regex.compile(r"</?[a-zA-Z][^<>\n]{0,500}>")
ROW = regex.compile(r"(?i)</tr\s*>|<tr\b[^<>]{0,500}>")
CELL = regex.compile(r"(?i)</t[dh]\s*>")
# What PaddleOCR and its server wrap their results in.
WRAPPED = ("res", "result", "layoutParsingResults", "ocrResults", "prunedResult")
DEEP = 20
# What the entries of MinerU's content lists say, in the order in which it is printed.
SAID = ("text", "list_items", "table_body", "code_body")


@dataclass(frozen=True, slots=True)
class Piece:
    """A block of a converted page: its text and box (None where it is not given)."""

    text: str
    box: Box | None


def read_converted(path: Path, name: str) -> Iterator[Page]:
    """The pages of a converter's file, by its ending. Raises InputError as `read_json`."""
    yield from (read_json if path.suffix.lower() == ".json" else read_markdown)(path, name)


def read_json(path: Path, name: str) -> Iterator[Page]:
    """The pages of a converter's JSON. Raises InputError I032, I002 or I013."""
    data = _bytes(path, name)
    digest = hashlib.sha256(data).hexdigest()
    try:
        record = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputError("I032", str(error)[:200], where=name) from error
    try:
        pages = list(_pages(record))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise InputError("I032", repr(error)[:200], where=name) from error
    if not pages:
        raise InputError("I032", "no text in it", where=name)
    for number, (text, layout) in enumerate(pages, 1):
        yield Page(name, text, number, Source.OCR, digest, "json", layout=layout)


def read_markdown(path: Path, name: str) -> Iterator[Page]:
    """A Markdown file as a page; each line stays a line, its marks are dropped.

    A table in HTML, which converters write on one line, has a line for each of its rows.
    """
    data = _bytes(path, name)
    text = data.decode("utf-8-sig", errors="replace")
    lines = regex.split(r"\r\n|\n|\r", text)
    plain = "\n".join(_plain(line) for line in lines)
    digest = hashlib.sha256(data).hexdigest()
    yield Page(name, plain, 1, Source.TEXT, digest, "utf-8", plain.count("\ufffd"))


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError("I013", f"{path.stat().st_size} bytes", where=name)
        return path.read_bytes()
    except OSError as error:
        raise InputError("I003", str(error), where=name) from error


def _plain(line: str) -> str:
    line = MARKS.sub("", line)
    line = STRONG.sub(r"\2", line)
    if ROW.search(line):
        return _table(line)
    line = TAGS.sub(" ", line)
    if regex.fullmatch(r"[\s|:\-]*", line):
        return ""
    if line.lstrip().startswith("|"):
        line = "\u3000".join(cell.strip() for cell in line.strip().strip("|").split("|"))
    return line


def _table(html: str) -> str:
    """A table in HTML as lines: one for each row, full-width blanks between the cells."""
    rows = [
        "\u3000".join(TAGS.sub(" ", cell).strip() for cell in CELL.split(row)).strip("\u3000")
        for row in ROW.split(html)
    ]
    return "\n".join(row for row in rows if row.strip())


# The converters' records → pages of text with boxes


def _pages(record: Any, depth: int = 0) -> Iterator[tuple[str, Layout | None]]:
    if depth > DEEP:
        return
    if isinstance(record, dict):
        yield from _of_dict(record, depth)
    elif isinstance(record, list) and record:
        first = record[0]
        if all(map(_is_line, record)):
            yield _lines(_old_lines(record))
        elif isinstance(first, dict) and "page_idx" in first:
            yield from _content_list(record)
        elif isinstance(first, dict) and {"res", "bbox", "type"} <= first.keys():
            yield _blocks(_old_blocks(record), None, None)
        elif isinstance(first, list) and any(_is_content(item) for part in record for item in part):
            for part in record:
                yield _blocks(list(_contents(part)), None, None)
        else:
            for item in record:
                yield from _pages(item, depth + 1)


def _of_dict(record: dict[str, Any], depth: int) -> Iterator[tuple[str, Layout | None]]:
    if "texts" in record and "body" in record:
        yield from _docling(record)
    elif "pdf_info" in record:
        yield from _mineru(record["pdf_info"])
    elif "parsing_res_list" in record:
        yield _blocks(_paddle_blocks(record), record.get("width"), record.get("height"))
    elif "rec_texts" in record:
        yield _lines(record)
    else:
        for key in WRAPPED:
            if key in record:
                yield from _pages(record[key], depth + 1)
                break


def _docling(record: dict[str, Any]) -> Iterator[tuple[str, Layout | None]]:
    """DoclingDocument: texts in the order of the body's tree."""
    groups: dict[int, list[Piece]] = {}
    heights = {
        int(number): float(page["size"]["height"])
        for number, page in record.get("pages", {}).items()
    }
    seen: set[str] = set()

    def walk(node: dict[str, Any], depth: int) -> None:
        if depth > 50:
            return
        for child in node.get("children", []):
            reference = str(child.get("$ref") or child.get("cref"))
            if reference in seen:
                continue
            seen.add(reference)
            _, kind, index = reference.split("/")
            item = record[kind][int(index)]
            if kind == "texts":
                place = item["prov"][0] if item.get("prov") else {"page_no": 1}
                number = int(place["page_no"])
                box = _docling_box(place.get("bbox"), heights.get(number))
                groups.setdefault(number, []).append(Piece(str(item["text"]), box))
            elif kind == "tables":
                number = int(item["prov"][0]["page_no"]) if item.get("prov") else 1
                for row in item.get("data", {}).get("grid", []):
                    cells = "\u3000".join(str(cell.get("text", "")) for cell in row)
                    groups.setdefault(number, []).append(Piece(cells, None))
            walk(item, depth + 1)

    walk(record["body"], 0)
    for number in sorted(groups):
        size = record.get("pages", {}).get(str(number), {}).get("size", {})
        yield _blocks(groups[number], size.get("width"), size.get("height"))


def _docling_box(bbox: Any, height: float | None) -> Box | None:
    if not bbox:
        return None
    left, top, right, bottom = (float(bbox[key]) for key in ("l", "t", "r", "b"))
    if str(bbox.get("coord_origin", "")).upper().endswith("BOTTOMLEFT"):
        if height is None:
            return None
        top, bottom = height - top, height - bottom
    return Box(left, min(top, bottom), right, max(top, bottom))


def _mineru(pages: list[dict[str, Any]]) -> Iterator[tuple[str, Layout | None]]:
    """middle.json: blocks of lines of spans, in MinerU's order."""
    for page in pages:
        pieces: list[Piece] = []
        for block in page.get("para_blocks") or page.get("preproc_blocks") or []:
            for line in _mineru_lines(block, 0):
                spans = line.get("spans", [])
                text = "".join(str(span.get("content") or "") for span in spans)
                tables = [_table(str(span["html"])) for span in spans if span.get("html")]
                pieces.append(
                    Piece("\n".join(filter(None, [text, *tables])), _box(line.get("bbox")))
                )
            pieces.append(Piece("", None))
        size = page.get("page_size") or [None, None]
        yield _blocks(pieces, size[0], size[1], apart=False)


def _mineru_lines(block: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    yield from block.get("lines", [])
    if depth < 5:
        for inner in block.get("blocks", []):
            yield from _mineru_lines(inner, depth + 1)


def _content_list(items: list[dict[str, Any]]) -> Iterator[tuple[str, Layout | None]]:
    """content_list.json: one entry a paragraph, with its page."""
    groups: dict[int, list[Piece]] = {}
    for item in items:
        if str(item.get("type")) in {"discarded", "header", "footer"} and not item.get("text"):
            continue
        texts = _said(item)
        for text in texts:
            if text.strip():
                piece = Piece(text, _box(item.get("bbox")))
                groups.setdefault(int(item["page_idx"]), []).append(piece)
    for number in sorted(groups):
        yield _blocks(groups[number], None, None)


def _said(item: dict[str, Any]) -> list[str]:
    """What an entry of a content list says: captions, text, items of a list, table, footnotes."""
    captions = [key for key in item if key.endswith("_caption")]
    notes = [key for key in item if key.endswith("_footnote")]
    texts: list[str] = []
    for key in (*captions, *SAID, *notes):
        said = item.get(key) or []
        for text in said if isinstance(said, list) else [said]:
            texts.append(_table(str(text)) if ROW.search(str(text)) else str(text))
    return texts


def _is_content(item: Any) -> bool:
    """Whether this is an entry of MinerU's second edition."""
    return isinstance(item, dict) and "type" in item and isinstance(item.get("content"), dict)


def _contents(items: list[dict[str, Any]]) -> Iterator[Piece]:
    """content_list_v2.json: the entries of a page, each a tree of pieces of text."""
    for item in items:
        box = _box(item.get("bbox"))
        for text in _leaves(item.get("content"), 0):
            if text.strip():
                yield Piece(text, box)


def _leaves(node: Any, depth: int) -> Iterator[str]:
    """The texts of a tree; the pieces of one paragraph, which stand in one list, as one."""
    if depth > DEEP:
        return
    if isinstance(node, list):
        line = ""
        for item in node:
            if isinstance(item, dict) and isinstance(item.get("content"), str):
                line += item["content"]
            else:
                yield from _leaves(item, depth + 1)
        yield line
    elif isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str):
                if key == "html":
                    yield _table(value)
                elif key in ("content", "math_content", "code_content"):
                    yield value
            else:
                yield from _leaves(value, depth + 1)


def _is_line(item: Any) -> bool:
    """Whether this is a line of PaddleOCR 2: its corners; its text and how sure it is."""
    return (
        isinstance(item, list)
        and len(item) == 2
        and all(isinstance(part, list) for part in item)
        and len(item[0]) == 4
        and len(item[1]) == 2
        and isinstance(item[1][0], str)
    )


def _old_lines(record: list[Any]) -> dict[str, Any]:
    """The lines of PaddleOCR 2 as those of version 3."""
    return {
        "rec_texts": [said for _, (said, _) in record],
        "rec_scores": [sure for _, (_, sure) in record],
        "rec_polys": [corners for corners, _ in record],
    }


def _old_blocks(record: list[dict[str, Any]]) -> list[Piece]:
    """The regions of PP-Structure 2: lines of text, or a table in HTML."""
    pieces: list[Piece] = []
    for block in record:
        if str(block.get("type")) in SKIPPED:
            continue
        said = block["res"]
        if isinstance(said, dict):
            pieces.append(Piece(_table(str(said.get("html") or "")), _box(block["bbox"])))
            continue
        lines = "\n".join(str(line["text"]) for line in said)
        pieces.append(Piece(lines, _box(block["bbox"])))
    return pieces


def _paddle_blocks(record: dict[str, Any]) -> list[Piece]:
    blocks = list(record["parsing_res_list"])
    if all(block.get("block_order") is not None for block in blocks):
        blocks.sort(key=lambda block: int(block["block_order"]))
    pieces: list[Piece] = []
    for block in blocks:
        if str(block.get("block_label")) not in SKIPPED:
            said = str(block.get("block_content") or "")
            text = _table(said) if ROW.search(said) else TAGS.sub("\u3000", said)
            pieces.append(Piece(text, _box(block.get("block_bbox"))))
    return pieces


def _lines(record: dict[str, Any]) -> tuple[str, Layout | None]:
    """PaddleOCR's lines with boxes: put in order by our own layout."""
    texts = [str(text) for text in record["rec_texts"]]
    shapes = record.get("rec_boxes") or record.get("rec_polys") or record.get("dt_polys") or []
    scores = record.get("rec_scores") or [1.0] * len(texts)
    if len(shapes) != len(texts):
        return "\n".join(texts) + "\n", None
    runs: list[Run] = []
    for text, shape, score in zip(texts, shapes, scores, strict=True):
        box = _box(shape)
        if box is not None and text.strip():
            runs.append(_run(text, box, float(score)))
    if not runs:
        return "", None
    whole = hull([run.box for run in runs])
    return compose(Sheet(whole.right, whole.bottom, "px", runs=tuple(runs)))


def _run(text: str, box: Box, score: float) -> Run:
    """The characters of a line share its box by their usual widths."""
    high, wide = box.bottom - box.top, box.right - box.left
    upright = high > 1.8 * wide and len(text) > 2
    weights = [0.55 if "!" <= c <= "~" else 1.0 for c in text]
    total = sum(weights)
    glyphs: list[Glyph] = []
    done = 0.0
    for character, weight in zip(text, weights, strict=True):
        start, end = done / total, (done + weight) / total
        done += weight
        if upright:
            place = Box(box.left, box.top + high * start, box.right, box.top + high * end)
        else:
            place = Box(box.left + wide * start, box.top, box.left + wide * end, box.bottom)
        size = (wide if upright else high) / 1.1
        glyphs.append(Glyph(character, place, size, confidence=score))
    return run_of(glyphs, upright)


def _box(shape: Any) -> Box | None:
    """A box from four numbers or from a list of points."""
    if not shape:
        return None
    if isinstance(shape[0], (list, tuple)):
        xs, ys = [float(p[0]) for p in shape], [float(p[1]) for p in shape]
        return Box(min(xs), min(ys), max(xs), max(ys))
    left, top, right, bottom = (float(value) for value in shape[:4])
    return Box(left, top, right, bottom)


def _blocks(
    pieces: list[Piece], width: Any, height: Any, *, apart: bool = True
) -> tuple[str, Layout | None]:
    """Blocks in the converter's order, a blank line between them; each character has its block's
    box, because nothing finer is known."""
    text: list[str] = []
    boxes: list[Box | None] = []
    for piece in pieces:
        body = piece.text.strip("\n")
        text.append(body + "\n")
        boxes += [None if character == "\n" else piece.box for character in body] + [None]
        if apart:
            text.append("\n")
            boxes.append(None)
    joined = "".join(text)
    placed = [box for box in boxes if box is not None]
    if not placed:
        return joined, None
    whole = hull(placed)
    size = (float(width or whole.right), float(height or whole.bottom))
    return joined, Layout(tuple(boxes), size[0], size[1], "pt")
