"""Who answers a grievance: never somebody who prepared, handled or signed the matter; the head of the office first, then ever higher."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Decision, Task
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.models import Level, Office, Officer, Role
from ansinh.delivery.offices.queries import who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.placed import Placed

UPWARD = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)
ROLES = (Role.APPROVER, Role.APPRAISER, Role.SUPERVISOR, Role.VERIFIER, Role.LISTER, Role.ANALYST)
"""Who answers where no office upward has named its head, in this order."""


def involved_in(dossier: Dossier | None) -> list[uuid.UUID]:
    """Give the officers who submitted, hold, ended a step of, or signed a dossier."""
    if dossier is None:
        return []
    found: set[uuid.UUID | None] = {dossier.submitted_by_id}
    for task in Task.objects.filter(dossier=dossier).only("owner", "done_by"):
        found.add(task.done_by_id or task.owner_id)
    for names in Decision.objects.filter(dossier=dossier).values_list("signed_by", "prepared_by", "appraised_by"):
        found.update(names)
    return sorted((key for key in found if key is not None), key=str)


def who_decides(
    kind: str, place: Placed, dossier: Dossier | None, *, involved: Collection[uuid.UUID], policy: str, at: datetime, above: Office | None = None
) -> Officer:
    """Give the one officer who answers, of an office above the one given; raises `NobodyAnswers` when nobody upward, the ministry included, may."""
    offices = [office for office in offices_upward(kind, place, dossier) if above is None or is_above(office, above)]
    never = list(Officer.objects.filter(pk__in=involved))
    for role, among in ((Role.CHIEF, offices), *((role, offices) for role in ROLES)):
        for office in among:
            try:
                return who_answers(office, role=role, policy=policy, at=at, never=never)
            except NobodyAnswers:
                continue
    raise NobodyAnswers(
        "grievance_nobody",
        "Chưa có người được phân công giải quyết đơn ở địa bàn này. Hãy gửi trực tiếp tại Ủy ban nhân dân cấp huyện hoặc Ủy ban Mặt trận Tổ quốc.",
        "Nobody is named yet to answer complaints in this place. Hand it in at the district’s people’s committee or the Fatherland Front.",
    )


def is_above(office: Office, of: Office) -> bool:
    """Say whether an office stands above another: on a higher level, or as the people's committee over a department of its level."""
    rank = {level.value: place for place, level in enumerate((*UPWARD, Level.NATIONAL))}
    committee = Office.Kind.PEOPLE_COMMITTEE
    return rank[office.level] > rank[of.level] or (office.level == of.level and office.kind == committee != of.kind)


def offices_upward(kind: str, place: Placed, dossier: Dossier | None) -> list[Office]:
    """Give the offices that may answer, the nearest first: where the matter is or was decided, then the people's committees above, then the ministry.

    Against an officer's conduct the commune does not answer itself.
    """
    start = _office_of(kind, dossier)
    lowest = UPWARD.index(Level(start.level)) if start and start.level != Level.NATIONAL else 1 if kind == Grievance.Kind.CONDUCT else 0
    found = [start] if start else []
    for level in UPWARD[lowest:]:
        code = str(getattr(place, level.value))
        if code:
            found += Office.objects.filter(kind=Office.Kind.PEOPLE_COMMITTEE, level=level, **{level.value: code})
    found += Office.objects.filter(kind=Office.Kind.MINISTRY)
    return list({office.pk: office for office in found}.values())


def _office_of(kind: str, dossier: Dossier | None) -> Office | None:
    """Give the office whose act or silence is complained of."""
    if dossier is None or kind in (Grievance.Kind.CONDUCT, Grievance.Kind.MISSING, Grievance.Kind.OBJECTION):
        return None
    decision = Decision.objects.filter(dossier=dossier).select_related("office").first()
    if kind == Grievance.Kind.DECISION and decision:
        return decision.office
    task = Task.objects.filter(dossier=dossier, done_at=None).select_related("office").first()
    return task.office if task else dossier.office
