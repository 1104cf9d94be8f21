"""Whom nobody has told yet never waits for an officer who is not there: she goes to whoever answers now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices.models import Undelivered
from ansinh.delivery.notices.undelivered import owner_for
from ansinh.delivery.offices.queries import owner_gone
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOST = 500


def without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give open ones whose owner has left, moved or is away, the most urgent first; a bounded number."""
    with acting(NATION):
        rows = Undelivered.objects.filter(owner_gone(at), settled_at=None)
        return list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


def hand_over(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one to whoever answers now; say whether it changed hands. Where nobody else may, it stays. Twice does no more than once."""
    with acting(NATION), act(SYSTEM, "notices.hand_over", at=at, province="00") as deed:
        held = Undelivered.objects.select_for_update(of=("self",)).select_related("owner", "notice").get(pk=key)
        deed.province, before = held.province, held.owner
        owner = owner_for(held.notice, at) if held.settled_at is None else None
        if owner is None or owner == before:
            return False
        held.owner, held.office = owner, owner.office
        held.save(update_fields=["owner", "office"])
        deed.event("undelivered", held, before={"owner": before.full_name}, after={"owner": owner.full_name, "office": owner.office.name})
        return True
