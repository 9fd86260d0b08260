"""Records against hand-labelled gold: the figures of section 7 of the record contract.

A predicted and a gold fact pair up on the same page, at most one line apart, with equal value,
base unit and kind; one to one, as many pairs as there can be and then those with the most right
fields. `|` in a gold cell separates equally right answers.
"""

from __future__ import annotations

import csv
import json
import posixpath
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import regex

from pipeline.errors import InputError

GOLD_FIELDS: Mapping[str, tuple[str, ...]] = {
    "facts": tuple(
        "page,line,quote,subject,indicator,kind,value,unit,base_unit,qualifier,period,reference,"
        "modality,optional,note".split(",")
    ),
    "numbers": tuple("page,line,quote,role,optional".split(",")),
    "entities": tuple("page,type,canonical,aliases".split(",")),
    "articles": tuple(
        "page,kind,headline,subheads,byline,body_first_line,body_last_line".split(",")
    ),
}
CHECKED = ("subject", "indicator", "period", "qualifier", "modality")
_BRACKETS = regex.compile(r"[\s()（）\[\]【】〔〕「」『』“”\"‘’'《》<>〈〉]")
_SPACE = regex.compile(r"\s")
_CHINESE = frozenset("零〇一二三四五六七八九十百千万亿两半首兩萬億")
_FOLD = str.maketrans("０１２３４５６７８９．，Ｏ", "0123456789.,0")
_FAR = 10**9

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Rate:
    """Precision, recall and F1 of `right` among `predicted` and `gold`; F1 is 0 where all are 0."""

    right: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        if self.predicted:
            return self.right / self.predicted
        return 0.0 if self.gold else 1.0

    @property
    def recall(self) -> float:
        if self.gold:
            return self.right / self.gold
        return 0.0 if self.predicted else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A labelled fact and all (value, base unit, kind) that are right for it."""

    row: Row
    page: str
    line: int
    keys: frozenset[tuple[Decimal | str, str, str]]
    optional: bool


@dataclass(frozen=True, slots=True)
class Predicted:
    row: Row
    page: str
    line: int
    key: tuple[Decimal | str, str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """A gold fact with its prediction, and which of the checked fields are right."""

    gold: GoldFact
    predicted: Predicted
    right: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Accounting:
    """The numbers of `numbers.csv` found with the right role; leftover: runs of no gold number."""

    right: int
    total: int
    leftover: int
    roles: Mapping[str, tuple[int, int]]
    wrong: tuple[tuple[Row, str], ...] = field(repr=False)

    @property
    def share(self) -> float:
        return self.right / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Articles:
    total: int
    predicted: int
    headlines: int
    bodies: int


@dataclass(frozen=True, slots=True)
class Scores:
    """All figures of a comparison; None where the gold has no such file."""

    matches: tuple[Match, ...]
    missed: tuple[GoldFact, ...]
    spurious: tuple[Predicted, ...]
    left_out: int
    accounting: Accounting | None
    entities: Mapping[str, Rate] | None
    articles: Articles | None

    @property
    def number(self) -> Rate:
        return _rate(self.matches, self.missed, self.spurious, lambda match: True)

    @property
    def fact(self) -> Rate:
        return _rate(self.matches, self.missed, self.spurious, _whole)

    def pages(self) -> dict[str, tuple[Rate, Rate]]:
        """Number and fact rates of each page."""
        return self._by(lambda gold: gold.page, lambda predicted: predicted.page)

    def kinds(self) -> dict[str, tuple[Rate, Rate]]:
        """Number and fact rates of each kind."""
        return self._by(
            lambda gold: alternatives(gold.row["kind"])[0], lambda predicted: predicted.key[2]
        )

    def wrong_fields(self) -> dict[str, int]:
        """How many pairs have each of the checked fields wrong."""
        return {name: sum(not match.right[name] for match in self.matches) for name in CHECKED}

    def _by(
        self, of_gold: Callable[[GoldFact], str], of_predicted: Callable[[Predicted], str]
    ) -> dict[str, tuple[Rate, Rate]]:
        groups: dict[str, tuple[list[Match], list[GoldFact], list[Predicted]]] = defaultdict(
            lambda: ([], [], [])
        )
        for match in self.matches:
            groups[of_gold(match.gold)][0].append(match)
        for gold in self.missed:
            groups[of_gold(gold)][1].append(gold)
        for predicted in self.spurious:
            groups[of_predicted(predicted)][2].append(predicted)
        return {
            name: (_rate(*group, lambda match: True), _rate(*group, _whole))
            for name, group in sorted(groups.items())
        }


def _whole(match: Match) -> bool:
    return all(match.right.values())


def _rate(
    matches: Sequence[Match],
    missed: Sequence[GoldFact],
    spurious: Sequence[Predicted],
    right: Callable[[Match], bool],
) -> Rate:
    found = sum(right(match) for match in matches)
    return Rate(found, len(matches) + len(spurious), len(matches) + len(missed))


# ------------------------------------------------------------------------------------ reading


def read_gold(folder: Path, name: str) -> list[dict[str, str]] | None:
    """A table of gold, or None where the folder has none of that name."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return None
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def read_records(folder: Path, name: str) -> list[dict[str, Any]]:
    """A table of records. Raises InputError I003 where the folder has none."""
    path = folder / f"{name}.jsonl"
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            return [json.loads(line) for line in lines if line.strip()]
    except FileNotFoundError as error:
        raise InputError("I003", "run the pipeline first", where=str(path)) from error


