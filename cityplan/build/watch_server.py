"""The reports in a browser that follows them 手元だけのサーバー: on this machine only, for `--watch`.

The published files stay as they are, without script: what reloads a page is added when it is sent.
A page asks what is new, and is answered as soon as something is. See SECURITY.md.
"""

import json
import re
import time
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from urllib.parse import parse_qs, unquote, urlsplit

from cityplan.files.files import sha256

HOST = "127.0.0.1"
ASKING = "/__watch__"  # no report is named so
SCRIPT = f"{ASKING}.js"
_SCRIPT = Path(__file__).with_name("watch.js")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".json": "application/json",
    ".ipynb": "application/json",
}
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_ANSWER_AFTER = 20.0  # seconds without news; then a page asks again
_LOOK_EVERY = 0.5  # seconds: another run may have written a page
_OPEN = 5.0  # seconds since a page has asked
_POLICY = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)')
_UNWANTED = re.compile(r"^\.|[\\:\0]")  # hidden; what leads elsewhere on Windows


@dataclass
class PageNotes:
    """What the pages are told: what is wrong 画面の注意 (empty: nothing); and which of them are open."""

    note: str = ""
    changed: Condition = field(default_factory=Condition)
    asked: dict[str, float] = field(default_factory=dict)

    def tell(self, note: str) -> None:
        """Something is new: a page, or what is to be noted on it."""
        with self.changed:
            self.note = note
            self.changed.notify_all()

    def open_pages(self) -> list[str]:
        """The places of the pages that somebody has open, the one that asked last first."""
        with self.changed:
            now = time.monotonic()
            return [page for page, at in reversed(self.asked.items()) if now - at < _OPEN]


class Server(ThreadingHTTPServer):
    """Serves one folder of reports to browsers on this machine, at a free port or a given one."""

    daemon_threads = True

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder.resolve()
        self.told = PageNotes()
        super().__init__((HOST, port), _Handler)
        Thread(target=self.serve_forever, args=(0.1,), daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away while it is answered is no error."""

    def file(self, place: str) -> Path | None:
        """The file of an address, if it is one of the folder's; an address with / at its end has an index.

        None for everything that would lead out of the folder: `..`, a drive, a link.
        """
        parts = [part for part in unquote(place).split("/") if part]
        if any(_UNWANTED.search(part) for part in parts):
            return None
        path = self.folder.joinpath(*parts, *(["index.html"] if place.endswith("/") else []))
        try:
            inside = path.resolve().is_relative_to(self.folder) and path.is_file()
        except OSError:  # a name that is too long
            return None
        return path if inside and path.suffix in _TYPES else None

    def news(self, place: str) -> dict[str, str]:
        """What a page is answered: its version (empty where it is gone), the note, and both as one."""
        path = self.file(place)
        try:
            version = sha256(path.read_bytes())[:16] if path else ""
        except OSError:
            version = ""
        note = self.told.note
        return {"version": version, "note": note, "seen": sha256(f"{version}{note}".encode())[:16]}


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        names = {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}
        if self.headers.get("Host") not in names:  # another site's name that leads here
            self._send(b"", ".html", HTTPStatus.FORBIDDEN)
            return
        address = urlsplit(self.path)
        if address.path == ASKING:
            self._answer(parse_qs(address.query))
        elif address.path == SCRIPT:
            self._send(_SCRIPT.read_bytes(), ".js")
        else:
            self._send_file(address.path)

    def _answer(self, asked: dict[str, list[str]]) -> None:
        """Wait until something is other than what the page has seen."""
        if self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            self._send(b"", ".html", HTTPStatus.FORBIDDEN)
            return
        page, seen = (asked.get(name, [""])[0] for name in ("page", "seen"))
        told, until = self.server.told, time.monotonic() + _ANSWER_AFTER
        with told.changed:
            told.asked.pop(page, None)
            while (news := self.server.news(page))["seen"] == seen and time.monotonic() < until:
                told.asked[page] = time.monotonic()
                told.changed.wait(_LOOK_EVERY)
        self._send(json.dumps(news).encode(), ".json")

    def _send_file(self, place: str) -> None:
        path = self.server.file(place)
        try:
            data = path.read_bytes() if path else None
        except OSError:
            data = None
        if path is None or data is None:
            missing = "<!DOCTYPE html><meta charset=utf-8><body>この報告は、まだありません。</body>"
            page = with_script(missing.encode(), "none")
            self._send(page, ".html", HTTPStatus.NOT_FOUND)
        elif path.suffix == ".html":
            self._send(with_script(data, sha256(data)[:16]), ".html")
        else:
            self._send(data, path.suffix)

    def _send(self, data: bytes, suffix: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        own = {"Content-Type": _TYPES[suffix], "Content-Length": str(len(data))}
        for name, value in (own | _HEADERS).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def version_string(self) -> str:
        return "cityplan"

    def log_message(self, format: str, *args: object) -> None:
        """The terminal is for what is made."""


def with_script(page: bytes, version: str) -> bytes:
    """A page with the script that reloads it, which the page's own policy is made to allow."""
    tag = f'<script src="{SCRIPT}" data-version="{version}"></script>\n'.encode()
    page = _POLICY.sub(lambda found: found[1] + _allowing(found[2].decode()).encode(), page)
    before, end, after = page.rpartition(b"</body>")
    return before + tag + end + after


def _allowing(policy: str) -> str:
    """A policy that also allows a script of this server, and asking it.

    >>> _allowing("default-src 'none'; script-src 'sha256-x'")
    "default-src 'none'; script-src 'sha256-x' 'self'; connect-src 'self'"
    """
    parted = (rule.strip().partition(" ") for rule in policy.split(";"))
    rules = {name: rest for name, _, rest in parted}
    for name in ("script-src", "connect-src"):
        others = rules.get(name, "").replace("'none'", "")
        rules[name] = f"{others} 'self'".strip()
    return "; ".join(f"{name} {rest}".strip() for name, rest in rules.items())
