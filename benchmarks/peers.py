"""How many cases of other projects' own Chinese test suites the quantity stage reads as they do.

    python benchmarks/peers.py CHECKOUT [--suite NAME] [--misses N]

CHECKOUT is a folder with the Specs of microsoft/Recognizers-Text, and beside them, as far as they
are to be read, `JioNLP/test/`, `cn2an/cn2an/` and `duckling/Duckling/` of dongrixinyu/JioNLP,
Ailln/cn2an and facebook/duckling. They are read where they lie; nothing is copied.

Whether a newspaper could print a case is decided by the case alone, before it is read; those that
it could not are left out and counted by reason. Their passes are not counted either.
"""

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import opencc
import regex

from pipeline.model import Quantity
from pipeline.quantities import find, find_times
from pipeline.quantities.numerals import number
from pipeline.quantities.shares import read_discount, read_fraction

Case = dict[str, Any]
_TO_SIMPLE = opencc.OpenCC("t2s")
_UNITS = {
    "Centimeter": "cm", "Meter": "m", "Kilometer": "km", "Millimeter": "mm", "Inch": "in", "Foot": "[ft_i]",  # noqa: E501
    "Mile": "[mi_i]", "Kilogram": "kg", "Gram": "g", "Milligram": "mg", "Metric ton": "t", "Ton": "t",  # noqa: E501
    "Pound": "[lb_av]", "Square meter": "m2", "Square kilometer": "km2", "Liter": "L", "Milliliter": "mL",  # noqa: E501
    "Cubic meter": "m3", "Kilometer per hour": "km/h", "Meter per second": "m/s", "Megabyte": "MBy",
    "Gigabyte": "GBy", "Terabyte": "TBy", "Kilobyte": "KBy", "Nautical mile": "[nmi_i]", "Hectare": "har",  # noqa: E501
    "Barrel": "桶", "C": "Cel", "F": "[degF]", "Square centimeter": "cm2", "Jin": "斤", "Liang": "两",  # noqa: E501
    "Mu": "亩", "Micrometer": "um", "Nanometer": "nm", "Acre": "[acr_us]", "Gallon": "[gal_us]", "Bit": "bit",  # noqa: E501
    "Byte": "By", "Square inch": "in2", "Knot": "节", "Light year": "[ly]", "Li": "km", "Petabyte": "PBy",  # noqa: E501
    "Watt": "W", "Ounce": "[oz_av]", "Yard": "[yd_i]", "K": "K", "Kilobit": "kbit", "Year": "a", "Month": "mo",  # noqa: E501
    "Week": "wk", "Day": "d",
}  # fmt: skip
_THOUSANDS = {"kbit": "bit", "KBy": "By", "MBy": "KBy", "Mbit": "kbit"}
"""So that 3 kbit is met by 3000 bit, and 3000 KBy by 3 MBy."""


