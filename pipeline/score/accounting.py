"""The accounting: were the labelled numbers all found, each with its role."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline import patterns as regex
from pipeline.score.gold import Row, alternatives, close, file_name, line_number

_CHINESE = frozenset("零〇一二三四五六七八九十百千万亿两半首兩萬億")
_FOLD = str.maketrans("０１２３４５６７８９．，Ｏ", "0123456789.,0")


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
                line_number(row.get("line")),
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
    line = line_number(row["line"])
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
