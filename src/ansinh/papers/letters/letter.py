"""Letters to one person: a refusal with its reasons and the way to complain, and a plain notice."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ansinh.papers.letters.parts import Agency, Paper, Signature, frame, long_day, support
from ansinh.papers.letters.typesetting import qr_svg, typeset

if TYPE_CHECKING:
    from datetime import date, datetime

COMPLAINT_DAYS = 90
"""Days in which a decision may be complained of (Law on Complaints 02/2011/QH13, article 9)."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition that is not met, in words, with its article."""

    text: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refusal. Without a reason there is none: `reasons` must not be empty."""

    number: str
    agency: Agency
    dated: date
    to: str
    to_address: str
    claim_code: str
    filed_on: date
    policy_name: str
    reasons: tuple[Reason, ...]
    complain_to: str
    contact: str
    signature: Signature
    verify_url: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in the words given: what was decided, what happens next."""

    number: str
    agency: Agency
    dated: date
    to: str
    to_address: str
    about: str
    paragraphs: tuple[str, ...]
    signature: Signature
    claim_code: str = ""
    verify_url: str = ""


def refusal_pdf(refusal: Refusal, *, at: datetime) -> Paper:
    """Set a refusal: reason, article, where to complain and until when. Raises `ValueError` when no reason is given."""
    if not refusal.reasons:
        raise ValueError("A refusal needs its reason: give at least one.")
    opening = (
        f"{refusal.agency.name} đã xem xét hồ sơ mã {refusal.claim_code} của ông/bà, nộp {long_day(refusal.filed_on)}, đề nghị {support(refusal.policy_name)}.",
        "Căn cứ quy định hiện hành, hồ sơ chưa được hỗ trợ vì lý do sau đây:"
        if len(refusal.reasons) == 1
        else "Căn cứ quy định hiện hành, hồ sơ chưa được hỗ trợ vì các lý do sau đây:",
    )
    appeal = (
        f"Nếu không đồng ý, ông/bà có quyền khiếu nại đến {refusal.complain_to} trong thời hạn {COMPLAINT_DAYS} ngày kể từ ngày nhận được thông báo này "
        "(Điều 9 Luật Khiếu nại năm 2011), hoặc khởi kiện tại Tòa án theo quy định của pháp luật."
    )
    closing = (
        "Nếu thông tin trong hồ sơ chưa đúng hoặc còn thiếu, ông/bà có thể bổ sung và nộp lại. Việc nộp lại không mất phí.",
        appeal,
        f"Cần giải thích hoặc giúp đỡ, xin liên hệ: {refusal.contact}.",
    )
    data = _letter(refusal, "Thông báo", "Về việc không hỗ trợ và lý do", opening, closing) | {"reasons": [asdict(reason) for reason in refusal.reasons]}
    return Paper(typeset("letter", data, at=at))


def notice_pdf(notice: Notice, *, at: datetime) -> Paper:
    """Set a notice. Raises `ValueError` when it says nothing."""
    if not notice.paragraphs:
        raise ValueError("A notice needs at least one paragraph.")
    return Paper(typeset("letter", _letter(notice, "Thông báo", notice.about, notice.paragraphs[:-1], notice.paragraphs[-1:]), at=at))


def _letter(letter: Refusal | Notice, kind: str, about: str, opening: tuple[str, ...], closing: tuple[str, ...]) -> dict[str, object]:
    return frame(title=f"{kind} {letter.number}", agency=letter.agency, dated=letter.dated, number=letter.number, code=letter.claim_code) | {
        "kind": kind, "about": about, "to": letter.to, "to_address": letter.to_address, "opening": opening, "reasons": [], "closing": closing,
        "recipients": ("Như trên", "Lưu: VT"), "signature": asdict(letter.signature), "qr": qr_svg(letter.verify_url),
    }  # fmt: skip
