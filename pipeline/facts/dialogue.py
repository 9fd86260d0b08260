"""What a question of a transcript tells of its answer: what is counted, and whether plans are."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.frozen import dataclass

_TURN = regex.compile(r"[\s\u3000]*[^，。：；！？\d]{1,30}[：:]")
_ASKED = regex.compile(r"[？?][”’」]?\s*\Z")
_HOW_MANY = regex.compile(
    r"(?:\A|[，。：:；！])(?:那么|那|目前|现在|眼下|如今|请问|您看|也就是说|所以|今年|去年)*"
    r"(?P<what>[^，。：:；！？哪]{2,16}?)(?:到底|究竟|大概|一共|总共|现在|目前|已经|能|会|能有|会有)*(?:有|是|达到?)?"
    r"(?:多少|几)[^，。；！？]{0,6}[？?]"
)
_PLANS = regex.compile(
    r"(?:今年|明年|来年|下半年|下一步|接下来|今后|未来|往后)[^。！？]*?"
    r"(?:哪些|哪几|打算|计划|安排|目标|举措|部署)[^。！？]*[？?]|"
    r"(?:下一步|接下来|今后|未来|往后)[^。！？]*?(?:怎么|如何|什么)[^。！？]*[？?]|"
    r"(?:有什么|有哪些|怎么)(?:打算|计划|安排|目标|新招|部署)"
)
_LINKS = regex.compile(r"(?:的|呢|又|都|还|就|也)+\Z")


@dataclass(frozen=True, slots=True)
class Question:
    """counts: the noun phrase that it asks the number of, or "".  plans: what is to come."""

    counts: str
    plans: bool


NO_QUESTION = Question("", False)


def asked(paragraph: str) -> Question:
    """The question that a turn ends with; `NO_QUESTION` for any other text.

    paragraph: 记者：进园的工厂一共有多少？
    """
    if not _ASKED.search(paragraph) or _TURN.match(paragraph) is None:
        return NO_QUESTION
    last = _HOW_MANY.search(paragraph)
    counts = _LINKS.sub("", last["what"]) if last else ""
    return Question(counts, _PLANS.search(paragraph) is not None)
