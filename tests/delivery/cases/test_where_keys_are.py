"""A key with a remote service or in a token signs as one at hand does; what it refuses is said and signs nothing."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed

from ansinh.delivery.cases.gateways.signing.remote import Remote
from ansinh.delivery.cases.gateways.signing.token import Token
from ansinh.papers.signatures.check import Roots, check
from ansinh.papers.signatures.holders import SignerAway
from ansinh.papers.signatures.sign import sign
from ansinh.papers.signatures.trial import Kept, TrialAuthority
from papers.signatures.test_signatures import AT, DECISION, SEEN

if TYPE_CHECKING:
    from collections.abc import Iterator

WORD, TOKEN = "let-me", "an-sinh"
LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TrialAuthority:
    return TrialAuthority(tmp_path_factory.mktemp("signing"))


@pytest.fixture(scope="module")
def paper() -> bytes:
    from ansinh.papers.letters.decision import decision_pdf

    return decision_pdf(DECISION, at=AT).pdf


@pytest.fixture(scope="module")
def kept(authority: TrialAuthority) -> Kept:
    return authority.holder(name="Phạm Thị Lan", title="Chủ tịch", office="UBND huyện Thanh Miện", at=AT).kept


@pytest.fixture
def service(kept: Kept, authority: TrialAuthority) -> Iterator[tuple[str, list[str]]]:
    """A signing service on loopback that speaks the consortium's API: its address, and what it was asked."""
    asked: list[str] = []
    chain = [kept.certificate.public_bytes(serialization.Encoding.DER), authority.root]

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked.append(self.path)
            answer = self._answer(told)
            self.send_response(200 if answer else 403)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            below, _version, asked_for = self.path.partition("/csc/v1/")
            self.wfile.write(b"<html>" if below == f"/garbled/{asked_for}" else json.dumps(answer).encode())

        def _answer(self, told: dict[str, Any]) -> dict[str, Any] | None:
            if self.headers["Authorization"] != f"Bearer {WORD}" or told["credentialID"] != "chair":
                return None
            if self.path.endswith("/credentials/info"):
                certificates = [base64.b64encode(one).decode() for one in chain]
                return {"cert": {"certificates": certificates}, "key": {"algo": ["1.2.840.10045.4.3.2"]}, "multisign": 1, "SCAL": "2"}
            if self.path.endswith("/credentials/authorize"):
                return {"SAD": told["hash"][0], "expiresIn": 60} if told["PIN"] == "1234" else None
            if told["SAD"] != told["hash"][0]:  # released for another hash
                return None
            assert isinstance(kept.key, ec.EllipticCurvePrivateKey)
            signature = kept.key.sign(base64.b64decode(told["hash"][0]), ec.ECDSA(Prehashed(hashes.SHA256())))
            return {"signatures": [base64.b64encode(signature).decode()]}

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def test_a_remote_service_is_sent_a_hash_and_no_paper(service: tuple[str, list[str]], paper: bytes, authority: TrialAuthority) -> None:
    url, asked = service
    made = sign(paper, Remote(url, "chair", token=WORD, pin="1234"), at=AT, mark=SEEN)
    verdict = check(made.pdf, Roots(trial=(authority.root,)), moment=AT)
    assert (verdict.state, verdict.stamped_at, made.timestamped) == ("valid", "", False)  # no time stamping authority: B-B
    assert [path.rpartition("/csc/v1/")[2] for path in asked] == ["credentials/info", "credentials/authorize", "signatures/signHash"]


@pytest.mark.parametrize("wrong", [{"token": "other"}, {"pin": "0000"}, {"credential": "another"}, {"url": "http://127.0.0.1:9"}])
def test_a_service_that_refuses_or_is_not_there_signs_nothing(service: tuple[str, list[str]], paper: bytes, wrong: dict[str, str]) -> None:
    told = {"url": service[0], "credential": "chair", "token": WORD, "pin": "1234", **wrong}
    with pytest.raises(SignerAway):
        sign(paper, Remote(**told), at=AT, mark=SEEN)


@pytest.mark.parametrize("what", ["credentials/info", "credentials/authorize", "signatures/signHash"])
def test_a_service_whose_answer_cannot_be_read_signs_nothing(service: tuple[str, list[str]], paper: bytes, what: str) -> None:
    with pytest.raises(SignerAway):
        sign(paper, Remote(f"{service[0]}/garbled/{what}", "chair", token=WORD, pin="1234"), at=AT, mark=SEEN)
    assert service[1][-1].endswith(what)


def test_a_time_stamping_authority_that_is_not_there_signs_nothing(service: tuple[str, list[str]], paper: bytes) -> None:
    with pytest.raises(SignerAway):
        sign(paper, Remote(service[0], "chair", token=WORD, pin="1234", timestamps="http://127.0.0.1:9"), at=AT, mark=SEEN)


def test_a_token_without_its_library_is_away(paper: bytes) -> None:
    with pytest.raises(SignerAway):
        sign(paper, Token("/nowhere.so", "an-sinh", "chair", pin="1234"), at=AT, mark=SEEN)


def _run(*command: str, environment: dict[str, str]) -> None:
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=60)  # noqa: S603 - commands of our own


@pytest.mark.skipif(not shutil.which("softhsm2-util") or not any(Path(one).exists() for one in LIBRARIES), reason="needs Debian's softhsm2")
def test_a_token_signs_by_its_own_key(paper: bytes, authority: TrialAuthority, kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = next(one for one in LIBRARIES if Path(one).exists())
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    environment = {"SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf"), "PATH": "/usr/bin:/bin"}
    secret = kept.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "key.pem").write_bytes(secret)
    _run("softhsm2-util", "--init-token", "--free", "--label", "an-sinh", "--pin", "1234", "--so-pin", "5678", environment=environment)
    _run("softhsm2-util", "--import", f"{tmp_path}/key.pem", "--token", "an-sinh", "--label", "chair", "--id", "a1", "--pin", "1234", environment=environment)
    _put_certificate(library, kept)
    made = sign(paper, Token(library, "an-sinh", "chair", pin="1234"), at=AT, mark=SEEN)
    assert check(made.pdf, Roots(trial=(authority.root,)), moment=AT).serial == f"{kept.certificate.serial_number:x}"
    for wrong in (Token(library, "an-sinh", "chair", pin="0000"), Token(library, "other", "chair", pin="1234"), Token(library, "an-sinh", "clerk", pin="1234")):
        with pytest.raises(SignerAway):
            sign(paper, wrong, at=AT, mark=SEEN)


def _put_certificate(library: str, kept: Kept) -> None:
    import pkcs11
    from pkcs11.util.x509 import decode_x509_certificate

    encoded = kept.certificate.public_bytes(serialization.Encoding.DER)
    with pkcs11.lib(library).get_token(token_label=TOKEN).open(rw=True, user_pin="1234") as session:
        told = decode_x509_certificate(encoded)
        session.create_object({**told, pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "chair", pkcs11.Attribute.ID: b"\xa1"})
