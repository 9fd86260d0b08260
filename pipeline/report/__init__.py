"""The audit page: HTML that shows every number of every page and what became of it.

A small run is one file, `report.html`. A larger one is an index of that name and a folder
`report/` of files that hold some pages each; an address within such a file counts from its first
page, so that it holds as long as these pages are the same. Every file stands alone: no address
outside is named, and its policy forbids any. Nothing of the input is ever markup: all of it lies in
one JSON block, and the script puts it on the page as text.

The records that `add` is given are those that are written: an editor's decisions may have changed
them since the view was made, which says only where on the page they stand.

What a run calls:

    shown = view(result, made, first_line, first_column, picture)   # in the worker, plain JSON data
    part = piece(made, shown)                                       # there, or where rows change
    document = Document()
    document.begin(name, shelf)                                     # pages that stay together
    document.take(part)                                             # in the order of the input
    leaves = document.end()                                         # another run: keep(leaves)
    document.add_problems(made)                                     # of several pages at once
    for file in document.files(told): ...                           # names below the output folder
"""

from pipeline.report.bundle import embedded
from pipeline.report.document import Document
from pipeline.report.leaf import Leaf, Shelf
from pipeline.report.piece import Piece, piece
from pipeline.report.surroundings import around
from pipeline.report.viewing import view

__all__ = ["Document", "Leaf", "Piece", "Shelf", "around", "embedded", "piece", "view"]
