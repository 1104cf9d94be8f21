"""A search reads an index and nothing else, over a commune, a province and the nation; one that tells the year reads that year alone."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection

from ansinh.delivery.offices.models import Office
from ansinh.delivery.offices.scope import acting
from ansinh.delivery.registry.search import _statement
from ansinh.policy.person_query import read_query
from delivery.casework import officer, town

if TYPE_CHECKING:
    from collections.abc import Iterator

    import testbed
    from ansinh.delivery.offices.models import Officer

PEOPLE = 12_000
TEXTS = ("nguyen thi hoa 87", "nguyen hoa 87", "hoa nguyen thi 87", "hoa 87", "nguyen thi hoa", "ly thi xuan my 61", "030187001234")
LARGE = {"registry_person", "registry_identifier", "registry_identitylink"}
FILL = """
    INSERT INTO registry_person (id, province, district, commune, full_name, folded_name, sex, date_of_birth, birth_precision, id_number, id_kind, phone, address, identity, known_since)
    SELECT gen_random_uuid(), p, d, c, n, n, '', b, 'day', '', '', '', '', 'made:' || i, now()
    FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[], %s::text[], %s::date[]) AS m (i, p, d, c, n, b)"""


@pytest.fixture
def filled(own_db: str, databases: testbed.Databases) -> Iterator[str]:
    """Twelve thousand people of many names, years and places, as many as make a plan tell."""
    chance = random.Random(68)  # noqa: S311 - made-up people
    places = [("30", "291", "10630"), ("30", "291", "10633"), ("79", "760", "26734"), *((f"{n:02d}", "", "") for n in range(2, 60))]
    given = [f"{one}{two}" for one in ("h", "l", "m", "t", "ng", "x") for two in ("oa", "an", "inh", "uan", "y", "ong")]
    rows = []
    for number in range(PEOPLE):
        name = " ".join((chance.choice(("nguyen", "tran", "le", "ly")), chance.choice(("thi", "van", "thi xuan", "duc")), chance.choice(given)))
        rows.append((number, *chance.choice(places), name, date(1945, 1, 1) + timedelta(days=chance.randrange(22_000))))
    with psycopg.connect(databases.owner_of(own_db), autocommit=True) as owner:
        owner.execute("SELECT set_config('ansinh.level', 'national', false)")
        owner.execute(FILL, [list(column) for column in zip(*rows, strict=True)])
        owner.execute("VACUUM ANALYZE registry_person")
    return own_db


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


def plan_of(text: str, by: Officer) -> list[dict[str, Any]]:
    """Carry a search out as its page does, and give what was done, node by node."""
    with acting(by), connection.cursor() as cursor:
        statement, values = _statement(read_query(text), by)
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", values)
        (told,) = cursor.fetchone()
        return list(nodes((json.loads(told) if isinstance(told, str) else told)[0]["Plan"]))


def test_no_search_reads_a_table_from_end_to_end_and_one_with_a_year_reads_its_people_alone(filled: str) -> None:
    here = town()
    nation = officer(
        "can.bo.bo", Office.objects.filter(level="national").first() or Office.objects.create(level="national", kind="ministry", name="Bộ", symbol="BLD")
    )
    for by in (here.lister, here.chair, nation):
        for text in TEXTS:
            done = plan_of(text, by)
            swept = [node["Relation Name"] for node in done if node["Node Type"].endswith("Seq Scan") and node.get("Relation Name") in LARGE]
            assert swept == [], (by.username, text)
            if "87" in text.split() or "61" in text.split():
                read = sum(
                    node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0))
                    for node in done
                    if "Index" in node["Node Type"]
                )
                assert read <= 150, (by.username, text, read)


def test_a_national_search_with_a_year_runs_along_the_names_of_that_year(filled: str) -> None:
    nation = officer(
        "can.bo.bo", Office.objects.filter(level="national").first() or Office.objects.create(level="national", kind="ministry", name="Bộ", symbol="BLD")
    )
    for text in ("nguyen thi hoa 87", "hoa nguyen thi 87", "ly thi xuan my 61"):
        used = {node["Index Name"] for node in plan_of(text, nation) if "Index Name" in node and node["Index Name"].startswith("person_by")}
        assert used == {"person_by_year"}, (text, used)
