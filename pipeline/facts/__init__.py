"""Facts: every number that states something, and what it states of whom.

`find` (in `reading`) walks the sentences of an article. Each number becomes a `Draft`; the rooms
beside this file fill it in: `kinds` (what it says), `indicators` with `phrases`, `topics`, `rates`
and `sums` (of what), `spread` (分别, 均), `subjects` with `positions`, `realms`, `things` and
`main_subject` (of whom), `periods` (when), `modality` (reached or aimed at), `references`
(against what). `making` puts the fact together, `confidence` says how sure it is.
"""

from __future__ import annotations

from pipeline.facts.reading import find
from pipeline.facts.realms import home_of

__all__ = ["find", "home_of"]
