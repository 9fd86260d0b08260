"""Marks that printers set before the items of a list."""

from typing import Final

BULLETS: Final = "▲△●■◆□※◎★☆▶·•"
ITEM_MARK: Final = rf"(?:[{BULLETS}]|[①-⑳]|[（(]?\d{{1,2}}[）)．.、](?!\d))"
"""A pattern of what an item of a list begins with: ●, ①, 1., （2）, 3、."""
