"""The words of an order: 排前三位, 居首, 最高, and how many it counts."""

from __future__ import annotations

FEW = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_HEAD = (
    rf"(?:全[国省市县区球])?(?:前{FEW}[位名强]?|第一至第{FEW}"
    r"|前列|前茅|首位|榜首|最前|第一位?|首)"
)
ORDER = (
    r"(?:(?:排名|排位|位次|名次)?(?:排名在?|排在?|居于?|列|位列|位居|名列|进入|跻身)?"
    rf"{_HEAD}"
    r"|(?:比?较|最|相对)(?:快|高|大|多|好|低|小|少|慢|明显|突出)"
    r"|(?:排名)?(?:居前|靠前|领先|领跑))"
)
"""How a thing stands among others. Own list."""
COUNTED = rf"(?:{FEW}[个家大类位名])?"
"""So many of those at the head: 增速最快的三个城市."""
