"""Marks that printers set before the items of a list, and scripts before their segments."""

from typing import Final

BULLETS: Final = "▲△●■◆□※◎★☆▶·•"
ITEM_MARK: Final = rf"(?:[{BULLETS}]|[①-⑳]|[（(]?\d{{1,2}}[）)．.、](?!\d))"
"""A pattern of what an item of a list begins with: ●, ①, 1., （2）, 3、."""
_PARTS: Final = "(?:片子?|条目?|新闻|稿件?|单元|板块)"
SEGMENT: Final = rf"^[【\[（(]?{_PARTS}[一二三四五六七八九十\d]{{1,2}}[】\]）)]?[ \u3000：:、.．]"
"""A pattern of the number of a script's segment before its headline: 片二　…, 【新闻三】…."""
