"""A small world lives some days: every rule holds each evening, the same seed gives the same log, and whoever disappears is stood in for at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from psycopg.errors import UniqueViolation

import testbed
from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.offices.keys import new_key, seeded_by
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.cli.main import main
from ansinh.doors.cli.year.asked import Asked, YearRefused
from ansinh.doors.cli.year.figures import table_of
from ansinh.doors.cli.year.people_move import disappear, keep_owners, transfer
from ansinh.doors.cli.year.rules import RULES, Violated, demand_all, demand_evidence
from ansinh.doors.cli.year.run import begin, live, simulate
from ansinh.doors.cli.year.seeded import Seeded, demand_unused
from ansinh.doors.cli.year.slow_clock import slow_due_on
from ansinh.doors.cli.year.world import World, moment
from simulation.worlds import PLANTED, planted, world_of

TINY: dict[str, Any] = {"provinces": 1, "communes": 2, "officers": 26, "claims": 20, "days": 10}
SOME_DAYS = 8
ONE_DAY = timedelta(1)


@pytest.fixture
def unblocked(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the test reach databases that it makes itself."""
    with django_db_blocker.unblock():
        yield


def test_the_same_seed_gives_the_same_log_to_the_last_hash_and_another_seed_another(databases: testbed.Databases, unblocked: None) -> None:
    roots = []
    for seed in (7, 7, 8):
        with world_of(databases, seed):
            year = simulate(Asked(seed, **TINY))
            roots.append(year.root)
            assert year.counts["decisions"] > 0
            assert year.counts["events"] > year.counts["claims"]
            assert "| nq68-" in table_of(year)
    assert roots[0] == roots[1]
    assert roots[0] != roots[2]


def test_a_world_holds_every_rule_sees_every_planted_fault_and_lets_nobody_wait_for_who_disappeared(databases: testbed.Databases, unblocked: None) -> None:
    asked = Asked(3, provinces=1, communes=4, officers=31, claims=60, days=20, automatic="all")
    with world_of(databases, 3) as owner, seeded_by(Seeded(3)):
        world = lived(asked)
        assert world.counted["decided"] > 0
        assert world.counted["steps by themselves"] > 0
        assert_the_page_names_the_deputy(world)
        assert_a_transfer_leaves_nobody_waiting(world)
        demand_all(world, everything=True)
        seen = {words: fault_seen(world, owner, *fault) for words, fault in PLANTED.items()}
        assert {words: rule for words, rule in seen.items() if words not in rule} == {}
        assert {rule for rule in RULES if not any(words in rule for words in PLANTED)} == {
            "nobody who is away owns an open step that somebody else may do",
            "nobody draws twice of one exclusive group or policy",
        }, "these two are planted otherwise, below"
        assert_absence_is_seen(world, owner)
        assert_the_database_refuses_a_second_draw(owner)
        assert_nothing_is_lost_unseen(world)
        with planted(owner, "evidence_event", "id = (SELECT id FROM evidence_event ORDER BY id LIMIT 1)", "verb = 'cases.approve'"), pytest.raises(Violated):
            demand_evidence(world.day)
        demand_evidence(world.day)
        with pytest.raises(YearRefused, match="a database of its own"):
            demand_unused()


def lived(asked: Asked) -> World:
    """Let a world live some days, every rule held each evening; the day is then one on which offices work."""
    world = begin(asked)
    for turn in range(SOME_DAYS):
        world.day = asked.first + turn * ONE_DAY
        live(world)
        demand_all(world)
    return world


def assert_the_page_names_the_deputy(world: World) -> None:
    """Somebody with open work disappears at noon; at 12:01 the page that her people see names who stands in."""
    told = None
    for _turn in range(8):
        world.day += ONE_DAY
        told = disappear(world) if world.is_working() else None
        if told:
            break
        live(world)
    assert told is not None, "within a week somebody with a colleague has open work at noon"
    assert told["open"] == told["statuses"] != 0
    gone = next(member.officer for member in world.staff.members.values() if member.gone)
    with acting(NATION):
        assert not Task.objects.filter(owner=gone, done_at=None).exists()
        claim = Claim.objects.filter(dossier__tasks__office=gone.office, dossier__tasks__done_at=None).order_by("pk")[0]
        owner = Task.objects.select_related("owner").get(dossier=claim.dossier_id, done_at=None).owner
    assert str(owner) in told["deputies"]  # type: ignore[operator] # names
    assert claim.date_of_birth is not None
    page = Client().post(reverse("where"), {"code": claim.receipt, "birth_year": str(claim.date_of_birth.year)}, follow=True)
    assert owner.full_name in page.text
    assert gone.full_name not in page.text or gone.full_name in owner.full_name


