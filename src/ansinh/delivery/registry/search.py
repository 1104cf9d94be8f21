"""Finding people of one's scope by name, year and digits: along one index, best agreement first, a handful at most, never a browse.

Every search is kept with who asked, what for and how many were found; what comes back is masked.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection

from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import scope_of
from ansinh.delivery.registry.models import Access
from ansinh.policy.person_numbers import masked
from ansinh.policy.person_query import PersonQuery, read_query

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

MOST_FOUND = 20
MOST_READ = 10_000
"""Rows of the index that one way of reading a name may visit: a search stays short however common the name."""

COLUMNS = "p.id, p.full_name, p.sex, p.birth_year, p.id_number, p.province, p.district, p.commune, p.same_as_id"

BY_NAME = f"""
    SELECT {{stage}}, {COLUMNS} FROM (
        SELECT k.id FROM (SELECT p.id, p.name_key FROM registry_person p
            WHERE p.province = ANY (%(provinces)s::varchar[]) {{place}} {{year}} AND {{range}} LIMIT {MOST_READ}) k
        WHERE {{rest}} {{few}}) k JOIN registry_person p ON p.id = k.id {{ending}} LIMIT {MOST_FOUND + 1}"""  # noqa: S608 - columns and limits of our own
"""The index alone tells who fits, since it holds all that row security asks too; only those shown are read from the table."""
EXACT = "p.name_key = %(exact)s"
FAMILY, GIVEN, FIRST = (f"p.name_key >= %({part})s AND p.name_key < %({part})s || '!'" for part in ("family", "given", "first"))
"""A key and all that go on with a further syllable: a space sorts before an exclamation mark, every letter after."""
HOLDS_ALL = "string_to_array(k.name_key, ' ') @> %(syllables)s::text[]"
HELD_BY_ALL = "string_to_array(k.name_key, ' ') <@ %(syllables)s::text[]"

BY_NUMBER = f"""
    SELECT 0 AS stage, {COLUMNS} FROM registry_person p
    WHERE p.province = ANY (%(provinces)s::varchar[]) AND p.identity = ANY (ARRAY['cccd:' || %(number)s, 'cmnd:' || %(number)s]::varchar[]) {{place}}
    UNION ALL
    SELECT 1, {COLUMNS} FROM registry_identifier i JOIN registry_person p ON p.id = i.person_id
    WHERE i.kind IN ('si', 'tax', 'phone', 'account') AND i.value = %(number)s {{place}}
    UNION ALL
    SELECT 2, {COLUMNS} FROM registry_identitylink l JOIN registry_person p ON p.identity = l.holder AND p.province = ANY (%(provinces)s::varchar[])
    WHERE l.undone_at IS NULL AND l.identity = ANY (ARRAY['cccd:' || %(number)s, 'cmnd:' || %(number)s]::varchar[]) {{place}}
    LIMIT {MOST_FOUND + 1}"""  # noqa: S608 - columns and limits of our own


@dataclass(frozen=True, slots=True)
class Found:
    """A person as a list of hits shows her: number masked, year of birth only."""

    id: uuid.UUID
    full_name: str
    sex: str
    birth_year: int | None
    number: str
    province: str
    district: str
    commune: str
    same_as: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found: the best first, and whether there were more than are shown."""

    query: PersonQuery
    people: list[Found]
    more: bool


def look_for(text: str, *, purpose: str, by: Officer, at: datetime) -> Hits:
    """Search the officer's scope for whom `text` names, and keep that she did; hits come best first.

    `purpose` is of `Access.Purpose`. Raises `Refused` for a search that names nobody in particular, or without a purpose.
    """
    query = read_query(text)
    if purpose not in Access.Purpose.values:
        raise Refused("purpose_missing", "Chọn mục đích tra cứu.", "Choose what the search is for.")
    if not query.enough:
        raise Refused(
            "search_too_wide",
            "Nhập ít nhất hai phần: hai tiếng của tên, hoặc một tiếng kèm năm sinh hay ba số cuối của giấy tờ; hoặc cả số giấy tờ.",
            "Give at least two things: two syllables of the name, or one with the year of birth or the last three digits; or a whole number.",
        )
    people = find(query, seen_by=by)
    office = by.office
    Access.objects.create(
        province=office.province, district=office.district, commune=office.commune, officer=by, at=at, kind=Access.Kind.SEARCH, purpose=purpose,
        text=" ".join(text.split())[:200], found=min(len(people), MOST_FOUND),
    )  # fmt: skip
    return Hits(query, people[:MOST_FOUND], more=len(people) > MOST_FOUND)


