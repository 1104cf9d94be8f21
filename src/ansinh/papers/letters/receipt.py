"""The receipt that whoever files takes home: code, QR, the officer who answers for it, and the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.papers.letters.parts import Agency, Paper, figures, frame, support
from ansinh.papers.letters.typesetting import qr_svg, typeset

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt. `url` is the page that tells where the dossier is; `due_on` the day of the answer; `owner` one named officer."""

    number: str
    agency: Agency
    received_on: date
    code: str
    filed_by: str
    policy_name: str
    people: int
    owner: str
    owner_office: str
    due_on: date
    received_by: str
    url: str
    papers: tuple[str, ...] = ()
    phone: str = ""
    due_of: str = "Ngày hẹn trả kết quả"
    look_up: str = "nhập mã hồ sơ cùng năm sinh tại địa chỉ tra cứu"


def receipt_pdf(receipt: Receipt, *, at: datetime) -> Paper:
    """Set a receipt (after the form of Decree 61/2018/NĐ-CP)."""
    facts = [
        ["Người nộp", receipt.filed_by],
        ["Nội dung", "H" + support(receipt.policy_name)[1:]],
        ["Số người trong hồ sơ", figures(receipt.people)],
        ["Ngày tiếp nhận", f"{receipt.received_on:%d/%m/%Y}"],
        [receipt.due_of, f"{receipt.due_on:%d/%m/%Y}"],
        ["Người chịu trách nhiệm", f"{receipt.owner}, {receipt.owner_office}"],
    ]
    if receipt.phone:
        facts.append(["Điện thoại", receipt.phone])
    data = frame(title=f"Giấy tiếp nhận {receipt.code}", agency=receipt.agency, dated=receipt.received_on, number=receipt.number, code=receipt.code) | {
        "code": receipt.code, "url": receipt.url.removeprefix("https://").removeprefix("http://"), "qr": qr_svg(receipt.url), "facts": facts, "papers": receipt.papers,
        "filed_by": receipt.filed_by, "received_by": receipt.received_by,
        "paragraphs": (
            "Hồ sơ đã được lưu. Ông/bà không cần nộp lại và không phải trả khoản phí nào.",
            f"Muốn biết hồ sơ đang ở đâu, hãy quét mã QR hoặc {receipt.look_up}.",
        ),
    }  # fmt: skip
    return Paper(typeset("receipt", data, at=at))
