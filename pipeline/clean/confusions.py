"""Letters and characters that recognition gives for digits and magnitudes, beside numerals."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pipeline import patterns as regex
from pipeline.clean.edits import Edit, State
from pipeline.tables import alternatives, rows

DIGITS = str.maketrans("OolI|", "00111")
TOKEN = regex.compile(
    r"(?<![A-Za-z'’_@&0-9|])(?<![A-Za-z_]/)(?=[0-9.,:]{0,24}[OolI|])[0-9OolI|]+(?:[.,:][0-9OolI|]+)*(?![A-Za-z'’/_@&|])"
)
LETTER = regex.compile(r"[OolI|]")
DIGIT = regex.compile(r"\d")
UNIT_BEHIND = regex.compile(
    r"[年月日号家个项条万亿元名人只台套座次倍件期天岁级吨亩户处场批类款例代笔份所间层届轮艘架辆栋条%‰米克]"
    r"|立方|平方|公[里斤顷]|千[瓦克米]|兆[瓦赫]|摄氏"
)
RANGE_BEHIND = regex.compile(r"[至到—–～~-]\d{1,2}[月日号]")
SPACED_ON = regex.compile(rf" \d[\dOolI| ]{{0,3}}(?:\.\d+)?(?:{UNIT_BEHIND.pattern})")
"""The rest of a number that was printed with blanks: lO 00亿元, 2 l 60元."""
DATE_BEHIND = regex.compile(r"[年月日]")
OXYGEN = regex.compile(r"O[23]|[OI]\d|I{1,3}")
"""Formulas and Roman numerals: these letters may be meant."""
CIRCLE = regex.compile(rf"(?<=\d)[〇○◯]+(?=[.,]?\d|[%余多十百千亿]|{UNIT_BEHIND.pattern})")
"""The Chinese naught among Arabic digits (3〇2亿元); a row of them hides digits (138○○○○5678)."""
_HAN = "一二三四五六七八九"
HAN_NOUGHT = regex.compile(
    rf"(?<![0-9.,]|第)(?:(?<=[〇零○{_HAN}])[0OoО]+(?=[{_HAN}])"
    rf"|(?<=(?<![{_HAN}])[一二][{_HAN}〇零0OoО]{{0,2}})[0OoО]+(?=[{_HAN}〇零0OoО]{{0,2}}年)"
    rf"|(?<![{_HAN}A-Za-z])[0OoО](?=[{_HAN}]年(?![级代前后内来间以])))(?![0-9.,A-Za-z])"
)
"""A nought of another script among Chinese figures: 二OO八年, 二0一二年, 0九年."""
_HIDDEN = 3
NUMERAL = r"[0-9一二两三四五六七八九十百千万亿]"


@cache
def _kept() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("ocr_kept.csv", key="word"))


def digit_circles(state: State) -> Iterator[Edit]:
    """〇 and ○ among Arabic digits are noughts."""
    for match in CIRCLE.finditer(state.body.text):
        if len(match.group()) < _HIDDEN:
            yield Edit(match.start(), match.end(), "0" * len(match.group()))


def han_noughts(state: State) -> Iterator[Edit]:
    """Noughts and letters O among Chinese figures are 〇: 二OO八年."""
    for match in HAN_NOUGHT.finditer(state.body.text):
        yield Edit(match.start(), match.end(), "〇" * len(match.group()))


def digit_letters(state: State) -> Iterator[Edit]:
    """O, o, l, I and | inside a number are the digits they look like."""
    text = state.body.text
    for match in TOKEN.finditer(text):
        token = match.group()
        if token.isdigit() or not LETTER.search(token) or token in _kept():
            continue
        behind = text[match.end() : match.end() + 1]
        if DIGIT.search(token):
            if OXYGEN.fullmatch(token) and not DATE_BEHIND.match(behind):
                continue
        elif "l" in token and SPACED_ON.match(text, match.end()):
            start, end = match.span()
            if text[start - 1 : start] == " " and text[max(0, start - 2) : start - 1].isdigit():
                yield Edit(start - 1, start, "")
            yield Edit(start, end, token.translate(DIGITS))
            yield Edit(end, end + 1, "")
            continue
        elif "l" not in token or not (
            UNIT_BEHIND.match(text, match.end())
            or RANGE_BEHIND.match(text, match.end())
            or (len(token) > 1 and text[max(0, match.start() - 1) : match.start()] == "-")
        ):
            continue
        yield Edit(match.start(), match.end(), token.translate(DIGITS))


@cache
def _magnitudes() -> tuple[tuple[regex.Pattern[str], str], ...]:
    found = []
    for row in rows("ocr_confusions.csv"):
        before = r"月\s?\d{1,2}" if row["behind"] == "month" else NUMERAL
        after = alternatives(row["before"].split()) if row["before"] else ""
        pattern = rf"(?<={before}){regex.escape(row['printed'])}(?={after})"
        found.append((regex.compile(pattern), row["meant"]))
    return tuple(found)


def magnitude_lookalikes(state: State) -> Iterator[Edit]:
    """忆 behind a number is 亿, 干 before 瓦 is 千: the rows of `ocr_confusions.csv`."""
    edits = [
        Edit(match.start(), match.end(), meant)
        for pattern, meant in _magnitudes()
        for match in pattern.finditer(state.body.text)
    ]
    yield from sorted(edits, key=lambda edit: edit.start)
