"""How much of generated newspaper pages is read right: sentences in place, numerals.

    python benchmarks/layout.py FOLDER [--dpi 300] [--worn] [--facts] [--show] [--kept FOLDER]

Without `--dpi` the PDFs are read by their text layer; with it they are rendered and recognised.
FOLDER is what `newspaper.py` or `typeset.py` made. `--facts` compares the facts of each page with
those of its articles one after the other, as a text page that knows how large its headlines are.
`--kept` keeps what was recognised, so that a change in the reading order needs no second
recognition.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

import regex

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from pipeline.model import Box, Layout, Page, Source

NUMERAL = regex.compile(
    r"\d[\d,]*(?:\.\d+)?(?:万亿|亿|万|千|百)?(?:元|美元|港元|欧元|日元|%|个百分点|家|件|个|项|倍|位|年|月|日|"
    r"平方米|人次|只|吨|户|条|台|标箱|名|款|辆|人)?"
)


@dataclass
class Score:
    """Counts of one page."""

    sentences: int = 0
    placed: int = 0
    numerals: int = 0
    exact: int = 0
    facts: int = 0
    wanted: int = 0
    found: int = 0


def squeezed(text: str) -> str:
    return "".join(text.split()).replace("\u3000", "")


def sentences_of(article: dict[str, object]) -> list[str]:
    paragraphs = article["paragraphs"]
    assert isinstance(paragraphs, list)
    joined = "".join(squeezed(str(text)) for text in paragraphs)
    return [part + "。" for part in joined.split("。") if len(part) > 3]


def find(sentence: str, text: str) -> int:
    """Where a sentence stands, a few wrong characters allowed; -1 where it is broken or missing."""
    place = text.find(sentence)
    if place >= 0:
        return place
    votes: Counter[int] = Counter()
    for start in range(len(sentence) - 3):
        at = text.find(sentence[start : start + 4])
        while at >= 0:
            votes[at - start] += 1
            at = text.find(sentence[start : start + 4], at + 1)
    best = (0.85, -1)
    for place, _ in votes.most_common(4):
        there = text[max(0, place) : max(0, place) + len(sentence)]
        ratio = SequenceMatcher(None, sentence, there, autojunk=False).ratio()
        best = max(best, (ratio, max(0, place)))
    return best[1]


def longest_rise(places: list[int]) -> int:
    tails: list[int] = []
    for place in places:
        at = bisect_left(tails, place)
        if at == len(tails):
            tails.append(place)
        else:
            tails[at] = place
    return len(tails)


def judge(truth: dict[str, object], page: Page, show: bool = False) -> Score:
    """A sentence counts when it is whole, in order within its article, and no sentence of another
    article stands between it and the article's sentence before it."""
    score = Score()
    text = squeezed(page.text)
    articles = truth["articles"]
    assert isinstance(articles, list)
    marks: list[tuple[int, int, int]] = []
    whole = "\n".join(part for article in articles for part in sentences_of(article))
    for number, article in enumerate(articles):
        for order, sentence in enumerate(sentences_of(article)):
            if whole.count(sentence) > 1:
                continue
            score.sentences += 1
            place = find(sentence, text)
            if place >= 0:
                marks.append((place, number, order))
            elif show:
                print("  broken:", number, sentence[:50])
        everything = "".join(
            [
                str(article["headline"]),
                *map(str, article["paragraphs"]),
                *map(str, article["captions"]),
            ]
        )
        score.numerals += len(NUMERAL.findall(squeezed(everything)))
    marks.sort()
    for number, _ in enumerate(articles):
        orders = [order for _, article, order in marks if article == number]
        score.placed += longest_rise(orders)
        runs = 0
        before = -1
        for _, article, _ in marks:
            if article == number and before != number:
                runs += 1
            before = article
        if runs > 1:
            score.placed -= min(runs - 1, longest_rise(orders))
            if show:
                print("  torn:", number, runs, str(articles[number]["headline"]))
    printed: dict[str, int] = {}
    for match in NUMERAL.finditer(text):
        printed[match.group()] = printed.get(match.group(), 0) + 1
    for article in articles:
        everything = [article["headline"], *article["paragraphs"], *article["captions"]]
        for part in everything:
            for match in NUMERAL.finditer(squeezed(str(part))):
                if printed.get(match.group(), 0) > 0:
                    printed[match.group()] -= 1
                    score.exact += 1
                elif show:
                    print("  numeral:", match.group())
    return score


# Sizes of type in the plain text, as the generators set it.
SIZES = {"headline": 20.0, "kicker": 13.0, "subhead": 13.0}


