"""What the bank answers comes back line by line, from camt.053 or CSV, the same each time it is read."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.papers.bank.sandbox import Answer, answer, answer_list
from ansinh.papers.bank.statements import StatementRefused, read_statement
from ansinh.papers.bank.transfers import Transfer, TransfersRefused
from ansinh.papers.letters.parts import Person

from .conftest import PAID_ON, write

AT = datetime(2021, 8, 10, 17, tzinfo=UTC)
NAMES = st.text(min_size=1, max_size=160).map(lambda text: "Nguyễn " + text)
AMOUNTS = st.integers(1, 50_000_000)
ACCOUNTS = st.from_regex(r"[0-9]{6,19}", fullmatch=True)


def answered(*codes: str) -> Answer:
    transfers = [Transfer(f"{n:032x}", "Lê Thị An", f"1900{n:05d}", "BIDV", 1_500_000, "") for n in range(1, len(codes) + 1)]
    return answer(write(transfers).bytes, at=AT, booked_on=PAID_ON, failing={f"{n:032x}": code for n, code in enumerate(codes, 1) if code})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(NAMES, AMOUNTS, ACCOUNTS, st.sampled_from(["", "", "", "AC01", "AC04", "BE01"])), min_size=1, max_size=12))
def test_every_transfer_comes_back_once_as_paid_and_if_it_failed_once_as_returned(people: list[tuple[str, int, str, str]]) -> None:
    transfers = [Transfer(f"{n:032x}", name, account, "Vietcombank", amount, name) for n, (name, amount, account, _) in enumerate(people)]
    failing = {f"{n:032x}": code for n, (_, _, _, code) in enumerate(people) if code}
    made = write(transfers)
    replied = answer(made.bytes, at=AT, booked_on=PAID_ON, failing=failing)
    camt, table = read_statement(replied.camt053, "a.xml"), read_statement(replied.csv, "a.csv")
    assert camt.paid_vnd == made.sum_vnd
    assert camt.failed_vnd == table.failed_vnd
    assert table.paid_vnd + table.failed_vnd == made.sum_vnd
    assert {line.transfer_id: line.amount_vnd for line in table.lines} == {t.id: t.amount_vnd for t in transfers}
    for statement in (camt, table):
        returned = {line.transfer_id: line.reason_code for line in statement.lines if line.outcome == "failed"}
        assert failing.items() <= returned.items()
        assert len({line.key for line in statement.lines}) == len(statement.lines)


def test_a_replay_has_the_same_keys_and_both_formats_agree_on_them() -> None:
    replied = answered("", "AC04", "")
    first, second = read_statement(replied.camt053, "a.xml"), read_statement(replied.camt053, "b.xml")
    assert [line.key for line in first.lines] == [line.key for line in second.lines]
    assert {line.key for line in read_statement(replied.csv, "c.csv").lines} <= {line.key for line in first.lines}


def test_a_returned_payment_says_code_and_words() -> None:
    line = next(line for line in read_statement(answered("BE01").camt053, "a.xml").lines if line.outcome == "failed")
    assert (line.reason_code, line.reason, line.booked_on) == ("BE01", "Tên người nhận không khớp với chủ tài khoản.", PAID_ON)


def test_the_sandbox_fails_by_account_ending_and_refuses_what_does_not_verify() -> None:
    made = write(
        [
            Transfer("a1", "An", "190000404", "BIDV", 5, ""),
            Transfer("a2", "An", "190000410", "BIDV", 5, ""),
            Transfer("a3", "An", "190000409", "BIDV", 5, ""),
            Transfer("a4", "An", "19000", "BIDV", 5, ""),
        ]
    )
    failed = [line.reason_code for line in read_statement(answer(made.bytes, at=AT, booked_on=PAID_ON).csv, "x").lines]
    assert failed == ["AC01", "AC04", "BE01", ""]
    with pytest.raises(TransfersRefused):
        answer(made.bytes.replace(b"<CtrlSum>20", b"<CtrlSum>21"), at=AT, booked_on=PAID_ON)


def test_the_posts_answer_to_a_list_is_read_like_a_banks() -> None:
    people = [Person("Bà Hoa", "1950", "", "", 1_500_000, transfer_id="a1"), Person("Ông Bảy", "1948", "", "", 1_000_000, transfer_id="a2")]
    lines = read_statement(answer_list(people, reference="BD-07", booked_on=PAID_ON, failing={"a2": "NOAS"}), "bd.csv").lines
    assert [(line.transfer_id, line.outcome, line.amount_vnd, line.reason) for line in lines] == [
        ("a1", "paid", 1_500_000, ""),
        ("a2", "failed", 1_000_000, "Không gặp được người nhận."),
    ]


FIRST = b'<TxDtls><Refs><EndToEndId>00000000000000000000000000000001</EndToEndId></Refs><Amt Ccy="VND">'


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (FIRST + b"1500000", FIRST + b"1500001"),
        (b"<Sum>3000000</Sum></TtlDbt", b"<Sum>3000001</Sum></TtlDbt"),
        (b"<NbOfNtries>2<", b"<NbOfNtries>3<"),
        (b'</Refs><Amt Ccy="VND">1500000', b'</Refs><Amt Ccy="USD">1500000'),
        (b'</Refs><Amt Ccy="VND">1500000', b'</Refs><Amt Ccy="VND">1500000.5'),
        (b"<CdtDbtInd>DBIT", b"<CdtDbtInd>SOON"),
        (b"camt.053.001.08", b"camt.053.001.99"),
        (b"camt.053.001.08", b"camt.054.001.08"),
        (b"</Document>", b""),
        (b"<Document", b'<!DOCTYPE x [<!ENTITY a "b">]><Document'),
    ],
)  # fmt: skip
def test_a_statement_that_was_touched_is_refused_whole(was: bytes, becomes: bytes) -> None:
    whole = answered("", "AC01").camt053
    assert was in whole
    with pytest.raises(StatementRefused) as refused:
        read_statement(whole.replace(was, becomes, 1), "a.xml")
    assert refused.value.message["vi"]
    assert refused.value.message["en"]


OLD = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2021-08-10T10:00:00</CreDtTm></GrpHdr>
<Stmt><Id>S1</Id><CreDtTm>2021-08-10T10:00:00</CreDtTm><Acct><Id><Othr><Id>3713</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="VND">0</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2021-08-10</Dt></Dt></Bal>
<Ntry><Amt Ccy="VND">1500000</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><DtTm>2021-08-10T09:00:00</DtTm></BookgDt><AcctSvcrRef>R1</AcctSvcrRef><BkTxCd/>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs><RmtInf><Ustrd>TT 0192f0a1-0000-7000-8000-00000000abcd</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
<Ntry><Amt Ccy="VND">9</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts><BookgDt><Dt>2021-08-10</Dt></BookgDt><BkTxCd/></Ntry>
<Ntry><Amt Ccy="VND">900</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2021-08-10</Dt></BookgDt><BkTxCd/></Ntry>
</Stmt></BkToCstmrStmt></Document>"""


