"""HTTPS providers: one call a message, some at the same time over connections that are kept, and what their answers mean."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from ansinh.delivery.notices.gateways import Answer, Outcome, Outgoing, Receipt, Receipts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ansinh.delivery.notices.gateways import Keep

logging.getLogger("httpx").setLevel(logging.WARNING)  # a line a message would bury everything else
AT_ONCE = 8
SECONDS = 10.0
FINE, BUSY, OWN_FAULT = 300, 429, (401, 403)
PROVIDERS_FAULT = 500


def client(token_header: dict[str, str]) -> httpx.Client:
    """Give a client that follows no redirection and waits ten seconds at most for each step."""
    return httpx.Client(headers=token_header, timeout=SECONDS, limits=httpx.Limits(max_connections=AT_ONCE))


def read(key: str, call: Callable[[], httpx.Response], understand: Callable[[str, httpx.Response], Answer]) -> Answer:
    """Make a call and say what it means: not connected is `FAILED`, no answer is `UNSURE`, the rest as `understand` reads it."""
    try:
        response = call()
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        return Answer(key, Outcome.FAILED, fault=_words(error))
    except httpx.HTTPError as error:
        return Answer(key, Outcome.UNSURE, fault=_words(error))
    if response.status_code == BUSY:
        return Answer(key, Outcome.BUSY, fault="429")
    if response.status_code >= PROVIDERS_FAULT:  # it may have stumbled after it took the message
        return Answer(key, Outcome.UNSURE, fault=f"HTTP {response.status_code}")
    if response.status_code in OWN_FAULT:
        return Answer(key, Outcome.FAILED, fault=f"HTTP {response.status_code}: credentials")
    try:
        return understand(key, response)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return Answer(key, Outcome.UNSURE, fault=f"the answer cannot be read: {_words(error)}")


def pages(http: httpx.Client, url: str, cursor: str, keep: Keep, *, most: int = 20) -> None:
    """Read receipts page by page from `GET url?after=cursor`; raises `OSError` when the provider cannot be asked."""
    for _page in range(most):
        try:
            response = http.get(url, params={"after": cursor})
            response.raise_for_status()
            body: dict[str, Any] = response.json()
            rows = tuple(_receipt(row) for row in body["reports"] if row["state"] in ENDED)
            cursor = str(body["cursor"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            raise OSError(_words(error)) from error
        if not body["reports"]:
            return
        if keep(Receipts(rows, cursor)):
            return


ENDED = ("delivered", "failed")
NOT_IN_TIME = "expired"


def _receipt(row: dict[str, Any]) -> Receipt:
    error = str(row.get("error") or "")
    return Receipt(str(row["id"]), row["state"] == "delivered", error[:200], permanent=error != NOT_IN_TIME)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


class _OverHttp(ABC):
    """A provider that is asked message by message over connections of its own, and tells receipts at `GET {url}/reports`."""

    url: str
    http: httpx.Client

    def send(self, batch: Sequence[Outgoing]) -> list[Answer]:
        """Hand messages over, some at the same time."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(self._one, batch))

    def collect(self, cursor: str, keep: Keep) -> None:
        """Read the receipts after `cursor`."""
        pages(self.http, f"{self.url}/reports", cursor, keep)

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    @abstractmethod
    def _one(self, message: Outgoing) -> Answer:
        """Hand one message over."""


@dataclass
class Gateway(_OverHttp):
    """A text message gateway: `POST {url}/messages` with the key as `Idempotency-Key`; receipts from `GET {url}/reports`."""

    url: str
    token: str
    sender: str
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        """Open no connection yet."""
        self.http = client({"Authorization": f"Bearer {self.token}"})

    def _one(self, message: Outgoing) -> Answer:
        body = {"from": self.sender, "to": message.address, "text": message.text}
        return read(message.key, lambda: self.http.post(f"{self.url}/messages", json=body, headers={"Idempotency-Key": message.key}), _gateway_says)


def _gateway_says(key: str, response: httpx.Response) -> Answer:
    body = response.json()
    if response.status_code < FINE:
        return Answer(key, Outcome.TAKEN, (str(body["id"]),))
    permanent = body.get("code") in {"invalid_number", "blocked", "unsubscribed"}
    return Answer(key, Outcome.BOUNCED if permanent else Outcome.FAILED, fault=str(body.get("code") or response.status_code)[:200])


@dataclass
class Zalo(_OverHttp):
    """A Zalo-like interface: template messages by telephone number, every answer HTTP 200 with an `error` of its own; receipts from `GET {url}/reports`."""

    url: str
    token: str
    template: str
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        """Open no connection yet."""
        self.http = client({"access_token": self.token})

    def _one(self, message: Outgoing) -> Answer:
        data = {"ten": message.name, "noi_dung": message.text}
        body = {"phone": f"84{message.address.removeprefix('0')}", "template_id": self.template, "template_data": data, "tracking_id": message.key}
        return read(message.key, lambda: self.http.post(f"{self.url}/message/template", json=body), _zalo_says)


NOBODY_THERE = (-108, -114, -118, -119)
"""No valid number, no account, an account that takes nothing from us."""
TOO_MUCH = (-32, -147)


def _zalo_says(key: str, response: httpx.Response) -> Answer:
    body = response.json()
    error = int(body["error"])
    if error == 0:
        return Answer(key, Outcome.TAKEN, (str(body["data"]["msg_id"]),))
    outcome = Outcome.BOUNCED if error in NOBODY_THERE else Outcome.BUSY if error in TOO_MUCH else Outcome.FAILED
    return Answer(key, outcome, fault=f"{error}: {body.get('message', '')}"[:200])
