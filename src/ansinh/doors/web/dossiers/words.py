"""What happened to a dossier and why a claim cannot go on, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from ansinh.doors.web.templatetags.page import day, number
from ansinh.policy.load import load_programme
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

    from ansinh.delivery.cases.models import Claim, Determination, Dossier
    from ansinh.delivery.evidence.models import Event

VERBS: dict[str, str | Promise] = {
    "cases.receive": _("Nhận tệp danh sách"), "cases.read": _("Đọc danh sách"), "cases.attest": _("Xác nhận cho cả danh sách"), "cases.submit": _("Nộp thành hồ sơ"),
    "cases.submit_refused": _("Chưa nộp được"), "cases.forward": _("Chuyển bước sau"), "cases.return": _("Trả lại"), "cases.post_list": _("Niêm yết danh sách"),
    "cases.let_go_on": _("Hẹn chuyển khi hết niêm yết"),
    "cases.exclude": _("Đề nghị loại"), "cases.include": _("Lấy lại vào danh sách"), "cases.correct": _("Sửa thông tin"),
    "intake.confirm_workers": _("Xác nhận người lao động"), "intake.settle_denial": _("Xác minh ý kiến của người lao động"),
    "intake.confirm_by_register": _("Xác nhận theo dữ liệu BHXH"), "intake.deny": _("Người lao động báo không đúng"), "intake.tell_workers": _("Báo cho từng người lao động"),
    "cases.answer_again": _("Xét lại theo dữ liệu nhà nước"), "cases.approve": _("Ban hành quyết định"),
    "cases.hand_to_signer": _("Chuyển người được ký"),
    "cases.bulk": _("Xử lý nhiều hồ sơ, chờ mười phút"), "cases.bulk_undo": _("Hoàn tác xử lý nhiều hồ sơ"),
    "cases.ask": _("Yêu cầu bổ sung"), "cases.answer": _("Đã bổ sung"), "cases.escalate": _("Báo về thời hạn"), "cases.hand_over": _("Giao người làm thay"),
    "cases.record_absence": _("Giao người làm thay"), "cases.end_absence": _("Kết thúc vắng mặt"),
    "cases.complete_by_itself": _("Tự hoàn thành: dữ liệu nhà nước đã xác nhận"),
    "cases.reopen": _("Lập hồ sơ xét lại"), "intake.file": _("Nộp hồ sơ"), "intake.take": _("Tiếp nhận, gom thành danh sách"),
    "intake.refuse": _("Không tiếp nhận"), "intake.withdraw": _("Người nộp rút hồ sơ"), "intake.hand_over": _("Giao người làm thay"),
    "intake.give_back": _("Danh sách đã bỏ, chờ tiếp nhận lại"),
    "intake.announce": _("Bưu điện giao lô đơn"), "intake.count": _("Đếm lô đơn"), "intake.settle_batch": _("Khép lô đơn"), "intake.erase": _("Xóa dữ liệu đã hết hạn giữ"),
    "cases.note_return": _("Bưu điện trả lại thư"), "cases.settle_return": _("Giải quyết thư bị trả lại"),
    "grievances.file": _("Nhận đơn"), "grievances.appeal": _("Nhận khiếu nại lần hai"), "grievances.uphold": _("Chấp nhận đơn"), "grievances.dismiss": _("Không chấp nhận đơn"),
    "grievances.withdraw": _("Người gửi rút đơn"), "grievances.hand_over": _("Giao người làm thay"), "grievances.carry_out": _("Đã làm việc được giao"),
    "grievances.escalate": _("Báo về thời hạn trả lời đơn"),
    "cases.notify": _("Báo cho từng người"), "cases.make_document": _("Lập văn bản quyết định"),
    "cases.sign_paper": _("Ký số văn bản"), "cases.signing_waits": _("Văn bản chờ khóa ký số"), "cases.ask_key": _("Thử ký lại"),
    "cases.mark": _("Đánh dấu nhiều người"), "cases.undo_mark": _("Hoàn tác đánh dấu nhiều người"),
    "cases.propose_revision": _("Đề nghị thu hồi hoặc đính chính"), "cases.revise": _("Ban hành quyết định thu hồi hoặc đính chính"),
    "cases.escalate_revision": _("Báo về thời hạn ký đề nghị"),
    "cases.reject_revision": _("Không chấp nhận thu hồi hoặc đính chính"), "payments.revise": _("Rút lệnh chi, mở thu hồi theo quyết định sau"),
    "payments.recover": _("Ghi nhận tiền đã thu hồi"), "payments.hand_over": _("Giao khoản phải thu hồi cho người khác"),
    "payments.give_back": _("Trả lại tiền cho người nhận"), "payments.hand_over_refund": _("Giao khoản phải trả lại cho người khác"),
    "payments.escalate": _("Báo về thời hạn thu hồi, trả lại tiền"), "payments.instruct": _("Lập lệnh chi"), "payments.reissue": _("Lập lại lệnh chi"),
    "payments.settle": _("Đối chiếu chi trả"), "payments.tell": _("Báo cho từng người về tiền"), "payments.make_files": _("Lập tệp chi trả"),
}  # fmt: skip


RUNGS: dict[str, str | Promise] = {
    "aim": _("Nhắc theo ngày Bộ yêu cầu"),
    "reminder": _("Nhắc người giữ việc"), "chief": _("Báo người đứng đầu đơn vị"), "province": _("Báo cấp tỉnh"), "ministry": _("Báo Bộ"),
}  # fmt: skip


def language() -> str:
    """Give the reader's language: vi or en."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def timeline(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Give what happened as items of the timeline; an act of many events is told once."""
    items: dict[Any, dict[str, Any]] = {}
    for event in events:
        item = items.setdefault(event.act, {"title": VERBS.get(event.verb, event.verb), "when": event.at, "who": event.officer_name, "text": ""})
        said = _said(event.after or {})
        item["text"] = f"{item['text']} {said}".strip() if said not in item["text"] else item["text"]
    return list(items.values())