def plain(truth: dict[str, object], name: str, date: str) -> Page:
    """The page as a text in the order of the truth: what a perfect reading order gives."""
    articles = truth["articles"]
    assert isinstance(articles, list)
    lines: list[tuple[str, float]] = []
    for article in articles:
        lines += [
            (str(article[part]), SIZES.get(part, 10.0))
            for part in ("kicker", "headline", "subhead", "byline")
            if article[part]
        ]
        lines.append(("", 10.0))
        lines += [("\u3000\u3000" + text, 10.0) for text in article["paragraphs"]]
        for caption in article["captions"]:
            # Behind a blank line a caption is a text of its own, as it is in a text page.
            lines += [("", 10.0), (caption, 10.0)]
        lines.append(("", 10.0))
    boxes = tuple(
        Box(at * size, row * 30.0, (at + 1) * size, row * 30.0 + size)
        for row, (line, size) in enumerate(lines)
        for at in range(len(line) + 1)
    )
    layout = Layout(boxes, 1000.0, 30.0 * len(lines), "pt")
    return Page(name, "".join(line + "\n" for line, _ in lines), date=date, layout=layout)


def facts_of(page: Page) -> Counter[tuple[str, ...]]:
    """What the pipeline reads on a page; places are left out."""
    from pipeline.run import read_page

    return Counter(
        (
            str(fact.subject),
            fact.indicator,
            str(fact.value),
            str(fact.base_unit),
            fact.kind.value,
            str(fact.period),
            fact.qualifier.value,
            fact.modality.value,
        )
        for reading in read_page(page).readings
        for fact in reading.facts
    )


def recognised(image, stored: Path | None, name: str) -> Page:  # type: ignore[no-untyped-def]
    """The page of a picture; what was found on it is read from `stored`, or put there."""
    from types import SimpleNamespace

    from pipeline.ingest import scan
    from pipeline.ingest.layout import compose

    if stored is None:
        return scan.page_of(image, name, 1, "")
    if stored.exists():
        sheet, angle, matrix, width, height = pickle.loads(stored.read_bytes())
    else:
        sheet, straight = scan.sheet_of(image)
        angle, matrix, (width, height) = straight.angle, straight.matrix, image.size
        stored.parent.mkdir(parents=True, exist_ok=True)
        stored.write_bytes(pickle.dumps((sheet, angle, matrix, width, height)))
    text, layout = compose(sheet)
    turned = SimpleNamespace(angle=angle, matrix=matrix, turns=0)
    original = scan._original(layout, turned, width, height)
    return Page(name, text, 1, Source.OCR, "", "ocr", layout=original)


def drawn(source: Path, dpi: int):  # type: ignore[no-untyped-def]
    """The page as a picture."""
    import newspaper
    import typeset

    stored = source.with_suffix(".pickle")
    if stored.exists():
        return typeset.drawn(pickle.loads(stored.read_bytes()), dpi)
    return newspaper.render(source.with_suffix(".pdf"), dpi)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dpi", type=int, default=0)
    parser.add_argument("--worn", action="store_true")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--facts", action="store_true")
    parser.add_argument("--kept", type=Path)
    options = parser.parse_args()
    total = Score()
    seconds = 0.0
    cpu = 0.0
    pages = 0
    for source in sorted(options.folder.glob("*.json")):
        if options.only and not regex.search(options.only, source.stem):
            continue
        truth = json.loads(source.read_text(encoding="utf-8"))
        pdf = source.with_suffix(".pdf")
        if options.dpi:
            from newspaper import wear

            stored = None
            if options.kept:
                worn = "-worn" if options.worn else ""
                stored = options.kept / f"{source.stem}-{options.dpi}{worn}.pickle"
            image = None
            if stored is None or not stored.exists():
                image = drawn(source, options.dpi)
                if options.worn:
                    image = wear(image, 7, options.dpi)
            started, ticked = time.perf_counter(), time.process_time()
            page = recognised(image, stored, source.stem)
        else:
            from pipeline.ingest.pdf import read_pdf

            started, ticked = time.perf_counter(), time.process_time()
            page = next(iter(read_pdf(pdf, source.stem)))
        spent, worked = time.perf_counter() - started, time.process_time() - ticked
        score = judge(truth, page, options.show)
        lost = ""
        if options.facts:
            date = truth.get("date", "2024-04-18")
            wanted = facts_of(plain(truth, source.stem, date))
            found = facts_of(replace(page, date=date))
            score.facts = (wanted & found).total()
            score.wanted, score.found = wanted.total(), found.total()
            lost = f" facts {score.facts} of {score.wanted} ({score.found} found),"
            if options.show:
                print("  lost:", *sorted(wanted - found), sep="\n    ")
                print("  new:", *sorted(found - wanted), sep="\n    ")
        print(
            f"{source.stem} {truth['template']:9} {truth['columns']} columns: "
            f"sentences {score.placed}/{score.sentences}, "
            f"numerals {score.exact}/{score.numerals},{lost} "
            f"{page.text.count(chr(10))} lines, {spent:.2f} s ({worked:.2f} s of processor)",
            flush=True,
        )
        seconds += spent
        cpu += worked
        pages += 1
        for name in total.__dataclass_fields__:
            setattr(total, name, getattr(total, name) + getattr(score, name))
    if pages:
        print(
            f"all: sentences {total.placed / max(1, total.sentences):.4f}, "
            f"numerals {total.exact / max(1, total.numerals):.4f}, "
            f"facts F1 {2 * total.facts / max(1, total.wanted + total.found):.4f}, "
            f"{seconds / pages:.2f} s a page ({cpu / pages:.2f} s of processor)"
        )


if __name__ == "__main__":
    main()
