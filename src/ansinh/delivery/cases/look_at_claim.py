"""A claim's person in full, for a reason that is kept beside every other look at her."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Claim
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.keeping import demand_words
from ansinh.delivery.registry.models import Access, Person

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.models import Officer


def look_at_claim(claim_id: uuid.UUID, *, purpose: str, because: str, by: Officer, at: datetime) -> Claim:
    """Give a claim of the scope to be shown in full, and keep who looked, when, what for and why.

    Raises `DoesNotExist` out of scope, `Refused` without a purpose or with a reason that says nothing.
    """
    if purpose not in Access.Purpose.values:
        raise Refused("purpose_missing", "Chọn mục đích tra cứu.", "Choose what the search is for.")
    demand_words(because, "reason")
    claim = within(Claim.objects.select_related("dossier"), by).get(pk=claim_id)
    person = within(Person.objects.filter(province=claim.province, identity=claim.identity), by).first()
    text = f"{claim.receipt}: {because.strip()}"
    _keep(by, at, purpose=purpose, text=text, person=person.pk if person else None, found=1)
    return claim


def take_away(dossier: Dossier, people: int, *, by: Officer, at: datetime) -> None:
    """Keep that an officer took whole numbers of a dossier's people away as a table, and how many."""
    _keep(by, at, purpose=Access.Purpose.VERIFY, text=f"{dossier.number}: tải danh sách về", person=None, found=people)


def _keep(by: Officer, at: datetime, *, purpose: str, text: str, person: uuid.UUID | None, found: int) -> None:
    office = by.office
    Access.objects.create(
        province=office.province, district=office.district, commune=office.commune, officer=by, at=at, kind=Access.Kind.OPEN, purpose=purpose,
        text=text[:200], person=person, found=found,
    )  # fmt: skip
