"""One thing of a text while its mentions are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model import EntityType, Mention, Span


@dataclass(eq=False)
class Group:
    """One thing while its mentions are gathered."""

    type: EntityType
    rule: str
    code: str | None
    keys: set[str]
    names: list[str] = field(default_factory=list)
    official: str = ""
    mentions: list[Mention] = field(default_factory=list)

    def add(self, text: str, span: Span, *, anaphor: bool = False, name: str = "") -> None:
        """One more mention. name: what it is called, where the text leaves part of that out."""
        surface = text[span.start : span.end]
        self.mentions.append(Mention(span, surface, anaphor))
        surface = name or surface
        if self.type is EntityType.PERSON:
            surface = "".join(surface.split())  # 高　岚 of a byline is 高岚
        if not anaphor and surface not in self.names:
            self.names.append(surface)

    @property
    def first(self) -> int:
        return min(mention.span.start for mention in self.mentions)


def mark(taken: bytearray, span: Span) -> None:
    taken[span.start : span.end] = b"\x01" * len(span)