def test_an_old_version_is_read_the_id_is_found_in_the_words_and_nothing_is_dropped_silently() -> None:
    statement = read_statement(OLD.encode(), "old.xml")
    assert [(line.transfer_id, line.outcome, line.amount_vnd) for line in statement.lines] == [("0192f0a1000070008000" + "00000000abcd", "paid", 1_500_000)]
    assert [skipped.where for skipped in statement.skipped] == ["dòng 7", "dòng 8"]
    assert (statement.id, statement.account) == ("S1", "3713")


VIETNAMESE = (
    "Sao kê\nSố tài khoản: 3713\nNgày;Mã lệnh;Số tiền;Trạng thái;Lý do\n10/08/2021;a1;1.500.000;Thành công;\n"
    "10/08/2021 09:30;a2;1.000.000 đồng;Bị trả lại;Tài khoản đã đóng\nTổng;;2.500.000;;\n"
)
ENGLISH = (
    'Account: 3713\nBooking date,Description,Debit,Credit\n2021-08-10,"pay 0192f0a1000070008000'
    '00000000abcd","1,500,000.00",\n2021-08-11,"ret 0192f0a1000070008000'
    '00000000abcd",,"1,500,000.00"\n2021-08-11,interest,,"12"\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_vietnamese_table_is_read_in_any_encoding(encoding: str) -> None:
    statement = read_statement(VIETNAMESE.encode(encoding), "kq.csv")
    assert [(line.transfer_id, line.amount_vnd, line.booked_on, line.outcome, line.reason_code) for line in statement.lines] == [
        ("a1", 1_500_000, date(2021, 8, 10), "paid", ""), ("a2", 1_000_000, date(2021, 8, 10), "failed", "AC04"),
    ]  # fmt: skip
    assert statement.account == "3713"


def test_an_english_table_with_debit_and_credit_is_read_and_foreign_income_is_left_and_said() -> None:
    statement = read_statement(ENGLISH.encode(), "s.csv")
    assert [(line.outcome, line.amount_vnd) for line in statement.lines] == [("paid", 1_500_000), ("failed", 1_500_000)]
    assert [skipped.where for skipped in statement.skipped] == ["dòng 5"]


@pytest.mark.parametrize(
    ("was", "becomes", "where"),
    [
        ("1.500.000", "1.500.00", "dòng 4"),
        ("1.500.000", "1.500.000,50", "dòng 4"),
        ("1.500.000", "1.500,000", "dòng 4"),
        ("1.500.000", "1.400.000", "dòng 6"),
        ("10/08/2021;a1", "31/02/2021;a1", "dòng 4"),
        ("10/08/2021;a1", "hôm qua;a1", "dòng 4"),
        ("Thành công", "Chắc là được", "dòng 4"),
        ("Thành công", "", "dòng 4"),
        ("Trạng thái", "Cột lạ", "dòng 3"),
        ("Mã lệnh", "Cột lạ", "dòng 3"),
        ("Ngày;", "Cột lạ;", ""),
    ],
)
def test_a_bad_table_is_refused_with_its_line(was: str, becomes: str, where: str) -> None:
    with pytest.raises(StatementRefused) as refused:
        read_statement(VIETNAMESE.replace(was, becomes, 1).encode(), "kq.csv")
    assert refused.value.where == where
    assert refused.value.message["vi"]


@pytest.mark.parametrize("bad", [b"", b" \n", b"PK\x03\x04xx", b"%PDF-1.7", b"\x00\x01\x02", b"a,b\n1,2\n", b"<html>", b'"' + b"x" * 200_000, b"\xff\xfe\x00"])
def test_what_is_no_statement_is_refused(bad: bytes) -> None:
    with pytest.raises(StatementRefused):
        read_statement(bad, "x")


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(lambda text: text.encode("utf-8", "ignore")),
        st.text(max_size=200).map(lambda text: (VIETNAMESE + text).encode("utf-8", "ignore")),
    )
)
def test_any_bytes_are_read_or_refused_never_anything_else(content: bytes) -> None:
    with suppress(StatementRefused):
        assert read_statement(content, "x").lines is not None
