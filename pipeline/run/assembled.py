"""What a run wrote, as an earlier run leaves it to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.run.blocks import Block
from pipeline.run.summary import Summary
from pipeline.write import State


@dataclass(slots=True)
class Assembled:
    """What was written.

    lasting: whether it may serve other runs as a whole.
    files: names of all of them.
    marks: of the files of the report.  states: of those that stand since an earlier run.
    """

    summary: Summary
    blocks: list[Block] = field(default_factory=list)
    lasting: bool = True
    files: list[str] = field(default_factory=list)
    marks: dict[str, str] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
