"""The search of the desk: a dossier by its number, a claim by its code or by who it is for; along indexes, whatever the country holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.numbers import read_code
from ansinh.delivery.offices.scope import within
from ansinh.delivery.registry.models import Person
from ansinh.delivery.registry.search import find
from ansinh.policy.person_query import read_query

if TYPE_CHECKING:
    from datetime import date

    from ansinh.delivery.offices.models import Officer

MOST_FOUND = 20
SHORTEST = 2
FIRST_YEAR = 2021
"""Of the first programme; numbers of dossiers carry the year."""
NUMBER = re.compile(r"(?:(\d{2})-)?(?:(\d{4})-)?(\d{1,6})")


def found(text: str, *, seen_by: Officer, on: date) -> tuple[list[Dossier], list[Claim]]:
    """Search the officer's scope by dossier number, receipt code, identity number or name; at most `MOST_FOUND` of each, the newest first.

    Of a number the province, the year and leading zeros may be left out: the officer's own province is meant, and any year up to `on`.
    """
    said = text.strip()
    if len(said) < SHORTEST:
        return [], []
    numbers = within(Dossier.objects.filter(number__in=_numbers(said, seen_by, on)).select_related("office"), seen_by)
    code = read_code(said)
    wanted = {"receipt": code} if code else {"identity__in": _identities(said, seen_by)}
    people = within(Claim.objects.filter(**wanted).select_related("dossier"), seen_by)
    return list(numbers.order_by("-id")[:MOST_FOUND]), list(people.order_by("-id")[:MOST_FOUND])


def _numbers(said: str, seen_by: Officer, on: date) -> list[str]:
    """Give the whole numbers that somebody may mean."""
    told = NUMBER.fullmatch(said)
    if told is None:
        return [said]
    province, year, serial = told.groups()
    years = [year] if year else [str(one) for one in range(FIRST_YEAR, on.year + 1)]
    return [f"{province or seen_by.office.province}-{one}-{int(serial):06d}" for one in years]


def _identities(said: str, seen_by: Officer) -> list[str]:
    """Give who may be meant, as the registry knows them."""
    query = read_query(said)
    if not query.number and not query.syllables:
        return []
    return list(within(Person.objects.filter(pk__in=[one.id for one in find(query, seen_by=seen_by)]), seen_by).values_list("identity", flat=True))
