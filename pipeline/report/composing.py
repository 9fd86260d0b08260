"""The records of a page and its view put together: what a file of the audit holds of a page.

The records say what, the view says where. A record that an editor added or changed is not in the
view under its id; its place follows from its line and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from pipeline.align import line_starts
from pipeline.details import in_chinese
from pipeline.records import Records, Row
from pipeline.report.surroundings import NO_WORDS, Surroundings, Words

NUMBER = (
    *("article", "start", "end", "steps", "quantity_id", "quote", "raw", "role", "value", "unit"),
    *("base_unit", "qualifier", "period", "rule", "review"),
    *("line", "column", "end_line", "end_column", "box"),
)
FACT = (
    *("number", "sentence", "links", "others", "fact_id", "subject", "subject_type", "indicator"),
    *("kind", "value", "unit", "base_unit", "qualifier", "period", "reference", "modality"),
    *("rule", "confidence", "note", "review"),
)
_OF_PROBLEM = (
    *("code", "line", "column", "detail", "quote"),
    *("other_page", "other_page_number", "other_line", "other_column", "other_quote"),
)
# Beside what the records say: the Chinese of the detail, and the words round the number and round
# the other one.
PROBLEM = (*_OF_PROBLEM, "detail_zh", "before", "behind", "other_before", "other_behind")
_LINE, _COLUMN = NUMBER.index("line"), NUMBER.index("column")
_OF_NUMBER = NUMBER[4:]
_OF_FACT = FACT[4:]
# Of a number that stands in no article that is shown.
NOWHERE: tuple[Any, ...] = (None, 0, 0, [])
_MARKED = ("subject", "indicator", "reference")


def compose(made: Records, view: Mapping[str, Any]) -> dict[str, Any]:
    """What is written of a page: the view with its numbers, facts and problems as rows."""
    text = _Text(view)
    numbers: list[list[Any]] = []
    index: dict[object, int] = {}
    for row in made.quantities:
        at = view["numbers"].get(row["quantity_id"]) or text.place(row) or NOWHERE
        index[row["quantity_id"]] = len(numbers)
        numbers.append([*at, *(row[name] for name in _OF_NUMBER)])
    facts: list[list[Any]] = []
    sentences: dict[object, list[int]] = {
        row["quantity_id"]: view["facts"][row["fact_id"]][0]
        for row in made.facts
        if row["fact_id"] in view["facts"]
    }
    for row in made.facts:
        number = index[row["quantity_id"]]
        told = view["facts"].get(row["fact_id"])
        if told is None:
            article, start, end = numbers[number][:3]
            told = [[0, 0], {}, {}]
            if article is not None:
                sentence = sentences.get(row["quantity_id"]) or text.sentence(article, start, end)
                told = [sentence, text.marks(article, sentence, row), {}]
        facts.append([number, *told, *(row[name] for name in _OF_FACT)])
    page = {**view, "numbers": numbers, "facts": facts}
    around = surroundings(page)
    own = (view["page"], view["number"])
    page["problems"] = [
        problem(
            row,
            around.of(row["line"], row["column"]),
            around.of(row["other_line"], row["other_column"]) if _other(row) == own else NO_WORDS,
        )
        for row in made.problems
    ]
    return page


def surroundings(page: Mapping[str, Any]) -> Surroundings:
    """The words round the numbers of a page that was composed."""
    texts = [article["text"] for article in page["articles"]]
    return Surroundings(texts, {(row[_LINE], row[_COLUMN]): row[:3] for row in page["numbers"]})


def _other(row: Row) -> tuple[object, object]:
    return row["other_page"], row["other_page_number"]


def problem(row: Row, here: Words, there: Words) -> list[Any]:
    """The cells of `PROBLEM`. here, there: the words round each of the two places."""
    code, detail = str(row["code"]), row["detail"]
    return [
        *(row[name] for name in _OF_PROBLEM),
        None if detail is None else in_chinese(code, str(detail)),
        *here,
        *there,
    ]


class _Text:
    """The texts of a view, to be asked for places."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._raw = str(view["text"])
        self._first = (int(view["firstLine"]), int(view["firstColumn"]))
        self._articles = view["articles"]

    def place(self, row: Row) -> list[Any] | None:
        """Article, start, end and steps of a number that is not in the view."""
        start = self._offset(row["line"], row["column"])
        end = self._offset(row["end_line"], row["end_column"])
        if start is None or end is None:
            return None
        for number, article in enumerate(self._articles):
            inside = [at for at, raw in enumerate(_origin(article)) if start <= raw <= end]
            if inside:
                return [number, inside[0], inside[-1] + 1, []]
        return None

    def _offset(self, line: object, column: object) -> int | None:
        """The raw offset of a line and column of the whole page."""
        at, within = cast(int, line) - self._first[0], cast(int, column) - 1
        starts = line_starts(self._raw)
        if not 0 <= at < len(starts):
            return None
        if at == 0:
            within -= self._first[1] - 1
        return starts[at] + within

    def sentence(self, article: int, start: int, end: int) -> list[int]:
        """The sentence round a number, by its full stops."""
        text = self._articles[article]["text"]
        first = max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1
        stops = [at for mark in "。！？\n" if (at := text.find(mark, end)) >= 0]
        return [first, min(stops) + 1 if stops else len(text)]

    def marks(self, article: int, sentence: list[int], row: Row) -> dict[str, list[list[int]]]:
        """The words of a fact that stand in its sentence."""
        text = self._articles[article]["text"]
        found: dict[str, list[list[int]]] = {}
        for name in _MARKED:
            words = str(row[name] or "")
            at = text.find(words, *sentence) if words else -1
            if at >= 0:
                found[name] = [[at, at + len(words)]]
        return found


def _origin(article: Mapping[str, Any]) -> list[int]:
    """The raw offsets that `viewing.runs` wrote."""
    out: list[int] = []
    end = 0
    for step, length in zip(article["origin"][::2], article["origin"][1::2], strict=True):
        start = end + step
        end = start + length
        out.extend(range(start, end))
    return out
