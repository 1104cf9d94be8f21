"""What tests of killed processes share: two thousand people, the middle of a deed, and patience."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from delivery.casework import person

ROWS = 2_000
PATIENCE_SECONDS = 120


def people(*, series: int = 0) -> list[dict[str, Any]]:
    return [person(100_000 * series + number) for number in range(ROWS)]


def until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something that must come."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@contextmanager
def chain_held(address: str) -> Iterator[None]:
    """Hold the end of the province's chain, so that whoever acts waits at the very end of her deed."""
    holder = psycopg.connect(address)
    try:
        holder.execute("SELECT FROM evidence_head WHERE province = '30' FOR UPDATE")
        yield
    finally:
        holder.close()  # gives the chain free, unless the database is gone


def somebody_waits(address: str) -> bool:
    with psycopg.connect(address, autocommit=True) as asking:
        found = asking.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'").fetchone()
    return bool(found and found[0])


def nobody_works(address: str) -> bool:
    with psycopg.connect(address, autocommit=True) as asking:
        found = asking.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND state <> 'idle' AND pid <> pg_backend_pid()"
        ).fetchone()
    return bool(found and not found[0])
