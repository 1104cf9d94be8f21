"""The payment file says exactly what was ordered, or is not made; a file that was touched is found out."""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from lxml import etree

from ansinh.doors.cli.main import main
from ansinh.papers.bank.banks import find_bank
from ansinh.papers.bank.transfers import TransfersRefused, end_to_end_id, verify

from .conftest import One, Pay

if TYPE_CHECKING:
    from pathlib import Path

PAIN = "{urn:iso:std:iso:20022:tech:xsd:pain.001.001.09}"


def test_counts_and_sums_stand_at_both_levels_in_whole_dong(pay: Pay, one: One) -> None:
    made = pay([one(1), one(2, amount_vnd=1_000_000)], expect_vnd=2_500_000)
    root = etree.fromstring(made.bytes)
    assert [node.text for node in root.iter(PAIN + "NbOfTxs")] == ["2", "2"]
    assert [node.text for node in root.iter(PAIN + "CtrlSum")] == ["2500000", "2500000"]
    assert [(node.text, node.get("Ccy")) for node in root.iter(PAIN + "InstdAmt")] == [("1500000", "VND"), ("1000000", "VND")]
    assert (made.count, made.sum_vnd, made.name) == (2, 2_500_000, "pain.001.001.09-HD-2021-000012.xml")


def test_the_same_order_gives_the_same_bytes(pay: Pay, one: One) -> None:
    assert pay([one()]).sha256 == pay([one()]).sha256


def test_vietnamese_letters_arrive_composed_and_names_are_cut_at_the_schemas_length(pay: Pay, one: One) -> None:
    made = pay([one(1, name="Nguye\u0302\u0303n Thi\u0323 Ho\u0300a"), one(2, name="Đặng " * 60)])
    names = [node.findtext(PAIN + "Nm") for node in etree.fromstring(made.bytes).iter(PAIN + "Cdtr")]
    assert names[0] == "Nguyễn Thị Hòa"
    assert len(names[1]) <= 140
    assert names[1].startswith("Đặng Đặng")


