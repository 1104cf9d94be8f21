"""The place an inspector types: by its code, or by its name with or without marks, a comma before the place it lies in; only places of her scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.delivery.offices.scope import scope_of
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Officer

MOST = 12
KINDS = frozenset({"xa", "phuong", "thi", "tran", "huyen", "quan", "tinh", "thanh", "pho", "tp", "tx", "tt"})


def places_named(text: str, *, seen_by: Officer) -> list[Place]:
    """Give the places of the officer's scope that the text names, at most `MOST`; those whose whole name it is before those that only hold its words."""
    rows = _of_scope(seen_by).select_related("parent")
    if text.isdigit():
        return list(rows.filter(code=text)[:MOST])
    own, _comma, above = fold(text).partition(",")
    words = [word for word in own.split() if word not in KINDS]
    if not words:
        return []
    for word in words:
        rows = rows.filter(folded_name__contains=word)
    for word in above.split():
        if word not in KINDS:
            rows = rows.filter(parent__folded_name__contains=word)
    name = " ".join(words)
    found = list(rows.order_by("folded_name", "code")[: 10 * MOST])
    whole = [place for place in found if fold(place.short_name) == name]
    return (whole or found)[:MOST]


def _of_scope(officer: Officer) -> QuerySet[Place]:
    scope, rows = scope_of(officer), Place.objects.filter(map_year=MAP_2021)
    if scope.level == Level.COMMUNE:
        return rows.filter(level=Level.COMMUNE, code=scope.place)
    return rows.filter(**scope.filters())
