"""Systems are told of each deed once, in its own transaction; a message waits out whatever fails, and at last lies before its owner."""

from __future__ import annotations

import base64
import hmac
import json
import socket
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from ansinh.delivery.cases import decide
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.intake.end import refuse
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.files import make_files
from ansinh.delivery.payments.instruct import instruct
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.payments.settle import settle
from ansinh.delivery.systems.clients import shut_out
from ansinh.delivery.systems.filed import file_for
from ansinh.delivery.systems.gateways.https import AddressRefused, HttpsSender, _demand_public, read_address
from ansinh.delivery.systems.models_exchange import Occasion, Subscription, Webhook
from ansinh.delivery.systems.send import WAITS, send_again, send_due, wait_after
from ansinh.delivery.systems.signing import headers_of
from ansinh.delivery.systems.subscriptions import secret_of, subscribe, unsubscribe
from delivery.casework import forwarded, town
from delivery.intake.filing import worker
from delivery.systems.connecting import WHEN, administrator, connected
from delivery.systems.receiving import Receiver, receiver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansinh.delivery.intake.models import Filing
    from ansinh.delivery.systems.models import ApiClient
    from delivery.casework import Town

TOLD = ("filing.state", "dossier.moved", "dossier.decided", "filing.paid")
SENDER = HttpsSender(private=True, seconds=5)


@pytest.fixture
def portal() -> Iterator[Receiver]:
    with receiver() as open_receiver:
        yield open_receiver


