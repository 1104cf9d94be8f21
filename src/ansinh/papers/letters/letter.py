"""Letters to one person: a refusal with its reasons and the way to complain, and a plain notice."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ansinh.papers.letters.parts import Agency, Paper, Signature, frame, long_day, support
from ansinh.papers.letters.typesetting import qr_svg, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

MOST = 500
"""Letters in one file: a ream of paper."""

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
    return refusals_pdf([refusal], at=at)


def refusals_pdf(refusals: Sequence[Refusal], *, at: datetime) -> Paper:
    """Set refusals of one office and day one behind the other, each from a page of its own.

    Raises `ValueError` for none, for more than `MOST`, for one without a reason, or where office, day or signature differ.
    """
    if not 0 < len(refusals) <= MOST:
        raise ValueError(f"1 to {MOST} letters go into one file, not {len(refusals)}")
    if not all(refusal.reasons for refusal in refusals):
        raise ValueError("A refusal needs its reason: give at least one.")
    if len({(refusal.agency, refusal.dated, refusal.signature) for refusal in refusals}) > 1:
        raise ValueError("Letters of one file are of one office, day and signature.")
    return Paper(_set("Về việc không hỗ trợ và lý do", [(refusal, *_worded(refusal)) for refusal in refusals], at), len(refusals))


def notice_pdf(notice: Notice, *, at: datetime) -> Paper:
    """Set a notice. Raises `ValueError` when it says nothing."""
    if not notice.paragraphs:
        raise ValueError("A notice needs at least one paragraph.")
    return Paper(_set(notice.about, [(notice, notice.paragraphs[:-1], notice.paragraphs[-1:])], at))


def _worded(refusal: Refusal) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Word what stands before the reasons, and behind them."""
    reasons = "lý do sau đây" if len(refusal.reasons) == 1 else "các lý do sau đây"
    opening = (
        f"{refusal.agency.name} đã xem xét hồ sơ mã {refusal.claim_code} của ông/bà, nộp {long_day(refusal.filed_on)}, đề nghị {support(refusal.policy_name)}.",
        f"Căn cứ quy định hiện hành, hồ sơ chưa được hỗ trợ vì {reasons}:",
    )
    closing = (
        "Nếu thông tin trong hồ sơ chưa đúng hoặc còn thiếu, ông/bà có thể bổ sung và nộp lại. Việc nộp lại không mất phí.",
        (
            f"Nếu không đồng ý, ông/bà có quyền khiếu nại đến {refusal.complain_to} trong thời hạn {COMPLAINT_DAYS} ngày kể từ ngày nhận được thông báo này "
            "(Điều 9 Luật Khiếu nại năm 2011), hoặc khởi kiện tại Tòa án theo quy định của pháp luật."
        ),
        f"Cần giải thích hoặc giúp đỡ, xin liên hệ: {refusal.contact}.",
    )
    return opening, closing


def _set(about: str, letters: Sequence[tuple[Refusal | Notice, tuple[str, ...], tuple[str, ...]]], at: datetime) -> bytes:
    first = letters[0][0]
    title = f"Thông báo {first.number}" + (f" đến {letters[-1][0].number}" if len(letters) > 1 else "")
    data = frame(title=title, agency=first.agency, dated=first.dated, number=first.number) | {
        "kind": "Thông báo", "about": about, "recipients": ("Như trên", "Lưu: VT"), "signature": asdict(first.signature),
        "letters": [_one(letter, opening, closing) for letter, opening, closing in letters],
    }  # fmt: skip
    return typeset("letter", data, at=at)


def _one(letter: Refusal | Notice, opening: tuple[str, ...], closing: tuple[str, ...]) -> dict[str, object]:
    return {
        "number": letter.number, "to": letter.to, "to_address": letter.to_address, "opening": opening, "closing": closing, "code": letter.claim_code,
        "reasons": [asdict(reason) for reason in letter.reasons] if isinstance(letter, Refusal) else [], "qr": qr_svg(letter.verify_url),
    }  # fmt: skip
