"""Bank statements in ISO 20022 (camt.053, every version a schema is known for), read as a stream and checked by schema and sums."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, cast

from ansinh.papers.bank.iso20022 import elements, first, guard, message_of
from ansinh.papers.bank.lines import Collecting, Skipped, Statement, carried_id, whole_vnd
from ansinh.papers.bank.reasons import reason_words
from ansinh.papers.bank.refusal import PaperRefused, StatementRefused

if TYPE_CHECKING:
    from lxml.etree import _Element

_RETURNED = {"RRTN", "RPCR", "RDPR", "RVRS", "UPDD", "RRCT", "ARET", "TRPE"}
"""Sub-families of bank transaction codes that mean: returned, reimbursed or reversed."""

_UNNAMED = {"", "NOTPROVIDED", "NONREF", "NOTAVAILABLE"}


@dataclass(frozen=True, slots=True)
class _Entry:
    """What an entry says of all its details."""

    credit: bool
    reversal: bool
    booked_on: date
    amount: Decimal
    reference: str
    family: str
    reason: str
    line: int
    status: str


@dataclass(slots=True)
class _Reading:
    found: Collecting = field(default_factory=Collecting)
    ids: list[str] = field(default_factory=list)
    entry: _Entry | None = None
    details: int = 0
    detailed: Decimal = Decimal(0)
    entries: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("Ttl", "TtlCdt", "TtlDbt"), 0))
    sums: dict[str, Decimal] = field(default_factory=lambda: dict.fromkeys(("Ttl", "TtlCdt", "TtlDbt"), Decimal(0)))


def read_camt(content: bytes) -> Statement:
    """Read a camt.053 file.

    Raises `StatementRefused` with the line: no camt.053, schema broken, another currency, a fraction of a đồng, details that
    do not add up to their entry, entries that do not add up to the statement's summary.
    """
    try:
        guard(content)
    except PaperRefused as refused:
        raise StatementRefused(refused.message["vi"], refused.message["en"]) from refused
    message = message_of(content)
    if message is None or not message.startswith("camt.053."):
        raise StatementRefused(
            f"Đây không phải sao kê camt.053 (đọc thấy: {message or 'XML khác'}). Hãy xuất sao kê tài khoản từ ngân hàng.",
            f"This is not a camt.053 statement (found: {message or 'other XML'}). Export the account statement from the bank.",
        )
    reading = _Reading()
    for element in elements(content, message, {"Acct", "TxDtls", "Ntry", "Stmt"}, _refuse):
        _take(element, reading)
    return Statement(",".join(reading.ids), reading.found.account, tuple(reading.found.lines), tuple(reading.found.skipped))


def _refuse(where: str, vi: str, en: str) -> PaperRefused:
    return StatementRefused(vi, en, where=where)


def _take(element: _Element, reading: _Reading) -> None:
    name, parent = element.tag.rpartition("}")[2], element.getparent()
    if name == "Acct" and parent is not None and parent.tag.endswith("}Stmt"):
        reading.found.account = first(element, "Id/IBAN", "Id/Othr/Id")
        reading.ids.append(first(parent, "Id"))
    elif name == "TxDtls" and parent is not None:
        ntry = parent.getparent()
        if reading.entry is None and ntry is not None:
            reading.entry = _entry(ntry)
        if reading.entry is not None:
            _detail(element, reading.entry, reading)
    elif name == "Ntry":
        _close(element, reading)
    elif name == "Stmt":
        _summed(element, reading)


def _entry(ntry: _Element) -> _Entry:
    where = f"dòng {ntry.sourceline}"
    booked = first(ntry, "BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    if not booked:
        raise StatementRefused("Bút toán không có ngày hạch toán.", "The entry has no booking date.", where=where)
    return _Entry(
        credit=first(ntry, "CdtDbtInd") == "CRDT",
        reversal=first(ntry, "RvslInd") in {"true", "1"},
        booked_on=date.fromisoformat(booked[:10]),
        amount=_amount(ntry, where) or Decimal(0),
        reference=first(ntry, "AcctSvcrRef"),
        family=first(ntry, "BkTxCd/Domn/Fmly/SubFmlyCd"),
        reason=first(ntry, "AddtlNtryInf"),
        line=cast("int", ntry.sourceline) or 0,
        status=first(ntry, "Sts/Cd", "Sts"),
    )


def _amount(element: _Element, where: str) -> Decimal | None:
    amount = next(element.iterchildren("{*}Amt"), None)
    if amount is None:
        amount = element.find("{*}AmtDtls/{*}TxAmt/{*}Amt")
    if amount is None or not amount.text:
        return None
    if amount.get("Ccy") != "VND":
        raise StatementRefused(f"Số tiền bằng {amount.get('Ccy')}, không phải VND.", f"The amount is in {amount.get('Ccy')}, not VND.", where=where)
    return Decimal(amount.text.strip())


def _detail(details: _Element, entry: _Entry, reading: _Reading) -> None:
    where = f"dòng {details.sourceline}"
    amount = _amount(details, where)
    amount = entry.amount if amount is None else amount
    reading.details += 1
    reading.detailed += amount
    if _left_out(entry, reading, where):
        return
    words = " ".join(text for text in (first(details, "RmtInf/Ustrd"), first(details, "AddtlTxInf")) if text)
    named = first(details, "Refs/EndToEndId")
    transfer_id = (named if named.upper() not in _UNNAMED else None) or carried_id(words)
    code = first(details, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry").upper()
    family = first(details, "BkTxCd/Domn/Fmly/SubFmlyCd") or entry.family
    credit = (first(details, "CdtDbtInd") or ("CRDT" if entry.credit else "DBIT")) == "CRDT"
    returned = bool(code) or next(details.iterchildren("{*}RtrInf"), None) is not None or entry.reversal or family in _RETURNED
    if credit and not returned and transfer_id is None:
        reading.found.skipped.append(Skipped(where, "tiền vào, không phải khoản trả lại / money in, not a return"))
        return
    failed = returned or credit
    said = first(details, "RtrInf/AddtlInf") or (reason_words(code)["vi"] if failed else "")
    reference = "/".join((entry.reference, first(details, "Refs/AcctSvcrRef", "Refs/TxId", "Refs/InstrId"))).strip("/")
    reading.found.add(
        transfer_id=transfer_id, amount=whole_vnd(amount, where), booked_on=entry.booked_on, outcome="failed" if failed else "paid",
        reference=reference, code=code if failed else "", reason=said, where=where,
    )  # fmt: skip


def _left_out(entry: _Entry, reading: _Reading, where: str) -> bool:
    if entry.status != "BOOK":
        reading.found.skipped.append(Skipped(where, f"chưa hạch toán ({entry.status}) / not booked"))
    return entry.status != "BOOK"


def _close(ntry: _Element, reading: _Reading) -> None:
    entry = reading.entry or _entry(ntry)
    where = f"dòng {entry.line}"
    if reading.details == 0:
        _detail(ntry, entry, reading)
    elif reading.detailed != entry.amount:
        raise StatementRefused(
            f"Bút toán ghi {entry.amount}, các giao dịch cộng lại {reading.detailed}. Hãy lấy lại sao kê từ ngân hàng.",
            f"The entry says {entry.amount}, its transactions sum to {reading.detailed}. Get the statement from the bank again.",
            where=where,
        )
    for which in ("Ttl", "TtlCdt" if entry.credit else "TtlDbt"):
        reading.entries[which] += 1
        reading.sums[which] += entry.amount
    reading.entry, reading.details, reading.detailed = None, 0, Decimal(0)


def _summed(statement: _Element, reading: _Reading) -> None:
    for which, count in reading.entries.items():
        said = first(statement, f"TxsSummry/{which}Ntries/NbOfNtries"), first(statement, f"TxsSummry/{which}Ntries/Sum")
        if (said[0] and int(said[0]) != count) or (said[1] and Decimal(said[1]) != reading.sums[which]):
            raise StatementRefused(
                f"Phần tổng ({which}Ntries) ghi {said[0]} bút toán, {said[1]} đ; đếm được {count}, {reading.sums[which]} đ. Hãy lấy lại sao kê từ ngân hàng.",
                f"The summary ({which}Ntries) says {said[0]} entries, {said[1]}; counted {count}, {reading.sums[which]}. Get the statement again.",
                where=f"dòng {statement.sourceline}",
            )
    reading.entries = dict.fromkeys(reading.entries, 0)
    reading.sums = dict.fromkeys(reading.sums, Decimal(0))
