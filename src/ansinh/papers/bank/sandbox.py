"""A SANDBOX bank for demonstrations and tests: it moves no money, it only answers a payment file as a bank would, always the same way."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from ansinh.papers.bank.iso20022 import elements, first
from ansinh.papers.bank.reasons import reason_words
from ansinh.papers.bank.refusal import PaperRefused, TransfersRefused
from ansinh.papers.bank.verification import MESSAGE, verify

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from ansinh.papers.letters.parts import Person

SANDBOX_NAME = "NGÂN HÀNG THỬ NGHIỆM (SANDBOX)"
FAILING_ENDINGS = {"0404": "AC01", "0410": "AC04", "0409": "BE01"}
"""Accounts that end so fail in the sandbox: not found, gone, conflict of names."""

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Answer:
    """The sandbox bank's statement in both formats, and how many transfers it paid and returned."""

    camt053: bytes
    csv: bytes
    paid: int
    failed: int


@dataclass(frozen=True, slots=True)
class _Ordered:
    """One transfer as ordered, with the code it fails by or nothing."""

    id: str
    amount: int
    name: str
    code: str


def answer(pain001: bytes, *, at: datetime, booked_on: date, failing: Mapping[str, str] | None = None) -> Answer:
    """Answer a payment file: all transfers leave the account, those that fail come back the same day with a reason.

    `failing` maps ids as they stand in the file (EndToEndId) to reason codes; beside it an account ending fails as told by
    `FAILING_ENDINGS`. Raises `TransfersRefused` for a file that does not pass `verify`: then nothing is booked.
    """
    found = verify(pain001)
    if not found.ok:
        raise TransfersRefused(found.problems[0].vi, found.problems[0].en, where=found.problems[0].where)
    account, orders = _read(pain001, failing or {})
    return Answer(
        _camt(found.message_id, account, orders, at, booked_on),
        _csv(found.message_id, account, orders, booked_on),
        sum(not order.code for order in orders),
        sum(bool(order.code) for order in orders),
    )


def answer_list(people: Sequence[Person], *, reference: str, booked_on: date, failing: Mapping[str, str] | None = None) -> bytes:
    """Answer a post or cash list as CSV: each person paid, but those whose `transfer_id` stands in `failing` with its code."""
    codes = failing or {}
    orders = [_Ordered(person.transfer_id, person.amount_vnd, person.name, codes.get(person.transfer_id, "")) for person in people]
    return _csv(reference, reference, orders, booked_on)


def _read(pain001: bytes, failing: Mapping[str, str]) -> tuple[str, list[_Ordered]]:
    account, orders = "", []
    for element in elements(pain001, MESSAGE, {"DbtrAcct", "CdtTrfTxInf"}, lambda where, vi, en: PaperRefused(vi, en, where=where)):
        if element.tag.endswith("}DbtrAcct"):
            account = first(element, "Id/Othr/Id")
            continue
        identifier = first(element, "PmtId/EndToEndId")
        to = first(element, "CdtrAcct/Id/Othr/Id")
        code = failing.get(identifier) or FAILING_ENDINGS.get(to[-4:], "")
        orders.append(_Ordered(identifier, int(first(element, "Amt/InstdAmt")), first(element, "Cdtr/Nm"), code))
    return account, orders


