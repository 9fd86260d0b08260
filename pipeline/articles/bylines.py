"""Who wrote it, who took the picture: bylines and credits, alone on a line or behind a text."""

from __future__ import annotations

from functools import cache

from pipeline import patterns as regex
from pipeline.frozen import dataclass
from pipeline.marks import KEPT_FROM
from pipeline.tables import alternatives, rows, surnames

TAIL_NAME = regex.compile(
    r"(?:(?<=[。！？…]|[。！？…完][”’）])(?P<gap>[ \u3000]*)|(?<=[”’）])(?P<gap>[ \u3000]+))"
    r"(?P<name>\p{Han}{2,4})$"
)
"""A name behind the last stop; behind a quote within a sentence stands no name: “跑赢”全国."""
NAME = regex.compile(r"\p{Han}{1,4}(?:·\p{Han}{1,6})?|[A-Z][a-z]+(?: [A-Z][a-z]+)*")
PAPER = regex.compile(r"^\p{Han}{2,6}(?=记者[ \u3000：:])")
LONGEST_TAIL = 72
CREDIT_END = ("摄", "影", "报道", "图")
_ISSUE = regex.compile(KEPT_FROM)
_APART = regex.compile(r"(?<!\p{Han})(\p{Han})[ \u3000]{1,2}(\p{Han})(?!\p{Han})")
"""高　岚: a name of two characters set as wide as one of three."""
_ON_SCREEN = regex.compile(r"^【(?:字幕|片尾字幕|屏幕字幕|落款|署名)】[ \u3000]*")
"""What a transcript writes before the names that are shown at an item's end."""
_REPORTED = regex.compile(r"[ \u3000]\p{Han}{2,4}(?<!摄影|综合)报道\s*[）)]?$")
"""From where: 记者　某某　某地报道."""
EDGES = " \u3000/／、，,：:（）()【】[]|｜▶►▷□■◆◇●○▲△▼★☆※◎"


_SOURCE = regex.compile(
    r"[（(]?(?:本文|稿件|信息|文章)?(?:来源|稿源)[：:][ \u3000]*"
    r"(?P<name>\p{Han}{2,12}(?:[/／ \u3000](?!编辑|责编)\p{Han}{2,4})*)"
    r"(?:[ \u3000]+(?:编辑|责编)[/／：: \u3000]*\p{Han}{2,4}(?:[/／、 ]\p{Han}{2,4})*)?[）)]?$"
)
"""Where a text was taken from, below it: （来源：某某日报）."""
_SOURCE_BEHIND = regex.compile(
    r"(?<=[。！？…”’）])[ \u3000]*[（(]来源[：:][ \u3000]*(?P<name>\p{Han}{2,12})[）)]$"
)


_SIGNED = regex.compile(r"[（(](?P<office>\p{Han}{3,12})[ \u3000]+(?P<name>\p{Han}{2,4})[）)]$")
"""Below a text, who wrote it and for whom: （某某局　某某某）."""


@dataclass(frozen=True, slots=True)
class Tail:
    """A byline behind the last sentence of a paragraph: where it begins, and the names in it."""

    start: int
    names: str


@cache
def of_use(*uses: str) -> tuple[str, ...]:
    """The words of `byline_words.csv` with one of these uses."""
    return tuple(row["word"] for row in rows("byline_words.csv") if row["use"] in uses)


@cache
def _role() -> regex.Pattern[str]:
    words = (*of_use("role", "writer"), *of_use("credit"), "本报", "口述", "整理")
    long = alternatives(word for word in words if word not in ("文", "图"))
    # 文 and 图 are also the last character of many a name
    return regex.compile(rf"{long}|(?<!\p{{Han}})[文图](?!\p{{Han}})|(?<=/)[文图]|[文图](?=/)")


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    role = alternatives(of_use("role"))
    mark = alternatives(of_use("mark"))
    credit = alternatives(of_use("credit"))
    writer = alternatives(of_use("writer"))
    agency = alternatives(of_use("opener"))
    names = r"[\p{Han}·]{2,5}(?:[ \u3000、/]+[\p{Han}·]{2,5}){0,7}"
    spaced = r"\p{Han}[ \u3000]\p{Han}"
    return {
        "line": regex.compile(
            rf"^(?:{mark}\s*)?[（(【]?\s*(?:{agency}|据|\p{{Han}}{{2,6}}?)?{role}[ \u3000/：:]*"
            rf"(?:{names}|{spaced})"
            rf"(?:(?:[ \u3000/]*(?:{role}|摄影报道|综合报道|报道)|[ \u3000/]+[文图])?"
            rf"[ \u3000/：:]*{names})*"
            rf"(?:[ \u3000/]*(?:文/图|图/文|报道|整理)|[ \u3000/]+文)?\s*[）)】]?$"
        ),
        "marked": regex.compile(rf"^{mark}\s*(?:{role}[ \u3000/：:]*)?{names}$"),
        "bracketed": regex.compile(rf"^[（(]\s*(?:{role}[ \u3000/：:]*)?{names}\s*[）)]$"),
        "writer": regex.compile(
            rf"^(?:{mark}\s*)?(?:(?:本文)?来源[：:]\p{{Han}}{{2,10}}[ \u3000]+)?"
            rf"[（(]?(?:{writer}|文/图|图/文)[ \u3000]*[/：:|｜ \u3000]+[ \u3000]*{names}"
            rf"(?:[ \u3000]+图[/：: \u3000]+{names})?(?:[ \u3000]+发自\p{{Han}}{{2,6}})?"
            rf"(?P<edited>[ \u3000]*(?:编辑|责编|校对)[ \u3000]*[/：:|｜ \u3000]+{names})*[）)]?$"
        ),
        "tail": regex.compile(
            rf"(?<=[。！？…”’）])\s*[（(]\s*"
            rf"(?:(?:(?:{agency})?{role}|作者|责编|编辑)[ \u3000/：:]*)?"
            rf"({names}(?:[ \u3000/]*{role}[ \u3000/：:]*{names})*)\s*[）)]$"
        ),
        "role tail": regex.compile(
            rf"(?<=[。！？…”’）])\s*(?:{mark}\s*)?(?:{agency})?{role}[ \u3000：:]*"
            rf"({names}|{spaced})$"
        ),
        "credit line": regex.compile(rf"^{credit}[：:].{{1,40}}$|^[^。，]{{2,20}}(?:摄|供图)$"),
        "credit tail": regex.compile(
            rf"(?:(?<=[。！？…”’）])\s*|(?<=\S)[ \u3000]+|(?<=\S)[（(])"
            rf"((?:(?:{agency})?{role}[ \u3000：:]*)?[^。，；：]{{2,24}}?)"
            rf"[ \u3000/]*(?:摄影报道|摄影|摄|供图|图|制图)[）)]?$"
        ),
        "credited": regex.compile(
            r"(?<=[。！？…”’）\s])[（(]?(?:图片来源|摄影|供图|图片|来源)[：:]\s*([^。，；]{2,30}?)[）)]?$"
        ),
    }


