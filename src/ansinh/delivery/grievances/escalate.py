"""A complaint that is nearly late is told to its owner, one that is late to ever higher people, by the ladder of the steps; never what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.escalate import PROVINCE, Ladder, climb, told_of
from ansinh.delivery.evidence.record import act
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.scope import NATION, SYSTEM

if TYPE_CHECKING:
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

APART = "o.id <> r.owner_id AND NOT o.id = ANY (r.involved) AND coalesce(b.deputy_id <> r.owner_id AND NOT b.deputy_id = ANY (r.involved), true)"
"""Nobody is told of her own silence, and nobody who had part in the matter."""
DISTRICT = "f.kind = 'people_committee' AND f.level = 'district' AND f.district = r.district"
TOLD = told_of(DISTRICT, PROVINCE, apart=APART)
"""For each rung, who is told; where the head of the office answers herself, the head of the district, then of the province, in her place."""
COMPLAINTS = Ladder("grievances_grievance", "r.state = 'filed' AND r.filed_on < %(on)s", "grievances_grievanceescalation", "grievance_id", "grievance")
MOST = 100


@dataclass(frozen=True)
class LateComplaint:
    """A late complaint as whoever is told of it may know it: number, rung, due day, with whom; its page opens for those alone who may see it."""

    key: object
    number: str
    rung: str
    due_on: date
    owner: str
    office: str
    sensitive: bool


def escalate(province: str, *, at: datetime) -> int:
    """Tell of every open complaint of a province what its rung demands and nobody has told yet; give how many were told."""
    with seeing_all(NATION), act(SYSTEM, "grievances.escalate", at=at, province=province) as deed:
        return climb(deed, COMPLAINTS, TOLD)


def provinces_with_open_complaints() -> list[str]:
    """Name the provinces where a complaint is open, sensitive ones too."""
    with seeing_all(NATION):
        return list(Grievance.objects.filter(state=Grievance.State.FILED).order_by("province").values_list("province", flat=True).distinct())


def late_complaints(*, told: Officer) -> list[LateComplaint]:
    """Give the late complaints that an officer was told of and that are still open, the longest late first; each once, by its highest rung."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM grievances_told(%s, %s)", [told.pk, MOST])
        return [LateComplaint(*row) for row in cursor.fetchall()]
