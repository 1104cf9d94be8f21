"""The minutes of a hand-over are made from what the log tells: whose open tasks went to whom since the absence began."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection

from ansinh.delivery.cases.documents import PDF, agency_of
from ansinh.delivery.cases.hand_over import MAY_RECORD
from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models_minutes import HandOverMinutes
from ansinh.delivery.cases.numbers import new_code, next_number
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Absence
from ansinh.delivery.offices.queries import chief_of, roles_of
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.papers.letters.minutes import MOST, Handed, Minutes, minutes_pdf
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

ACTS = {"list": "Lập danh sách", "confirm": "Xác nhận", "appraise": "Thẩm định", "approve": "Phê duyệt", "pay": "Chi trả"}

HANDED = """
    SELECT s.number, s.programme, s.policy, s.claims, t.action, t.due_on, o.full_name
    FROM cases_task t JOIN cases_dossier s ON s.id = t.dossier_id JOIN offices_officer o ON o.id = t.owner_id
    WHERE t.office_id = %(office)s AND t.owner_id <> %(officer)s AND t.done_at IS NULL AND EXISTS (
        SELECT FROM evidence_event e WHERE e.subject = t.dossier_id AND e.verb IN ('cases.record_absence', 'cases.hand_over')
        AND e.at >= %(since)s AND e.before ->> 'owner' = %(name)s AND e.after ->> 'owner' = o.full_name)
    ORDER BY t.due_on NULLS LAST, s.number LIMIT %(most)s"""


def make_minutes(absence_id: uuid.UUID, *, by: Officer, at: datetime) -> HandOverMinutes:
    """Make, number and keep the minutes of a hand-over; one that has its minutes keeps them.

    Who is away, who stands in, the chief and the administrator of the office may. Raises `NotYours` for anybody else, `Refused` before the absence begins.
    """
    with act(actor_of(by), "cases.make_minutes", at=at, province=by.office.province) as deed:
        absence = Absence.objects.select_for_update(of=("self",)).select_related("officer__office__place", "deputy").get(pk=absence_id)
        _demand_part(absence, by, at)
        found = HandOverMinutes.objects.select_related("office", "file").filter(absence=absence).first()
        if found:
            return found
        if absence.away.isempty or absence.away.lower > at:
            raise Refused("absence_ahead", "Chưa đến lúc vắng: việc chưa được bàn giao.", "The absence has not begun: nothing was handed over yet.")
        office, year, code, handed = absence.officer.office, local_day(at).year, new_code(), _handed(absence)
        counted = next_number(f"minutes/{office.pk}/{year}")
        paper = minutes_pdf(_minutes(absence, f"{counted}/BB-{office.symbol}", code, handed, at), at=at)
        place = {"province": office.province, "district": office.district, "commune": office.commune}
        row = HandOverMinutes(absence=absence, office=office, year=year, counted=counted, tasks=len(handed), verification=code, made_by=by, made_at=at, **place)
        row.file = keep(paper.pdf, kind="minutes", name=f"bien-ban-{counted}-{year}.pdf", media_type=PDF, place=row, by=by, at=at)
        row.save(force_insert=True)
        deed.event("minutes", row, after={"number": row.number, "tasks": row.tasks, "file": row.file.sha256})
        return row


def _demand_part(absence: Absence, by: Officer, at: datetime) -> None:
    same = by.office_id == absence.officer.office_id
    if not same or not (by.pk in {absence.officer_id, absence.deputy_id} or roles_of(by, on=local_day(at)) & MAY_RECORD):
        raise NotYours(
            "minutes_of_others",
            "Chỉ người vắng, người làm thay, người đứng đầu hoặc quản trị của đơn vị lập được biên bản bàn giao.",
            "Only who is away, who stands in, the chief or the administrator of the office may make these minutes.",
        )


def _handed(absence: Absence) -> tuple[Handed, ...]:
    since = min(absence.away.lower, absence.recorded_at)
    values: dict[str, Any] = {
        "office": absence.officer.office_id, "officer": absence.officer_id, "name": absence.officer.full_name, "since": since, "most": MOST * 10,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(HANDED, values)
        rows = cursor.fetchall()
    return tuple(
        Handed(number, load_programme(programme).policy(policy).name["vi"], claims, ACTS.get(action, action), due_on, receiver)
        for number, programme, policy, claims, action, due_on, receiver in rows
    )


def _minutes(absence: Absence, number: str, code: str, handed: tuple[Handed, ...], at: datetime) -> Minutes:
    officer, deputy, office = absence.officer, absence.deputy, absence.officer.office
    head = chief_of(office, at=at)
    until = absence.away.upper
    return Minutes(
        number=number, agency=agency_of(office), made=local_time(at), giver=(officer.full_name, officer.title), receiver=(deputy.full_name, deputy.title),
        head=head.full_name if head else "", since=local_time(absence.away.lower), until=local_time(until) if until else None, basis=absence.basis,
        tasks=handed, count=len(handed), verify_url=f"{settings.PUBLIC_URL}/xac-minh/{code}", code=code,
    )  # fmt: skip