def assert_a_transfer_leaves_nobody_waiting(world: World) -> None:
    """Somebody goes to another office; her successor has her open work in the same minute."""
    before = set(world.staff.members)
    transfer(world, 900)
    keep_owners(world, moment(world.day, 12, 2))
    (successor,) = (member.officer for key, member in world.staff.members.items() if key not in before)
    with acting(NATION):
        assert not Task.objects.filter(office=successor.office, done_at=None).exclude(owner__office=successor.office).exists()


def fault_seen(world: World, owner: Any, table: str, where: str, fault: str) -> str:
    """Plant a fault, and give which rule stops the world, on which day and by which rows."""
    with planted(owner, table, where, fault), pytest.raises(Violated) as stopped:
        demand_all(world, everything=True)
    assert stopped.value.day == world.day
    assert stopped.value.rows
    assert world.day.isoformat() in str(stopped.value)
    return stopped.value.rule


def assert_absence_is_seen(world: World, owner: Any) -> None:
    owner.execute("SET session_replication_role = replica")
    values = {"key": new_key(), "day": world.day}
    owner.execute(
        """INSERT INTO offices_absence (id, officer_id, deputy_id, away, basis, recorded_by_id, recorded_at)
        SELECT %(key)s, t.owner_id, o.id, tstzrange(%(day)s::timestamptz, NULL), 'vắng', o.id, now()
        FROM cases_task t JOIN offices_officer o ON o.office_id = t.office_id AND o.id <> t.owner_id WHERE t.done_at IS NULL AND t.action <> 'approve'
        AND NOT EXISTS (SELECT FROM offices_absence a WHERE a.officer_id = t.owner_id) ORDER BY t.id LIMIT 1""",
        values,
    )
    with pytest.raises(Violated, match="nobody who is away"):
        demand_all(world)
    owner.execute("DELETE FROM offices_absence WHERE id = %(key)s", values)
    demand_all(world)


def assert_the_database_refuses_a_second_draw(owner: Any) -> None:
    with pytest.raises(UniqueViolation):
        owner.execute(
            """UPDATE registry_draw d SET holder = o.holder FROM registry_draw o
            WHERE o.slot = d.slot AND o.programme = d.programme AND o.id < d.id AND o.released_at IS NULL AND d.released_at IS NULL"""
        )


def assert_nothing_is_lost_unseen(world: World) -> None:
    lost = new_key()
    world.submitted[lost] = 1
    with pytest.raises(Violated, match="in progress or decided"):
        demand_all(world)
    del world.submitted[lost]
    demand_all(world)


def test_the_slow_clock_stands_while_papers_are_missing_and_over_the_holidays() -> None:
    told = {"asked_on": None, "answered_on": None}
    assert slow_due_on(date(2021, 8, 6), 2, **told) == date(2021, 8, 10), "from Friday over the weekend"
    assert slow_due_on(date(2021, 9, 1), 2, **told) == date(2021, 9, 7), "over the National Day and the day beside it"
    assert slow_due_on(date(2021, 8, 9), 2, asked_on=date(2021, 8, 10), answered_on=None) is None
    assert slow_due_on(date(2021, 8, 9), 2, asked_on=date(2021, 8, 10), answered_on=date(2021, 8, 12)) == date(2021, 8, 16)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({"communes": 10}, "each of 63 provinces needs a commune"),
        ({"officers": 100}, "at least"),
        ({"days": 3}, "nothing is decided"),
        ({"claims": 20}, "each of 200 communes"),
        ({"provinces": 64}, "1 to 63"),
        ({"automatic": "some"}, "none, half or all"),
    ],
)
def test_a_world_that_cannot_be_is_refused_in_words(wanted: dict[str, Any], words: str) -> None:
    with pytest.raises(YearRefused, match=words):
        Asked(1, **wanted)


def test_the_command_refuses_before_it_makes_a_database() -> None:
    refused = CliRunner().invoke(main, ["simulate", "year", "--seed", "1", "--officers", "3"])
    assert refused.exit_code == 1
    assert re.search("need at least \\d+ officers", refused.output)


def test_keys_and_codes_come_from_a_seed_only_while_a_world_lasts() -> None:
    with seeded_by(Seeded(1)):
        first = [new_key() for _turn in range(3)]
    with seeded_by(Seeded(1)):
        again = [new_key() for _turn in range(3)]
    assert first == again == sorted(first)
    assert {key.version for key in first} == {7}
    assert new_key() not in first
