"""The payment file for the bank: an ISO 20022 customer credit transfer (pain.001.001.09) in whole đồng."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID
from xml.sax.saxutils import escape

from ansinh.papers.bank.banks import find_bank
from ansinh.papers.bank.refusal import TransfersRefused
from ansinh.papers.bank.text import plain
from ansinh.papers.bank.verification import MESSAGE, Verification, verify
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

__all__ = ["Debtor", "Transfer", "TransferFile", "TransfersRefused", "Verification", "end_to_end_id", "is_account", "verify", "write_pain001"]

NAMESPACE = f"urn:iso:std:iso:20022:tech:xsd:{MESSAGE}"
_UUID_LENGTH = 36
LARGEST_VND = 10**13
"""Far above any single relief payment: a larger amount is a mistake."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9/?:().,'+ -]{0,34}")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{3,33}")
_GAPS = re.compile(r"[\s.\u00a0\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Debtor:
    """The account that pays: the treasury's or the authority's. Without a BIC the bank is named by clearing number or name."""

    name: str
    account_number: str
    bank_name: str
    bic: str | None = None
    clearing_id: str | None = None


@dataclass(frozen=True, slots=True)
class Transfer:
    """One payment to one person. `id` comes back in the statement; a UUID travels as its 32 hexadecimal digits."""

    id: str
    name: str
    account_number: str
    bank_name: str
    amount_vnd: int
    remittance: str = ""


@dataclass(frozen=True, slots=True)
class TransferFile:
    """A finished, verified file with its count and its sum in đồng."""

    bytes: bytes
    name: str
    sha256: str
    count: int
    sum_vnd: int


def end_to_end_id(identifier: str) -> str:
    """Write a transfer's id in the 35 characters of the message: a UUID without its hyphens, anything else as it is."""
    if len(identifier) == _UUID_LENGTH:
        try:
            return UUID(identifier).hex
        except ValueError:
            return identifier
    return identifier


def write_pain001(
    transfers: Sequence[Transfer], *, message_id: str, debtor: Debtor, execute_on: date, created_at: datetime, expect_vnd: int | None = None
) -> TransferFile:
    """Make the payment file, checked against the public schema and its own sums before it is given out.

    `expect_vnd` is the sum in đồng that claims and ledger tell. Raises `TransfersRefused` when there is nothing to pay, a
    transfer cannot be written, an id comes twice, or any sum disagrees: then there is no file.
    """
    _demand_payable(transfers, message_id)
    total = sum(transfer.amount_vnd for transfer in transfers)
    if expect_vnd is not None and total != expect_vnd:
        raise TransfersRefused(
            f"Tổng tiền lệnh chi {vnd(total)} khác tổng tiền hồ sơ {vnd(expect_vnd)}. Không lập tệp.",
            f"The transfers sum to {total:,} đồng, the claims to {expect_vnd:,}. No file was made.",
        )
    content = _written(transfers, message_id, debtor, execute_on, created_at, total)
    found = verify(content)
    if not found.ok or (found.count, found.sum_vnd) != (len(transfers), total):
        first = found.problems[0] if found.problems else None
        raise TransfersRefused(
            f"Tệp vừa lập không đạt kiểm tra: {first.vi if first else 'số liệu không khớp'}",
            f"The file just made fails its check: {first.en if first else 'sums disagree'}",
            where=first.where if first else "",
        )
    return TransferFile(content, f"{MESSAGE}-{re.sub(r'[^A-Za-z0-9.-]', '-', message_id)}.xml", hashlib.sha256(content).hexdigest(), len(transfers), total)


def _demand_payable(transfers: Sequence[Transfer], message_id: str) -> None:
    if not _ID.fullmatch(message_id):
        raise TransfersRefused("Mã tệp phải có từ 1 đến 35 chữ cái hoặc số.", "The message id needs 1 to 35 letters or digits.", where="message_id")
    if not transfers:
        raise TransfersRefused("Không có khoản nào để chuyển.", "There is nothing to transfer.")
    seen: set[str] = set()
    for order, transfer in enumerate(transfers, 1):
        identifier = end_to_end_id(transfer.id)
        fault = _fault(transfer, identifier) or (("mã lệnh bị trùng", "its id comes twice") if identifier in seen else None)
        if fault:
            raise TransfersRefused(f"Khoản thứ {order} ({transfer.id}): {fault[0]}.", f"Transfer {order} ({transfer.id}): {fault[1]}.", where=transfer.id)
        seen.add(identifier)


def _fault(transfer: Transfer, identifier: str) -> tuple[str, str] | None:
    if not _ID.fullmatch(identifier) or identifier == "NOTPROVIDED":
        return "mã lệnh phải có từ 1 đến 35 chữ cái hoặc số", "its id needs 1 to 35 letters or digits"
    if type(transfer.amount_vnd) is not int or not 0 < transfer.amount_vnd <= LARGEST_VND:
        return f"số tiền {transfer.amount_vnd} không hợp lệ", f"the amount {transfer.amount_vnd} cannot be paid"
    if not plain(transfer.name, 140):
        return "thiếu tên người nhận", "the payee has no name"
    if not is_account(transfer.account_number):
        return "số tài khoản phải có từ 4 đến 34 chữ số hoặc chữ cái", "the account number needs 4 to 34 digits or letters"
    return None if plain(transfer.bank_name, 140) else ("thiếu tên ngân hàng", "the bank is missing")


def is_account(number: str) -> bool:
    """Say whether a bank can take this as an account number: 4 to 34 letters and digits, gaps and dots aside."""
    return bool(_ACCOUNT.fullmatch(_account(number)))


def _account(number: str) -> str:
    return _GAPS.sub("", number)


def _written(transfers: Sequence[Transfer], message_id: str, debtor: Debtor, execute_on: date, created_at: datetime, total: int) -> bytes:
    sums = _text("NbOfTxs", str(len(transfers))) + _text("CtrlSum", str(total))
    payer = _text("Nm", plain(debtor.name, 140))
    created = created_at.isoformat(timespec="seconds")
    header = _node("GrpHdr", _text("MsgId", message_id), _text("CreDtTm", created), sums, _node("InitgPty", payer))
    payment = [
        *(_text("PmtInfId", message_id), _text("PmtMtd", "TRF"), _text("BtchBookg", "true"), sums),
        _node("PmtTpInf", _node("CtgyPurp", _text("Cd", "GOVT"))),
        _node("ReqdExctnDt", _text("Dt", execute_on.isoformat())),
        _node("Dbtr", payer),
        _node("DbtrAcct", _account_id(debtor.account_number), _text("Ccy", "VND")),
        _node("DbtrAgt", _agent(debtor.bank_name, debtor.bic, debtor.clearing_id)),
        _text("ChrgBr", "DEBT"),
    ]
    out = io.BytesIO()
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}"><CstmrCdtTrfInitn>{header}<PmtInf>{"".join(payment)}\n'.encode())
    out.writelines(_transaction(transfer).encode() for transfer in transfers)
    out.write(b"</PmtInf></CstmrCdtTrfInitn></Document>\n")
    return out.getvalue()


