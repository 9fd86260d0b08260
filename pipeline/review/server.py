"""The audit page served to one editor's browser, with a place to keep what is decided there.

Only this machine can reach it, and of this machine only who has the token: it is in the address
that is printed, then in a cookie no other site can use, and in each decision sent. The Host header
must name this machine (else a foreign name that resolves to it would do), and what a page of
another site asks for is refused. Nothing but the report is served.
"""

from __future__ import annotations

import hmac
import json
import mimetypes
import secrets
from collections.abc import Mapping
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import regex

from pipeline.errors import InputError, PipelineError
from pipeline.review import store
from pipeline.review.decision import Refused
from pipeline.review.lookup import Output

LOOPBACK = "127.0.0.1"
API = "/api/"
LARGEST = 64 * 1024
MARK = "<!-- review -->"
_POLICY = regex.compile(r'(<meta\s+http-equiv="Content-Security-Policy"\s+content=")([^"]*)(")')
_CONNECT = regex.compile(r"\bconnect-src[^;]*")
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Server(ThreadingHTTPServer):
    """Serves the report of `folder`; decisions go to the file `kept`.

    port: 0 for any that is free.  by: the reviewer's name, kept with each decision.
    Raises InputError I003 where the folder holds no run, OSError where the port is taken.
    """

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, folder: Path, kept: Path, *, port: int = 0, by: str | None = None) -> None:
        self.output = Output(folder)
        self.folder = folder
        self.kept = kept
        self.by = by
        self.token = secrets.token_urlsafe(32)
        super().__init__((LOOPBACK, port), Handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """What to open in the browser."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"

    @property
    def hosts(self) -> frozenset[str]:
        return frozenset(f"{name}:{self.port}" for name in (LOOPBACK, "localhost"))


def served(html: str, token: str) -> str:
    """The report as it is served: it knows where to send decisions, and may."""
    told = json.dumps({"token": token, "api": API}).replace("<", "\\u003c")
    block = f'<script type="application/json" id="review">{told}</script>'
    before, mark, after = html.partition(MARK)
    if not mark:
        before, mark, after = html.rpartition("</body>")
        block += mark
    return _POLICY.sub(lambda m: m[1] + _may_connect(m[2]) + m[3], before + block + after, count=1)


def _may_connect(policy: str) -> str:
    if _CONNECT.search(policy):
        return _CONNECT.sub("connect-src 'self'", policy, count=1)
    return f"{policy.rstrip('; ')}; connect-src 'self'"


class Refusal(Exception):
    """A request that is not answered; says with which status and why."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Server
    timeout = 30
    server_version = "pipeline"
    sys_version = ""

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing: the address holds the token."""

    def _answer(self, act: Any) -> None:
        try:
            self._of_this_machine()
            act()
        except Refusal as refusal:
            self._send_json({"ok": False, "error": str(refusal)}, refusal.status)
        except Refused as refused:
            self._send_json({"ok": False, "error": str(refused)}, HTTPStatus.BAD_REQUEST)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True
        except (PipelineError, ValueError):
            # Tables and their index differ for the moment in which a run puts its files in place.
            told = {"ok": False, "error": "a run is writing its files; try again"}
            self._send_json(told, HTTPStatus.SERVICE_UNAVAILABLE)
        except OSError as error:
            told = {"ok": False, "error": f"not kept: {error}"}
            self._send_json(told, HTTPStatus.INTERNAL_SERVER_ERROR)

    # ------------------------------------------------------------------------------- who may ask

    def _of_this_machine(self) -> None:
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0] not in self.server.hosts:
            raise Refusal(HTTPStatus.MISDIRECTED_REQUEST, "this name is not ours")
        origin = self.headers.get("Origin")
        if origin is not None and origin != f"http://{hosts[0]}":
            raise Refusal(HTTPStatus.FORBIDDEN, "asked for by another site")
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            raise Refusal(HTTPStatus.FORBIDDEN, "asked for by another site")

    def _is_token(self, given: object) -> bool:
        return isinstance(given, str) and hmac.compare_digest(
            given.encode("utf-8", "replace"), self.server.token.encode("ascii")
        )

    @property
    def _cookie(self) -> str:
        return f"review_{self.server.port}"

    def _allowed(self) -> None:
        try:
            cookies = SimpleCookie(self.headers.get("Cookie", ""))
        except CookieError:
            cookies = SimpleCookie()
        given = cookies[self._cookie].value if self._cookie in cookies else None
        if not self._is_token(given or self.headers.get("X-Review-Token")):
            raise Refusal(HTTPStatus.FORBIDDEN, "open the address that the program printed")

    # --------------------------------------------------------------------------------- requests

    def _get(self) -> None:
        asked = urlsplit(self.path)
        path = unquote(asked.path)
        token = parse_qs(asked.query).get("token", [None])[0]
        if path == "/" and token is not None:
            if not self._is_token(token):
                raise Refusal(HTTPStatus.FORBIDDEN, "open the address that the program printed")
            # The token leaves the address line, where others may read it.
            cookie = f"{self._cookie}={self.server.token}; Path=/; HttpOnly; SameSite=Strict"
            headers = {"Location": "/", "Set-Cookie": cookie}
            self._send(b"", "text/plain", HTTPStatus.SEE_OTHER, headers)
            return
        self._allowed()
        if path == f"{API}decisions":
            kept = store.read(self.server.kept)
            rows = [decision.row() for decision in kept.decisions]
            self._send_json({"ok": True, "decisions": rows, "torn": kept.torn})
            return
        self._send_file(self._file(path))

    def _file(self, path: str) -> Path:
        """A file of the report; nothing else of the folder."""
        name = path.removeprefix("/") or "report.html"
        root = self.server.folder.resolve()
        found = (root / name).resolve() if "\0" not in name else root
        inside = found.is_relative_to(root) and found.is_file()
        if not inside or found.relative_to(root).parts[0] not in ("report.html", "report"):
            raise Refusal(HTTPStatus.NOT_FOUND, "no such page")
        return found

    def _send_file(self, path: Path) -> None:
        data = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if kind == "text/html":
            data = served(data.decode("utf-8"), self.server.token).encode("utf-8")
            kind = "text/html; charset=utf-8"
        self._send(data, kind)

    def _post(self) -> None:
        if urlsplit(self.path).path != f"{API}decisions":
            raise Refusal(HTTPStatus.NOT_FOUND, "no such place")
        row = self._body()
        if not self._is_token(row.pop("token", None)):
            raise Refusal(HTTPStatus.FORBIDDEN, "the token is missing or not ours")
        decision = self.server.output.complete(row, self.server.by)
        store.append(self.server.kept, [decision])
        self._send_json({"ok": True, "decision": decision.row()})

    def _body(self) -> dict[str, Any]:
        if self.headers.get_content_type() != "application/json":
            raise Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "decisions come as application/json")
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal():
            raise Refusal(HTTPStatus.LENGTH_REQUIRED, "the length is missing")
        if int(length) > LARGEST:
            raise Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "a decision is shorter than that")
        data = self.rfile.read(int(length))
        try:
            row = json.loads(data.decode("utf-8"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise Refusal(HTTPStatus.BAD_REQUEST, "this is no JSON") from error
        if not isinstance(row, dict):
            raise Refusal(HTTPStatus.BAD_REQUEST, "a decision is a JSON object")
        return row

    # ---------------------------------------------------------------------------------- answers

    def _send_json(self, told: Mapping[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        data = json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace")
        self._send(data, "application/json; charset=utf-8", status)

    def _send(
        self,
        data: bytes,
        kind: str,
        status: HTTPStatus = HTTPStatus.OK,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def desk(folder: Path, raw: Path, *, port: int = 0, by: str | None = None) -> Server:
    """A server for the report in `folder`, with decisions kept beside the pages of `raw`.

    Raises InputError I003 where `raw` is no folder or `folder` holds no run.
    """
    if not raw.is_dir():
        raise InputError("I003", "decisions are kept beside the raw pages", where=str(raw))
    return Server(folder, raw / store.NAME, port=port, by=by)
