"""Scorecards say what the rows say, whatever happened; like is compared with like."""

from __future__ import annotations

import random
import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from ansinh.delivery.cases import ask, hand_over, take_step
from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.grievances.decide import uphold
from ansinh.delivery.offices.models import Office, Place, Role
from ansinh.delivery.offices.models_measures import Measure
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import files, instruct, settle
from ansinh.delivery.payments.models import Instruction
from ansinh.delivery.reports import cards, compare_cards
from ansinh.delivery.reports.cards_wall import counting
from ansinh.delivery.reports.compare_cards import count_cards, make_cards
from ansinh.delivery.reports.count_cards import count_province
from ansinh.delivery.reports.lockdown import days_of
from ansinh.delivery.reports.models_cards import PERIODS, PeerGroup, WorkDay, WorkLength
from delivery.casework import Town, approved, forwarded, officer, submitted, task_of
from delivery.grievances.complaining import SAID, claim_of, complained, headed, refused
from delivery.reports.recounting import ALL, COUNTS, A, C, Recount, all_rows, at, known_nation, people, window, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def nation(db: None) -> None:
    known_nation()


DEEDS = ("submit", "forward", "return", "ask", "approve", "pay", "complain")


def happen(here: Town, deed: str, chance: random.Random, first: int) -> None:
    """Let something happen: lists go forward, come back, wait for what was asked, are decided and paid, at whatever pace."""
    here.later(days=chance.randint(0, 3))
    if deed in ("approve", "pay"):
        decision = approved(here, people(first, 2))
        if deed == "pay":
            paid(here, decision.pk, on=here.at.date() + timedelta(chance.randint(0, 6)))
        return
    dossier = submitted(here, people(first, chance.randint(1, 3)), policy="nq68-08" if deed == "submit" else "nq68-12")
    here.later(days=chance.randint(0, 5))
    if deed != "submit":
        forwarded(here, dossier)
        here.later(days=chance.randint(0, 5))
    if deed in ("return", "ask"):
        back_and_forth(here, dossier, deed, chance)
    if deed == "complain":
        made = complained(here, claim_of(dossier), kind="delay")
        with acting(made.owner):
            uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="ordered")


def back_and_forth(here: Town, dossier: Dossier, deed: str, chance: random.Random) -> None:
    task = task_of(dossier)
    with acting(task.owner):
        if deed == "return":
            take_step.send_back(task.pk, by=task.owner, at=here.later(), reason="Thiếu chữ ký của trưởng thôn")
            return
        ask.ask(task.pk, by=task.owner, at=here.later(), what="Thiếu căn cước của bà Nguyễn Thị Hoa")
    if chance.random() < 0.7:
        with acting(here.lister):
            ask.answer(task.pk, by=here.lister, at=here.later(days=chance.randint(1, 6)), words="Đã nộp bản chụp căn cước tại một cửa")
        here.later(days=chance.randint(0, 4))
        forwarded(here, dossier)


def paid(here: Town, decision: Any, *, on: date) -> None:
    with acting(here.payer):
        instruct.instruct(decision, by=here.payer, at=here.later())
        files.make_files(decision, by=here.payer, at=here.later())
        lines = ["reference,transfer id,amount,date,status,reason code,reason"]
        lines += [f"K{row.pk},{row.pk},{row.amount_vnd},{on.isoformat()},paid,," for row in Instruction.objects.filter(decision=decision, state="sent")]
        settle.settle("\n".join(lines).encode(), f"sao-ke-{decision}.csv", by=here.payer, at=here.later())


def differences(until: date, periods: tuple[int, ...] = PERIODS) -> list[str]:
    """What the cards say otherwise than a slow count."""
    found = []
    for period in periods:
        for policy in ("", "nq68-12")[: len(periods)]:
            slow = Recount(window(period, until, ALL), until, policy)
            rows = {(row.level, row.unit, row.office): row for row in all_rows() if (row.period, row.policy) == (period, policy)}
            for key in rows.keys() | slow.told.keys():
                told = {name: getattr(rows.get(key), name, 0) for name in COUNTS}
                lengths = {
                    sort: (getattr(rows.get(key), f"{sort}_median", -1), getattr(rows.get(key), f"{sort}_most", -1)) for sort in ("step", "share", "money")
                }
                wanted = {name: slow.told[key][name] for name in COUNTS}
                if told != wanted or any(lengths[sort] != slow.lengths(key, sort) for sort in lengths):
                    found.append(f"{period} {policy} {key}: {told} {lengths} against {wanted} {slow.told[key]}")
    return found


