"""Before a certificate signs its issuer is asked by OCSP or its list whether it was withdrawn, on loopback by the real protocols; what was asked is told."""

from __future__ import annotations

import threading
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID
from pyhanko.sign.signers import SimpleSigner

from ansinh.papers.letters.decision import decision_pdf
from ansinh.papers.signatures.check import Roots, check
from ansinh.papers.signatures.holders import SignerAway
from ansinh.papers.signatures.revocation import NOT_ASKED
from ansinh.papers.signatures.sign import sign
from ansinh.papers.signatures.trial import Kept, TrialAuthority, _name, _store
from papers.signatures.test_signatures import AT, DECISION, SEEN

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from pyhanko.sign.signers import Signer

NOW = datetime.now(UTC).replace(microsecond=0)
SINCE = timedelta(minutes=3)


@dataclass
class Issuer:
    """An authority on loopback that answers by OCSP and gives its list; `says` is what it answers, `asked` what it was asked."""

    root: Kept
    url: str = ""
    says: str = "good"
    asked: list[str] | None = None

    def issued(self, *, ocsp_at: str = "", crl_at: str = "") -> Kept:
        """Issue a certificate that names where to ask."""
        key = ec.generate_private_key(ec.SECP256R1())
        built = x509.CertificateBuilder().subject_name(_name("Phạm Thị Lan")).issuer_name(self.root.certificate.subject).public_key(key.public_key())
        built = built.serial_number(x509.random_serial_number()).not_valid_before(NOW - timedelta(9)).not_valid_after(NOW + timedelta(9))
        built = built.add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        if ocsp_at:
            where = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp_at))
            built = built.add_extension(x509.AuthorityInformationAccess([where]), critical=False)
        if crl_at:
            point = x509.DistributionPoint([x509.UniformResourceIdentifier(crl_at)], None, None, None)
            built = built.add_extension(x509.CRLDistributionPoints([point]), critical=False)
        return Kept(key, built.sign(self.root.key, hashes.SHA256()))

    def about(self, request: bytes, of: x509.Certificate) -> bytes:
        """Answer an OCSP request."""
        found = ocsp.load_der_ocsp_request(request)
        withdrawn = self.says == "withdrawn"
        built = ocsp.OCSPResponseBuilder().add_response(
            of, self.root.certificate, hashes.SHA1(), ocsp.OCSPCertStatus.REVOKED if withdrawn else ocsp.OCSPCertStatus.GOOD,  # noqa: S303 - as RFC 6960 has it
            NOW - SINCE, NOW + timedelta(1), NOW - timedelta(1) if withdrawn else None, None,
        ).responder_id(ocsp.OCSPResponderEncoding.HASH, self.root.certificate)  # fmt: skip
        for extension in found.extensions:
            built = built.add_extension(extension.value, critical=False)
        signer = self.root.key if self.says != "forged" else ec.generate_private_key(ec.SECP256R1())
        return built.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.DER)

    def listed(self, of: x509.Certificate) -> bytes:
        """Give the list of what was withdrawn."""
        built = x509.CertificateRevocationListBuilder().issuer_name(self.root.certificate.subject).last_update(NOW - SINCE).next_update(NOW + timedelta(1))
        if self.says == "withdrawn":
            built = built.add_revoked_certificate(x509.RevokedCertificateBuilder().serial_number(of.serial_number).revocation_date(NOW - timedelta(1)).build())
        return built.sign(self.root.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@dataclass(frozen=True)
class Holder:
    """A key at hand, without a time stamp."""

    kept: Kept
    root: Kept
    stamper: None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Signer]:
        certificate, key = self.kept.for_signing
        yield SimpleSigner(certificate, key, _store(self.root))


@pytest.fixture(scope="module")
def paper() -> bytes:
    return decision_pdf(DECISION, at=AT).pdf


