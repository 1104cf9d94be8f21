"""A real server on loopback that receives messages, and fails as it is told to."""

from __future__ import annotations

import ssl
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Receiver:
    """What came, and what is answered: each entry of `script` answers one call (a status, or `hang`, `drip`, `redirect`), then 204 for ever."""

    def __init__(self, url: str) -> None:
        """Nothing came yet."""
        self.url = url
        self.script: list[int | str] = []
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.released = threading.Event()


@contextmanager
def receiver(*, certificate: Path | None = None) -> Iterator[Receiver]:
    """Open the server on a free port while the test lasts; with a certificate it speaks TLS as `localhost`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            answer = here.script.pop(0) if here.script else 204
            if answer == "hang":
                here.released.wait(20)
                return
            if answer == "drip":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                while not here.released.wait(0.1):
                    self.wfile.write(b"x: y\r\n")
                return
            self.send_response(302 if answer == "redirect" else int(answer))
            if answer == "redirect":
                self.send_header("Location", f"{here.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    here = Receiver(f"http://127.0.0.1:{server.server_port}/hook")
    if certificate is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        server.socket = tls.wrap_socket(server.socket, server_side=True)
        here.url = f"https://localhost:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield here
    finally:
        here.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
