"""The answer to a batch that stopped: its pairs are real and go to the queue, or a column was wrong and they are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.jobs import offer_continued
from ansinh.delivery.registry.keeping import demand_words
from ansinh.delivery.registry.models_pairs import Sweep

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer


def answer_sweep(key: uuid.UUID, *, go_on: bool, reason: str, by: Officer, at: datetime) -> Sweep:
    """Say of a commune's batch that stopped whether its pairs are to be offered after all, or a column is wrong; and why.

    Raises `NotYours` for anyone but its owner, `AlreadyDone` once answered.
    """
    demand_words(reason, "reason")
    with act(actor_of(by), "registry.answer_sweep", at=at, province=by.office.province) as deed:
        held = within(Sweep.objects.select_for_update(of=("self",)).select_related("owner"), by).get(pk=key)
        deed.province = held.province
        if held.state != Sweep.State.STOPPED:
            raise AlreadyDone("sweep_answered", "Câu hỏi này đã được trả lời.", "This question was answered.")
        if held.owner_id != by.pk:
            raise NotYours("sweep_owner", f"Câu hỏi này của {held.owner}.", f"This question is {held.owner}'s.")
        held.state = Sweep.State.CONTINUED if go_on else Sweep.State.DROPPED
        held.reason, held.answered_by, held.answered_at = reason.strip()[:200], by, at
        held.save(update_fields=["state", "reason", "answered_by", "answered_at"])
        deed.event("sweep", held, before={"state": "stopped"}, after={"state": held.state, "reason": held.reason})
        if go_on:
            offer_continued.defer(sweep=str(held.pk))
        return held
