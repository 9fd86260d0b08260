"""One value of a list for one thing of a list: 分别 and its kin, in order, or 均 and 都, for each.

`respectively` (behind 分别; its readers are in `whose`, `what` and `years`), `joined` (lists side
by side without 分别), `each` (one number that is said of every member), `owners_behind` (amounts
that describe the names behind them), `placed` (counts by where they are),
`leading` (each who leads an order before its number),
`outdone` (what another is held against), `headed` (a head that is said once for all).
"""

from __future__ import annotations

from pipeline.facts.spread.bracketed import bracketed
from pipeline.facts.spread.each import each, sharers, tied
from pipeline.facts.spread.headed import headed
from pipeline.facts.spread.joined import in_turn, side_by_side
from pipeline.facts.spread.leading import leading
from pipeline.facts.spread.outdone import outdone
from pipeline.facts.spread.owners_behind import owners_behind
from pipeline.facts.spread.placed import placed
from pipeline.facts.spread.respectively import respectively

__all__ = [
    "bracketed",
    "each",
    "headed",
    "in_turn",
    "leading",
    "outdone",
    "owners_behind",
    "placed",
    "respectively",
    "sharers",
    "side_by_side",
    "tied",
]
