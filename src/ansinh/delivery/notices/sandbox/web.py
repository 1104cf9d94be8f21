"""The text message gateway and the Zalo-like interface of the sandbox: one HTTP server, two boxes."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from ansinh.delivery.notices.sandbox import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 64 * 1024
PAGE = 500
TOKEN = "sandbox"  # noqa: S105 - it opens nothing but this


@dataclass
class Web:
    """Where it listens, and what came by which way."""

    port: int
    gateway: Box = field(default_factory=Box)
    zalo: Box = field(default_factory=Box)

    @property
    def gateway_url(self) -> str:
        """The address for a provider of the kind `http`."""
        return f"http://127.0.0.1:{self.port}/sms"

    @property
    def zalo_url(self) -> str:
        """The address for a provider of the kind `zalo`."""
        return f"http://127.0.0.1:{self.port}/zalo"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    web: Web

    def do_POST(self) -> None:
        """Take a message."""
        length = int(self.headers.get("Content-Length") or 0)
        body = json.loads(self.rfile.read(length)) if 0 < length <= LONGEST else {}
        if self.path == "/sms/messages":
            self._gateway(body)
        elif self.path == "/zalo/message/template":
            self._zalo(body)
        else:
            self._answer(404, {"code": "unknown"})

    def do_GET(self) -> None:
        """Give the receipts after a place."""
        parts = urlsplit(self.path)
        box = {"/sms/reports": self.web.gateway, "/zalo/reports": self.web.zalo}.get(parts.path)
        if box is None:
            self._answer(404, {"code": "unknown"})
            return
        start = int(parse_qs(parts.query).get("after", ["0"])[0] or 0)
        page = box.reports[start : start + PAGE]
        self._answer(200, {"reports": page, "cursor": str(start + len(page))})

    def _gateway(self, body: dict[str, Any]) -> None:
        if self.headers.get("Authorization") != f"Bearer {TOKEN}":
            self._answer(401, {"code": "unauthorized"})
            return
        behaviour = self.web.gateway.behaviour(body["to"])
        if behaviour in ("down", "busy", "no_number"):
            status, code = {"down": (503, "down"), "busy": (429, "too_many"), "no_number": (422, "invalid_number")}[behaviour]
            self._answer(status, {"code": code})
            return
        reference = self.web.gateway.take(self.headers.get("Idempotency-Key") or "", body["to"], body["text"])
        if behaviour == "lost":
            self.close_connection = True  # taken, and the answer never comes
            return
        self._answer(202, {"id": reference})

    def _zalo(self, body: dict[str, Any]) -> None:
        if self.headers.get("access_token") != TOKEN:
            self._answer(200, {"error": -124, "message": "Access token is invalid"})
            return
        behaviour = self.web.zalo.behaviour(body["phone"])
        if behaviour in ("down", "busy", "no_number"):
            error, words = {"down": (-100, "Unknown error"), "busy": (-32, "Too many requests"), "no_number": (-118, "Zalo account not existed")}[behaviour]
            self._answer(200, {"error": error, "message": words})
            return
        reference = self.web.zalo.take(body["tracking_id"], body["phone"], body["template_data"]["noi_dung"])
        self._answer(200, {"error": 0, "message": "Success", "data": {"msg_id": reference}})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        octets = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_words: Any) -> None:
        """Say nothing."""


@contextmanager
def web(port: int = 0) -> Iterator[Web]:
    """Listen on loopback while the block runs; 0 takes a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.daemon_threads = True
    made = Web(server.server_port)
    server.RequestHandlerClass = type("Handler", (_Handler,), {"web": made})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