def _camt(message_id: str, account: str, orders: list[_Ordered], at: datetime, booked_on: date) -> bytes:
    created, total = at.isoformat(timespec="seconds"), sum(order.amount for order in orders)
    returned = [order for order in orders if order.code]
    back = sum(order.amount for order in returned)
    statement = f"SBX-{message_id}"[:35]
    out = io.StringIO()
    out.write(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_NAMESPACE}"><BkToCstmrStmt><GrpHdr><MsgId>{statement}</MsgId><CreDtTm>{created}</CreDtTm></GrpHdr>\n'
        f"<Stmt><Id>{statement}</Id><CreDtTm>{created}</CreDtTm><Acct><Id><Othr><Id>{escape(account)}</Id></Othr></Id><Ccy>VND</Ccy>"
        f"<Svcr><FinInstnId><Nm>{SANDBOX_NAME}</Nm></FinInstnId></Svcr></Acct>\n"
        f"{_balance('OPBD', total, booked_on)}{_balance('CLBD', back, booked_on)}"
        f"<TxsSummry><TtlNtries><NbOfNtries>{1 + len(returned)}</NbOfNtries><Sum>{total + back}</Sum></TtlNtries>"
        f"<TtlCdtNtries><NbOfNtries>{len(returned)}</NbOfNtries><Sum>{back}</Sum></TtlCdtNtries>"
        f"<TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>{total}</Sum></TtlDbtNtries></TxsSummry>\n"
        f"{_entry(total, 'DBIT', booked_on, 'ICDT', 'ESCT')}<NtryDtls><Btch><PmtInfId>{escape(message_id)}</PmtInfId><NbOfTxs>{len(orders)}</NbOfTxs></Btch>\n"
    )
    out.writelines(_transaction(order, "DBIT") for order in orders)
    out.write("</NtryDtls></Ntry>\n")
    out.writelines(
        f"{_entry(order.amount, 'CRDT', booked_on, 'RCDT', 'RRTN')}<NtryDtls>{_transaction(order, 'CRDT')}</NtryDtls></Ntry>\n" for order in returned
    )
    out.write("</Stmt></BkToCstmrStmt></Document>\n")
    return out.getvalue().encode()


def _balance(kind: str, amount: int, on: date) -> str:
    return f'<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="VND">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{on}</Dt></Dt></Bal>\n'


def _entry(amount: int, direction: str, on: date, family: str, sub_family: str) -> str:
    """Open an entry; its details and its end follow."""
    return (
        f'<Ntry><Amt Ccy="VND">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{on}</Dt></BookgDt>'
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{sub_family}</SubFmlyCd></Fmly></Domn></BkTxCd>"
    )


def _transaction(order: _Ordered, direction: str) -> str:
    back = f"<RtrInf><Rsn><Cd>{order.code}</Cd></Rsn><AddtlInf>{escape(reason_words(order.code)['vi'])}</AddtlInf></RtrInf>" if direction == "CRDT" else ""
    return (
        f'<TxDtls><Refs><EndToEndId>{escape(order.id)}</EndToEndId></Refs><Amt Ccy="VND">{order.amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'
        f"<RltdPties><Cdtr><Pty><Nm>{escape(order.name)}</Nm></Pty></Cdtr></RltdPties>{back}</TxDtls>\n"
    )


def _csv(message_id: str, account: str, orders: list[_Ordered], booked_on: date) -> bytes:
    out = io.StringIO(newline="")
    table = csv.writer(out, delimiter=";", lineterminator="\r\n")
    table.writerow([f"{SANDBOX_NAME} - KẾT QUẢ CHI TRẢ"])
    table.writerow([f"Mã sao kê: SBX-{message_id}"[:46]])
    table.writerow([f"Số tài khoản: {account}"])
    table.writerow(["STT", "Mã lệnh", "Số tiền", "Ngày hạch toán", "Trạng thái", "Mã lý do", "Lý do"])
    day = booked_on.strftime("%d/%m/%Y")
    for number, order in enumerate(orders, 1):
        told = ("Không thành công", order.code, reason_words(order.code)["vi"]) if order.code else ("Thành công", "", "")
        table.writerow([number, order.id, f"{order.amount:,}".replace(",", "."), day, *told])
    table.writerow(["Tổng cộng", "", f"{sum(order.amount for order in orders):,}".replace(",", "."), "", *_counted(orders)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _counted(orders: list[_Ordered]) -> list[str]:
    codes = Counter(order.code for order in orders if order.code)
    return ["", "", ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))]
