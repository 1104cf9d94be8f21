"""A waiting account and a worker's "not true" are with one person who is there, whoever leaves: never with nobody, and with whoever can settle them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from psycopg.types.range import DateRange

from ansinh.delivery.cases.hand_over import hand_over as hand_over_tasks
from ansinh.delivery.cases.hand_over import record_absence
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.intake.employers.account import answer, waiting
from ansinh.delivery.intake.employers.confirm import settle, workers_of
from ansinh.delivery.intake.employers.deny import deny
from ansinh.delivery.intake.employers.hand_over import accounts_without_owner, denials_without_owner, hand_over_account, hand_over_denial
from ansinh.delivery.intake.models_employers import Accountant, NamedWorker
from ansinh.delivery.offices.models import Assignment, Officer, Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, task_of
from delivery.intake.employing import accountant, filed, insured_town, taken, workers

pytestmark = pytest.mark.django_db
WAYS = ("away", "left", "moved", "unassigned")


@pytest.fixture
def here() -> Town:
    made = insured_town()
    made.officers["second"] = officer(f"si.second.{made.district}", made.offices["agency"], Role.VERIFIER, name="Vũ Thị Thay")
    return made


def gone(here: Town, who: Officer, how: str) -> None:
    """Let somebody be away, leave, move, or lose her assignment, so that her colleague answers."""
    other = here.second if who.pk == here.verifier.pk else here.verifier
    if how == "away":
        with acting(who):
            record_absence(who, other, since=here.at, until=here.at + timedelta(days=9), basis="Giấy cách ly số 5", by=who, at=here.at)
        return
    with acting(NATION):
        if how == "left":
            Officer.objects.filter(pk=who.pk).update(is_active=False)
        elif how == "moved":
            Officer.objects.filter(pk=who.pk).update(office=here.offices["district"])
        if how != "left":
            Assignment.objects.filter(officer=who).update(held=DateRange(None, here.at.date()))


def kept(here: Town) -> int:
    """What the minute does; give how much changed hands."""
    at = here.later(minutes=1)
    accounts = sum(hand_over_account(key, at=at) for key in accounts_without_owner(at=at))
    return accounts + sum(hand_over_denial(key, at=at) for key in denials_without_owner(at=at))


@pytest.mark.parametrize("how", WAYS)
def test_a_waiting_account_goes_to_whoever_verifies_now_and_she_can_answer_it(here: Town, how: str) -> None:
    made = accountant(here, confirmed=False)
    other = here.second if made.owner.pk == here.verifier.pk else here.verifier
    assert kept(here) == 0
    gone(here, made.owner, how)
    assert (kept(here), kept(here)) == (1, 0)
    with acting(other):
        assert [(row.pk, row.owner) for row in waiting(seen_by=other)] == [(made.pk, other)]
        answer(made.pk, confirm=True, because="Đối chiếu đăng ký kinh doanh", by=other, at=here.later())
    with acting(NATION):
        event = Event.objects.get(verb="intake.hand_over", subject=made.pk)
    assert (event.before, (event.after or {})["owner"]) == ({"owner": made.owner.full_name}, other.full_name)
    gone(here, other, "left")
    assert kept(here) == 0, "what is answered stays with who had it"


@pytest.mark.parametrize("how", WAYS)
def test_not_true_said_before_a_list_was_made_goes_to_whoever_verifies_now(here: Town, how: str) -> None:
    made = filed(here, accountant(here), 1)
    deny(workers(made)[0].code, "Tôi vẫn đi làm", at=here.later())
    owner = workers(made)[0].owner
    assert owner is not None
    assert kept(here) == 0
    gone(here, owner, how)
    assert (kept(here), kept(here)) == (1, 0)
    assert workers(made)[0].owner == (here.second if owner.pk == here.verifier.pk else here.verifier)


def test_not_true_follows_the_open_step_to_its_deputy_who_settles_it(here: Town) -> None:
    made = filed(here, accountant(here), 1)
    deny(workers(made)[0].code, "Tôi vẫn đi làm", at=here.later())
    dossier = taken(here, made)
    owner = task_of(dossier).owner
    kept(here)
    assert workers(made)[0].owner == owner
    other = here.second if owner.pk == here.verifier.pk else here.verifier
    gone(here, owner, "left")
    assert kept(here) == 0, "the step has not changed hands yet"
    with acting(NATION):
        assert hand_over_tasks(owner.pk, at=here.later(), reason="người giữ việc đã thôi việc").moved == 1
    assert (kept(here), kept(here)) == (1, 0)
    with acting(other):
        [(claim, worker)] = workers_of(dossier).items()
        assert worker.owner == other
        settle(task_of(dossier).pk, claim, stands=True, because="Bảng chấm công cho thấy nghỉ", by=other, at=here.later())
    gone(here, other, "away") if other.is_active else None
    assert kept(here) == 0, "what is settled stays with who had it"


def test_where_nobody_else_is_there_the_last_owner_keeps_it_and_it_moves_once_somebody_is_named(here: Town) -> None:
    made = accountant(here, confirmed=False)
    with acting(NATION):
        Assignment.objects.filter(office=here.offices["agency"]).update(held=DateRange(None, here.at.date()))
    assert kept(here) == 0
    with acting(NATION):
        assert Accountant.objects.get(pk=made.pk).owner == made.owner
    named = officer(f"si.third.{here.district}", here.offices["agency"], Role.VERIFIER, name="Hồ Thị Mới")
    assert kept(here) == 1
    with acting(NATION):
        assert Accountant.objects.get(pk=made.pk).owner == named


def test_not_true_is_taken_down_even_where_nobody_verifies(here: Town) -> None:
    made = filed(here, accountant(here), 1)
    with acting(NATION):
        Assignment.objects.filter(office=here.offices["agency"], role=Role.VERIFIER).update(held=DateRange(None, here.at.date()))
    assert deny(workers(made)[0].code, "Tôi vẫn đi làm", at=here.later()) is not None
    with acting(NATION):
        assert NamedWorker.objects.get(row__filing=made).owner == made.owner
