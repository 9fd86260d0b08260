"""Inputs nobody wrote, by the million: what must hold for any of them is checked for each.

    python benchmarks/fuzz.py --inputs 100000 [--target clean] [--seed 1]
    python benchmarks/fuzz.py --atheris --seconds 600 --target decode

Without `--target` all are fed, the quick ones more; with `--seconds` each for as long. Inputs are
pieces of the tests' own sentences, cut, joined and sprinkled with characters that have made
trouble; with `--atheris` (pip install atheris) coverage of the code guides them. An input that
breaks something, or takes ten seconds, is written to `--save` as a Python literal and the program
ends with 1.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import random
import sys
import time
import traceback
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import regex

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

TROUBLE = (
    "0123456789０３５９.,．，%％‰+-−—–~～/:：×^()（）[]【】《》“”‘’\"'、。；！？\n\r\t \u3000"
    "零〇○一二两三四五六七八九十百千万亿兆廿卅壹贰叁拾佰几数半余多来约近超逾不足以上以下左右"
    "第首届期版号年月日季度上下半同比环比增长下降提高至到占比倍番成折分之点个家项名元美元港元"
    "吨米公里平方瓦千瓦时区县市省园公司集团局厅委长记者讯本报OolI|ABGDP$￥€£℃²³½①⑳Ⅻ"
    "\u200b\u200d\u202e\u2066\ufeff\u00ad\ufe0f\x00\x1b\x7f\u0085\u2028\ufffd\ue000\u0301\u0378"
    "\U0001f600\U000e0041\U00020000⻄⻓見區億萬<>&=@'{}\\"
)
FOLIO = regex.compile(r"0[1-9](?:19|20)\d\d")
"""要闻022023年: the one run of digits that is two numbers."""
LONGEST = 10.0
"""Seconds of processor time that an input may take; it has some 200 characters."""


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of the tests' cases and pages."""
    found: list[str] = []
    for path in sorted((ROOT / "tests" / "cases").glob("*.csv")):
        lines = path.read_text(encoding="utf-8").split("\n")
        for row in csv.reader(line for line in lines if line and not line.startswith("#")):
            found += [cell.replace("\\n", "\n") for cell in row[:2] if len(cell) > 3]
    for path in sorted((ROOT / "raw").glob("*.txt")):
        found += regex.split(r"(?<=[。\n])", path.read_bytes().decode("utf-8"))
    return tuple(cell for cell in found if cell)


def text_of(chance: random.Random) -> str:
    """A text of up to about 200 characters."""
    kind = chance.random()
    if kind < 0.2:
        return "".join(chance.choice(TROUBLE) for _ in range(chance.randrange(60)))
    pieces = []
    for _ in range(chance.randrange(1, 4)):
        piece = chance.choice(sentences())
        start = chance.randrange(len(piece))
        pieces.append(piece[start : start + chance.randrange(1, 70)])
    text = chance.choice(("", "", "\n", "，", " ")).join(pieces)
    for _ in range(chance.randrange(6)):
        at = chance.randrange(len(text) + 1)
        step = chance.random()
        if step < 0.5:
            text = text[:at] + chance.choice(TROUBLE) + text[at:]
        elif step < 0.7:
            text = text[:at] + text[at + chance.randrange(1, 4) :]
        elif step < 0.85:
            text = text[:at] + chance.choice(TROUBLE) * chance.randrange(2, 30) + text[at:]
        else:
            text = (
                text[:at] + chr(chance.choice((chance.randrange(0xD800), 0x10000 + at))) + text[at:]
            )
    return text


def bytes_of(chance: random.Random) -> bytes:
    """A text in some encoding, most often damaged, or noise."""
    if chance.random() < 0.1:
        return chance.randbytes(chance.randrange(200))
    encoding = chance.choice(("utf-8", "gb18030", "big5hkscs", "utf-16", "utf-16-le", "utf-8-sig"))
    data = text_of(chance).encode(encoding, "replace")
    for _ in range(chance.randrange(4)):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.randbytes(chance.randrange(3)) + data[at + chance.randrange(3) :]
    return data


