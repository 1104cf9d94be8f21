"""The log is only added to, and any tampering by hand in SQL is found: in the database and in an exported file alone."""

from __future__ import annotations

import io
import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from ansinh.delivery.evidence import verify
from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.scope import NATION, SYSTEM, Actor, Scope, acting

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = datetime(2021, 8, 6, 5, 0, tzinfo=UTC)


REST = "province, district, commune, at, officer, officer_name, office, verb, subject_kind, subject, before, after, row_hash"


def notice(commune: str = "10513", province: str = "30") -> Notice:
    """Make a row of a place, not stored: events only need its key and codes."""
    return Notice(id=new_key(), province=province, district="291", commune=commune)


def written(acts: int = 3, events: int = 4, province: str = "30") -> None:
    """Write `acts` acts of `events` events each, committed."""
    with acting(NATION):
        for number in range(acts):
            with act(Actor(None, "Nguyễn Thị Hoa", None, NATION), "cases.approve", at=NOON, province=province) as deed:
                for place in range(events):
                    deed.event(
                        "claim",
                        notice(province=province),
                        before={"state": "in_review", "số": number},
                        after={"state": "approved", "amount_vnd": 1_500_000 + place},
                    )


def faults() -> list[str]:
    with acting(NATION):
        return verify.check(verify.records()).faults


def test_a_log_as_written_has_no_fault_and_counts_everything(own_db: str) -> None:
    written(acts=3, events=4)
    written(acts=2, events=1, province="79")
    with acting(NATION):
        verdict = verify.check(verify.records())
    assert (verdict.faults, verdict.events, verdict.seals, {p: n for p, (n, _) in verdict.heads.items()}) == ([], 14, 5, {"30": 3, "79": 2})


def test_whoever_writes_while_the_log_is_checked_makes_it_look_neither_longer_nor_shorter(own_db: str) -> None:
    written(acts=3, events=4)
    with acting(NATION):
        stream = verify.records()
        first = next(stream)
        with ThreadPoolExecutor(1) as beside:
            beside.submit(written, acts=2, events=3).result()
        verdict = verify.check(itertools.chain([first], stream))
    assert (verdict.faults, verdict.events, verdict.heads["30"][0]) == ([], 12, 3)
    assert faults() == []


def test_an_act_that_fails_leaves_no_event_and_no_seal(own_db: str) -> None:
    with pytest.raises(RuntimeError), acting(NATION), act(SYSTEM, "cases.submit", at=NOON, province="30") as deed:  # noqa: PT012 - the act is what fails
        deed.event("claim", notice())
        raise RuntimeError
    with acting(NATION):
        verdict = verify.check(verify.records())
    assert (verdict.events, verdict.seals, verdict.faults) == (0, 0, [])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence_event SET verb = 'x'",
        "DELETE FROM evidence_event",
        "TRUNCATE evidence_event",
        "UPDATE evidence_seal SET events = 9",
        "DELETE FROM evidence_seal",
    ],
)
def test_the_database_refuses_to_change_the_log_even_to_its_owner(owner_connection: psycopg.Connection[Any], statement: str) -> None:
    written()
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="only ever added"):
        owner_connection.execute(statement)


