"""The message centre of the sandbox: SMPP 3.4 byte by byte; receipts wait until a session takes and acknowledges them."""

from __future__ import annotations

import socketserver
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count, islice
from typing import TYPE_CHECKING

from ansinh.delivery.notices.gateways.smpp_pdu import (
    JOINED,
    ON_EITHER,
    ON_FAILURE,
    RECEIPT,
    RESPONSE,
    UCS2,
    UDHI,
    BrokenPdu,
    Command,
    Pdu,
    Short,
    Status,
    read_pdu,
    read_short,
    read_strings,
    text,
)
from ansinh.delivery.notices.length import decoded
from ansinh.delivery.notices.sandbox import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

SYSTEM_ID = "ansinh"
PASSWORD = "sandbox"  # noqa: S105 - it opens nothing but this
TOLD_AT_ONCE = 50


@dataclass
class Centre:
    """Where it listens, what came, and which receipts nobody has acknowledged yet."""

    port: int
    box: Box = field(default_factory=Box)
    receipts: dict[str, Short] = field(default_factory=dict)
    parts: dict[tuple[str, int], dict[int, str]] = field(default_factory=dict)
    shorts: list[Short] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))


class _Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    centre: Centre

    def handle(self) -> None:
        """Serve one session until it unbinds, breaks, or says what is no SMPP."""
        self.told: dict[int, str] = {}
        self.refused: set[str] = set()
        self.sequence, self.bound = 0, False
        with suppress(OSError, EOFError):
            try:
                while self._serve(read_pdu(self._exactly)):
                    pass
            except BrokenPdu:
                self._put(Pdu(Command.NACK, Status.BAD_LENGTH, 0))

    def _exactly(self, count: int) -> bytes:
        octets = self.rfile.read(count)
        if len(octets) < count:
            raise EOFError
        return octets

    def _put(self, pdu: Pdu) -> None:
        self.wfile.write(pdu.encoded())

    def _serve(self, came: Pdu) -> bool:
        """Answer one PDU; say whether the session goes on."""
        if came.command == Command.TRANSCEIVER:
            return self._bind(came)
        if came.command == Command.UNBIND:
            self._put(Pdu(Command.UNBIND | RESPONSE, Status.OK, came.sequence))
            return False
        if came.command == Command.ENQUIRE:
            self._put(Pdu(Command.ENQUIRE | RESPONSE, Status.OK, came.sequence))
            self._tell()
        elif came.command == Command.SUBMIT and self.bound:
            return self._submit(came)
        elif came.command == Command.DELIVER | RESPONSE:
            reference = self.told.pop(came.sequence, "")
            if came.status == Status.OK:
                self.centre.receipts.pop(reference, None)
            else:
                self.refused.add(reference)  # told again in a later session
            if not self.told:
                self._tell()
        elif not came.command & RESPONSE:
            self._put(Pdu(Command.NACK, Status.BAD_COMMAND, came.sequence))
        return True

    def _bind(self, came: Pdu) -> bool:
        name, password, _type = read_strings(came.body, 3)
        self.bound = (name, password) == (SYSTEM_ID, PASSWORD)
        self._put(Pdu(came.command | RESPONSE, Status.OK if self.bound else Status.BAD_PASSWORD, came.sequence, text("AnSinhSandbox") if self.bound else b""))
        return self.bound

    def _submit(self, came: Pdu) -> bool:
        short = read_short(came.body)
        behaviour = self.centre.box.behaviour(short.destination)
        refusals = {"down": Status.SYSTEM_ERROR, "busy": Status.THROTTLED, "no_number": Status.BAD_DESTINATION}
        if behaviour in refusals:
            self._put(Pdu(Command.SUBMIT | RESPONSE, refusals[behaviour], came.sequence))
            return True
        reference = self._receive(short)
        if behaviour == "lost":
            return False  # taken, and the answer never comes
        self._put(Pdu(Command.SUBMIT | RESPONSE, Status.OK, came.sequence, text(reference)))
        return True

    def _receive(self, short: Short) -> str:
        """Keep one part, join those that belong together, and make the receipt that was asked for."""
        centre, octets = self.centre, short.octets
        part = (0, 1, 1)
        if short.esm_class & UDHI:
            _length, _element, _octets, *part_found = JOINED.unpack(octets[: JOINED.size])
            part, octets = (part_found[0], part_found[1], part_found[2]), octets[JOINED.size :]
        words = decoded(octets, "ucs2" if short.coding == UCS2 else "gsm7")
        centre.shorts.append(short)
        del centre.shorts[: -centre.box.keeps]
        reference = f"m{next(centre.numbers):08x}"
        joined = centre.parts.setdefault((short.destination, part[0]), {})
        joined[part[2]] = words
        if len(joined) == part[1]:
            del centre.parts[(short.destination, part[0])]
            centre.box.take("", short.destination, "".join(joined[place] for place in sorted(joined)))
        arrived = not short.destination.endswith("111")
        if short.registered & 3 == ON_EITHER or (short.registered & 3 == ON_FAILURE and not arrived):
            state = "DELIVRD" if arrived else "UNDELIV"
            told = (
                f"id:{reference} sub:001 dlvrd:{int(arrived):03d} submit date:2107010800 done date:2107010800 stat:{state} err:{0 if arrived else 1:03d} text:"
            )
            centre.receipts[reference] = Short(short.destination, short.source, told.encode(), esm_class=RECEIPT)
        return reference

    def _tell(self) -> None:
        """Send some receipts that this session has not heard yet."""
        heard = self.refused.union(self.told.values())
        waiting = (one for one in list(self.centre.receipts.items()) if one[0] not in heard)
        for reference, short in islice(waiting, TOLD_AT_ONCE):
            self.sequence += 1
            self.told[self.sequence] = reference
            self._put(Pdu(Command.DELIVER, Status.OK, self.sequence, short.body()))


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def centre(port: int = 0) -> Iterator[Centre]:
    """Listen on loopback while the block runs; 0 takes a free port."""
    made = Centre(port)
    server = _Server(("127.0.0.1", port), type("Session", (_Session,), {"centre": made}))
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