# What must hold. Each function takes one input and raises where something does not.


def decode(data: bytes) -> None:
    from pipeline.ingest.text import decode as decoded
    from pipeline.ingest.text import looks_binary

    found = decoded(data)
    assert found.undecodable == found.text.count("\ufffd")
    found.text.encode("utf-8")
    looks_binary(data)


def clean(text: str) -> None:
    from pipeline.clean import clean as cleaned
    from pipeline.clean import replay
    from pipeline.model import Page

    made = cleaned(Page("a.txt", text))
    body = made.body
    assert list(body.origin) == sorted(set(body.origin)), "two characters of one place"
    assert not body.origin or 0 <= body.origin[0] <= body.origin[-1] < len(text)
    assert replay(text, made.changes) == body.text


def quantities(text: str) -> None:
    from pipeline.quantities import find

    last = 0
    owner = [-1] * len(text)
    for number, quantity in enumerate(find(text)):
        start, end = quantity.span.start, quantity.span.end
        assert last <= start < end <= len(text), quantity
        assert text[start:end] == quantity.text, quantity
        owner[start:end] = [number] * (end - start)
        last = end
    for run in regex.finditer(r"\d+", text):
        owners = set(owner[run.start() : run.end()])
        assert -1 not in owners, run
        # clean text has no wide digits; a page's number may be printed before the year
        wide = not run.group().isascii()
        assert len(owners) == 1 or wide or FOLIO.fullmatch(run.group()), run


def page(text: str) -> None:
    from pipeline.checks import checked
    from pipeline.model import Page
    from pipeline.records import FIELDS, records
    from pipeline.report import piece, view
    from pipeline.run.page import read_page
    from pipeline.write import as_rows, csv_cells

    result = read_page(Page("a.txt", text))
    made = checked(records(result), None)
    broken = [
        problem
        for problem in result.problems
        if problem.code in ("P001", "P003", "P004") and not FOLIO.fullmatch(problem.detail)
    ]
    assert not broken, broken
    lines = regex.split(r"\r\n|\n|\r", text)
    for row in (*made.quantities, *made.facts):
        if row["line"] == row["end_line"]:
            line = lines[int(str(row["line"])) - 1]
            assert line[int(str(row["column"])) - 1 : int(str(row["end_column"]))] == row["raw"], (
                row
            )
    rows = as_rows(made)
    for table, lines, cells in zip(FIELDS, rows.lines, rows.cells, strict=True):
        assert [json.loads(line) for line in lines.split(b"\n")[:-1]] == list(made.table(table))
        back = list(csv.reader(io.StringIO(cells.decode(), newline="")))
        assert back == [csv_cells(table, row) for row in made.table(table)]
    shown = piece(made, view(result, made))
    assert _tags_of(shown.page.decode()) == _template()
    assert json.loads(shown.page)["page"] == "a.txt"


def write(text: str) -> None:
    from pipeline.excel import guarded
    from pipeline.records import FIELDS, identity
    from pipeline.write import csv_cells, csv_line, json_line

    row: dict[str, Any] = dict.fromkeys(FIELDS["facts"], text)
    line = json_line(row)
    assert line.endswith("\n") and not regex.search("[\n\r\u0085\u2028\u2029]", line[:-1])
    assert json.loads(line) == row
    written = csv_line(csv_cells("facts", row))
    (cells,) = csv.reader(io.StringIO(written, newline=""))
    assert cells == [text] * len(FIELDS["facts"])
    cell = guarded(text)
    assert not regex.match(r"[\s\u3000]*[=@＝＋－＠]|[\t\r\n]", cell), cell
    assert not regex.match(r"\s*[+-]", cell) or regex.fullmatch(r"[+-]?\d+(\.\d+)?%?", cell), cell
    identity(text, None, 1)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


@cache
def _template() -> list[str]:
    return _tags("")


def _tags(text: str) -> list[str]:
    from pipeline.report import embedded

    data = embedded({"text": text, text: [text]})
    assert json.loads(data) == {"text": text, text: [text]}
    return _tags_of(data)


