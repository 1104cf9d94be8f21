"""HTTPS to an address that somebody else chose: looked up once, refused where it leads inside, and called at exactly what was looked at."""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from ansinh.delivery.systems.gateways import Reply

NAT64 = ipaddress.ip_network("64:ff9b::/96")
LONGEST = 500


class AddressRefused(Exception):
    """Nothing is sent there; `message` says why in both languages."""

    def __init__(self, vi: str, en: str) -> None:
        """Keep the two texts."""
        super().__init__(en)
        self.message = {"vi": vi, "en": en}


@dataclass(frozen=True, slots=True)
class Address:
    """An address in its parts."""

    secure: bool
    host: str
    port: int
    target: str


@dataclass(frozen=True, slots=True)
class HttpsSender:
    """Sends by POST, follows no redirection, reads no body; a try as a whole lasts at most `seconds`.

    `private` lets it go to http and to addresses inside, for tests and demonstrations.
    """

    private: bool = False
    seconds: float = 10.0

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> Reply:
        """Hand `body` over once; never raises."""
        try:
            address = read_address(url, private=self.private)
            ip = _looked_up(address, private=self.private)
        except AddressRefused as refusal:
            return Reply(None, refusal.message["en"])
        connection = _Pinned(address, ip, self.seconds)
        watch = threading.Timer(self.seconds, connection.cut)
        watch.start()
        try:
            connection.request("POST", address.target, body, headers)
            status = connection.getresponse().status
            return Reply(None, "no answer in time: it was cut off") if connection.late else Reply(status)
        except (OSError, http.client.HTTPException) as error:
            return Reply(None, f"{'no answer in time' if connection.late else type(error).__name__}: {error}"[:200])
        finally:
            watch.cancel()
            connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to the very address that was looked at, whatever the name means a moment later; TLS still proves the name."""

    def __init__(self, address: Address, ip: str, seconds: float) -> None:
        super().__init__(address.host, address.port, timeout=seconds)
        self.address, self.ip, self.late = address, ip, False

    def connect(self) -> None:
        """Connect, and demand the certificate of the name."""
        self.sock = socket.create_connection((self.ip, self.address.port), self.timeout)
        if self.address.secure:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.address.host)

    def cut(self) -> None:
        """End what takes too long as a whole, however it drips."""
        self.late = True
        with contextlib.suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)


def read_address(url: str, *, private: bool) -> Address:
    """Read an address that messages may go to: https, a host, no name and password in it. Raises `AddressRefused`."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if len(url) > LONGEST or not url.isascii() or any(character <= " " for character in url) or not parts.hostname:
        raise AddressRefused("Địa chỉ không đọc được.", "The address cannot be read.")
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise AddressRefused("Địa chỉ phải bắt đầu bằng https://.", "The address must begin with https://.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused("Địa chỉ không được kèm tên, mật khẩu hay dấu #.", "The address must hold no name, password or fragment.")
    with contextlib.suppress(ValueError):
        _demand_public(ipaddress.ip_address(parts.hostname), private=private)
    secure = parts.scheme == "https"
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Address(secure, parts.hostname, port or (443 if secure else 80), target)


def _looked_up(address: Address, *, private: bool) -> str:
    """Give one address of the host, where every one of them leads outside."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused("Không tìm thấy máy chủ.", "The host cannot be found.") from error
    known = [str(entry[4][0]) for entry in found]
    for ip in known:
        _demand_public(ipaddress.ip_address(ip.partition("%")[0]), private=private)
    return known[0]


def _demand_public(ip: ipaddress.IPv4Address | ipaddress.IPv6Address, *, private: bool) -> None:
    inner: ipaddress.IPv4Address | ipaddress.IPv6Address = ip
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF) if ip in NAT64 else ip)
    if not private and (not inner.is_global or (not ip.is_global and inner is ip) or inner.is_multicast):
        raise AddressRefused("Địa chỉ dẫn vào mạng nội bộ.", "The address leads inside a private network.")
