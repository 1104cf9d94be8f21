"""Plans of queries: what was asked is asked once more with its plan told, and tables read from end to end are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import connection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

LARGE = frozenset({"cases_claim", "cases_determination", "cases_dossier", "cases_task", "evidence_event", "notices_notice", "registry_draw", "registry_person"})
"""Tables that grow with the people of a country."""


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give a plan's nodes from the top down."""
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def swept(queries: Iterable[dict[str, str]], *, most: int, large: Collection[str] = LARGE) -> list[tuple[str, str, str]]:
    """Carry each read out once more with its plan told; give what read a large table from end to end, or more than `most` rows of it."""
    found = []
    for query in queries:
        if not query["sql"].lstrip(" (\n").upper().startswith(("SELECT", "WITH")) or not any(table in query["sql"] for table in large):
            continue
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + query["sql"].replace("%", "%%"), [])
            (told,) = cursor.fetchone()
        for node in nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]):
            read = node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
            if node["Actual Loops"] and node.get("Relation Name", "") in large and (node["Node Type"] == "Seq Scan" or read > most):
                found.append((node["Node Type"], node["Relation Name"], query["sql"]))
    return found