@pytest.mark.parametrize("seed", range(2))
def test_after_random_casework_every_card_equals_a_second_count_row_by_row(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    towns = [headed(), headed("10633")]
    for turn, deed in enumerate(chance.sample(DEEDS, len(DEEDS))):
        happen(chance.choice(towns), deed, chance, turn * 100 + 1 + seed * 10_000)
    latest = max(here.at for here in towns) + timedelta(days=4)
    count_cards(at=latest)
    until = cards.counts()["fresh"].until
    assert differences(until) == []
    whole = next(row for row in all_rows() if row.level == "province" and not row.period and not row.policy)
    assert all(getattr(whole, name) for name in ("received", "done", "forwarded", "sent_back", "upheld", "claims", "infected")), "nothing is compared in vain"
    with counting(NATION):
        before = list(WorkDay.objects.order_by("pk").values()), list(WorkLength.objects.order_by("pk").values())
    assert count_province("30") == 0, "a second count finds nothing to change"
    assert make_cards(at=latest) == 0
    with counting(NATION):
        assert (list(WorkDay.objects.order_by("pk").values()), list(WorkLength.objects.order_by("pk").values())) == before
        WorkDay.objects.filter(level="person", done__gt=0).update(done=99)
        WorkLength.objects.create(province="30", level="province", unit="30", policy="nq68-12", day=until, sort="step", length=400, times=9)
    make_cards(at=latest)
    assert differences(until, (0,)), "a spoilt sum is seen by the second count"
    count_cards(at=latest)
    assert differences(until, (0,)) == []


def test_waiting_for_what_was_asked_counts_against_nobody_and_work_is_hers_who_did_it() -> None:
    here = headed()
    deputy = officer("pho.291", here.offices["district"], Role.APPRAISER)
    dossier = submitted(here, people(1, 2))
    task = forwarded(here, dossier)
    with acting(here.appraiser):
        ask.ask(task.pk, by=here.appraiser, at=at(6, hour=5), what="Thiếu căn cước của bà Nguyễn Thị Hoa 1")
    with acting(here.lister):
        ask.answer(task.pk, by=here.lister, at=at(1, 9, hour=5), words="Đã nộp bản chụp căn cước tại một cửa")
    with acting(here.district_chief):
        hand_over.record_absence(
            here.appraiser, deputy, since=at(2, 9, hour=1), until=at(20, 9, hour=1), basis="Đơn nghỉ phép", by=here.district_chief, at=at(2, 9, hour=2)
        )
    task = task_of(dossier)
    assert task.owner == deputy
    here.at = at(6, 9, hour=5)
    forwarded(here, dossier)
    count_cards(at=at(7, 9))
    told = {row.unit: row for row in all_rows() if row.level == "person" and not row.period and not row.policy}
    assert (told[str(deputy.pk)].done, told[str(deputy.pk)].in_time, told[str(deputy.pk)].received) == (1, 1, 1)
    assert told[str(deputy.pk)].step_median == 1, "3 September is a public holiday, and four weeks stood still"
    assert str(here.appraiser.pk) not in told, "she held it and gave it on; it is his who did it"


def test_a_place_with_a_peoples_committee_on_each_of_two_maps_has_one_card_for_which_the_one_of_the_cards_map_speaks() -> None:
    here = headed()
    dossier = submitted(here, people(1, 2))
    forwarded(here, dossier)
    count_cards(at=at(10))
    first = Office.objects.get(kind="people_committee", level="commune", commune=dossier.commune)
    place = Place.objects.get(pk=first.place_id)
    for key, year in (("00000000-0000-4000-8000-000000000001", 2025), ("ffffffff-ffff-4fff-bfff-ffffffffffff", 2026)):
        place.pk, place.map_year, place.parent = f"{year}.{place.code}", year, None
        place.save(force_insert=True)
        codes = {"province": first.province, "district": first.district, "commune": first.commune}
        Office.objects.create(pk=uuid.UUID(key), kind=first.kind, level=first.level, name=f"UBND {place.name}", symbol="UBND", place=place, **codes)
    assert make_cards(at=at(10)) == 0
    [card] = [row for row in all_rows() if row.level == "commune" and not row.period and not row.policy]
    assert (card.unit, card.speaker) == (dossier.commune, str(first.pk))


def test_a_step_that_completed_by_itself_is_the_offices_and_nobodys() -> None:
    from ansinh.delivery.cases.models_mandates import Completion, Mandate

    here = headed()
    dossier = submitted(here, people(1, 2))
    forwarded(here, dossier)
    with acting(NATION):
        done = Task.objects.get(dossier=dossier, step=Task.objects.filter(dossier=dossier).order_by("opened_at")[0].step)
        place = {"province": done.province, "district": done.district, "commune": done.commune}
        from psycopg.types.range import DateRange

        mandate = Mandate.objects.create(
            **place, office=done.office, officer=here.lister, policy="nq68-12", most_vnd=9_000_000, basis="Quyết định 5", held=DateRange(date(2021, 7, 1), None),
            given_by=here.commune_chief, given_at=here.at,
        )  # fmt: skip
        Completion.objects.create(**place, task=done, mandate=mandate, claims=2, vouched=[], made_at=here.at)
    count_cards(at=at(10))
    rows = {(row.level, row.unit): row for row in all_rows() if not row.period and not row.policy}
    office = rows["office", str(done.office_id)]
    assert (office.done, office.by_itself, office.received) == (1, 1, 1)
    assert rows["person", str(here.lister.pk)].done == 0
    assert rows["person", str(here.lister.pk)].claims == 2, "she submitted the list"


def test_what_comes_late_stands_on_its_own_day_by_the_next_morning() -> None:
    here = headed()
    claim = refused(here)
    count_cards(at=at(8))
    chair = ("person", str(here.chair.pk))
    assert {(row.level, row.unit): row for row in all_rows() if not row.period and not row.policy}[chair].upheld == 0
    made = complained(here, claim)
    with acting(made.owner):
        uphold(made.pk, by=made.owner, at=at(12, hour=3), reason=SAID, remedy="reopened")
    hidden = complained(here, claim, kind="conduct")
    with acting(hidden.owner):
        uphold(hidden.pk, by=hidden.owner, at=at(12, hour=4), reason=SAID, remedy="ordered")
    count_cards(at=at(14))
    told = {(row.level, row.unit): row for row in all_rows() if not row.period and not row.policy}
    assert (told[chair].upheld, told["province", "30"].upheld) == (1, 1), "of her conduct no figure speaks"


# Comparing like with like.


def positions() -> dict[str, str]:
    return {row.unit: row.position for row in all_rows() if row.level == "province" and row.period == 30 and not row.policy}


def test_a_unit_is_compared_within_its_group_and_size_alone(nation: None, monkeypatch: pytest.MonkeyPatch) -> None:
    make_cards(at=at(15))
    found = positions()
    assert [found[code] for code in A] == ["lower"] * 2 + ["middle"] * 7 + ["upper"] * 3
    assert [found[code] for code in C] == ["lower"] * 2 + ["middle"] * 7 + ["upper"] * 3, "the slowest of the quiet is not beaten by the hardest hit"
    assert found["22"] == "", "nine cases are too few"
    with acting(NATION):
        assert {row.group for row in PeerGroup.objects.filter(level="province")} == {"a", "c"}
    monkeypatch.setattr(compare_cards, "CLASSED", compare_cards.CLASSED.replace("""coalesce(g."group", '') AS "group\"""", """'a'::text AS "group\""""))
    make_cards(at=at(15))
    assert [positions()[code] for code in C] != [found[code] for code in C], "planted: without groups those hit hardest fill the lower quarter"


def test_a_unit_is_compared_with_those_that_receive_as_much(monkeypatch: pytest.MonkeyPatch) -> None:
    with counting(NATION):
        WorkDay.objects.bulk_create(
            [worked("commune", f"{20_000 + place}", "02", received=10 + place, done=40, in_time=10 + (place * 7) % 30) for place in range(40)]
        )  # fmt: skip
    make_cards(at=at(15))
    rows = [row for row in all_rows() if row.level == "commune" and row.period == 30 and not row.policy]
    assert [sum(row.size == size for row in rows) for size in (1, 2, 3, 4)] == [10, 10, 10, 10]
    for row in rows:
        like = sorted(other.punctual for other in rows if other.size == row.size)
        expected = "lower" if row.punctual < like[2] else "upper" if row.punctual > like[7] else "middle"
        assert row.position == expected, (row.unit, like)
    monkeypatch.setattr(compare_cards, "MOST_CLASSES", 1)
    make_cards(at=at(15))
    after = {row.unit: row.position for row in all_rows() if row.level == "commune" and row.period == 30 and not row.policy}
    assert after != {row.unit: row.position for row in rows}, "planted: without classes of size others are compared"


def test_fewer_than_five_alike_have_no_rank() -> None:
    with counting(NATION):
        WorkDay.objects.bulk_create([worked("province", code, code, received=50, done=40, in_time=20 + place) for place, code in enumerate(A[:4])])
    make_cards(at=at(15))
    assert set(positions().values()) == {""}
    with counting(NATION):
        WorkDay.objects.bulk_create([worked("province", A[4], A[4], received=50, done=40, in_time=39)])
    make_cards(at=at(15))
    assert positions()[A[4]] == "upper"


def test_days_under_a_directive_are_counted_of_the_place_and_of_what_lies_above_it(nation: None) -> None:
    here = headed(province="02", district="024", commune="00690")
    entered = {"document": "CV 1", "office": here.offices["province"], "entered_by": here.chair, "entered_at": at(1)}
    Measure.objects.create(province="02", district="024", commune="00690", directive="16", begins=date(2021, 8, 5), **entered)
    Measure.objects.create(province="02", directive="15", begins=date(2021, 8, 3), **entered)
    Measure.objects.create(province="02", directive="lifted", begins=date(2021, 8, 9), **entered)
    found = days_of(date(2021, 8, 1), date(2021, 8, 10))
    assert found.locked["02", "", ""] == (0, 6), "3 to 8 August"
    assert found.locked["02", "024", "00690"] == (6, 2), "from the 5th under 16, before that under the province's 15"
    assert found.locked["48", "", ""] == (10, 0), "group C is under Directive 16 before anybody entered it"
    assert (found.groups["02"], found.groups["48"]) == ("b", "c"), "six of ten days are the most"
    assert days_of(date(2021, 8, 1), date(2021, 8, 4)).groups["02"] == "b" or days_of(date(2021, 8, 1), date(2021, 8, 4)).groups["02"] == "a"
