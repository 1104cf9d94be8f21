"""Each provider speaks its real protocol over loopback: what is taken, refused, lost on the way, asked for again."""

from __future__ import annotations

import socket
import struct
import threading
from datetime import time
from typing import TYPE_CHECKING, Any

import pytest
import smpplib.client
import smpplib.command
import smpplib.consts
from hypothesis import given
from hypothesis import strategies as st

from ansinh.delivery.notices import providers
from ansinh.delivery.notices.gateways import Outcome, Outgoing, Receipts
from ansinh.delivery.notices.gateways.calls import Gateway
from ansinh.delivery.notices.gateways.mail import Mail
from ansinh.delivery.notices.gateways.smpp import Smpp
from ansinh.delivery.notices.gateways.smpp_pdu import BrokenPdu, Short, read_receipt, read_short
from ansinh.delivery.notices.sandbox.centre import PASSWORD, SYSTEM_ID, centre
from ansinh.delivery.notices.sandbox.mail import mail
from ansinh.delivery.notices.sandbox.web import TOKEN, web
from delivery.notices.sending import centre as named_centre
from delivery.notices.sending import gateway, zalo

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ansinh.delivery.notices.gateways import Answer, Provider

LONG = "Bà Phượng được hỗ trợ một triệu năm trăm nghìn đồng theo quyết định của tỉnh, nhận tại bưu điện xã. 😀"


def outgoing(*addresses: str, text: str = "An Sinh: Hoa") -> list[Outgoing]:
    return [Outgoing(f"key-{number}", address, "Hoa", text) for number, address in enumerate(addresses)]


def outcomes(answers: Sequence[Answer]) -> list[str]:
    return [answer.outcome.value for answer in answers]


def receipts_of(provider: Provider, unknown: frozenset[str] = frozenset()) -> list[tuple[str, bool]]:
    came: list[Receipts] = []

    def keep(some: Receipts) -> frozenset[str]:
        came.append(some)
        return unknown

    provider.collect("", keep)
    return [(row.reference, row.arrived) for some in came for row in some.rows]


def test_each_provider_takes_what_can_be_taken_and_says_which_number_is_none() -> None:
    with web() as here, centre() as there:
        for named, box in ((gateway(here), here.gateway), (zalo(here), here.zalo), (named_centre(there), there.box)):
            provider = named.open()
            answers = provider.send(outgoing("0912345678", "0912345000", "0912345222", "0912345679"))
            provider.close()
            assert outcomes(answers) == ["taken", "bounced", "busy", "taken"], named.kind
            assert {came.to for came in box.came} == ({"0912345678", "0912345679"} if named.kind == "http" else {"84912345678", "84912345679"})


def test_a_long_text_arrives_whole_through_parts_of_the_wire() -> None:
    with centre() as there:
        provider = named_centre(there).open()
        [answer] = provider.send(outgoing("0912345678", text=LONG))
        provider.close()
        assert [came.text for came in there.box.came] == [LONG]
        assert len(answer.references) == len(there.shorts) == 2
        assert all(len(short.octets) <= 140 and short.esm_class & 0x40 for short in there.shorts)


def test_a_key_asked_again_is_taken_once_where_the_provider_can_tell() -> None:
    with web() as here:
        for named, box in ((gateway(here), here.gateway), (zalo(here), here.zalo)):
            provider = named.open()
            if named.kind == "http":
                box.script = ["lost"]
                assert outcomes(provider.send(outgoing("0912345678"))) == ["unsure"]
            first, second = provider.send(outgoing("0912345678")), provider.send(outgoing("0912345678"))
            provider.close()
            assert first[0].references == second[0].references
            assert len(box.came) == 1


def test_a_centre_that_falls_silent_leaves_what_it_had_unsure_and_the_rest_untried() -> None:
    with centre() as there:
        there.box.script = ["fine", "lost"]
        provider = Smpp("127.0.0.1", there.port, SYSTEM_ID, PASSWORD, "ANSINH", window=2)
        answers = provider.send(outgoing(*(f"091234567{number}" for number in range(6))))
        assert outcomes(answers)[:2] == ["taken", "unsure"]
        assert set(outcomes(answers)[3:]) == {"untried"}
        assert outcomes(provider.send(outgoing("0912345678"))) == ["taken"], "the next batch binds anew"
        provider.close()


def test_who_cannot_be_reached_or_does_not_know_us_took_nothing() -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        port = nobody.getsockname()[1]
    with web() as here, centre() as there:
        faults: list[Any] = [
            Gateway(f"http://127.0.0.1:{port}", TOKEN, "ANSINH"), Gateway(here.gateway_url, "wrong", "ANSINH"), Smpp("127.0.0.1", port, SYSTEM_ID, PASSWORD, "ANSINH"),
            Smpp("127.0.0.1", there.port, SYSTEM_ID, "wrong", "ANSINH"), Mail("127.0.0.1", port, "ansinh@example.vn", tls="none"),
        ]  # fmt: skip
        assert {answer.outcome for provider in faults for answer in provider.send(outgoing("0912345678"))} == {Outcome.FAILED}
        assert not here.gateway.came
        assert not there.box.came


def test_a_receipt_is_forgotten_by_the_centre_only_when_it_was_kept() -> None:
    with centre() as there:
        provider = named_centre(there).open()
        answers = provider.send(outgoing("0912345678", "0912345111"))
        told = [(answers[0].references[0], True), (answers[1].references[0], False)]
        assert sorted(receipts_of(provider, frozenset({answers[1].references[0]}))) == sorted(told)
        provider.close()
        assert list(there.receipts) == [answers[1].references[0]], "what was not known yet is told again"

        def broken(_some: Receipts) -> frozenset[str]:
            raise RuntimeError

        with pytest.raises(RuntimeError):
            provider.collect("", broken)
        provider.close()
        assert receipts_of(provider) == told[1:]
        provider.close()
        assert not there.receipts


