"""How fast pages are read, beside what jieba alone takes for the same text.

    python benchmarks/speed.py [FOLDER] [--megabytes 1 10 100] [--rounds 3] [--json FILE]

For generated pages of each size, or for the text pages of FOLDER: pages and characters a second
of one process, the share of each stage, the peak of memory, and the ratio to bare `jieba.cut` in
the same process, its rounds between ours; also to other tools for Chinese text as far as they are
installed (`pip install jionlp recognizers-text-suite`). Seconds belong to a machine, ratios less
so: a ratio is what a test pins. Also how long the program takes to begin. Nothing is written but
JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import generate  # noqa: E402

from pipeline import articles, checks, clean, entities, facts, quantities, segment  # noqa: E402
from pipeline.model import Page  # noqa: E402
from pipeline.records import records  # noqa: E402
from pipeline.report import view  # noqa: E402
from pipeline.run import parts, read_page  # noqa: E402
from pipeline.write import csv_cells, json_line  # noqa: E402

STAGES: tuple[tuple[str, Any, str], ...] = (
    ("clean", clean, "clean"),
    ("articles", articles, "split"),
    ("words", segment, "words"),
    ("entities", entities, "find"),
    ("quantities", quantities, "find"),
    ("times", quantities, "find_times"),
    ("facts", facts, "find"),
    ("promises", checks, "promises"),
    ("contradictions", checks, "contradictions"),
)
"""Stages are called through their module, so that the clock can stand between."""


def process(page: Page) -> int:
    """All that a run does for a page but for reading and writing files; the characters made."""
    made = 0
    for part, shift in parts(page):
        result = read_page(part)
        rows = records(result, shift)
        view(result, rows)
        for table in ("facts", "quantities", "entities", "articles", "problems"):
            for row in rows.table(table):
                made += len(json_line(row)) + sum(map(len, csv_cells(table, row)))
    return made


@contextmanager
def stopwatches(seconds: dict[str, float]) -> Iterator[None]:
    """Adds up what each stage takes, while the context lasts."""

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            started = time.process_time()
            try:
                return real(*given, **named)
            finally:
                seconds[name] = seconds.get(name, 0.0) + time.process_time() - started

        return call

    kept = [(owner, name, getattr(owner, name)) for _, owner, name in STAGES]
    for stage, owner, name in STAGES:
        setattr(owner, name, watched(stage, getattr(owner, name)))
    try:
        yield
    finally:
        for owner, name, real in kept:
            setattr(owner, name, real)


def timed(work: Callable[[], object]) -> float:
    """Processor seconds: what others do on the machine counts less than by the clock."""
    started = time.process_time()
    work()
    return time.process_time() - started


def cut_all(texts: Iterable[str]) -> None:
    import jieba

    for text in texts:
        for _ in jieba.cut(text):
            pass


def ratio(pages: list[Page], rounds: int) -> dict[str, float]:
    """Characters a second of the whole extraction, of jieba, and the first over the second.

    The best of several rounds of each, one after the other, so that a busy moment hurts neither.
    """
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    texts = [page.text for page in pages]
    characters = sum(map(len, texts))
    own: list[float] = []
    theirs: list[float] = []
    for _ in range(rounds):
        own.append(timed(lambda: [process(page) for page in pages]))
        theirs.append(timed(lambda: cut_all(texts)))
    return {
        "characters": characters,
        "pages_a_second": round(len(pages) / min(own), 1),
        "characters_a_second": round(characters / min(own)),
        "jieba_characters_a_second": round(characters / min(theirs)),
        "ratio_to_jieba": round(min(theirs) / min(own), 4),
    }


def _posseg() -> Callable[[str], object]:
    from jieba import posseg

    return posseg.lcut


def _spacy() -> Callable[[str], object]:
    import spacy

    return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


def _jionlp() -> Callable[[str], object]:
    import jionlp

    def work(text: str) -> None:
        for sentence in text.split("。"):
            for read in (jionlp.ner.extract_money, jionlp.ner.extract_time):
                read(sentence)
            jionlp.recognize_location(sentence)

    return work


def _recognizers() -> Callable[[str], object]:
    import recognizers_suite as suite

    readers = (
        suite.recognize_number,
        suite.recognize_currency,
        suite.recognize_percentage,
        suite.recognize_datetime,
    )

    def work(text: str) -> None:
        for sentence in text.split("。"):
            for read in readers:
                read(sentence, suite.Culture.Chinese)

    return work


PEERS: dict[str, Callable[[], Callable[[str], object]]] = {
    "jieba.posseg": _posseg,
    "spaCy blank zh with jieba": _spacy,
    "JioNLP money, time, location": _jionlp,
    "Recognizers-Text number, currency, percentage, date-time": _recognizers,
}
"""What others do for a text; each only finds or cuts, and none puts a fact together."""


def peers(pages: list[Page], ours: float) -> dict[str, dict[str, float]]:
    """Of each peer that is installed: its characters a second, and ours over them.

    ours: characters a second of the whole extraction, measured in this process just before.
    """
    texts = [page.text for page in pages[:40]]
    out: dict[str, dict[str, float]] = {}
    for name, load in PEERS.items():
        try:
            work = load()
            work(texts[0])
        except Exception as error:  # a peer that is not there, or not in order, is no error of ours
            print(f"{name} is left out: {error}", file=sys.stderr)
            continue
        seconds = timed(lambda work=work: [work(text) for text in texts])
        rate = sum(map(len, texts)) / seconds
        out[name] = {"characters_a_second": round(rate), "ours_over_it": round(ours / rate, 3)}
    return out


def shares(pages: list[Page]) -> dict[str, float]:
    """The part of the time that each stage takes; `rest` is records, views and rows as text."""
    seconds: dict[str, float] = {}
    with stopwatches(seconds):
        whole = timed(lambda: [process(page) for page in pages])
    found = {name: seconds.get(name, 0.0) / whole for name, _, _ in STAGES}
    # `quantities.find` is given its times, so that none is counted twice.
    return {
        **{name: round(part, 3) for name, part in found.items()},
        "rest": round(1 - sum(found.values()), 3),
    }


def cold() -> dict[str, float]:
    """Seconds that a new process takes: for `--help`, and for a run over one page."""
    out: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.txt"
        page.write_text(next(generate.pages(1)), encoding="utf-8")
        run = ["run", "-q", str(page), "-o", str(Path(folder) / "out")]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PIPELINE_CACHE": folder}
        for name, arguments in (("help", ["--help"]), ("first_run_ever", run), ("first_page", run)):
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "pipeline", *arguments],
                env=environment,
                stdout=subprocess.DEVNULL,
                check=True,
            )
            out[name] = round(time.perf_counter() - started, 2)
    return out


def peak() -> float:
    """The most memory this process ever held, in MB."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(size / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)


