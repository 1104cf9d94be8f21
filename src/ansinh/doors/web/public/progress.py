"""A claim's state in plain words: where it is, what comes next, what the person can do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.doors.web.public.forms import words
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from ansinh.delivery.cases.public import ClaimStatus

PAST: dict[str, str | Promise] = {
    "submitted": _("Danh sách được nộp"),
    "list:posted": _("Xã lập danh sách, niêm yết xong và chuyển lên"),
    "list:forwarded": _("Xã lập danh sách và chuyển lên"),
    "confirm:forwarded": _("Đã xác nhận thông tin"),
    "appraise:forwarded": _("Đã thẩm định"),
    "approve:approved": _("Đã có quyết định"),
}
RETURNED = _("Trả lại để bổ sung, sửa chữa")
DONE = _("Đã xong một bước")
STEPS: dict[str, str | Promise] = {"ready": _("Chuẩn bị chi tiền"), "sent": _("Tiền đến tay người nhận"), "failed": _("Chi lại")}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said first: a headline, a sentence, a tone."""

    headline: str
    sentence: str
    tone: str


def told(claim: ClaimStatus) -> Told:
    """Say where the claim is: the money speaks before the decision, the decision before the review."""
    if claim.state == "revoked":
        appeal = gettext("Không đồng ý thì có quyền khiếu nại.")
        return Told(gettext("Đã thu hồi"), f"{_of_revoked(claim)} {appeal}", "bad")
    if claim.payment:
        return _of_money(claim)
    if claim.state == "approved":
        return Told(gettext("Đã được duyệt"), gettext("Cơ quan chi trả đang chuẩn bị chuyển tiền."), "good")
    if claim.state == "refused":
        return Told(gettext("Không được duyệt"), gettext("Lý do và căn cứ ở dưới. Không đồng ý thì có quyền khiếu nại đến cơ quan ra quyết định."), "bad")
    if claim.state == "excluded":
        return Told(
            gettext("Đang xét, có đề nghị loại"),
            gettext("Cán bộ đề nghị không hỗ trợ vì lý do ở dưới. Chưa có quyết định; có thể bổ sung hoặc giải thích với người đang giữ hồ sơ."),
            "wait",
        )
    if claim.asks:
        return Told(gettext("Đang xét, chờ bổ sung"), gettext("Bước này tạm dừng đến khi có giấy tờ hoặc thông tin đã hỏi."), "wait")
    if claim.outcome == "undetermined":
        return Told(gettext("Đang xét, còn thiếu thông tin"), gettext("Người đang giữ hồ sơ sẽ liên hệ nếu cần giấy tờ hoặc thông tin."), "wait")
    return Told(gettext("Đang xét"), gettext("Hồ sơ đang được giải quyết đúng trình tự. Không cần nộp lại."), "work")


def timeline(claim: ClaimStatus) -> list[dict[str, Any]]:
    """Give what happened, oldest first, and the next thing to come."""
    items: list[dict[str, Any]] = [{"title": _past(name), "when": at} for name, at in claim.past]
    words_of = {"revoke": _("Thu hồi bằng Quyết định %(number)s"), "correct": _("Đính chính bằng Quyết định %(number)s")}
    items += [{"title": words_of[later.kind] % {"number": later.number}, "when": later.decided_on} for later in claim.later]
    if claim.paid_on and claim.payment == "paid":
        items.append({"title": gettext("Đã nhận tiền"), "when": claim.paid_on})
    coming = (
        None if claim.state == "revoked" else STEPS.get(claim.payment) or (_("Chuẩn bị chi tiền") if claim.state == "approved" and not claim.payment else None)
    )
    if claim.due_on:
        step = _step(claim)
        items.append({"title": step, "when": claim.due_on, "who": gettext("hạn giải quyết"), "next": True})
    elif coming:
        items.append({"title": coming, "next": True})
    return items


def _of_revoked(claim: ClaimStatus) -> str:
    if any(owed.left_vnd for owed in claim.owed if not owed.hers):
        return gettext("Lý do, căn cứ, số tiền phải hoàn lại và nơi nộp ở dưới.")
    if claim.owed:
        return gettext("Lý do và căn cứ ở dưới.")
    return gettext("Lý do và căn cứ ở dưới. Nếu đã nhận tiền, cơ quan chi trả sẽ liên hệ về việc hoàn lại.")


def _of_money(claim: ClaimStatus) -> Told:
    if claim.payment == "paid":
        return Told(gettext("Đã nhận tiền"), gettext("Nếu thực tế chưa nhận, báo ngay cho nơi đã nộp hồ sơ."), "good")
    if claim.payment == "failed":
        return Told(
            gettext("Tiền bị trả lại"),
            gettext("Ngân hàng hoặc bưu điện không chuyển được. Mang giấy tờ tùy thân và số tài khoản đến nơi đã nộp hồ sơ để sửa; tiền sẽ được chi lại."),
            "bad",
        )
    if claim.payment == "sent":
        return Told(gettext("Tiền đang được chuyển"), gettext("Lệnh chi đã gửi, đang chờ ngân hàng, bưu điện hoặc xã xác nhận."), "work")
    return Told(gettext("Đã được duyệt"), gettext("Cơ quan chi trả đang chuẩn bị chuyển tiền."), "good")


def _past(name: str) -> str:
    if name.endswith(":returned"):
        return str(RETURNED)
    return str(PAST.get(name, DONE))


def _step(claim: ClaimStatus) -> str:
    """Name the step the claim stands at, as the law's procedure calls it."""
    policy = load_programme(claim.programme).policy(claim.policy)
    names = {step.id: step.name for procedure in policy.procedures for step in procedure.steps}
    return words(names.get(claim.step, {})) or gettext("Bước tiếp theo")
