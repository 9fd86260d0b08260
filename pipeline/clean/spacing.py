"""Spaces that a justified column or a recogniser put inside words and numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import grid, segment
from pipeline import patterns as regex
from pipeline.clean.edits import Edit, State, ordered
from pipeline.model import Span
from pipeline.tables import rows

LINE = regex.compile(r"[^\n]+")
GAP = regex.compile(r"(?<=\S)[ \u3000](?=\S)")
SENTENCE_MARK = regex.compile(r"[，。；：、“！？,;]")
CELLS = regex.compile(r"(?<![^\s])-?[\d.,]+%? +-?[\d.,]+%?(?![^\s])")
HEAD = regex.compile(
    r"(?:(?:19|20)\d\d年?)(?:末|底|\d{1,2}月|[上下]半年|[一二三四1-4]季度)?(?:[（(][^（）()]{1,6}[）)])?|"
    r"(?:同比|环比|比上年|年均)?(?:增长|增幅|增速|增减|占比|比重)(?:[（(]?[%％]?[）)]?)|\d{1,2}月|[一二三四]季度|合计|总量|\p{Han}{2,10}[（(][^（）()\d]{1,6}[）)]"
)
PUNCTUATION = "，、；：。！？“”‘’（）《》〈〉【】〔〕—…·"

BETWEEN_TOKENS = regex.compile(
    r"\p{Han}|\p{Han}?[，、；：。！？“”‘’（）《》【】—…·]{1,2}\p{Han}?[A-Za-z0-9.%]{0,8}"
    r"|[“（《]?\p{Han}?[A-Za-z0-9.,%&/+\-]{1,12}\p{Han}?[，、；：。”）》]?\p{Han}?"
)
"""What stands between two spaces of a letter-spaced line."""

# A name behind the last stop of a paragraph is a byline; its space is the only sign of it.
NAME_TAIL = r"(?!\p{Han}{2,4}\s*$)"
CLOSED = tuple(
    regex.compile(pattern, regex.MULTILINE)
    for pattern in (
        r"(?<=\p{Han}) {1,2}(?=[A-Za-z0-9$¥€£])",
        r"(?<=[A-Za-z0-9%‰℃]) {1,2}(?=\p{Han})",
        rf"(?<=\S) {{1,2}}(?=[{PUNCTUATION}])(?!(?<=[。！？”）]) +（)",
        r"(?<=[，、；：“‘（《〈【〔—…·]) {1,2}(?=\S)",
        rf"(?<=[。！？”’）》〉】〕]) {{1,2}}{NAME_TAIL}(?=\S)",
        r"(?<=\d) (?=\.\d)|(?<=\d) (?=[%‰℃])",
        r"(?<=\d,) (?=\d{3}(?!\d))|(?<=\d) (?=,\d{3}(?!\d))",
        r"(?<=\d%?) (?=[-–~～] ?\d)|(?<=\d%? ?[-–~～]) (?=\d)",
    )
)
# An ideographic space parts the halves of a headline; within running text it is a space too many.
RUNNING = "。"
WIDE_CLOSED = tuple(
    regex.compile(pattern)
    for pattern in (
        r"(?<=\p{Han})\u3000(?=[A-Za-z0-9$¥€£])",
        r"(?<=[A-Za-z0-9%‰℃])\u3000(?=\p{Han})",
        r"(?<=[^\s\u3000])\u3000(?=[，、；：∶。！？”’）》〉】〕%‰])",
        r"(?<=[，、；：∶“‘（《〈【〔])\u3000(?=[^\s\u3000])",
    )
)
DECIMAL = regex.compile(
    r"(?<=(?<![；：。;:\d])(?<!^)\d\.|\d\d\.|(?<![A-Za-z\d])[OolI]\.) (?=[\dOolI]*\d)",
    regex.MULTILINE,
)
PARTS = regex.compile(
    r"(?:(?<=[\p{Han}，、；：。“”）》（(] ?)|^)(?<![\d.])\d+(?:\.\d+)?(?: \d+)+"
    r"(?=\.? ?\d*(?:\.\d+)?(?: \d{1,2})? ?[\p{Han}%‰])"
)
FRACTION = regex.compile(
    r"(?<=\p{Han}(?:\d{1,3} )?\d{1,4}\.\d{1,2}) (?=\d{1,2} ?(?:[万亿%‰]|\p{Han}))"
)
"""存款23.0 8亿元: a blank behind the point of a number that words stand around."""
# 1 2 . 3 亿, 1 , 2 3 4 家: letter-spaced numerals with their points and commas
SPACED = regex.compile(
    r"(?<=[\p{Han}，、；“（(] ?)\d+(?: \d+)*(?: , \d ?\d ?\d(?! ?\d))*(?: \. \d+(?: \d+)*)?"
    r"(?= ?[\p{Han}%‰])"
)
SPACE = regex.compile(" ")
SPACED_MARK = regex.compile(r" (?=[.,])|(?<=[.,]) ")
NEIGHBOURS = 6
"""So many characters on either side of a space tell whether it stands inside a word."""
BETWEEN_HAN = regex.compile(r"(?<=\p{Han})[ \u3000](?=\p{Han})")
BYLINE = regex.compile(r"(?:记者|通讯员|作者|编辑|摄影|责编|[图文摄讯电])\p{Han}{0,4}\Z")
HAN_BEFORE = regex.compile(r"\p{Han}+\Z")
HAN_BEHIND = regex.compile(r"\p{Han}+")
FIGURES = regex.compile(
    r"\d(?:[十百千万亿]{1,3}(?P<unit>)|[十百千万亿]{0,3}(?P<unit>\p{Han}{1,3}))\Z"
)
OPENER = regex.compile(r"[【（(\[]?\p{Han}{2,8}(?:讯|\d{1,2}月\d{1,2}日[电讯])[】）)\]]? ")
LIST_NUMBER = regex.compile(r"^\d{1,2}\. ")


def close_spaces(state: State) -> list[Edit]:
    """Spaces beside Chinese characters, inside numbers and between spaced letters are closed.

    Spaces between Latin words, between the parts of a headline, before a byline and between the
    cells of a table stay.
    """
    text = state.body.text
    tabled = [table.span for table in grid.tables(text)]
    return ordered(
        Edit(start, end, "")
        for line in LINE.finditer(text)
        if (" " in line.group() or "\u3000" in line.group()) and not _in_table(tabled, line.start())
        for start, end in _closed(line.group(), line.start())
    )


def _in_table(tables: Sequence[Span], place: int) -> bool:
    """Is a line one of a table? tables: in order."""
    at = bisect_right(tables, place, key=lambda span: span.start) - 1
    return at >= 0 and place <= tables[at].end


def _closed(line: str, offset: int) -> Iterator[tuple[int, int]]:
    if (CELLS.search(line) or _heads(line)) and not SENTENCE_MARK.search(line):
        return
    opener = OPENER.match(line)
    running = "\u3000" in line and RUNNING in line
    for pattern in (*CLOSED, *WIDE_CLOSED) if running else CLOSED:
        for match in pattern.finditer(line, opener.end() if opener else 0):
            yield offset + match.start(), offset + match.end()
    listed = LIST_NUMBER.match(line)
    for match in DECIMAL.finditer(line, listed.end() if listed else 0):
        yield offset + match.start(), offset + match.end()
    if SENTENCE_MARK.search(line):
        for match in FRACTION.finditer(line):
            yield offset + match.start(), offset + match.end()
    for match in SPACED.finditer(line):
        if not SPACED_MARK.search(match.group()):
            continue
        letters = all(len(part) == 1 for part in match.group().split(" "))
        for space in (SPACE if letters else SPACED_MARK).finditer(match.group()):
            yield offset + match.start() + space.start(), offset + match.start() + space.end()
    for match in PARTS.finditer(line):
        if _one_number(match.group().split(" "), line[match.end() :]):
            for place, char in enumerate(match.group()):
                if char == " ":
                    yield offset + match.start() + place, offset + match.start() + place + 1
    yield from _letter_spaced(line, offset)
    if SENTENCE_MARK.search(line):
        yield from _inside_words(line, offset)


def _heads(line: str) -> bool:
    """The heads of a table's columns: 指标 2018年 2023年 增幅（%）."""
    cells = line.split()
    return len(cells) >= 3 and sum(HEAD.fullmatch(cell) is not None for cell in cells) >= 2


