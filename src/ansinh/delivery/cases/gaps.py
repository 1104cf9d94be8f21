"""The list of those without plan or owner: provinces without a plan, policies nobody was given, targets without a person who answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ansinh.delivery.cases.models_plans import PlanTarget
from ansinh.delivery.cases.plans import PROGRAMME, plan_days
from ansinh.delivery.cases.targets import without_owner
from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date


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


def gaps(*, on: date, province: str = "", lacks: Collection[Lack] = tuple(Lack), programme: str = PROGRAMME) -> list[PlanGap]:
    """Give what is missing on a day in one province, or with an empty one in the country: each lack in turn, by province."""
    codes = [province] if province else list(Place.objects.filter(map_year=MAP_2021, level=Level.PROVINCE).order_by("code").values_list("code", flat=True))
    found: list[PlanGap] = []
    if {Lack.PLAN, Lack.TARGET} & set(lacks):
        planned = plan_days(programme)
        found += [PlanGap(Lack.PLAN, code) for code in codes if code not in planned]
        found += _without_target([code for code in codes if code in planned], programme)
    if {Lack.OWNER, Lack.LEFT} & set(lacks):
        rows = without_owner(on=on, province=province, programme=programme)
        found += [PlanGap(Lack.LEFT if row.owner_id else Lack.OWNER, row.province, (row.policy,), row) for row in rows]
    return sorted((gap for gap in found if gap.lack in lacks), key=lambda gap: (list(Lack).index(gap.lack), gap.province))


def _without_target(provinces: Collection[str], programme: str) -> Iterator[PlanGap]:
    """Give the provinces that have a plan but for some policies no target, neither their own nor of any district."""
    there: dict[str, set[str]] = {}
    for code, policy in PlanTarget.objects.filter(programme=programme, province__in=provinces).values_list("province", "policy").distinct():
        there.setdefault(code, set()).add(policy)
    policies = [policy.id for policy in load_programme(programme).policies]
    for code in provinces:
        if missing := tuple(policy for policy in policies if policy not in there.get(code, ())):
            yield PlanGap(Lack.TARGET, code, missing)
