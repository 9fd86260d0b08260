"""Exact-span F1 on the labelled sentences of CLUENER2020, which are read, never kept.

    python benchmarks/cluener.py DEV_JSON [--errors N] [--words]

DEV_JSON has one object a line: `text` and `label` {type: {surface: [[first, last], …]}}.
Two figures: `company` alone, and company, organization and government taken as one kind.
`--words` gives jieba's words along, as the pipeline does.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from pathlib import Path

from pipeline.entities import find
from pipeline.model import EntityType, Span

Found = set[tuple[int, int, int]]
GOLD_COMPANY = {"company"}
GOLD_BODIES = {"company", "organization", "government"}
OUR_COMPANY = {EntityType.COMPANY}
OUR_BODIES = {EntityType.COMPANY, EntityType.ORG}


def figures(gold: Found, found: Found) -> str:
    """Precision, recall and F1 in percent."""
    right = len(gold & found)
    precision = 100 * right / len(found) if found else 0.0
    recall = 100 * right / len(gold) if gold else 0.0
    total = precision + recall
    f1 = 2 * precision * recall / total if total else 0.0
    return f"P {precision:5.1f}  R {recall:5.1f}  F1 {f1:5.1f}  ({right} of {len(gold)})"


def words_of(text: str) -> list[Span]:
    """jieba's words as spans."""
    import jieba

    out: list[Span] = []
    start = 0
    for word in jieba.cut(text):
        out.append(Span(start, start + len(word)))
        start += len(word)
    return out


def labelled(label: dict[str, dict[str, list[list[int]]]], kinds: set[str], row: int) -> Found:
    return {
        (row, first, last + 1)
        for kind in kinds
        for places in label.get(kind, {}).values()
        for first, last in places
    }


def predicted(entities: Iterable[object], kinds: set[EntityType], row: int) -> Found:
    return {
        (row, mention.span.start, mention.span.end)
        for entity in entities
        if entity.type in kinds  # type: ignore[attr-defined]
        for mention in entity.mentions  # type: ignore[attr-defined]
        if not mention.anaphor
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("path", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--words", action="store_true")
    options = parser.parse_args()
    sets: dict[str, tuple[Found, Found]] = {"company": (set(), set()), "bodies": (set(), set())}
    texts: list[str] = []
    seconds = 0.0
    for row, line in enumerate(options.path.read_text(encoding="utf-8").split("\n")):
        if not line.strip():
            continue
        item = json.loads(line)
        texts.append(item["text"])
        words = words_of(item["text"]) if options.words else []
        start = time.perf_counter()
        entities = find(item["text"], words=words)
        seconds += time.perf_counter() - start
        for name, gold, ours in (
            ("company", GOLD_COMPANY, OUR_COMPANY),
            ("bodies", GOLD_BODIES, OUR_BODIES),
        ):
            sets[name][0].update(labelled(item["label"], gold, row))
            sets[name][1].update(predicted(entities, ours, row))
    for name, (gold_set, found_set) in sets.items():
        print(f"{name:<8} {figures(gold_set, found_set)}")
    print(f"{len(texts)} sentences, {seconds:.2f} s")
    gold_set, found_set = sets["bodies"]
    for title, rest in (("missed", gold_set - found_set), ("spurious", found_set - gold_set)):
        for row, first, last in sorted(rest)[: options.errors]:
            print(f"{title:<9} {texts[row][first:last]:<16} {texts[row]}")


if __name__ == "__main__":
    main()
