"""Signs a paper once, as PAdES (ETSI EN 319 142): B-B, and B-T where somebody proves the time. What is appended keeps it PDF/A."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass
from datetime import timedelta, timezone
from typing import TYPE_CHECKING, Any

import pikepdf
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.stamp import StaticStampStyle

from ansinh.papers.letters.typesetting import typeset
from ansinh.papers.signatures.apart import finished
from ansinh.papers.signatures.holders import Certificate, Holder, SignerAway, certificate_of
from ansinh.papers.signatures.revocation import Revocation, asked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pyhanko.sign.signers import Signer
    from pyhanko.sign.signers.pdf_signer import PdfSigningSession

LOCAL = timezone(timedelta(hours=7))
"""Việt Nam's time, written out as ISO 8601 has it."""

FIELD = "ChuKySo"
MOST_BEHIND = 3
MILLIMETRE = 72 / 25.4
WIDE, HIGH, AIR = 66 * MILLIMETRE, 17 * MILLIMETRE, 2 * MILLIMETRE


@dataclass(frozen=True, slots=True)
class Mark:
    """What is seen of a signature: who, of which agency; `beside` is the address the signer's printed name leads to, above which it stands."""

    signer: str
    agency: str
    beside: str
    trial: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """A signed paper, whose certificate signed it, whether somebody else proves the time, and what the issuer said of the certificate just before."""

    pdf: bytes
    certificate: Certificate
    timestamped: bool
    revocation: Revocation


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a paper: the page from 0, left, bottom, right and top in points."""

    page: int
    box: tuple[int, int, int, int]


class _Signer(PdfSigner):
    """Signs at a moment that is told, not asked from the clock."""

    at: datetime

    def init_signing_session(self, *args: Any, **named: Any) -> PdfSigningSession:
        """Begin as the library does, at our moment."""
        session = super().init_signing_session(*args, **named)
        session.system_time = self.at
        return session


class _Appending(IncrementalPdfFileWriter):
    """Appends to a paper and leaves what the paper says of itself as it was: rewritten, its description is no longer what PDF/A asks for."""

    def _update_meta(self) -> None:
        """Change nothing."""


def sign(pdf: bytes, holder: Holder, *, at: datetime, mark: Mark, trusted: Sequence[bytes] = ()) -> Signed:
    """Sign `pdf` by the key of `holder`, appending to it; seen above the signer's printed name, unseen where no name leads to `mark.beside`.

    Where the certificate names whom to ask, it is asked first whether it was withdrawn, now; `trusted` roots (DER) vouch for the answer.
    Raises `SignerAway` without a signature; `pdf` is never half signed.
    """
    try:
        return finished(_sign(pdf, holder, at, mark, trusted))
    except (SigningError, TimestampRequestError, PdfError, OSError, TimeoutError) as fault:
        raise SignerAway(_told(fault)) from fault


def _told(fault: BaseException) -> str:
    """Say what happened and what was behind it: libraries wrap what the key's service said."""
    told: list[str] = []
    behind: BaseException | None = fault
    while behind is not None and len(told) < MOST_BEHIND:
        told.append(f"{type(behind).__name__}: {behind}".rstrip(": "))
        behind = behind.__cause__ or behind.__context__
    return "; ".join(told)


async def _sign(pdf: bytes, holder: Holder, at: datetime, mark: Mark, trusted: Sequence[bytes]) -> Signed:
    async with holder.opened() as key:
        if key.signing_cert is None:
            raise SignerAway("the key has no certificate")
        certificate = certificate_of(key.signing_cert)
        certificate.demand_in_force(at)
        revocation = await asked(key.signing_cert, key.cert_registry, trusted)
        signed = await _signed(pdf, key, holder, at, mark)
        return Signed(signed, certificate, holder.stamper is not None, revocation)


async def _signed(pdf: bytes, key: Signer, holder: Holder, at: datetime, mark: Mark) -> bytes:
    spot, out = spot_of(pdf, mark.beside), io.BytesIO()
    meta = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, name=mark.signer, location=mark.agency)
    field = SigFieldSpec(FIELD, on_page=spot.page, box=spot.box) if spot else SigFieldSpec(FIELD)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as drawn:
        drawn.write(_drawn(mark, at))
        drawn.flush()
        signer = _Signer(meta, key, timestamper=holder.stamper, stamp_style=_style(drawn.name), new_field_spec=field)
        signer.at = at
        await signer.async_sign_pdf(_Appending(io.BytesIO(pdf)), output=out)
    return out.getvalue()


def _drawn(mark: Mark, at: datetime) -> bytes:
    local = at.astimezone(LOCAL)
    said = {
        "title": "Chữ ký số", "signer": mark.signer, "agency": mark.agency, "at": f"{local:%d/%m/%Y %H:%M:%S} +07:00",
        "trial": mark.trial, "wide": WIDE / MILLIMETRE, "high": HIGH / MILLIMETRE,
    }  # fmt: skip
    return typeset("signature", said, at=at)


def _style(name: str) -> StaticStampStyle:
    whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0), inner_content_scaling=InnerScaling.NO_SCALING)
    return StaticStampStyle.from_pdf_file(name, border_width=0, background_layout=whole)


def spot_of(pdf: bytes, beside: str) -> Spot | None:
    """Find the place above the last words of `pdf` that lead to `beside`; nothing where none do."""
    if not beside:
        return None
    found = None
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for number, page in enumerate(opened.pages):
            for rectangle in _links(page, beside):
                left, _bottom, right, top = rectangle
                middle = (left + right) / 2
                found = Spot(number, (round(middle - WIDE / 2), round(top + AIR), round(middle + WIDE / 2), round(top + AIR + HIGH)))
    return found


def _links(page: pikepdf.Page, to: str) -> Iterator[tuple[float, ...]]:
    for note in page.get("/Annots", pikepdf.Array()):
        if note.get("/Subtype") == "/Link" and "/A" in note and str(note.A.get("/URI", "")) == to:
            yield tuple(float(side) for side in note.Rect)
