"""The limiter: one answer for all processes, exact under real threads."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, connections

from ansinh.delivery.offices import limits

if TYPE_CHECKING:
    import psycopg


@pytest.mark.usefixtures("own_db")
def test_of_many_callers_at_once_exactly_the_limit_passes() -> None:
    passed: list[bool] = []
    together = threading.Barrier(12)

    def knock() -> None:
        together.wait()
        passed.extend(limits.allow("caller", 7, 100_000) for _try in range(4))
        connections.close_all()

    threads = [threading.Thread(target=knock) for _caller in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 48
    assert sum(passed) == 7


@pytest.mark.django_db
def test_one_key_does_not_use_up_the_tries_of_another() -> None:
    assert [limits.allow("a", 2, 100_000) for _try in range(3)] == [True, True, False]
    assert limits.allow("b", 2, 100_000)


@pytest.mark.usefixtures("own_db")
def test_tries_come_back_evenly(owner_connection: psycopg.Connection[Any]) -> None:
    assert [limits.allow("a", 2, 1000) for _try in range(3)] == [True, True, False]
    owner_connection.execute("UPDATE web_limit SET full_at = full_at - interval '500 seconds'")
    assert [limits.allow("a", 2, 1000) for _try in range(2)] == [True, False]


@pytest.mark.usefixtures("own_db")
def test_only_a_hash_of_the_caller_is_kept(owner_connection: psycopg.Connection[Any]) -> None:
    limits.allow("where:203.0.113.9", 2, 1000)
    kept = owner_connection.execute("SELECT encode(key, 'escape') FROM web_limit").fetchall()
    assert len(kept) == 1
    assert "203.0.113.9" not in kept[0][0]


@pytest.mark.django_db
def test_sweeping_forgets_only_those_whose_allowance_is_whole() -> None:
    limits.allow("old", 2, 1000)
    limits.allow("new", 2, 1000)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE web_limit SET full_at = clock_timestamp() - interval '1 second' WHERE key = %s", [limits._hashed("old")])
        limits.sweep()
        cursor.execute("SELECT key FROM web_limit")
        assert [bytes(row[0]) for row in cursor.fetchall()] == [limits._hashed("new")]


@pytest.mark.parametrize(("limit", "seconds"), [(0, 10), (1, 0), (-1, 10)])
def test_a_limit_that_allows_nothing_is_refused(limit: int, seconds: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        limits.allow("a", limit, seconds)
