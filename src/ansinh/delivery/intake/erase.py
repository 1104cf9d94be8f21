"""What filings tell of people goes when their time is over: with the list they were taken into; withdrawn and refused ones with lists put away.

Names of filers, codes, days and the log stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from ansinh.delivery.cases.keep import drop
from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.cases.models_papers import Erasure
from ansinh.delivery.cases.periods import in_force
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from ansinh.policy.load import programme_names

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

MOST = 500
GONE = "#"


def over(*, at: datetime, although_unverified: bool = False) -> list[uuid.UUID]:
    """Give filings that still tell of people although their list was erased, or that ended without one and are over; a bounded number."""
    ended = Q(state__in=[Filing.State.WITHDRAWN, Filing.State.REFUSED], programme__in=_drafts_over(local_day(at), although_unverified=although_unverified))
    with acting(NATION):
        followed = Q(Exists(Erasure.objects.filter(subject=OuterRef("upload"), kind="lists")))
        return list(Filing.objects.filter(followed | ended, erased_at=None).order_by("pk").values_list("pk", flat=True)[:MOST])


def erase_filing(key: uuid.UUID, *, at: datetime) -> int:
    """Empty the people of one filing, with the telephone and relation of its filer; its file goes, unless another filing is the same file. Give how many."""
    with acting(NATION), act(SYSTEM, "intake.erase", at=at, province="00") as deed:
        held = Filing.objects.select_for_update(of=("self",)).select_related("file").get(pk=key)
        if held.erased_at is not None:
            return 0
        deed.province = held.province
        held.erased_at, held.filer_phone, held.filer_relation = at, "", GONE if held.filer_relation else ""
        held.save(update_fields=["erased_at", "filer_phone", "filer_relation"])
        rows = FilingRow.objects.filter(filing=held).update(data={})
        named = Notice.objects.filter(occasion=held.pk, kind="named").exclude(state=Notice.State.QUEUED)
        named.update(address=GONE)  # what an employer gave of them went with the rows
        file: StoredFile = held.file
        if not Filing.objects.filter(file__sha256=file.sha256, erased_at=None).exists():
            transaction.on_commit(lambda: drop(file))
        deed.event("filing", held, after={"erased": "lists", "rows": rows})
        return rows


def _drafts_over(on: date, *, although_unverified: bool) -> list[str]:
    """Name the programmes whose lists put away are over: nothing came of them."""
    told = {name: in_force(name) for name in programme_names()}
    return [
        name
        for name, one in told.items()
        for kept in (one.kept if one else ())
        if one and kept.kind == "drafts" and kept.over_on(one.ends_on) <= on and ((kept.verified and one.ends_verified) or although_unverified)
    ]
