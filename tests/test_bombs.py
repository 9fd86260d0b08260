"""R5: small files that are vast inside, in full size: each ends early and within bounds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from hostile import DONE, FACTS, FAILED, FLATE, SENTENCE, pdf_page, png

pytestmark = [
    pytest.mark.slow,
    pytest.mark.pdf,
    pytest.mark.ocr,
    pytest.mark.skipif(sys.platform != "linux", reason="limits of memory as Linux has them"),
]

KB, MB = 1000, 1_000_000
MOST = 1_600 * MB
"""Bytes that a process of the run holds at most, the children that take files apart included."""

MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
"""


def _blanks(megabytes: int) -> bytes:
    """What zlib makes of so many megabytes of blanks, packed once and said again and again."""
    size = 20
    block, times = b" " * (size * MB), megabytes // size
    packer = zlib.compressobj(9)
    head = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)  # knows nothing of others
    last = packer.flush()[:-4]
    check = 1
    for _ in range(times):
        check = zlib.adler32(block, check)
    return head + piece * times + last + check.to_bytes(4, "big")


_TYPE = b"BT /F1 9 Tf " + b"(aaaaaaaaaa) Tj " * 300_000 + b"ET"


def _operators() -> bytes:
    """Three million characters."""
    return pdf_page(zlib.compress(_TYPE, 9), filters=FLATE)


def _states() -> bytes:
    return pdf_page(zlib.compress(b"q " * 5_000_000, 9), filters=FLATE)


def _flate() -> bytes:
    return pdf_page(_blanks(400), filters=FLATE)


def _vast_flate() -> bytes:
    return pdf_page(_blanks(2_000), filters=FLATE)


def _packed_twice() -> bytes:
    return pdf_page(
        zlib.compress(_blanks(2_000), 9), filters=b"/Filter [/FlateDecode /FlateDecode]"
    )


def _picture() -> bytes:
    """Four hundred million pixels that are all there."""
    packer = zlib.compressobj(9)
    rows = [packer.compress(bytes(20_001 * 100)) for _ in range(200)]
    return png(20_000, 20_000, b"".join([*rows, packer.flush()]))


# Name, what makes it, its size at most, its status and code.
BOMBS: dict[str, tuple[Callable[[], bytes], int, str, str]] = {
    "operators.pdf": (_operators, 17 * KB, FAILED, "I023"),
    "states.pdf": (_states, 17 * KB, DONE, "C001"),
    "flate.pdf": (_flate, 408 * KB, DONE, "C001"),
    "vast.pdf": (_vast_flate, 2 * MB, FAILED, "I028"),
    "twice.pdf": (_packed_twice, 17 * KB, FAILED, "I028"),
    "picture.png": (_picture, 400 * KB, FAILED, "I025"),
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of what is kept that knows none of the bombs."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_itself_only(name: str, tmp_path: Path, cache: Path) -> None:
    make, most, status, code = BOMBS[name]
    raw = tmp_path / "raw"
    raw.mkdir()
    data = make()
    assert len(data) <= most
    (raw / name).write_bytes(data)
    (raw / "zz.txt").write_text(SENTENCE, encoding="utf-8")
    command = [sys.executable, "-m", "pipeline", "run", "-q", "-j", "1", "-o", "out", "raw"]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *command],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    returned, held = map(int, done.stdout.split())
    assert returned == (1 if status == FAILED else 0), done.stderr
    assert held < MOST
    told = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert [page["status"] for page in told["pages"]] == [status, DONE]
    assert set(told["codes"]) == {code}
    facts = (tmp_path / "out" / "facts.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    rows = [json.loads(line) for line in facts]
    assert {(row["value"], row["base_unit"], row["kind"]) for row in rows} == set(FACTS)
