"""What the states of rows are called on screen, and in which tone: one list for every page."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Shown(NamedTuple):
    """A label and a tone: `work` under way, `good` done well, `bad` needs attention, `wait` waits for somebody, `plain`."""

    label: str | Promise
    tone: str


STATES: dict[str, dict[str, Shown]] = {
    "upload": {
        "reading": Shown(_("Đang đọc"), "work"),
        "read": Shown(_("Đã đọc"), "wait"),
        "submitting": Shown(_("Đang nộp"), "work"),
        "submitted": Shown(_("Đã nộp"), "good"),
        "refused": Shown(_("Không đọc được"), "bad"),
        "discarded": Shown(_("Đã bỏ"), "plain"),
    },
    "row": {
        "ready": Shown(_("Sẵn sàng"), "good"),
        "undecided": Shown(_("Cần quyết định"), "wait"),
        "aside": Shown(_("Để riêng"), "plain"),
    },
    "dossier": {
        "in_progress": Shown(_("Đang giải quyết"), "work"),
        "decided": Shown(_("Đã có quyết định"), "good"),
    },
    "measure": {
        "16": Shown(_("Chỉ thị 16"), "bad"),
        "15": Shown(_("Chỉ thị 15"), "wait"),
        "19": Shown(_("Chỉ thị 19"), "wait"),
        "lifted": Shown(_("Bãi bỏ giãn cách"), "good"),
    },
    "order": {
        "open": Shown(_("Chờ tỉnh trả lời"), "wait"),
        "late": Shown(_("Quá hạn trả lời"), "bad"),
        "answered": Shown(_("Chờ Bộ xem"), "work"),
        "again": Shown(_("Phải trả lời lại"), "wait"),
        "accepted": Shown(_("Bộ đã nhận"), "good"),
    },
    "plan_document": {
        "plan": Shown(_("Kế hoạch"), "good"),
        "decision": Shown(_("Quyết định"), "work"),
        "dispatch": Shown(_("Công văn"), "plain"),
        "guidance": Shown(_("Hướng dẫn"), "plain"),
        "replaced": Shown(_("Đã được thay"), "plain"),
    },
    "outcome": {
        "eligible": Shown(_("Đủ điều kiện"), "good"),
        "ineligible": Shown(_("Không đủ điều kiện"), "bad"),
        "undetermined": Shown(_("Chưa xác định được"), "wait"),
    },
    "claim": {
        "in_review": Shown(_("Đang xét"), "work"),
        "excluded": Shown(_("Đề nghị loại"), "wait"),
        "approved": Shown(_("Đã duyệt"), "good"),
        "refused": Shown(_("Không duyệt"), "bad"),
        "revoked": Shown(_("Đã thu hồi"), "bad"),
    },
    "revision": {
        "proposed": Shown(_("Chờ ký"), "wait"),
        "signed": Shown(_("Đã ban hành"), "good"),
        "rejected": Shown(_("Không chấp nhận"), "plain"),
    },
    "recovery": {
        "": Shown(_("Phải thu hồi"), "wait"),
        "recovered": Shown(_("Đã thu hồi tiền"), "good"),
        "came_back": Shown(_("Tiền đã về nguồn"), "plain"),
    },
    "refund": {
        "open": Shown(_("Phải trả lại"), "wait"),
        "done": Shown(_("Đã trả lại"), "good"),
    },
    "task": {
        "": Shown(_("Đang làm"), "work"),
        "forwarded": Shown(_("Đã chuyển bước sau"), "good"),
        "returned": Shown(_("Đã trả lại"), "wait"),
        "approved": Shown(_("Đã phê duyệt"), "good"),
    },
    "instruction": {
        "ready": Shown(_("Chờ lập tệp"), "wait"),
        "sent": Shown(_("Đã gửi lệnh chi"), "work"),
        "paid": Shown(_("Đã nhận tiền"), "good"),
        "failed": Shown(_("Không trả được"), "bad"),
        "withdrawn": Shown(_("Đã rút lại"), "plain"),
    },
    "money": {
        "draw": Shown(_("Chờ lập lệnh chi"), "wait"),
        "file": Shown(_("Chờ lập tệp chi"), "wait"),
        "back": Shown(_("Có tiền bị trả lại"), "bad"),
        "sent": Shown(_("Chờ sao kê"), "work"),
        "done": Shown(_("Đã chi xong"), "good"),
    },
    "line": {
        "paid": Shown(_("Đã trả"), "good"),
        "failed": Shown(_("Không trả được"), "bad"),
        "repeated": Shown(_("Đã ghi nhận trước đó"), "plain"),
        "unknown": Shown(_("Không tìm thấy lệnh chi"), "bad"),
        "amount": Shown(_("Sai số tiền"), "bad"),
    },
    "letter": {
        "delivered": Shown(_("Đã phát"), "good"),
        "bounced": Shown(_("Không có người nhận"), "bad"),
        "queued": Shown(_("Chờ in"), "wait"),
        "sent": Shown(_("Đã in"), "good"),
        "failed": Shown(_("Không gửi được"), "bad"),
    },
    "grievance": {
        "filed": Shown(_("Đang xem xét"), "work"),
        "upheld": Shown(_("Được chấp nhận"), "good"),
        "dismissed": Shown(_("Không được chấp nhận"), "plain"),
        "withdrawn": Shown(_("Đã rút"), "plain"),
    },
    "paper": {
        "waiting": Shown(_("Đang kiểm tra"), "wait"),
        "clean": Shown(_("Đã nhận"), "good"),
        "refused": Shown(_("Không nhận"), "bad"),
        "erased": Shown(_("Đã xóa theo thời hạn"), "plain"),
    },
    "worker": {
        "open": Shown(_("Chưa xác nhận"), "wait"),
        "confirmed": Shown(_("Đã xác nhận"), "good"),
        "disputed": Shown(_("Báo không đúng"), "bad"),
        "out": Shown(_("Không xét nữa"), "plain"),
    },
    "accountant": {
        "waiting": Shown(_("Chờ xác nhận"), "wait"),
        "confirmed": Shown(_("Đã xác nhận"), "good"),
        "refused": Shown(_("Không xác nhận"), "bad"),
    },
    "snapshot": {
        "loading": Shown(_("Đang nạp"), "work"),
        "asking": Shown(_("Chờ trả lời"), "wait"),
        "current": Shown(_("Đang dùng"), "good"),
        "superseded": Shown(_("Đã có bản mới hơn"), "plain"),
        "refused": Shown(_("Không dùng"), "bad"),
    },
    "filing": {
        "filed": Shown(_("Chờ tiếp nhận"), "wait"),
        "taken": Shown(_("Đã tiếp nhận"), "good"),
        "withdrawn": Shown(_("Đã rút"), "plain"),
        "refused": Shown(_("Không tiếp nhận"), "bad"),
    },
    "provider": {
        "works": Shown(_("Đang dùng được"), "good"),
        "failing": Shown(_("Đang có lỗi"), "wait"),
        "out": Shown(_("Tạm ngừng"), "bad"),
        "unused": Shown(_("Chưa dùng lần nào"), "plain"),
    },
    "client": {
        "in_force": Shown(_("Đang dùng"), "good"),
        "ahead": Shown(_("Chưa đến ngày"), "wait"),
        "expired": Shown(_("Hết hạn"), "bad"),
        "revoked": Shown(_("Đã thu hồi"), "plain"),
    },
    "notice": {
        "queued": Shown(_("Chờ gửi"), "wait"),
        "sent": Shown(_("Đã gửi"), "good"),
        "delivered": Shown(_("Đã đến máy"), "good"),
        "bounced": Shown(_("Không có người nhận"), "bad"),
        "failed": Shown(_("Không gửi được"), "bad"),
    },
}


def shown(kind: str, state: str) -> Shown:
    """Give label and tone of a state; raises `KeyError` for one that nobody has named yet, so that a test finds it."""
    return STATES[kind][state]
