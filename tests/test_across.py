"""What pages say against each other is found without looking at all that they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.checks import DIGEST, Across, compared, things
from pipeline.model import Page
from pipeline.records import Records, records
from pipeline.run import read_page


@dataclass
class _Pages:
    """Pages as a block holds them."""

    pages: Sequence[bytes]

    @property
    def counts(self) -> list[int]:
        return [len(things(told)) // DIGEST for told in self.pages]

    def things(self) -> bytes:
        return b"".join(map(things, self.pages))

    def told(self, pages: Sequence[int]) -> Iterator[bytes]:
        return (self.pages[page] for page in pages)


def _told(lines: Sequence[str]) -> bytes:
    return compared(_read("\n".join(lines) + "\n").facts)


def _read(text: str) -> Records:
    return records(read_page(Page("a.txt", text, sha256="0" * 64)))


LINES = [
    f"{year}年，{zone}进出口{said}。"
    for year in (2022, 2023)
    for zone in ("银川高新区", "滨江高新区")
    for said in (
        "进出口额374.28亿元",
        "进出口额402.5亿元",
        "进出口额居全国第3位",
        "进出口额居全国第4位",
    )
]


@pytest.fixture(scope="module")
def said() -> dict[str, bytes]:
    """What a page says that has one of the lines alone."""
    return {line: _told([line]) for line in LINES}


def test_the_lines_say_enough_to_be_compared(said: dict[str, bytes]) -> None:
    assert all(things(told) for told in said.values())
    assert len({things(told) for told in said.values()}) == 6


@given(blocks=st.lists(st.lists(st.sampled_from(LINES), max_size=5), max_size=5))
def test_all_pages_at_once_or_one_after_the_other(
    said: dict[str, bytes], blocks: list[list[str]]
) -> None:
    """A page is a line here; a block of pages may be empty."""
    held = [_Pages([said[line] for line in lines]) for lines in blocks]
    one, many = Across(), Across()
    for pages in held:
        for told in pages.pages:
            one.take(told)
    many.compare(held)
    assert many.problems() == one.problems() and many.words() == one.words()


def test_a_page_that_says_a_thing_several_times() -> None:
    pages = [_told(LINES[:2]), _told(LINES[1:2]), _told([]), _told(LINES[:1])]
    one, many = Across(), Across()
    for told in pages:
        one.take(told)
    many.compare([_Pages(pages[:1]), _Pages(pages[1:])])
    assert many.problems() == one.problems() and len(one.problems().problems) > 0
