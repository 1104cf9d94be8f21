"""Whoever is back is there again: an absence ends when she says so, one that has not begun is called off, and the work that was done for her comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg.types.range import TimestamptzRange

from ansinh.delivery.cases.hand_over import demand_may_record, move
from ansinh.delivery.cases.procedure import local_time
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Absence
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.delivery.offices.scope import actor_of

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

ENDED = """
    SELECT a.id, f.province, f.district, f.commune, jsonb_build_object('since', %(since)s::timestamptz, 'until', %(until)s::timestamptz),
        jsonb_build_object('officer', o.full_name, 'deputy', d.full_name, 'since', lower(a.away), 'until', upper(a.away))
    FROM offices_absence a JOIN offices_officer o ON o.id = a.officer_id JOIN offices_officer d ON d.id = a.deputy_id
    JOIN offices_office f ON f.id = o.office_id WHERE a.id = %(absence)s"""


def end_absence(absence_id: uuid.UUID, *, by: Officer, at: datetime) -> Absence:
    """End an absence at this moment, or call it off where it has not begun; open tasks that the deputy had only for her go to whoever answers now.

    What the deputy did stays hers. Herself, the chief of the office or its administrator may. Raises `DoesNotExist`, `NotYours` for anybody else,
    `AlreadyDone` where it is over or was called off.
    """
    with act(actor_of(by), "cases.end_absence", at=at, province=by.office.province) as deed:
        absence = Absence.objects.select_for_update(of=("self",)).select_related("officer__office", "deputy__office").get(pk=absence_id)
        demand_may_record(absence.officer, by, at)
        since, until = absence.away.lower, absence.away.upper
        if absence.away.isempty or (until is not None and until <= at):
            raise AlreadyDone("absence_over", "Đợt vắng này đã kết thúc hoặc đã bỏ.", "This absence is over or was called off.")
        begun = since <= at
        absence.away = TimestamptzRange(since, at) if since < at else TimestamptzRange(empty=True)
        absence.save(update_fields=["away"])
        deed.events_of("absence", ENDED, {"absence": absence.pk, "since": since, "until": until})
        if begun:
            move(deed, absence.deputy, at=at, reason=f"{absence.officer} đã trở lại, {local_time(at):%H:%M %d/%m/%Y}")
        return absence
