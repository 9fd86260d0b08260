"""ASCII punctuation between Chinese characters becomes the Chinese sign that is meant."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.clean.edits import Edit, State, ordered
from pipeline.model import Source

SIGNS = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？"}
HAN = regex.compile(r"\p{Han}")
LEFT = r"[\p{Han}”’）》】〉%‰]"
RIGHT = r"[\p{Han}“‘（《【〈]"
MARK = regex.compile(
    rf"(?<={LEFT})[,;:!?] ?(?=\S|$)|(?<=[0-9A-Za-z)\"])[,;:!?] ?(?={RIGHT})", regex.MULTILINE
)
STOP = regex.compile(
    rf"(?<={LEFT})\.(?=[\p{{Han}}\d“‘《（(\"\s”’）》]|$)(?: (?!\p{{Han}}{{2,4}}$))?"
    r"|(?<=\d)\.(?=[（(]|$)"
    rf"|(?<=[\p{{Han}}\d]\d{{1,9}})\.(?=\p{{Han}})",
    regex.MULTILINE,
)
DOTS = regex.compile(r"(?<=[\p{Han}，。”）])\.{3,6}")
DASHES = regex.compile(r"(?<=\p{Han})--(?=[\p{Han}\d“])")
BRACKETS = regex.compile(r"[(（]([^()（）\n]{0,80})[)）]")
CODE = regex.compile(r"[A-Z0-9]{1,6}[-.:][A-Z0-9]{1,6}|\d{1,2}")
"""A share's code with its exchange, or a day: (2330-TW), (0700.HK), 今 (8) 日."""
CLOSED_OTHERWISE = regex.compile(r"[(（][^()（）《》〈〉【】\n]{1,40}([》〉】])")
"""（简称“高新区”》: recognition gives one closing sign for another."""
QUOTES = regex.compile(r'"([^"\n]{1,60})"')


def chinese_punctuation(state: State) -> list[Edit]:
    """, . ; : ! ? ( ) and straight quotes beside Chinese characters; never inside a number."""
    text = state.body.text
    if text.isascii():
        return []
    edits: list[Edit] = []
    for match in DOTS.finditer(text):
        edits.append(Edit(match.start(), match.end(), "…"))
    for match in DASHES.finditer(text):
        edits.append(Edit(match.start(), match.end(), "——"))
    for match in MARK.finditer(text):
        edits.append(Edit(match.start(), match.end(), SIGNS[match.group()[0]]))
    for match in STOP.finditer(text):
        edits.append(Edit(match.start(), match.end(), "。"))
    for match in BRACKETS.finditer(text):
        around = text[max(0, match.start() - 1) : match.start()] + text[match.end() :][:1]
        if CODE.fullmatch(match.group(1)):  # 某公司 (3406-TW) 今日公布: blanks may stand around it
            around = text[max(0, match.start() - 2) : match.start()] + text[match.end() :][:2]
        if HAN.search(match.group(1)) or HAN.search(around) or match.group()[0] == "（":
            edits.append(Edit(match.start(), match.start() + 1, "（"))
            edits.append(Edit(match.end() - 1, match.end(), "）"))
    if state.page.source is Source.OCR:
        for match in CLOSED_OTHERWISE.finditer(text):
            edits.append(Edit(match.start(), match.start() + 1, "（"))
            edits.append(Edit(match.end() - 1, match.end(), "）"))
    for match in QUOTES.finditer(text):
        if HAN.search(match.group(1)):
            edits.append(Edit(match.start(), match.start() + 1, "“"))
            edits.append(Edit(match.end() - 1, match.end(), "”"))
    return ordered(edit for edit in edits if text[edit.start : edit.end] != edit.after)
