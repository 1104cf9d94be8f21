"""An officer goes to another office: her roles here end, her open tasks go to whoever answers, and her account goes with her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from ansinh.delivery.cases.accounts import Closing, colleague, held_by
from ansinh.delivery.cases.assign import end_row, lacking_in, lacking_since
from ansinh.delivery.cases.given import demand_basis, ended_on
from ansinh.delivery.cases.hand_over import hand_over, rehearse
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.cases.tell_officer import tell_officer
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Absence, Assignment, Office, Officer
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from django.db.models import QuerySet

MOST_FOUND = 20
MOVED = """SELECT o.id, f.province, f.district, f.commune, jsonb_build_object('office', f.name),
        jsonb_build_object('officer', o.full_name, 'office', %(to)s::text, 'basis', %(basis)s::text)
    FROM offices_officer o JOIN offices_office f ON f.id = o.office_id WHERE o.id = %(of)s"""


def offices_to(office: Office) -> QuerySet[Office]:
    """Select the offices to which somebody of an office can be transferred: all others of its province; beyond it an account is closed and opened anew, which is ours."""
    return Office.objects.filter(province=office.province).exclude(Q(pk=office.pk) | Q(kind=Office.Kind.EMPLOYER)).order_by("district", "commune", "name", "pk")


def offices_found(office: Office, text: str) -> list[Office]:
    """Give those whose name has `text` in it, with or without marks; without a word those of the same district. At most `MOST_FOUND`."""
    rows = offices_to(office)
    return list((rows.filter(name__regex=spelt(text)) if text.strip() else rows.filter(district=office.district, commune=""))[:MOST_FOUND])


def transfer(officer_id: uuid.UUID, to: Office, *, basis: str, by: Officer, at: datetime) -> Officer:
    """Transfer a colleague to another office of the province, today: she keeps name, password and second factor, and holds no role until she is given one there.

    She is told by a notice. Raises `NotYours` for anybody but the head or the administrator of her office, and for herself; `AlreadyDone` for a closed
    account; `Refused` for an office of another province or her own, for a basis that says nothing, and while she is away or stands in for somebody.
    """
    demand_basis(basis)
    with transaction.atomic():
        with act(actor_of(by), "cases.transfer", at=at, province=by.office.province) as deed:
            officer = _to_move(officer_id, to, by, at)
            for row in held_by(officer, at):
                end_row(deed, row, local_day(at))
            deed.events_of("officer", MOVED, {"of": officer.pk, "to": to.name, "basis": basis.strip()[:120]})
            tell_officer(officer, "account_moved", by=by, basis=f"{to.name}, {basis.strip()}", at=at)
            officer.office = to
            officer.save(update_fields=["office"])
        hand_over(officer.pk, at=at, reason=f"điều động sang {to.name}, {local_time(at):%H:%M %d/%m/%Y}")
    return officer


def preview_transfer(officer_id: uuid.UUID, to: Office, *, by: Officer, at: datetime) -> Closing:
    """Give what `transfer` would do now, by doing it and taking all back. Raises as it does."""
    with transaction.atomic():
        officer = _to_move(officer_id, to, by, at)
        here, held, before = officer.office, held_by(officer, at), lacking_in(officer.office, at)
        for row in held:
            Assignment.objects.filter(pk=row.pk).update(held=ended_on(row.held, local_day(at)))
        Officer.objects.filter(pk=officer.pk).update(office=to)
        officer.office = to
        handed, then = rehearse(officer, at=at), lacking_since(before, here, at)
        officer.office = here
        transaction.set_rollback(True)
    return Closing(officer, held, handed, then)


def _to_move(officer_id: uuid.UUID, to: Office, by: Officer, at: datetime) -> Officer:
    officer = colleague(officer_id, by, at)
    if not offices_to(officer.office).filter(pk=to.pk).exists():
        raise Refused("transfer_where", "Chọn một đơn vị khác trong cùng tỉnh.", "Choose another office of the same province.")
    open_ones = Absence.objects.filter(Q(officer=officer) | Q(deputy=officer)).exclude(Q(away__isempty=True) | Q(away__fully_lt=(at, None)))
    if open_ones.exists():
        raise Refused(
            "transfer_away",
            f"{officer} đang hoặc sắp vắng, hoặc làm thay người khác. Kết thúc hay bỏ đợt vắng ấy trước, rồi mới điều động.",
            f"{officer} is or will be away, or stands in for somebody. End that absence or call it off first, then transfer.",
        )
    return officer
