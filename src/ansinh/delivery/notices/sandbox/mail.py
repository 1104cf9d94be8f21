"""The mail server of the sandbox: takes letters for anybody, refuses those that nobody has."""

from __future__ import annotations

import socket
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller

from ansinh.delivery.notices.sandbox import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSALS = {"no_number": "550 5.1.1 no such mailbox", "busy": "451 4.3.2 later", "down": "451 4.3.0 trouble"}


class _Mailbox:
    def __init__(self, box: Box) -> None:
        self.box = box

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]) -> str:  # noqa: N802 - the name the library calls
        """Take an address or refuse it."""
        refusal = REFUSALS.get(self.box.behaviour(address))
        if refusal:
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as above
        """Keep the letter."""
        letter = message_from_bytes(envelope.content, policy=default)
        body = letter.get_body()
        self.box.take(str(letter["Message-ID"]).strip("<>").partition("@")[0], envelope.rcpt_tos[0], body.get_content().strip() if body else "")
        return "250 OK"


@contextmanager
def mail(port: int = 0) -> Iterator[tuple[int, Box]]:
    """Listen on loopback while the block runs; give the port and what came."""
    box = Box()
    where = port or _free()
    controller = Controller(_Mailbox(box), hostname="127.0.0.1", port=where)
    controller.start()
    try:
        yield where, box
    finally:
        controller.stop()


def _free() -> int:
    """Give a free port; the library calls itself under the number it was told, so it cannot choose one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
