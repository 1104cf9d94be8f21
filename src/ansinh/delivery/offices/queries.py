"""Who holds which role, which office is meant, who answers: every read of offices."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, When
from django.utils import timezone
from psycopg.types.range import TimestamptzRange

from ansinh.delivery.offices.models import Absence, Assignment, Level, Office, Officer, Place, Role
from ansinh.delivery.offices.refusals import NobodyAnswers, NotYours
from ansinh.delivery.offices.signing import above, limits_here

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterator
    from datetime import date

    from django.db.models import QuerySet

    from ansinh.delivery.offices.placed import Placed
    from ansinh.delivery.offices.signing import ToSign

MAP_2021 = 2021
CHIEF_STANDS_IN = frozenset({Role.LISTER.value, Role.VERIFIER.value, Role.APPRAISER.value, Role.APPROVER.value})
"""Roles whose work the chief of an office does where nobody named is there; money is not among them."""


def assignments_on(day: date, *, deputised: bool = False) -> QuerySet[Assignment]:
    """Give the assignments in force on a day, of officers still in service; `deputised` keeps those of officers who left but have a deputy."""
    held = Assignment.objects.filter(held__contains=day)
    return held if deputised else held.filter(officer__is_active=True)


_KEPT: ContextVar[dict[tuple[uuid.UUID, date], frozenset[str]] | None] = ContextVar("roles kept", default=None)


@contextmanager
def roles_kept() -> Iterator[None]:
    """Ask for the roles of an officer once while this lasts: for a page that is read, which changes no assignment."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def roles_of(officer: Officer, *, on: date) -> frozenset[str]:
    """Give the roles an officer holds in her own office on a day, those of colleagues she stands in for included."""
    kept = _KEPT.get()
    known = kept.get((officer.pk, on)) if kept is not None else None
    if known is None:
        known = frozenset(_held(officer, on).values_list("role", flat=True))
        if kept is not None:
            kept[officer.pk, on] = known
    return known


def holds(officer: Officer, roles: Collection[str], *, policy: str, on: date) -> bool:
    """Say whether the officer holds one of the roles for the policy on the day, herself, as a deputy, or as the chief where a chief may stand in."""
    wanted = {*roles, *([Role.CHIEF] if set(roles) & CHIEF_STANDS_IN else [])}
    return _held(officer, on).filter(Q(policy="") | Q(policy=policy), role__in=wanted).exists()


def policies_held(officer: Officer, role: str, *, on: date) -> frozenset[str]:
    """Give the policies for which an officer holds a role on a day, herself or as a deputy; an empty name means all."""
    return frozenset(_held(officer, on).filter(role=role).values_list("policy", flat=True))


def answers_for(officer: Officer, role: str, *, policy: str, at: datetime) -> bool:
    """Say whether the officer does a role's work for the policy at this very moment: as `holds`, but as a deputy only while the other is away."""
    wanted = {role, *([Role.CHIEF] if role in CHIEF_STANDS_IN else [])}
    held = assignments_on(timezone.localtime(at).date(), deputised=True).filter(Q(policy="") | Q(policy=policy), office=officer.office_id, role__in=wanted)
    return held.filter(Q(officer=officer, officer__is_active=True) | Q(officer__in=away_at(at).filter(deputy=officer).values("officer"))).exists()


def _held(officer: Officer, on: date) -> QuerySet[Assignment]:
    """Give what an officer may act on: her own assignments and those of whoever she stands in for on that day."""
    stands_in_for = Absence.objects.filter(deputy=officer, away__overlap=local_span(on)).values("officer")
    return assignments_on(on, deputised=True).filter(Q(officer=officer, officer__is_active=True) | Q(officer__in=stands_in_for), office=officer.office_id)


def local_span(day: date) -> TimestamptzRange:
    """Give a day of the country as a span of time."""
    begins = timezone.make_aware(datetime.combine(day, time.min))
    return TimestamptzRange(begins, begins + timedelta(1))


def away_at(at: datetime) -> QuerySet[Absence]:
    """Give who is away at a moment, with who stands in."""
    return Absence.objects.filter(away__contains=at)


def owner_gone(at: datetime, roles: Collection[str] = (), *, policy: str = "") -> Q:
    """Select rows with `owner` and `office` whose owner has left, moved, or is away at a moment.

    With `roles` also those whose owner holds none of them in that office, herself or for whom she stands in; `policy` names the row's field that says
    for which policy.
    """
    gone = Q(owner__is_active=False) | ~Q(owner__office=F("office")) | Q(Exists(away_at(at).filter(officer=OuterRef("owner"))))
    if not roles:
        return gone
    held = assignments_on(timezone.localtime(at).date(), deputised=True).filter(office=OuterRef("office"), role__in=roles)
    if policy:
        held = held.filter(Q(policy="") | Q(policy=OuterRef(policy)))
    stands_in = away_at(at).filter(deputy=OuterRef(OuterRef("owner"))).values("officer")
    return gone | Q(~Exists(held.filter(Q(officer=OuterRef("owner")) | Q(officer__in=stands_in))))


