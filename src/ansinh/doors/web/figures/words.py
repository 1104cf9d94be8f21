"""How figures are said: large money in billions, few people withheld, each measure with its definition."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ansinh.delivery.reports.queries import FEWEST, Sums
from ansinh.doors.web.templatetags.page import number, vnd

BILLION, MILLION = 1_000_000_000, 1_000_000
GROUPS = {"a": gettext_lazy("Ít hoặc không có dịch"), "b": gettext_lazy("Có dịch, ngoài Chỉ thị 16"), "c": gettext_lazy("Giãn cách theo Chỉ thị 16")}
"""What the groups of provinces are called, in their order."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A thing counted: its name, what exactly it counts, the column of its money (none: counts only)."""

    id: str
    label: str | Promise
    definition: str | Promise
    money: str = ""


MEASURES = (
    Measure(
        "paid",
        gettext_lazy("Đã nhận tiền"),
        gettext_lazy(
            "Lệnh chi mà ngân hàng, bưu điện hoặc xã báo đã trả, theo ngày trả; ai hưởng hai chính sách là hai lượt người. Khoản bị trả lại về sau không còn được tính."
        ),
        "paid_vnd",
    ),
    Measure("approved", gettext_lazy("Đã duyệt"), gettext_lazy("Người được duyệt trong các quyết định đã ký, theo ngày quyết định."), "approved_vnd"),
    Measure(
        "claims",
        gettext_lazy("Đề nghị"),
        gettext_lazy("Người có trong các danh sách đã nộp, theo ngày nộp; số tiền là số theo quy định lúc nộp."),
        "claimed_vnd",
    ),
    Measure("dossiers", gettext_lazy("Hồ sơ"), gettext_lazy("Danh sách đã nộp thành hồ sơ, theo ngày nộp.")),
    Measure(
        "refused",
        gettext_lazy("Không duyệt"),
        gettext_lazy("Người không được duyệt trong các quyết định đã ký, theo ngày quyết định; mỗi người có lý do và điều luật."),
    ),
    Measure(
        "returned",
        gettext_lazy("Tiền bị trả lại"),
        gettext_lazy("Lệnh chi không trả được, theo ngày ghi trên sao kê; khoản lập lại và trả được tính thêm vào “Đã nhận tiền”."),
        "returned_vnd",
    ),
)
BY_ID = {measure.id: measure for measure in MEASURES}


def large(amount_vnd: int) -> str:
    """Say an amount in billions or millions, one decimal: 107 tỷ đồng; VND 107 billion. Exact amounts stand in the tables."""
    if amount_vnd >= BILLION:
        return _("%(number)s tỷ đồng") % {"number": _decimal(amount_vnd, BILLION)}
    if amount_vnd >= MILLION:
        return _("%(number)s triệu đồng") % {"number": _decimal(amount_vnd, MILLION)}
    return vnd(amount_vnd)


def short(amount_vnd: int) -> str:
    """Say an amount in billions in at most five letters, for a tile."""
    return _decimal(amount_vnd, BILLION) if amount_vnd >= BILLION // 10 else "<" + _decimal(BILLION // 10, BILLION)


def count(sums: Sums, name: str) -> str:
    """Say a count; too few people are withheld, and so is what would tell them by subtraction."""
    if name in sums.few:
        return _("<%(fewest)s") % {"fewest": FEWEST}
    return _("không nêu") if name in sums.beside else str(number(getattr(sums, name)))


def money(sums: Sums, measure: str) -> str:
    """Say the exact amount of a measure; withheld with its people."""
    return _("không nêu") if measure in sums.few | sums.beside else vnd(getattr(sums, BY_ID[measure].money))


def _decimal(amount: int, unit: int) -> str:
    tenths = (amount * 10 + unit // 2) // unit
    whole, tenth = divmod(tenths, 10)
    return str(number(tenths / 10)) if tenth else str(number(whole))
