"""A look for persons of a province who may be one: pairs go to the queue of a named officer; a batch that looks wholly alike stops and asks."""

from __future__ import annotations

from collections import defaultdict
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from ansinh.delivery.offices.models import Level, Office, Role
from ansinh.delivery.offices.queries import office_for, who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting, within
from ansinh.delivery.registry.models_pairs import Resemblance, Sweep

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.registry.linkage import Pair

SUSPICIOUS_PERCENT = 30
"""From here a batch stops: so many doubles mean a column read wrong, or a list sent twice, sooner than so many people."""
MOST_ROWS, MOST_DECIDED = 50, 10
SMALL_BATCH = 20
"""New people of a commune below which a share says nothing."""
OWNERS = {
    Level.COMMUNE: ((Office.Kind.PEOPLE_COMMITTEE, Role.LISTER), (Office.Kind.PEOPLE_COMMITTEE, Role.APPRAISER)),
    Level.DISTRICT: ((Office.Kind.PEOPLE_COMMITTEE, Role.APPRAISER), (Office.Kind.LABOUR, Role.APPRAISER), (Office.Kind.PEOPLE_COMMITTEE, Role.VERIFIER)),
    Level.PROVINCE: ((Office.Kind.LABOUR, Role.APPRAISER), (Office.Kind.PEOPLE_COMMITTEE, Role.APPRAISER), (Office.Kind.PEOPLE_COMMITTEE, Role.APPROVER)),
}
"""Who is asked at each level, the first that there is."""

PEOPLE = """
    SELECT id::text AS unique_id, folded_name, sex, date_of_birth, birth_precision, id_kind, id_number, phone, commune, district, province, known_since
    FROM registry_person WHERE province = %s AND same_as_id IS NULL AND known_since <= %s"""


class Near(NamedTuple):
    """A person as far as the queue needs her: where, and since when known."""

    commune: str
    district: str
    known_since: datetime


def sweep(province: str, *, at: datetime) -> list[Sweep]:
    """Look for pairs among all people of a province known by `at`; give one `Sweep` for each commune with new people since the last look.

    Pairs of which both are known already are offered too, once. Of a commune that stops, no pair with its new people is stored
    until somebody answers. Asking again for the same moment changes nothing.
    """
    with acting(NATION):
        last = Sweep.objects.filter(province=province).order_by("-at").values_list("at", flat=True).first()
    if last is not None and last >= at:
        return []
    people, pairs = _pairs_of(province, at)
    with acting(NATION):
        made = _count(province, people, pairs, after=last, at=at)
        stopped = {one.commune: one for one in made if one.state == Sweep.State.STOPPED}
        held = {key for key, near in people.items() if near.commune in stopped and _new(near, last)}
        _offer(province, people, [pair for pair in pairs if not held & {pair.one, pair.other}], at=at)
    return made


def offer_batch(key: uuid.UUID, *, at: datetime) -> None:
    """Put the pairs of a batch that stopped, and was answered with going on, into the queue; a second time changes nothing."""
    with acting(NATION):
        held = Sweep.objects.get(pk=key, state=Sweep.State.CONTINUED)
    people, pairs = _pairs_of(held.province, held.at)
    batch = {name for name, near in people.items() if near.commune == held.commune and _new(near, held.after)}
    with acting(NATION):
        _offer(held.province, people, [pair for pair in pairs if batch & {pair.one, pair.other}], at=at)


def _pairs_of(province: str, at: datetime) -> tuple[dict[str, Near], list[Pair]]:
    """Read the people of a province in a transaction of their own, then compare them while none is open."""
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute(PEOPLE, [province, at])
        rows = cursor.fetchall()
    linkage = import_module("ansinh.delivery.registry.linkage")  # takes a second to load, and only this needs it
    return {row[0]: Near(row[8], row[9], row[11]) for row in rows}, linkage.candidates(linkage.table_of([row[:-1] for row in rows]))


