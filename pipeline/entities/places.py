"""Places: administrative regions, countries, cities abroad, groups of regions."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import patterns as regex
from pipeline.entities.candidates import Candidate
from pipeline.entities.edges import Terrain
from pipeline.model import EntityType, Span

_NOT_BEFORE = regex.compile(
    r"(?:港|话|菜|语|人民币|大学|路|街|道|大道|港股|籍|片区|时间|文|字|画报|日报|晚报|都市报|商报|青年报|\p{Han}{0,6}(?:机场|火车站|高铁站|超级工厂|长江大桥|体育场|体育馆)|元(?!月)|币|盾|队)"
)


_WATER = regex.compile(
    r"(?:干流|支流|水位|流域|上游|中游|下游|两岸|沿岸|航道|水质|水面|江面|汛期|沿线)"
)
"""What stands behind a river whose name a region has too (澄江水位)."""
_AT = regex.compile(
    r"(?:[在赴来离返驻进](?P<home>[京沪津渝穗杭蓉汉]))(?=[\p{P}\s的举召开企工设落投建挂成揭])"
    r"|(?:[对访赴驻输](?P<abroad>[俄美日韩欧英法德印]))(?=[\p{P}\s的]|合作|出口|贸易|投资|进口|经贸|关系|开放|外交|加征)"
)
_ABBREVIATIONS = {
    "京": "北京", "沪": "上海", "津": "天津", "渝": "重庆", "穗": "广州", "杭": "杭州",
    "蓉": "成都", "汉": "武汉", "俄": "俄罗斯", "美": "美国", "日": "日本", "韩": "韩国",
    "英": "英国", "法": "法国", "德": "德国", "印": "印度", "欧": "",
}  # fmt: skip


def find_places(ground: Terrain) -> Iterator[Candidate]:
    """Listed places; the short forms only where they may stand alone."""
    for hit in ground.places:
        if not hit.entry.alone or hit.entry.level == "group":
            continue
        if _NOT_BEFORE.match(ground.text, hit.span.end):
            continue
        if ground.text[hit.span.end - 1] in "江河湖溪" and _WATER.match(ground.text, hit.span.end):
            continue
        yield Candidate(
            hit.span, EntityType.PLACE, hit.entry.rule, 9, hit.entry.key, hit.entry.code
        )
    for match in _AT.finditer(ground.text):
        for start, end in (match.span("home"), match.span("abroad")):
            name = _ABBREVIATIONS.get(ground.text[start:end]) if start >= 0 else None
            if name:
                yield Candidate(Span(start, end), EntityType.PLACE, "abbreviation", 8, name)
