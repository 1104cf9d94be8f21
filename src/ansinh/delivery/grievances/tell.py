"""Who left a telephone number is told that the answer is there; not what it is, and nothing at all where the matter is sensitive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.notices.models import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.grievances.models import Grievance

ANSWERED = (
    "An Sinh: đơn {number} đã được giải quyết. Xem kết quả và lý do bằng mã trên giấy nhận đơn.",
    "An Sinh: complaint {number} has been answered. See the result and the reason with the code on your receipt.",
)


def tell_outcome(of: Grievance, *, at: datetime) -> None:
    """Put one message into the outbox for a grievance that was decided."""
    if of.sensitive or not of.phone:
        return
    vi, en = (text.replace("{number}", of.number) for text in ANSWERED)
    Notice.objects.create(
        province=of.province, district=of.district, commune=of.commune, subject=of.pk, kind="grievance", occasion=of.pk, channel=Notice.Channel.SMS,
        address=of.phone, name=of.name, text_vi=vi, text_en=en, made_at=at,
    )  # fmt: skip
