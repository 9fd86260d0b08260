"""Companies by the code of their share: 岚泽精工（300999，收盘价…）, 北杉（06688.HK）."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.companies import after_kind
from pipeline.entities.edges import Terrain
from pipeline.model import EntityType, Span

BOARD = regex.compile(r" ?[-－] ?(?:KY|DR|创|B|W|SW|S)\Z")
"""安力-KY: behind the name, where the company is registered or how its shares vote."""
RULE = "company_ticker"
_TIER = 4
_LONGEST = 8
_LONG = 4
_LABEL = (
    r"(?:(?:股票|证券|股份)?(?:代码|代号|简称)|A股|H股|港股|美股|港交所|联交所|上交所|深交所|北交所|新三板|纳斯达克"
    r"|纽交所|NASDAQ|NYSE|Nasdaq)"
)
_TICKER = regex.compile(
    rf"(?<=[\p{{Han}}A-Za-z])[ \u3000]?[（(](?:{_LABEL}[：:，, ]?)*"
    r"(?:(?:SH|SZ|BJ|sh|sz|bj)\.?\d{6}|[023468]\d{5}(?:\.(?:SH|SZ|BJ|sh|sz|bj))?|\d{4,5}\.(?:HK|hk)"
    r"|\d{4,6}[-.－](?:TW|TWO|TT|US|HK|JP|KR|CN|SH|SZ|O|N)|[A-Z]{1,5}-US"
    r"|(?<=[：:，, A-Za-z\p{Han}])\d{4,5}|0\d{4}|[A-Z]{1,5}\.(?:US|N|O)"
    rf"|(?<={_LABEL}[：:，, ])[A-Z]{{1,5}})"
    r"(?=[）)，,、；;/ ])"
)
"""The code of a share on an exchange of the mainland (six digits), of Hong Kong or of New York."""


def find_by_ticker(ground: Terrain) -> Iterator[Candidate]:
    """A name right before the code of a share is a company's, whatever it looks like."""
    for match in _TICKER.finditer(ground.text):
        end = match.start()
        board = BOARD.search(ground.text, max(0, end - 7), end)
        end = board.start() if board else end
        start = ground.skip_verbs(ground.left(end), end)
        start = _again(ground, after_kind(ground, start, end), end)
        name = ground.text[start:end]
        if 2 <= len(name) <= _LONGEST and not ground.generic(start, end) and name.isalnum():
            yield Candidate(Span(start, match.start()), EntityType.COMPANY, RULE, _TIER, name)


def forms_of(name: str) -> tuple[str, ...]:
    """安力-KY goes by 安力 as well, and with blanks about the dash."""
    board = BOARD.search(name)
    if board is None:
        return (name,)
    stem, sort = name[: board.start()], board.group().strip(" -－")
    return name, stem, *(f"{stem}{dash}{sort}" for dash in ("-", "- ", " -", " - "))


def _again(ground: Terrain, start: int, end: int) -> int:
    """模组厂|泽晶: of a long name, the part that the text says again alone."""
    for at in range(start, end - 1) if end - start > _LONG else ():
        if ground.text.count(ground.text[at:end]) > 1:
            return at
    return start
