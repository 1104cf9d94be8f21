"""The one looked at says something of her card; it stands beside the figures for whoever sees the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.delivery.reports.cards import counts, is_subject
from ansinh.delivery.reports.models_cards import CardComment

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.reports.cards_wall import Reader
    from ansinh.delivery.reports.models_cards import Card

SHORTEST, LONGEST = 10, 1000


def comment(on: Card, text: str, *, by: Reader, at: datetime) -> CardComment:
    """Keep what the subject of a card says of it; it is never changed, and corrected by another comment.

    Raises `NotYours` for anybody but the one looked at (of an office or place: whoever heads it), `Refused` for a text that says nothing.
    """
    if not is_subject(on, by):
        raise NotYours(
            "not_subject",
            "Chỉ người được đánh giá, hoặc người đứng đầu đơn vị được đánh giá, ghi ý kiến ở đây.",
            "Only the one looked at, or the head of the office looked at, comments here.",
        )
    said = text.replace("\x00", "").strip()
    if not SHORTEST <= len(said) <= LONGEST:
        raise Refused(
            "comment_length", f"Ghi ý kiến từ {SHORTEST} đến {LONGEST} ký tự.", f"Write a comment of {SHORTEST} to {LONGEST} characters."
        )  # fmt: skip
    place = {name: getattr(by.officer.office, name) for name in ("province", "district", "commune")} if on.office else _place(on)
    with act(actor_of(by.officer), "reports.comment_card", at=at, province=place["province"]) as deed:
        told = counts()[on.slot]
        row = CardComment.objects.create(**place, level=on.level, unit=on.unit, office=on.office, until=told.until, text=said, by=by.officer, at=at)
        deed.event("card_comment", row, after={"level": on.level, "until": told.until})
    return row


def _place(on: Card) -> dict[str, str]:
    return {"province": on.province, "district": on.district, "commune": on.commune}
