"""`python -m pipeline export`: the files of a format, written into a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.exchange import doccano, gold, label_studio
from pipeline.exchange.sheets import sheets
from pipeline.review import store
from pipeline.rows import told
from pipeline.score.gold import GOLD_FIELDS


def export(form: str, to: Path, raw: Path, folder: Path) -> list[Path]:
    """Writes a run for another tool and returns the files.

    form: label-studio, doccano, docbin, gold or cases.
    Raises InputError I003 without a run, R004 where a page changed since; OSError where `to`
    cannot be written.
    """
    told(folder)
    decisions = store.read(raw / store.NAME).decisions
    to.mkdir(parents=True, exist_ok=True)
    if form == "docbin":
        from pipeline.exchange.docbin import docbin

        path = to / "pages.spacy"
        docbin(sheets([raw], folder)).to_disk(path)
        return [path]
    if form == "label-studio":
        made = label_studio.tasks(sheets([raw], folder), decisions)
        texts = {
            "tasks.json": json.dumps(made, ensure_ascii=False, indent=1) + "\n",
            "config.xml": label_studio.config(),
        }
    elif form == "doccano":
        texts = {
            "pages.jsonl": _lines(doccano.pages(sheets([raw], folder))),
            "spans.jsonl": _lines(doccano.spans(sheets([raw], folder))),
        }
    elif form == "gold":
        texts = {
            "facts.csv": gold.as_csv(GOLD_FIELDS["facts"], gold.facts(folder)),
            "numbers.csv": gold.as_csv(GOLD_FIELDS["numbers"], gold.numbers(folder)),
        }
    else:
        texts = {"facts.csv": gold.as_csv(gold.CASE_FIELDS, gold.cases(folder, decisions))}
    for name, text in texts.items():
        (to / name).write_text(text, encoding="utf-8", newline="")
    return [to / name for name in texts]


def _lines(rows: Iterable[Mapping[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
