"""What the words before a number are: nothing said, a verb, a noun, a name or its pronoun."""

from __future__ import annotations

from pipeline import patterns as regex
from pipeline.facts.lexicon import words as lexicon
from pipeline.facts.view import NAME, View
from pipeline.model import Span
from pipeline.segment import is_known

PRONOUN = regex.compile(
    r"(?:此次|本次|经)?(?:调整|上调|下调|提标|调价|提价|涨价|降价|扩建|改造|升级|重组|合并|变更|发行|修订|扩产|扩容|增资|调增|调减)之?后|"
    r"(?:(?:这|那|该|此)(?:一|个|项|些|类|里)?(?:比例|数字|数据|指标|占比|数值|增速|数|比重|规模|面积)?(?:还|也|又)?|其|它|"
    r"(?:“[^“”]{1,8}”)?(?:这一天|当天|当日|首日|高峰日|高峰期|首周|当晚|期间|旺季|淡季|盘中|盘初|午后|开盘|早盘|尾盘|两者相加|"
    r"三者相加|二者相加|约?合人民币|折合人民币|折合|约合|一共|恰好|正好|尚有|剩下|剩余|余下|其余|加起来|相加|合起来|本地|当地|目前|前者|后者)|"
    r"(?:共|还|只|总共|仅)需要?|除了?|最近|近来|最\p{Han}{1,2}的(?:只|仅|才|也)*(?:花|用|要|需)了?|"
    r"前[两二三四五六七八九十]{1,2}[名位强]|[两二三四五六七八九十]{1,2}[省市区县镇州国](?:合计|共|一共|总共)*|紧随其后|次之|其次|再次|为期|新年|新一年|全年|一度|后者|前者|两者|三者|二者|上述|发生|全年发生|拿出|一年|一个|日均|月均|年均|人均|户均|平均|累计|合计|总计|共计)"
)
"""What stands for a phrase that was named before, or says only when."""

_LEADS = regex.compile(
    r"(?:拟|将|计划|已|可|再|还)*(?:向|对|与|由|给|为|把|被|以)|[^，。；]{2,12}以来"
)
"""拟向8名老股东发行, 疫情以来: what only leads to the next word, or says since when."""


def says_nothing(view: View, own: Span) -> bool:
    """只用, 平均只要, 前后: words that only lead to the number."""
    vague = lexicon("hold") | lexicon("vague") | lexicon("lead")
    pieces = view.words(own.start, own.end)
    how = len(pieces) > 1 and pieces[-1].text == "地" and pieces[-2].tag[0] in "adzil"
    if how or _LEADS.fullmatch(view.plain(own.start, own.end)):
        return True  # 意外地位居全省第一
    return all(
        (word.tag[0] in "pcury" and word.text[0] != "每")
        or (word.tag[0] in "df" and len(word.text) == 1)
        or word.text in vague
        for word in pieces
    )


def ends_with_name(view: View, own: Span) -> bool:
    """Does a verb or preposition lead to a name that the phrase ends with?"""
    pieces = view.words(own.start, own.end)
    return (
        view.mask(own.end - 1, own.end) == NAME
        and bool(pieces)
        and pieces[0].tag.startswith(("v", "p"))
        and NAME not in view.mask(own.start, own.start + 1)
    )


def is_anaphor(view: View, own: Span) -> bool:
    """Is the phrase a word that stands for a name: 该区?"""
    return any(n.span == own and n.mention.anaphor for n in view.names)


def ends_with_noun(view: View, span: Span) -> bool:
    """Is its last word a noun, or names what is done?"""
    pieces = view.words(span.start, span.end)
    return bool(pieces) and (
        pieces[-1].tag.startswith(("n", "j", "l", "i", "eng", "x"))
        or (pieces[-1].tag == "vn" and len(pieces) > 1)
    )


def says_something(view: View, own: Span) -> bool:
    """Is there a word in it that could be what a number is of?"""
    text = view.plain(own.start, own.end)
    return bool(regex.search(r"\p{Han}{2}|[A-Za-z]{2}", text)) and text not in (
        "之一",
        "其中",
        "本次",
        "此次",
        "同时",
        "为此",
        "一方面",
    )


def is_verbal(view: View, own: Span) -> bool:
    """Does the phrase end with a plain verb (引进, 率先打造)?"""
    pieces = view.words(own.start, own.end)
    if not pieces:
        return False
    tail = pieces[-1]
    if len(pieces) > 1 and tail.tag == "a" and len(tail.text) == 1 and pieces[-2].tag == "v":
        return True  # 盯牢, 备好
    if len(tail.text) == 2 and tail.text[1] in "下入出起掉" and not is_known(tail.text):
        return True  # 签下, 揽下
    return tail.tag in ("v", "vd", "vi", "d") or tail.text in lexicon("hold")


def only_acts(view: View, own: Span) -> bool:
    """开发上线, 开工建设: two verbs or more, and nothing else."""
    pieces = view.words(own.start, own.end)
    return len(pieces) > 1 and all(
        piece.tag[0] == "v" or piece.text in lexicon("acts") for piece in pieces
    )
