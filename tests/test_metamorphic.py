"""The same page printed in another way gives the same facts.

Each test changes the labelled pages in a way that a reader would not notice and compares what is
read: value, base unit and kind of every fact, and where it must hold subject and indicator too.
`LOST` is the measured share of facts that one way of printing costs; it may only go down.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

import opencc
import pytest
import regex
from conftest import RAW, ROOT

from pipeline.articles.paragraphs import Sort, paragraphs
from pipeline.clean import clean
from pipeline.clean.script import script_of
from pipeline.ingest import discover, pages
from pipeline.ingest.text import decode
from pipeline.model import Page
from pipeline.records import decimal_text
from pipeline.run import read_page

Number = tuple[str | None, str | None, str]
Whole = tuple[str | None, str | None, str, str | None, str, str | None]


@dataclass(frozen=True)
class Read:
    numbers: Counter[Number]
    whole: Counter[Whole]


def read(page: Page) -> Read:
    facts = [fact for reading in read_page(page).readings for fact in reading.facts]
    return Read(
        Counter((decimal_text(f.value), f.base_unit, f.kind.value) for f in facts),
        Counter(
            (
                decimal_text(fact.value),
                fact.base_unit,
                fact.kind.value,
                fact.subject,
                fact.indicator,
                fact.period,
            )
            for fact in facts
        ),
    )


@cache
def _pages() -> tuple[Page, ...]:
    found = discover([RAW, ROOT / "tests" / "development"])
    texts = [item for item in found if item.path.suffix == ".txt"]
    return tuple(o.page for item in texts for o in pages(item) if o.page is not None)


@cache
def _as_printed(page: Page) -> Read:
    return read(page)


# Ways to print a page


def _gbk(text: str) -> str:
    return decode(text.encode("gb18030")).text


def _utf16(text: str) -> str:
    return decode(text.encode("utf-16")).text


def _line_ends(text: str) -> str:
    return regex.sub(r"\r\n|\n|\r", "\r\n", text)


def _wide(text: str) -> str:
    """Digits, points and percent signs in full width, as old type has them."""
    return regex.sub(
        r"\d+(?:\.\d+)?%?", lambda m: "".join(chr(ord(c) + 0xFEE0) for c in m.group()), text
    )


def _points(text: str) -> str:
    """The full-width point for every stop, as papers of mathematics print it."""
    return text.replace("。", "\uff0e")


def _apart(text: str) -> str:
    """A blank behind every Chinese character and sign, in headlines and mastheads too."""
    sign = r"[\p{Han}，。、；：%]"
    return regex.sub(rf"(?<=[\d{sign[1:]})(?={sign})|(?<={sign})(?=\d)", " ", text)


def _unseen(text: str) -> str:
    chance = random.Random(3)
    marks = "\u200b\u2060\ufeff\u200e"
    return "".join(c + (chance.choice(marks) if chance.random() < 0.1 else "") for c in text)


def _traditional(text: str) -> str:
    return str(opencc.OpenCC("s2t").convert(text))


def _in_ten_thousands(text: str) -> str:
    """374.28亿元 as 3742800万元, where the number stands in one piece."""
    return regex.sub(
        r"(?<![\d.,lOoI]\s*)(\d+(?:\.\d+)?)亿元",
        lambda m: f"{(Decimal(m[1]) * 10_000).normalize():f}万元",
        text,
    )


def _running(line: str) -> bool:
    """A line of running text: neither a cell, nor a headline printed twice."""
    twice = sum(map(len, regex.findall(r"(.{1,20})\1", line)))
    return len(line) >= 8 and bool(regex.search("[。，]", line)) and twice < 0.5 * len(line)


def _sprinkled(mark: str, rate: float, *, within_numbers: bool = False) -> Callable[[str], str]:
    """`mark` between characters of running text at so many places, never within Latin or digits;
    or within numbers alone."""

    def change(text: str) -> str:
        chance = random.Random(len(text))
        out: list[str] = []
        for line in text.split("\n"):
            if not _running(line):
                out.append(line)
                continue
            made = ""
            for index, character in enumerate(line):
                made += character
                following = line[index + 1 : index + 2]
                apart = character.isspace() or not following or following.isspace()
                if within_numbers:
                    fits = all(c in "0123456789." for c in (character, following or "-"))
                else:
                    fits = not apart and not (character.isascii() and following.isascii())
                if fits and chance.random() < rate:
                    made += mark
            out.append(made)
        return "\n".join(out)

    return change


# Way, what is compared, and how many facts in a thousand it costs today at most.
WAYS: dict[str, tuple[Callable[[str], str], str, float]] = {
    "GB18030": (_gbk, "whole", 0),
    "UTF-16": (_utf16, "whole", 0),
    "line ends": (_line_ends, "whole", 0),
    "full width": (_wide, "whole", 1),
    "points for stops": (_points, "whole", 8),
    "every character apart": (_apart, "whole", 10),
    "unseen characters": (_unseen, "whole", 0),
    "traditional": (_traditional, "numbers", 0),
    "万 for 亿": (_in_ten_thousands, "numbers", 2),
    "a space here and there": (_sprinkled(" ", 0.05), "numbers", 2),
    "a space everywhere": (_sprinkled(" ", 1.0), "numbers", 2),
    "an ideographic space here and there": (_sprinkled("\u3000", 0.05), "numbers", 4),
    "a line end here and there": (_sprinkled("\n", 0.03), "numbers", 5),
    "a line end within numbers": (_sprinkled("\n", 0.1, within_numbers=True), "numbers", 6),
    "a space within numbers": (_sprinkled(" ", 0.1, within_numbers=True), "numbers", 8),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_same_page_printed_otherwise_says_the_same(way: str) -> None:
    change, compared, most = WAYS[way]
    lost = changed = facts = 0
    for page in _pages():
        text = change(page.text)
        changed += text != page.text
        before = getattr(_as_printed(page), compared)
        after = before if text == page.text else getattr(read(replace(page, text=text)), compared)
        facts += before.total()
        lost += (before - after).total()
    assert facts > 1000
    assert changed > 5 or way in ("GB18030", "UTF-16")
    assert lost * 1000 <= most * facts, f"{lost} of {facts}"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_the_file_s_encoding_changes_no_fact(encoding: str) -> None:
    for page in _pages()[:4]:
        assert decode(page.text.encode(encoding)).text == page.text


@pytest.mark.parametrize("first", range(0, 16, 3))
def test_two_pages_one_after_the_other_say_what_both_say(first: int) -> None:
    """Pasted together by a person. A page has one script, so both are of the same."""
    scripts = [script_of(page.text) for page in _pages()]
    one = _pages()[first]
    two = next(
        page
        for page, script in zip(_pages()[first + 1 :], scripts[first + 1 :], strict=True)
        if script == scripts[first]
    )
    joined = one.text.rstrip() + "\n\n\n" + two.text.lstrip()
    both = _as_printed(one).numbers + _as_printed(two).numbers
    found = read(replace(one, name="both", text=joined)).numbers
    lost = (both - found).total() + (found - both).total()
    assert lost <= 0.02 * both.total(), (both - found, found - both)


def _rewrapped(page: Page, width: int, *, indented: bool) -> str:
    """The page's running text in columns of another width; headings and tables as printed."""
    raw = page.text.split("\n")
    out: list[str] = []
    for part in paragraphs(page, clean(page)):
        if part.sort is not Sort.BODY or part.doubled or part.listed:
            out += raw[part.first_line - 1 : part.last_line]
            continue
        rest = ("\u3000\u3000" if indented else "") + part.text
        while rest:
            hanging = regex.match(r"[，。、；：！？”）》]", rest[width : width + 1])
            size = width + bool(hanging)
            out.append(rest[:size])
            rest = rest[size:]
    return "\n".join(out)


@pytest.mark.parametrize(
    ("width", "indented", "most"), [(14, True, 15), (22, True, 10), (34, False, 10), (60, False, 6)]
)
def test_the_width_of_the_columns_changes_no_fact(width: int, indented: bool, most: int) -> None:
    """most: how many facts in a thousand it costs today at most."""
    lost = facts = 0
    for page in _pages():
        if script_of(page.text) == "Hant":
            continue  # its paragraphs are read in simplified script
        before = _as_printed(page).whole
        after = read(replace(page, text=_rewrapped(page, width, indented=indented))).whole
        facts += before.total()
        lost += (before - after).total()
    assert facts > 1000
    assert lost * 1000 <= most * facts, f"{lost} of {facts}"