def file_name(page: object) -> str:
    """Pages are compared by the name of their file."""
    return posixpath.basename(str(page or ""))


def bare(text: object) -> str:
    """Without brackets, quotes and spaces."""
    return _BRACKETS.sub("", str(text or ""))


def close(text: object) -> str:
    """Without spaces."""
    return _SPACE.sub("", str(text or ""))


def alternatives(cell: object) -> list[str]:
    """The equally right answers of a gold cell."""
    return [part.strip() for part in str("" if cell is None else cell).split("|")]


def blank(cell: object) -> str | None:
    """A cell, None for an empty one."""
    text = "" if cell is None else str(cell).strip()
    return None if text.lower() in ("", "null", "none") else text


def amount(cell: object) -> Decimal | str:
    """A value to compare: equal decimals are equal however they are written."""
    text = "" if cell is None else str(cell).strip()
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return value.normalize() if value.is_finite() else text


def same_amount(gold: Decimal | str, predicted: Decimal | str) -> bool:
    """Equal; a gold fraction is met by any rounding within 0.2 %."""
    if gold == predicted:
        return True
    if isinstance(gold, str) and "/" in gold and isinstance(predicted, Decimal):
        exact = Fraction(gold)
        return abs(Fraction(predicted) - exact) <= abs(exact) / 500
    return False


def _line(cell: object) -> int:
    try:
        return int(str(cell))
    except ValueError:
        return -_FAR


def gold_keys(row: Row) -> frozenset[tuple[Decimal | str, str, str]]:
    """The right (value, base unit, kind); their lists of answers run in step.

    Raises InputError T004 where they differ in length.
    """
    lists = [alternatives(row[name]) for name in ("value", "base_unit", "kind")]
    longest = max(map(len, lists))
    if any(len(answers) not in (1, longest) for answers in lists):
        where = f"{row['page']}:{row['line']} {row['quote']}"
        raise InputError("T004", "value, base_unit and kind differ in answers", where=where)
    values, units, kinds = (answers * longest if len(answers) == 1 else answers for answers in lists)
    return frozenset(
        (amount(value), unit, kind) for value, unit, kind in zip(values, units, kinds, strict=True)
    )


def common_length(first: str, second: str) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(second) + 1)
    for character in first:
        diagonal = 0
        for index, other in enumerate(second, 1):
            above = row[index]
            row[index] = diagonal + 1 if character == other else max(above, row[index - 1])
            diagonal = above
    return row[-1]


# -------------------------------------------------------------------------------------- facts


