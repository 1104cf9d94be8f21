"""What letters are about, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

KINDS: dict[str, str | Promise] = {
    "approved": _("Được hỗ trợ"),
    "refused": _("Không được duyệt"),
    "revoked": _("Thu hồi hỗ trợ"),
    "corrected": _("Đính chính"),
    "payment_failed": _("Chưa chi trả được"),
    "refund_owed": _("Được trả lại tiền"),
    "refund_given": _("Đã trả lại tiền"),
    "named": _("Được người sử dụng lao động kê khai"),
    "account_password": _("Mật khẩu dùng một lần của cán bộ"),
    "account_factor": _("Gỡ xác thực hai lớp của cán bộ"),
    "account_reopened": _("Mở lại tài khoản của cán bộ"),
    "account_moved": _("Chuyển tài khoản của cán bộ sang đơn vị khác"),
}
WHY: dict[str, str | Promise] = {
    "no_address": _("Địa chỉ không có hoặc thiếu"),
    "unknown": _("Không có người này ở địa chỉ đó"),
    "moved": _("Đã chuyển đi nơi khác"),
    "absent": _("Vắng nhà nhiều lần, không đến nhận"),
    "declined": _("Từ chối nhận"),
    "died": _("Người nhận đã chết"),
    "unreachable": _("Bưu tá không vào được (phong tỏa, thiên tai)"),
}
HOW: dict[str, str | Promise] = {
    "again": _("Gửi lại đến địa chỉ khác"),
    "by_hand": _("Đã giao hoặc báo tận nơi"),
    "in_vain": _("Không tìm được người nhận"),
}
