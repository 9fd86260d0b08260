"""What the shapes of tables are read to: a sheet of rows under heads, and the cells made of it."""

from __future__ import annotations

from pipeline.frozen import dataclass
from pipeline.model import Span


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of a table.

    span: the figures, with a sign of per cent or a minus; offsets in the text.
    sort: `level`, `growth`, `change`, `share`, `rank`; `item` for the number of a row, `code` for
    a security's.  unit: as printed in heads, label or note, or None.
    united: the cell prints a unit of its own, so that it reads as any number does.
    falls: an arrow or the head turns the sign: ↓3.2, 降幅.
    row: what the row is about, without unit; row_span: where that stands.
    heads: those over the column, the upper first, without units; none may be empty.
    corner: the head over the labels.
    measure: what the column or the nearest one before it says that it measures, or "".
    times: for a head without one, the nearest heads before it that say when, side by side.
    caption: the line over the table, or ""; caption_span: where it stands, or None.
    """

    span: Span
    sort: str
    unit: str | None
    united: bool
    falls: bool
    row: str
    row_span: Span
    heads: tuple[str, ...]
    corner: str
    measure: str
    times: tuple[str, ...]
    caption: str
    caption_span: Span | None


@dataclass(frozen=True, slots=True)
class Table:
    """A flattened table: its numbers, and the stretch of text from its title to its last row."""

    cells: tuple[Cell, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands. place: a number before the label.  values: None where none is given."""

    place: Span | None
    label: Span
    unit: str | None
    values: tuple[Span | None, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows under heads, before anybody asks what they mean.

    heads: for each column of values those over it, the upper first, units in brackets included.
    note: the unit over the table (单位：亿元), or None.
    """

    text: str
    rows: tuple[Row, ...]
    heads: tuple[tuple[str, ...], ...]
    place_head: str
    corner: str
    note: str | None
    caption: str
    caption_span: Span | None
    span: Span
