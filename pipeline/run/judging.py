"""What comes after reading: the decisions of editors, and what pages contradict in each other.

Neither is kept with what was read of a file: a decision may come at any time, and the other pages
of a run are not the file's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pipeline import checks
from pipeline.checks.across import Words
from pipeline.records import Records
from pipeline.review import Session
from pipeline.run.file import PageReport, counted
from pipeline.run.store import Kept
from pipeline.write import as_rows


class Judge:
    """Goes over the pages of a run, in the order of the input."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def judged(self, page: Kept) -> Kept:
        """A page with the decisions of its editors, and what it contradicts in itself after them.

        A page without decisions is given back as it is.
        """
        report = page.report
        if not self.session.meets(report.page, report.number, report.sha256):
            return page
        from pipeline.report import piece

        before = page.records()
        made = self.session.apply(before, report.page, report.number, report.sha256)
        made = checks.checked(made, report.date)
        codes = Counter(str(row["code"]) for row in made.problems)
        shown = piece(made, page.piece.view())
        told = checks.compared(made.facts, shown.surroundings().of)
        return Kept(counted(report, made), codes, as_rows(made), shown, told)

    def met(self, report: PageReport) -> None:
        """Notes a page that is taken over as it stands: one without decisions."""
        self.session.meets(report.page, report.number, report.sha256)

    def rest(
        self, said: Sequence[checks.Said]
    ) -> Iterator[tuple[Records, list[tuple[Words, Words]] | None]]:
        """Records that belong to no page alone, to be asked for once, after the last page.

        said: what all pages say, in the order of the input.
        Each with the words round the places of its problems, where they are at hand.
        """
        across = checks.Across()
        across.compare(said)
        yield across.problems(), across.words()
        yield self.session.rest(), None