@dataclass
class Tally:
    """What came of one suite: verdicts by name, and the misses in words."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def add(self, verdict: str, shown: str) -> None:
        self.counts[verdict] += 1
        if verdict == "miss":
            self.misses.append(shown)


def clean(text: str) -> str:
    """What the cleaning stage would hand on."""
    text = regex.sub("(?<=[０-９])，(?=[０-９]{3})", ",", text)
    text = "".join(c if c in "，：；（）" else unicodedata.normalize("NFKC", c) for c in text)
    text = regex.sub(r"[幾]", "几", _TO_SIMPLE.convert(text))
    return regex.sub(r"(?<=[\d\p{Han}.,%]) +(?=[\d\p{Han}.,%])", "", text)


def same(left: str, right: Decimal | Fraction | None) -> bool:
    """Equal but for the digits that the other project rounds away."""
    if right is None:
        return False
    try:
        wanted = Fraction(Decimal(left.replace(",", "")))
    except InvalidOperation:
        return False
    return abs(wanted - Fraction(right)) <= abs(wanted) / 10**9


# ------------------------------------------------------------------ numbers


def numeral(text: str) -> Decimal | Fraction | None:
    """The value of a numeral that stands alone."""
    text = clean(text)
    minus = text.startswith("负")
    text = text.removeprefix("负")
    found = read_fraction(text, 0)
    if found and found.end == len(text) and found.value is not None:
        value: Decimal | Fraction | None = (
            found.value if found.base == "1" else Fraction(found.value) / 100
        )
    else:
        value = number(regex.sub(r"(?<=[\d十百千万亿])[多余几来](?=[十百千万亿]|\Z)", "", text))
    return -value if minus and value is not None else value


_NO_NUMERAL = (
    (r"[打双对串]\Z|[打双对](?=\p{Han})", "dozens and pairs"),
    (r"\^|\d[eE][-+]?\d|[kKmM]\Z|\d [kKmM]\b|\d[kK]", "powers, 2e5, 40k"),
    (r"^-?\.\d", "numbers that begin with a point"),
    (r"零几|半百", "零几, 半百"),
    (r"(?:^|[^\d])-?\d+ \d+/\d+|^-?\d+/\d+$|^-\d", "1 4/3, -3/2"),
    (r"分之负|负\d+分之", "fractions of two negatives"),
)


def number_case(case: Case) -> str:
    for result in case["Results"]:
        text = regex.sub(r"[幾]", "几", unicodedata.normalize("NFKC", result["Text"]))
        for pattern, reason in _NO_NUMERAL:
            if regex.search(pattern, text):
                return reason
    right = all(same(r["Resolution"]["value"], numeral(r["Text"])) for r in case["Results"])
    return "pass" if right else "miss"


def ordinal_case(case: Case) -> str:
    found = find(clean(case["Input"]))
    right = all(
        any(same(r["Resolution"]["value"], q.value) for q in found) for r in case["Results"]
    )
    return "pass" if right else "miss"


def percent_case(case: Case) -> str:
    if any(regex.search(r"\d ?[kK]", clean(r["Text"])) for r in case["Results"]):
        return "15k %"
    text = clean(case["Input"])
    found = [q.value for q in find(text) if q.base_unit in ("%", "百分点")]
    discount = read_discount(text, 0)
    if discount:
        found.append(discount.value)
    wanted = [r["Resolution"]["value"].rstrip("%") for r in case["Results"]]
    return "pass" if all(any(same(w, v) for v in found) for w in wanted) else "miss"


# ------------------------------------------------------------------ numbers with a unit


def money_case(case: Case) -> str:
    if any(r["Resolution"].get("value") is None for r in case["Results"]):
        return "a currency without a number"
    found = find(clean(case["Input"]))
    for result in case["Results"]:
        wanted = result["Resolution"]
        if not any(
            same(wanted["value"], q.value) and q.base_unit == wanted.get("isoCurrency", q.base_unit)
            for q in found
        ):
            return "miss"
    return "pass"


def measure_case(case: Case) -> str:
    if any(r["Resolution"].get("value") is None for r in case["Results"]):
        return "a unit without a number"
    if any(r["Resolution"]["unit"] == "Bit" and "位" in r["Text"] for r in case["Results"]):
        return "位 as a bit"
    found = find(clean(case["Input"]))
    right = all(
        _measured(r["Resolution"]["value"], _UNITS.get(r["Resolution"]["unit"]), found)
        for r in case["Results"]
    )
    return "pass" if right else "miss"


def _measured(value: str, base: str | None, found: list[Quantity]) -> bool:
    for quantity in found:
        if quantity.value is None or quantity.base_unit is None:
            continue
        if base in (None, quantity.base_unit) and same(value, quantity.value):
            return True
        thousand = Fraction(quantity.value) / 1000
        if _THOUSANDS.get(base or "") == quantity.base_unit and same(value, thousand):
            return True
    return False


# ------------------------------------------------------------------ dates


def interval(edtf: str | None) -> tuple[date, date] | None:
    """First day, and the day after the last, of an EDTF period."""
    if not edtf or "XX" in edtf or edtf.startswith("-"):
        return None
    if regex.fullmatch(r"\d{3}X", edtf):
        decade = int(edtf[:3]) * 10
        return date(decade, 1, 1), date(decade + 10, 1, 1)
    first, _, last = edtf.partition("/")
    if last == "..":
        return interval(first)
    if last:
        begin, end = interval(first), interval(last)
        return (begin[0], end[1]) if begin and end else None
    year = int(edtf[:4])
    part = edtf[5:]
    if not part:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if part[0] in "QH":
        size = 3 if part[0] == "Q" else 6
        month = (int(part[1]) - 1) * size + 1
        return date(year, month, 1), _next(year, month + size)
    month = int(part[:2])
    if len(part) > 2:
        try:
            day = date(year, month, int(part[3:5]))
        except ValueError:
            return None
        return day, day + timedelta(days=1)
    return date(year, month, 1), _next(year, month + 1)


def _next(year: int, month: int) -> date:
    return date(year + 1, month - 12, 1) if month > 12 else date(year, month, 1)


_COUNTED_FROM_TODAY = regex.compile(
    r"过去|最近|近\d|[前后下上]\d+(?:个)?[天日周年月星]|[前后][一二两三四五六七八九十几]+(?:个)?[天日周年月]|"
    r"[\d一二两三四五六七八九十几半]+(?:多|来)?(?:个)?(?:天|日|周|星期|月|年|小时|分钟)(?:之|以)?[前后内]|未来|接下来|之内|以内|这几"
)
_SPOKEN = regex.compile(
    r"(?<![上下本这])(?:周|星期|礼拜)[一二三四五六日天末]|第[一二三四]个?(?:周|星期)|最后一?个?(?:周|星期)|月的|大前|大后|半月|半周|下半个|上个半|"
    r"这个?月[的中]|季度?的第|天的|早|晚|生日|(?<!\d)\d{1,2}/\d{1,2}(?!/\d{4}.*月)|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(?<!\d)\d\d-\d\d-\d\d(?!\d)|今|现在|年初至今"
)
_FEASTS = regex.compile(r"节|元旦|除夕|情人|圣诞|清明|端午|中秋|重阳|新年|[康雍乾]熙?|神龙|民国")


def date_case(case: Case) -> str:
    reference = case.get("Context", {}).get("ReferenceDateTime", "")[:10] or None
    text = clean(case["Input"])
    for result in case["Results"]:
        kind = result["TypeName"].rsplit(".", 1)[-1]
        if kind not in ("date", "daterange"):
            return "times of day, durations, repeated times"
        written = clean(result["Text"])
        values = result["Resolution"]["values"]
        if any(v.get("isLunar") or v.get("value") == "not resolved" for v in values):
            return "lunar days and seasons"
        if _FEASTS.search(written):
            return "feasts, reign years"
        if _COUNTED_FROM_TODAY.search(written):
            return "spans counted from today"
        if _SPOKEN.search(written):
            return "spoken days, day/month/year"
    found = [interval(time.edtf) for time in find_times(text, page_date=reference)]
    right = all(_dated(r["Resolution"]["values"], found) for r in case["Results"])
    return "pass" if right else "miss"


def _dated(values: list[dict[str, str]], found: list[tuple[date, date] | None]) -> bool:
    """One of the readings that they allow is one of ours; for 以前, 之后 the point is compared."""
    ours = {span for span in found if span}
    for value in values:
        if value.get("Mod"):
            point = date.fromisoformat(value.get("start") or value.get("end") or "0001-01-01")
            if any(point in span for span in ours):
                return True
        elif "value" in value and value["value"][:4].isdigit():
            day = date.fromisoformat(value["value"])
            if (day, day + timedelta(days=1)) in ours:
                return True
        elif "start" in value and "end" in value:
            start, end = date.fromisoformat(value["start"]), date.fromisoformat(value["end"])
            wanted = {(start, end), (start, end + timedelta(days=1)), (start, _after(end))}
            if (end.month, end.day) == (1, 1):  # they end a range of years before its last year
                wanted.add((start, date(end.year + 1, 1, 1)))
            if wanted & ours:
                return True
    return False


def _after(end: date) -> date:
    """Recognizers end a range between months with the first day of the last one."""
    return _next(end.year, end.month + 1) if end.day == 1 else end


SPECS: dict[str, tuple[str, Callable[[Case], str], str]] = {
    "number": ("Specs/Number/Chinese/NumberModel.json", number_case, "97 %"),
    "ordinal": ("Specs/Number/Chinese/OrdinalModel.json", ordinal_case, ""),
    "percent": ("Specs/Number/Chinese/PercentModel.json", percent_case, "97 %"),
    "money": ("Specs/NumberWithUnit/Chinese/CurrencyModel.json", money_case, "92 %"),
    "dimension": ("Specs/NumberWithUnit/Chinese/DimensionModel.json", measure_case, "70 %"),
    "age": ("Specs/NumberWithUnit/Chinese/AgeModel.json", measure_case, "70 %"),
    "temperature": ("Specs/NumberWithUnit/Chinese/TemperatureModel.json", measure_case, "70 %"),
    "dates": ("Specs/DateTime/Chinese/DateTimeModel.json", date_case, "75 %"),
}


def spec(path: Path, judge: Callable[[Case], str]) -> Tally:
    tally = Tally()
    with path.open(encoding="utf-8-sig") as handle:
        for case in json.load(handle):
            if case["Results"]:
                wanted = [(r["Text"], str(r["Resolution"])[:110]) for r in case["Results"]]
                tally.add(judge(case), f"{case['Input']} {wanted}")
    return tally


# ------------------------------------------------------------------ other projects

_JIO = regex.compile(
    r"\['(?P<text>[^']+)', \{'num': (?:'(?P<n>[\d.]+)'|\['(?P<low>[\d.]+)', '(?P<high>[\d.]+)'\]), 'case': '(?P<case>[^']+)'"  # noqa: E501
)
_JIO_CODES = {
    "元": "CNY", "港元": "HKD", "美元": "USD", "日元": "JPY", "新台币": "TWD", "泰铢": "THB", "卢布": "RUB",  # noqa: E501
    "欧元": "EUR", "澳元": "AUD", "韩元": "KRW",
}  # fmt: skip


def jio_money(path: Path) -> Tally:
    """JioNLP's sums of money: the number, or the lower end of its range, and the currency."""
    tally = Tally()
    for match in _JIO.finditer(path.read_text(encoding="utf-8")):
        text = clean(match["text"])
        if regex.search(r"\d[kw]", text):
            tally.add("15k, 30w", match["text"])
            continue
        wanted, code = match["n"] or match["low"], _JIO_CODES.get(match["case"], "")
        exact = Decimal(wanted)
        right = any(
            q.value is not None
            and abs(Fraction(q.value) - Fraction(exact)) < Fraction(1, 100)
            and (q.base_unit == code or ((code == "CNY" and q.unit in ("万", "亿")) or not q.unit))
            for q in find(text)
        )
        tally.add("pass" if right else "miss", f"{match['text']} {wanted} {code}")
    return tally


