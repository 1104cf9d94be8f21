"""SMPP 3.4: a session as transceiver that sends with a window and takes receipts; it acknowledges a receipt only when it is kept."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
import zlib
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansinh.delivery.notices.gateways import Answer, Outcome, Receipt, Receipts
from ansinh.delivery.notices.gateways.smpp_pdu import (
    DEFAULT_ALPHABET,
    JOINED,
    ON_EITHER,
    ON_FAILURE,
    RESPONSE,
    UCS2,
    UDHI,
    BrokenPdu,
    Command,
    Pdu,
    Short,
    Status,
    bind,
    read_pdu,
    read_receipt,
    read_short,
    read_strings,
)
from ansinh.delivery.notices.length import cut, encoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansinh.delivery.notices.gateways import Keep, Outgoing

SECONDS = 10.0
QUIET_SECONDS, PAUSE_SECONDS = 0.3, 0.05
"""When nothing came for so long, there are no more receipts; when nothing more came, the centre's window is full."""
COLLECTING_SECONDS = 20.0
MOST_RECEIPTS = 500
PERMANENT = (Status.BAD_DESTINATION,)
BUSY = (Status.THROTTLED, Status.QUEUE_FULL)
NOT_IN_TIME = ("EXPIRED", "DELETED")
ENDED = {"DELIVRD": True, "EXPIRED": False, "DELETED": False, "UNDELIV": False, "REJECTD": False}


@dataclass
class Smpp:
    """A message centre. The protocol has no key of the sender's: what was sent when a session broke may be sent again."""

    host: str
    port: int
    system_id: str
    password: str
    sender: str
    tls: bool = False
    window: int = 20
    sock: socket.socket | None = field(default=None, init=False)
    sequence: int = field(default=0, init=False)
    inbox: deque[Pdu] = field(default_factory=deque, init=False)

    def send(self, batch: Sequence[Outgoing]) -> list[Answer]:
        """Send a batch, at most a window of parts unanswered at a time."""
        try:
            self._open()
        except (OSError, ValueError) as error:
            self._drop()
            return [Answer(message.key, Outcome.FAILED, fault=_words(error)) for message in batch]
        tried = [_Tried(message) for message in batch]
        try:
            self._exchange(tried)
        except (OSError, ValueError) as error:
            self._drop()
            for one in tried:
                one.fault = one.fault or _words(error)
        return [one.answer() for one in tried]

    def collect(self, cursor: str, keep: Keep) -> None:  # noqa: ARG002 - the centre itself knows what was acknowledged
        """Take what the centre has, window by window, until it is quiet or the time is over; acknowledged after `keep` returned."""
        end = time.monotonic() + COLLECTING_SECONDS
        try:
            self._open()
            while time.monotonic() < end:
                self._ask(Command.ENQUIRE, b"")  # answered after our acknowledgements were read, so that the quiet after it says something
                if not self._gather():
                    return
                told = [(pdu, _receipt(pdu)) for pdu in self.inbox]
                unknown = keep(Receipts(tuple(receipt for _pdu, receipt in told if receipt)))
                for pdu, receipt in told:
                    status = Status.TRY_LATER if receipt and receipt.reference in unknown else Status.OK
                    self._put(Pdu(Command.DELIVER | RESPONSE, status, pdu.sequence, b"\0"))
                self.inbox.clear()
                if len(unknown) == len(told):
                    return
        except (TimeoutError, BrokenPdu) as error:
            self._drop()
            raise OSError(_words(error)) from error

    def _gather(self) -> bool:
        """Receive until nothing more comes for a moment: the centre waits for our acknowledgements. Say whether anything came."""
        while len(self.inbox) < MOST_RECEIPTS and (came := self._receive(PAUSE_SECONDS if self.inbox else QUIET_SECONDS)) is not None:
            self._sort(came)
        return bool(self.inbox)

    def close(self) -> None:
        """Unbind; what was not acknowledged comes again at the next session."""
        if self.sock is not None:
            with contextlib.suppress(OSError, ValueError):
                self._ask(Command.UNBIND, b"")
        self._drop()

    def _exchange(self, tried: Sequence[_Tried]) -> None:
        """Submit part by part; each answer frees a place in the window."""
        waiting: dict[int, tuple[_Tried, int]] = {}
        todo = deque((one, place) for one in tried for place in range(len(one.parts)))
        while todo or waiting:
            while todo and len(waiting) < self.window:
                one, place = todo.popleft()
                if one.refused is not None:
                    continue  # its first part was refused: the rest would be half a message
                one.started = True
                waiting[self._put(Pdu(Command.SUBMIT, 0, self._next(), one.short(place, self.sender).body()))] = (one, place)
            if not waiting:
                return
            came = self._receive(SECONDS)
            if came is None:
                raise TimeoutError("no answer to submit_sm")
            if came.command in (Command.SUBMIT | RESPONSE, Command.NACK) and came.sequence in waiting:
                one, place = waiting.pop(came.sequence)
                one.hear(came, place)
            else:
                self._sort(came)

    def _sort(self, came: Pdu) -> None:
        """Keep a delivery for later, answer whether we live, refuse what we do not know."""
        if came.command == Command.DELIVER:
            self.inbox.append(came)
        elif came.command == Command.ENQUIRE:
            self._put(Pdu(Command.ENQUIRE | RESPONSE, Status.OK, came.sequence))
        elif came.command == Command.UNBIND:
            self._put(Pdu(Command.UNBIND | RESPONSE, Status.OK, came.sequence))
            raise OSError("the centre ended the session")
        elif not came.command & RESPONSE:
            self._put(Pdu(Command.NACK, Status.BAD_COMMAND, came.sequence))

    def _open(self) -> None:
        if self.sock is not None:
            return
        plain = socket.create_connection((self.host, self.port), SECONDS)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host) if self.tls else plain
        answer = self._ask(Command.TRANSCEIVER, bind(self.system_id, self.password))
        if answer.status != Status.OK:
            message = f"bind refused: {answer.status:#010x}"
            raise OSError(message)

    def _ask(self, command: Command, body: bytes) -> Pdu:
        """Send a request and wait for its own answer."""
        sequence = self._put(Pdu(command, 0, self._next(), body))
        end = time.monotonic() + SECONDS
        while (left := end - time.monotonic()) > 0:
            came = self._receive(left)
            if came is not None and came.sequence == sequence and came.command & RESPONSE:
                return came
            if came is not None:
                self._sort(came)
        message = f"no answer to {command.name.lower()}"
        raise TimeoutError(message)

    def _next(self) -> int:
        self.sequence = self.sequence % 0x7FFFFFFF + 1
        return self.sequence

    def _put(self, pdu: Pdu) -> int:
        if self.sock is None:
            raise OSError("the session is over")
        self.sock.settimeout(SECONDS)
        self.sock.sendall(pdu.encoded())
        return pdu.sequence

    def _receive(self, seconds: float) -> Pdu | None:
        """Give the next PDU, or nothing when none begins within so many seconds."""
        if self.sock is None:
            raise OSError("the session is over")
        self.sock.settimeout(max(seconds, 0.01))
        try:
            first = self.sock.recv(1)
        except TimeoutError:
            return None
        if not first:
            raise OSError("the centre closed the connection")
        self.sock.settimeout(SECONDS)
        return read_pdu(_Reader(self.sock, first).exactly)

    def _drop(self) -> None:
        if self.sock is not None:
            self.sock.close()
        self.sock = None
        self.inbox.clear()


