"""Money that has to come back always lies before somebody who is there: where its owner has left, moved, is away or pays no more, another one has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import assignments_on, away_at, who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.payments.models import Recovery

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOST = 200


def recoveries_without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give the open recoveries whose owner is not there any more, the most urgent first; a bounded number."""
    with acting(NATION):
        held = assignments_on(local_day(at), deputised=True).filter(office=OuterRef("office"), role__in=[Role.PAYER, Role.CHIEF])
        stands_in = away_at(at).filter(deputy=OuterRef(OuterRef("owner"))).values("officer")
        named = held.filter(Q(officer=OuterRef("owner")) | Q(officer__in=stands_in))
        gone = Q(owner__is_active=False) | ~Q(owner__office=F("office")) | Exists(away_at(at).filter(officer=OuterRef("owner"))) | ~Exists(named)
        return list(Recovery.objects.filter(gone, outcome="").order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


def hand_over_recovery(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one recovery to whoever pays for its office now, never to who signed the later decision; say whether it changed hands. Its due day stays."""
    with acting(NATION), act(SYSTEM, "payments.hand_over", at=at, province="00") as deed:
        rows = Recovery.objects.select_for_update(of=("self",)).select_related("owner", "office", "revision__answered_by", "instruction__decision__dossier")
        held = rows.get(pk=key)
        deed.province, before = held.province, held.owner
        signer = [held.revision.answered_by] if held.revision.answered_by else []
        try:
            to = who_answers(held.office, role=Role.PAYER, policy=held.instruction.decision.dossier.policy, at=at, never=signer)
        except NobodyAnswers:
            return False
        if held.outcome or to.pk == before.pk:
            return False
        held.owner = to
        held.save(update_fields=["owner"])
        told = {"owner": to.full_name, "office": held.office.name, "due_on": held.due_on.isoformat()}
        deed.event("recovery", held, before={"owner": before.full_name}, after=told)
        return True
