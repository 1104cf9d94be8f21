"""A world in which nothing is left to the machine's chance: keys and codes in this process and in its own database come from the seed."""

from __future__ import annotations

import random
import uuid
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.cli.year.asked import YearRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    import psycopg

BEGINS_MS = 0x017B0000_0000
"""Keys count from here in milliseconds; those of the database from `DATABASE_MS`, so that neither meets the other."""
DATABASE_MS = 0x017C0000_0000
USED = "SELECT EXISTS (SELECT FROM offices_officer) OR EXISTS (SELECT FROM evidence_event) OR EXISTS (SELECT FROM cases_dossier)"
OWN = """
CREATE SEQUENCE simulated_key;
GRANT USAGE ON SEQUENCE simulated_key TO {role};
CREATE OR REPLACE FUNCTION ansinh_key() RETURNS uuid LANGUAGE sql VOLATILE AS $key$
    SELECT (lpad(to_hex({base} + n), 12, '0') || '7' || left(h, 3) || '8' || substr(h, 4, 15))::uuid
    FROM (SELECT n, encode(sha256(convert_to('{seed}/' || n, 'UTF8')), 'hex') AS h FROM (SELECT nextval('simulated_key') AS n OFFSET 0) k) d
$key$;
SET session_replication_role = replica;
UPDATE offices_office SET id = encode(substring(sha256(convert_to(concat_ws('/', '{seed}', kind, level, province, district, commune), 'UTF8')) FOR 16), 'hex')::uuid;
SET session_replication_role = DEFAULT;
"""
"""Done by the owner of the simulation's own database, once and before anything refers to an office. No other database can be told to."""


class Seeded:
    """Keys and bits out of a seed, two streams apart, since a list's codes are drawn beside the work of the database."""

    def __init__(self, seed: int) -> None:
        """Begin both streams."""
        self._keys, self._codes, self._given = random.Random(f"{seed}/keys"), random.Random(f"{seed}/codes"), 0  # noqa: S311 - a made-up world

    def key(self) -> uuid.UUID:
        """Give the next key, formed as a UUIDv7."""
        self._given += 1
        return uuid.UUID(int=(BEGINS_MS + self._given) << 80 | 7 << 76 | self._keys.getrandbits(12) << 64 | 2 << 62 | self._keys.getrandbits(62))

    def bits(self, count: int) -> int:
        """Give the next bits."""
        return self._codes.getrandbits(count)


def demand_unused() -> None:
    """Raise `YearRefused` where the database already holds officers, a log or dossiers: no year is simulated beside true work."""
    with acting(NATION), connection.cursor() as cursor:
        cursor.execute(USED)
        if cursor.fetchone()[0]:
            raise YearRefused("this database holds officers, a log or dossiers already; a year is simulated in a database of its own")


def own(owner: psycopg.Connection[object], seed: int, *, role: str) -> None:
    """Have a database of the simulation's own make its keys from the seed; `owner` is connected to it as the owner of everything.

    Raises `YearRefused` where it is not unused.
    """
    demand_unused()
    owner.execute(OWN.format(seed=int(seed), base=DATABASE_MS, role=role))  # a number and a role of our own: nothing comes from outside
    owner.commit()


def stream(seed: int) -> Callable[[str], random.Random]:
    """Give what gives a stream of chance by its name: what is drawn from one changes nothing in another."""

    def named(name: str) -> random.Random:
        return random.Random(f"{seed}/{name}")  # noqa: S311 - a made-up world

    return named
