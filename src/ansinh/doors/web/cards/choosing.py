"""Which cards an address asks for: period, policy, place, name, order; and the addresses beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode

from ansinh.delivery.offices.models import Level
from ansinh.delivery.reports.cards import SORTS, Listed
from ansinh.delivery.reports.cards_wall import Reader, reader_of
from ansinh.doors.web.asking import asked, officer_of, today
from ansinh.doors.web.cards.words import LEVELS, PERIODS, SLUGS
from ansinh.policy.load import load_programme
from ansinh.policy.pace import GROUPS

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.http import HttpRequest

    from ansinh.delivery.reports.models_cards import Card

USUAL_PERIOD, USUAL_SORT = "30", "ten"
BELOW = {
    Level.NATIONAL: ("tinh", "huyen", "xa", "co-quan"),
    Level.PROVINCE: ("huyen", "xa", "co-quan"),
    Level.DISTRICT: ("xa", "co-quan"),
    Level.COMMUNE: ("co-quan",),
}
"""The lists an office that watches has, by its level."""


@dataclass(frozen=True)
class Choice:
    """What was asked for, as the address says it; what is not understood is left at what is usual."""

    period: str = USUAL_PERIOD
    policy: str = ""
    province: str = ""
    district: str = ""
    group: str = ""
    search: str = ""
    sort: str = USUAL_SORT
    lists: tuple[str, ...] = field(default=(), compare=False)

    @property
    def days(self) -> int:
        """The period in days, as cards keep it."""
        return PERIODS[self.period][0]

    def listed(self, level: str) -> Listed:
        """Give the list of a level."""
        return Listed(LEVELS[level], self.days, self.policy, self.province, self.district, "", self.group, self.search, self.sort)

    def query(self, names: Collection[str] = (), **more: str) -> str:
        """Give the filters as a query string with its question mark, only those that are not usual; `names` keeps some of them only."""
        said = {
            "ky": self.period if self.period != USUAL_PERIOD else "", "chinh-sach": self.policy, "tinh": self.province, "huyen": self.district, "nhom": self.group,
            "tim": self.search, "xep": self.sort if self.sort != USUAL_SORT else "",
        }  # fmt: skip
        kept = {name: value for name, value in {**said, **more}.items() if value and (not names or name in names or name in more)}
        return f"?{urlencode(kept)}" if kept else ""

    def of_card(self, card: Card) -> str:
        """Give the address of a card, for the same period and policy."""
        return reverse("card", args=[SLUGS[card.level], card.unit]) + self.query(("ky", "chinh-sach"))


def choice_of(request: HttpRequest) -> Choice:
    """Read the address."""
    period, policy, sort, group = (asked(request, name) for name in ("ky", "chinh-sach", "xep", "nhom"))
    codes = {name: code for name in ("tinh", "huyen") if (code := asked(request, name)).isdigit() and code.isascii()}
    return Choice(
        period if period in PERIODS else USUAL_PERIOD, policy if policy in {found.id for found in load_programme().policies} else "", codes.get("tinh", ""),
        codes.get("huyen", ""), group if group in GROUPS else "", asked(request, "tim"), sort if sort in SORTS else USUAL_SORT,
    )  # fmt: skip


def reader_here(request: HttpRequest) -> Reader:
    """Give who looks, and tell the database."""
    return reader_of(officer_of(request), on=today())


def lists_of(reader: Reader) -> list[str]:
    """Give the lists that a reader has: the people of the office she heads, and what lies below an office that watches."""
    own = ["can-bo"] if reader.heads else []
    return own + (list(BELOW.get(Level(reader.officer.office.level), ())) if reader.watches else [])


def filters(choice: Choice) -> dict[str, Any]:
    """Give what every filter form offers."""
    return {"periods": {key: label for key, (_days, label) in PERIODS.items()}, "policies": load_programme().policies, "choice": choice}
