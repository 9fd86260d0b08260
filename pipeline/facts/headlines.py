"""What a headline begins with: a topic that is no entity, a work before a colon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from pipeline import patterns as regex
from pipeline.facts.things import RULE as THING
from pipeline.facts.things import suffixes
from pipeline.facts.view import Named
from pipeline.model import Entity, EntityType, Mention, Span
from pipeline.segment import is_known

HEAD = regex.compile(
    r"(?:^|[。！？\n，；：　 】）“|｜丨])"
    r"(?:[\d一二三四五六七八九十〇零]|[年月日前上下半季度第至—-]|去年|今年|昨|截至|末|底|初|同期|目前|"
    r"日前|近日|近期|其中|如今|位于|地处|在|我国|本报讯|记者从|据|从){0,14}\Z"
)
"""What may stand before a name at the head of a clause."""
_TOPIC = 8
"""A topic that a headline begins with has at most so many characters."""
_MEASURED = regex.compile(
    r"(?:[值额量率价数比]|收入|指数|规模|面积|成交|投资|贸易|进出口|出口|进口|消费|经济|外贸|企业|公司|项目|市场|价格|行情|供应|需求)\Z"
)
_PROGRAMME = regex.compile(
    r"十[一二三四五六七八九]五|令\Z|(?:线|版|频道|新闻|播报|栏目|报道|早晨)\Z"
)
"""The name of a programme or a section is no topic: 财经线."""
_TIMED = regex.compile(
    r"(?:[\d一二三四五六七八九十]+(?:年|月|日|财?季度?|财年)|前|首|上半年|下半年|全年|去年|今年|\s|“)*"
)


def topic(text: str, titled: Sequence[Span], body_start: int) -> Entity | None:
    """What a headline begins with and the body goes on to speak of: 强积金, 国庆档.

    An industry or a trade that is no entity of the five types, as a thing; None if there is none.
    """
    body = text[body_start:]
    for span in titled:
        start = span.start + _TIMED.match(text[span.start : span.end]).end()  # type: ignore[union-attr]
        for size in range(min(_TOPIC, span.end - start), 2, -1):
            name = text[start : start + size]
            if (
                not regex.fullmatch(r"\p{Han}+", name)
                or name[-1] in "一二三四五六七八九十"
                or is_known(text[start + size - 1 : start + size + 1])  # 参展企|业
                or _MEASURED.search(name)
                or _PROGRAMME.search(name)
            ):
                continue
            at = [m.start() for m in regex.finditer(regex.escape(name), body)]
            heads = sum(HEAD.search(body[max(0, i - 16) : i]) is not None for i in at)
            if len(at) >= 2 and heads >= 2:
                mention = Mention(Span(start, start + size), name)
                return Entity(EntityType.ORG, name, (), (mention,), THING)
    return None


@cache
def _label() -> regex.Pattern[str]:
    """A work or place before a headline's colon."""
    return regex.compile(
        rf"\A[“”\s]*(?P<name>\p{{Han}}{{3,10}}?(?:[一二三]期|{suffixes('work', 'place')}))[：:]"
    )


_HEADED = 3
"""So many characters of a headline's label the text says again."""


def labelled(
    text: str, titled: Sequence[Span], names: Sequence[Named], body_start: int
) -> Iterator[Entity]:
    """The work that a headline speaks of before its colon: 某码头二期：年通过能力…."""
    body = text[body_start:]
    for span in titled:
        match = _label().match(text[span.start : span.end])
        if match is None or match["name"][:_HEADED] not in body:
            continue
        place = Span(span.start + match.start("name"), span.start + match.end("name"))
        if not any(place == item.span for item in names):
            mention = Mention(place, match["name"])
            yield Entity(EntityType.ORG, match["name"], (), (mention,), THING)
