"""What the program promises of its records, and what on a page contradicts itself.

`promises` runs before anything is written: a record that breaks one is left out and becomes a
`Problem`. `contradictions` lets all records stand and tells the reader where to look.
"""

from pipeline.checks.contradictions import contradictions
from pipeline.checks.promises import promises

__all__ = ["contradictions", "promises"]
