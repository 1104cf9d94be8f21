"""Money that has to come back or to be given back always lies before somebody who is there: where its owner left, moved, is away or pays no more, another one has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import owner_gone, who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.payments.models import Recovery, Refund

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act

MOST = 200
WHO = [Role.PAYER, Role.CHIEF]


def recoveries_without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give the open recoveries whose owner is not there any more, the most urgent first; a bounded number."""
    with acting(NATION):
        return list(Recovery.objects.filter(owner_gone(at, WHO), outcome="").order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


def refunds_without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give the open refunds whose owner is not there any more, the most urgent first; a bounded number."""
    with acting(NATION):
        return list(Refund.objects.filter(owner_gone(at, WHO), done_at=None).order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


def hand_over_recovery(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one recovery to whoever pays for its office now, never to who signed the later decision; say whether it changed hands. Its due day stays."""
    with acting(NATION), act(SYSTEM, "payments.hand_over", at=at, province="00") as deed:
        rows = Recovery.objects.select_for_update(of=("self",)).select_related("owner", "office", "revision__answered_by", "instruction__decision__dossier")
        held = rows.get(pk=key)
        return not held.outcome and _handed(deed, held, of=held)


def hand_over_refund(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one refund to whoever pays for its office now, as a recovery is; say whether it changed hands."""
    with acting(NATION), act(SYSTEM, "payments.hand_over_refund", at=at, province="00") as deed:
        rows = Refund.objects.select_for_update(of=("self",)).select_related(
            "owner", "office", "recovery__revision__answered_by", "recovery__instruction__decision__dossier"
        )
        held = rows.get(pk=key)
        return held.done_at is None and _handed(deed, held, of=held.recovery)


def _handed(deed: Act, held: Recovery | Refund, *, of: Recovery) -> bool:
    deed.province, before = held.province, held.owner
    signer = [of.revision.answered_by] if of.revision.answered_by else []
    try:
        to = who_answers(held.office, role=Role.PAYER, policy=of.instruction.decision.dossier.policy, at=deed.at, never=signer)
    except NobodyAnswers:
        return False
    if to.pk == before.pk:
        return False
    held.owner = to
    held.save(update_fields=["owner"])
    told = {"owner": to.full_name, "office": held.office.name, "due_on": held.due_on.isoformat()}
    deed.event("refund" if isinstance(held, Refund) else "recovery", held, before={"owner": before.full_name}, after=told)
    return True
