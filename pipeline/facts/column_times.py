"""The time a table's head, label or caption gives, alone or within the year of another (1—9月)."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.grid import heads as said

_YEAR = regex.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?=年|\Z|\D)")
_PART = regex.compile(
    r"(?<!\d)(?P<from>1[0-2]|0?[1-9])月?\s?[—－\-–~～至到]\s?(?P<to>1[0-2]|0?[1-9])月"
    r"|前(?P<quarters>[二两三])个?季度|第?(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年"
    r"|(?<!\d)(?P<month>1[0-2]|0?[1-9])月"
)
_MONTHS_OF = {"二": "06", "两": "06", "三": "09"}


@dataclass(frozen=True, slots=True)
class Told:
    """A year, a part of one, or both; either may be missing. part: EDTF with {y} for the year."""

    year: str | None
    part: str | None

    def within(self, year: str | None) -> str | None:
        """As EDTF; the year is another's where it has none of its own."""
        own = self.year or year
        if own is None:
            return None
        return (self.part or "{y}").format(y=own)

    def __bool__(self) -> bool:
        return self.year is not None or self.part is not None


NOTHING = Told(None, None)


def told(text: str) -> Told:
    """The time that a head, label or caption gives."""
    year = _YEAR.search(text)
    part = _PART.search(text, year.end() if year else 0)
    return Told(year["year"] if year else None, _edtf(part) if part else None)


def _edtf(part: regex.Match[str]) -> str:
    if part["from"]:
        return f"{{y}}-{int(part['from']):02}/{{y}}-{int(part['to']):02}"
    if part["quarters"]:
        return f"{{y}}-01/{{y}}-{_MONTHS_OF[part['quarters']]}"
    if part["quarter"]:
        return f"{{y}}-Q{'一二三四'.find(part['quarter']) + 1 or part['quarter']}"
    if part["half"]:
        return "{y}-H1" if part["half"] == "上" else "{y}-H2"
    return f"{{y}}-{int(part['month']):02}"


def year_of(page_date: str | None, part: str | None) -> str | None:
    """The last year in which a part of a year is over on the day of the page."""
    if page_date is None:
        return None
    year = int(page_date[:4])
    if part is None:
        return None
    last = regex.search(r"(?P<month>\d\d)\Z|Q(?P<quarter>\d)\Z|H(?P<half>\d)\Z", part)
    assert last is not None  # `_edtf` ends them so
    month = (
        int(last["month"])
        if last["month"]
        else 3 * int(last["quarter"])
        if last["quarter"]
        else 6 * int(last["half"])
    )
    return str(year if month <= int(page_date[5:7] or 12) else year - 1)


def of_column(heads: tuple[str, ...], base: str | None, fallback: str | None) -> str | None:
    """The time of a column.

    base: what caption or heading give the table.  fallback: the year of parts without one.
    """
    own = NOTHING
    for head in heads:
        found = told(head)
        own = Told(found.year or own.year, found.part or own.part)
    if own:
        in_base = base[:4] if base else None
        if own.year is None and in_base is None:
            in_base = fallback
        return own.within(in_base)
    words = "".join(heads)
    rate = said.says(words, "growth")
    if base is None or rate:
        return base
    if any(head in said.of_class("last") for head in heads):
        return _a_year_before(base)
    if any(head in said.of_class("month") for head in heads):
        last = regex.search(r"\d{4}-\d\d\Z", base)
        return last.group() if last else base
    return base


def _a_year_before(period: str) -> str | None:
    """None for a decade or an open interval, which have no year before them."""
    ends = period.split("/")
    if not all(end[:4].isdigit() for end in ends):
        return None
    return "/".join(f"{int(end[:4]) - 1}{end[4:]}" for end in ends)
