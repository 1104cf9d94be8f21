"""A proposal always waits for somebody who is there: where its signer has left, moved, is away or signs no more, another one has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models_revisions import Revision, State
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import owner_gone, who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.delivery.offices.signing import ToSign

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOST = 200


def revisions_without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give the open proposals whose signer is not there any more, the most urgent first; a bounded number."""
    with acting(NATION):
        return list(
            Revision.objects.filter(owner_gone(at, [Role.APPROVER, Role.CHIEF]), state=State.PROPOSED)
            .order_by("due_on", "pk")
            .values_list("pk", flat=True)[:MOST]
        )


def hand_over_revision(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one proposal to whoever signs for the authority now, never to who proposed it; say whether it changed hands."""
    with acting(NATION), act(SYSTEM, "cases.hand_over", at=at, province="00") as deed:
        rows = Revision.objects.select_for_update(of=("self",)).select_related("owner", "office", "proposed_by", "decision__dossier")
        held = rows.get(pk=key)
        deed.province, before = held.province, held.owner
        vnd = max(held.before_vnd, held.after_vnd)
        try:
            to = who_answers(
                held.office, role=Role.APPROVER, policy=held.decision.dossier.policy, at=at, never=[held.proposed_by], wanted=ToSign(vnd // held.claims, vnd)
            )
        except NobodyAnswers:
            return False
        if held.state != State.PROPOSED or to.pk == before.pk:
            return False
        held.owner = to
        held.save(update_fields=["owner"])
        deed.event("revision", held, before={"owner": before.full_name}, after={"owner": to.full_name, "office": held.office.name})
        return True
