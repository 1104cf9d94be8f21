"""Where an officer can go from every page: the entries of the bar under the header, by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.utils.functional import Promise

ANYBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """A page of the bar: its URL name, its label, the roles that see it (none named: every officer)."""

    view: str
    label: str | Promise
    roles: frozenset[str] = ANYBODY


ENTRIES = (
    Entry("desk", _("Việc của tôi")),
    Entry("filings", _("Hồ sơ nộp"), frozenset({"lister", "chief"})),
    Entry("counter", _("Quầy"), frozenset({"lister", "chief"})),
    Entry("confirmations", _("Xác nhận"), frozenset({"verifier"})),
    Entry("uploads", _("Danh sách đã tải lên"), frozenset({"lister"})),
    Entry("dossiers", _("Hồ sơ")),
    Entry("revisions", _("Thu hồi, đính chính"), frozenset({"approver", "appraiser", "payer", "supervisor", "chief"})),
    Entry("post_waiting", _("Thư giấy"), frozenset({"lister", "verifier", "appraiser", "payer", "chief"})),
    Entry("people", _("Tìm người"), frozenset({"lister", "verifier", "appraiser", "approver", "payer", "supervisor"})),
    Entry("payments", _("Chi trả"), frozenset({"payer", "approver", "supervisor"})),
    Entry("grievances", _("Đơn thư")),
    Entry("office", _("Đơn vị")),
    Entry("figures", _("Số liệu")),
    Entry("cards", _("Thẻ điểm")),
    Entry("plans", pgettext_lazy("các tỉnh", "Kế hoạch"), frozenset({"chief", "analyst", "approver", "supervisor"})),
    Entry("registers", _("Nguồn dữ liệu"), frozenset({"analyst", "administrator"})),
    Entry("outbox", _("Tin gửi đi"), frozenset({"lister", "chief", "administrator", "supervisor"})),
    Entry("systems", _("Hệ thống kết nối"), frozenset({"administrator", "chief", "supervisor"})),
    Entry("audit", _("Nhật ký"), frozenset({"supervisor", "administrator"})),
)


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as drawn."""

    url: str
    label: str | Promise
    current: bool


def links(roles: Collection[str], path: str) -> list[Link]:
    """Give the entries that the roles see; a page whose address does not exist in this installation is left out.

    Current is the longest address that begins the path.
    """
    found = [(address, entry.label) for entry in ENTRIES if (not entry.roles or entry.roles & set(roles)) and (address := _address(entry.view))]
    here = max((address for address, _label in found if path.startswith(address)), key=len, default=None)
    return [Link(address, label, address == here) for address, label in found]


def _address(view: str) -> str | None:
    try:
        return reverse(view)
    except NoReverseMatch:
        return None