def test_letters_by_mail_are_one_session_and_keep_their_key() -> None:
    with mail() as (port, box):
        provider = Mail("127.0.0.1", port, "ansinh@example.vn", tls="none")
        answers = provider.send(outgoing("hoa@example.vn", "nobody000@example.vn", "lan222@example.vn", text="Bà Phượng được hỗ trợ."))
        assert outcomes(answers) == ["taken", "bounced", "failed"]
        assert [(came.key, came.to, came.text) for came in box.came] == [("key-0", "hoa@example.vn", "Bà Phượng được hỗ trợ.")]


def test_another_implementation_understands_our_centre_and_our_octets() -> None:
    """An independent client binds, submits in parts and hears a receipt; an independent parser reads what we send."""
    ours = Short("ANSINH", "84912345678", b"\0\x41", coding=8, registered=1)
    length = 16 + len(ours.body())
    theirs = smpplib.command.SubmitSM("submit_sm", client=smpplib.client.Client("127.0.0.1", 1))
    theirs.parse(struct.pack(">IIII", length, 4, 0, 7) + ours.body())
    assert (theirs.source_addr, theirs.destination_addr, theirs.short_message, theirs.data_coding, theirs.registered_delivery) == (
        b"ANSINH",
        b"84912345678",
        b"\0\x41",
        8,
        1,
    )
    with centre() as there:
        client = smpplib.client.Client("127.0.0.1", there.port, allow_unknown_opt_params=True, logger_name="another")
        heard: list[Any] = []
        client.set_message_received_handler(lambda pdu: heard.extend([pdu]))
        client.set_message_sent_handler(lambda pdu: heard.extend([pdu]))
        client.connect()
        client.bind_transceiver(system_id=SYSTEM_ID, password=PASSWORD)
        client.send_message(
            source_addr_ton=5,
            source_addr="ANSINH",
            dest_addr_ton=1,
            dest_addr_npi=1,
            destination_addr="84912345678",
            short_message=b"\x02Hoa",
            registered_delivery=1,
        )
        client.read_once()
        client.send_pdu(smpplib.smpp.make_pdu("enquire_link", client=client))
        client.read_once()
        client.read_once()
        client.unbind()
        client.disconnect()
        assert [pdu.command for pdu in heard] == ["submit_sm_resp", "deliver_sm"]
        assert [came.text for came in there.box.came] == ["$Hoa"]


@given(st.binary(max_size=120))
def test_no_octets_break_the_reader(octets: bytes) -> None:
    try:
        read_receipt(read_short(octets))
    except BrokenPdu:
        return


@given(st.binary(max_size=140), st.sampled_from([0, 8]), st.integers(0, 255), st.lists(st.tuples(st.integers(0, 65535), st.binary(max_size=20)), max_size=3))
def test_what_was_written_is_read_again(octets: bytes, coding: int, esm_class: int, tlvs: list[tuple[int, bytes]]) -> None:
    short = Short("ANSINH", "84912345678", octets, coding, esm_class, 1, tuple(tlvs))
    assert read_short(short.body()) == short


@pytest.mark.parametrize("octets", [b"\0" * 16, b"\xff" * 16, b"GET / HTTP/1.1\r\n"])
def test_a_centre_that_speaks_something_else_is_left(octets: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _address = server.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(octets)
                connection.recv(1000)

        thread = threading.Thread(target=answer)
        thread.start()
        answers = Smpp("127.0.0.1", server.getsockname()[1], SYSTEM_ID, PASSWORD, "ANSINH").send(outgoing("0912345678"))
        thread.join()
    assert outcomes(answers) == ["failed"]


GOOD = """
quiet = "22:00-06:00"
[[provider]]
name = "tong-dai"
kind = "smpp"
priority = 2
per_second = 50
host = "smsc.example.vn"
port = 2775
system_id = "ansinh"
password = "secret"
sender = "ANSINH"
tls = true
[[provider]]
name = "cong"
kind = "http"
url = "https://sms.example.vn"
token = "secret"
sender = "ANSINH"
"""


def test_settings_name_providers_by_priority_and_none_are_built_in(tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    assert not providers.load(None).providers
    assert not providers.load(file).providers
    file.write_text(GOOD)
    read = providers.load(file)
    assert [(one.name, one.channel, one.priority) for one in read.of("sms")] == [("cong", "sms", 1), ("tong-dai", "sms", 2)]
    assert [read.is_quiet(time(hour)) for hour in (21, 22, 3, 6)] == [False, True, True, False]
    assert "secret" not in repr(read)


@pytest.mark.parametrize(
    ("good", "bad", "said"),
    [
        ('"smpp"', '"pigeon"', "kind must be one of http, smpp, smtp, zalo"),
        ("2775", '"2775"', "port = str is not accepted"),
        ('token = "secret"', "", "token"),
        ('name = "cong"', 'name = "tong-dai"', "a name of its own"),
        ("per_second = 50", "per_second = 0", "per_second must lie"),
        ("22:00-06:00", "late", '"21:00-07:00"'),
        ("quiet =", "silent =", "unknown key 'silent'"),
        ("tls = true", "tls = ", "providers.toml"),
    ],
)
def test_settings_that_cannot_be_used_say_where_and_what_is_accepted(tmp_path: Path, good: str, bad: str, said: str) -> None:
    file = tmp_path / "providers.toml"
    file.write_text(GOOD.replace(good, bad, 1))
    with pytest.raises(providers.ProvidersFault, match=said):
        providers.load(file)
