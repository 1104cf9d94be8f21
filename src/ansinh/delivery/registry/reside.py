"""Where a person is registered and where she lives is entered with its source and evidence; a move ends the one before, and nothing is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from psycopg.types.range import DateRange

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.maps import FIRST_OF_2021
from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.keeping import day_of, demand_keeper, demand_words
from ansinh.delivery.registry.models import Identifier, Person
from ansinh.delivery.registry.models_residences import Residence

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer


class Dwelling(NamedTuple):
    """A residence as it was given: its kind (`Residence.Kind`), the commune's code, house and hamlet."""

    kind: str
    commune: str
    address: str = ""


def reside(person: uuid.UUID, dwelling: Dwelling, *, source: str, evidence: str, since: date, by: Officer, at: datetime) -> Residence:
    """Enter where a person is registered, or lives, from a day on; the same that holds already is given as it stands.

    The commune is looked for on the map of that day, so that codes before and after a merger both stand. Raises `Refused` for no such
    commune, a day ahead or not after the first day of the one before, an unknown kind or source, or missing evidence.
    """
    demand_keeper(by, at=at)
    demand_words(evidence, "evidence")
    if source not in Identifier.Source.values:
        raise Refused("source_unknown", "Chọn nguồn của thông tin này.", "Choose where this comes from.")
    if dwelling.kind not in Residence.Kind.values:
        raise Refused("kind_unknown", "Chọn nơi đăng ký hay nơi đang ở.", "Choose registered or actual residence.")
    if since > day_of(at):
        raise Refused("day_ahead", "Ngày bắt đầu không thể sau hôm nay.", "The first day cannot lie ahead.")
    place = _commune(dwelling.commune, since)
    with act(actor_of(by), "registry.reside", at=at, province=by.office.province) as deed:
        held = within(Person.objects.select_for_update(of=("self",)), by).get(pk=person)
        deed.province = held.province
        before = Residence.objects.select_for_update(of=("self",)).filter(person=held, kind=dwelling.kind).order_by("-held").first()
        if before and before.held.upper is None and (before.place_id, before.address) == (place.pk, dwelling.address.strip()):
            return before
        _end(before, since)
        made = Residence.objects.create(
            province=held.province, district=held.district, commune=held.commune, person=held, kind=dwelling.kind, place=place,
            address=dwelling.address.strip()[:200], held=DateRange(since, None), source=source, evidence=evidence.strip()[:200], recorded_by=by, recorded_at=at,
        )  # fmt: skip
        _say(deed, held, before, made)
        return made


def residences(people: list[Person], *, seen_by: Officer, most: int) -> list[Residence]:
    """Give where these people are registered and live, of each kind the latest first."""
    rows = within(Residence.objects.filter(person__in=people).select_related("place__parent", "recorded_by"), seen_by)
    return list(rows.order_by("kind", "-held")[:most])


def _commune(code: str, on: date) -> Place:
    on_map = max(on, FIRST_OF_2021)  # earlier maps are not kept; a commune of today stands for what it was before
    standing = Q(valid_to__isnull=True) | Q(valid_to__gte=on_map)
    place = Place.objects.filter(standing, level=Level.COMMUNE, code=code.strip(), valid_from__lte=on_map).order_by("-map_year").first()
    if place is None:
        raise Refused(
            "commune_unknown",
            f"Ngày {on:%d/%m/%Y} không có xã, phường, thị trấn nào mang mã “{code[:10]}”.",
            f"On {on} no commune has the code “{code[:10]}”.",
        )
    return place


def _end(before: Residence | None, since: date) -> None:
    """End the residence before on the day the next begins; one that was entered later for an earlier time is refused, not squeezed in."""
    if before is None:
        return
    if since <= before.held.lower or (before.held.upper is not None and since < before.held.upper):
        raise Refused(
            "residence_before",
            f"Đã ghi nơi khác từ ngày {before.held.lower:%d/%m/%Y}. Ngày chuyển đến phải sau ngày đó.",
            f"Another one is recorded from {before.held.lower} on. The day of the move must come after it.",
        )
    if before.held.upper is None:
        before.held = DateRange(before.held.lower, since)
        before.save(update_fields=["held"])


def _say(deed: Act, person: Person, before: Residence | None, made: Residence) -> None:
    told = {"kind": made.kind, "place": made.place.code, "source": made.source, "evidence": made.evidence, "since": made.held.lower.isoformat()}
    deed.event("person", person, before={"kind": before.kind, "place": before.place.code} if before else None, after=told)
