"""Facts: every number that states something, and what it states of whom.

`find` walks the sentences of an article. Each number becomes a `Draft`; the rooms beside this
file fill it in: `kinds` (what it says), `phrases` (of what), `spread` (分别, 均), `subjects`
(of whom), `periods` (when), `modality` (reached or aimed at), `confidence`.
"""

from __future__ import annotations

from pipeline.facts.reading import find
from pipeline.facts.realms import home_of

__all__ = ["find", "home_of"]
