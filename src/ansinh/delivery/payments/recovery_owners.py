"""Money that has to come back always lies before somebody who is there: where its owner has left, moved, is away or pays no more, another one has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import owner_gone, who_answers
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
        return list(Recovery.objects.filter(owner_gone(at, [Role.PAYER, Role.CHIEF]), outcome="").order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


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
