"""What each figure of a card is called, exactly how it is reckoned, and how it is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ansinh.delivery.reports.models_cards import UnitLevel
from ansinh.doors.web.templatetags.page import number
from ansinh.doors.web.templatetags.page import percent as per_cent

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from ansinh.delivery.reports.models_cards import Card

LEVELS = {"can-bo": UnitLevel.PERSON, "co-quan": UnitLevel.OFFICE, "xa": UnitLevel.COMMUNE, "huyen": UnitLevel.DISTRICT, "tinh": UnitLevel.PROVINCE}
"""Levels as addresses say them."""
SLUGS: dict[str, str] = {level.value: slug for slug, level in LEVELS.items()}
NAMES: dict[str, str | Promise] = {
    "can-bo": gettext_lazy("Cán bộ"), "co-quan": gettext_lazy("Cơ quan"), "xa": gettext_lazy("Xã, phường"), "huyen": gettext_lazy("Quận, huyện"), "tinh": gettext_lazy("Tỉnh, thành phố"),
}  # fmt: skip
PERIODS: dict[str, tuple[int, str | Promise]] = {
    "7": (7, gettext_lazy("7 ngày qua")),
    "30": (30, gettext_lazy("30 ngày qua")),
    "tat-ca": (0, gettext_lazy("Từ đầu")),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its name, its formula, its unit."""

    id: str
    label: str | Promise
    formula: str | Promise
    unit: str | Promise


STEPS, SHARE, DAYS = gettext_lazy("bước"), gettext_lazy("phần trăm"), gettext_lazy("ngày làm việc")
MEASURES = (
    Measure("received", gettext_lazy("Đã nhận"), gettext_lazy("Số bước của trình tự đến trong kỳ. Bước đã làm tính cho người làm, bước đang mở tính cho người đang giữ."), STEPS),
    Measure("done", gettext_lazy("Đã làm"), gettext_lazy("Số bước kết thúc trong kỳ: đã chuyển, đã trả lại hoặc đã phê duyệt."), STEPS),
    Measure(
        "by_itself", gettext_lazy("Tự hoàn thành"),
        gettext_lazy("Trong số đã làm: bước tự hoàn thành khi dữ liệu nhà nước đã xác nhận. Tính cho cơ quan và nơi, không tính cho cá nhân."), STEPS,
    ),
    Measure(
        "in_time", gettext_lazy("Đúng hạn"),
        gettext_lazy("Số bước làm xong trong số ngày làm việc được phép, chia cho số đã làm cộng số đang quá hạn. Thời gian chờ người khác bổ sung không tính."), SHARE,
    ),
    Measure("overdue", gettext_lazy("Đang quá hạn"), gettext_lazy("Số bước còn mở vào buổi sáng sau ngày đếm mà hạn đã qua, không kể kỳ nào."), STEPS),
    Measure(
        "step", gettext_lazy("Thời gian một bước"),
        gettext_lazy("Số ngày làm việc đã dùng: trung vị, và số ngày mà chín trên mười bước làm xong trong đó. Cạnh đó là phần trăm của thời hạn được phép."), DAYS,
    ),
    Measure("sent_back", gettext_lazy("Bị bước sau trả lại"), gettext_lazy("Trong số bước đã chuyển trong kỳ, phần mà chính bước kế tiếp trả lại."), SHARE),
    Measure(
        "upheld", gettext_lazy("Đơn thư được chấp nhận"),
        gettext_lazy(
            "Khiếu nại và ý kiến được chấp nhận trong kỳ: về quyết định tính cho người ký, về chậm trễ tính cho người giữ bước, về danh sách tính cho người nộp. Đơn nhạy cảm không tính."
        ), gettext_lazy("đơn"),
    ),
    Measure(
        "money", gettext_lazy("Từ danh sách đến tiền"),
        gettext_lazy("Số ngày làm việc từ ngày nhận đủ hồ sơ đến ngày tiền đến, của các khoản chi trong kỳ: trung vị và chín trên mười. Cá nhân và cơ quan: các danh sách mình nộp."), DAYS,
    ),
)  # fmt: skip
BY_ID = {measure.id: measure for measure in MEASURES}
POSITIONS: dict[str, str | Promise] = {
    "lower": gettext_lazy("Phần tư thấp"), "middle": gettext_lazy("Khoảng giữa"), "upper": gettext_lazy("Phần tư cao"), "": gettext_lazy("Không xếp"),
}  # fmt: skip
TONES = {"lower": "bad", "middle": "plain", "upper": "good", "": "plain"}


NOTHING = "–"
"""Where there is nothing to tell a figure from."""


def share(part: int, whole: int) -> str:
    """Say a share in per cent, one decimal; a dash of nothing."""
    return percent(part * 1000 // whole) if whole else NOTHING


def percent(thousandths: int) -> str:
    """Say thousandths in per cent; a dash where there is nothing to tell one from."""
    if thousandths < 0:
        return NOTHING
    whole, tenth = divmod(thousandths, 10)
    return str(per_cent(thousandths / 10 if tenth else whole))


def days(count: int) -> str:
    """Say working days; a dash where there are none."""
    return NOTHING if count < 0 else ngettext("%(days)s ngày", "%(days)s ngày", count) % {"days": number(count)}


def rate(part: int, whole: int, of: int) -> str:
    """Say how many there are in each hundred or thousand."""
    tenths = round(part * of * 10 / whole) if whole else 0
    return str(number(tenths / 10 if tenths % 10 else tenths // 10)) if whole else NOTHING


def why_without_rank(card: Card, cases: int, units: int) -> str:
    """Say why a card is not compared."""
    if card.done + card.overdue < cases:
        return _("Không xếp: dưới %(cases)s bước đã làm hoặc quá hạn, một bước chậm sẽ làm lệch quá nhiều.") % {"cases": cases}
    if not card.group:
        return _("Không xếp: không thuộc nhóm tỉnh nào.")
    return _("Không xếp: chưa đủ %(units)s đơn vị cùng cấp, cùng nhóm, cùng cỡ để so sánh.") % {"units": units}
