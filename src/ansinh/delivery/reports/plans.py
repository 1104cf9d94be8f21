"""How far the targets of plans are reached: counted from the claims by the summaries, never typed."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Sum

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.reports.models import Daily
from ansinh.delivery.reports.queries import Cut, Sums, guarded, may_see

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

COUNTS = ("claims", "approved", "refused", "paid")


class Aimed(NamedTuple):
    """A place and policy; the district is empty for the whole province."""

    province: str
    district: str
    policy: str


def progress(*, seen_by: Officer | None, province: str = "") -> dict[Aimed, Sums]:
    """Give the people received, decided and paid of each province and policy, in one query; of one province its districts as well.

    Counts of few people are withheld from whoever may not see the rows: they are nought here and named in `few` and `beside`. Districts
    are told to those only who may see their rows.
    """
    where = {"province": province, "level__in": ["province", "district"]} if province else {"level": "province"}
    found: dict[tuple[str, str], dict[str, Sums]] = defaultdict(dict)
    with acting(NATION):
        rows = Daily.objects.filter(**where).values_list("province", "district", "policy")
        for code, district, policy, claims, approved, refused, paid in rows.annotate(*(Sum(name) for name in COUNTS)):
            found[code, district][policy] = Sums(claims=claims, approved=approved, refused=refused, paid=paid)
    told = {}
    for (code, district), policies in found.items():
        full = may_see(Cut(province=code, district=district), seen_by)
        if full or not district:
            for policy, sums in (policies if full else guarded(policies)).items():
                told[Aimed(code, district, policy)] = sums
    return told