@dataclass
class _Reader:
    sock: socket.socket
    held: bytes

    def exactly(self, count: int) -> bytes:
        """Give exactly so many bytes."""
        while len(self.held) < count:
            more = self.sock.recv(count - len(self.held))
            if not more:
                raise OSError("the connection ended within a PDU")
            self.held += more
        given, self.held = self.held[:count], self.held[count:]
        return given


class _Tried:
    """One message on its way in parts."""

    def __init__(self, message: Outgoing) -> None:
        self.key, self.number = message.key, f"84{message.address.removeprefix('0')}"
        cutting = cut(message.text)
        self.alphabet, self.parts = cutting.alphabet, cutting.parts
        self.references: dict[int, str] = {}
        self.refused: int | None = None
        self.started, self.fault = False, ""

    def short(self, place: int, sender: str) -> Short:
        """Give one part; of the last one we hear either way, of the others only failures."""
        octets, many = encoded(self.parts[place], self.alphabet), len(self.parts) > 1
        if many:
            reference = zlib.crc32(self.key.encode()) & 0xFF
            octets = JOINED.pack(5, 0, 3, reference, len(self.parts), place + 1) + octets
        last = place == len(self.parts) - 1
        coding = UCS2 if self.alphabet == "ucs2" else DEFAULT_ALPHABET
        return Short(sender, self.number, octets, coding, UDHI if many else 0, ON_EITHER if last else ON_FAILURE)

    def hear(self, came: Pdu, place: int) -> None:
        """Take the centre's answer to one part."""
        if came.command == Command.NACK or came.status != Status.OK:
            self.refused = came.status or Status.SYSTEM_ERROR
        else:
            self.references[place] = read_strings(came.body, 1)[0]

    def answer(self) -> Answer:
        """Say what became of it."""
        if self.refused is not None:
            outcome = Outcome.BOUNCED if self.refused in PERMANENT else Outcome.BUSY if self.refused in BUSY else Outcome.FAILED
            return Answer(self.key, outcome, fault=f"command_status {self.refused:#010x}")
        if len(self.references) == len(self.parts):
            return Answer(self.key, Outcome.TAKEN, tuple(self.references[place] for place in sorted(self.references)))
        return Answer(self.key, Outcome.UNSURE if self.started else Outcome.UNTRIED, fault=self.fault)


def _receipt(pdu: Pdu) -> Receipt | None:
    """Give what a delivery tells for good; nothing for what is on its way, no receipt, or cannot be read."""
    with contextlib.suppress(BrokenPdu):
        told = read_receipt(read_short(pdu.body))
        if told is not None and told.state in ENDED:
            return Receipt(told.reference, ENDED[told.state], f"{told.state} {told.error}".strip(), permanent=told.state not in NOT_IN_TIME)
    return None


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
