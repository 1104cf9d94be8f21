"""A complaint that is nearly late is told to its owner, one that is late to ever higher people, by the ladder of the steps; never what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.cases.escalate import BATCH, head, thresholds
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.scope import NATION, SYSTEM

if TYPE_CHECKING:
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

APART = "o.id <> r.owner_id AND NOT o.id = ANY (r.involved) AND coalesce(b.deputy_id <> r.owner_id AND NOT b.deputy_id = ANY (r.involved), true)"
"""Nobody is told of her own silence, and nobody who had part in the matter."""
DISTRICT = "f.kind = 'people_committee' AND f.level = 'district' AND f.district = r.district"
PROVINCE = "f.kind = 'people_committee' AND f.level = 'province' AND f.province = r.province"
TOLD = {
    "reminder": "r.owner_id",
    "chief": f"coalesce({head('f.id = r.office_id', 'chief', 'administrator', and_=APART)}, {head(DISTRICT, 'chief', and_=APART)}, {head(PROVINCE, 'chief', and_=APART)})",
    "province": head(PROVINCE, "chief", "approver", "administrator", and_=APART),
    "ministry": head("f.kind = 'ministry'", "chief", "analyst", "administrator", and_=APART),
}
"""For each rung, who is told; where the head of the office answers herself, the head of the district, then of the province, in her place."""
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
    on, made = local_day(at), 0
    with seeing_all(NATION), act(SYSTEM, "grievances.escalate", at=at, province=province) as deed:
        reached = thresholds(on)
        for rung, who in TOLD.items():
            values: dict[str, Any] = {"rung": rung, "at": at, "on": on, "due": reached[rung], "province": province, "ladder": new_key()}
            with connection.cursor() as cursor:
                cursor.execute(
                    f"""INSERT INTO grievances_grievanceescalation (id, province, district, commune, grievance_id, rung, told_id, made_at)
                        SELECT ansinh_key_in(%(ladder)s, (row_number() OVER ())::integer), r.province, r.district, r.commune, r.id, %(rung)s, {who}, %(at)s
                        FROM grievances_grievance r WHERE r.province = %(province)s AND r.state = 'filed' AND r.due_on <= %(due)s AND r.filed_on < %(on)s
                        ON CONFLICT (grievance_id, rung) DO NOTHING""",  # noqa: S608 - our own words
                    values,
                )
                if not cursor.rowcount:
                    continue
            made += deed.events_of(
                "grievance",
                f"""SELECT e.grievance_id, e.province, e.district, e.commune, NULL::jsonb,
                    jsonb_build_object('rung', e.rung, 'told', coalesce(o.full_name, ''), 'due_on', r.due_on)
                   FROM grievances_grievanceescalation e JOIN grievances_grievance r ON r.id = e.grievance_id LEFT JOIN offices_officer o ON o.id = e.told_id
                   WHERE {BATCH} ORDER BY e.id""",  # noqa: S608 - our own words
                values,
            )
    return made


def provinces_with_open_complaints() -> list[str]:
    """Name the provinces where a complaint is open, sensitive ones too."""
    with seeing_all(NATION):
        return list(Grievance.objects.filter(state=Grievance.State.FILED).order_by("province").values_list("province", flat=True).distinct())


def late_complaints(*, told: Officer) -> list[LateComplaint]:
    """Give the late complaints that an officer was told of and that are still open, the longest late first; each once, by its highest rung."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM grievances_told(%s, %s)", [told.pk, MOST])
        return [LateComplaint(*row) for row in cursor.fetchall()]