class Names:
    """Which names on a page mean the same, by its labelled entities."""

    def __init__(self, entities: Iterable[Row]) -> None:
        self._sets: dict[str, list[set[str]]] = defaultdict(list)
        for row in entities:
            names = {bare(name) for name in (row["canonical"], *alternatives(row["aliases"]))}
            self._sets[file_name(row["page"])].append(names - {""})

    def of(self, page: str, subject: object) -> set[str]:
        """All names that are right for a labelled subject."""
        names = {bare(name) for name in alternatives(subject)} - {""}
        for same in self._sets[page]:
            if same & names:
                names = names | same
        return names


def indicator_right(gold: object, predicted: object) -> bool:
    """60 % in common over the longer, or the gold contained with at most 6 characters more."""
    found = close(predicted)
    for answer in map(close, alternatives(gold)):
        if not answer or not found:
            if answer == found:
                return True
            continue
        # Compared as whole numbers: 0.6 is no exact float.
        if 10 * common_length(answer, found) >= 6 * max(len(answer), len(found)):
            return True
        if answer in found and len(found) - len(answer) <= 6:
            return True
    return False


def _fields(gold: GoldFact, predicted: Predicted, names: Names) -> dict[str, bool]:
    subject = bare(predicted.row.get("subject"))
    known = names.of(gold.page, gold.row["subject"])

    def among(name: str, default: str | None) -> bool:
        answers = [blank(answer) or default for answer in alternatives(gold.row[name])]
        return (blank(predicted.row.get(name)) or default) in answers

    return {
        "subject": subject in known if known else subject == "",
        "indicator": indicator_right(gold.row["indicator"], predicted.row.get("indicator")),
        "period": among("period", None),
        "qualifier": among("qualifier", "exact"),
        "modality": among("modality", "actual"),
    }


def _match_facts(
    gold: Sequence[GoldFact], predicted: Sequence[Predicted], names: Names
) -> tuple[list[Match], list[GoldFact], list[Predicted], int]:
    pages: dict[str, tuple[list[GoldFact], list[Predicted]]] = defaultdict(lambda: ([], []))
    for label in gold:
        pages[label.page][0].append(label)
    for found in predicted:
        pages[found.page][1].append(found)
    matches: list[Match] = []
    missed: list[GoldFact] = []
    spurious: list[Predicted] = []
    left_out = 0
    for _, (labels, finds) in sorted(pages.items()):
        weights: dict[tuple[int, int], int] = {}
        rights: dict[tuple[int, int], dict[str, bool]] = {}
        for i, label in enumerate(labels):
            for j, found in enumerate(finds):
                if not _same_number(label, found):
                    continue
                right = rights[i, j] = _fields(label, found, names)
                fit = 100 * all(right.values()) + 10 * sum(right.values())
                fit += 2 - abs(label.line - found.line)
                # A counted label is worth more than any number of optional ones.
                weights[i, j] = (1_000 if label.optional else 100_000) + fit
        pairs = best_pairs(len(labels), len(finds), weights)
        for i, j in pairs:
            if labels[i].optional:
                left_out += 1
            else:
                matches.append(Match(labels[i], finds[j], rights[i, j]))
        taken = {i for i, _ in pairs}
        used = {j for _, j in pairs}
        missed.extend(
            label for i, label in enumerate(labels) if i not in taken and not label.optional
        )
        for j, found in enumerate(finds):
            if j in used:
                continue
            if any(label.optional and _same_place(label, found) for label in labels):
                left_out += 1
            else:
                spurious.append(found)
    return matches, missed, spurious, left_out


def _same_number(label: GoldFact, found: Predicted) -> bool:
    return abs(label.line - found.line) <= 1 and any(
        key[1:] == found.key[1:] and same_amount(key[0], found.key[0]) for key in label.keys
    )


def _same_place(label: GoldFact, found: Predicted) -> bool:
    if abs(label.line - found.line) > 1:
        return False
    if any(same_amount(key[0], found.key[0]) for key in label.keys):
        return True
    quote = close(found.row.get("quote"))
    return bool(quote) and quote == close(label.row["quote"])


