"""What a text has said of time so far, by which later times are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pipeline import patterns as regex

_IS_DAY: Final = regex.compile(r"\d{4}-\d\d-\d\d")
_IS_YEAR: Final = regex.compile(r"\d{4}")
_IS_PART: Final = regex.compile(r"(\d{4})-(?:[QH]\d|01/\1-\d\d)")
"""A half, a quarter, or the months from January on."""
_IS_YEARS: Final = regex.compile(r"\d{4}/\d{4}")
_IS_RUN: Final = regex.compile(r"\d{4}(?:-[QH]\d|-01/\d{4}-\d\d)?")
"""A year, half, quarter or run of months: what 报告期 refers back to."""


@dataclass(slots=True)
class Context:
    """What has been said so far: the last period, the year named in the sentence and paragraph.

    reported: the first period that accounts are given for, which 报告期 refers back to.
    undated: the sentence has a time without a year (今年前三季度 on a page without a date).
    this_year: the text speaks of 今年, and nothing tells which year that is.
    run_year: the year printed with the last half, quarter or run of months, which goes on for those
    that are printed without one: 2018年上半年…, and paragraphs later 上半年.
    month: the last that the paragraph named; 上月 is before that one.
    years: all that were printed so far; the only one is the year of what is printed without.
    """

    page: str | None
    sentence_year: int | None = None
    paragraph_year: int | None = None
    article_year: int | None = None
    period: str | None = None
    sentence_period: str | None = None
    paragraph_period: str | None = None
    before_period: str | None = None
    reported: str | None = None
    run_year: int | None = None
    report_year: int | None = None
    years: set[int] = field(default_factory=set)
    day: str | None = None
    month: str | None = None
    undated: bool = False
    this_year: bool = False
    year_guessed: bool = False

    @property
    def same_period(self) -> str | None:
        """What 同期 refers to: the sentence's own period, else the one the paragraph began with.

        A new paragraph goes on with the one before. Before a day, a period of months is meant.
        None where the sentence has a time that nothing tells the year of.
        """
        if self.sentence_period is None and self.undated:
            return None
        if self.sentence_period is None and _IS_YEARS.fullmatch(self.period or ""):
            return self.period  # 2019年至2021年营收…。同期，利润…
        return self.sentence_period or self.paragraph_period or self.before_period or self.period

    @property
    def annual(self) -> int | None:
        """The year that a paragraph begins with: 上年 there is the one before it."""
        period = self.paragraph_period
        return int(period) if period is not None and _IS_YEAR.fullmatch(period) else None

    @property
    def told_of(self) -> int | None:
        """The year before the page's, where a text prints no other: 上年 is before that one."""
        before = self.page_year - 1 if self.page_year else None
        return before if self.years == {before} else None

    @property
    def page_year(self) -> int | None:
        return int(self.page[:4]) if self.page else None

    @property
    def page_month(self) -> int | None:
        return int(self.page[5:7]) if self.page and len(self.page) >= 7 else None

    def year_for_month(self, month: int) -> int | None:
        """The year of a month that is printed without one."""
        if self.sentence_year is not None and not (self.year_guessed and self.page_month):
            return self.sentence_year
        if self.page_year is not None and self.page_month is not None:
            return self.page_year - (1 if month - self.page_month > 3 else 0)
        return self.paragraph_year or self._printed

    def year(self, month: int = 1, *, planned: bool = True) -> int | None:
        """The year that a quarter, half or run of months without one belongs to.

        month: its first month.  planned: it is said to come.  What has not begun when the page was
        printed, and is not planned, was a year before: 第四季度 in March.
        """
        if self.sentence_year is None and self.page_year and self.page_month and not planned:
            return self.page_year - (1 if month > self.page_month else 0)
        year = self.sentence_year or self.page_year or self.paragraph_year
        if year is None and self.this_year and self.run_year is None:
            return None  # 今年上半年…上市于2022年…上半年: nothing tells which year this one is
        return year or self._printed

    @property
    def _printed(self) -> int | None:
        """The year that a text gives its parts of years, or the only one that it gives."""
        return self.run_year or (next(iter(self.years)) if len(self.years) == 1 else None)

    def say(
        self, edtf: str | None, *, guessed: bool, dated: bool = False, begun: bool = False
    ) -> None:
        """Takes note of a time. guessed: its year came from the page.  dated: it is printed.

        begun: something goes on since then, or comes then; it dates no month of another sentence.
        """
        if not edtf or edtf.endswith(".."):
            return
        self.period = self.sentence_period = edtf
        if _IS_RUN.fullmatch(edtf) and (self.reported is None or len(self.reported) == 4):
            self.reported = edtf  # a half or a quarter tells more than the year before it
        elif _IS_YEARS.fullmatch(edtf) and len(self.reported or "2024") == len("2024"):
            self.reported = edtf  # years that accounts are laid out for
        if dated and _IS_PART.fullmatch(edtf):
            self.run_year = int(edtf[:4])
        said = edtf[:4]
        if dated and said.isdigit() and not begun:
            self.years.add(int(said))
        coming = self.page_year is not None and said.isdigit() and int(said) > self.page_year
        if not coming and (
            self.paragraph_period is None
            or (_IS_DAY.fullmatch(self.paragraph_period) and not _IS_DAY.fullmatch(edtf))
        ):
            self.paragraph_period = edtf
        year = int(edtf.rsplit("/", 1)[-1][:4]) if edtf.rsplit("/", 1)[-1][:4].isdigit() else None
        if year:
            self.year_guessed = guessed and (self.year_guessed or self.sentence_year is None)
            self.sentence_year = year
            if begun:
                return
            if self.page_year is None or year <= self.page_year:  # a plan's year dates nothing else
                self.paragraph_year = year
                if not (guessed and _IS_DAY.fullmatch(edtf) and self.article_year):
                    self.article_year = year  # the day of the news is no year of figures
        if regex.fullmatch(r"\d{4}-\d\d-\d\d", edtf):
            self.day = edtf