_CN2AN = regex.compile(
    r"\"(?P<text>[^\"\d]*[〇零一二两三四五六七八九十百千万亿幺壹贰叁点半][^\"]*)\":\s*(?P<n>-?[\d.]+)"
)


def cn2an(path: Path) -> Tally:
    """cn2an's numerals to numbers, strict and normal."""
    tally = Tally()
    for match in _CN2AN.finditer(path.read_text(encoding="utf-8")):
        text = match["text"]
        if regex.search(r"[元角圆]|^[一二三四五六七八九]{2}$|半", text):
            tally.add("money, rows of two digits", text)
            continue
        right = same(match["n"], numeral(text))
        tally.add("pass" if right else "miss", f"{text} {match['n']}")
    return tally


_DUCK = regex.compile(
    r"examples \((?P<what>[^\n]*)\)\s*\[(?P<list>(?:\s*,?\s*\"(?:[^\"\\]|\\.)*\")+\s*)\]"
)
_DUCK_UNITS = {
    "Centimetre": "cm", "Metre": "m", "Kilometre": "km", "Foot": "[ft_i]", "Inch": "in", "Mile": "[mi_i]",  # noqa: E501
    "Gram": "g", "Celsius": "Cel", "Fahrenheit": "[degF]", "Litre": "L", "Millilitre": "mL",
    "Gallon": "[gal_us]", "CNY": "CNY", "HKD": "HKD", "Dollar": "CNY",
}  # fmt: skip
_CANTONESE = regex.compile(
    r"[蚊毫仙個个]半|^[個个]|米九|^8[\"']|[a-z]{3}|毫|蚊|仙|個九|[個个]鐘|[一二四五六七八九]分[一二三]|^\D{1,2}個半$|[對双雙打]|嘅|兩毛五|两毛五"
)


