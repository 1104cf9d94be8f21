"""Asks whoever issued a certificate whether it was withdrawn, before it signs: by OCSP (RFC 6960), or by the list of the withdrawn (CRL, RFC 5280)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from asn1crypto import x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend

from ansinh.papers.signatures.holders import SignerAway

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

State: TypeAlias = Literal["", "good", "unknown"]
"""Not asked, since the certificate names nobody to ask; not withdrawn; asked without an answer that can be trusted."""
SECONDS = 5


@dataclass(frozen=True, slots=True)
class Revocation:
    """What was asked about a certificate: what is known, of whom it is known, as of when the answer stands."""

    state: State = ""
    by: str = ""
    at: datetime | None = None


NOT_ASKED = Revocation()


async def asked(certificate: x509.Certificate, others: Iterable[x509.Certificate], trusted: Sequence[bytes]) -> Revocation:
    """Ask now. An answer counts only where `trusted` roots (DER) vouch for certificate and answer. Raises `SignerAway` for one that was withdrawn."""
    addresses = [f"OCSP {url}" for url in certificate.ocsp_urls] + [f"CRL {url}" for point in certificate.crl_distribution_points if (url := point.url)]
    if not addresses:
        return NOT_ASKED
    backend = AIOHttpFetcherBackend(per_request_timeout=SECONDS)
    roots = [x509.Certificate.load(root) for root in trusted]
    context = ValidationContext(trust_roots=roots, allow_fetching=True, revocation_mode="hard-fail", fetcher_backend=backend)
    try:
        await CertificateValidator(certificate, [one for one in others if one.dump() != certificate.dump()], context).async_validate_path()
    except RevokedError as fault:
        raise SignerAway(f"certificate {certificate.serial_number:x} was revoked: {fault}") from fault
    except (PathError, ValidationError):
        return Revocation("unknown", addresses[0])
    finally:
        await backend.close()  # type: ignore[no-untyped-call] # as the library has it
    return _answered(certificate, context, addresses)


def _answered(certificate: x509.Certificate, context: ValidationContext, addresses: list[str]) -> Revocation:
    """Find the answer that was taken: a responder's about this certificate, else the list."""
    for response in context.ocsps:
        for told in response.basic_ocsp_response["tbs_response_data"]["responses"]:
            if told["cert_id"]["serial_number"].native == certificate.serial_number:
                return Revocation("good", next(one for one in addresses if one.startswith("OCSP")), told["this_update"].native)
    lists = [one["tbs_cert_list"]["this_update"].native for one in context.crls if one.issuer == certificate.issuer]
    by = next((one for one in addresses if one.startswith("CRL")), "")
    return Revocation("good", by, max(lists)) if lists and by else Revocation("unknown", addresses[0])
