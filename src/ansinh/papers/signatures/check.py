"""Checks the signature in a paper: whether the paper is what was signed, and whether whom we trust vouches for the signer."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from ansinh.papers.signatures.apart import finished
from ansinh.papers.signatures.holders import certificate_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pyhanko.sign.validation import EmbeddedPdfSignature
    from pyhanko.sign.validation.status import PdfSignatureStatus

State: TypeAlias = Literal["none", "valid", "untrusted", "changed", "unreadable"]
"""Without a signature; right and vouched for; right, by somebody whom none of our roots vouches for; not what was signed; no PDF."""

MOST_SIGNATURES = 10


@dataclass(frozen=True, slots=True)
class Roots:
    """Whose certificates are trusted (DER), and which of them are only to try things."""

    real: tuple[bytes, ...] = ()
    trial: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a paper's signature; times as ISO 8601, empty where unknown. `stamped_at` is proved by a time stamping authority."""

    state: State
    subject: str = ""
    issuer: str = ""
    serial: str = ""
    signed_at: str = ""
    stamped_at: str = ""
    trial: bool = False


def check(pdf: bytes, roots: Roots, *, moment: datetime | None = None) -> Verdict:
    """Check every signature in `pdf`; where there are several, the worst is told. Certificates are judged at `moment`, else now.

    Asks nobody: whether a certificate was withdrawn is read only from what the paper itself carries.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = reader.embedded_regular_signatures
        if not found:
            return Verdict("none")
        if len(found) > MOST_SIGNATURES:
            return Verdict("unreadable")
        return finished(_worst(found, roots, moment))
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Verdict("unreadable")


async def _worst(found: Sequence[EmbeddedPdfSignature], roots: Roots, moment: datetime | None) -> Verdict:
    rank = ("unreadable", "changed", "untrusted", "valid")
    told = [await _one(one, roots, moment) for one in found]
    return min(told, key=lambda verdict: rank.index(verdict.state))


async def _one(one: EmbeddedPdfSignature, roots: Roots, moment: datetime | None) -> Verdict:
    context = _context(roots, moment)
    status = await async_validate_pdf_signature(one, context, context)
    certificate = certificate_of(status.signing_cert)
    stamp = status.timestamp_validity
    verdict = Verdict(
        _state(status), certificate.subject, certificate.issuer, certificate.serial,
        signed_at=status.signer_reported_dt.isoformat() if status.signer_reported_dt else "",
        stamped_at=stamp.timestamp.isoformat() if stamp and stamp.intact and stamp.valid and stamp.trusted else "",
    )  # fmt: skip
    return replace(verdict, trial=_anchor(status) in roots.trial) if verdict.state == "valid" else verdict


def _context(roots: Roots, moment: datetime | None) -> ValidationContext:
    trusted = [x509.Certificate.load(root) for root in (*roots.real, *roots.trial)]
    return ValidationContext(trust_roots=trusted, moment=moment, allow_fetching=False, revocation_mode="soft-fail")


def _state(status: PdfSignatureStatus) -> State:
    if not (status.intact and status.valid) or status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        return "changed"
    return "valid" if status.trusted else "untrusted"


def _anchor(status: PdfSignatureStatus) -> bytes:
    first = status.validation_path.first if status.validation_path else None
    return first.dump() if isinstance(first, x509.Certificate) else b""