@pytest.mark.parametrize("statement", ["INSERT INTO evidence_head VALUES ('99', 1, '')", "UPDATE evidence_head SET sequence = 0", "DELETE FROM evidence_event"])
def test_the_application_may_not_write_the_chain_itself(own_db: str, statement: str) -> None:
    written()
    with (
        pytest.raises((psycopg.errors.InsufficientPrivilege, IntegrityError, Exception), match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def alter(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute(
        'UPDATE evidence_event SET after = \'{"state": "approved", "amount_vnd": 9999999}\' WHERE position = 2 AND act = (SELECT act FROM evidence_seal WHERE sequence = 2)'
    )


def alter_and_rehash(tamper: psycopg.Connection[Any]) -> None:
    alter(tamper)
    with acting(NATION):
        altered = next(record for record in verify.records() if record["kind"] == "event" and verify.event_hash(record) != record["row_hash"])
    where = [bytes.fromhex(verify.event_hash(altered)), altered["act"], altered["position"]]
    tamper.execute("UPDATE evidence_event SET row_hash = %s WHERE act = %s AND position = %s", where)


def remove_one(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute("DELETE FROM evidence_event WHERE position = 4 AND act = (SELECT act FROM evidence_seal WHERE sequence = 3)")


def remove_an_act(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute("DELETE FROM evidence_event WHERE act = (SELECT act FROM evidence_seal WHERE sequence = 2)")
    tamper.execute("DELETE FROM evidence_seal WHERE sequence = 2")


def remove_the_last_act(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute("DELETE FROM evidence_event WHERE act = (SELECT act FROM evidence_seal WHERE sequence = 3)")
    tamper.execute("DELETE FROM evidence_seal WHERE sequence = 3")


def remove_everything(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute("DELETE FROM evidence_event")
    tamper.execute("DELETE FROM evidence_seal")


def insert_one(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute(
        f"INSERT INTO evidence_event SELECT gen_random_uuid(), act, 5, {REST} FROM evidence_event WHERE position = 1 LIMIT 1"  # noqa: S608 - our own columns
    )


def insert_an_act(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute(
        f"INSERT INTO evidence_event SELECT gen_random_uuid(), gen_random_uuid(), 1, {REST} FROM evidence_event LIMIT 1"  # noqa: S608 - our own columns
    )


def reorder(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute("ALTER TABLE evidence_event DROP CONSTRAINT event_position_once")
    tamper.execute("UPDATE evidence_event SET position = 3 - position WHERE position IN (1, 2)")


def reorder_acts(tamper: psycopg.Connection[Any]) -> None:
    tamper.execute("ALTER TABLE evidence_seal DROP CONSTRAINT seal_sequence_once")
    tamper.execute("UPDATE evidence_seal SET sequence = 3 - sequence WHERE sequence IN (1, 2)")


TAMPERINGS = [alter, alter_and_rehash, remove_one, remove_an_act, remove_the_last_act, remove_everything, insert_one, insert_an_act, reorder, reorder_acts]


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda f: f.__name__)
def test_tampering_past_the_guards_is_found(owner_connection: psycopg.Connection[Any], tampering: Callable[[psycopg.Connection[Any]], None]) -> None:
    written()
    assert faults() == []
    owner_connection.execute("SET session_replication_role = replica")  # no trigger stands in the way of whoever owns the server
    tampering(owner_connection)
    assert faults()


def test_an_exported_file_alone_proves_itself_and_betrays_a_changed_line(own_db: str) -> None:
    written()
    file = io.StringIO()
    with acting(NATION):
        verify.export(file)
    lines = file.getvalue().splitlines()
    assert verify.check(verify.read(lines)).faults == []
    for number, line in enumerate(lines):
        assert verify.check(verify.read([*lines[:number], *lines[number + 1 :]])).faults, f"line {number} left out unseen"
        if json.loads(line)["kind"] == "event":
            assert verify.check(verify.read([*lines[:number], line.replace("approved", "refused"), *lines[number + 1 :]])).faults


def test_a_file_that_is_no_export_is_refused_with_its_line() -> None:
    with pytest.raises(ValueError, match="line 2"):
        verify.check(verify.read(['{"kind": "head", "province": "30", "sequence": 0, "chain": ""}', "no record"]))


def test_events_are_read_only_in_scope(own_db: str) -> None:
    written(acts=1, events=3)
    counted = {}
    for name, scope in {
        "own": Scope("commune", "10513"),
        "other": Scope("commune", "10516"),
        "province": Scope("province", "30"),
        "elsewhere": Scope("province", "79"),
        "nobody": Scope("none", ""),
    }.items():
        with acting(scope), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM evidence_event")
            counted[name] = cursor.fetchone()[0]
    assert counted == {"own": 3, "other": 0, "province": 3, "elsewhere": 0, "nobody": 0}