@pytest.fixture
def issuer(tmp_path: Path) -> Iterator[Issuer]:
    made = Issuer(issuing(TrialAuthority(tmp_path)), asked=[])
    of: dict[str, x509.Certificate] = {}

    class Responder(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._give(made.about(self.rfile.read(int(self.headers["Content-Length"])), of["it"]), "application/ocsp-response")

        def do_GET(self) -> None:
            self._give(made.listed(of["it"]), "application/pkix-crl")

        def _give(self, content: bytes, kind: str) -> None:
            assert made.asked is not None
            made.asked.append(kind)
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Responder)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    issue = made.issued

    def issued(**where: str) -> Kept:
        kept = issue(**where)
        of["it"] = kept.certificate
        return kept

    made.issued = issued  # type: ignore[method-assign] # the responder answers for what was issued last
    yield made
    server.shutdown()
    server.server_close()


def issuing(authority: TrialAuthority) -> Kept:
    """A root that may also sign lists and answers."""
    kept = authority._root()
    certificate = kept.certificate
    built = x509.CertificateBuilder().subject_name(certificate.subject).issuer_name(certificate.subject).public_key(kept.key.public_key()).serial_number(7)
    built = (
        built.not_valid_before(NOW - timedelta(99))
        .not_valid_after(NOW + timedelta(99))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    )
    built = built.add_extension(x509.KeyUsage(True, False, False, False, False, True, True, False, False), critical=True)
    built = built.add_extension(x509.SubjectKeyIdentifier.from_public_key(kept.key.public_key()), critical=False)
    return replace(kept, certificate=built.sign(kept.key, hashes.SHA256()))


def signed(issuer: Issuer, paper: bytes, *, trusted: bool = True, **where: str) -> Any:
    root = issuer.root.certificate.public_bytes(serialization.Encoding.DER)
    made = sign(paper, Holder(issuer.issued(**where), issuer.root), at=NOW, mark=SEEN, trusted=(root,) if trusted else ())
    assert check(made.pdf, Roots((root,)), moment=NOW).state == "valid"
    return made.revocation


def test_who_is_named_is_asked_and_the_answer_is_kept_with_its_day(issuer: Issuer, paper: bytes) -> None:
    answer = signed(issuer, paper, ocsp_at=f"{issuer.url}/ocsp")
    assert (answer.state, answer.by, answer.at) == ("good", f"OCSP {issuer.url}/ocsp", NOW - SINCE)
    answer = signed(issuer, paper, crl_at=f"{issuer.url}/list.crl")
    assert (answer.state, answer.by, answer.at) == ("good", f"CRL {issuer.url}/list.crl", NOW - SINCE)
    assert issuer.asked == ["application/ocsp-response", "application/pkix-crl"]


def test_one_that_names_nobody_is_asked_of_nobody(issuer: Issuer, paper: bytes) -> None:
    assert signed(issuer, paper) == NOT_ASKED
    assert issuer.asked == []


@pytest.mark.parametrize("where", ["ocsp_at", "crl_at"])
def test_one_that_was_withdrawn_signs_nothing(issuer: Issuer, paper: bytes, where: str) -> None:
    issuer.says = "withdrawn"
    named: dict[str, Any] = {where: f"{issuer.url}/x"}
    with pytest.raises(SignerAway, match="was revoked"):
        signed(issuer, paper, **named)


def test_no_answer_a_forged_one_or_one_nobody_vouches_for_is_told_as_unknown(issuer: Issuer, paper: bytes) -> None:
    assert signed(issuer, paper, ocsp_at="http://127.0.0.1:9/ocsp").state == "unknown"
    assert signed(issuer, paper, trusted=False, ocsp_at=f"{issuer.url}/ocsp").state == "unknown"
    issuer.says = "forged"
    answer = signed(issuer, paper, ocsp_at=f"{issuer.url}/ocsp")
    assert (answer.state, answer.by, answer.at) == ("unknown", f"OCSP {issuer.url}/ocsp", None)
