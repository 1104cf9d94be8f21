"""A filing never waits for somebody who is not there, nor hangs on a list that was put away: it goes to whoever answers now, or back among those waiting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from ansinh.delivery.cases.models import Upload
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.models import Batch, Filing, FilingRow
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import owner_gone, who_answers
from ansinh.delivery.offices.refusals import NobodyAnswers
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

MOST = 500


def without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give waiting filings whose owner has left, moved, is away or no longer lists their policy, the most urgent first; a bounded number."""
    with acting(NATION):
        rows = Filing.objects.filter(owner_gone(at, [Role.LISTER, Role.CHIEF], policy="policy"), state=Filing.State.FILED)
        return list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


def hand_over(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one filing to whoever answers now; say whether it changed hands. Where nobody else does, it stays. Twice does no more than once."""
    with acting(NATION), act(SYSTEM, "intake.hand_over", at=at, province="00") as deed:
        held = Filing.objects.select_for_update(of=("self",)).select_related("owner", "office").get(pk=key)
        if held.state != Filing.State.FILED:
            return False
        deed.province, before = held.province, held.owner
        try:
            held.owner = who_answers(held.office, role=Role.LISTER, policy=held.policy, at=at)
        except NobodyAnswers:
            return False
        if held.owner_id == before.pk:
            return False
        held.save(update_fields=["owner"])
        deed.event("filing", held, before={"owner": before.full_name}, after={"owner": held.owner.full_name, "due_on": held.due_on.isoformat()})
        return True


def batches_without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give open batches of the post whose owner has left, moved or is away; a bounded number."""
    with acting(NATION):
        return list(Batch.objects.filter(owner_gone(at), settled_at=None).order_by("pk").values_list("pk", flat=True)[:MOST])


def hand_over_batch(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one batch to whoever answers now; say whether it changed hands."""
    with acting(NATION), act(SYSTEM, "intake.hand_over", at=at, province="00") as deed:
        held = Batch.objects.select_for_update(of=("self",)).select_related("owner", "office").get(pk=key)
        deed.province, before = held.province, held.owner
        try:
            held.owner = who_answers(held.office, role=Role.LISTER, policy="", at=at)
        except NobodyAnswers:
            return False
        if held.settled_at is not None or held.owner_id == before.pk:
            return False
        held.save(update_fields=["owner"])
        deed.event("batch", held, before={"owner": before.full_name}, after={"owner": held.owner.full_name, "office": held.office.name})
        return True


def on_discarded_lists() -> list[uuid.UUID]:
    """Give lists of filings that were put away unsubmitted while filings hang on them; a bounded number."""
    with acting(NATION):
        gone = Upload.objects.filter(pk=OuterRef("upload"), state=Upload.State.DISCARDED)
        rows = Filing.objects.filter(Exists(gone), state=Filing.State.TAKEN)
        return list(rows.values_list("upload", flat=True).distinct()[:MOST])


def give_back(upload: uuid.UUID, *, at: datetime) -> int:
    """Put the filings of a discarded list back among those waiting, with the due day they had; give how many."""
    with acting(NATION), act(SYSTEM, "intake.give_back", at=at, province="00") as deed:
        gone = Upload.objects.select_for_update(of=("self",)).get(pk=upload)
        if gone.state != Upload.State.DISCARDED:
            return 0
        deed.province = gone.province
        back = list(Filing.objects.select_for_update(of=("self",)).filter(upload=gone, state=Filing.State.TAKEN).order_by("pk"))
        FilingRow.objects.filter(filing__in=back).update(row=None)
        for held in back:
            held.state, held.ended_at, held.ended_by, held.upload = Filing.State.FILED, None, None, None
            held.save(update_fields=["state", "ended_at", "ended_by", "upload"])
            deed.event("filing", held, before={"state": "taken", "upload": str(upload)}, after={"state": "filed"})
        return len(back)
