"""Dataclasses that the type checker keeps frozen, made in a third of the time.

A frozen dataclass goes through `object.__setattr__` for each field of each object, and a page
makes thousands. Here `frozen` is what mypy checks (an assignment is an error as ever) and what
gives the class its hash; while the program runs nothing stands in the way of making one.
Import it where many are made: `from pipeline.frozen import dataclass`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool = False, **options: Any) -> Callable[[type], type]:
        """`dataclasses.dataclass`; a frozen one may be a member of sets, as with that."""
        return dataclasses.dataclass(unsafe_hash=frozen and options.get("eq", True), **options)
