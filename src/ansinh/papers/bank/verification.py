"""Whether a payment file is what it says: schema, counts and control sums, told with the place of each fault."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from ansinh.papers.bank.iso20022 import elements, first, guard, message_of
from ansinh.papers.bank.refusal import PaperRefused

if TYPE_CHECKING:
    from lxml.etree import _Element

MESSAGE = "pain.001.001.09"
_MOST_PROBLEMS = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: where it lies, and what is wrong in both languages."""

    where: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: `ok` when nothing is wrong; `count` and `sum_vnd` are counted from the transfers themselves."""

    ok: bool
    message_id: str
    count: int
    sum_vnd: int
    sha256: str
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, object]:
        """Give the same as plain JSON values."""
        problems = [{"where": problem.where, "message": {"vi": problem.vi, "en": problem.en}} for problem in self.problems]
        return {"ok": self.ok, "message_id": self.message_id, "count": self.count, "sum_vnd": self.sum_vnd, "sha256": self.sha256, "problems": problems}


@dataclass(slots=True)
class _Sums:
    """What a header claims and what its transfers add up to."""

    said_count: int | None = None
    said_vnd: Decimal | None = None
    count: int = 0
    vnd: Decimal = Decimal(0)


@dataclass(slots=True)
class _Reading:
    message_id: str = ""
    group: _Sums = field(default_factory=_Sums)
    payment: _Sums = field(default_factory=_Sums)
    payments: int = 0
    ids: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, where: str, vi: str, en: str) -> None:
        if len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(Problem(where, vi, en))


def verify(content: bytes) -> Verification:
    """Check a payment file: safe XML, public schema, VND in whole đồng, ids once, counts and sums at both levels.

    Never raises for a bad file; the faults (at most 50) are in `problems`.
    """
    reading = _Reading()
    try:
        guard(content)
        _read(content, reading)
    except PaperRefused as refused:
        reading.fault(refused.where, refused.message["vi"], refused.message["en"])
    problems = tuple(reading.problems)
    return Verification(not problems, reading.message_id, reading.group.count, int(reading.group.vnd), hashlib.sha256(content).hexdigest(), problems)


def _read(content: bytes, reading: _Reading) -> None:
    found = message_of(content)
    if found != MESSAGE:
        raise PaperRefused(
            f"Đây không phải tệp chuyển tiền {MESSAGE} (đọc thấy: {found or 'không rõ'}).",
            f"This is not a {MESSAGE} payment file (found: {found or 'unknown'}).",
        )
    names = {"MsgId", "NbOfTxs", "CtrlSum", "CdtTrfTxInf", "GrpHdr", "PmtInf"}
    for element in elements(content, MESSAGE, names, lambda where, vi, en: PaperRefused(vi, en, where=where)):
        _take(element, reading)
    _agree(reading, reading.group, "GrpHdr")


def _take(element: _Element, reading: _Reading) -> None:
    name = element.tag.rpartition("}")[2]
    text = (element.text or "").strip()
    parent = element.getparent()
    sums = reading.group if parent is not None and parent.tag.endswith("}GrpHdr") else reading.payment
    if name == "MsgId" and sums is reading.group:
        reading.message_id = text
    elif name == "NbOfTxs":
        sums.said_count = int(text)
    elif name == "CtrlSum":
        sums.said_vnd = Decimal(text)
    elif name == "CdtTrfTxInf":
        _transaction(element, reading)
    elif name == "PmtInf":
        reading.payments += 1
        _agree(reading, reading.payment, f"PmtInf[{reading.payments}]")
        reading.payment = _Sums()


def _transaction(element: _Element, reading: _Reading) -> None:
    identifier = first(element, "PmtId/EndToEndId")
    where = f"dòng {element.sourceline}, EndToEndId {identifier}"
    amount = element.find("{*}Amt/{*}InstdAmt")
    vnd = Decimal((amount.text or "0").strip()) if amount is not None else Decimal(0)
    if amount is None or amount.get("Ccy") != "VND":
        reading.fault(where, "Số tiền không phải bằng đồng Việt Nam (VND).", "The amount is not in VND.")
    if vnd <= 0 or vnd != vnd.to_integral_value():
        reading.fault(where, f"Số tiền {vnd} không phải số đồng nguyên lớn hơn 0.", f"The amount {vnd} is not a whole number of đồng above 0.")
    if identifier in reading.ids:
        reading.fault(where, "Mã lệnh xuất hiện hai lần: một người có thể bị trả hai lần.", "The id comes twice: somebody could be paid twice.")
    reading.ids.add(identifier)
    for sums in (reading.group, reading.payment):
        sums.count += 1
        sums.vnd += vnd


def _agree(reading: _Reading, sums: _Sums, where: str) -> None:
    if sums.said_count != sums.count:
        said = "không ghi" if sums.said_count is None else str(sums.said_count)
        reading.fault(f"{where}/NbOfTxs", f"Số giao dịch ghi {said}, đếm được {sums.count}.", f"NbOfTxs says {sums.said_count}, counted {sums.count}.")
    if sums.said_vnd is None or sums.said_vnd != sums.vnd:
        said = "không ghi" if sums.said_vnd is None else str(sums.said_vnd)
        reading.fault(
            f"{where}/CtrlSum",
            f"Tổng kiểm soát ghi {said}, cộng được {sums.vnd}. Không gửi tệp này cho ngân hàng.",
            f"CtrlSum says {sums.said_vnd}, the transfers sum to {sums.vnd}. Do not send this file.",
        )