def _count(province: str, people: dict[str, Near], pairs: Iterable[Pair], *, after: datetime | None, at: datetime) -> list[Sweep]:
    fresh: dict[str, list[str]] = defaultdict(list)
    for key, near in people.items():
        if _new(near, after):
            fresh[near.commune].append(key)
    alike = {key for pair in pairs for key in (pair.one, pair.other)}
    made = []
    for commune, keys in sorted(fresh.items()):
        found = sum(key in alike for key in keys)
        suspicious = len(keys) >= SMALL_BATCH and found * 100 > len(keys) * SUSPICIOUS_PERCENT
        one = Sweep(
            province=province, district=people[keys[0]].district, commune=commune, after=after, at=at, people=len(keys), alike=found, state=Sweep.State.DONE
        )
        one.owner = _owner(one, at=at) if suspicious else None
        if one.owner is not None:
            one.state = Sweep.State.STOPPED
        made.append(one)
    return Sweep.objects.bulk_create(made, batch_size=1000)


def _offer(province: str, people: dict[str, Near], pairs: Sequence[Pair], *, at: datetime) -> None:
    """Put pairs into the queue of whoever answers for the smallest place that holds both; a pair whose place has named nobody waits for the next look."""
    owners: dict[tuple[str, str], Officer | None] = {}
    rows = []
    for pair in pairs:
        first, second = (people[key] for key in (pair.one, pair.other))
        district = first.district if first.district == second.district else ""
        commune = first.commune if district and first.commune == second.commune else ""
        one, other = sorted((pair.one, pair.other))
        row = Resemblance(
            province=province,
            district=district,
            commune=commune,
            one_id=one,
            other_id=other,
            likely_permille=min(1000, round(pair.probability * 1000)),
            found_at=at,
        )
        if (district, commune) not in owners:
            owners[district, commune] = _owner(row, at=at)
        owner = owners[district, commune]
        if owner is not None:
            row.owner = owner
            rows.append(row)
    Resemblance.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def _owner(row: Resemblance | Sweep, *, at: datetime) -> Officer | None:
    level = Level.COMMUNE if row.commune else Level.DISTRICT if row.district else Level.PROVINCE
    for kind, role in OWNERS[level]:
        try:
            return who_answers(office_for(row, kind=kind, level=level), role=role, policy="", at=at)
        except NobodyAnswers:
            continue
    return None


def _new(near: Near, after: datetime | None) -> bool:
    return after is None or near.known_since > after


def resemblance(key: uuid.UUID, *, seen_by: Officer) -> Resemblance:
    """Give one pair of the scope, with both persons; raises `DoesNotExist` out of it."""
    rows = Resemblance.objects.select_related("one", "other", "owner__office", "decided_by", "link")
    return within(rows, seen_by).get(pk=key)


def demand_owner(row: Resemblance, by: Officer) -> None:
    """Raise `NotYours` for anyone but the one officer who answers for a pair."""
    if row.owner_id != by.pk:
        raise NotYours("resemblance_owner", f"Cặp này do {row.owner} quyết định.", f"This pair is {row.owner}'s to decide.")


def demand_open(row: Resemblance) -> None:
    """Raise `AlreadyDone` for a pair that was decided."""
    if row.state != Resemblance.State.OPEN:
        raise AlreadyDone(
            "resemblance_decided", "Cặp này đã có quyết định. Hủy quyết định trước nếu muốn đổi.", "This pair was decided. Undo that first to change it."
        )


def demand_decided(row: Resemblance) -> None:
    """Raise `Refused` for a pair that nobody has decided."""
    if row.state == Resemblance.State.OPEN:
        raise Refused("resemblance_open", "Cặp này chưa có quyết định.", "This pair has not been decided.")


def pairs_of(officer: Officer) -> tuple[list[Resemblance], list[Resemblance]]:
    """Give the open pairs an officer answers for, the likeliest first, and those she decided last; a page of each."""
    rows = within(Resemblance.objects.select_related("one", "other", "owner"), officer)
    waiting = rows.filter(owner=officer, state=Resemblance.State.OPEN).order_by("-likely_permille", "id")[:MOST_ROWS]
    return list(waiting), list(rows.filter(decided_by=officer).order_by("-decided_at")[:MOST_DECIDED])


def stopped_sweeps(officer: Officer) -> list[Sweep]:
    """Give the batches that stopped and wait for this officer's answer."""
    return list(within(Sweep.objects.filter(owner=officer, state=Sweep.State.STOPPED), officer).order_by("at")[:MOST_ROWS])
