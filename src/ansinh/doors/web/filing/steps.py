"""The pages of a form in their order: who files, where, who the person is; then what the law asks; then how she wants to be paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ansinh.delivery.offices.queries import places_by_code
from ansinh.policy.load import load_programme
from ansinh.policy.papers_named import proving
from ansinh.policy.questions import next_question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.utils.functional import Promise

    from ansinh.delivery.cases.models_papers import Paper
    from ansinh.doors.web.filing.drafts import Draft
    from ansinh.policy.papers_named import PaperNamed
    from ansinh.policy.programme import FactDefinition, Policy, Programme
    from ansinh.policy.workflow import Procedure

SELF, ANOTHER, FACILITY = "self", "another", "facility"
CHOICES: dict[str, str | Promise] = {
    SELF: _("Tôi nộp cho chính mình"), ANOTHER: _("Tôi nộp thay cho người khác"), FACILITY: _("Cơ sở y tế, cơ sở cách ly, đơn vị nghệ thuật nộp cho người của mình"),
}  # fmt: skip


@dataclass(frozen=True)
class Field:
    """One box: a meaning of the list reader, or a word about the filer; `wide` in characters, as the design system has it."""

    name: str
    label: str | Promise
    hint: str | Promise = ""
    required: bool = True
    wide: int = 20
    autocomplete: str = "off"
    inputmode: str = "text"
    long: int = 100


@dataclass(frozen=True)
class Step:
    """One page: its address, its heading, its boxes, and for whom it is."""

    slug: str
    heading: str | Promise
    fields: tuple[Field, ...] = ()
    hint: str | Promise = ""
    applies: Callable[[Draft], bool] = lambda draft: True  # noqa: ARG005 - every draft


def _business(draft: Draft) -> bool:
    return "business" in procedure_of(draft).filers


WHO = Step("nguoi-nop", _("Ai nộp hồ sơ này?"), applies=lambda draft: len(choices_of(procedure_of(draft))) > 1)
PLACE = Step(
    "noi-o",
    _("Người được hỗ trợ đang ở xã, phường nào?"),
    hint=_("Gõ tên xã, phường, thị trấn; thêm tên huyện hoặc tỉnh cho nhanh. Có dấu hay không dấu đều được."),
)
BEFORE = (
    WHO,
    Step(
        "nop-thay", _("Người nộp thay là ai?"), (
            Field("filer_name", _("Họ và tên của ông/bà"), autocomplete="name"), Field("filer_relation", _("Quan hệ với người được hỗ trợ"), _("Ví dụ: mẹ, con, hàng xóm, tổ trưởng.")),
            Field("filer_phone", _("Điện thoại của ông/bà (không bắt buộc)"), required=False, wide=10, autocomplete="tel", inputmode="tel", long=15),
        ),
        _("Cả ông/bà và người được hỗ trợ đều được ghi tên."), lambda draft: draft.who == ANOTHER,
    ),
    Step(
        "co-so", _("Cơ sở, đơn vị nào nộp?"), (
            Field("filer_name", _("Tên cơ sở, đơn vị"), autocomplete="organization"), Field("filer_phone", _("Điện thoại"), wide=10, autocomplete="tel", inputmode="tel", long=15),
        ),
        applies=lambda draft: draft.who == FACILITY,
    ),
    Step(
        "ho-kinh-doanh", _("Hộ kinh doanh nào?"), (
            Field("occupation", _("Tên hộ kinh doanh")), Field("reference", _("Mã số thuế"), _("10 chữ số, có trên giấy đăng ký thuế hoặc biên lai."), wide=10, inputmode="numeric", long=14),
        ),
        _("Cơ quan thuế đối chiếu theo mã số thuế."), _business,
    ),
    PLACE,
    Step("ho-ten", _("Người được hỗ trợ tên là gì?"), (Field("full_name", _("Họ và tên"), _("Viết đầy đủ như trên giấy tờ tùy thân."), autocomplete="name"),)),
    Step(
        "ngay-sinh", _("Người được hỗ trợ sinh ngày nào?"), (
            Field("date_of_birth", _("Ngày sinh"), _("Ví dụ 5/3/1987. Không nhớ ngày, tháng thì chỉ ghi năm: 1987."), wide=10, autocomplete="bday", long=20),
        ),
    ),
    Step(
        "giay-to", _("Số căn cước hoặc chứng minh nhân dân"), (
            Field("id_number", _("Số CCCD (12 số) hoặc CMND (9 số)"), _("Chưa có, như trẻ nhỏ, thì để trống; cán bộ sẽ xác minh."), required=False, inputmode="numeric", long=20),
        ),
    ),
    Step("dia-chi", _("Địa chỉ trong xã, phường"), (Field("address", _("Thôn, xóm, số nhà, đường"), autocomplete="street-address", wide=30, long=200),)),
    Step(
        "dien-thoai", _("Điện thoại để báo tin"), (
            Field(
                "phone", _("Số điện thoại (không bắt buộc)"), _("Để nhắn khi hồ sơ có kết quả. Không có thì để trống, xã báo bằng giấy."), required=False,
                wide=10, autocomplete="tel", inputmode="tel", long=20,
            ),
        ),
    ),
)  # fmt: skip
AFTER = (
    Step(
        "nhan-tien", _("Nhận tiền qua tài khoản nào?"), (
            Field("bank_name", _("Ngân hàng (không bắt buộc)"), required=False), Field("account_number", _("Số tài khoản (không bắt buộc)"), required=False, inputmode="numeric", long=34),
        ),
        _("Không có tài khoản thì để trống cả hai ô; tiền được trả tại xã hoặc qua bưu điện."),
    ),
)  # fmt: skip
STEPS = {step.slug: step for step in (*BEFORE, *AFTER)}


def programme_of(draft: Draft) -> Programme:
    """Give the programme of a draft."""
    return load_programme(draft.programme)


def policy_of(draft: Draft) -> Policy:
    """Give the policy of a draft."""
    return programme_of(draft).policy(draft.policy)


def procedure_of(draft: Draft) -> Procedure:
    """Give the procedure of today."""
    return policy_of(draft).procedure_on(timezone.localdate())


def choices_of(procedure: Procedure) -> dict[str, str | Promise]:
    """Give who may file under a procedure, in words."""
    people = {"person", "business"} & set(procedure.filers)
    facility = "facility" in procedure.filers
    return {name: label for name, label in CHOICES.items() if (facility if name == FACILITY else people)}


def asked_facts(draft: Draft) -> dict[str, Any]:
    """Give what the law may rest on so far: she asks for the support, where she lives, when she was born, and her answers."""
    place = places_by_code([draft.place]).get(draft.place)
    born = draft.fields.get("born", "")
    told = {"requests_support": True, "province": place.province if place else None, "date_of_birth": born or None, **draft.known}
    return {name: value for name, value in told.items() if value is not None}


def next_fact(draft: Draft) -> FactDefinition | None:
    """Give the next question of the law for this policy that no register can answer; nothing when none matters any more."""
    programme = programme_of(draft)
    never = {*draft.unknown, "requests_support", "province", "date_of_birth"}
    return next_question(asked_facts(draft), programme, as_of=timezone.localdate(), policies=[draft.policy], never=never, vouched=tuple(programme.registers))


PAPERS = "giay-to-kem"


def papers_for(draft: Draft) -> dict[str, PaperNamed]:
    """Give, by fact, the papers the law asks for as proof of what was told here; none where it asks for none."""
    return proving(programme_of(draft), draft.policy, asked_facts(draft), on=timezone.localdate())


def papers_lacking(draft: Draft, sent: Iterable[Paper]) -> list[PaperNamed]:
    """Give the papers without which the law takes no filing and which have not been sent; none where they may come later."""
    if not procedure_of(draft).papers_at_once:
        return []
    held, known = {paper.wanted for paper in sent if paper.state != paper.State.REFUSED}, asked_facts(draft)
    return list({paper.id: paper for fact, paper in papers_for(draft).items() if fact in known and paper.id not in held}.values())


def onward(draft: Draft) -> str:
    """Give the address of the first page that is still to be answered, at the end of the one that checks all."""
    for step in BEFORE:
        if step.slug not in draft.done and step.applies(draft):
            return reverse("file_step", args=[step.slug])
    fact = next_fact(draft)
    if fact is not None:
        return reverse("file_question", args=[fact.id])
    for step in AFTER:
        if step.slug not in draft.done:
            return reverse("file_step", args=[step.slug])
    return reverse("file_papers" if PAPERS not in draft.done and papers_for(draft) else "file_check")


def before(draft: Draft, here: str) -> str:
    """Give the address of the page before `here` (an address); the first leads back to what the policy is."""
    pages = [
        *(reverse("file_step", args=[step.slug]) for step in BEFORE if step.applies(draft)),
        *(reverse("file_question", args=[fact]) for fact in draft.facts),
    ]
    tail = [*(reverse("file_step", args=[step.slug]) for step in AFTER), *([reverse("file_papers")] if papers_for(draft) else [])]
    if here in pages:
        place = pages.index(here)
        return pages[place - 1] if place else reverse("file_policy", args=[draft.policy])
    whole = [*pages, *tail, reverse("file_check")]
    return whole[whole.index(here) - 1] if here in whole else pages[-1]
