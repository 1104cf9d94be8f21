"""Who left a telephone number is told that a complaint was taken, and when the answer is there; not what it is, and nothing where the matter is sensitive.

Each message says what she can do next without a screen: whom to ask, and by which number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.notices.models import Notice
from ansinh.papers.lists.values import read_phone

if TYPE_CHECKING:
    from datetime import datetime

TAKEN = (
    "An Sinh: đã nhận đơn {number}.{code} {owner}, {office} trả lời chậm nhất {due}. Hỏi: {contact}.",
    "An Sinh: complaint {number} was received.{code} {owner}, {office} answers by {due}. Ask: {contact}.",
)
CODE = (" Mã xem kết quả: {code}.", " Code to see the answer: {code}.")
ANSWERED = (
    "An Sinh: đơn {number} đã có trả lời. Xem kết quả và lý do tại {site} bằng mã đơn. Không có mạng: hỏi {contact}.",
    "An Sinh: complaint {number} was answered. See the result and the reason at {site} with its code. No internet: ask {contact}.",
)


def tell_taken(of: Grievance, *, at: datetime) -> None:
    """Put one message into the outbox for a grievance that came in: who answers, until when; its code to who told it by telephone and has no paper."""
    codes = CODE if of.channel == Grievance.Channel.HOTLINE else ("", "")
    _tell(of, "grievance_taken", [text.replace("{code}", code.replace("{code}", of.code)) for text, code in zip(TAKEN, codes, strict=True)], at=at)


def tell_outcome(of: Grievance, *, at: datetime) -> None:
    """Put one message into the outbox for a grievance that was decided."""
    _tell(of, "grievance", ANSWERED, at=at)


def _tell(of: Grievance, kind: str, texts: list[str] | tuple[str, ...], *, at: datetime) -> None:
    number, possible = read_phone(of.phone)
    if of.sensitive or not possible or not number:
        return
    said = {
        "number": of.number, "owner": str(of.owner), "office": of.office.name, "due": f"{of.due_on:%d/%m/%Y}",
        "contact": " ".join(filter(None, (of.office.name, of.owner.phone))), "site": f"{settings.PUBLIC_URL}/khieu-nai/tra-cuu/",
    }  # fmt: skip
    vi, en = (text.format(**said) for text in texts)
    Notice.objects.create(
        province=of.province, district=of.district, commune=of.commune, subject=of.pk, kind=kind, occasion=of.pk, channel=Notice.Channel.SMS,
        address=number, name=of.name, text_vi=vi, text_en=en, made_at=at,
    )  # fmt: skip