@pytest.fixture(autouse=True)
def _loopback(settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True


def told_at(at: Town, url: str, client_id: str = "cong-tinh", occasions: tuple[str, ...] = TOLD) -> Subscription:
    with acting(NATION):
        return subscribe(client_id, url, occasions, by=administrator(at), at=WHEN)


def filed(at: Town, client: ApiClient, *numbers: int) -> Filing:
    rows = [worker(number) for number in numbers]
    return file_for(client, "nq68-12", rows, place=at.commune, reference="", programme="nq68", at=at.later()).filing


def messages() -> list[tuple[str, str, str]]:
    with acting(NATION):
        return list(Webhook.objects.order_by("pk").values_list("occasion", "told_state", "state"))


def sent_at(at: Town, *, sender: HttpsSender = SENDER, **wait: float) -> int:
    """Send what is due so long after now."""
    from django.utils import timezone

    return send_due(sender, at=timezone.now() + timedelta(**(wait or {"seconds": 1})))


@pytest.mark.django_db
def test_each_deed_tells_the_system_that_filed_and_no_other(portal: Receiver) -> None:
    here = town()
    client, _secret = connected(here)
    connected(here, "cong-khac")
    told_at(here, portal.url)
    told_at(here, f"{portal.url}/khac", "cong-khac")
    filing, turned = filed(here, client, 1, 2), filed(here, client, 3)
    refuse(turned.pk, reason="Nộp nhầm xã, hãy nộp lại", by=here.lister, at=here.later())
    dossier = take([filing.pk], by=here.lister, at=here.later())
    task = forwarded(here, dossier, times=2)
    with acting(task.owner):
        decision = decide.approve(task.pk, by=task.owner, at=here.later())
    with acting(here.payer):
        instruct(decision.pk, by=here.payer, at=here.later(), otherwise="cash")
        make_files(decision.pk, by=here.payer, at=here.later())
    with acting(NATION):
        keys = list(Instruction.objects.values_list("pk", flat=True))
    for key in keys:
        with acting(here.payer):
            settle(f"transfer id,amount,date,status\n{key},1500000,2021-08-10,paid\n".encode(), "a.csv", by=here.payer, at=here.later())
    assert [message[:2] for message in messages()] == [
        ("filing.state", "refused"),
        ("filing.state", "taken"),
        ("dossier.moved", "list"),
        ("dossier.moved", "appraise"),
        ("dossier.moved", "approve"),
        ("dossier.decided", "decided"),
        ("filing.paid", "partly_paid"),
        ("filing.paid", "paid"),
    ]
    sent_at(here)
    bodies = [json.loads(body) for _headers, body in portal.came]
    assert len(bodies) == 8
    assert {tuple(body) for body in bodies} == {("type", "timestamp", "data")}
    assert {body["data"]["code"] for body in bodies} == {filing.code, turned.code}
    assert {tuple(body["data"]) for body in bodies} == {("code", "state")}


@pytest.mark.django_db
def test_a_deed_undone_tells_nobody(portal: Receiver) -> None:
    here = town()
    client, _secret = connected(here)
    told_at(here, portal.url)
    filing = filed(here, client, 1)

    with transaction.atomic():
        take([filing.pk], by=here.lister, at=here.later())
        assert len(messages()) == 2
        transaction.set_rollback(True)
    assert messages() == []


@pytest.mark.django_db
def test_a_message_waits_out_whatever_fails_and_arrives_signed_with_the_id_it_always_had(portal: Receiver) -> None:
    here = town()
    client, _secret = connected(here)
    subscription = told_at(here, portal.url)
    filing = filed(here, client, 1)
    refuse(filing.pk, reason="Nộp nhầm xã, hãy nộp lại", by=here.lister, at=here.later())
    portal.script = [500, "hang", "drip", "redirect", 503]
    quick = HttpsSender(private=True, seconds=0.6)
    faults = []
    for tries, statuses in enumerate([500, None, None, 302, 503], 1):
        assert sent_at(here, sender=quick, hours=tries) == 1
        assert sent_at(here, sender=quick, hours=tries) == 0
        with acting(NATION):
            row = Webhook.objects.get()
        assert (row.state, row.attempts, row.last_status) == ("queued", tries, statuses)
        faults.append(row.last_fault)
    assert [bool(fault) for fault in faults] == [False, True, True, False, False]
    assert all("in time" in faults[number] or "timed out" in faults[number] for number in (1, 2))
    sent_at(here, hours=6)
    with acting(NATION):
        row = Webhook.objects.get()
    assert (row.state, row.attempts, row.last_status) == ("sent", 6, 204)
    assert sent_at(here, days=30) == 0
    headers, body = portal.came[-1]
    assert {heard["webhook-id"] for heard, _body in portal.came} == {f"msg_{row.pk.hex}"}
    key = base64.b64decode(secret_of(subscription).removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()}"
    assert len({heard["webhook-timestamp"] for heard, _body in portal.came}) == 6
    assert len(portal.came) == 6


def test_a_signature_is_as_standard_webhooks_say() -> None:
    headers = headers_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.django_db
def test_when_its_tries_are_used_up_a_message_lies_before_its_owner_who_sends_it_again(portal: Receiver) -> None:
    here = town()
    client, _secret = connected(here)
    told_at(here, portal.url)
    refuse(filed(here, client, 1).pk, reason="Nộp nhầm xã, hãy nộp lại", by=here.lister, at=here.later())
    portal.script = [500] * (len(WAITS) + 1)
    for tries in range(1, len(WAITS) + 2):
        sent_at(here, days=tries)
    with acting(NATION):
        row = Webhook.objects.get()
    assert (row.state, row.attempts) == ("dead", len(WAITS) + 1)
    assert sent_at(here, days=60) == 0
    for stranger in (here.lister, here.payer):
        with pytest.raises(NotYours):
            send_again(row.pk, by=stranger, at=WHEN)
    send_again(row.pk, by=administrator(here), at=WHEN)
    with pytest.raises(AlreadyDone):
        send_again(row.pk, by=administrator(here), at=WHEN)
    sent_at(here)
    assert messages() == [("filing.state", "refused", "sent")]
    with acting(NATION):
        assert Event.objects.filter(verb="systems.send_again", subject=row.pk).count() == 1
    with pytest.raises(DatabaseError, match="arrives once"), transaction.atomic(), acting(NATION):
        Webhook.objects.filter(pk=row.pk).update(state="queued", ended_at=None)


@pytest.mark.django_db
def test_one_system_that_fails_holds_up_no_other_and_its_own_further_messages_are_not_tried_in_vain(portal: Receiver) -> None:
    here = town()
    client, _secret = connected(here)
    other, _secret = connected(here, "cong-khac")
    told_at(here, "http://127.0.0.1:9/")
    told_at(here, portal.url, "cong-khac")
    for number, who in ((1, client), (2, client), (3, other)):
        refuse(filed(here, who, number).pk, reason="Nộp nhầm xã, hãy nộp lại", by=here.lister, at=here.later())
    assert sent_at(here) == 3
    with acting(NATION):
        told = Webhook.objects.order_by("pk").values_list("state", "attempts")
        assert list(told) == [("queued", 1), ("queued", 0), ("sent", 1)]


@pytest.mark.django_db
def test_nothing_goes_to_a_system_that_was_shut_out_or_no_longer_wants_it(portal: Receiver) -> None:
    here = town()
    client, _secret = connected(here)
    gone, _secret = connected(here, "cong-khac")
    told_at(here, portal.url)
    told_at(here, f"{portal.url}/khac", "cong-khac")
    one, two = filed(here, client, 1), filed(here, gone, 2)
    for filing in (one, two):
        refuse(filing.pk, reason="Nộp nhầm xã, hãy nộp lại", by=here.lister, at=here.later())
    with acting(NATION):
        unsubscribe("cong-tinh", portal.url, by=administrator(here), at=WHEN)
        shut_out("cong-khac", because="Khóa bị lộ ngày 6/8", by=administrator(here), at=WHEN)
    sent_at(here)
    assert [state for *_rest, state in messages()] == ["dead", "dead"]
    assert portal.came == []
    with acting(NATION), pytest.raises(Refused):
        subscribe("cong-khac", portal.url, TOLD, by=administrator(here), at=WHEN)


def test_a_sender_that_dies_leaves_its_messages_to_the_next(own_db: str, portal: Receiver) -> None:
    here = town()
    client, _secret = connected(here)
    told_at(here, portal.url)
    refuse(filed(here, client, 1).pk, reason="Nộp nhầm xã, hãy nộp lại", by=here.lister, at=here.later())

    class Killed:
        def post(self, *_told: Any) -> Any:
            raise KeyboardInterrupt

    from django.utils import timezone

    with pytest.raises(KeyboardInterrupt):
        send_due(Killed(), at=timezone.now() + timedelta(seconds=1))
    assert sent_at(here, minutes=1) == 0
    assert sent_at(here, minutes=6) == 1
    assert messages() == [("filing.state", "refused", "sent")]


@pytest.mark.django_db
def test_an_address_is_taken_once_by_who_answers_for_the_system(settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = False
    here = town()
    connected(here)
    with pytest.raises(Refused):
        told_at(here, "http://portal.example/hook")
    with pytest.raises(Refused):
        told_at(here, "https://portal.example/hook", occasions=("everything",))
    with acting(NATION), pytest.raises(NotYours):
        subscribe("cong-tinh", "https://portal.example/hook", TOLD, by=here.lister, at=WHEN)
    made = told_at(here, "https://portal.example/hook")
    with pytest.raises(AlreadyDone):
        told_at(here, "https://portal.example/hook")
    assert secret_of(made).startswith("whsec_")
    other = told_at(here, "https://portal.example/other")
    assert secret_of(made) != secret_of(other)
    assert set(Occasion.values) > set(made.occasions)


@pytest.mark.parametrize(
    "url",
    [
        "http://portal.example/",
        "https://user:secret@portal.example/",
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://192.168.0.1:8443/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://[fe80::1]/",
        "https://0.0.0.0/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https:///x",
        "ftp://portal.example/",
        "https://portal.example/\r\nX: y",
        "https://portal.example:99999/",
        "https://portal.example/#x",
        "file:///etc/passwd",
        "https://" + "a" * 500,
    ],
)
def test_an_address_that_leads_inside_or_is_none_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        read_address(url, private=False)
    assert HttpsSender().post(url, b"", {}).status is None


def test_a_name_that_leads_inside_is_refused_when_it_is_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where only one of its addresses does, and however often the name changes its mind."""
    calls: list[Any] = []

    def answers(*_asked: Any, **_more: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, 443)) for ip in ("93.184.216.34", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", answers)
    monkeypatch.setattr(socket, "create_connection", lambda *told, **_more: calls.append(told))
    reply = HttpsSender().post("https://portal.example/", b"", {})
    assert (reply.status, calls) == (None, [])
    assert "private" in reply.fault


@given(st.ip_addresses())
def test_only_addresses_of_the_whole_world_are_public(ip: Any) -> None:
    try:
        _demand_public(ip, private=False)
    except AddressRefused:
        return
    assert (ip.is_global, ip.is_loopback, ip.is_private, ip.is_link_local, ip.is_multicast) == (True, False, False, False, False)


@given(st.integers(1, len(WAITS)), st.floats(0, 1))
def test_waits_grow_and_are_spread(attempts: int, chance: float) -> None:
    wait = wait_after(attempts, chance)
    assert wait is not None
    assert WAITS[attempts - 1] * 0.8 <= wait.total_seconds() <= WAITS[attempts - 1] * 1.2
    assert wait_after(len(WAITS) + 1, chance) is None
    assert list(WAITS) == sorted(WAITS)


@pytest.mark.django_db
def test_the_worker_sends_every_few_seconds(portal: Receiver) -> None:
    from procrastinate.contrib.django import app

    from ansinh.delivery.systems.jobs import send_webhooks

    here = town()
    client, _secret = connected(here)
    told_at(here, portal.url)
    refuse(filed(here, client, 1).pk, reason="Nộp nhầm xã, hãy nộp lại", by=here.lister, at=here.later())
    send_webhooks(0)
    assert messages() == [("filing.state", "refused", "sent")]
    (periodic,) = [one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == send_webhooks.name]
    assert periodic.cron == "* * * * * */5"


def test_tls_proves_the_name_before_anything_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Against a real server with a certificate of its own: refused until whoever signed it is trusted, and never under another name."""
    key, name, now = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")]), datetime.now(UTC)
    built = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now - timedelta(1), now + timedelta(1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    file = tmp_path / "own.pem"
    plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    file.write_bytes(built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM) + key.private_bytes(serialization.Encoding.PEM, *plain))
    with receiver(certificate=file) as portal:
        assert "CERTIFICATE_VERIFY_FAILED" in SENDER.post(portal.url, b"{}", {}).fault
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        assert "CERTIFICATE_VERIFY_FAILED" in SENDER.post(portal.url.replace("localhost", "127.0.0.1"), b"{}", {}).fault
        assert portal.came == []
        assert SENDER.post(portal.url, b"{}", {}).status == 204
        assert [body for _headers, body in portal.came] == [b"{}"]