def made(megabytes: float) -> list[Page]:
    """Generated pages of so many million bytes of UTF-8 together."""
    pages: list[Page] = []
    size = 0.0
    while size < megabytes * 1e6:
        text = generate.Writer(len(pages)).page()
        pages.append(Page(f"g{len(pages):06d}.txt", text, date="2024-04-18"))
        size += len(text.encode("utf-8"))
    return pages


def found(folder: Path) -> list[Page]:
    from pipeline.ingest import discover, pages

    return [
        outcome.page
        for file in discover([folder])
        if file.path.suffix == ".txt"
        for outcome in pages(file)
        if outcome.page is not None
    ]


def measure(pages: list[Page], rounds: int) -> dict[str, Any]:
    process(pages[0])
    found = ratio(pages, rounds)
    most = peak()
    return {
        **found,
        "shares": shares(pages[:200]),
        "peak_mb": most,
        "peers": peers(pages, found["characters_a_second"]),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Characters a second, as a ratio to jieba's.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--megabytes", type=float, nargs="+", default=[1])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    told: dict[str, Any] = {"python": platform.python_version(), "cold": cold(), "sets": {}}
    if options.folder is not None:
        pages = found(options.folder)
        if not pages:
            parser.error(f"no text page in {options.folder}")
        told["sets"][str(options.folder)] = measure(pages, options.rounds)
    else:
        for size in options.megabytes:
            rounds = options.rounds if size <= 10 else 1
            told["sets"][f"{size:g} MB"] = measure(made(size), rounds)
    text = json.dumps(told, ensure_ascii=False, indent=1)
    print(text)
    if options.json is not None:
        options.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
