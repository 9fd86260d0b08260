"""Marks that printers set before the items of a list."""

from typing import Final

BULLETS: Final = "▲△●■◆□※◎★☆▶·•"
