"""Employers and household businesses of one's scope, found by tax code or by the beginning of their name: a handful, never a browse."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.models_bodies import Employer, HouseholdBusiness, Particular
from ansinh.policy.names import fold
from ansinh.policy.person_numbers import read_number

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.offices.scope import Scope

MOST_FOUND = 20
SHORTEST = 3
BEYOND = "\U0010ffff"


@dataclass(frozen=True)
class FoundBody:
    """A body with what holds of it now, by kind of `Particular`, and all that was told of it, the newest first."""

    body: Employer | HouseholdBusiness
    now: dict[str, Particular] = field(default_factory=dict)
    history: list[Particular] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name it; by its code where no name was told."""
        return self.now["name"].value if "name" in self.now else self.body.tax_code


def find_bodies(text: str, *, seen_by: Officer | Scope) -> list[FoundBody]:
    """Give at most `MOST_FOUND` bodies of the scope whose tax code is `text`, or whose name, as it holds, begins with it, marks and case aside.

    Raises `Refused` for fewer than three letters.
    """
    code, folded = read_number("tax", text), fold(text)
    if code:
        bodies: list[Employer | HouseholdBusiness] = [
            *within(Employer.objects.filter(tax_code=code), seen_by),
            *within(HouseholdBusiness.objects.filter(tax_code=code), seen_by),
        ]
        return [of_body(body, seen_by=seen_by) for body in bodies]
    if len(folded) < SHORTEST:
        raise Refused(
            "search_too_wide", "Nhập mã số thuế, hoặc ít nhất ba chữ đầu của tên.", "Give the tax code, or at least the first three letters of the name."
        )
    named = within(Particular.objects.filter(kind="name", until=None, folded_value__gte=folded, folded_value__lt=folded + BEYOND), seen_by)
    hits = named.select_related("employer", "business").order_by("folded_value", "pk")[:MOST_FOUND]
    return [of_body(body, seen_by=seen_by) for hit in hits if (body := hit.employer or hit.business)]


def of_body(body: Employer | HouseholdBusiness, *, seen_by: Officer | Scope) -> FoundBody:
    """Give a body with its history."""
    history = list(within(body.particulars.all(), seen_by).order_by("-since", "-recorded_at"))
    return FoundBody(body, {row.kind: row for row in history if row.until is None}, history)
