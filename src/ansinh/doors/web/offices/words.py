"""Roles and levels of offices in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

ROLES: dict[str, str | Promise] = {
    "lister": _("Lập danh sách"), "verifier": _("Xác nhận"), "appraiser": _("Thẩm định"), "approver": _("Phê duyệt"), "payer": _("Chi trả"),
    "supervisor": _("Giám sát"), "analyst": _("Tổng hợp"), "administrator": _("Quản trị"), "chief": _("Người đứng đầu"),
}  # fmt: skip
LEVELS: dict[str, str | Promise] = {"province": _("Cấp tỉnh"), "district": _("Cấp huyện"), "commune": _("Cấp xã")}
