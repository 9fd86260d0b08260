"""Entities: cases, tables, and what holds for any text."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.entities import find
from pipeline.model import Entity, EntityType, Span
from pipeline.tables import rows, source

CASES = Path(__file__).parent / "cases" / "entities.csv"
TABLES = {
    "anaphors.csv": "word",
    "companies.csv": "name",
    "company_words.csv": "name",
    "given_characters.csv": "character",
    "listings.csv": "name",
    "listings_taiwan.csv": "name",
    "surname_words.csv": "head",
    "company_suffixes.csv": "suffix",
    "countries.csv": "name",
    "everyday.csv": "head",
    "generic_words.csv": "word",
    "left_words.csv": "word",
    "org_suffixes.csv": "suffix",
    "organisations.csv": "name",
    "regions.csv": "code",
    "speech_verbs.csv": "word",
    "surnames.csv": "surname",
    "titles.csv": "title",
    "transliteration.csv": "character",
    "zone_suffixes.csv": "suffix",
    "zones.csv": "id",
}


def cases() -> list[dict[str, str]]:
    lines = [line for line in CASES.read_text(encoding="utf-8").split("\n") if line[:1] != "#"]
    return [{key: value or "" for key, value in row.items()} for row in csv.DictReader(lines)]


def named(entity: Entity) -> set[str]:
    return {entity.canonical, *entity.aliases}


def matches(entities: list[Entity], wanted: str) -> bool:
    kind, _, names = wanted.partition(":")
    return any(
        entity.type == kind and set(names.split("=")) <= named(entity) for entity in entities
    )


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["text"][:24])
def test_case(case: dict[str, str]) -> None:
    entities = find(case["text"].replace("\\n", "\n"))
    shown = [(entity.type.value, entity.canonical, entity.aliases) for entity in entities]
    for wanted in filter(None, case["has"].split("|")):
        assert matches(entities, wanted), (wanted, shown)
    for refused in filter(None, case["lacks"].split("|")):
        kind, _, name = refused.partition(":")
        assert not any(e.type == kind and e.canonical == name for e in entities), (refused, shown)


@pytest.mark.parametrize(("table", "key"), sorted(TABLES.items()))
def test_tables_have_a_source_and_unique_keys(table: str, key: str) -> None:
    assert rows(table, key=key)
    assert source(table)


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("zones.csv", "id"),
        ("companies.csv", "name"),
        ("organisations.csv", "name"),
        ("countries.csv", "name"),
    ],
)
def test_a_surface_has_one_owner(table: str, key: str) -> None:
    surfaces = Counter(
        surface
        for row in rows(table, key=key)
        for surface in {row["name"], *filter(None, row["aliases"].split("|"))}
    )
    assert [surface for surface, count in surfaces.items() if count > 1] == []


def test_a_listing_is_no_company_of_the_other_table() -> None:
    others = {
        name
        for table in ("companies.csv", "organisations.csv")
        for row in rows(table, key="name")
        for name in (row["name"], *row["aliases"].split("|"))
    }
    assert [row["name"] for row in rows("listings.csv") if row["name"] in others] == []
    assert len(rows("listings.csv")) > 4000


def test_words_that_are_companies_as_well_are_names_of_companies() -> None:
    names = {
        name
        for row in rows("companies.csv", key="name")
        for name in (row["name"], *row["aliases"].split("|"))
    }
    assert [row["name"] for row in rows("company_words.csv") if row["name"] not in names] == []


def test_words_beside_persons() -> None:
    table = rows("person_words.csv")
    assert source("person_words.csv")
    assert max(Counter((row["word"], row["side"]) for row in table).values()) == 1
    assert {row["points"] for row in table} <= {"1", "2", "3"}


def test_office_words() -> None:
    table = rows("office_words.csv")
    assert source("office_words.csv")
    assert max(Counter((row["word"], row["use"]) for row in table).values()) == 1


def test_each_zone_lies_in_a_known_region() -> None:
    regions = {row["code"] for row in rows("regions.csv", key="code")}
    zones = rows("zones.csv", key="id")
    assert [row["id"] for row in zones if row["region"] and row["region"] not in regions] == []
    assert sum(bool(row["region"]) for row in zones) > 0.9 * len(zones)


def test_the_lists_of_zones_are_whole() -> None:
    kinds = Counter(row["kind"] for row in rows("zones.csv", key="id"))
    assert kinds["htz"] >= 178
    assert kinds["etdz"] >= 230
    assert kinds["ftz"] == 22
    assert kinds["new_area"] == 19
    assert kinds["cbz"] >= 170
    assert kinds["ftz_area"] >= 66


def test_regions_are_whole() -> None:
    levels = Counter(row["level"] for row in rows("regions.csv", key="code"))
    assert levels["province"] == 34
    assert levels["prefecture"] >= 333
    assert levels["county"] >= 2800


TEXT = (
    "苏州高新区外资增长\n本报讯 苏州高新区一季度引资4亿美元。该区新设项目68个，"
    "苏州澜峤半导体股份有限公司（下称“澜峤半导体”）增资。该公司去年营收9亿元，澜峤半导体董事长许亦岚说。"
)


def test_anaphors_go_to_the_nearest_that_fits() -> None:
    entities = {entity.canonical: entity for entity in find(TEXT)}
    zone = entities["苏州高新区"]
    company = entities["苏州澜峤半导体股份有限公司"]
    assert [m.text for m in zone.mentions if m.anaphor] == ["该区"]
    assert [m.text for m in company.mentions if m.anaphor] == ["该公司"]
    assert len([m for m in zone.mentions if not m.anaphor]) == 2


def test_an_anaphor_is_none_inside_a_general_phrase() -> None:
    text = "苏州高新区引资。各产业园区和上市公司受益。"
    assert not any(mention.anaphor for entity in find(text) for mention in entity.mentions)


def test_a_zone_word_means_a_zone_of_its_kind() -> None:
    text = "横琴粤澳深度合作区与珠海高新区签约，合作区让利。"
    entities = {entity.canonical: entity for entity in find(text)}
    assert [m.text for m in entities["横琴粤澳深度合作区"].mentions if m.anaphor] == ["合作区"]
    assert not any(m.anaphor for m in entities["珠海高新区"].mentions)


def test_codes() -> None:
    entities = {entity.canonical: entity for entity in find("洛阳市与洛阳高新区签约，去朝阳区。")}
    assert entities["洛阳市"].code == "410300"
    assert (entities["洛阳高新区"].code or "").startswith("htz-")
    assert entities["朝阳区"].code is None


def test_the_other_articles_lend_their_short_names() -> None:
    full = find("浙江三垣汽车零部件有限公司上榜，三垣汽零成立于2004年。")
    alone = find("图为三垣汽零车间。")
    lent = find("图为三垣汽零车间。", context=full)
    assert "浙江三垣汽车零部件有限公司" not in {entity.canonical for entity in alone}
    assert [entity.canonical for entity in lent] == ["浙江三垣汽车零部件有限公司"]


def test_words_refuse_a_short_name_that_they_run_over() -> None:
    text = "要提高通行效率"
    words = [Span(0, 1), Span(1, 3), Span(3, 5), Span(5, 7)]
    assert find(text, words=words) == []


def check(text: str) -> None:
    entities = find(text)
    spans = [mention.span for entity in entities for mention in entity.mentions]
    for entity in entities:
        assert entity.mentions
        assert entity.canonical not in entity.aliases
        for mention in entity.mentions:
            assert 0 <= mention.span.start < mention.span.end <= len(text)
            folded = text.replace("(", "（").replace(")", "）")
            assert folded[mention.span.start : mention.span.end] == mention.text
    assert not any(a.overlaps(b) for a, b in combinations(spans, 2))
    firsts = [entity.mentions[0].span for entity in entities]
    assert firsts == sorted(firsts)
    assert find(text) == entities


PIECES = [case["text"] for case in cases()]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4), st.integers(0, 40))
def test_promises_hold_for_any_cut_of_the_cases(pieces: list[str], cut: int) -> None:
    check("\n".join(pieces)[cut:])


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="中国京北高新区公司（）“”《》、，。和的A1·王说董事长银行\n", max_size=60))
def test_promises_hold_for_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text", ["", "\n", "。", "中", "（", "）公司", "公司", "高新区", "\n\n银行"]
)
def test_odd_texts(text: str) -> None:
    check(text)
    assert find(text) == []


@pytest.mark.parametrize(
    ("table", "column", "allowed"),
    [
        ("zones.csv", "kind", "htz etdz ftz ftz_area new_area cbz other"),
        ("zone_suffixes.csv", "needs", "place name noun"),
        ("org_suffixes.csv", "needs", "place name any"),
        ("company_suffixes.csv", "class", "legal weak firm brand industry"),
        ("left_words.csv", "use", "stop trim keep count"),
        ("titles.csv", "side", "before after both byline loose"),
        ("surnames.csv", "class", "strong weak"),
        ("person_words.csv", "side", "before after"),
        ("office_words.csv", "use", "field end"),
        ("regions.csv", "level", "province prefecture county"),
        ("countries.csv", "kind", "country city pair group"),
        ("organisations.csv", "kind", "state world university club"),
    ],
)
def test_cells_take_only_their_words(table: str, column: str, allowed: str) -> None:
    assert {row[column] for row in rows(table)} <= set(allowed.split())


def test_anaphors_stand_for_a_known_type() -> None:
    assert {row["type"] for row in rows("anaphors.csv")} <= {kind.value for kind in EntityType}


def test_each_zone_suffix_has_a_normal_form_that_is_one() -> None:
    suffixes = {row["suffix"] for row in rows("zone_suffixes.csv")}
    assert {row["normal"] for row in rows("zone_suffixes.csv")} <= suffixes | {"园"}


def test_a_city_word_means_a_city() -> None:
    entities = {e.canonical: e for e in find("杭州市对泰国出口增长，全市外贸回升。")}
    assert [m.text for m in entities["杭州市"].mentions if m.anaphor] == ["全市"]
    assert not any(m.anaphor for m in entities["泰国"].mentions)
