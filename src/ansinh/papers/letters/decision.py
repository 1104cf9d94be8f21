"""The numbered decision of an authority with its list as annex."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ansinh.papers.letters.annex import annex_workbook
from ansinh.papers.letters.parts import MAX_PDF_ROWS, Agency, Paper, Person, Signature, figures, frame, long_day, summed, support
from ansinh.papers.letters.typesetting import qr_svg, typeset
from ansinh.policy.money import in_words_vi

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """All that a decision says. `number` is whole (`12/QĐ-UBND`); `authority` decides (`Chủ tịch Ủy ban nhân dân huyện ...`)."""

    number: str
    agency: Agency
    dated: date
    about: str
    authority: str
    bases: tuple[str, ...]
    articles: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: Signature
    people: tuple[Person, ...]
    annex_title: str
    verify_url: str = ""
    code: str = ""

    @property
    def signing(self) -> str:
        """Where the signer's printed name leads: to what is known of the signature; a digital one is seen above it."""
        return f"{self.verify_url}#chu-ky" if self.verify_url else ""


@dataclass(frozen=True, slots=True)
class Approval:
    """What differs from one approval of a list to the next; `submitted` names who proposed it and by which paper."""

    number: str
    agency: Agency
    dated: date
    authority: str
    policy_name: str
    legal_bases: tuple[str, ...]
    submitted: str
    place_name: str
    executors: str
    signature: Signature
    people: tuple[Person, ...]
    verify_url: str = ""
    code: str = ""


def approve_list(approval: Approval) -> Decision:
    """Word the usual decision that approves a list of people and the money for them."""
    total = sum(person.amount_vnd for person in approval.people)
    what, words = support(approval.policy_name), f"(bằng chữ: {in_words_vi(total)}). Danh sách kèm theo Quyết định này"
    about = f"Về việc phê duyệt danh sách và kinh phí {what} tại {approval.place_name}"
    return Decision(
        number=approval.number,
        agency=approval.agency,
        dated=approval.dated,
        about=about,
        authority=approval.authority,
        bases=(*approval.legal_bases, f"Theo đề nghị của {approval.submitted}"),
        articles=(
            f"Phê duyệt danh sách {len(approval.people)} người được {what} tại {approval.place_name}, với tổng kinh phí {figures(total)} đồng {words}.",
            "Kinh phí được chi trả một lần, trực tiếp cho từng người theo đúng danh sách, qua tài khoản, qua bưu điện hoặc bằng tiền mặt. Đơn vị chi trả quyết toán theo số tiền người dân đã nhận.",
            f"{approval.executors} và những người có tên trong danh sách chịu trách nhiệm thi hành Quyết định này. Quyết định có hiệu lực kể từ ngày ký.",
        ),
        recipients=(
            "Như Điều 3",
            "Ủy ban Mặt trận Tổ quốc cùng cấp (để giám sát)",
            "Cơ quan Lao động - Thương binh và Xã hội",
            "Niêm yết công khai nơi người được hỗ trợ cư trú",
            "Lưu: VT",
        ),
        signature=approval.signature,
        people=approval.people,
        annex_title=f"Danh sách người được {what}",
        verify_url=approval.verify_url,
        code=approval.code,
    )


def decision_pdf(decision: Decision, *, at: datetime, expect_vnd: int | None = None) -> Paper:
    """Set the decision; raises `PaperRefused` when its list does not sum to `expect_vnd`.

    Beyond `MAX_PDF_ROWS` people the annex is a workbook, named in the decision by its SHA-256.
    """
    total = summed(decision.people, expect_vnd)
    data, annex = _data(decision, total), None
    if len(decision.people) > MAX_PDF_ROWS:
        annex = annex_workbook(decision.people, titles=(decision.annex_title, str(data["annex_note"])), at=at)
        data |= {"rows": [], "annex_sha256": hashlib.sha256(annex).hexdigest()}
    return Paper(typeset("decision", data, at=at), len(decision.people), total, annex)


def _data(decision: Decision, total: int) -> dict[str, object]:
    rows = [
        [str(order), person.name, person.birth, person.id_number, person.address, figures(person.amount_vnd), person.note]
        for order, person in enumerate(decision.people, 1)
    ]
    return frame(title=f"Quyết định {decision.number}", agency=decision.agency, dated=decision.dated, number=decision.number, code=decision.code) | {
        "about": decision.about, "authority": decision.authority, "bases": decision.bases, "articles": decision.articles, "recipients": decision.recipients,
        "signature": asdict(decision.signature), "signing": decision.signing, "qr": qr_svg(decision.verify_url), "rows": rows,
        "annex_sha256": "", "annex_title": decision.annex_title,
        "annex_note": f"(Kèm theo Quyết định số {decision.number} {long_day(decision.dated)} của {decision.authority})",
        "count": figures(len(rows)), "total": figures(total), "total_words": in_words_vi(total),
    }  # fmt: skip
