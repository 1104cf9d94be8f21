"""What an upheld grievance ordered is done, and said so by the officer who was ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.grievances.looking import look_as
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

SHORTEST = 10


def carry_out(key: uuid.UUID, *, by: Officer, at: datetime, words: str) -> Grievance:
    """Record what was done. Raises `NotYours` for anybody but the one ordered, `AlreadyDone` for the second time, `Refused` for words that say nothing."""
    if len(words.strip()) < SHORTEST:
        raise Refused("words_missing", "Ghi rõ đã làm gì (ít nhất 10 ký tự).", "Say what was done (at least 10 characters).")
    with act(actor_of(by), "grievances.carry_out", at=at, province=by.office.province) as deed:
        look_as(by, on=local_day(at))
        held = within(Grievance.objects.select_for_update(of=("self",)).select_related("ordered_to"), by).get(pk=key, remedy=Grievance.Remedy.ORDERED)
        deed.province = held.province
        if held.ordered_to_id != by.pk:
            raise NotYours("not_ordered", f"Việc này giao cho {held.ordered_to}.", f"This was ordered of {held.ordered_to}.")
        if held.carried_out_at is not None:
            raise AlreadyDone("carried_out", "Việc này đã được báo là đã làm.", "This was reported as done before.")
        held.carried_out_at, held.carried_out = at, words.strip()[:500]
        held.save(update_fields=["carried_out_at", "carried_out"])
        after = {"carried_out": True} if held.sensitive else {"carried_out": held.carried_out}
        deed.event("grievance", held, before={"carried_out": False}, after=after)
        return held
