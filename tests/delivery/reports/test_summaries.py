"""The figures are what the rows say, whatever happened before; counting again changes nothing."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from ansinh.delivery.cases.models import Claim, Decision, Dossier
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.scope import NATION, Scope, acting
from ansinh.delivery.payments import files, instruct, settle
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.reports import queries
from ansinh.delivery.reports.lengths import within_days
from ansinh.delivery.reports.models import Counting, Daily, Duration
from ansinh.delivery.reports.queries import Cut, Sums
from ansinh.delivery.reports.summarise import summarise, summarise_changed
from ansinh.policy.calendar import vietnam_calendar
from delivery.casework import Town, approved, forwarded, officer, person, submitted, town

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

NOW = datetime(2021, 8, 20, 3, 0, tzinfo=UTC)


def paid(at_town: Town, decision: Decision, *, returned: int = 0, on: date = date(2021, 8, 16)) -> None:
    """Pay a decision; the first `returned` payments come back."""
    payer = at_town.payer
    with acting(payer):
        instruct.instruct(decision.pk, by=payer, at=at_town.later())
        files.make_files(decision.pk, by=payer, at=at_town.later())
        lines = ["reference,transfer id,amount,date,status,reason code,reason"]
        for place, row in enumerate(Instruction.objects.filter(decision=decision, state="sent").order_by("pk")):
            outcome = "failed,AC01,wrong account" if place < returned else "paid,,"
            lines.append(f"K{row.pk},{row.pk},{row.amount_vnd},{on.isoformat()},{outcome}")
        settle.settle("\n".join(lines).encode(), f"sao-ke-{decision.pk}.csv", by=payer, at=at_town.later())


def people(first: int, count: int) -> list[dict[str, Any]]:
    return [person(first + place) for place in range(count)]


def counted_slowly(province: str) -> Sums:
    """Count a province claim by claim, in Python, from the rows themselves."""
    with acting(NATION):
        dossiers = list(Dossier.objects.filter(province=province))
        claims = list(Claim.objects.filter(province=province))
        moved = list(Instruction.objects.filter(province=province))
    by_state, money = Counter(claim.state for claim in claims), Counter(row.state for row in moved)
    return Sums(
        dossiers=len(dossiers), claims=len(claims), approved=by_state["approved"], refused=by_state["refused"], paid=money["paid"], returned=money["failed"],
        claimed_vnd=sum(claim.amount_vnd for claim in claims), approved_vnd=sum(claim.amount_vnd for claim in claims if claim.state == "approved"),
        paid_vnd=sum(row.amount_vnd for row in moved if row.state == "paid"), returned_vnd=sum(row.amount_vnd for row in moved if row.state == "failed"),
    )  # fmt: skip


@pytest.fixture
def ministry(db: None) -> Officer:
    from ansinh.delivery.offices.models import Office

    office = Office.objects.filter(kind="ministry").first() or Office.objects.create(kind="ministry", level="national", name="Bộ", symbol="BLĐTBXH")
    return officer("bo.thu", office, "analyst")


@pytest.mark.django_db
def test_the_figures_of_a_province_are_what_its_rows_say(ministry: Officer) -> None:
    here = town()
    paid(here, approved(here, people(1, 7)), returned=2)
    submitted(here, people(100, 3))
    assert summarise("30", at=NOW) > 0
    told = queries.summary(Cut(), seen_by=ministry).total
    assert told == counted_slowly("30")
    assert (told.dossiers, told.claims, told.approved, told.paid, told.returned) == (2, 10, 7, 5, 2)
    assert told.paid_vnd == 5 * 1_500_000


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_after_random_casework_the_kept_sums_equal_a_count_from_nothing(seed: int, ministry: Officer) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    towns = [town(), town("10633")]
    for turn in range(6):
        here, crowd = chance.choice(towns), people(turn * 100 + 1 + seed * 10_000, chance.randint(1, 4))
        deed = chance.choice(("submit", "forward", "approve", "pay", "return"))
        if deed in ("submit", "forward"):
            dossier = submitted(here, crowd)
            if deed == "forward":
                forwarded(here, dossier)
        else:
            decision = approved(here, crowd)
            if deed != "approve":
                paid(here, decision, returned=chance.randint(0, 1) if deed == "return" else 0, on=date(2021, 8, chance.randint(10, 20)))
        if chance.random() < 0.5:
            summarise_changed(at=NOW)
    summarise_changed(at=NOW)
    assert queries.summary(Cut(), seen_by=ministry).total == counted_slowly("30")
    with acting(NATION):
        before = list(Daily.objects.order_by("pk").values())
    assert summarise("30", at=NOW) == 0, "a full count finds nothing to change"
    with acting(NATION):
        assert list(Daily.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_only_provinces_in_whose_log_something_was_written_are_counted() -> None:
    here = town()
    submitted(here, people(1, 2))
    assert summarise_changed(at=NOW) == ["30"]
    assert summarise_changed(at=NOW) == []
    submitted(here, people(10, 2))
    assert summarise_changed(at=NOW) == ["30"]
    assert Counting.objects.get(pk="30").counted_at == NOW


@pytest.mark.django_db
def test_a_sum_spoilt_by_hand_is_put_right_by_the_next_count(ministry: Officer) -> None:
    here = town()
    paid(here, approved(here, people(1, 6)))
    summarise("30", at=NOW)
    with acting(NATION):
        Daily.objects.filter(level="province", paid__gt=0).update(paid_vnd=1)
        Daily.objects.create(province="30", level="province", policy="nq68-04", day=date(2021, 9, 1), paid=9, paid_vnd=9)
        Duration.objects.create(province="30", level="province", policy="nq68-04", day=date(2021, 9, 1), working_days=3, people=9)
    summarise("30", at=NOW)
    assert queries.summary(Cut(), seen_by=ministry).total == counted_slowly("30")
    assert queries.lengths(Cut(), "policy", seen_by=ministry)[0].people == 6


@pytest.mark.django_db
def test_all_levels_tell_the_same_sum(ministry: Officer) -> None:
    for here, first in ((town(), 1), (town("10633"), 200)):
        paid(here, approved(here, people(first, 6)))
    summarise("30", at=NOW)
    cuts = (Cut(), Cut(province="30"), Cut(province="30", district="291"))
    with acting(ministry):
        wholes = [queries.summary(cut, seen_by=ministry) for cut in cuts]
    assert wholes[0].total == wholes[1].total == wholes[2].total
    assert set(wholes[2].below) == {"10630", "10633"}
    assert sum(sums.paid for sums in wholes[2].below.values()) == wholes[2].total.paid == 12
    assert sum(sums.paid for sums in wholes[0].days.values()) == 12


@pytest.mark.django_db
def test_sums_of_communes_are_seen_in_scope_only_and_written_by_nobody_from_elsewhere() -> None:
    here = town()
    paid(here, approved(here, people(1, 6)))
    summarise("30", at=NOW)
    assert Daily.objects.filter(level="province").exists(), "public"
    assert not Daily.objects.filter(level="commune").exists()
    with acting(here.lister):
        assert Daily.objects.filter(level="commune").exists()
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Daily.objects.create(province="30", level="province", policy="x", day=date(2021, 8, 1))


@pytest.mark.django_db
def test_the_public_is_not_told_of_fewer_than_five_people_nor_can_subtract_them() -> None:
    here = town()
    paid(here, approved(here, people(1, 3)), on=date(2021, 8, 12))
    paid(here, approved(here, people(100, 8)), on=date(2021, 8, 13))
    paid(here, approved(here, people(200, 9)), on=date(2021, 8, 16))
    summarise("30", at=NOW)
    told = queries.summary(Cut(province="30"), seen_by=None)
    assert told.total.paid == 20
    shown = {day.day: sums for day, sums in told.days.items() if day.day in (12, 13, 16)}
    assert shown[12].few >= {"paid"}
    assert (shown[12].paid, shown[12].paid_vnd) == (0, 0)
    assert "paid" in shown[13].beside, "a single gap could be reckoned from the sum"
    assert shown[16].paid == 9
    assert all(not sums.few | sums.beside for sums in queries.summary(Cut(province="30"), seen_by=here.chair).days.values())
    one_day = queries.summary(Cut(province="30", since=date(2021, 8, 12), until=date(2021, 8, 12)), seen_by=None)
    assert "paid" in one_day.total.few


@pytest.mark.django_db
def test_working_days_from_list_to_money_are_those_of_the_calendar(ministry: Officer) -> None:
    here = town()
    paid(here, approved(here, people(1, 6)), on=date(2021, 9, 6))
    with acting(NATION):
        received = Dossier.objects.get().as_of
    summarise("30", at=NOW)
    whole, parts = queries.lengths(Cut(), "province", seen_by=ministry)
    expected = vietnam_calendar().working_days_between(received, date(2021, 9, 6))
    assert whole == parts["30"] == queries.Lengths(expected, expected, 6)


@pytest.mark.django_db
def test_the_rows_behind_a_figure_are_as_many_as_the_figure(ministry: Officer) -> None:
    here = town()
    paid(here, approved(here, people(1, 7)), returned=2)
    submitted(here, people(100, 3))
    summarise("30", at=NOW)
    cut = Cut(province="30", district="291")
    with acting(ministry):
        told = queries.summary(cut, seen_by=ministry).total
        for measure in queries.BEHIND:
            assert len(queries.rows_behind(measure, cut, seen_by=ministry).rows) == getattr(told, measure), measure
    there = town("10633")
    with acting(there.lister):
        assert queries.rows_behind("paid", cut, seen_by=there.lister).rows == []


@given(st.lists(st.integers(0, 60), min_size=1, max_size=200), st.sampled_from([50, 90]))
def test_a_share_is_the_length_that_the_sorted_people_show(took: list[int], percent: int) -> None:
    place = -(-len(took) * percent // 100) - 1
    assert within_days(Counter(took), percent) == sorted(took)[max(place, 0)]


@pytest.mark.django_db
def test_a_share_agrees_with_the_database() -> None:
    took = [(place * place) % 31 for place in range(501)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY d), percentile_disc(0.9) WITHIN GROUP (ORDER BY d) FROM unnest(%s::int[]) d", [took])
        assert cursor.fetchone() == (within_days(Counter(took), 50), within_days(Counter(took), 90))


def test_nobody_took_no_time() -> None:
    assert within_days({}, 50) is None
    assert within_days({3: 0}, 90) is None


@pytest.mark.django_db
def test_a_late_step_names_office_and_officer_in_own_scope_only(ministry: Officer) -> None:
    here, there = town(), town("10633")
    dossier = submitted(here, people(1, 2))
    day = date(2021, 10, 1)
    for who, expected in ((ministry, [dossier.pk]), (here.lister, [dossier.pk]), (here.chair, [dossier.pk]), (there.lister, [])):
        with acting(who):
            found = queries.overdue(queries.Late(), seen_by=who, on=day).rows
            assert [task.dossier_id for task in found] == expected
            assert all(task.owner.full_name and task.office.name for task in found)


@pytest.mark.django_db
def test_the_jobs_of_the_minute_and_of_the_night_count_what_happened(ministry: Officer) -> None:
    from ansinh.delivery.reports import jobs

    submitted(town(), people(1, 6))
    jobs.count_changed(timestamp=0)
    assert queries.summary(Cut(), seen_by=ministry).total.claims == 6
    first = Counting.objects.get(pk="30")
    jobs.count_all(timestamp=0)
    assert Counting.objects.get(pk="30").revision > first.revision
    assert queries.summary(Cut(), seen_by=ministry).total.claims == 6


@pytest.mark.django_db
def test_counting_what_a_place_did_reads_no_table_of_the_province_whole() -> None:
    from ansinh.delivery.reports.sums import KINDS, TOUCHED

    values: dict[str, Any] = {
        "province": "30",
        "zone": "Asia/Ho_Chi_Minh",
        "kinds": list(KINDS),
        "since": 1,
        "sequence": 2,
        "starts": [],
        "ends": [],
        "lengths": [],
    }
    with acting(Scope(Level.PROVINCE, "30")), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for statement in TOUCHED:
            if not statement.startswith("DROP"):
                cursor.execute(f"EXPLAIN {statement}", values)
                scans = [row[0] for row in cursor.fetchall() if "Seq Scan" in row[0]]
                assert all("touched" in line or "_moved" in line for line in scans), scans
            cursor.execute(statement, values)


@pytest.mark.django_db
def test_what_is_counted_bears_the_place_of_its_dossier_and_so_does_its_event() -> None:
    from ansinh.delivery.evidence.models import Event

    here = town()
    paid(here, approved(here, people(1, 4)), returned=1)
    submitted(here, people(50, 2))
    with acting(NATION):
        place = Dossier.objects.values_list("province", "district", "commune").distinct().get()
        kinds = ("dossier", "claim", "decision", "instruction")
        told = set(Event.objects.filter(subject_kind__in=kinds).values_list("subject_kind", "province", "district", "commune"))
    assert told == {(kind, *place) for kind in kinds}


@pytest.mark.django_db
def test_the_minute_counts_only_where_something_happened_and_moves_district_and_province_by_as_much(ministry: Officer) -> None:
    here, there = town(), town("10633")
    paid(here, approved(here, people(1, 7)), returned=1)
    paid(there, approved(there, people(100, 8)))
    summarise_changed(at=NOW)
    with acting(NATION):
        spoilt = Daily.objects.filter(level="commune", commune="10633").update(claimed_vnd=1)
    submitted(here, people(300, 5))
    summarise_changed(at=NOW)
    assert queries.summary(Cut(), seen_by=ministry).total == counted_slowly("30")
    with acting(NATION):
        assert Daily.objects.filter(commune="10633", claimed_vnd=1).count() == spoilt, "nothing happened there, nothing was counted there"
    assert summarise("30", at=NOW) == spoilt
