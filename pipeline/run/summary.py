"""What a run tells when it is over: `run.json`, and the run at a glance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline import __version__
from pipeline.ingest.sidecar import Meta
from pipeline.model import Role, Status
from pipeline.records import FIELDS, Records
from pipeline.run.file import PageReport


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


def told(summary: Summary, options: Meta) -> dict[str, Any]:
    """`run.json`: nothing of the clock or the machine, so the same input gives the same bytes."""
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
        "pages": [
            {name: getattr(page, name) for name in PageReport.__slots__} for page in summary.pages
        ],
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