def find(query: PersonQuery, *, seen_by: Officer) -> list[Found]:
    """Give at most one more than `MOST_FOUND` people of the scope, in one statement; raises `PermissionError` for a scope that sees nothing.

    With a year or an ending the index is read whole where it can be; without, at most `MOST_READ` rows of each way of reading the name.
    """
    statement, values = _statement(query, seen_by)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    seen: dict[uuid.UUID, Found] = {}
    for row in rows:
        _stage, key, full_name, sex, birth_year, number, province, district, commune, same_as = row
        seen.setdefault(key, Found(key, full_name, sex, birth_year, masked(number), province, district, commune, same_as))
    return list(seen.values())


def _statement(query: PersonQuery, seen_by: Officer) -> tuple[str, dict[str, Any]]:
    """Write the one statement of a search: the ways of reading the name, the closest first; the first that fill the page end it."""
    scope = scope_of(seen_by)
    place = "".join(f" AND p.{column} = %(place)s" for column in scope.filters() if column != Level.PROVINCE)
    values: dict[str, Any] = {"place": scope.place, "provinces": [seen_by.office.province] if scope.place else provinces()}
    if query.number:
        return BY_NUMBER.replace("{place}", place), {**values, "number": query.number}
    given, rest = query.syllables[-1], query.syllables[:-1]
    values |= {
        "exact": " ".join([given, *rest]), "given": given, "family": " ".join([given, *rest[:1]]), "first": query.syllables[0], "syllables": list(query.syllables),
        "years": list(query.years), "ending": query.ending,
    }  # fmt: skip
    year = " AND p.birth_year = ANY (%(years)s::smallint[])" if query.years else ""
    ending = "WHERE right(p.id_number, length(%(ending)s)) = %(ending)s OR right(p.phone, length(%(ending)s)) = %(ending)s" if query.ending else ""
    few = "" if query.ending else f"LIMIT {MOST_FOUND + 1}"
    own = {"{place}": place, "{year}": year, "{ending}": ending, "{few}": few}
    ways = [_written({**own, "{stage}": str(stage), "{range}": span, "{rest}": fits}) for stage, (span, fits) in enumerate(_ways(rest))]
    return f"SELECT * FROM ({' UNION ALL '.join(f'({way})' for way in ways)}) found LIMIT {MOST_FOUND + 1}", values  # noqa: S608 - pieces of our own


def _written(pieces: Mapping[str, str]) -> str:
    way = BY_NAME
    for place, piece in pieces.items():
        way = way.replace(place, piece)
    return way


def _ways(rest: Sequence[str]) -> list[tuple[str, str]]:
    """Give the ways a name can be meant: as written; more middle names; fewer, or no family name; given name first. No person fits two."""
    if not rest:
        return [(GIVEN, "true")]
    return [
        (EXACT, "true"),
        (f"{FAMILY} AND p.name_key <> %(exact)s", f"({HOLDS_ALL} OR {HELD_BY_ALL})"),
        (GIVEN, f"{HOLDS_ALL} AND NOT ({FAMILY.replace('p.', 'k.')})"),
        (FIRST, f"{HOLDS_ALL} AND %(first)s::text <> %(given)s::text"),
    ]


_PROVINCES: list[str] = []


def provinces() -> list[str]:
    """Give the codes of all provinces of every map; read once a process, since a map never changes."""
    if not _PROVINCES:
        _PROVINCES.extend(sorted(set(Place.objects.filter(level=Level.PROVINCE).values_list("code", flat=True))))
    return _PROVINCES
