"""Words that were struck out are still read by inspectors; that they were is kept beside every other look at a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.models import Access, Person

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from ansinh.delivery.cases.models import Claim, Dossier
    from ansinh.delivery.cases.notes import Shown
    from ansinh.delivery.offices.models import Officer


def look_at_struck(dossier: Dossier, notes: Iterable[Shown], *, by: Officer, at: datetime) -> int:
    """Keep that struck-out words of others were shown to an officer: one look for each person noted about, one for the dossier as a whole; give how many.

    Who wrote a note or struck it out reads her own words, which is no look.
    """
    about: dict[Claim | None, int] = {}
    for one in notes:
        if one.struck is not None and one.words and by.pk not in (one.note.officer_id, one.struck.officer_id):
            about[one.note.claim] = about.get(one.note.claim, 0) + 1
    if not about:
        return 0
    identities = [claim.identity for claim in about if claim]
    people = dict(within(Person.objects.filter(province=dossier.province, identity__in=identities), by).values_list("identity", "pk")) if identities else {}
    office = by.office
    looks = [
        Access(
            province=office.province, district=office.district, commune=office.commune, officer=by, at=at, kind=Access.Kind.OPEN, purpose=Access.Purpose.SUPERVISE,
            text=f"{claim.receipt if claim else dossier.number}: ghi chú đã gạch bỏ", person=people.get(claim.identity) if claim else None, found=many,
        )
        for claim, many in about.items()
    ]  # fmt: skip
    return len(Access.objects.bulk_create(looks, batch_size=1000))