def demand(officer: Officer, roles: Collection[str], *, policy: str, on: date) -> None:
    """Raise `NotYours` unless the officer holds one of the roles."""
    if not holds(officer, roles, policy=policy, on=on):
        raise NotYours(
            "role_missing",
            f"{officer.full_name} không được phân công việc này ({', '.join(sorted(roles))}). Đề nghị người đứng đầu đơn vị phân công bằng văn bản.",
            f"{officer.full_name} does not hold this role ({', '.join(sorted(roles))}). Ask the head of the office for an assignment.",
        )


def office_for(row: Placed, *, kind: str, level: str) -> Office:
    """Give the office of a kind and level that is responsible for a row's place; raises `NobodyAnswers` when there is none."""
    codes = {Level.PROVINCE: {"province": row.province}, Level.DISTRICT: {"district": row.district}, Level.COMMUNE: {"commune": row.commune}}
    office = Office.objects.filter(kind=kind, level=level, **codes.get(Level(level), {})).first()
    if office is None:
        label, reach = Office.Kind(kind).label, Level(level).label
        raise NobodyAnswers(
            "office_missing",
            f"Chưa có {label} {reach.lower()} cho địa bàn {row.commune or row.district or row.province}. Đề nghị quản trị khai báo cơ quan này.",
            f"There is no {kind} office at {level} level for place {row.commune or row.district or row.province}. Ask the administrator to register it.",
        )
    return office


def who_answers(office: Office, *, role: str, policy: str, at: datetime, never: Collection[Officer] = (), wanted: ToSign | None = None) -> Officer:
    """Give the one officer who answers for a role in an office at a moment.

    Whoever is named for the policy comes before whoever is named for all; among equals the earliest named. For one who is away her
    deputy answers. Where nobody named is there, the chief of the office does, for the roles a chief may stand in for. `never` are those
    who prepared the matter; `wanted` is the sum that a decision comes to, which whoever is named for it must be allowed to sign. Raises `NobodyAnswers`, since a step without an owner cannot exist.
    """
    on, barred = timezone.localtime(at).date(), {officer.pk for officer in never}
    away = {absence.officer_id: absence.deputy for absence in away_at(at).select_related("deputy__office").filter(officer__office=office)}
    limits = limits_here(office.pk, policy=policy, on=on) if wanted else {}
    found = _named(office, role, policy, on)
    for named in found:
        if wanted and above(limits.get(named.pk), wanted):
            continue
        answers = away.get(named.pk, named)
        if answers.is_active and answers.pk not in barred and answers.pk not in away:
            return answers
    if wanted and any(above(limits.get(named.pk), wanted) for named in found):
        raise NobodyAnswers(
            "nobody_signs",
            f"Ở {office.name} chưa có ai được ký số tiền này. Người đứng đầu, hoặc người làm thay có văn bản, phải có mặt để ký.",
            f"Nobody at {office.name} may sign this sum. Its head, or a deputy named in writing, must be there to sign.",
        )
    raise NobodyAnswers(
        "nobody_answers",
        f"{office.name} chưa phân công ai làm nhiệm vụ “{Role(role).label}”. Người đứng đầu cần phân công một người cụ thể rồi chuyển lại.",
        f"{office.name} has named nobody for “{role}”. Its head must name one person, then hand the matter over again.",
    )


def _named(office: Office, role: str, policy: str, on: date) -> list[Officer]:
    """Give the officers named for a role, in the order they answer, and after them the chief."""
    roles = [role, *([Role.CHIEF] if role in CHIEF_STANDS_IN else [])]
    rows = assignments_on(on).filter(Q(policy="") | Q(policy=policy), office=office, role__in=roles)
    rows = rows.annotate(last=Case(When(role=Role.CHIEF, then=1), default=0, output_field=IntegerField()))
    return [row.officer for row in rows.select_related("officer__office").order_by("last", "-policy", "held", "officer__username")]


def chief_of(office: Office, *, at: datetime) -> Officer | None:
    """Give who heads an office at a moment, or her deputy; nobody where the office has named none."""
    try:
        return who_answers(office, role=Role.CHIEF, policy="", at=at)
    except NobodyAnswers:
        return None


_READ: dict[tuple[int, str], Place] = {}


def places_by_code(codes: Collection[str], *, map_year: int = MAP_2021) -> dict[str, Place]:
    """Give places by their codes; codes of different levels differ in length. A place of a map never changes, so each is read once."""
    unread = [code for code in codes if (map_year, code) not in _READ]
    if unread:
        _READ.update({(map_year, place.code): place for place in Place.objects.filter(map_year=map_year, code__in=unread)})
    return {code: _READ[map_year, code] for code in codes if (map_year, code) in _READ}
