"""One person of the officer's scope with her numbers, links and history; every look is kept with who, when and what for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.keeping import demand_words
from ansinh.delivery.registry.models import Access, Draw, Identifier, IdentityLink, Person
from ansinh.delivery.registry.reside import residences

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.registry.models_residences import Residence

MOST_ROWS = 50


@dataclass(frozen=True, slots=True)
class Profile:
    """A person with all rows that count as her: other persons joined to her, numbers, residences, links, draws in scope, what happened."""

    person: Person
    speaks_for: list[Person]
    identifiers: list[Identifier]
    residences: list[Residence]
    links: list[IdentityLink]
    draws: list[Draw]
    events: list[Event]

    @property
    def contested(self) -> bool:
        """Whether two draws of hers stand in one group, so that a human must settle which one falls."""
        return any(link.contested and not link.undone_at for link in self.links)


def look_at(person: uuid.UUID, *, purpose: str, by: Officer, at: datetime, because: str = "") -> Profile:
    """Give a person of the scope, and keep that she was looked at: masked, or in full where `because` says why.

    Raises `DoesNotExist` out of scope, `Refused` without a purpose or with a reason that says nothing.
    """
    if purpose not in Access.Purpose.values:
        raise Refused("purpose_missing", "Chọn mục đích tra cứu.", "Choose what the search is for.")
    if because:
        demand_words(because, "reason")
    found = within(Person.objects.select_related("same_as"), by).get(pk=person)
    office = by.office
    Access.objects.create(
        province=office.province, district=office.district, commune=office.commune, officer=by, at=at, person=found.pk, purpose=purpose, found=1,
        kind=Access.Kind.OPEN if because else Access.Kind.VIEW, text=because.strip()[:200],
    )  # fmt: skip
    return profile(found, seen_by=by)


def profile(person: Person, *, seen_by: Officer) -> Profile:
    """Give the rows that count as one person, as far as the officer's scope holds them."""
    also = list(within(Person.objects.filter(same_as=person), seen_by).order_by("known_since")[:MOST_ROWS])
    everyone = [person, *also]
    identities = [row.identity for row in everyone]
    links = within(IdentityLink.objects.filter(Q(identity__in=identities) | Q(holder__in=identities)).select_related("linked_by", "undone_by"), seen_by)
    return Profile(
        person=person,
        speaks_for=also,
        identifiers=list(within(Identifier.objects.filter(person__in=everyone).select_related("recorded_by"), seen_by).order_by("kind", "-since")[:MOST_ROWS]),
        residences=residences(everyone, seen_by=seen_by, most=MOST_ROWS),
        links=list(links.order_by("-linked_at")[:MOST_ROWS]),
        draws=list(within(Draw.objects.filter(holder__in=identities, released_at=None), seen_by).order_by("held_at")[:MOST_ROWS]),
        events=list(within(Event.objects.filter(subject__in=[row.pk for row in everyone]), seen_by).order_by("-at")[:MOST_ROWS]),
    )


def looks_at(person: Person, *, seen_by: Officer) -> list[Access]:
    """Give who looked at a person, the latest first, as far as those officers serve in the scope."""
    return list(within(Access.objects.filter(person=person.pk).select_related("officer__office"), seen_by).order_by("-at")[:MOST_ROWS])