def _inside_words(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """Spaces within words of running text (同 比), or between a number's 亿 and its 元.

    Where one stands within a word, those between words are no more meant than it is.
    """
    gaps = [gap.start() for gap in BETWEEN_HAN.finditer(line)]
    inside = {gap for gap in gaps if _is_inside_word(line, gap)}
    if not inside:
        return
    for gap in gaps:
        if gap in inside or not BYLINE.search(line[max(0, gap - 8) : gap]):
            yield offset + gap, offset + gap + 1


def _is_inside_word(line: str, gap: int) -> bool:
    before = HAN_BEFORE.search(line[max(0, gap - NEIGHBOURS) : gap])
    behind = HAN_BEHIND.match(line[gap + 1 : gap + 1 + NEIGHBOURS])
    left, right = before.group() if before else "", behind.group() if behind else ""
    return _parts_unit(line[max(0, gap - 8) : gap], right) or segment.is_inside_word(left, right)


@cache
def _units() -> frozenset[str]:
    return frozenset(
        row[column]
        for table, column in (("units.csv", "surface"), ("classifiers.csv", "word"))
        for row in rows(table)
    )


def _parts_unit(before: str, behind: str) -> bool:
    """A space between 亿 and 元, 个 and 百分点, 标 and 箱, with a number before them."""
    match = FIGURES.search(before)
    if match is None:
        return False
    begun = match["unit"]
    return not begun or any(
        begun + behind[:length] in _units() for length in range(1, min(4, len(behind)) + 1)
    )


def _one_number(parts: list[str], behind: str) -> bool:
    """Whether digit groups with spaces between are one number that fell apart."""
    if all(len(part) == 1 for part in parts):
        return True
    if behind.startswith("年") and len(parts[-1]) == 4 and parts[-1][:2] in ("19", "20"):
        return False
    whole = "".join(parts)
    if behind.startswith("年") and len(whole) == 4 and whole[:2] in ("19", "20"):
        return True  # 20 1 3年
    thousands = len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:])
    return thousands or len(parts) == 2


def _letter_spaced(line: str, offset: int) -> Iterator[tuple[int, int]]:
    """Spaces in a chain of at least three, single characters or numbers between them."""
    chain: list[int] = []
    singles = 0
    opener = OPENER.match(line)
    for gap in GAP.finditer(line, opener.end() if opener else 0):
        place = gap.start()
        if chain:
            token = line[chain[-1] + 1 : place]
            if BETWEEN_TOKENS.fullmatch(token):
                singles += len(token) == 1
            else:
                yield from _chain(line, offset, chain, singles)
                chain, singles = [], 0
        chain.append(place)
    yield from _chain(line, offset, chain, singles)


def _chain(line: str, offset: int, chain: list[int], singles: int) -> Iterator[tuple[int, int]]:
    if len(chain) < 3 or singles < 2:
        return
    for place in chain:
        latin = line[place - 1].isascii() and line[place + 1].isascii()
        if not latin:
            yield offset + place, offset + place + 1
