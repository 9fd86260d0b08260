"""How long pages take: `python benchmarks/speed.py [FOLDER] [--times N]`.

Prints the best of N readings of each page once everything is loaded, and what loading took.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path


def main() -> None:
    parser = argparse.ArgumentParser(description="Seconds a page.")
    parser.add_argument("folder", type=Path, nargs="?", default=Path("raw"))
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()

    started = time.perf_counter()
    from pipeline.ingest import discover, pages
    from pipeline.run import extract

    read = [
        outcome.page
        for found in discover([options.folder])
        for outcome in pages(found)
        if outcome.page is not None
    ]
    if not read:
        parser.error(f"no page in {options.folder}")
    extract(read[0])
    print(f"{'loading':<24}{time.perf_counter() - started:8.3f} s")
    total = characters = 0.0
    for page in read:
        seconds = []
        for _ in range(options.times):
            begun = time.perf_counter()
            extract(page)
            seconds.append(time.perf_counter() - begun)
        total += min(seconds)
        characters += len(page.text)
        print(f"{page.name:<24}{min(seconds):8.3f} s {len(page.text):8d} characters")
    print(f"{'a page':<24}{total / len(read):8.3f} s {characters / total:8.0f} characters a second")


if __name__ == "__main__":
    main()
