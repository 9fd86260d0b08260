"""A comparison as text for a terminal, and as JSON for a program."""

from __future__ import annotations

import json

from pipeline.diff.comparing import Change, Diff
from pipeline.rows import printable


def as_json(found: Diff) -> str:
    """The whole comparison as JSON."""
    data = {
        "versions": list(found.versions),
        "counts": found.counts,
        "reasons": found.reasons,
        "pages": {
            name: [list(page) for page in pages]
            for name, pages in found.pages.items()
            if name != "same"
        },
        "changes": [
            {
                "what": change.what,
                "reason": change.reason,
                "fields": {name: list(values) for name, values in change.fields.items()},
                "old": change.old,
                "new": change.new,
            }
            for change in found.changes
        ],
        "contradictions": [
            {
                "code": item.code,
                "detail": item.detail,
                "new": [item.here.page, item.here.number, item.here.line, item.here.column],
                "old": [item.there.page, item.there.number, item.there.line, item.there.column]
                if item.there
                else None,
            }
            for item in found.contradictions
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def as_text(found: Diff) -> str:
    """A line for each difference, then the sums."""
    lines = [_line(change) for change in found.changes]
    for item in found.contradictions:
        place = f"{item.here.page}:{item.here.line}"
        other = f"{item.there.page}:{item.there.line}" if item.there else ""
        lines.append(f"! {place}  {item.code}  {item.detail}  ({other} in the old run)")
    if lines:
        lines.append("")
    counts = found.counts
    lines.append("facts    " + "  ".join(f"{name} {n}" for name, n in counts.items()))
    if found.reasons:
        lines.append("reasons  " + "  ".join(f"{name} {n}" for name, n in found.reasons.items()))
    pages = {name: len(pages) for name, pages in found.pages.items()}
    lines.append("pages    " + "  ".join(f"{name} {n}" for name, n in pages.items()))
    return "\n".join(map(printable, lines))


def _line(change: Change) -> str:
    row = change.new if change.new is not None else change.old
    assert row is not None
    mark = {"added": "+", "removed": "-", "changed": "~"}[change.what]
    name = row["page"] if row["page_number"] == 1 else f"{row['page']}#{row['page_number']}"
    said = " ".join(str(row[n]) for n in ("subject", "indicator") if row[n])
    parts = [f"{mark} {name}:{row['line']}", row["quote"], said]
    if change.what == "changed":
        parts.append(", ".join(f"{n} {a} → {b}" for n, (a, b) in change.fields.items()))
    else:
        parts.append(
            " ".join(str(row[n]) for n in ("kind", "value", "base_unit", "period") if row[n])
        )
    return "  ".join([*parts, f"({change.reason})"])
