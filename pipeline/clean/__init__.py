"""Page → Clean: undoes what layout, fonts and recognition did to the text, step by step.

A new step is one function that proposes edits, its line in `STEPS`, and cases in the tests.
"""

from __future__ import annotations

from pipeline.align import identity
from pipeline.clean.characters import (
    drop_invisible,
    drop_markup,
    fold_lookalikes,
    fold_radicals,
    fold_widths,
    plain_line_ends,
)
from pipeline.clean.confusions import (
    digit_circles,
    digit_letters,
    han_noughts,
    magnitude_lookalikes,
)
from pipeline.clean.doubling import undouble
from pipeline.clean.edits import Edit, State, Step, apply, replay
from pipeline.clean.letterspacing import close_letter_spacing
from pipeline.clean.punctuation import chinese_punctuation
from pipeline.clean.script import chinese_quotes, recognised_variants, script_of, simplify
from pipeline.clean.spacing import close_spaces
from pipeline.clean.wrapping import unwrap
from pipeline.model import Change, Clean, Page

__all__ = ["PASSES", "STEPS", "Edit", "Step", "clean", "replay"]

STEPS: tuple[Step, ...] = (
    Step("line-ends", plain_line_ends),
    Step("invisible", drop_invisible),
    Step("widths", fold_widths),
    Step("lookalikes", fold_lookalikes),
    Step("radicals", fold_radicals),
    Step("simplify", simplify, keeps_printed=True),
    Step("variants", recognised_variants),
    Step("quotes", chinese_quotes, keeps_printed=True),
    Step("markup", drop_markup),
    Step("letter-spacing", close_letter_spacing),
    Step("undouble", undouble),
    Step("unwrap", unwrap),
    Step("spaces", close_spaces),
    Step("digit-circles", digit_circles),
    Step("han-noughts", han_noughts),
    Step("digit-letters", digit_letters),
    Step("magnitudes", magnitude_lookalikes),
    Step("punctuation", chinese_punctuation),
)

PASSES = 6
"""At most so many times all steps are run; one that changes nothing is the last."""


def clean(page: Page) -> Clean:
    """Cleans a page until no step finds anything left to do.

    The text of the result, cleaned as a page of its own, stays as it is.
    """
    body = identity(page.text)
    changes: list[Change] = []
    for _ in range(PASSES):
        found: list[Change] = []  # a pass knows its own changes only, as one on a new page would
        for step in STEPS:
            text = body.text
            edits = [
                edit
                for edit in step.propose(State(page, body, found))
                if text[edit.start : edit.end] != edit.after
            ]
            if edits:
                body, new = apply(body, step, edits)
                found += new
        if not found:
            break
        changes += found
    return Clean(body, tuple(changes), script_of(body.printed))
