"""What complaints are about, in words for people and for officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

KINDS: dict[str, str | Promise] = {
    "decision": _("Không đồng ý với quyết định"),
    "delay": _("Chậm giải quyết"),
    "missing": _("Bị bỏ sót, chưa có tên trong danh sách"),
    "conduct": _("Hành vi của cán bộ"),
    "objection": _("Ý kiến về danh sách niêm yết"),
    "amendment": _("Thông tin về tôi ghi sai, đề nghị sửa"),
}
CHANNELS: dict[str, str | Promise] = {"web": _("trên mạng"), "counter": _("tại quầy"), "hotline": _("qua điện thoại")}
REMEDIES: dict[str, str | Promise] = {
    "reopened": _("Lập hồ sơ xét lại: cán bộ lập danh sách nhận ngay, xét và chi trả bằng một quyết định mới"),
    "ordered": _("Giao việc phải làm cho người đang giữ hồ sơ hoặc cán bộ lập danh sách"),
}
