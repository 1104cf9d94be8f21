"""The bytes of SMPP 3.4 that sending text messages needs: binding, submit_sm, deliver_sm with receipts, enquire_link, unbind.

Source: Short Message Peer to Peer Protocol Specification v3.4, issue 1.2: sections 3.2 (layout), 4 (each PDU), 5 (parameters), appendix B (receipts).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

HEADER = struct.Struct(">IIII")
LONGEST = 64 * 1024
"""No PDU we take part in comes near it; a longer one is no SMPP."""
VERSION = 0x34
RESPONSE = 0x80000000
DEFAULT_ALPHABET, UCS2 = 0x00, 0x08
UDHI, RECEIPT = 0x40, 0x04
NATIONAL, ALPHANUMERIC, ISDN = 2, 5, 1
ON_EITHER, ON_FAILURE = 1, 2
JOINED = struct.Struct(">BBBBBB")
"""User data header: five octets follow, element 0 of three octets: reference, how many parts, which one."""
RECEIPTED_ID, MESSAGE_STATE, PAYLOAD = 0x001E, 0x0427, 0x0424


class Command(IntEnum):
    """Command ids; a response is its request with the highest bit set."""

    NACK = 0x80000000
    SUBMIT = 0x00000004
    DELIVER = 0x00000005
    UNBIND = 0x00000006
    TRANSCEIVER = 0x00000009
    ENQUIRE = 0x00000015


class Status(IntEnum):
    """Those command statuses that we tell apart."""

    OK = 0x00
    BAD_LENGTH = 0x02
    BAD_COMMAND = 0x03
    SYSTEM_ERROR = 0x08
    BAD_DESTINATION = 0x0B
    BIND_FAILED = 0x0D
    BAD_PASSWORD = 0x0E
    QUEUE_FULL = 0x14
    THROTTLED = 0x58
    TRY_LATER = 0x64


@dataclass(frozen=True, slots=True)
class Pdu:
    """One PDU: header and body."""

    command: int
    status: int
    sequence: int
    body: bytes = b""

    def encoded(self) -> bytes:
        """Give its bytes."""
        return HEADER.pack(HEADER.size + len(self.body), self.command, self.status, self.sequence) + self.body


@dataclass(frozen=True, slots=True)
class Short:
    """What submit_sm and deliver_sm carry."""

    source: str
    destination: str
    octets: bytes
    coding: int = DEFAULT_ALPHABET
    esm_class: int = 0
    registered: int = 0
    tlvs: tuple[tuple[int, bytes], ...] = ()

    def body(self) -> bytes:
        """Give the mandatory parameters in their order (4.4.1), then the optional ones."""
        source_ton = ALPHANUMERIC if not self.source.isdigit() else NATIONAL
        addresses = b"\0" + bytes((source_ton, 0 if source_ton == ALPHANUMERIC else ISDN)) + text(self.source) + bytes((ISDN, ISDN)) + text(self.destination)
        fixed = bytes((self.esm_class, 0, 0)) + b"\0\0" + bytes((self.registered, 0, self.coding, 0, len(self.octets)))
        return addresses + fixed + self.octets + b"".join(struct.pack(">HH", tag, len(value)) + value for tag, value in self.tlvs)


class BrokenPdu(ValueError):
    """Bytes that are no SMPP: the session cannot go on."""


def text(value: str) -> bytes:
    """Give a C-octet string."""
    return value.encode("ascii") + b"\0"


def bind(system_id: str, password: str, system_type: str = "") -> bytes:
    """Give the body of bind_transceiver (4.1.5)."""
    return text(system_id) + text(password) + text(system_type) + bytes((VERSION, 0, 0)) + b"\0"


def read_pdu(read: Callable[[int], bytes]) -> Pdu:
    """Read one PDU by `read`, which gives exactly so many bytes. Raises `BrokenPdu` for a length that cannot be."""
    length, command, status, sequence = HEADER.unpack(read(HEADER.size))
    if not HEADER.size <= length <= LONGEST:
        message = f"a PDU of {length} octets"
        raise BrokenPdu(message)
    return Pdu(command, status, sequence, read(length - HEADER.size))


def read_strings(body: bytes, count: int) -> list[str]:
    """Read the C-octet strings that a body begins with; raises `BrokenPdu` where there are fewer."""
    parts = body.split(b"\0", count)
    if len(parts) <= count:
        raise BrokenPdu("a string without its end")
    return [part.decode("latin-1") for part in parts[:count]]


def read_short(body: bytes) -> Short:
    """Read the body of submit_sm or deliver_sm; raises `BrokenPdu`."""
    try:
        place = body.index(b"\0") + 1  # service_type
        source_end = body.index(b"\0", place + 2)
        destination_end = body.index(b"\0", source_end + 3)
        source, destination = body[place + 2 : source_end].decode("latin-1"), body[source_end + 3 : destination_end].decode("latin-1")
        esm_class = body[destination_end + 1]
        schedule_end = body.index(b"\0", destination_end + 4)
        validity_end = body.index(b"\0", schedule_end + 1)
        registered, _replace, coding, _default, length = body[validity_end + 1 : validity_end + 6]
    except (ValueError, IndexError) as error:
        raise BrokenPdu("a short message without its parameters") from error
    start = validity_end + 6
    if len(body) < start + length:
        raise BrokenPdu("a short message shorter than it says")
    return Short(source, destination, body[start : start + length], coding, esm_class, registered, _read_tlvs(body[start + length :]))


def _read_tlvs(rest: bytes) -> tuple[tuple[int, bytes], ...]:
    found = []
    while rest:
        if len(rest) < 4 or len(rest) < 4 + int.from_bytes(rest[2:4]):  # noqa: PLR2004 - tag and length, two octets each
            raise BrokenPdu("an optional parameter shorter than it says")
        length = int.from_bytes(rest[2:4])
        found.append((int.from_bytes(rest[:2]), rest[4 : 4 + length]))
        rest = rest[4 + length :]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Told:
    """A delivery receipt as read: of which message, and its final state in the seven letters of appendix B."""

    reference: str
    state: str
    error: str


STATES = {1: "ENROUTE", 2: "DELIVRD", 3: "EXPIRED", 4: "DELETED", 5: "UNDELIV", 6: "ACCEPTD", 7: "UNKNOWN", 8: "REJECTD"}
WORDS = re.compile(r"id:(\S+).*?stat:(\w+)(?:.*?err:(\w+))?", re.IGNORECASE | re.DOTALL)


def read_receipt(short: Short) -> Told | None:
    """Read a receipt, by its optional parameters where it has them, else by its words; nothing for a message that is none."""
    if not short.esm_class & RECEIPT:
        return None
    tlvs = dict(short.tlvs)
    words = WORDS.search((short.octets or tlvs.get(PAYLOAD, b"")).decode("latin-1"))
    reference = tlvs.get(RECEIPTED_ID, b"").rstrip(b"\0").decode("latin-1") or (words[1] if words else "")
    state = STATES.get(tlvs[MESSAGE_STATE][0], "") if tlvs.get(MESSAGE_STATE) else words[2].upper() if words else ""
    return Told(reference, state, words[3] or "" if words else "") if reference and state else None
