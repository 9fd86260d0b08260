"""Every way a run can go wrong, each with a code, what it means and what to do.

    PipelineError            root; carries a code, where it happened, and an advice
    ├── InputError           a file that cannot be read or is not what its name says (I…)
    └── TableError           a row of pipeline/data/*.csv that breaks its rule      (T…)

Inside the program a trouble is data: a `model.Problem` with one of the codes of `CODES`.
Only what makes a stage unable to go on is raised, and it is caught once, in `run/`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means and what the reader can do about it."""

    meaning: str
    advice: str


class PipelineError(Exception):
    """An error with a code of `CODES`, the place it happened, and an advice."""

    def __init__(self, code: str, detail: str = "", *, where: str = "") -> None:
        self.code = code
        self.detail = detail
        self.where = where
        known = CODES.get(code)
        parts = [f"[{code}]"]
        if where:
            parts.append(f"{where}:")
        if known:
            parts.append(known.meaning)
        if detail:
            parts.append(f"({detail})")
        if known:
            parts.append(f"— {known.advice}")
        super().__init__(" ".join(parts))


class InputError(PipelineError):
    """A file that cannot be read."""


class TableError(PipelineError):
    """A data table that breaks its own rules."""


CODES: dict[str, Code] = {
    # I: ingest
    "I001": Code("the file is empty", "remove it from the folder or scan the page again"),
    "I002": Code("the file is binary, not text", "give it the right ending, or export it as text"),
    "I003": Code("the file cannot be opened", "check that it exists and may be read"),
    "I004": Code(
        "this kind of file is not read",
        "save it as text, PDF, PNG or JPEG, or install the extra that reads it",
    ),
    "I005": Code("not a regular file", "copy the file itself into the folder"),
    "I010": Code(
        "some bytes could not be decoded",
        "check the marked places, or save the file as UTF-8",
    ),
    "I011": Code(
        "most bytes could not be decoded",
        "save the file as UTF-8 and run again",
    ),
    "I012": Code("the sidecar .meta.toml is not valid", "correct the line that is named"),
    "I013": Code("the file is very large and was read in parts", "split it into pages if you can"),
    "I020": Code("the PDF is locked with a password", "save a copy without the password"),
    "I021": Code("the PDF cannot be read", "open it in a viewer and print it to a new PDF"),
    "I023": Code("the page holds more than a printed page can", "print the file to a new PDF"),
    "I024": Code(
        "a scan, or a page without usable text, and recognition is not installed",
        'install it with pip install ".[ocr]"',
    ),
    "I025": Code("the picture is too large", "save it with fewer pixels; 300 dpi are enough"),
    "I026": Code("the picture cannot be read", "open it in a viewer and save it as PNG"),
    "I027": Code("reading took too long and was stopped", "split the file, or scan the page again"),
    "I028": Code(
        "reading needed too much memory or broke off and was stopped",
        "print the file to a new PDF, or scan the page again",
    ),
    "I029": Code("the file is not what its name says", "give it the ending that fits its content"),
    "I031": Code("the same page is in the folder already", "nothing to do; it was not added again"),
    "I032": Code(
        "the JSON is of no converter that is known",
        "export the page as text, Markdown, or JSON of docling, MinerU or PaddleOCR",
    ),
    "I033": Code("the file has more pages than are read", "split the file"),
    "I034": Code(
        "what was asked for needs more packages",
        'install them with pip install ".[parquet,cluster]"',
    ),
    "I035": Code(
        "the file is no export of the tool that was named",
        "export it from there as JSON (Label Studio) or JSONL (doccano)",
    ),
    # C: clean and articles
    "C001": Code(
        "the page has no number on it", "nothing to do; it is listed so that none is lost"
    ),
    # P: promises that the program checks before it writes
    "P001": Code(
        "a record does not agree with the raw page and was left out",
        "report the line; it is an error of the program",
    ),
    "P002": Code(
        "a digit run belongs to no quantity",
        "report the line; it is an error of the program",
    ),
    "P003": Code(
        "a digit run belongs to more than one quantity",
        "report the line; it is an error of the program",
    ),
    "P004": Code(
        "the value read again from its words is another one",
        "report the line; it is an error of the program",
    ),
    # D: contradictions worth a reader's eye
    "D001": Code("printed growth and printed levels disagree", "compare the two places"),
    "D002": Code("headline and body disagree", "compare the two places"),
    "D003": Code("the same indicator has two values", "compare the two places"),
    "D004": Code("a share, or the shares of one whole, exceed 100 %", "read the sentence"),
    "D005": Code("parts and their whole disagree", "compare the two places"),
    "D006": Code("two ranks for one, or one rank for two", "compare the two places"),
    "D007": Code("a time that cannot be", "read the sentence; correct its period or modality"),
    "D008": Code("a unit that is unusual for its indicator", "read the sentence"),
    # Q: quantities
    "Q001": Code("a number could not be given a role", "read the line and, if you can, add a case"),
    "Q002": Code(
        "a number was recognised with doubt",
        "compare it with the picture at the box that is named",
    ),
    # R: review
    "R001": Code(
        "a decision of the review no longer finds its number",
        "look at the place again and decide anew",
    ),
    "R002": Code(
        "decisions were made on another content of this page",
        "bring the former page back, or decide anew",
    ),
    "R003": Code(
        "lines of review.jsonl are not whole and were left out",
        "nothing to do after a break-off; else restore the file from a copy",
    ),
    "R004": Code("the page is not the one that the run read", "run again, then repeat the command"),
    # T: tables
    "T001": Code("a row has the wrong number of columns", "count the commas of the line"),
    "T002": Code("a value stands twice in a column of unique values", "remove one of the rows"),
    "T003": Code("a table or column is missing", "restore the file from the release"),
    "T004": Code("a cell has a value that its column does not take", "correct the cell"),
    # X: unforeseen
    "X001": Code("an unforeseen error; this page was left out", "report it with the page"),
    "X002": Code(
        "the process that read this file ended twice; the file was left out",
        "report it with the file; a very large one may need more memory",
    ),
    # an output that was asked for
    "X003": Code(
        "this output needs an extra that is not installed",
        'install it with pip install ".[excel]"',
    ),
    "X004": Code("reading this page took too long and was stopped", "report it with the page"),
}
