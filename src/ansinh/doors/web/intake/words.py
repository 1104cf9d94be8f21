"""Channels and filers in words, for people and for officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

CHANNELS: dict[str, str | Promise] = {
    "web": _("Trên mạng"),
    "employer": _("Người sử dụng lao động"),
    "post": _("Qua bưu điện"),
    "counter": _("Tại quầy"),
    "api": _("Từ hệ thống khác"),
    "register": _("Từ dữ liệu nhà nước"),
}
FILERS: dict[str, str | Promise] = {
    "self": _("Chính người đề nghị"),
    "another": _("Người nộp thay"),
    "employer": _("Người sử dụng lao động"),
    "facility": _("Cơ sở, đơn vị"),
    "system": _("Hệ thống"),
}
