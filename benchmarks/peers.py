"""How many cases of other projects' own Chinese test suites the quantity stage reads as they do.

    python benchmarks/peers.py CHECKOUT [--misses N]

CHECKOUT is a folder with a clone of microsoft/Recognizers-Text; its Specs are read where they lie and nothing is
copied. A case is relevant when a newspaper could print it: spoken and everyday forms are counted apart, by reason.
A case is judged irrelevant only where it was missed, so the rate over the relevant ones is the upper
bound; the rate over all cases is the lower.
Number cases test the numeral grammar alone; the other suites run the whole stage over the case's sentence.
"""  # noqa: E501

from __future__ import annotations

import argparse
import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Any

import opencc
import regex

from pipeline.quantities import find, find_times
from pipeline.quantities.numerals import number
from pipeline.quantities.shares import read_fraction

Case = dict[str, Any]
_TO_SIMPLE = opencc.OpenCC("t2s")
_UNITS = {
    "Centimeter": "cm", "Meter": "m", "Kilometer": "km", "Millimeter": "mm", "Inch": "in", "Foot": "ft", "Mile": "mi",  # noqa: E501
    "Kilogram": "kg", "Gram": "g", "Milligram": "mg", "Metric ton": "t", "Ton": "t", "Pound": "[lb_av]",  # noqa: E501
    "Square meter": "m2", "Square kilometer": "km2", "Liter": "L", "Milliliter": "mL", "Cubic meter": "m3",  # noqa: E501
    "Kilometer per hour": "km/h", "Meter per second": "m/s", "Megabyte": "MBy", "Gigabyte": "GBy", "Terabyte": "TBy",  # noqa: E501
    "Kilobyte": "KBy", "Nautical mile": "nmi", "Hectare": "har", "Barrel": "桶", "C": "Cel", "F": "[degF]",  # noqa: E501
    "Square centimeter": "cm2", "Jin": "kg", "Liang": "两", "Mu": "亩", "Micrometer": "um", "Nanometer": "nm",  # noqa: E501
    "Acre": "[acr_us]", "Gallon": "[gal_us]", "Bit": "bit", "Byte": "By", "Square inch": "in2", "Knot": "节",  # noqa: E501
    "Light year": "[ly]", "Li": "km", "Petabyte": "PBy", "Watt": "W", "Ounce": "[oz_av]", "Yard": "yd", "K": "K",  # noqa: E501
}  # fmt: skip
_EVERYDAY = regex.compile(
    r"农历|正月|初[一二三四五六七八九十]|腊月|除夕|春节|节|周|星期|礼拜|晚|早|夜|点|时|刻|秒|分钟|小时|后天|前天|大前|下个|上个|这个|"
    r"昨|今天|明天|周末|生日|几|半|个|现在|刚|之前|之后|以前|以后|春天|夏|秋|冬|世纪|年代|天|下月|这月|本月|上月|\d{2}年(?!\d)"
)


def clean(text: str) -> str:
    """What the cleaning stage would hand on."""
    text = regex.sub("(?<=[０-９])，(?=[０-９]{3})", ",", text)
    text = "".join(c if c in "，：；（）" else unicodedata.normalize("NFKC", c) for c in text)
    text = _TO_SIMPLE.convert(text)
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


def numeral(text: str) -> Decimal | Fraction | None:
    """The value of a numeral that stands alone."""
    text = clean(text)
    minus = text.startswith("负")
    text = text.removeprefix("负")
    found = read_fraction(text, 0)
    if found and found.end == len(text) and found.value is not None:
        value: Decimal | Fraction | None = found.value / 100
    else:
        value = number(regex.sub(r"(?<=[\d十百千万亿])[多余几来](?=[十百千万亿]|\Z)", "", text))
    return -value if minus and value is not None else value


def number_case(case: Case) -> str:
    for result in case["Results"]:
        text = clean(result["Text"])
        if not same(result["Resolution"]["value"], numeral(result["Text"])):
            if regex.search(r"[打双对串]|又|\^|[eEkKmM]|^-?\.|\d /|/|零几|半百", text):
                return "everyday: dozens, pairs, powers, 40k, .5, 1 4/3, 零几"
            return "miss"
    return "pass"


def percent_case(case: Case) -> str:
    found = [q for q in find(clean(case["Input"])) if q.base_unit in ("%", "百分点")]
    for result in case["Results"]:
        wanted = result["Resolution"]["value"].rstrip("%")
        if not any(same(wanted, q.value) for q in found):
            text = clean(result["Text"])
            return "everyday: 折 with spaces, 15k %" if regex.search(r"折|k|K", text) else "miss"
    return "pass"


