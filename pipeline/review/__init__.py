"""What editors decided, kept beside the raw pages and applied on every run.

`Session` applies decisions during a run; `store` keeps them; `server` lets an editor make them.
"""

from pipeline.review.applying import apply
from pipeline.review.decision import Action, Decision, Refused, parse
from pipeline.review.session import Session

__all__ = ["Action", "Decision", "Refused", "Session", "apply", "parse"]