def duckling(folder: Path, kind: str) -> Tally:
    """Duckling's corpus of one dimension: values with their unit."""
    tally = Tally()
    source = (folder / kind / "ZH" / "Corpus.hs").read_text(encoding="utf-8")
    for match in _DUCK.finditer(source):
        value = regex.search(r"-?\d[\d_.]*", match["what"])
        unit = next((u for u in _DUCK_UNITS if regex.search(rf"\b{u}\b", match["what"])), None)
        for text in regex.findall(r"\"((?:[^\"\\]|\\.)*)\"", match["list"]):
            if value is None or "between" in match["what"] or _CANTONESE.search(text):
                tally.add("Cantonese and spoken forms, English units", text)
                continue
            shown = regex.sub(r"\\(\d+)", lambda m: chr(int(m[1])), text)
            wanted = value.group().replace("_", "").rstrip(".")
            tally.add(
                "pass" if _duck(shown, wanted, unit, match["what"]) else "miss",
                f"{text} {match['what']}",
            )
    return tally


def _duck(text: str, wanted: str, unit: str | None, what: str) -> bool:
    if unit is None:
        text = regex.sub(r"[个個]\Z", "", text)
        value = numeral(text)
        cents = "Cent" in what
        found = [
            Fraction(q.value) * 100
            if cents
            else Fraction(q.value) / (100 if q.base_unit == "%" else 1)
            for q in find(clean(text))
            if q.value is not None
        ]
        return same(wanted, value) or any(same(wanted, v) for v in found)
    base = _DUCK_UNITS[unit]
    for quantity in find(clean(text)):
        if quantity.value is None:
            continue
        value = Fraction(quantity.value)
        if unit == "Gram":
            value *= {"kg": 1000, "g": 1, "mg": Fraction(1, 1000), "斤": 500, "两": 50}.get(
                quantity.base_unit or "", 0
            )
        elif quantity.base_unit != base:
            continue
        if same(wanted, value):
            return True
    return False


