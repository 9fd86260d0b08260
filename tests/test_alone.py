"""R6: no page makes the program speak to a network, and nothing that others left is believed."""

from __future__ import annotations

import json
import marshal
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from conftest import RAW, ROOT

pytestmark = pytest.mark.slow

# Loaded by every Python of the run, its children included.
CUT_OFF = """
import os, pathlib, socket
folder = pathlib.Path(os.environ["ALIVE"])
def refuse(*given, **named):
    # the children that take files apart may make a file, and write nothing into it
    (folder / f"network {os.getpid()}").touch()
    raise OSError("there is no network")
for name in ("connect", "connect_ex", "bind", "sendto"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.create_connection = refuse
(folder / str(os.getpid())).touch()
"""
ADDRESSES = (
    "详见http://203.0.113.7/a.txt与ftp://203.0.113.7，邮箱a@example.com。2023年，城北开发区产值41亿元。"
    "<img src='http://203.0.113.7/x.png'><link rel=stylesheet href=//203.0.113.7>\n"
)


@pytest.mark.pdf
@pytest.mark.ocr
def test_a_run_opens_no_connection(tmp_path: Path) -> None:
    """Texts, a PDF and a scan, each in the processes that read them."""
    (tmp_path / "site").mkdir()
    (tmp_path / "alive").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(CUT_OFF, encoding="utf-8")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(ADDRESSES, encoding="utf-8")
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), str(ROOT)]),
        "ALIVE": str(tmp_path / "alive"),
        "PIPELINE_CACHE": "",
    }
    given = [str(raw / "a.txt"), str(RAW / "p09.pdf"), str(RAW / "p10.png")]
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "-q", "-j", "2", *given, "-o", "out"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    left = [path.name for path in (tmp_path / "alive").iterdir()]
    assert not [name for name in left if name.startswith("network")]
    assert len(left) > 2, "the children were not cut off"


WORDS = "import json, sys; from pipeline.segment import words; " + (
    "print(json.dumps([w.text for w in words('苏州工业园区完成进出口额')])); "
    "assert 'jieba' not in sys.modules"
)


def _words(**environment: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", WORDS],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def test_a_planted_cache_of_the_segmenter_cuts_no_word(tmp_path: Path) -> None:
    """jieba itself believes whatever `jieba.cache` lies in the folder that all may write to."""
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps(({"苏": 1, "州": 1}, 2)))
    theirs = "import jieba, json; print(json.dumps(jieba.lcut('苏州工业园区', HMM=False)))"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", theirs],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) == list("苏州工业园区"), "jieba is not what it was"
    ours = _words(TMPDIR=str(tmp_path), PIPELINE_CACHE="")
    assert ours == _words(TMPDIR=tempfile.gettempdir(), PIPELINE_CACHE="")
    assert ours[0] != "苏"


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody may write to")
def test_neither_a_home_nor_a_folder_for_temporary_files_is_needed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ADDRESSES, encoding="utf-8")
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    for out, gone in (("here", str(tmp_path)), ("gone", "/proc/none")):
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "run", "-q", "-j", "1", "a.txt", "-o", out],
            cwd=tmp_path,
            env={
                **kept,
                "PYTHONPATH": str(ROOT),
                "HOME": gone,
                "XDG_CACHE_HOME": gone,
                "TMPDIR": gone,
            },
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    facts = [(tmp_path / out / "facts.jsonl").read_bytes() for out in ("here", "gone")]
    assert facts[0] == facts[1] and b"4100000000" in facts[0]
