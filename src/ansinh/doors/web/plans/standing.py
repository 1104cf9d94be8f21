"""How each province stands by its plan: a few queries of small tables for the whole country, whoever asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse

from ansinh.delivery.cases.models_plans import PlanDocument
from ansinh.delivery.cases.plans import in_force
from ansinh.delivery.cases.targets import targets, without_owner
from ansinh.delivery.offices.groups import groups_on
from ansinh.delivery.reports.plans import Aimed, progress
from ansinh.delivery.reports.queries import Sums
from ansinh.doors.web.figures.drawing import PROVINCES
from ansinh.doors.web.figures.words import GROUPS
from ansinh.policy.load import load_programme
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from ansinh.delivery.cases.models_plans import PlanTarget
    from ansinh.delivery.offices.models import Officer

NOTHING = Sums()
PLANNED, MISSING, UNOWNED, EVERY = "co", "chua", "nguoi", "tat-ca"
"""The choices of a filter: provinces with a plan, without one, with targets nobody answers for, all."""


@dataclass(frozen=True)
class Reached:
    """People that targets name, and of the same policies how many were received, decided and helped; `hidden` where few people are withheld.

    `toward` counts of each target no more than it names, so that a sum of several does not hide one behind another.
    """

    people: int = 0
    received: int = 0
    decided: int = 0
    helped: int = 0
    toward: int = 0
    hidden: bool = False

    @property
    def percent(self) -> int | None:
        """Reached of the target in whole percent, rounded down; none without a target."""
        return self.toward * 100 // self.people if self.people else None

    def and_more(self, other: Reached) -> Reached:
        """Add another."""
        return Reached(
            self.people + other.people, self.received + other.received, self.decided + other.decided, self.helped + other.helped, self.toward + other.toward,
            hidden=self.hidden or other.hidden,
        )  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A province: its group, its plan in force if it has one, how many documents, what its targets reached, of how many nobody answers."""

    code: str
    name: str
    group: str
    plan: PlanDocument | None
    documents: int
    reached: Reached
    unowned: int


def reached(row: PlanTarget, sums: Sums) -> Reached:
    """Put a target beside what was counted. Who has relief that is no money (a contribution less, a loan) has it once it is approved."""
    hidden = bool({"claims", "approved", "refused", "paid"} & (sums.few | sums.beside))
    helped = sums.paid if row.policy in _paid_in_cash() else sums.approved
    return Reached(row.people, sums.claims, sums.approved + sums.refused, helped, min(helped, row.people), hidden)


@cache
def _paid_in_cash() -> frozenset[str]:
    return frozenset(policy.id for policy in load_programme().policies if policy.pays == "cash")


def standings(*, officer: Officer | None, on: date, policy: str = "") -> list[Standing]:
    """Give every province in the order of its name, for all policies or one; of how many nobody answers is told to officers only."""
    public = officer is None
    plans = {row.province: row for row in in_force() if row.published or not public}
    shown = PlanDocument.objects.filter(programme="nq68", **({"published": True} if public else {}))
    documents = dict(shown.values_list("province").annotate(Count("pk")))
    by_province = sums_of([row for row in targets() if not policy or row.policy == policy], progress(seen_by=officer))
    lacking = Counter() if public else Counter(row.province for row in without_owner(on=on) if not policy or row.policy == policy)
    groups = groups_on(on)
    names = sorted(PROVINCES.items(), key=lambda item: fold(item[1]))
    return [
        Standing(code, name, groups.get(code, ""), plans.get(code), documents.get(code, 0), by_province.get(code, Reached()), lacking[code])
        for code, name in names
    ]


def sums_of(rows: Iterable[PlanTarget], counted: Mapping[Aimed, Sums]) -> dict[str, Reached]:
    """Sum targets of whole provinces by province, each beside what was counted under its policy."""
    found: dict[str, Reached] = defaultdict(Reached)
    for row in rows:
        found[row.province] = found[row.province].and_more(reached(row, counted.get(Aimed(row.province, "", row.policy), NOTHING)))
    return found


def by_group(places: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    """Put provinces (group, name, code), each with its page, under their group of measures; the quiet ones, which have the least excuse, first."""
    found = list(places)
    parts = [(group, [(name, reverse("plans_province", args=[code])) for of, name, code in found if of == group]) for group in (*GROUPS, "")]
    return [{"group": group, "label": GROUPS.get(group, ""), "places": named} for group, named in parts if named]


def chosen(rows: Iterable[Standing], *, text: str = "", group: str = "", state: str = "") -> list[Standing]:
    """Keep the provinces whose name holds a text, of a group, in a state."""
    wanted = fold(text)
    return [row for row in rows if wanted in fold(row.name) and (not group or row.group == group) and _is(row, state)]


def _is(row: Standing, state: str) -> bool:
    if state == UNOWNED:
        return row.unowned > 0
    return state in ("", EVERY) or (row.plan is not None) == (state == PLANNED)
