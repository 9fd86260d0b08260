"""Companies by what they are to another: 旗下合资企业甲、乙, 全资子公司丙."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.entities.lexicon import verbs
from pipeline.model import EntityType, Span

_TIER = 6
_KIND = regex.compile(
    r"(?:旗下|下属|在华|[全控参]股|全资)?(?:合资企业|合资公司|合资车企|合营企业|合营公司|子公司)(?:中，?|分别)?[“]?"
)
_NAME = regex.compile(
    r"(?P<name>\p{Han}{3,10}?)[”]?(?=[、，。；（]|和|与|及|的|今年|去年|上半年|下半年|全年|第[一二三四]季|实现|完成|销售|生产|产销|累计|一?总?共|录得|取得|总销量|销量|产量|营收|收入|净利|出口|交付|获|拟|将|\d)"
)
_NEXT = regex.compile(r"[”]?(?:、|和|与|及|以及)[“]?")
_NO_NAME = regex.compile(
    r"(?:公司|企业|业务|股权|股份|名称|层面|数量|管理|章程|中的)\Z|[的了在是有为与其该等]"
)
"""子公司数量, 合资企业的产品: what is said of such firms, no name."""


def find_affiliates(ground: Terrain) -> Iterator[Candidate]:
    """The names right behind words that only such a firm has before it."""
    text = ground.text
    for kind in _KIND.finditer(text):
        at = kind.end()
        while (match := _NAME.match(text, at)) is not None:
            span = Span(*match.span("name"))
            acts = match["name"][:2] in verbs()  # 子公司|实现历史性突破
            if acts or _NO_NAME.search(match["name"]) or ground.generic(span.start, span.end):
                break
            yield Candidate(span, EntityType.COMPANY, "company_affiliate", _TIER, match["name"])
            following = _NEXT.match(text, span.end)
            if following is None:
                break
            at = following.end()
