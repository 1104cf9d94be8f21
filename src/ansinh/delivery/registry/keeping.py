"""Who keeps the registry, and what every act on it must say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import NotYours, Refused

if TYPE_CHECKING:
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

KEEPERS = frozenset({Role.LISTER, Role.VERIFIER, Role.APPRAISER})
"""Those who see people's papers: only they change what the registry says of somebody."""

SHORTEST_WORDS = 5
"""Letters; a full stop is no reason."""

ASKED = {
    "reason": ("Ghi rõ lý do (ít nhất 5 ký tự).", "Give the reason (at least 5 characters)."),
    "evidence": ("Ghi giấy tờ hoặc nguồn đã xem (ít nhất 5 ký tự).", "Name the paper or source you looked at (at least 5 characters)."),
}


def demand_keeper(officer: Officer, *, at: datetime) -> None:
    """Raise `NotYours` unless the officer keeps the registry in her office on that day, for whatever policy."""
    if not KEEPERS & roles_of(officer, on=day_of(at)):
        raise NotYours(
            "role_missing",
            f"{officer.full_name} không được phân công lập danh sách, xác nhận hay thẩm định. Đề nghị người đứng đầu đơn vị phân công bằng văn bản.",
            f"{officer.full_name} is assigned as neither lister, verifier nor appraiser. Ask the head of the office for an assignment.",
        )


def demand_words(text: str, what: str) -> None:
    """Raise `Refused` where a reason, or the evidence, says nothing."""
    if len(text.strip()) < SHORTEST_WORDS:
        raise Refused(f"{what}_missing", *ASKED[what])


def day_of(at: datetime) -> date:
    """Give the day of the country at a moment."""
    return timezone.localtime(at).date()
