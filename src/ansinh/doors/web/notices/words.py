"""What channels, lanes and faults of the outbox are called on its page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import Promise

CHANNELS: dict[str, str | Promise] = {
    "sms": gettext_lazy("Tin nhắn"),
    "zalo": "Zalo",
    "email": gettext_lazy("Thư điện tử"),
    "letter": gettext_lazy("Phiếu giấy"),
}
LANES: dict[str, str | Promise] = {"single": gettext_lazy("tin riêng"), "bulk": gettext_lazy("tin hàng loạt")}
OUTCOMES: dict[str, str | Promise] = {
    "told": gettext_lazy("Đã báo trực tiếp"),
    "reachable": gettext_lazy("Số dùng được, gửi lại"),
    "nowhere": gettext_lazy("Không tìm được người nhận"),
}
FAULTS: dict[str, str | Promise] = {
    "credentials": gettext_lazy("Nhà cung cấp không nhận mật khẩu của hệ thống"),
    "bind refused": gettext_lazy("Nhà cung cấp không nhận mật khẩu của hệ thống"),
    "-124": gettext_lazy("Nhà cung cấp không nhận mật khẩu của hệ thống"),
    "SMTPAuthentication": gettext_lazy("Nhà cung cấp không nhận mật khẩu của hệ thống"),
    "refused": gettext_lazy("Không kết nối được"),
    "Connect": gettext_lazy("Không kết nối được"),
    "imeout": gettext_lazy("Không trả lời kịp"),
    "no answer": gettext_lazy("Không trả lời kịp"),
    "closed": gettext_lazy("Kết nối bị ngắt"),
    "disconnected": gettext_lazy("Kết nối bị ngắt"),
    "gaierror": gettext_lazy("Không tìm thấy máy chủ"),
}


def fault_in_words(fault: str) -> str:
    """Say why a provider did not take something, as who calls it needs it; its own code stays beside."""
    said = next((str(words) for sign, words in FAULTS.items() if sign in fault), "")
    code = re.search(r"0x[0-9a-f]{8}|HTTP \d+|^-\d+|^\d{3}\b", fault)
    return " – ".join(part for part in (said or _("Nhà cung cấp báo lỗi"), code[0] if code else "") if part)