def _said(after: dict[str, Any]) -> str:
    parts = []
    if after.get("reason"):
        parts.append(_ended(gettext("Lý do: %(reason)s") % {"reason": after["reason"]}))
    if after.get("owner"):
        due = date.fromisoformat(after["due_on"]) if after.get("due_on") else None
        words = gettext("Giao %(owner)s, %(office)s, hạn %(day)s.")
        parts.append(words % {"owner": after["owner"], "office": after.get("office", ""), "day": day(due)})
    if after.get("asked"):
        parts.append(_ended(after["asked"]))
    if after.get("answer"):
        parts.append(_ended(after["answer"]))
    if after.get("rung"):
        parts.append(f"{RUNGS[after['rung']]}: {after.get('told') or gettext('chưa có ai đứng đầu')}.")
    if after.get("posted_on"):
        parts.append(gettext("Niêm yết ngày %(day)s.") % {"day": day(date.fromisoformat(after["posted_on"]))})
    if after.get("claims"):
        parts.append(gettext("%(people)s người, %(money)s.") % {"people": number(after["claims"]), "money": vnd(after.get("amount_vnd") or 0, language())})
    if after.get("decision"):
        parts.append(gettext("Quyết định %(number)s.") % {"number": after["decision"]})
    return " ".join(parts)


def _ended(said: str) -> str:
    """Give a text that somebody wrote as a sentence: what follows must not run into it."""
    said = said.strip()
    return said if said.endswith((".", "!", "?", "…", ":")) else f"{said}."


def why_not(claim: Claim, found: Determination | None, dossier: Dossier) -> list[dict[str, Any]]:
    """Say which conditions a claim fails, with the article, or which facts are missing; nothing for one that is eligible."""
    programme = load_programme(dossier.programme)
    policy = programme.policy(claim.policy)
    if found is None or claim.outcome == "eligible":
        return []
    if claim.outcome == "ineligible":
        conditions = {condition.id: condition for condition in policy.version_on(found.as_of).conditions}
        known = [conditions[name] for name in found.failed if name in conditions]
        return [{"text": condition.text, "cite": condition.cite, "verified": condition.verified} for condition in known]
    return [{"text": programme.facts[name].question, "cite": "", "verified": True} for name in found.missing if name in programme.facts]


def fact_words(name: str, value: Any, programme_id: str) -> tuple[str, str]:
    """Say a fact and its value in the reader's language."""
    fact = load_programme(programme_id).facts.get(name)
    if fact is None:
        return name, str(value)
    shown = str(value)
    if isinstance(value, bool):
        shown = gettext("Có") if value else gettext("Không")
    elif fact.type == "date":
        shown = day(date.fromisoformat(str(value)))
    elif fact.type == "money":
        shown = vnd(int(value), language())
    elif value in fact.choices:
        shown = fact.choices[value][language()]
    return str(fact.question.get(language(), name)), shown
