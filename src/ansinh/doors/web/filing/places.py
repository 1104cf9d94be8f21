"""A commune found by typing its name, with or without marks; its district and province said beside it, since many share a name."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.policy.names import fold

MOST = 12
KINDS = frozenset({"xa", "phuong", "thi", "tran", "huyen", "quan", "tinh", "thanh", "pho", "tp", "tx", "tt"})
"""Words that name a kind of place: whoever types them means the others."""


class Found(NamedTuple):
    """A commune: its code, its name with its kind, and where it lies."""

    code: str
    name: str
    within: str


def find_communes(text: str) -> tuple[list[Found], bool]:
    """Give the communes whose names hold every word, whole names first; and whether there are more than are shown."""
    words = [word for word in fold(text).replace(",", " ").replace(".", " ").split() if word not in KINDS]
    if not words:
        return [], False
    found = [(key.startswith(f" {words[0]} "), one) for key, one in _communes() if all(f" {word}" in key for word in words)]
    found.sort(key=lambda pair: not pair[0])
    return [one for _first, one in found[:MOST]], len(found) > MOST


def commune_named(code: str) -> Found | None:
    """Give one commune by its code."""
    return _by_code().get(code)


@cache
def _by_code() -> dict[str, Found]:
    return {one.code: one for _key, one in _communes()}


@cache
def _communes() -> list[tuple[str, Found]]:
    """Give every commune with its words in one line; eleven thousand, read once, since a map never changes."""
    rows = list(
        Place.objects.filter(map_year=MAP_2021).order_by("folded_name", "code").values_list("level", "code", "name", "short_name", "province", "district")
    )
    above = {code: (name, short) for level, code, name, short, *_rest in rows if level != Level.COMMUNE}
    found = []
    for level, code, name, short, province, district in rows:
        if level == Level.COMMUNE:
            places = [above[key] for key in (district, province) if key in above]
            key = fold(" ".join([short, *(near for _name, near in places)]))
            found.append((f" {key} ", Found(code, name, ", ".join(full for full, _near in places))))
    return found