def is_name(text: str) -> bool:
    """A Chinese name by its surname and length, and no word that only looks like one."""
    if text in of_use("notname") or not 2 <= len(text) <= 4:
        return False
    if text[:2] in surnames() and len(text) > 2:
        return True
    return text[0] in surnames() and len(text) <= 3


def names_in(text: str) -> str:
    """The names of a byline, parted by spaces, without roles and signs."""
    bare = _role().sub(" ", _REPORTED.sub("", PAPER.sub("", text.strip(EDGES))))
    single = regex.fullmatch(r"[\s（(▶□]*(\p{Han})[ \u3000](\p{Han})[\s）)]*", bare)
    if single:
        return single.group(1) + single.group(2)
    return " ".join(NAME.findall(bare.strip(EDGES)))


def byline_of(text: str) -> str | None:
    """The names of a line that is nothing but a byline, else None."""
    if len(text) > 60 or "。" in text:
        return None
    patterns = _patterns()
    text = _APART.sub(r"\1\2", _ISSUE.sub("", _ON_SCREEN.sub("", text)).strip())
    source = _SOURCE.match(text)
    if source is not None:
        return source["name"]
    for kind in ("line", "marked", "writer"):
        if (line := patterns[kind].match(text)) is not None:
            edited = line.starts("edited") if kind == "writer" else []
            return names_in(text[: min(edited, default=len(text))]) or None
    signed = _SIGNED.match(text)
    if signed is not None and is_name(signed["name"]) and not is_name(signed["office"]):
        return signed["name"]
    if patterns["bracketed"].match(text):
        names = names_in(text)
        parts = names.split(" ")
        if text.strip("（()） ") not in of_use("notname") and all(len(part) <= 4 for part in parts):
            return names
    if is_name(text):
        return text
    return None


def tail_byline(text: str) -> Tail | None:
    """The byline behind the last stop of a paragraph."""
    offset = max(0, len(text) - LONGEST_TAIL)
    end = text[offset:]
    name = TAIL_NAME.search(end)
    known = name and (name["gap"] or is_name(name["name"]))
    if name and known and name["name"] not in of_use("notname"):
        return Tail(offset + name.start(), name["name"])
    source = _SOURCE_BEHIND.search(end)
    if source is not None:
        return Tail(offset + source.start(), source["name"])
    patterns = _patterns()
    for kind in ("tail", "role tail"):
        found = patterns[kind].search(end) if kind != "tail" or text[-1:] in "）)" else None
        if found:
            names = names_in(found.group(1))
            known = found.group(1).strip(EDGES) in of_use("notname")
            plain = kind == "tail" and not _role().search(found.group())
            if names and not known and (not plain or is_name(names.split(" ")[0])):
                return Tail(offset + found.start(), names)
    return None


def credit_of(text: str) -> str | None:
    """The name of a line that is nothing but a picture's credit, else None."""
    if len(text) > 48 or "。" in text:
        return None
    if _patterns()["credit line"].match(text):
        label = alternatives(of_use("credit"))
        return regex.sub(rf"^{label}[：:]\s*|[ \u3000/]*(?:摄|供图)$", "", text).strip() or None
    return None


def tail_credit(text: str) -> Tail | None:
    """The credit behind the words of a caption."""
    patterns = _patterns()
    offset = max(0, len(text) - LONGEST_TAIL)
    end = text[offset:]
    found = patterns["credited"].search(end)
    if not found and text.rstrip("）)").endswith(CREDIT_END):
        found = patterns["credit tail"].search(end)
    if not found:
        return None
    start = offset + found.start()
    names = names_in(found.group(1))
    return Tail(start, names or found.group(1).strip(EDGES))
