"""Households are opened, people join them and leave them: each membership with its days, its source and its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.keeping import day_of, demand_keeper, demand_words
from ansinh.delivery.registry.models import Identifier, Person
from ansinh.delivery.registry.models_bodies import Household, Member

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.registry.enter_body import Grounds


def open_household(head: uuid.UUID, address: str, grounds: Grounds, *, by: Officer, at: datetime) -> Household:
    """Open a household where its head lives, with the head as its first member."""
    demand_keeper(by, at=at)
    with act(actor_of(by), "registry.open_household", at=at, province=by.office.province) as deed:
        person = within(Person.objects.all(), by).get(pk=head)
        deed.province = person.province
        made = Household.objects.create(
            province=person.province, district=person.district, commune=person.commune, address=address.strip()[:200], known_since=at
        )
        deed.event("household", made, after={"address": made.address})
        join(made.pk, head, Member.Relation.HEAD, grounds, by=by, at=at)
    return made


def join(household: uuid.UUID, person: uuid.UUID, relation: str, grounds: Grounds, *, by: Officer, at: datetime) -> Member:
    """Enter that a person belongs to a household from `grounds.since` on.

    Raises `Refused` for one who belongs to another still, or a second head: the former ends first, with a reason.
    """
    demand_keeper(by, at=at)
    demand_words(grounds.evidence, "evidence")
    if relation not in Member.Relation.values or grounds.source not in Identifier.Source.values or grounds.since > day_of(at):
        raise Refused("member_unusable", "Chọn quan hệ, nguồn và ngày (không sau hôm nay).", "Choose relation, source and a day that does not lie ahead.")
    with act(actor_of(by), "registry.join_household", at=at, province=by.office.province) as deed:
        held = within(Household.objects.select_for_update(of=("self",)), by).get(pk=household)
        deed.province = held.province
        who = within(Person.objects.all(), by).get(pk=person)
        try:
            with transaction.atomic():
                made = Member.objects.create(
                    province=held.province, district=held.district, commune=held.commune, household=held, person=who, relation=relation, source=grounds.source,
                    evidence=grounds.evidence.strip()[:200], since=grounds.since, recorded_by=by, recorded_at=at,
                )  # fmt: skip
        except IntegrityError as error:
            raise Refused(
                "member_already",
                "Người này còn thuộc một hộ, hoặc hộ đã có chủ hộ. Ghi ngày thôi trước, kèm lý do.",
                "The person still belongs to a household, or the household has a head. End that first, with a reason.",
            ) from error
        deed.event("household", held, after={"joined": str(who.pk), "relation": relation, "since": grounds.since.isoformat()})
        return made


def leave(member: uuid.UUID, *, until: date, because: str, by: Officer, at: datetime) -> Member:
    """End a membership on its last day, with a reason. Raises `AlreadyDone` for one that has ended."""
    demand_keeper(by, at=at)
    demand_words(because, "reason")
    with act(actor_of(by), "registry.leave_household", at=at, province=by.office.province) as deed:
        held = within(Member.objects.select_for_update(of=("self",)).select_related("household"), by).get(pk=member)
        deed.province = held.province
        if held.until is not None:
            raise AlreadyDone("member_ended", "Đã ghi thôi trước đó.", "This was ended already.")
        if not held.since <= until <= day_of(at):
            raise Refused("until_when", "Ngày cuối phải từ ngày bắt đầu đến hôm nay.", "The last day must lie between the first and today.")
        held.until, held.ended_because = until, because.strip()[:200]
        held.save(update_fields=["until", "ended_because"])
        deed.event("household", held.household, after={"left": str(held.person_id), "until": until.isoformat(), "because": held.ended_because})
        return held


def members_on(household: uuid.UUID, day: date, *, seen_by: Officer) -> Sequence[Member]:
    """Give who belonged to a household on a day, the head first."""
    rows = within(Member.objects.filter(household=household, since__lte=day).exclude(until__lt=day).select_related("person"), seen_by)
    return sorted(rows, key=lambda row: (row.relation != Member.Relation.HEAD, row.since))