def best_pairs(
    rows: int, columns: int, weights: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """The one-to-one pairing of greatest weight, each connected group on its own (Hungarian)."""
    neighbours: dict[tuple[str, int], list[tuple[str, int]]] = defaultdict(list)
    for i, j in weights:
        neighbours["row", i].append(("column", j))
        neighbours["column", j].append(("row", i))
    seen: set[tuple[str, int]] = set()
    out: list[tuple[int, int]] = []
    for i in range(rows):
        start = ("row", i)
        if start in seen or start not in neighbours:
            continue
        seen.add(start)
        group = [start]
        for node in group:
            for other in neighbours[node]:
                if other not in seen:
                    seen.add(other)
                    group.append(other)
        lefts = sorted(index for side, index in group if side == "row")
        rights = sorted(index for side, index in group if side == "column")
        out.extend(_assign(lefts, rights, weights))
    return sorted(out)


def _assign(
    lefts: Sequence[int], rights: Sequence[int], weights: Mapping[tuple[int, int], int]
) -> list[tuple[int, int]]:
    """Kuhn's assignment with potentials on a square made with pairs of no weight."""
    size = max(len(lefts), len(rights))
    cost = [
        [
            -weights.get((lefts[i], rights[j]), 0) if i < len(lefts) and j < len(rights) else 0
            for j in range(size)
        ]
        for i in range(size)
    ]
    row_price = [0] * (size + 1)
    column_price = [0] * (size + 1)
    owner = [0] * (size + 1)
    for i in range(1, size + 1):
        owner[0] = i
        column = 0
        least = [_FAR] * (size + 1)
        way = [0] * (size + 1)
        visited = [False] * (size + 1)
        while owner[column]:
            visited[column] = True
            row, delta, following = owner[column], _FAR, 0
            for j in range(1, size + 1):
                if visited[j]:
                    continue
                reduced = cost[row - 1][j - 1] - row_price[row] - column_price[j]
                if reduced < least[j]:
                    least[j], way[j] = reduced, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(size + 1):
                if visited[j]:
                    row_price[owner[j]] += delta
                    column_price[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            owner[column] = owner[way[column]]
            column = way[column]
    return [
        (lefts[owner[j] - 1], rights[j - 1])
        for j in range(1, size + 1)
        if owner[j] <= len(lefts)
        and j <= len(rights)
        and (lefts[owner[j] - 1], rights[j - 1]) in weights
    ]


# --------------------------------------------------------------------------------- accounting


def digit_runs(text: object) -> list[str]:
    """The digit runs of a text; spaces in them and look-alikes of OCR undone."""
    out = str(text or "").translate(_FOLD)
    out = regex.sub(r"(?<=[\d.,])[Oo](?![A-Za-z])", "0", out)
    out = regex.sub(r"(?<=\d)\s*([.,])\s*(?=\d)", r"\1", out)
    out = regex.sub(r"(?<![A-Za-z])[lI|](?=[\d.])|(?<=\d)[lI|](?![A-Za-z])", "1", out)
    out = regex.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", out)
    return regex.findall(r"\d+(?:\.\d+)?", out)


def _digits(text: object) -> str:
    return regex.sub(r"\D", "", str(text or "").translate(_FOLD))


def doubled(long: str, short: str) -> bool:
    """Whether `long` is `short` with each of its pieces written twice: 373744 for 374."""
    if len(long) != 2 * len(short):
        return False
    reached = {0}
    for start in range(len(short)):
        if start in reached:
            for end in range(start + 1, len(short) + 1):
                if long[2 * start : 2 * end] == short[start:end] * 2:
                    reached.add(end)
    return len(short) in reached


@dataclass
class _Counted:
    """A predicted quantity and which of its digit runs have been claimed."""

    line: int
    end: int
    role: str
    text: str
    runs: list[str]
    used: set[int | str] = field(default_factory=set)


Claim = int | str | None


def _claim_run(counted: _Counted, run: str) -> Claim:
    free = [(k, found) for k, found in enumerate(counted.runs) if k not in counted.used]
    for k, found in free:
        if found == run:
            return k
    for k, found in free:
        if doubled(found, run) or doubled(found.replace(".", ""), run.replace(".", "")):
            return k
    if len(counted.runs) > 1 and not counted.used:
        digits = _digits(counted.text)
        if digits == _digits(run) or doubled(digits, _digits(run)):
            return "all"
    return None


def _claim_words(counted: _Counted, answers: Sequence[str]) -> Claim:
    def core(text: str) -> str:
        return "".join(character for character in text if character in _CHINESE)

    if "words" in counted.used or counted.runs:
        return None
    text = close(counted.text)
    for answer in answers:
        same = bool(core(text)) and core(text) == core(answer)
        inside = bool(text) and (text in answer or answer in text) and core(text) == core(answer)
        if text == answer or inside or same or text == answer * 2 or doubled(text, answer):
            return "words"
    return None


def account(gold: Sequence[Row], quantities: Sequence[Row]) -> Accounting:
    """The share of labelled numbers all of whose digit runs were found with the right role."""
    pages: dict[str, list[_Counted]] = defaultdict(list)
    for row in quantities:
        text = str(row.get("quote") or "")
        pages[file_name(row.get("page"))].append(
            _Counted(
                _line(row.get("line")),
                # A record says where it ends; the labels count from where it starts.
                -1,
                str(row.get("role")),
                text,
                digit_runs(text),
            )
        )
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[tuple[Row, str]] = []
    for row in sorted(gold, key=lambda item: -len(digit_runs(item["quote"]))):
        roles = alternatives(row["role"])
        total[roles[0]] += 1
        found = _account_one(row, roles, pages[file_name(row["page"])])
        if found is None:
            right[roles[0]] += 1
        else:
            wrong.append((row, found))
    labelled = {file_name(row["page"]) for row in gold}
    leftover = sum(
        0 if "all" in counted.used else len(set(range(len(counted.runs))) - counted.used)
        for page in labelled
        for counted in pages[page]
    )
    return Accounting(
        right.total(),
        total.total(),
        leftover,
        {role: (right[role], total[role]) for role in sorted(total)},
        tuple(wrong),
    )


def _account_one(row: Row, roles: Sequence[str], counted: Sequence[_Counted]) -> str | None:
    """What is wrong with how a labelled number was found; None where nothing is."""
    line = _line(row["line"])
    runs = digit_runs(row["quote"])
    wanted: list[Callable[[_Counted], Claim]]
    if runs:
        wanted = [lambda item, run=run: _claim_run(item, run) for run in runs]  # type: ignore[misc]
    else:
        answers = [close(answer) for answer in alternatives(row["quote"])]
        wanted = [lambda item: _claim_words(item, answers)]
    roles_wrong: list[str] = []
    lost = False
    for claim in wanted:
        hit = _first_claim(counted, line, roles, claim)
        if hit is None:
            lost = True
            continue
        item, what = hit
        item.used.update(range(len(item.runs)) if what == "all" else [what])
        if item.role not in roles:
            roles_wrong.append(item.role)
    if roles_wrong:
        return "wrong role: " + ",".join(roles_wrong)
    return "not found" if lost else None


def _first_claim(
    counted: Sequence[_Counted],
    line: int,
    roles: Sequence[str],
    claim: Callable[[_Counted], Claim],
) -> tuple[_Counted, int | str] | None:
    for role_right in (True, False):
        for item in counted:
            if role_right != (item.role in roles):
                continue
            last = max(item.end, item.line + (4 if len(item.runs) > 1 else 0))
            if not item.line - 1 <= line <= last + 1:
                continue
            what = claim(item)
            if what is not None:
                return item, what
    return None


# ------------------------------------------------------------------------ entities and articles


def _all_names(row: Row) -> set[str]:
    aliases = row.get("aliases") or []
    listed = aliases if isinstance(aliases, list) else alternatives(aliases)
    return {close(name) for name in (row.get("canonical"), *listed)} - {""}


def match_entities(gold: Sequence[Row], predicted: Sequence[Row]) -> dict[str, Rate]:
    """Rates of each type and of all: right is one that shares a name and has the type."""
    labels = [(file_name(row["page"]), alternatives(row["type"]), _all_names(row)) for row in gold]
    pages = {page for page, _, _ in labels}
    finds = [
        (file_name(row.get("page")), str(row.get("type")), _all_names(row))
        for row in predicted
        if file_name(row.get("page")) in pages
    ]
    weights = {
        (i, j): 100 + len(names & other)
        for i, (page, types, names) in enumerate(labels)
        for j, (found_page, found_type, other) in enumerate(finds)
        if page == found_page and found_type in types and names & other
    }
    pairs = dict(best_pairs(len(labels), len(finds), weights))
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for i, (_, types, _) in enumerate(labels):
        kind = finds[pairs[i]][1] if i in pairs else types[0]
        wanted[kind] += 1
        right[kind] += i in pairs
    given = Counter(kind for _, kind, _ in finds)
    out = {
        kind: Rate(right[kind], given[kind], wanted[kind]) for kind in sorted(wanted | given)
    }
    out["all"] = Rate(right.total(), len(finds), len(labels))
    return out


def match_articles(gold: Sequence[Row], predicted: Sequence[Row]) -> Articles:
    """Headlines found, and bodies whose lines agree (overlap over union at least 0.8)."""
    headlines = bodies = 0
    for row in gold:
        page = file_name(row["page"])
        there = [other for other in predicted if file_name(other.get("page")) == page]
        wanted = bare(row["headline"])
        headlines += any(_same_headline(wanted, bare(other.get("headline"))) for other in there)
        first, last = _line(row["body_first_line"]), _line(row["body_last_line"])
        bodies += any(
            _same_lines(
                (first, last), (_line(other["body_first_line"]), _line(other["body_last_line"]))
            )
            for other in there
        )
    return Articles(len(gold), len(predicted), headlines, bodies)


def _same_headline(wanted: str, found: str) -> bool:
    if wanted == found:
        return True
    return bool(wanted) and 10 * common_length(wanted, found) >= 8 * max(len(wanted), len(found))


def _same_lines(wanted: tuple[int, int], found: tuple[int, int]) -> bool:
    if wanted == found:
        return True
    inside = min(wanted[1], found[1]) - max(wanted[0], found[0]) + 1
    around = max(wanted[1], found[1]) - min(wanted[0], found[0]) + 1
    return around > 1 and 10 * inside >= 8 * around


# --------------------------------------------------------------------------------------- whole


def compare(
    gold: Mapping[str, Sequence[Row] | None],
    records: Mapping[str, Sequence[Row]],
    *,
    pages: Collection[str] | None = None,
) -> Scores:
    """All figures. gold, records: rows by table name.  pages: only these file names.

    Raises InputError I003 where there are no labelled facts.
    """
    if gold.get("facts") is None:
        raise InputError("I003", "no facts.csv", where="gold")
    only = pages or {
        file_name(row["page"]) for table in gold.values() for row in table or ()
    }

    def kept(table: Sequence[Row] | None) -> list[Row]:
        return [row for row in table or () if file_name(row.get("page")) in only]

    labels = [
        GoldFact(
            row,
            file_name(row["page"]),
            _line(row["line"]),
            gold_keys(row),
            str(row.get("optional") or "").strip() == "1",
        )
        for row in kept(gold["facts"])
    ]
    finds = [
        Predicted(
            row,
            file_name(row["page"]),
            _line(row["line"]),
            (amount(row["value"]), str(row["base_unit"] or "").strip(), str(row["kind"] or "")),
        )
        for row in kept(records["facts"])
    ]
    entities = gold.get("entities")
    matches, missed, spurious, left_out = _match_facts(labels, finds, Names(kept(entities)))
    numbers, articles = gold.get("numbers"), gold.get("articles")
    return Scores(
        tuple(matches),
        tuple(missed),
        tuple(spurious),
        left_out,
        account(kept(numbers), kept(records["quantities"])) if numbers is not None else None,
        match_entities(kept(entities), kept(records["entities"])) if entities is not None else None,
        match_articles(kept(articles), kept(records["articles"])) if articles is not None else None,
    )


def score(gold: Path, records: Path, *, pages: Collection[str] | None = None) -> Scores:
    """Compares a folder of records with a folder of gold."""
    return compare(
        {name: read_gold(gold, name) for name in GOLD_FIELDS},
        {name: read_records(records, name) for name in ("facts", "quantities", "entities", "articles")},
        pages=pages,
    )


def figures(found: Scores) -> dict[str, float]:
    """The figures that floors are set for, by name."""
    out = {"number_f1": found.number.f1, "fact_f1": found.fact.f1}
    if found.accounting is not None:
        out["accounting"] = found.accounting.share
    for kind, rate in (found.entities or {}).items():
        out[f"entity_f1.{kind}"] = rate.f1
    if found.articles is not None and found.articles.total:
        out["headlines"] = found.articles.headlines / found.articles.total
        out["bodies"] = found.articles.bodies / found.articles.total
    return out


def as_json(found: Scores) -> str:
    """The figures as JSON."""
    rates = {"number": asdict(found.number), "fact": asdict(found.fact)}
    whole = {"figures": figures(found), **rates, "wrong_fields": found.wrong_fields()}
    return json.dumps(whole, ensure_ascii=False, indent=1)


def as_text(found: Scores, *, errors: int = 0) -> str:
    """The figures for reading, and the first `errors` of each kind of error."""
    lines = [_shown("number", found.number), _shown("fact", found.fact)]
    wrong = ", ".join(f"{name} {count}" for name, count in found.wrong_fields().items())
    lines.append(f"wrong in paired numbers: {wrong}; left out as optional: {found.left_out}")
    for title, table in (("kind", found.kinds()), ("page", found.pages())):
        lines.append(f"\n{title:<16}number F1   fact F1   gold  predicted")
        for name, (number, fact) in table.items():
            counts = f"{number.gold:6d}  {number.predicted:9d}"
            lines.append(f"{name or '(none)':<16}{number.f1:9.3f}{fact.f1:10.3f} {counts}")
    if found.accounting is not None:
        item = found.accounting
        lines.append(
            f"\naccounting {item.share:.3f}  ({item.right} of {item.total} with the right role; "
            f"{item.leftover} predicted digit runs answer to no gold number)"
        )
        lines.append(", ".join(f"{role} {n}/{of}" for role, (n, of) in item.roles.items()))
    if found.entities is not None:
        lines.append("")
        lines.extend(_shown(kind, rate) for kind, rate in found.entities.items())
    if found.articles is not None:
        item_ = found.articles
        lines.append(
            f"\narticles {item_.total}, predicted {item_.predicted}: "
            f"headlines right {item_.headlines}, bodies right {item_.bodies}"
        )
    if errors:
        lines.extend(_errors(found, errors))
    return "\n".join(lines)


def _shown(name: str, rate: Rate) -> str:
    counts = f"({rate.right} right, {rate.predicted} predicted, {rate.gold} gold)"
    return (
        f"{name:<10}P {rate.precision:.3f}  R {rate.recall:.3f}  F1 {rate.f1:.3f}  {counts}"
    )


def _errors(found: Scores, most: int) -> Iterable[str]:
    yield f"\nmissed ({len(found.missed)})"
    yield from (_told(gold.row) for gold in found.missed[:most])
    yield f"\nspurious ({len(found.spurious)})"
    yield from (_told(predicted.row) for predicted in found.spurious[:most])
    wrong = [match for match in found.matches if not _whole(match)]
    yield f"\nwrong field ({len(wrong)})"
    for match in wrong[:most]:
        row, other = match.gold.row, match.predicted.row
        parts = "; ".join(
            f"{name}: gold {row[name]!r} found {other.get(name)!r}"
            for name, right in match.right.items()
            if not right
        )
        yield f"  {row['page']}:{row['line']} {row['quote']}: {parts}"
    if found.accounting is not None:
        yield f"\naccounting ({len(found.accounting.wrong)})"
        for row, why in found.accounting.wrong[:most]:
            yield f"  {row['page']}:{row['line']} {row['quote']} {row['role']}: {why}"


def _told(row: Row) -> str:
    return (
        f"  {row['page']}:{row['line']} {row['quote']} [{row['subject']}] {row['indicator']} "
        f"{row['kind']} {row['value']} {row['base_unit']}"
    )
