"""Entries of register versions that nobody needs are removed by night; what a claim relied on stays provable, and what is open keeps its version whole."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases import decide, take_step
from ansinh.delivery.cases.models import Claim, Determination
from ansinh.delivery.evidence import verify
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry import jobs
from ansinh.delivery.registry.models_registers import RegisterEntry, RegisterSnapshot
from ansinh.delivery.registry.registers import load as loading
from ansinh.delivery.registry.registers.remove import KEPT_DAYS, over, remove_entries
from ansinh.delivery.registry.registers.take_over import answer
from ansinh.delivery.registry.registers.vouch import entries_of
from delivery.casework import Town, person, submitted, task_of, town
from delivery.grievances.complaining import headed
from delivery.registry.test_registers import analyst, sent, si_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
HEAD = "Số CCCD,f0_start,f0_days"


@pytest.fixture
def here() -> Town:
    return town()


def version(here: Town, number: int, count: int = 5) -> RegisterSnapshot:
    """The list of patients as of the `number`th day; the first stays for 20 days by the first version, 21 by the second."""
    lines = "\n".join([HEAD, *(f"030187{who:06d},01/06/2021,{19 + number}" for who in range(1, count + 1))])
    return sent(here, lines, register="health_list", dated=date(2021, 8, number))


def much_later(here: Town) -> datetime:
    return here.later(days=KEPT_DAYS + 1)


def left(row: RegisterSnapshot) -> int:
    with acting(NATION):
        return RegisterEntry.objects.filter(snapshot=row.pk).count()


def a_claim_by_register(here: Town) -> Dossier:
    return submitted(here, [person(1, amount=None, group="F0")], policy="nq68-08")


def decided(here: Town, dossier: Dossier) -> None:
    task = task_of(dossier)
    while task.action != "approve":
        with acting(task.owner):
            task = take_step.forward(task.pk, by=task.owner, at=here.later())
    with acting(task.owner):
        decide.approve(task.pk, by=task.owner, at=here.later())


def test_the_version_in_use_the_one_before_and_what_was_replaced_of_late_stay(here: Town) -> None:
    first, second = version(here, 1), version(here, 2)
    assert over(at=much_later(here)) == [], "the last before the one in use"
    third = version(here, 3)
    assert over(at=here.later()) == [first.pk], "replaced long ago by the second"
    fourth = version(here, 4)
    assert over(at=here.later()) == [first.pk], "the second was replaced today only"
    assert over(at=much_later(here)) == [first.pk, second.pk]
    assert {third.state, fourth.state} == {"current"}, "as they were when they were loaded"


def test_entries_go_in_bounded_sets_with_their_counts_in_the_log_and_the_version_stays(here: Town) -> None:
    old = version(here, 1)
    version(here, 2)
    version(here, 3)
    at = much_later(here)
    assert [remove_entries(old.pk, at=at, most=2) for _turn in range(4)] == [2, 2, 1, 0]
    with acting(NATION):
        row = RegisterSnapshot.objects.get(pk=old.pk)
        assert (row.removed, row.entries, row.emptied_at, row.source, row.sha256) == (5, 5, at, old.source, old.sha256)
        events = Event.objects.filter(verb="registry.remove_entries", subject=old.pk).order_by("at", "id")
        assert [(event.after or {})["removed"] for event in events] == [2, 4, 5]
        assert verify.check(verify.records()).faults == []
        assert [len(entries.told) for entries in entries_of(["cccd:030187000001"], programme="nq68")["cccd:030187000001"]] == [1]
    assert loading.path_of(old.sha256).exists(), "its file stays"
    assert over(at=at) == []


def test_a_decided_claim_proves_what_it_relied_on_after_the_entries_are_gone(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    first = version(here, 1)
    dossier = a_claim_by_register(here)
    decided(here, dossier)
    for number in (2, 3):
        version(here, number)
    assert over(at=much_later(here)) == [first.pk]
    assert remove_entries(first.pk, at=here.at) == 5
    with acting(NATION):
        claim = Claim.objects.get(dossier=dossier)
        last = Determination.objects.filter(claim=claim).order_by("-made_at", "-id")[0]
        assert (last.facts["f0_days"], claim.amount_vnd) == (20, 1_600_000)
        assert last.vouched["f0_days"] == {"register": "health_list", "snapshot": str(first.pk), "source": "BHXH tỉnh, công văn 12", "dated": "2021-08-01"}
        assert RegisterSnapshot.objects.filter(pk=first.pk, sha256=first.sha256).exists()
    client = signed_in(here.lister)
    assert client.get(reverse("claim", args=[dossier.pk, claim.pk])).status_code == 200
    page = signed_in(analyst(here)).get(reverse("register_snapshot", args=[first.pk])).content.decode()
    assert "5 trên 5 dòng" in page


def test_what_an_open_claim_or_an_open_complaint_relies_on_stays_until_it_is_over(here: Town) -> None:
    first = version(here, 1)
    dossier = a_claim_by_register(here)
    for number in (2, 3):
        version(here, number)
    assert over(at=much_later(here)) == [], "not decided yet"
    decided(here, dossier)
    assert over(at=here.at) == [first.pk]
    with acting(NATION):
        receipt = Claim.objects.get(dossier=dossier).receipt
    headed()
    file(
        Told(kind="decision", text="Tôi điều trị lâu hơn số ngày đã ghi.", name="Nguyễn Thị Hoa", receipt=receipt),
        channel="web",
        by=None,
        at=here.at,
    )
    assert over(at=here.at) == [], "a complaint is open"


def test_a_version_put_away_unused_is_emptied_after_the_same_days(here: Town) -> None:
    version(here, 1)
    wrong = version(here, 2, count=1)
    with acting(analyst(here)):
        answer(wrong.pk, use=False, because="Thiếu bốn người", by=analyst(here), at=here.later())
    assert over(at=here.later(days=KEPT_DAYS - 1)) == []
    assert over(at=here.later(days=2)) == [wrong.pk]


def test_each_place_and_register_is_reckoned_by_itself(here: Town) -> None:
    for number in (1, 2):
        version(here, number)
        sent(here, si_lines(5 + number), dated=date(2021, 8, number))
        version(town("26734", "760", "79"), number)
    assert over(at=much_later(here)) == []


def test_the_nightly_job_empties_what_is_over_and_a_second_night_finds_nothing(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [version(here, number) for number in (1, 2, 3, 4)]
    now = much_later(here)
    monkeypatch.setattr(timezone, "now", lambda: now)
    jobs.remove_old_entries(0)
    assert [left(row) for row in rows] == [0, 0, 5, 5]
    jobs.remove_old_entries(0)
    with acting(NATION):
        assert Event.objects.filter(verb="registry.remove_entries").count() == 2


def test_the_database_lets_no_entry_of_a_version_in_use_go_and_none_past_the_one_function(here: Town) -> None:
    row = version(here, 1)
    with acting(NATION):
        with pytest.raises(IntegrityError, match="in use"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT registry_remove_entries(%s, 10)", [row.pk])
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM registry_registerentry")
        with pytest.raises(DatabaseError), transaction.atomic():
            RegisterEntry.objects.update(line=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            RegisterSnapshot.objects.filter(pk=row.pk).update(removed=1)
    assert left(row) == 5
