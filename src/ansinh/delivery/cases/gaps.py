"""The list of those without plan or owner: provinces without a plan, policies nobody was given, targets without a person who answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ansinh.delivery.cases.plans import PROGRAMME, plan_days
from ansinh.delivery.cases.targets import still_owning, targets
from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from ansinh.delivery.cases.models_plans import PlanTarget


class Lack(StrEnum):
    """What is missing."""

    PLAN = "plan"
    TARGET = "target"
    OWNER = "owner"
    LEFT = "left"


@dataclass(frozen=True)
class PlanGap:
    """That a province lacks a plan, or targets of policies; or that a target lacks a person, or the person has left or holds no role any more."""

    lack: Lack
    province: str
    policies: tuple[str, ...] = ()
    target: PlanTarget | None = None


def gaps(rows: Collection[PlanTarget], planned: Collection[str], *, on: date, provinces: Collection[str], programme: str = PROGRAMME) -> list[PlanGap]:
    """Give what is missing in these provinces on a day, each lack in turn, by province; `rows` are their targets, `planned` those with a plan."""
    owning = still_owning(rows, on=on)
    there: dict[str, set[str]] = {}
    for row in rows:
        there.setdefault(row.province, set()).add(row.policy)
    return sorted(_found(rows, owning, there, planned, provinces, programme), key=lambda gap: (list(Lack).index(gap.lack), gap.province))


def gaps_of(province: str, *, on: date, programme: str = PROGRAMME) -> list[PlanGap]:
    """Give what is missing in one province, or with an empty one in every province of the country."""
    codes = [province] if province else list(Place.objects.filter(map_year=MAP_2021, level=Level.PROVINCE).values_list("code", flat=True))
    return gaps(targets(province=province, programme=programme), plan_days(programme), on=on, provinces=codes, programme=programme)


def _found(
    rows: Collection[PlanTarget],
    owning: Collection[object],
    there: Mapping[str, set[str]],
    planned: Collection[str],
    provinces: Collection[str],
    programme: str,
) -> Iterator[PlanGap]:
    policies = [policy.id for policy in load_programme(programme).policies]
    for province in provinces:
        if province not in planned:
            yield PlanGap(Lack.PLAN, province)
        elif missing := tuple(policy for policy in policies if policy not in there.get(province, ())):
            yield PlanGap(Lack.TARGET, province, missing)
    for row in rows:
        if row.province in provinces and row.pk not in owning:
            yield PlanGap(Lack.LEFT if row.owner_id else Lack.OWNER, row.province, (row.policy,), row)
