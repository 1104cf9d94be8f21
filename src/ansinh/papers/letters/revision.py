"""The words of a decision that revokes or corrects an earlier one, set as every decision is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.papers.letters.decision import Decision
from ansinh.papers.letters.parts import figures, long_day, support
from ansinh.policy.money import in_words_vi

if TYPE_CHECKING:
    from datetime import date

    from ansinh.papers.letters.parts import Agency, Person, Signature


@dataclass(frozen=True, slots=True)
class Revised:
    """What differs from one such decision to the next; amounts of `people` are what is revoked, or what is right from now on."""

    revokes: bool
    number: str
    agency: Agency
    dated: date
    authority: str
    policy_name: str
    legal_bases: tuple[str, ...]
    earlier: str
    earlier_on: date
    proposed: str
    reason: str
    complain_to: str
    signature: Signature
    people: tuple[Person, ...]
    verify_url: str = ""
    code: str = ""


def revise_list(revised: Revised) -> Decision:
    """Word the decision: what it does to which earlier one, why, what follows for money, where to complain."""
    total = sum(person.amount_vnd for person in revised.people)
    what, of = support(revised.policy_name), f"Quyết định số {revised.earlier} {long_day(revised.earlier_on)}"
    done = "thu hồi" if revised.revokes else "đính chính"
    return Decision(
        number=revised.number, agency=revised.agency, dated=revised.dated, about=f"Về việc {done} một phần {of} ({what})", authority=revised.authority,
        bases=(*revised.legal_bases, of, f"Theo đề nghị của {revised.proposed}"),
        articles=(
            _first(revised, what, of, total),
            f"Lý do: {revised.reason.rstrip('.')}. Các nội dung khác của {of} giữ nguyên hiệu lực.",
            *_money(revised),
            f"Người có tên trong danh sách nếu không đồng ý có quyền khiếu nại đến {revised.complain_to} theo quy định của pháp luật về khiếu nại.",
            "Các cơ quan liên quan chịu trách nhiệm thi hành Quyết định này. Quyết định có hiệu lực kể từ ngày ký.",
        ),
        recipients=("Người có tên trong danh sách", "Đơn vị chi trả", "Ủy ban Mặt trận Tổ quốc cùng cấp (để giám sát)", "Lưu: VT"),
        signature=revised.signature, people=revised.people, annex_title=f"Danh sách người {'bị thu hồi' if revised.revokes else 'được đính chính'} {what}",
        verify_url=revised.verify_url, code=revised.code,
    )  # fmt: skip


def _first(revised: Revised, what: str, of: str, total: int) -> str:
    people = f"{len(revised.people)} người có tên trong danh sách kèm theo"
    money = f"{figures(total)} đồng (bằng chữ: {in_words_vi(total)})"
    if revised.revokes:
        return f"Thu hồi việc phê duyệt {what} đối với {people}, đã được phê duyệt tại {of}, với tổng số tiền {money}."
    return f"Đính chính thông tin {what} của {people}, đã được phê duyệt tại {of}; tổng số tiền đúng là {money}."


def _money(revised: Revised) -> tuple[str, ...]:
    if revised.revokes:
        return ("Khoản chưa chi thì không chi. Khoản đã chi thì người nhận hoàn lại; đơn vị chi trả tổ chức thu hồi và nộp lại nguồn kinh phí.",)
    return ("Phần tiền còn thiếu so với số đúng được chi thêm; phần đã chi vượt số đúng thì người nhận hoàn lại cho đơn vị chi trả.",)
