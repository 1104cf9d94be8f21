"""What systems may do and are told, in the words of the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ansinh.delivery.systems.models import Ability
from ansinh.delivery.systems.models_exchange import Occasion

if TYPE_CHECKING:
    from django.utils.functional import Promise

ABILITIES = {
    Ability.WRITE: _("nộp hồ sơ"),
    Ability.READ: _("xem hồ sơ mình nộp"),
    Ability.SEARCH: _("tra cứu sổ đăng ký"),
}
OCCASIONS = {
    Occasion.FILING: _("Hồ sơ nộp đổi trạng thái"),
    Occasion.MOVED: _("Hồ sơ sang bước khác"),
    Occasion.DECIDED: _("Đã có quyết định"),
    Occasion.PAID: _("Kết quả chi trả"),
    Occasion.ON_SEARCH: _("Kết quả tra cứu"),
}
STATES_OF_FILINGS = {
    "filed": _("chờ tiếp nhận lại"),
    "taken": _("đã tiếp nhận"),
    "withdrawn": _("đã rút"),
    "refused": _("không tiếp nhận"),
    "decided": _("đã có quyết định"),
    "paid": _("đã chi trả đủ"),
    "partly_paid": _("đã chi trả một phần"),
    "payment_failed": _("có khoản chi trả không thành"),
}
FAULTS = {
    "in time": _("Không trả lời kịp"),
    "timed out": _("Không trả lời kịp"),
    "has ended": _("Đã thôi báo hoặc đã thu hồi"),
    "address": _("Địa chỉ không dùng được"),
    "host": _("Không tìm thấy máy chủ"),
}


def fault_in_words(fault: str) -> str | Promise:
    """Say why a message could not be handed over, as somebody who calls the other side needs it."""
    return next((words for sign, words in FAULTS.items() if sign in fault), _("Không kết nối được"))
