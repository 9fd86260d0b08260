"""Chinese newspaper pages in, audited and normalised facts out.

load()           a spaCy pipeline with the reading stages
extract(text)    all that is read in a text: its facts, quantities, entities, problems
read(folder)     the tables of an output folder as pandas DataFrames
scan(folder)     its Parquet tables, read only as far as asked
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from os import PathLike

    from spacy.language import Language

    from pipeline.frames import Tables
    from pipeline.run import Extract

__version__ = "0.1.0"
__all__ = ["__version__", "extract", "load", "read", "scan"]


def load() -> Language:
    """A spaCy pipeline with the components `zh_entities`, `zh_quantities` and `zh_facts`."""
    from pipeline import language

    return language.load()


def extract(text: str, *, date: str | None = None) -> Extract:
    """Reads a text as one page. date: the page's date (EDTF), against which 今年 and 去年 are read.

    Without `date` the text's own masthead is used, if it has one.
    """
    from pipeline import run
    from pipeline.ingest.masthead import masthead
    from pipeline.ingest.sidecar import Meta
    from pipeline.model import Page

    known = Meta(date=date).over(masthead(text))
    return run.extract(Page("text", text, date=known.date, paper=known.paper, label=known.label))


def read(folder: str | PathLike[str]) -> Tables:
    """The tables that a run wrote, as DataFrames; values are Decimal, or Fraction if not exact."""
    from pipeline.frames import read_folder

    return read_folder(folder)


def scan(folder: str | PathLike[str]) -> dict[str, Any]:
    """The Parquet tables of an output folder as pyarrow datasets, read only as far as asked."""
    from pipeline import frames

    return frames.scan(folder)
