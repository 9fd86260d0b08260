"""What the program promises of its records, and what pages contradict in themselves and each other.

`promises` runs before anything is written: a record that breaks one is left out and becomes a
`Problem`. `contradictions`, `checked` and `Across` let all records stand and tell the reader where
to look.
"""

from pipeline.checks.across import DIGEST, Across, Said, compared, things
from pipeline.checks.claims import Contradiction
from pipeline.checks.contradictions import checked, contradictions
from pipeline.checks.promises import promises

__all__ = [
    "DIGEST",
    "Across",
    "Contradiction",
    "Said",
    "checked",
    "compared",
    "contradictions",
    "promises",
    "things",
]