@pytest.mark.parametrize(
    ("hostile", "seen"),
    [
        ("</Nm></Cdtr><Amt>", "</Nm></Cdtr><Amt>"),
        ("A & B <script>", "A & B <script>"),
        ("]]>&#0;&xxe;", "]]>&#0;&xxe;"),
        ("Hoa\x00\x08\x1b\u202e\u2066\ufeff Lê\n\tAn", "Hoa Lê An"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("Hoa\ud800\uffff", "Hoa"),
    ],
)
def test_a_hostile_name_stays_text(pay: Pay, one: One, hostile: str, seen: str) -> None:
    made = pay([one(1, name=hostile), one(2)])
    assert [node.findtext(PAIN + "Nm") for node in etree.fromstring(made.bytes).iter(PAIN + "Cdtr")] == [seen, "Nguyễn Thị Hoa"]


def test_a_uuid_travels_without_hyphens_in_the_35_characters(pay: Pay, one: One) -> None:
    key = str(uuid.uuid4())
    root = etree.fromstring(pay([one(id=key)]).bytes)
    assert uuid.UUID(root.find(f".//{PAIN}EndToEndId").text) == uuid.UUID(key)
    assert end_to_end_id("x" * 36) == "x" * 36


def test_a_known_bank_gets_its_bic_and_clearing_number_an_unknown_one_its_name(pay: Pay, one: One) -> None:
    root = etree.fromstring(pay([one(1), one(2, bank_name="Quỹ tín dụng nhân dân Kinh Môn")]).bytes)
    known, unknown = root.iter(PAIN + "CdtrAgt")
    assert (known.findtext(f".//{PAIN}BICFI"), known.findtext(f".//{PAIN}MmbId")) == ("VBAAVNVX", "970405")
    assert unknown.find(f".//{PAIN}BICFI") is None
    assert unknown.findtext(f".//{PAIN}Nm") == "Quỹ tín dụng nhân dân Kinh Môn"


def test_a_name_that_could_be_two_banks_is_not_guessed() -> None:
    assert find_bank("Vietcombank hoặc BIDV") is None
    assert find_bank("NGÂN HÀNG NGOẠI THƯƠNG VIỆT NAM CN Hải Dương").bic == "BFTVVNVX"
    assert find_bank("Mbokhong") is None


@pytest.mark.parametrize(
    "fault",
    [
        {"id": ""}, {"id": "x" * 37}, {"id": "đ"}, {"amount_vnd": 0}, {"amount_vnd": -1}, {"amount_vnd": 1.5}, {"amount_vnd": True}, {"amount_vnd": 10**14},
        {"name": " \u200b"}, {"account_number": ""}, {"account_number": "12<3"}, {"account_number": "1" * 35}, {"bank_name": ""},
    ],
)  # fmt: skip
def test_a_transfer_that_cannot_be_paid_is_refused_by_its_name(pay: Pay, one: One, fault: dict[str, object]) -> None:
    with pytest.raises(TransfersRefused) as refused:
        pay([one(1), one(2, **fault)])
    assert refused.value.message["vi"].startswith("Khoản thứ 2")
    assert refused.value.message["en"]


def test_no_transfers_no_file_and_the_same_id_twice_no_file(pay: Pay, one: One) -> None:
    with pytest.raises(TransfersRefused, match="Không có khoản"):
        pay([])
    with pytest.raises(TransfersRefused, match="trùng"):
        pay([one(1), one(1)])


def test_no_file_is_made_when_the_claims_tell_another_sum(pay: Pay, one: One) -> None:
    with pytest.raises(TransfersRefused, match="1,500,001"):
        pay([one()], expect_vnd=1_500_001)


@pytest.mark.parametrize(
    ("was", "becomes", "where"),
    [
        (b'Ccy="VND">1500000<', b'Ccy="VND">1500001<', "GrpHdr/CtrlSum"),
        (b'Ccy="VND">1500000<', b'Ccy="USD">1500000<', "EndToEndId"),
        (b'Ccy="VND">1500000<', b'Ccy="VND">1500000.50<', "EndToEndId"),
        (b"<NbOfTxs>2<", b"<NbOfTxs>3<", "NbOfTxs"),
        (b"<CtrlSum>3000000<", b"<CtrlSum>3000001<", "CtrlSum"),
        (b"<PmtMtd>TRF<", b"<PmtMtd>XXX<", "dòng 2"),
        (b"<CdtrAcct>", b"<CdtrAcct><Bad/>", "dòng 3"),
        (b"<CtrlSum>3000000</CtrlSum>", b"", "CtrlSum"),
        (b"00000000000000000000000000000002", b"00000000000000000000000000000001", "EndToEndId"),
        (b"</Document>", b"", "dòng"),
    ],
)
def test_a_planted_fault_is_found_and_its_place_is_told(pay: Pay, one: One, was: bytes, becomes: bytes, where: str) -> None:
    whole = pay([one(1), one(2)]).bytes
    assert was in whole
    found = verify(whole.replace(was, becomes, 1))
    assert not found.ok
    assert any(where in problem.where for problem in found.problems)
    assert all(problem.vi and problem.en for problem in found.problems)


BOMB = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><Document>&b;</Document>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">&x;</Document>'


@pytest.mark.parametrize(
    "bad",
    [
        BOMB,
        OUTSIDE,
        b"",
        b"  ",
        b"\x00\x01",
        b"PK\x03\x04",
        b"<html/>",
        "<Document/>".encode("utf-16"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADw-x/+AD4-',
        b"<Document " + b"a" * 10_000,
    ],
)
def test_a_file_that_is_no_payment_file_is_refused_not_opened(bad: bytes) -> None:
    found = verify(bad)
    assert not found.ok
    assert found.count == 0
    assert found.problems[0].vi


def test_the_command_line_says_right_or_where_it_is_wrong(pay: Pay, one: One, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    good.write_bytes(pay([one()]).bytes)
    bad.write_bytes(good.read_bytes().replace(b"<CtrlSum>1500000", b"<CtrlSum>1500001"))
    run = CliRunner()
    assert run.invoke(main, ["payments", "verify", str(good)]).exit_code == 0
    wrong = run.invoke(main, ["payments", "verify", str(bad)])
    assert wrong.exit_code == 1
    assert "CtrlSum" in wrong.stderr
    told = run.invoke(main, ["payments", "verify", str(bad), "--json"])
    assert told.exit_code == 1
    assert json.loads(told.stdout)["problems"][0]["where"] == "PmtInf[1]/CtrlSum"
    assert run.invoke(main, ["payments", "verify", str(tmp_path / "none.xml")]).exit_code == 2
