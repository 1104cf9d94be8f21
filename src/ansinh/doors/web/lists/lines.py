"""Lines of a file that are no person, by what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

KINDS: dict[str, str | Promise] = {
    "title": _("Tiêu đề của danh sách"),
    "heading": _("Tên cột"),
    "column numbers": _("Số thứ tự cột"),
    "group": _("Tên nhóm, thôn, tổ"),
    "subtotal": _("Cộng từng phần"),
    "total": _("Dòng tổng"),
    "note": _("Ghi chú cuối danh sách"),
    "signature": _("Phần ký tên"),
    "empty numbered row": _("Dòng đánh số sẵn, bỏ trống"),
    "template stamp": _("Dấu của mẫu phát ra"),
    "sheet ignored": _("Trang không phải danh sách"),
}


def line_kind(why: str) -> str:
    """Say in words what a skipped line is; a kind nobody has named yet is shown as the reader calls it."""
    return str(KINDS.get(why, why))
