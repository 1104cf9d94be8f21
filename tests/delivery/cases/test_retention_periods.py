"""The ministry says in writing how long each kind is kept, two officers each; from then on the nights erase what is over, and nothing that is open."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ansinh.delivery.cases import jobs, periods
from ansinh.delivery.cases.erase import erase, standings
from ansinh.delivery.cases.erase_prints import was_erased
from ansinh.delivery.cases.keep import path_of
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.models_letters import PostedLetter
from ansinh.delivery.cases.models_papers import Erasure
from ansinh.delivery.cases.models_retention import RetentionPeriod
from ansinh.delivery.cases.notify import notify
from ansinh.delivery.cases.periods import answer, in_force, propose
from ansinh.delivery.cases.post_letters import print_to_post
from ansinh.delivery.evidence import verify
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.grievances.decide import dismiss
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Office, Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting
from delivery.casework import Town, approved, officer, person, submitted, town
from delivery.grievances.complaining import SAID, headed

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)
BASIS, LOOKED = "Quyết định 12/QĐ-BLĐTBXH ngày 05/01/2026", "Đối chiếu bản gốc Quyết định 12, đúng"


@pytest.fixture
def here() -> Town:
    return town()


@pytest.fixture
def ministry(here: Town) -> dict[str, Officer]:
    office = Office.objects.filter(kind="ministry").first() or Office.objects.create(kind="ministry", level="national", name="Bộ", symbol="BLĐTBXH")
    return {
        "head": officer("bo.truong", office, Role.CHIEF, name="Đào Văn Trưởng"),
        "second": officer("bo.thu", office, Role.CHIEF, name="Lê Văn Thứ"),
        "clerk": officer("bo.quan.tri", office, Role.ADMINISTRATOR, name="Hà Thị Trị"),
    }


def confirmed(ministry: dict[str, Officer], kind: str, *, months: int | None = None, ends_on: date | None = None, stands: bool = True) -> RetentionPeriod:
    with acting(ministry["clerk"]):
        made = propose("nq68", kind, months=months, ends_on=ends_on, basis=BASIS, by=ministry["clerk"], at=NOW)
    with acting(ministry["head"]):
        return answer(made.pk, stands=stands, because=LOOKED, by=ministry["head"], at=NOW)


def phones() -> int:
    with acting(NATION):
        return Claim.objects.exclude(phone="").count()


def a_night(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    jobs.erase_over(0)


def test_nothing_is_erased_until_period_and_end_are_confirmed_by_two_and_then_the_night_does_it(
    here: Town, ministry: dict[str, Officer], monkeypatch: pytest.MonkeyPatch
) -> None:
    approved(here, [person(1), person(2)])
    a_night(monkeypatch)
    assert phones() == 2
    confirmed(ministry, "contacts", months=24)
    a_night(monkeypatch)
    assert phones() == 2, "the programme's last day is not confirmed yet"
    with acting(ministry["clerk"]):
        made = propose("nq68", "ends", months=None, ends_on=date(2021, 12, 31), basis=BASIS, by=ministry["clerk"], at=NOW)
    a_night(monkeypatch)
    assert phones() == 2, "proposed is not confirmed"
    with acting(ministry["head"]):
        answer(made.pk, stands=True, because=LOOKED, by=ministry["head"], at=NOW)
    told = in_force("nq68")
    assert told is not None
    assert (told.ends_on, told.ends_cite, told.ends_verified) == (date(2021, 12, 31), BASIS, True)
    a_night(monkeypatch)
    assert phones() == 0
    with acting(NATION):
        assert set(Erasure.objects.values_list("kind", flat=True)) == {"contacts"}, "of the other kinds nobody confirmed the period"
        erased = Event.objects.filter(verb="cases.erase", subject_kind="dossier").get()
        assert (erased.after or {})["erased"] == "contacts"
        said = Event.objects.filter(verb="cases.answer_retention").order_by("at", "id")
        assert {(event.after or {})["basis"] for event in said} == {BASIS}
        assert verify.check(verify.records()).faults == []


def test_a_confirmed_period_that_is_longer_keeps_and_a_declined_one_changes_nothing(here: Town, ministry: dict[str, Officer]) -> None:
    approved(here, [person(1)])
    confirmed(ministry, "ends", ends_on=date(2021, 12, 31))
    confirmed(ministry, "contacts", months=24, stands=False)
    with pytest.raises(Refused, match="chưa được xác nhận"):
        erase("nq68", "contacts", at=NOW)
    confirmed(ministry, "contacts", months=120)
    with pytest.raises(Refused, match="31/12/2031"):
        erase("nq68", "contacts", at=NOW)
    confirmed(ministry, "contacts", months=12)
    assert erase("nq68", "contacts", at=NOW) == 1, "the newest that stands counts"
    found = {one.kept.kind: one for one in standings(on=NOW.date()) if one.programme == "nq68"}
    assert (found["contacts"].over_on, found["contacts"].kept.cite, found["contacts"].left) == (date(2022, 12, 31), BASIS, 0)
    assert not found["accounts"].kept.verified


def test_what_is_under_an_open_claim_or_complaint_stays_and_goes_in_bounded_sets(here: Town, ministry: dict[str, Officer]) -> None:
    headed()
    settled = [approved(here, [person(n)]) for n in (1, 2, 3)]
    complained, _under_way = approved(here, [person(4)]), submitted(here, [person(5)])
    with acting(NATION):
        receipt = Claim.objects.get(dossier=complained.dossier_id).receipt
    file(Told(kind="decision", text="Số tiền chưa đúng với quyết định.", receipt=receipt), channel="web", by=None, at=here.later())
    confirmed(ministry, "ends", ends_on=date(2021, 12, 31))
    confirmed(ministry, "contacts", months=24)
    assert [erase("nq68", "contacts", at=NOW, most=2) for _turn in range(3)] == [2, 1, 0]
    with acting(NATION):
        assert set(Claim.objects.filter(phone="").values_list("dossier", flat=True)) == {decision.dossier_id for decision in settled}
    assert phones() == 2


def test_files_of_letters_go_when_the_last_address_on_them_went_and_not_before(
    here: Town, ministry: dict[str, Officer], django_capture_on_commit_callbacks: Any
) -> None:
    first, second = (approved(here, [person(n, phone="")]) for n in (1, 2))
    with acting(NATION):
        for decision in (first, second):
            notify(decision.pk, actor=SYSTEM, at=here.later())
    with acting(here.lister):
        batch = print_to_post(by=here.lister, at=here.later())
        receipt = Claim.objects.get(dossier=second.dossier_id).receipt
    headed()
    complaint = file(Told(kind="decision", text="Số tiền chưa đúng với quyết định.", receipt=receipt), channel="web", by=None, at=here.later())
    confirmed(ministry, "ends", ends_on=date(2021, 12, 31))
    confirmed(ministry, "contacts", months=24)
    with django_capture_on_commit_callbacks(execute=True):
        erase("nq68", "contacts", at=NOW)
    assert (batch.letters, path_of(batch.file).exists()) == (2, True), "one of the two complains"
    with acting(complaint.owner):
        dismiss(complaint.pk, reason=SAID, by=complaint.owner, at=here.later())
    with django_capture_on_commit_callbacks(execute=True):
        assert [erase("nq68", "contacts", at=NOW) for _turn in range(2)] == [1, 0]
    assert not path_of(batch.file).exists()
    with acting(NATION):
        assert was_erased(batch.file)
        assert Erasure.objects.get(subject=batch.file_id).rows == 2
        assert PostedLetter.objects.count() == 2
        assert set(Notice.objects.values_list("address", flat=True)) == {"#"}
        assert verify.check(verify.records()).faults == []


@pytest.mark.parametrize(
    "wrong", [{"kind": "faces"}, {"months": None}, {"months": 0}, {"months": 1201}, {"basis": "   "}, {"kind": "ends", "ends_on": None}, {"programme": "khac"}]
)
def test_a_period_that_says_nothing_or_rests_on_nothing_is_refused(ministry: dict[str, Officer], wrong: dict[str, Any]) -> None:
    told = {"programme": "nq68", "kind": "contacts", "months": 24, "ends_on": None, "basis": BASIS, **wrong}
    programme, kind = str(told.pop("programme")), str(told.pop("kind"))
    with acting(ministry["clerk"]), pytest.raises(Refused):
        propose(programme, kind, by=ministry["clerk"], at=NOW, **told)


def test_only_the_ministry_proposes_only_its_head_confirms_and_never_her_own(here: Town, ministry: dict[str, Officer]) -> None:
    province_head = officer("chief.30", here.offices["province"], Role.CHIEF)
    with acting(province_head), pytest.raises(NotYours):
        propose("nq68", "contacts", months=24, ends_on=None, basis=BASIS, by=province_head, at=NOW)
    with acting(ministry["head"]):
        made = propose("nq68", "contacts", months=24, ends_on=None, basis=BASIS, by=ministry["head"], at=NOW)
        with pytest.raises(NotYours, match="người thứ hai"):
            answer(made.pk, stands=True, because=LOOKED, by=ministry["head"], at=NOW)
    with acting(ministry["clerk"]):
        with pytest.raises(NotYours):
            answer(made.pk, stands=True, because=LOOKED, by=ministry["clerk"], at=NOW)
        with pytest.raises(AlreadyDone):
            propose("nq68", "contacts", months=12, ends_on=None, basis=BASIS, by=ministry["clerk"], at=NOW)
    with acting(ministry["second"]):
        with pytest.raises(Refused):
            answer(made.pk, stands=True, because="ok", by=ministry["second"], at=NOW)
        answer(made.pk, stands=True, because=LOOKED, by=ministry["second"], at=NOW)
        with pytest.raises(AlreadyDone):
            answer(made.pk, stands=False, because=LOOKED, by=ministry["second"], at=NOW)
    with acting(NATION):
        for change in ({"months": 1}, {"stands": False}, {"answered_by": made.proposed_by}):
            with pytest.raises(IntegrityError), transaction.atomic():
                RetentionPeriod.objects.filter(pk=made.pk).update(**change)
    assert periods.may(ministry["head"], periods.ANSWERING, on=NOW.date())
