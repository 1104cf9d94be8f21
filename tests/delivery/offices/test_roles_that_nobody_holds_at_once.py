"""Roles that do not go together are refused in words before they are given, and by the database to whoever goes past; by standing in as well."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from psycopg.types.range import DateRange

from ansinh.delivery.cases.assign import assign, end_assignment
from ansinh.delivery.cases.decide import approve
from ansinh.delivery.cases.hand_over import record_absence
from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.incompatible import demand_compatible
from ansinh.delivery.offices.models import Absence, Assignment, Office, Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import MORNING, Town, forwarded, officer, person, submitted, town

pytestmark = pytest.mark.django_db
TODAY, BASIS = MORNING.date(), "Quyết định 12/QĐ-UBND ngày 05/8/2021"


@pytest.fixture
def here() -> Town:
    made = town()
    made.officers["head"] = officer("head.30", made.offices["province"], Role.CHIEF)
    made.officers["other"] = officer("other.30", made.offices["province"])
    return made


def named(here: Town, who: str, role: str, *, policy: str = "", since: date = TODAY, until: date | None = None, by: str = "head") -> Assignment:
    with acting(here.officers[who]):
        return assign(here.officers[who], role, policy=policy, since=since, until=until, basis=BASIS, by=here.officers[by], at=MORNING)


def past_the_verb(who: Officer, role: str, *, policy: str = "", held: DateRange) -> Assignment:
    return Assignment.objects.create(officer=who, office=who.office, role=role, policy=policy, held=held, basis=BASIS)


def test_who_approves_is_not_named_to_appraise_and_reads_what_she_holds_since_when_and_what_to_do(here: Town) -> None:
    with pytest.raises(Refused) as refusal:
        named(here, "chair", Role.APPRAISER)
    assert refusal.value.code == "roles_incompatible"
    for words in (
        "Chair 30",
        "“Phê duyệt” từ 01/01/2021",
        "Quyết định phân công 01/QĐ-UBND",
        "ai thẩm định thì không tự phê duyệt",
        "quy tắc của hệ thống",
        "Ghi ngày thôi",
    ):
        assert words in refusal.value.message["vi"]
    assert "a rule of this system" in refusal.value.message["en"]
    with pytest.raises(Refused, match=r"88/2015/QH13, Đ\.52"):
        named(here, "chair", Role.PAYER)
    with pytest.raises(IntegrityError, match="does not go with appraiser"), transaction.atomic():
        past_the_verb(here.chair, Role.APPRAISER, held=DateRange(TODAY, None))


def test_one_role_after_the_other_and_two_policies_side_by_side_are_no_clash(here: Town) -> None:
    first = named(here, "other", Role.APPROVER, policy="nq68-12", until=date(2021, 8, 31))
    named(here, "other", Role.APPRAISER, policy="nq68-10")
    named(here, "other", Role.APPRAISER, policy="nq68-12", since=date(2021, 9, 1))
    with pytest.raises(Refused):
        named(here, "other", Role.LISTER, since=date(2021, 8, 31), until=date(2021, 8, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=first.pk).update(held=DateRange(TODAY, date(2021, 9, 2)))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=first.pk).update(policy="nq68-10")
    Assignment.objects.filter(pk=first.pk).update(held=DateRange(TODAY, date(2021, 8, 10)))


def test_the_head_names_and_ends_and_the_log_says_so(here: Town) -> None:
    made = named(here, "other", Role.APPROVER)
    with pytest.raises(Refused, match="đã giữ nhiệm vụ này"):
        named(here, "other", Role.APPROVER)
    for by in ("payer", "lister", "other"):
        with pytest.raises(NotYours):
            named(here, "other", Role.ANALYST, by=by)
    with pytest.raises(NotYours, match="Không tự"):
        named(here, "head", Role.ANALYST)
    later = MORNING + timedelta(days=3)
    with acting(here.head):
        ended = end_assignment(made.pk, by=here.head, at=later)
        with pytest.raises(AlreadyDone):
            end_assignment(made.pk, by=here.head, at=later)
    assert ended.held.upper == later.date()
    named(here, "other", Role.APPRAISER, since=later.date())
    with acting(NATION):
        told = list(Event.objects.filter(subject_kind="assignment").order_by("id").values_list("verb", "after__role", "after__until"))
    assert told == [("cases.assign", "approver", None), ("cases.end_assignment", "approver", "2021-08-09"), ("cases.assign", "appraiser", None)]


@pytest.mark.parametrize(
    ("role", "more", "code"),
    [
        ("emperor", {}, "role_unknown"),
        (Role.ANALYST, {"policy": "nq99-1"}, "policy_unknown"),
        (Role.ANALYST, {"until": TODAY - timedelta(1)}, "ends_before"),
    ],
)
def test_what_is_no_assignment_is_refused(here: Town, role: str, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        named(here, "other", role, **more)
    assert refusal.value.code == code


def away(here: Town, who: str, deputy: str) -> Absence:
    with acting(NATION):
        return record_absence(here.officers[who], here.officers[deputy], since=MORNING, until=None, basis=BASIS, by=here.officers[who], at=MORNING)


def test_nobody_stands_in_for_the_payer_who_approves_nor_comes_to_both_later(here: Town) -> None:
    with pytest.raises(Refused, match="kế toán, thủ quỹ"):
        away(here, "payer", "chair")
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.create(officer=here.payer, deputy=here.chair, away=(MORNING, None), basis=BASIS, recorded_by=here.head, recorded_at=MORNING)
    away(here, "payer", "other")
    with pytest.raises(Refused, match=r"làm thay bà Payer 30, người đang giữ nhiệm vụ “Chi trả”"):
        named(here, "other", Role.APPROVER)
    with pytest.raises(IntegrityError), transaction.atomic():  # the absent herself is given what her deputy may not come to
        past_the_verb(here.payer, Role.ADMINISTRATOR, held=DateRange(TODAY, None))
    named(here, "other", Role.ANALYST)
    with pytest.raises(Refused):  # two colleagues, one deputy
        away(here, "chair", "other")


def test_who_prepares_may_stand_in_for_who_approves_but_for_what_she_prepared_the_next_one_is_named(here: Town) -> None:
    named(here, "other", Role.APPRAISER)
    away(here, "chair", "other")
    anothers, own = submitted(here, [person(1)]), submitted(here, [person(2)])
    with acting(NATION):
        Dossier.objects.filter(pk=own.pk).update(submitted_by=here.other)
    assert forwarded(here, anothers, times=2).owner == here.other
    task = forwarded(here, own, times=2)
    assert task.owner == here.head
    with acting(NATION):
        Task.objects.filter(pk=task.pk).update(owner=here.other)
    with acting(here.other), pytest.raises(NotYours) as refusal:
        approve(task.pk, by=here.other, at=here.later())
    assert refusal.value.code == "four_eyes"
    with pytest.raises(Refused):
        demand_compatible(here.other, Role.APPROVER, policy="", held=DateRange(TODAY, None))


def test_the_front_may_be_headed_by_who_supervises_and_no_other_office(here: Town) -> None:
    front = Office.objects.get(kind="fatherland_front", level="province", province="30")
    assert Assignment.objects.filter(officer=officer("mttq.30", front, Role.SUPERVISOR, Role.CHIEF)).count() == 2
    with pytest.raises(IntegrityError, match="does not go with supervisor"), transaction.atomic():
        past_the_verb(here.head, Role.SUPERVISOR, held=DateRange(TODAY, None))


PAIRS = [Role.LISTER, Role.APPRAISER, Role.APPROVER, Role.PAYER, Role.ANALYST]
BARRED = {frozenset(pair) for pair in [(Role.LISTER, Role.APPROVER), (Role.APPRAISER, Role.APPROVER), (Role.APPROVER, Role.PAYER)]}
HELD = some.tuples(some.sampled_from(PAIRS), some.sampled_from(["", "nq68-10", "nq68-12"]), some.integers(1, 25), some.integers(0, 4))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(HELD, min_size=2, max_size=5))
def test_whatever_is_given_in_whatever_order_nobody_ever_holds_two_that_do_not_go_together(here: Town, wanted: list[tuple[Role, str, int, int]]) -> None:
    kept: list[tuple[Role, str, int, int]] = []
    with transaction.atomic():
        for role, policy, first, days in wanted:
            clash = any(frozenset((role, r)) in BARRED and ("" in (policy, p) or p == policy) and first <= f + d and f <= first + days for r, p, f, d in kept)
            same = any(r == role and p == policy and first <= f + d and f <= first + days for r, p, f, d in kept)
            held = DateRange(date(2021, 9, first), date(2021, 9, first) + timedelta(days), "[]")
            try:
                with transaction.atomic():
                    past_the_verb(here.other, role, policy=policy, held=held)
                assert not clash
                assert not same
                kept.append((role, policy, first, days))
            except IntegrityError:
                assert clash or same
        transaction.set_rollback(True)
