"""Scans (PNG, JPEG, TIFF, WebP) and pages of pictures → pages with boxes in pixels.

Needs the extra `[ocr]`. Boxes count in the pixels of the file as it is (before straightening).
"""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.errors import InputError
from pipeline.ingest.layout import Rule, Sheet, compose
from pipeline.ingest.layout.frames import boxed, is_edge, mended, unique
from pipeline.ingest.layout.sheet import Run
from pipeline.model import Box, Layout, Page, Source

# A 600-dpi broadsheet has 120 million pixels; 300 dpi are enough to read it.
MAX_PIXELS = 100_000_000
MAX_FRAMES = 64
# What readers of pictures say of a file that ends too early.
BROKEN_OFF = ("truncated", "broken data stream", "unrecognized data stream", "Truncated")
RENDER_DPI = 300
RENDER_PIXELS = 40_000_000


def read_scan(path: Path, name: str) -> Iterator[Page]:
    """The pages of an image file, one a frame.

    Raises InputError: I024 without the extra, I025 too large, I026 not a readable picture.
    """
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    for number, image in enumerate(frames(data, name), 1):
        yield page_of(image, name, number, digest)


def frames(data: bytes, name: str) -> Iterator[Any]:
    """The pictures of a file, turned as its camera says. Raises InputError as `read_scan`."""
    try:
        from PIL import Image, ImageOps
    except ImportError as error:
        raise InputError("I024", "Pillow is not installed", where=name) from error
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "WEBP", "BMP"))
        except Image.DecompressionBombError as error:
            raise InputError("I025", _size(str(error)), where=name) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise InputError("I026", _why(error), where=name) from error
        for index in range(min(getattr(image, "n_frames", 1), MAX_FRAMES)):
            try:
                image.seek(index)
                if image.width * image.height > MAX_PIXELS:
                    detail = f"{image.width} × {image.height} pixels"
                    raise InputError("I025", detail, where=name)
                if min(image.width, image.height) < 16:
                    raise InputError("I026", f"{image.width} × {image.height}", where=name)
                yield ImageOps.exif_transpose(image).copy()
            except (OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
                raise InputError("I026", _why(error), where=name) from error


def _why(error: Exception) -> str:
    """Why a picture cannot be read, as far as its reader says; without places in memory."""
    said = str(error)
    if isinstance(error, EOFError) or any(word in said for word in BROKEN_OFF):
        return "the file breaks off"
    return "no picture of a known kind" if "identify" in said else type(error).__name__


def _size(said: str) -> str:
    """How large a picture is that its reader refused."""
    found = re.search(r"\d+", said)
    return f"{found.group()} pixels, {MAX_PIXELS} are read" if found else said


def render(document: Any, index: int) -> Any:
    """A PDF page as a picture of 300 dpi, less for a very large page."""
    page = document[index]
    try:
        width, height = page.get_size()
        # A page that is one picture is read at the picture's own resolution.
        own = [
            item.get_px_size()[0] / max(1.0, item.get_bounds()[2] - item.get_bounds()[0])
            for item in page.get_objects(filter=[3], max_depth=2)
        ]
        scale = min([RENDER_DPI / 72, *(value for value in own if value > 1.0)])
        while width * height * scale * scale > RENDER_PIXELS and scale > 0.05:
            scale *= 0.8
        return page.render(scale=scale, grayscale=True).to_pil()
    finally:
        page.close()


def page_of(image: Any, name: str, number: int, digest: str) -> Page:
    """A picture read as a page. Raises InputError I024 where recognition is not installed."""
    from pipeline.ingest.ocr.engine import installed

    if not installed():
        raise InputError("I024", "pip install rapidocr onnxruntime", where=name)
    sheet, scan = sheet_of(image)
    text, layout = compose(sheet)
    return Page(
        name,
        text,
        number,
        Source.OCR,
        digest,
        "ocr",
        layout=_original(layout, scan, image.width, image.height),
    )


def sheet_of(image: Any) -> tuple[Sheet, Any]:
    """What recognition finds on a picture, and the straightened scan."""
    import numpy

    from pipeline.ingest.ocr.borders import to_columns
    from pipeline.ingest.ocr.lines import runs_of
    from pipeline.ingest.ocr.picture import pictures_of, rules_of, scan_of, turned, without
    from pipeline.ingest.ocr.strips import strips_of
    from pipeline.ingest.ocr.turns import quarter_turns

    pixels = numpy.asarray(grey(image))
    scan = scan_of(pixels)
    drawn = rules_of(scan)
    strips = strips_of(plain := without(scan, drawn))
    if turns := quarter_turns(plain, strips):
        scan = turned(pixels, turns)
        drawn = rules_of(scan)
        strips = strips_of(plain := without(scan, drawn))
    height, width = scan.grey.shape
    runs = runs_of(plain, strips)
    # What the networks make of a photograph's edges is short and unsure, or stands in a picture.
    sure = [run for run in runs if _sureness(run) > 0.6 and len(run.glyphs) > 1]
    pictures = pictures_of(scan, [run.box for run in sure])
    runs = [run for run in runs if _sureness(run) > 0.5 or any(c.isdigit() for c in run.text)]
    boxes = [run.box for run in runs]
    rules = [
        Rule(box) for box in drawn if not any(_inside(box, other) for other in (*boxes, *pictures))
    ]
    runs = [run for run in runs if not any(_inside(run.box, box) for box in pictures)]
    pictures = to_columns(pictures, runs)
    slack = 0.6 * scan.em
    whole = mended(rules, 0.3 * scan.em, 2 * scan.em)
    frames = [box for given in (rules, whole) for box in boxed(given, slack, 3 * scan.em)]
    panels = unique([*frames, *scan.tints], slack)
    rules = [rule for rule in rules if not is_edge(rule, panels, slack)]
    sheet = Sheet(
        float(width),
        float(height),
        "px",
        runs=tuple(runs),
        rules=tuple(rules),
        pictures=tuple(pictures),
        panels=tuple(panels),
        strokes=tuple(whole),
    )
    return sheet, scan


def _sureness(run: Run) -> float:
    return sum(glyph.confidence for glyph in run.glyphs) / max(1, len(run.glyphs))


def grey(image: Any) -> Any:
    """Grey values; transparent paper is white."""
    from PIL import Image

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        rich = image.convert("RGBA")
        ground = Image.new("RGBA", rich.size, "white")
        image = Image.alpha_composite(ground, rich)
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        import numpy

        values = numpy.asarray(image).astype(numpy.float64)
        top = float(values.max()) or 1.0
        return (values * (255.0 / max(top, 255.0))).astype(numpy.uint8)
    return image.convert("L")


def _inside(box: Box, other: Box) -> bool:
    """Whether most of a box lies in another one."""
    wide = min(box.right, other.right) - max(box.left, other.left)
    high = min(box.bottom, other.bottom) - max(box.top, other.top)
    area = max(1.0, (box.right - box.left) * (box.bottom - box.top))
    return wide > 0 and high > 0 and wide * high > 0.6 * area


def _original(layout: Layout, scan: Any, width: int, height: int) -> Layout:
    """The boxes as they stand on the file's own picture, before it was straightened."""
    if scan.angle == 0 and not scan.turns:
        return layout
    (a, b, c), (d, e, f) = scan.matrix.tolist()
    boxes: list[Box | None] = []
    for box in layout.boxes:
        if box is None:
            boxes.append(None)
            continue
        middle, centre = (box.left + box.right) / 2, (box.top + box.bottom) / 2
        x, y = a * middle + b * centre + c, d * middle + e * centre + f
        wide, high = (box.right - box.left) / 2, (box.bottom - box.top) / 2
        if scan.turns % 2:
            wide, high = high, wide
        boxes.append(Box(x - wide, y - high, x + wide, y + high))
    return replace(layout, boxes=tuple(boxes), width=float(width), height=float(height))
