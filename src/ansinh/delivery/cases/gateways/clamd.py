"""The virus scanner ClamAV, asked over its own socket: the file goes to it as a stream, no path and no name."""

from __future__ import annotations

import socket
import struct
from urllib.parse import urlsplit

CHUNK = 64 * 1024
SECONDS = 30
LONGEST_ANSWER = 4096
PORT = 3310


class ScannerAway(Exception):
    """The scanner gave no verdict; the file waits until one answers."""


class Clamd:
    """Asks `clamd` at an address: `unix:/run/clamav/clamd.ctl` or `tcp://host:3310`."""

    def __init__(self, address: str, *, seconds: float = SECONDS) -> None:
        """Keep the address; nothing is opened yet. Raises `ValueError` for one that cannot be."""
        self.address, self.seconds = read_address(address), seconds

    def found_in(self, content: bytes) -> str:
        """Give what the scanner calls the harm it found, empty for none. Raises `ScannerAway` when it does not answer or cannot tell."""
        try:
            with self._connected() as connection:
                connection.sendall(b"zINSTREAM\0")
                for start in range(0, len(content), CHUNK):
                    chunk = content[start : start + CHUNK]
                    connection.sendall(struct.pack("!I", len(chunk)) + chunk)
                connection.sendall(struct.pack("!I", 0))
                answer = _read(connection)
        except OSError as fault:
            message = f"clamd at {self.address} does not answer: {fault}"
            raise ScannerAway(message) from fault
        return _verdict(answer)

    def _connected(self) -> socket.socket:
        if isinstance(self.address, tuple):
            return socket.create_connection(self.address, timeout=self.seconds)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self.seconds)
        try:
            connection.connect(self.address)
        except OSError:
            connection.close()
            raise
        return connection


def read_address(text: str) -> str | tuple[str, int]:
    """Give the path of a socket, or host and port. Raises `ValueError` in words."""
    if text.startswith("unix:/"):
        return text.removeprefix("unix:")
    parts = urlsplit(text)
    if parts.scheme == "tcp" and parts.hostname:
        return parts.hostname, parts.port or PORT
    message = "write unix:/path/to/clamd.ctl or tcp://host:3310"
    raise ValueError(message)


def _read(connection: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (more := connection.recv(LONGEST_ANSWER)):
        answer += more
    return answer


def _verdict(answer: bytes) -> str:
    said = answer.rstrip(b"\0\n").decode("utf-8", "replace").removeprefix("stream: ")
    if answer.endswith(b"\0") and said == "OK":
        return ""
    if answer.endswith(b"\0") and said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    message = f"clamd gave no verdict: {said[:200] or 'nothing'}"
    raise ScannerAway(message)
