"""Words of a page in traditional script as the page has them; inside, all is simplified."""

from __future__ import annotations

from pipeline.model import Aligned


def as_printed(words: str, text: Aligned, start: int) -> str:
    """Words, the longest pieces that stand in a text first, in the characters of its page.

    start: offset from which the text is searched before the rest of it.
    """
    out, at = "", 0
    while at < len(words):
        end, found = len(words), -1
        while end > at:
            found = text.text.find(words[at:end], start)
            found = text.text.find(words[at:end]) if found < 0 else found
            if found >= 0:
                break
            end -= 1
        size = max(1, end - at)
        out += text.printed[found : found + size] if found >= 0 else words[at : at + size]
        at += size
    return out
