"""The head of an office, or its administrator, names who does what from which day on, and ends it; never two roles that do not go together.

It stands here and not beside the officers: only from this floor of rooms on is there a log to write it in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.cases.given import demand_basis, demand_in_order, ended_on, has_ended
from ansinh.delivery.cases.hand_over import MAY_RECORD, HandedOver, hand_over, rehearse
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.cases.roles import Unheld, unheld
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.incompatible import demand_compatible
from ansinh.delivery.offices.models import Assignment, Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import SYSTEM, actor_of
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Office, Officer


@dataclass(frozen=True)
class Ending:
    """What happens when an assignment ends now: which open tasks go to whom, how many find nobody, which roles nobody holds afterwards."""

    assignment: Assignment
    handed: HandedOver
    then: tuple[Unheld, ...]


TOLD = """SELECT g.id, f.province, f.district, f.commune, NULL::jsonb, jsonb_build_object('officer', o.full_name, 'office', f.name, 'role', g.role, 'policy', g.policy,
    'since', lower(g.held), 'until', upper(g.held), 'basis', g.basis) FROM offices_assignment g JOIN offices_officer o ON o.id = g.officer_id
    JOIN offices_office f ON f.id = g.office_id WHERE g.id = %(assignment)s"""


def assign(officer: Officer, role: str, *, policy: str, since: date, until: date | None, basis: str, by: Officer | None, at: datetime) -> Assignment:
    """Have an officer hold a role in her office; `until` is the last day, an empty policy means all. `by` is nobody for who runs the machine.

    Raises `NotYours` for anybody but the head or the administrator of the office, and for herself; `Refused` for a role or policy that is
    none, days in the wrong order, a basis that says nothing, a role she holds already, or one that does not go with another of hers.
    """
    if by is not None:
        demand_gives(officer, by, at)
    _demand_possible(officer, role, policy, since, until, basis)
    held = DateRange(since, until, "[]")
    with act(actor_of(by) if by else SYSTEM, "cases.assign", at=at, province=officer.office.province) as deed:
        demand_compatible(officer, role, policy=policy, held=held)
        try:
            with transaction.atomic():
                made = Assignment.objects.create(officer=officer, office=officer.office, role=role, policy=policy, held=held, basis=basis.strip()[:120])
        except IntegrityError as error:
            raise Refused("assigned_twice", f"{officer} đã giữ nhiệm vụ này trong thời gian đó.", f"{officer} holds this role already in that time.") from error
        deed.events_of("assignment", TOLD, {"assignment": made.pk})
    return made


def end_assignment(assignment_id: uuid.UUID, *, by: Officer | None, at: datetime) -> Assignment:
    """End what an officer was assigned to: today is its last day no more. Open work that she may not do any more goes to whoever answers, at once.

    Raises `NotYours` as `assign` does, `AlreadyDone` when it has ended.
    """
    with transaction.atomic():
        with act(actor_of(by) if by else SYSTEM, "cases.end_assignment", at=at, province="00") as deed:
            row = _to_end(assignment_id, by, at)
            end_row(deed, row, local_day(at))
        hand_over(row.officer_id, at=at, reason=f"thôi nhiệm vụ “{row.get_role_display()}”, {local_time(at):%H:%M %d/%m/%Y}")
    return row


def preview_end(assignment_id: uuid.UUID, *, by: Officer, at: datetime) -> Ending:
    """Give what `end_assignment` would do now, by ending it, moving the work, looking, and taking all back. Raises as it does."""
    with transaction.atomic():
        row = _to_end(assignment_id, by, at)
        before = lacking_in(row.office, at)
        kept, row.held = row.held, ended_on(row.held, local_day(at))
        row.save(update_fields=["held"])
        handed = rehearse(row.officer, at=at)
        then = lacking_since(before, row.office, at)
        row.held = kept
        transaction.set_rollback(True)
    return Ending(row, handed, then)


def lacking_in(office: Office, at: datetime) -> set[tuple[str, str, bool]]:
    """Give what nobody holds in an office, in parts that can be told from what nobody holds later."""
    return {part for lack in unheld([office], at=at).get(office.pk, ()) for part in _parts(lack)}


def lacking_since(before: set[tuple[str, str, bool]], office: Office, at: datetime) -> tuple[Unheld, ...]:
    """Give what nobody holds now and was held before."""
    return tuple(lack for lack in unheld([office], at=at).get(office.pk, ()) if not before.issuperset(_parts(lack)))


def _parts(lack: Unheld) -> set[tuple[str, str, bool]]:
    return {(lack.role, policy.id, lack.head_does) for policy in lack.policies} or {(lack.role, "", lack.head_does)}


def _to_end(assignment_id: uuid.UUID, by: Officer | None, at: datetime) -> Assignment:
    row = Assignment.objects.select_for_update(of=("self",)).select_related("officer__office", "office").get(pk=assignment_id)
    if by is not None:
        demand_gives(row.officer, by, at)
    if has_ended(row.held, local_day(at)):
        raise AlreadyDone("assignment_ended", "Nhiệm vụ này đã thôi.", "This assignment has ended.")
    return row


def end_row(deed: Act, row: Assignment, on: date) -> None:
    """End an assignment within a deed: `on` is no day of it any more."""
    deed.province = row.office.province
    begins = row.held.lower
    row.held = ended_on(row.held, on)
    row.save(update_fields=["held"])
    deed.events_of(
        "assignment",
        TOLD.replace("upper(g.held)", "%(on)s::date").replace("lower(g.held)", "%(since)s::date"),
        {"assignment": row.pk, "on": on, "since": begins},
    )


def demand_gives(officer: Officer, by: Officer, at: datetime) -> None:
    """Raise `NotYours` unless `by` heads or administers the officer's office, and is somebody else."""
    if by.office_id != officer.office_id or not roles_of(by, on=local_day(at)) & MAY_RECORD:
        raise NotYours(
            "assigns_not", "Chỉ người đứng đầu hoặc quản trị của đơn vị phân công được.", "Only the head or the administrator of the office assigns its roles."
        )
    if by.pk == officer.pk:
        raise NotYours(
            "assigns_herself",
            "Không tự phân công cho mình. Đề nghị người đứng đầu hoặc quản trị của đơn vị.",
            "Nobody assigns herself. Ask the head or the administrator of the office.",
        )


def _demand_possible(officer: Officer, role: str, policy: str, since: date, until: date | None, basis: str) -> None:
    if role not in Role.values:
        raise Refused("role_unknown", f"Không có nhiệm vụ “{role[:20]}”.", f"There is no role “{role[:20]}”.")
    if policy and policy not in {known.id for name in programme_names() for known in load_programme(name).policies}:
        raise Refused("policy_unknown", f"Chương trình không có chính sách “{policy[:20]}”.", f"The programme has no policy “{policy[:20]}”.")
    if not officer.is_active:
        raise Refused("officer_left", f"{officer} đã thôi việc.", f"{officer} has left.")
    demand_in_order(since, until)
    demand_basis(basis)