def _tags_of(data: str) -> list[str]:
    parser = _Tags()
    parser.feed(f'<script type="application/json">{data}</script><p>')
    return parser.tags


def report(text: str) -> None:
    assert _tags(text) == _template()


Target = tuple[Callable[[Any], None], Callable[[random.Random], Any], int]
# What is checked, what makes its inputs, and how many of a thousand go to it.
TARGETS: dict[str, Target] = {
    "decode": (decode, bytes_of, 380),
    "write": (write, text_of, 250),
    "report": (report, text_of, 200),
    "quantities": (quantities, text_of, 100),
    "clean": (clean, text_of, 60),
    "page": (page, text_of, 10),
}


class Guided(random.Random):
    """Chance that is not: what is drawn stands in bytes, which another program changes to reach
    more of the code. Behind their end all that is drawn is nothing."""

    def __init__(self, data: bytes) -> None:
        super().__init__(0)
        self._data = data
        self._at = 0

    def getrandbits(self, k: int) -> int:
        size = -(-k // 8)
        drawn = self._data[self._at : self._at + size].ljust(size, b"\0")
        self._at += size
        return int.from_bytes(drawn, "little") & ((1 << k) - 1)

    def random(self) -> float:
        return self.getrandbits(16) / (1 << 16)

    def randbytes(self, n: int) -> bytes:
        return bytes(self.getrandbits(8) for _ in range(n))


def _by_coverage(name: str, seconds: int) -> None:
    import atheris

    check, make, _ = TARGETS[name]
    with atheris.instrument_imports(include=["pipeline"]):
        from pipeline.run.limit import limited

        # loads what any check loads
        for load, given, _ in TARGETS.values():
            load(given(Guided(b"")))

    def one(data: bytes) -> None:
        """Bytes are an input as they are, or say what one is made of."""
        if name == "decode" and data[:1] < b"\x80":
            given: str | bytes = data[1:]
        elif data[:1] < b"\x20":
            given = data[1:].decode("utf-8", "ignore")
        else:
            given = make(Guided(data[1:]))
        with limited(LONGEST):
            check(given)

    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-max_len=400"], one)
    atheris.Fuzz()


def main() -> int:
    parser = argparse.ArgumentParser(description="feeds what nobody wrote")
    parser.add_argument("--target", choices=TARGETS)
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=0, help="stop after so many, in all")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--save", type=Path, default=None, help="where inputs that fail are written"
    )
    parser.add_argument("--atheris", action="store_true", help="guided by coverage; one target")
    options = parser.parse_args()
    if options.atheris:
        _by_coverage(options.target or "decode", options.seconds or 120)
        return 0
    from pipeline.run.limit import limited

    inputs = failures = 0
    started = time.perf_counter()
    share_of_time = options.seconds / (1 if options.target else len(TARGETS))
    for name, (check, make, share) in TARGETS.items():
        if options.target not in (None, name):
            continue
        count = options.inputs if options.target else options.inputs * share // 1000
        chance = random.Random(f"{name} {options.seed}")
        begun = time.perf_counter()
        done = failed = 0
        for _ in range(count):
            if share_of_time and time.perf_counter() - begun > share_of_time:
                break
            given = make(chance)
            done += 1
            try:
                with limited(LONGEST):
                    check(given)
            except Exception as error:
                failed += 1
                if failed <= 5:
                    last = traceback.extract_tb(error.__traceback__)[-1]
                    where = f"{Path(last.filename).name}:{last.lineno}"
                    print(f"{name}: {given!r}\n  {type(error).__name__}: {error} at {where}")
                if options.save:
                    options.save.mkdir(parents=True, exist_ok=True)
                    (options.save / f"{name}-{failed}.txt").write_text(
                        ascii(given), encoding="utf-8"
                    )
        seconds = time.perf_counter() - begun
        print(f"{name:<12}{done:>9} inputs {failed:>4} failed {seconds:>7.1f} s", flush=True)
        inputs += done
        failures += failed
    print(f"{'in all':<12}{inputs:>9} inputs {failures:>4} failed", end=" ")
    print(f"{time.perf_counter() - started:>7.1f} s")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
