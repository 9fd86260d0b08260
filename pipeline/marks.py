"""Marks at the head of a line: of list items, of a script's segments, of despatches."""

from typing import Final

BULLETS: Final = "▲△●■◆□※◎★☆▶·•"
ITEM_MARK: Final = rf"(?:[{BULLETS}]|[①-⑳]|[（(]?\d{{1,2}}[）)．.、](?!\d))"
"""A pattern of what an item of a list begins with: ●, ①, 1., （2）, 3、."""
_PARTS: Final = "(?:片子?|条目?|新闻|稿件?|单元|板块)"
SEGMENT: Final = rf"^[【\[（(]?{_PARTS}[一二三四五六七八九十\d]{{1,2}}[】\]）)]?[ \u3000：:、.．]"
"""A pattern of the number of a script's segment before its headline: 片二　…, 【新闻三】…."""
DATELINE: Final = (
    r"[\s\u3000]*【?(?:\p{Han}{2,14}?)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|讯|消息)】?[ \u3000]*"
    r"[（(][^（）()，。]{2,36}[）)]"
)
"""From where and by whom, before a text's first sentence: 某某网武汉2月8日电（某某）."""
DESPATCH: Final = (
    r"^\p{Han}{2,14}?\d{1,2}月\d{1,2}日(?:电(?![话信视动子器力池商网])|電(?![話信視動子器力池商網])"
    r"|[讯訊](?!息)|消息)"
    r"|^\p{Han}{2,8}(?:网|網|社|台|报|報|客户端)\p{Han}{0,3}[讯訊][：:（(\u3000 ]"
    r"|^【\p{Han}{2,8}(?:网|網|社|台|报|報|客户端|新闻)】"
)
"""What a text of an unlisted agency begins with: 某某财经上海4月1日电, 某某网讯：, 【某某网】."""
KEPT_FROM: Final = (
    r"《(?P<paper>[\p{Han}·]{2,12})》\s*[（(]"
    r"\s*(?P<date>(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)(?P<beside>[^（）()]{0,12})[)）]"
)
"""《某某日报》（2025年7月2日第 18 版）: the issue that a text kept alone stood in; a pattern."""
_DAY: Final = (
    r"(?:19|20)\d\d(?:\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|(?P<dot>[-./])\d{1,2}(?P=dot)\d{1,2})"
)
_BY: Final = r"[\p{Han}《“][\p{Han}A-Za-z\d·《》“”—-]{1,15}"
DATED: Final = (
    rf"(?:{_DAY}(?:[ \u3000]+\d{{1,2}}[:：]\d\d)?(?:[ \u3000|｜]+{_BY}){{1,2}}"
    rf"|(?:{_BY}[ \u3000|｜]+){{1,2}}{_DAY}(?:[ \u3000]+\d{{1,2}}[:：]\d\d)?)"
)
"""When and where a text came out, below its headline: 2022年8月3日　某某财经; a pattern."""
HEAD_LINES: Final = 3
"""Below so many lines of headlines may stand when and where a text came out."""

_PAGE: Final = r"第?[A-D]?[\d一二三四五六七八九十]{1,3}版"
FROM_PAGE: Final = rf"[（(【▲]?上接{_PAGE}"
"""（上接第1版）: what follows began on another page."""
TO_PAGE: Final = rf"下转{_PAGE}[）)】]?"
"""（下转第4版）: a text ends here and goes on on another page."""
