"""What a run tells when it is over: `run.json`, and the run at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline import __version__
from pipeline.ingest.sidecar import Meta
from pipeline.model import Role, Status
from pipeline.records import FIELDS, Records
from pipeline.run.file import PageReport
from pipeline.write import Ready, indented


@dataclass
class Summary:
    """The run at a glance.

    review: decisions of editors by what became of them.
    unchanged: files whose records an earlier run kept.
    seconds: how long it took, for the reader's eye only and written nowhere, like `unchanged`.
    """

    files: int = 0
    pages: list[PageReport] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    review: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    seconds: float = 0.0

    @property
    def complete(self) -> bool:
        """Whether every file was read whole."""
        return set(+self.statuses) <= {Status.DONE.value}

    def add(self, report: PageReport, codes: Mapping[str, int]) -> None:
        """Counts a page, or a part of one. codes: how many problems it has of each code."""
        last = self.pages[-1] if self.pages else None
        if last is not None and (last.page, last.number) == (report.page, report.number):
            self.pages[-1] = _together(last, report)
            self.statuses[last.status] -= 1
        else:
            self.pages.append(report)
        self.statuses[self.pages[-1].status] += 1
        self.counts.update(report.counts)
        self.roles.update(report.roles)
        self.codes.update(codes)

    def join(self, other: Summary) -> None:
        """Counts what another summary did, of other files."""
        self.pages.extend(other.pages)
        for own, more in zip(self._counters(), other._counters(), strict=True):
            own.update(more)

    def figures(self) -> list[dict[str, int]]:
        """All that it counts of pages, as JSON can hold it."""
        return [dict(counter) for counter in self._counters()]

    @staticmethod
    def of(figures: Sequence[Mapping[str, int]], pages: Sequence[Mapping[str, Any]]) -> Summary:
        """The summary that told these figures. pages: their rows of `run.json`."""
        made = Summary(pages=[PageReport(**told) for told in pages])
        for counter, counts in zip(made._counters(), figures, strict=True):
            counter.update(counts)
        return made

    def _counters(self) -> tuple[Counter[str], ...]:
        return self.counts, self.roles, self.codes, self.statuses

    def add_apart(self, made: Records) -> None:
        """Counts records that belong to no page alone."""
        self.counts.update({name: len(made.table(name)) for name in FIELDS})
        self.roles.update(str(row["role"]) for row in made.quantities)
        self.codes.update(str(row["code"]) for row in made.problems)


def _together(first: PageReport, second: PageReport) -> PageReport:
    """The parts of one long page; one part that is lost makes the page partly read."""
    same = first.status == second.status
    return replace(
        first,
        status=first.status if same else Status.PARTIAL.value,
        characters=first.characters + second.characters,
        counts={name: first.counts[name] + second.counts[name] for name in first.counts},
        roles={name: first.roles[name] + second.roles[name] for name in first.roles},
    )


def rows(pages: Iterable[PageReport]) -> str:
    """What `run.json` says of pages, as it stands there between the brackets."""
    told = ({name: getattr(page, name) for name in PageReport.__slots__} for page in pages)
    return ",".join("\n  " + indented(row, "\n  ") for row in told)


def told(summary: Summary, options: Meta, pages: Sequence[str]) -> dict[str, Any]:
    """`run.json`: nothing of the clock or the machine, so the same input gives the same bytes.

    pages: what `rows` made of all of them, one after the other.
    """
    return {
        "pipeline": __version__,
        "options": {"date": options.date, "paper": options.paper, "page": options.label},
        "totals": {
            "files": summary.files,
            "pages": len(summary.pages),
            **{name: summary.counts[name] for name in sorted(summary.counts)},
        },
        "statuses": {name: n for name, n in sorted(summary.statuses.items()) if n},
        "roles": {role.value: summary.roles[role.value] for role in Role},
        "codes": dict(sorted(summary.codes.items())),
        "review": dict(sorted(summary.review.items())),
        "pages": Ready(f"[{','.join(pages)}\n ]" if pages else "[]"),
    }


def recalled(told: Mapping[str, Any]) -> Summary:
    """The summary that `run.json` tells of. Raises KeyError or TypeError if it does not."""
    totals = dict(told["totals"])
    files = int(totals.pop("files"))
    del totals["pages"]
    return Summary(
        files,
        [PageReport(**page) for page in told["pages"]],
        Counter(totals),
        Counter(told["roles"]),
        Counter(told["codes"]),
        Counter(told["statuses"]),
        Counter(told["review"]),
        unchanged=files,
    )
