"""EDTF (ISO 8601-2) forms of years, halves, quarters and months."""

from __future__ import annotations

from datetime import date, timedelta

from pipeline.quantities.numerals import chinese


def quarter(year: int, number: int) -> str:
    return f"{year:04}-Q{number}"


def half(year: int, number: int) -> str:
    return f"{year:04}-H{number}"


def months(year: int, first: int, last: int) -> str:
    """A run of months within a year."""
    return f"{year:04}-{first:02}/{year:04}-{last:02}"


def number_of(text: str) -> int:
    """A year, month or day from 9, 09, 九, 十二, 二○○九; 0 where it is no number."""
    if text.isdigit():
        return int(text)
    value = chinese(text.replace("○", "〇"))
    return int(value) if value is not None else 0


def month_of(text: str) -> int:
    """1–12 from 9, 09, 九, 十二."""
    return number_of(text)


def day_of(year: int, month: int, day: int) -> str | None:
    """A day, or None where the calendar has no such day (30 February, as misprinted)."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def year_of(edtf: str) -> int | None:
    """The year an EDTF period begins with, or None."""
    return int(edtf[:4]) if edtf[:4].isdigit() else None


def shift(day: str, *, days: int = 0, months: int = 0) -> str:
    """A day so many days or months later; `day` is YYYY-MM-DD, the day of the month must fit."""
    year, month, number = (int(part) for part in day.split("-"))
    total = year * 12 + month - 1 + months
    moved = date(total // 12, total % 12 + 1, number) + timedelta(days=days)
    return moved.isoformat()


def weekday(day: str) -> int:
    """0 for a Monday to 6 for a Sunday; `day` is YYYY-MM-DD."""
    return date.fromisoformat(day).weekday()
