"""Whoever holds a signing key: what it must do, and what is known of its certificate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from asn1crypto import x509
    from pyhanko.sign.signers import Signer
    from pyhanko.sign.timestamps import TimeStamper


class SignerAway(Exception):
    """No signature was made: the key, its service or the time stamping authority cannot be reached or refused. Nothing of it is kept."""


class Holder(Protocol):
    """A key that stays where it is: in a token, with a remote service, or, to try things, in a file."""

    @property
    def stamper(self) -> TimeStamper | None:
        """Who proves the time, where somebody does: PAdES B-T with it, B-B without."""

    def opened(self) -> AbstractAsyncContextManager[Signer]:
        """Make the key ready to sign one paper. Raises `SignerAway`, or what its library raises."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whom a certificate names, from when to when: names as they stand in it, the serial number in hexadecimal."""

    subject: str
    issuer: str
    serial: str
    since: datetime
    until: datetime

    def demand_in_force(self, at: datetime) -> None:
        """Raise `SignerAway` where it is not in force at a moment: whatever it signed then would be worth nothing."""
        if not self.since <= at <= self.until:
            raise SignerAway(f"certificate {self.serial} is in force from {self.since:%Y-%m-%d} to {self.until:%Y-%m-%d} only")


def certificate_of(found: x509.Certificate) -> Certificate:
    """Read what is shown of a certificate."""
    return Certificate(_named(found.subject), _named(found.issuer), f"{found.serial_number:x}", found.not_valid_before, found.not_valid_after)


def _named(name: x509.Name) -> str:
    """Word a name from the person outwards: `Trần Thị B, Chủ tịch, UBND xã A`; without the country."""
    parts = dict(name.native)
    kept = [parts.get(kind) for kind in ("common_name", "title", "organizational_unit_name", "organization_name")]
    words = [", ".join(part) if isinstance(part, list) else str(part) for part in kept if part]
    return ", ".join(words) or str(name.human_friendly)
