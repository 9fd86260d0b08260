"""What speaks for each of those an article may be about, added up."""

from __future__ import annotations

from collections import Counter

from pipeline.facts.headlines import topic
from pipeline.facts.page_parts import DIGEST_ITEM, PageParts
from pipeline.facts.realms import Realms
from pipeline.model import Entity, EntityType, Span

OWNERS = (EntityType.ZONE, EntityType.COMPANY, EntityType.PLACE, EntityType.ORG)
WEIGHT = {
    EntityType.ZONE: 5,
    EntityType.COMPANY: 5,
    EntityType.PLACE: 4,
    EntityType.ORG: 3,
}
"""Points of a mention by what is named, before where it stands counts."""
OF_THING = 4
"""The same for a named thing: a fair, a ship, a film."""
_PASSING = 12
"""A name that is worth no more is named once, in passing."""
_RIVALS = 4
OFTEN = 100
"""A name that is worth more heads so many clauses that the text is about it, named late or not."""


class Tally:
    """Points for each candidate, and what is known of it."""

    def __init__(self, page: PageParts, realms: Realms) -> None:
        self.page = page
        self.realms = realms
        self.scores: Counter[str] = Counter()
        self.first: dict[str, int] = {}
        self.entities: dict[str, Entity] = {}
        self.acts: set[str] = set()
        """Who begins a clause, or stands in a headline or the first sentence."""
        self.leads: set[str] = set()
        """Who begins a headline or the first sentence, or a clause of them."""
        self.of_company = False
        """A headline begins with a company that the text goes on with."""

    def add(self, entity: Entity, at: int, points: int) -> None:
        """More points for `entity`, named at offset `at`."""
        key = f"{entity.type}{entity.canonical}"
        self.entities.setdefault(key, entity)
        self.first[key] = min(at, self.first.get(key, at))
        self.scores[key] += points

    def at_head(self, name: str, span: Span) -> None:
        """Several spoken of as one count where they begin a headline or a clause."""
        if self.page.at_head(span.start):
            points = 6 if self.page.in_title(span) else 4
            self.add(self.realms.group(name), span.start, points * WEIGHT[EntityType.PLACE])

    def titled(self) -> Entity | None:
        """Whom the headlines name, if anybody."""
        text = self.page.text
        titles = [s for s in self.page.titled if not DIGEST_ITEM.match(text[s.start : s.end])]
        found = [
            key
            for key, at in self.first.items()
            if self.scores[key] > 0 and any(s.start <= at < s.end for s in titles)
        ]
        return self.entities[max(found, key=lambda key: self.scores[key])] if found else None

    def named_before(self, offset: int) -> bool:
        return any(self.first[key] < offset for key in self.scores)

    def best(self) -> Entity | None:
        """The candidate with most evidence; a local page's place where that comes late."""
        page, home = self.page, self.realms.home
        if not self.scores:
            return topic(page.text, page.titled, page.body_start) or home
        key = min(self.scores, key=lambda key: (-self.scores[key], self.first[key]))
        best, first = self.entities[key], self.first[key]
        if best.type is EntityType.COMPANY and key not in self.acts:
            return topic(page.text, page.titled, page.body_start) or home
        if best.type in (EntityType.COMPANY, EntityType.PLACE):
            second = page.text.find("。", page.body_end + 1)
            late = first > (second if second > 0 else page.body_end)
            passing = self.scores[key] <= OFTEN
            if late and passing and not any(s.start <= first < s.end for s in page.titled):
                # a local page speaks of its place until it names another
                found = topic(page.text, page.titled, page.body_start)
                if found is not None or home is not None:
                    return found or home
                named = [points for points in self.scores.values() if points > 0]
                if len(named) > 1 and self.scores[key] <= _PASSING:
                    return None  # one of several that are named in passing
        return best if self.scores[key] > 0 and not self._in_passing(key) else home

    def _in_passing(self, key: str) -> bool:
        """Is a company that no headline and no first sentence names one of many with as much?"""
        best, first = self.entities[key], self.first[key]
        if best.type is not EntityType.COMPANY or first < self.page.body_end:
            return False
        if any(span.start <= first < span.end for span in self.page.titled):
            return False
        points = self.scores[key]
        rivals = sum(2 * other >= points for name, other in self.scores.items() if name != key)
        return points <= OFTEN and rivals >= _RIVALS
