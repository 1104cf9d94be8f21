"""Databases of their own for simulated worlds, as many as a test asks for; and faults planted in one, each undone again."""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

import testbed
from ansinh.doors.cli.year.seeded import own

numbers = itertools.count(1)


@contextlib.contextmanager
def world_of(databases: testbed.Databases, seed: int) -> Iterator[psycopg.Connection[Any]]:
    """Put this process on a new database that makes its keys from a seed; give a connection as its owner."""
    from django.db import connection, connections

    name = testbed.name_for(f"world{next(numbers)}")
    databases.clone(name)
    connections.close_all()
    before, connection.settings_dict["NAME"] = connection.settings_dict["NAME"], name
    try:
        with psycopg.connect(databases.owner_of(name)) as owner:
            own(owner, seed, role="ansinh_app")
            owner.autocommit = True
            yield owner
    finally:
        connections.close_all()
        connection.settings_dict["NAME"] = before
        databases.drop(name)


ONE_OPEN = "id = (SELECT id FROM cases_task WHERE done_at IS NULL ORDER BY id LIMIT 1)"
ONE_DECIDED = "id = (SELECT id FROM cases_decision ORDER BY id LIMIT 1)"
ONE_APPROVED = "id = (SELECT id FROM cases_claim WHERE state = 'approved' ORDER BY id LIMIT 1)"
ONE_PAID = "id = (SELECT id FROM payments_instruction WHERE state = 'paid' ORDER BY id LIMIT 1)"
ITS_DRAW = "claim = (SELECT id FROM cases_claim WHERE state = 'approved' ORDER BY id LIMIT 1) AND released_at IS NULL"
ITS_DOSSIER = "id = (SELECT dossier_id FROM cases_decision ORDER BY id LIMIT 1)"

PLANTED = {
    "exactly one open task": ("cases_task", ONE_OPEN, "done_at = now(), done_by_id = owner_id, outcome = 'forwarded'"),
    "holds its role that day": ("cases_task", ONE_OPEN, "owner_id = (SELECT id FROM offices_officer o WHERE office_id IN (SELECT id FROM offices_office WHERE kind = 'ministry') LIMIT 1)"),
    "exactly one state": ("cases_claim", ONE_APPROVED, "state = 'excluded', state_reason = 'vì sao'"),
    "as many claims as were submitted": ("cases_dossier", ITS_DOSSIER, "claims = claims + 1"),
    "a decision says": ("cases_decision", ONE_DECIDED, "amount_vnd = amount_vnd + 1"),
    "by who prepared it": ("cases_dossier", ITS_DOSSIER, "submitted_by_id = (SELECT signed_by_id FROM cases_decision ORDER BY id LIMIT 1)"),
    "holds its draw": ("registry_draw", ITS_DRAW, "released_at = now()"),
    "decisions have no gap": ("cases_decision", ONE_DECIDED, "number = '9999/QĐ-UBND'"),
    "dossiers have no gap": ("cases_dossier", ITS_DOSSIER, "number = left(number, 8) || '999999'"),
    "one live instruction": ("payments_instruction", ONE_PAID, "amount_vnd = amount_vnd + 1"),
    "the ledger says": ("payments_instruction", ONE_PAID, "state = 'sent', settled_on = NULL"),
    "the decided sum": ("payments_instruction", ONE_PAID, "decision_id = (SELECT id FROM cases_decision d WHERE d.id <> decision_id ORDER BY id DESC LIMIT 1)"),
    "slow second clock": ("cases_task", ONE_OPEN, "due_on = due_on + 1"),
}  # fmt: skip
"""For words of each rule: a row, and what only a faulty verb or a hand in the database could make of it."""


@contextlib.contextmanager
def planted(owner: psycopg.Connection[Any], table: str, where: str, fault: str) -> Iterator[None]:
    """Plant a fault in one row, past every trigger, and put the row back afterwards."""
    name = sql.Identifier(table)
    owner.execute("SET session_replication_role = replica")
    owner.execute(sql.SQL("CREATE TEMPORARY TABLE kept AS SELECT * FROM {} WHERE ").format(name) + sql.SQL(where))
    assert owner.execute("SELECT count(*) FROM kept").fetchone() == (1,), f"{table} has a row where {where}"
    owner.execute(sql.SQL("UPDATE {} SET ").format(name) + sql.SQL(fault) + sql.SQL(" WHERE id = (SELECT id FROM kept)"))
    try:
        yield
    finally:
        found = owner.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND attgenerated = '' AND NOT attisdropped", [table]
        )
        columns = [sql.Identifier(column) for (column,) in found]
        back = sql.SQL(", ").join(sql.SQL("{} = k.{}").format(column, column) for column in columns)
        owner.execute(sql.SQL("UPDATE {} t SET {} FROM kept k WHERE t.id = k.id").format(name, back))
        owner.execute("DROP TABLE kept")
