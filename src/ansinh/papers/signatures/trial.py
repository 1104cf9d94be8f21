"""A test certificate authority, made on first use and kept in a folder: to try signing where no real key is. Every name says so."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from pyhanko.sign.signers import Signer
    from pyhanko.sign.timestamps import TimeStamper

Key: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
"""Officers and the authority sign by curves; the library's own time stamping knows only the other kind."""

MARK = "THỬ NGHIỆM - TEST"
SINCE, UNTIL = datetime(2020, 1, 1, tzinfo=UTC), datetime(2045, 1, 1, tzinfo=UTC)
"""Wide enough for any day that somebody tries the programme on."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A key with its certificate, as PEM in one file."""

    key: Key
    certificate: x509.Certificate

    @property
    def for_signing(self) -> tuple[asn1.Certificate, keys.PrivateKeyInfo]:
        """Both as the signing library has them."""
        secret = self.key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return asn1.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER)), keys.PrivateKeyInfo.load(secret)


@dataclass(frozen=True, slots=True)
class TrialAuthority:
    """The authority in `folder`: gives each officer a certificate of her own, which proves nothing."""

    folder: Path

    @property
    def root(self) -> bytes:
        """The root certificate (DER), made when there is none."""
        return self._root().certificate.public_bytes(serialization.Encoding.DER)

    def holder(self, *, name: str, title: str, office: str, at: datetime) -> TrialHolder:
        """Give the key of an officer, made when she has none; its papers carry a time stamp of the same authority, of `at`."""
        label = hashlib.sha256(f"{name}\n{title}\n{office}".encode()).hexdigest()[:24]
        kept = self._kept(label, lambda: self._issued(_name(name, title=title, office=office), signs=True))
        stamp = self._kept("time", lambda: self._issued(_name("Dấu thời gian"), signs=False))
        return TrialHolder(kept, stamp, self._root(), at)

    def _root(self) -> Kept:
        return self._kept("authority", _root)

    def _issued(self, name: x509.Name, *, signs: bool) -> Kept:
        key: Key = ec.generate_private_key(ec.SECP256R1()) if signs else rsa.generate_private_key(public_exponent=65537, key_size=2048)
        root = self._root()
        built = _builder(name, root.certificate.subject, key).add_extension(_usage(signs=True), critical=True)
        built = built.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.key.public_key()), critical=False)
        if not signs:
            built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return Kept(key, built.sign(root.key, hashes.SHA256()))

    def _kept(self, label: str, make: Callable[[], Kept]) -> Kept:
        path = self.folder / f"{label}.pem"
        if not path.is_file():
            _put(path, make())
        return _read(path.read_bytes())


@dataclass(frozen=True, slots=True)
class TrialHolder:
    """One officer's test key."""

    kept: Kept
    time: Kept
    root: Kept
    at: datetime

    @property
    def stamper(self) -> TimeStamper:
        """The same authority's word on the time."""
        certificate, key = self.time.for_signing
        return DummyTimeStamper(certificate, key, certs_to_embed=_store(self.root), fixed_dt=self.at)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Signer]:
        """Give the key, which is at hand."""
        certificate, key = self.kept.for_signing
        yield SimpleSigner(certificate, key, _store(self.root))


def roots_in(text: bytes) -> tuple[bytes, ...]:
    """Read the certificates of a PEM file as DER, those in it that are certificates. Raises `ValueError` where there is none."""
    found = tuple(content for kind, _headers, content in pem.unarmor(text, multiple=True) if kind == "CERTIFICATE")
    if not found:
        raise ValueError("no certificate in it")
    return found


def _store(kept: Kept) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call] # as the library has it
    store.register(kept.for_signing[0])
    return store


def _name(name: str, *, title: str = "", office: str = "") -> x509.Name:
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, office), (NameOID.TITLE, title), (NameOID.COMMON_NAME, f"{name[:40]} ({MARK})")]
    return x509.Name([x509.NameAttribute(kind, value[:64]) for kind, value in parts if value])


def _root() -> Kept:
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("An Sinh")
    built = _builder(name, name, key, authority=True).add_extension(_usage(signs=False), critical=True)
    return Kept(key, built.sign(key, hashes.SHA256()))


def _builder(name: x509.Name, issuer: x509.Name, key: Key, *, authority: bool = False) -> x509.CertificateBuilder:
    built = x509.CertificateBuilder().subject_name(name).issuer_name(issuer).public_key(key.public_key()).serial_number(x509.random_serial_number())
    built = (
        built.not_valid_before(SINCE)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
    )
    return built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_cert_sign=not signs, crl_sign=not signs,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _put(path: Path, kept: Kept) -> None:
    """Keep it whole or not at all, readable to ourselves only; whoever was first stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    secret = kept.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    handle, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(secret + kept.certificate.public_bytes(serialization.Encoding.PEM))
        Path(path).hardlink_to(name)
    except FileExistsError:
        pass
    finally:
        Path(name).unlink()


def _read(text: bytes) -> Kept:
    key = serialization.load_pem_private_key(text, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError("the folder of the test authority holds a key that is not its own; remove the folder, it is made anew")
    return Kept(key, x509.load_pem_x509_certificate(text))
