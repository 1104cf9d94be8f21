"""Who holds which role, which office is meant, who answers: every read of offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from ansinh.delivery.offices.models import Assignment, Level, Office, Officer, Place
from ansinh.delivery.offices.refusals import NobodyAnswers, NotYours

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from ansinh.delivery.offices.placed import Placed

MAP_2021 = 2021


def assignments_on(day: date) -> QuerySet[Assignment]:
    """Give the assignments in force on a day, of officers still in service."""
    return Assignment.objects.filter(held__contains=day, officer__is_active=True)


def roles_of(officer: Officer, *, on: date) -> frozenset[str]:
    """Give the roles an officer holds in her own office on a day."""
    return frozenset(assignments_on(on).filter(officer=officer, office=officer.office_id).values_list("role", flat=True))


def holds(officer: Officer, roles: Collection[str], *, policy: str, on: date) -> bool:
    """Say whether the officer holds one of the roles for the policy on the day."""
    for_policy = Q(policy="") | Q(policy=policy)
    return assignments_on(on).filter(for_policy, officer=officer, office=officer.office_id, role__in=roles).exists()


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


def who_answers(office: Office, *, role: str, policy: str, on: date, never: Collection[Officer] = ()) -> Officer:
    """Give the one officer who answers for a role in an office on a day.

    Whoever is named for the policy comes before whoever is named for all; among equals the earliest named. `never` are
    those who prepared the matter. Raises `NobodyAnswers`, since a step without an owner cannot exist.
    """
    named = (
        assignments_on(on)
        .filter(Q(policy="") | Q(policy=policy), office=office, role=role)
        .exclude(officer__in=[officer.pk for officer in never])
        .select_related("officer")
        .order_by("-policy", "held", "officer__username")
    )
    first = named.first()
    if first is None:
        raise NobodyAnswers(
            "nobody_answers",
            f"{office.name} chưa phân công ai làm nhiệm vụ “{role}”. Người đứng đầu cần phân công một người cụ thể rồi chuyển lại.",
            f"{office.name} has named nobody for “{role}”. Its head must name one person, then hand the matter over again.",
        )
    return first.officer


_READ: dict[tuple[int, str], Place] = {}


def places_by_code(codes: Collection[str], *, map_year: int = MAP_2021) -> dict[str, Place]:
    """Give places by their codes; codes of different levels differ in length. A place of a map never changes, so each is read once."""
    unread = [code for code in codes if (map_year, code) not in _READ]
    if unread:
        _READ.update({(map_year, place.code): place for place in Place.objects.filter(map_year=map_year, code__in=unread)})
    return {code: _READ[map_year, code] for code in codes if (map_year, code) in _READ}
