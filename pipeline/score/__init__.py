"""Records against hand-labelled gold: the figures of section 7 of the record contract.

A predicted and a gold fact pair up on the same page, at most one line apart, with equal value,
base unit and kind; one to one, as many pairs as there can be and then those with the most right
fields. `|` in a gold cell separates equally right answers.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.errors import InputError
from pipeline.score.accounting import Accounting, account
from pipeline.score.gold import (
    GOLD_FIELDS,
    Row,
    alternatives,
    amount,
    file_name,
    gold_keys,
    line_number,
    read_gold,
    read_records,
)
from pipeline.score.others import Articles, match_articles, match_entities
from pipeline.score.pairs import (
    CHECKED,
    GoldFact,
    Match,
    Names,
    Predicted,
    Rate,
    match_facts,
    rate_of,
    whole,
)

_BANDS = (0.0, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.01)
"""Where the bands of confidence begin and end that facts are told by."""


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
        return rate_of(self.matches, self.missed, self.spurious, lambda match: True)

    @property
    def fact(self) -> Rate:
        return rate_of(self.matches, self.missed, self.spurious, whole)

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

    def confidences(self) -> list[tuple[float, float, int, int]]:
        """Bands of confidence: from, below, how many facts, how many right in all fields."""
        judged = [(match.predicted.row, whole(match)) for match in self.matches]
        judged += [(predicted.row, False) for predicted in self.spurious]
        known = [
            (float(row["confidence"]), right) for row, right in judged if row.get("confidence")
        ]
        bands = [
            (low, high, [right for value, right in known if low <= value < high])
            for low, high in pairwise(_BANDS)
        ]
        return [(low, high, len(held), sum(held)) for low, high, held in bands if held]

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
            name: (rate_of(*group, lambda match: True), rate_of(*group, whole))
            for name, group in sorted(groups.items())
        }


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
    only = pages or {file_name(row["page"]) for table in gold.values() for row in table or ()}

    def kept(table: Sequence[Row] | None) -> list[Row]:
        return [row for row in table or () if file_name(row.get("page")) in only]

    labels = [
        GoldFact(
            row,
            file_name(row["page"]),
            line_number(row["line"]),
            gold_keys(row),
            str(row.get("optional") or "").strip() == "1",
        )
        for row in kept(gold["facts"])
    ]
    finds = [
        Predicted(
            row,
            file_name(row["page"]),
            line_number(row["line"]),
            (amount(row["value"]), str(row["base_unit"] or "").strip(), str(row["kind"] or "")),
        )
        for row in kept(records["facts"])
    ]
    entities = gold.get("entities")
    matches, missed, spurious, left_out = match_facts(labels, finds, Names(kept(entities)))
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
        {
            name: read_records(records, name)
            for name in ("facts", "quantities", "entities", "articles")
        },
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
    if bands := found.confidences():
        lines.append(f"\n{'confidence':<16}facts     right")
        for low, high, count, right in bands:
            band = f"{low:.2f}–{min(high, 1.0):.2f}"
            lines.append(f"{band:<16}{count:5d}{right / count:10.3f}")
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
    return f"{name:<10}P {rate.precision:.3f}  R {rate.recall:.3f}  F1 {rate.f1:.3f}  {counts}"


def _errors(found: Scores, most: int) -> Iterable[str]:
    yield f"\nmissed ({len(found.missed)})"
    yield from (_told(gold.row) for gold in found.missed[:most])
    yield f"\nspurious ({len(found.spurious)})"
    yield from (_told(predicted.row) for predicted in found.spurious[:most])
    wrong = [match for match in found.matches if not whole(match)]
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
