"""Heads of pages seldom met, pages that a run did not reach, and figures of what was missed."""

from __future__ import annotations

import csv
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import GOLD

from pipeline import write
from pipeline.exchange.sheets import sheets
from pipeline.ingest.masthead import masthead
from pipeline.run import run
from pipeline.score import as_text, compare, figures

TEXT = "园区建设有序推进，企业陆续投产，产值稳步增长，就业岗位不断增加。\n" * 10


@pytest.mark.parametrize(
    ("line", "first", "within"),
    [
        ("2024年4月18日 星期四 要闻 经济 文化 社会", "2024-04-18", "2024-04-18"),
        # in the middle of a page so many words beside a date are a list
        ("2024年4月18日 星期四 要闻 经济 文化 社会 体育", "2024-04-18", None),
        # no newspaper was printed then
        ("1234年4月18日 星期四", None, None),
        ("9234年4月18日 星期四", None, None),
        ("2024年13月18日 星期四", None, None),
    ],
)
def test_a_line_with_a_date_is_the_head_of_a_page_or_is_not(
    line: str, first: str | None, within: str | None
) -> None:
    assert masthead(f"{line}\n{TEXT}{TEXT}").date == first
    assert masthead(f"{TEXT}{line}\n{TEXT}").date == within


def test_pages_that_a_run_did_not_reach_are_not_given_to_annotators(tmp_path: Path) -> None:
    """A reader that was ended in the middle of a file told of the pages before only."""
    items = [
        {"type": "text", "text": f"城北新区2023年完成产值{300 + n}亿元。", "page_idx": n}
        for n in range(2)
    ]
    path = tmp_path / "raw" / "a_content_list.json"
    path.parent.mkdir()
    path.write_text(json.dumps(items, ensure_ascii=False), encoding="utf-8")
    run([path.parent], tmp_path / "out")
    assert [sheet.number for sheet in sheets([path.parent], tmp_path / "out")] == [1, 2]
    told = tmp_path / "out" / "run.json"
    made = json.loads(told.read_text(encoding="utf-8"))
    made["pages"] = [page for page in made["pages"] if page["number"] == 1]
    told.write_text(json.dumps(made), encoding="utf-8")
    assert [sheet.number for sheet in sheets([path.parent], tmp_path / "out")] == [1]


def test_a_disk_that_breaks_while_it_copies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot copy ranges does it by hand; one that fails fails."""

    def failing(code: int) -> Any:
        def copy(*_: Any) -> int:
            raise OSError(code, os.strerror(code))

        return copy

    monkeypatch.setattr(os, "copy_file_range", failing(errno.EXDEV), raising=False)
    assert write._copied(0, 1, 0, 10) is None
    monkeypatch.setattr(os, "copy_file_range", failing(errno.EIO), raising=False)
    with pytest.raises(OSError, match="rror") as caught:
        write._copied(0, 1, 0, 10)
    assert caught.value.errno == errno.EIO


def test_what_was_missed_is_counted_with_its_page_and_kind() -> None:
    with (GOLD / "facts.csv").open(encoding="utf-8", newline="") as lines:
        gold = [row for row in csv.DictReader(lines) if row["optional"] != "1"][:3]
    first = [{name: cell.split("|")[0] for name, cell in row.items()} for row in gold]
    found = compare({"facts": gold}, {"facts": first[1:]})
    assert [missed.row["quote"] for missed in found.missed] == [gold[0]["quote"]]
    number, fact = found.pages()[gold[0]["page"]]
    assert (number.right, number.predicted, number.gold) == (2, 2, 3) and fact.right == 2
    kinds = found.kinds()
    assert sum(rate.gold for rate, _ in kinds.values()) == 3
    assert kinds[first[0]["kind"]][0].gold > kinds[first[0]["kind"]][0].right
    # Without labels of other tables nothing is said of them, and without confidences none.
    assert figures(found).keys() == {"number_f1", "fact_f1"}
    told = as_text(found, errors=5)
    assert "\nmissed (1)\n" in told and "\nspurious (0)\n" in told
    assert not any(word in told for word in ("accounting", "articles", "confidence"))
    assert "missed" not in as_text(found)