def _transaction(transfer: Transfer) -> str:
    """Write one transfer on one line, so that a fault found by line number is one person's."""
    words = plain(transfer.remittance, 140)
    return (
        f"<CdtTrfTxInf><PmtId>{_text('EndToEndId', end_to_end_id(transfer.id))}</PmtId>"
        f'<Amt><InstdAmt Ccy="VND">{transfer.amount_vnd}</InstdAmt></Amt><CdtrAgt>{_agent(transfer.bank_name, None, None)}</CdtrAgt>'
        f"<Cdtr>{_text('Nm', plain(transfer.name, 140))}</Cdtr><CdtrAcct>{_account_id(transfer.account_number)}</CdtrAcct>"
        f"{_node('RmtInf', _text('Ustrd', words)) if words else ''}</CdtTrfTxInf>\n"
    )


@lru_cache(maxsize=4_000)
def _agent(name: str, bic: str | None, clearing: str | None) -> str:
    bank = find_bank(name)
    bic = bic or (bank.bic if bank else None)
    clearing = clearing or (bank.clearing if bank else None)
    parts = [_text("BICFI", bic)] if bic else []
    if clearing:
        parts.append(_node("ClrSysMmbId", _text("MmbId", clearing)))
    return _node("FinInstnId", *parts, _text("Nm", plain(name, 140)))


def _account_id(number: str) -> str:
    return _node("Id", _node("Othr", _text("Id", _account(number))))


def _text(tag: str, text: str) -> str:
    return f"<{tag}>{escape(text)}</{tag}>"


def _node(tag: str, *content: str) -> str:
    return f"<{tag}>{''.join(content)}</{tag}>"