def others(folder: Path) -> Iterator[tuple[str, Tally]]:
    """The suites that lie beside the Specs."""
    money = folder / "JioNLP" / "test" / "test_money_parser.py"
    if money.is_file():
        yield "JioNLP money", jio_money(money)
    numerals = folder / "cn2an" / "cn2an" / "cn2an_test.py"
    if numerals.is_file():
        yield "cn2an", cn2an(numerals)
    corpus = folder / "duckling" / "Duckling"
    if corpus.is_dir():
        for kind in (
            "Numeral",
            "Ordinal",
            "AmountOfMoney",
            "Distance",
            "Quantity",
            "Temperature",
            "Volume",
        ):
            yield f"duckling {kind}", duckling(corpus, kind)


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads other projects' Chinese test cases.")
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--suite", help="only the suites whose name begins so")
    parser.add_argument("--misses", type=int, default=0, help="print so many misses of each suite")
    arguments = parser.parse_args()
    tallies = [
        (name, spec(arguments.checkout / path, judge), aim)
        for name, (path, judge, aim) in SPECS.items()
        if (arguments.checkout / path).is_file()
    ]
    tallies += [(name, tally, "") for name, tally in others(arguments.checkout)]
    for name, tally, aim in tallies:
        if arguments.suite and not name.startswith(arguments.suite):
            continue
        counts = tally.counts
        relevant = counts["pass"] + counts["miss"]
        rate = 100 * counts["pass"] / max(1, relevant)
        wanted = f" (aim {aim})" if aim else ""
        print(
            f"{name:22} {counts['pass']:4} of {relevant:4} relevant, {rate:5.1f} %{wanted}; "
            f"{counts.total()} cases in all"
        )
        for reason, count in sorted(counts.items()):
            if reason not in ("pass", "miss"):
                print(f"{'':22} {count:4} left out: {reason}")
        for shown in tally.misses[: arguments.misses]:
            print(f"{'':22} miss: {shown}")


if __name__ == "__main__":
    main()