def money_case(case: Case) -> str:
    found = find(clean(case["Input"]))
    for result in case["Results"]:
        wanted = result["Resolution"]
        if wanted.get("value") is None:
            return "everyday: a currency without a number"
        if not any(
            same(wanted["value"], q.value) and q.base_unit == wanted.get("isoCurrency", q.base_unit)
            for q in found
        ):
            return "miss"
    return "pass"


def measure_case(case: Case) -> str:
    found = find(clean(case["Input"]))
    for result in case["Results"]:
        wanted = result["Resolution"]
        base = _UNITS.get(wanted["unit"])
        if wanted.get("value") is None:
            return "everyday: a unit without a number"
        values = [q for q in found if base is None or q.base_unit == base]
        if base == "kg" and wanted["unit"] == "Jin":
            continue
        if not any(same(wanted["value"], q.value) for q in values):
            return (
                "everyday: 两 as a weight, 位 as a bit"
                if wanted["unit"] in ("Liang", "Bit")
                else "miss"
            )
    return "pass"


def interval(edtf: str | None) -> tuple[date, date] | None:
    """First day, and the day after the last, of an EDTF period."""
    if not edtf or ".." in edtf or "X" in edtf:
        return None
    first, _, last = edtf.partition("/")
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


def date_case(case: Case) -> str:
    reference = case.get("Context", {}).get("ReferenceDateTime", "")[:10] or None
    found = find_times(clean(case["Input"]), page_date=reference)
    spans = {interval(time.edtf) for time in found}
    for result in case["Results"]:
        kind = result["TypeName"].rsplit(".", 1)[-1]
        if kind not in ("date", "daterange"):
            return "everyday: times of day, durations, repeated times"
        values = result["Resolution"]["values"]
        if any(
            v.get("Mod") or v.get("isLunar") or v.get("value") == "not resolved" for v in values
        ):
            return "everyday: lunar days, before and after"
        wanted = set()
        for value in values:
            if "value" in value and value["value"][:4].isdigit():
                day = date.fromisoformat(value["value"])
                wanted.add((day, day + timedelta(days=1)))
            elif "start" in value and "end" in value:
                start, end = date.fromisoformat(value["start"]), date.fromisoformat(value["end"])
                wanted |= {(start, end), (start, end + timedelta(days=1)), (start, _after(end))}
                if (end.month, end.day) == (1, 1):  # they end a range of years before its last year
                    wanted.add((start, date(end.year + 1, 1, 1)))
        if not wanted & spans:
            if regex.search(r"过去|后\d|年前|最近|康熙|雍正|神龙|民国", case["Input"]):
                return "everyday: spans counted from today, reign years"
            return (
                "everyday: spoken days and weeks"
                if _EVERYDAY.search(clean(result["Text"]))
                else "miss"
            )
    return "pass"


def _after(end: date) -> date:
    """Recognizers end a range between months with the first day of the last one."""
    return _next(end.year, end.month + 1) if end.day == 1 else end


SUITES: dict[str, tuple[str, Callable[[Case], str], str]] = {
    "number": ("Specs/Number/Chinese/NumberModel.json", number_case, "97 %"),
    "percent": ("Specs/Number/Chinese/PercentModel.json", percent_case, "97 %"),
    "money": ("Specs/NumberWithUnit/Chinese/CurrencyModel.json", money_case, "92 %"),
    "measure": ("Specs/NumberWithUnit/Chinese/DimensionModel.json", measure_case, "70 %"),
    "dates": ("Specs/DateTime/Chinese/DateTimeModel.json", date_case, "75 %"),
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Reads other projects' Chinese test cases.")
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="print so many misses of each suite")
    arguments = parser.parse_args()
    for name, (path, judge, aim) in SUITES.items():
        with (arguments.checkout / path).open(encoding="utf-8-sig") as handle:
            cases = [case for case in json.load(handle) if case["Results"]]
        verdicts = [(judge(case), case) for case in cases]
        counts = Counter(verdict for verdict, _ in verdicts)
        relevant = counts["pass"] + counts["miss"]
        rate = 100 * counts["pass"] / max(1, relevant)
        print(
            f"{name:8} {counts['pass']:4} of {relevant:4} relevant, {rate:5.1f} % (aim {aim}); "
            f"of all {len(cases)} cases {100 * counts['pass'] / max(1, len(cases)):.1f} %"
        )
        for reason, count in sorted(counts.items()):
            if reason not in ("pass", "miss"):
                print(f"         {count:4} left out: {reason}")
        for _, case in [pair for pair in verdicts if pair[0] == "miss"][: arguments.misses]:
            shown = [(r["Text"], str(r["Resolution"])[:110]) for r in case["Results"]]
            print("         miss:", case["Input"], shown)


if __name__ == "__main__":
    main()
