"""An account that waits and a worker's "not true" never wait for somebody who is not there: both go to whoever answers now, as tasks and filings do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q, Subquery

from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.employers.account import agency_of
from ansinh.delivery.intake.employers.deny import who_settles
from ansinh.delivery.intake.models_employers import Accountant, NamedWorker
from ansinh.delivery.offices.models import Level, Office, Role
from ansinh.delivery.offices.queries import assignments_on, away_at, who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Assignment

MOST = 500
AWAY_OR_LEFT = Q(owner__is_active=False)


def accounts_without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give waiting accounts whose owner has left, is away or verifies nothing at the agency of their district any more; a bounded number, the most urgent first."""
    with acting(NATION):
        agency = {"office__kind": Office.Kind.SOCIAL_INSURANCE, "office__level": Level.DISTRICT, "office__district": OuterRef("district")}
        named = _named(at).filter(policy="", role__in=[Role.VERIFIER, Role.CHIEF], **agency)
        rows = Accountant.objects.filter(AWAY_OR_LEFT | Exists(_away(at)) | ~Exists(named), state=Accountant.State.WAITING)
        return list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


def hand_over_account(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one waiting account to whoever verifies at the agency now; say whether it changed hands. Where nobody else does, it stays."""
    with acting(NATION), act(SYSTEM, "intake.hand_over", at=at, province="00") as deed:
        held = Accountant.objects.select_for_update(of=("self",)).select_related("owner").get(pk=key)
        if held.state != Accountant.State.WAITING:
            return False
        deed.province, before = held.province, held.owner
        try:
            held.owner = who_answers(agency_of(held), role=Role.VERIFIER, policy="", at=at)
        except NobodyAnswers:
            return False
        if held.owner_id == before.pk:
            return False
        held.save(update_fields=["owner"])
        after = {"owner": held.owner.full_name, "office": held.owner.office.name, "due_on": held.due_on.isoformat()}
        deed.event("accountant", held, before={"owner": before.full_name}, after=after)
        return True


def denials_without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give open "not true" marks that are not with who can settle them; a bounded number, the oldest first.

    While a step of the dossier is open that is its owner, however often it changes hands; else somebody who verifies or lists at the office.
    """
    with acting(NATION):
        step = Task.objects.filter(dossier__upload=OuterRef("row__filing__upload"), done_at=None).order_by("pk").values("owner")[:1]
        named = _named(at).filter(Q(policy="") | Q(policy=OuterRef("row__filing__policy")), office=OuterRef("row__filing__office"))
        named = named.filter(role__in=[Role.VERIFIER, Role.LISTER, Role.CHIEF])
        gone = AWAY_OR_LEFT | Exists(_away(at)) | ~Exists(named)
        rows = NamedWorker.objects.filter(denied_at__isnull=False, settled_at=None).annotate(at_it=Subquery(step))
        rows = rows.filter(Q(at_it__isnull=False) & ~Q(at_it=F("owner")) | Q(at_it=None) & gone)
        return list(rows.order_by("denied_at", "pk").values_list("pk", flat=True)[:MOST])


def hand_over_denial(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one open "not true" to who can settle it now; say whether it changed hands. Where nobody else can, it stays."""
    with acting(NATION), act(SYSTEM, "intake.hand_over", at=at, province="00") as deed:
        rows = NamedWorker.objects.select_for_update(of=("self",)).select_related("owner", "row__filing__office", "row__filing__owner__office")
        held = rows.get(pk=key)
        if not held.disputed:
            return False
        filing, before = held.row.filing, held.owner
        deed.province, held.owner = held.province, who_settles(filing, at=at)
        if before is None or held.owner.pk == before.pk:
            return False
        held.save(update_fields=["owner"])
        after = {"row": held.row.order, "owner": held.owner.full_name, "office": held.owner.office.name}
        deed.event("filing", filing, before={"owner": before.full_name}, after=after)
        return True


def _away(at: datetime) -> QuerySet[Assignment]:
    return away_at(at).filter(officer=OuterRef("owner"))  # type: ignore[return-value] # any rows do for Exists


def _named(at: datetime) -> QuerySet[Assignment]:
    """Select the assignments by which an owner answers: her own, or of whoever she stands in for."""
    stands_in = away_at(at).filter(deputy=OuterRef(OuterRef("owner"))).values("officer")
    return assignments_on(local_day(at), deputised=True).filter(Q(officer=OuterRef("owner")) | Q(officer__in=stands_in))
