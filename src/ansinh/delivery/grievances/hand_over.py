"""A complaint never waits for somebody who is not there: it goes to whoever answers now, still nobody who had part in the matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.evidence.record import act
from ansinh.delivery.grievances.answering import involved_in, who_decides
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.queries import owner_gone
from ansinh.delivery.offices.refusals import NobodyAnswers
from ansinh.delivery.offices.scope import NATION, SYSTEM

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOST = 500


def without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give open complaints whose owner has left, moved or is away, the most urgent first; a bounded number."""
    with seeing_all(NATION):
        rows = Grievance.objects.filter(owner_gone(at), state=Grievance.State.FILED)
        return list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


def hand_over(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one complaint to whoever answers now; say whether it changed hands. Where nobody else may, it stays. Twice does no more than once."""
    with seeing_all(NATION), act(SYSTEM, "grievances.hand_over", at=at, province="00") as deed:
        held = Grievance.objects.select_for_update(of=("self",)).select_related("owner", "dossier", "follows__office").get(pk=key)
        if held.state != Grievance.State.FILED:
            return False
        deed.province, before = held.province, held.owner
        held.involved = sorted({*held.involved, *involved_in(held.dossier)}, key=str)
        try:
            above = held.follows.office if held.follows else None
            held.owner = who_decides(held.kind, held, held.dossier, involved=held.involved, policy=held.policy, at=at, above=above)
        except NobodyAnswers:
            return False
        if held.owner == before:
            return False
        held.office = held.owner.office
        held.save(update_fields=["owner", "office", "involved"])
        told = {"owner": held.owner.full_name, "office": held.office.name, "due_on": held.due_on.isoformat()}
        deed.event(
            "grievance", held, before={"owner": before.full_name} if not held.sensitive else None, after=told if not held.sensitive else {"handed_over": True}
        )
        return True
