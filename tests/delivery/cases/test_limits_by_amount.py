"""Up to what an officer signs: above it the decision goes to whoever may, in words, by one click, and the database writes no other down."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.cases import preview
from ansinh.delivery.cases.decide import approve
from ansinh.delivery.cases.hand_over import record_absence
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.signing import end_limit, give_limit, hand_to_signer, signing_limits
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Assignment, Office, Role
from ansinh.delivery.offices.models_signing import SigningLimit
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.offices.signing import ToSign
from delivery.casework import MORNING, Town, forwarded, officer, person, submitted, task_of, town

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Dossier

pytestmark = pytest.mark.django_db
BASIS = "Quyết định ủy quyền 15/QĐ-UBND ngày 05/8/2021"
ONE = 1_500_000


@pytest.fixture
def here() -> Town:
    made = town()
    made.officers["head"] = officer("head.30", made.offices["province"], Role.CHIEF, name="Trịnh Thu Hà")
    return made


def limited(here: Town, *, claim: int = ONE, decision: int = 3 * ONE, policy: str = "", **more: Any) -> SigningLimit:
    with acting(here.head):
        given = {"basis": BASIS, "since": MORNING.date(), "until": None, "by": here.head, "at": MORNING, **more}
        return give_limit(here.chair, policy, most=ToSign(claim, decision), **given)


def ready(here: Town, people: int, *, first: int = 1) -> Dossier:
    dossier: Dossier = submitted(here, [person(number) for number in range(first, first + people)])
    forwarded(here, dossier, times=2)
    return dossier


def test_what_is_within_the_limit_is_signed_and_what_is_above_comes_to_the_head_at_once(here: Town) -> None:
    limited(here)
    within, above = ready(here, 3), ready(here, 4, first=10)
    assert (task_of(within).owner, task_of(above).owner) == (here.chair, here.head)
    with acting(here.chair):
        assert approve(task_of(within).pk, by=here.chair, at=here.later()).amount_vnd == 3 * ONE
    with acting(here.head):
        assert approve(task_of(above).pk, by=here.head, at=here.later()).amount_vnd == 4 * ONE


def test_one_claim_above_the_limit_is_enough_and_the_limit_of_the_policy_comes_before_that_of_all(here: Town) -> None:
    limited(here, claim=ONE - 1, decision=100 * ONE, policy="nq68-12")
    limited(here, claim=100 * ONE, decision=100 * ONE)
    assert task_of(ready(here, 1)).owner == here.head


def test_what_lay_with_her_already_is_refused_with_whom_it_must_go_to_and_handed_there_by_one_act(here: Town) -> None:
    dossier = ready(here, 4)
    task, due = task_of(dossier), task_of(dossier).due_on
    limited(here)
    with acting(here.chair):
        with pytest.raises(Refused, match="Chuyển cho bà Trịnh Thu Hà ký") as refusal:
            approve(task.pk, by=here.chair, at=here.later())
        assert refusal.value.code == "over_limit"
        seen = preview.preview([task.pk], "approve", by=here.chair, at=here.later())
        assert (seen.above, seen.lines, [one.why.code for one in seen.left_out]) == (1, [], ["over_limit"])
        handed = hand_to_signer(task.pk, by=here.chair, at=here.later())
    assert (handed.owner, handed.due_on) == (here.head, due)
    with acting(here.head):
        assert preview.preview([task.pk], "approve", by=here.head, at=here.later()).above == 0
        with pytest.raises(Refused, match="trong mức"):
            hand_to_signer(task.pk, by=here.head, at=here.later())
    with acting(NATION):
        assert Event.objects.filter(verb="cases.hand_to_signer", after__owner="Trịnh Thu Hà").count() == 1


def test_past_the_verb_the_database_writes_no_decision_above_the_limit_down(here: Town) -> None:
    dossier = ready(here, 4)
    limited(here)
    with acting(NATION), connection.cursor() as cursor:
        values = [dossier.province, here.offices["province"].pk, dossier.pk, here.chair.pk, dossier.submitted_by_id, MORNING, MORNING.date()]
        insert = """INSERT INTO cases_decision (id, province, district, commune, number, year, office_id, dossier_id, signed_by_id, prepared_by_id, signed_at, decided_on,
            approved, refused, amount_vnd, verification) VALUES (ansinh_key(), %s, '', '', '1/QĐ', 2021, %s, %s, %s, %s, %s, %s, 4, 0, %s, 'x')"""
        with pytest.raises(IntegrityError, match="above what its signer may sign"), transaction.atomic():
            cursor.execute(insert, [*values, 4 * ONE])
        cursor.execute(insert, [*values, 3 * ONE])


def test_who_stands_in_for_the_head_signs_as_the_head_and_who_stands_in_for_the_limited_does_not(here: Town) -> None:
    limited(here)
    deputy = officer("deputy.30", here.offices["province"])
    for away, basis in ((here.head, "Giấy ủy quyền 3"), (here.chair, "Đơn nghỉ phép 8")):
        with acting(NATION):
            record_absence(away, deputy, since=MORNING, until=MORNING + timedelta(days=1 if away == here.chair else 30), basis=basis, by=away, at=MORNING)
    assert task_of(ready(here, 4)).owner == deputy
    here.at += timedelta(days=40)
    with acting(NATION):
        record_absence(here.chair, deputy, since=here.at, until=None, basis="Đơn nghỉ phép 9", by=here.chair, at=here.at)
    small, large = ready(here, 1, first=50), ready(here, 4, first=60)
    assert (task_of(small).owner, task_of(large).owner) == (deputy, here.head)
    with acting(NATION):
        Task.objects.filter(pk=task_of(large).pk).update(owner=deputy)
    with acting(deputy), pytest.raises(Refused, match="vượt mức"):
        approve(task_of(large).pk, by=deputy, at=here.later())


def test_where_nobody_may_sign_the_sum_it_stays_and_says_who_must_be_there(here: Town) -> None:
    limited(here)
    Assignment.objects.filter(officer=here.head).update(held=DateRange(None, here.at.date()))
    dossier = submitted(here, [person(number) for number in range(4)])
    forwarded(here, dossier)
    with pytest.raises(NobodyAnswers, match="chưa có ai được ký số tiền này"):
        forwarded(here, dossier)
    assert task_of(dossier).owner == here.appraiser


def test_an_absence_hands_each_approval_to_who_may_sign_it(here: Town) -> None:
    other = officer("second.30", here.offices["province"], Role.APPROVER, name="An Văn Hai")
    large = ready(here, 4)
    small = ready(here, 1, first=20)
    assert {task_of(large).owner, task_of(small).owner} == {here.chair}
    with acting(here.head):
        give_limit(other, "", most=ToSign(ONE, 2 * ONE), basis=BASIS, since=MORNING.date(), until=None, by=here.head, at=MORNING)
    with acting(NATION):
        record_absence(here.chair, other, since=MORNING, until=None, basis="Đơn nghỉ phép 8", by=here.chair, at=MORNING)
        Task.objects.filter(done_at=None).update(owner=other)
        record_absence(other, here.head, since=here.at, until=None, basis="Giấy cách ly 4", by=other, at=here.at)
    assert {task_of(large).owner, task_of(small).owner} == {here.head}


def test_only_the_head_gives_and_ends_limits_of_who_approves_and_they_stand_as_given(here: Town) -> None:
    for by in ("chair", "payer", "appraiser"):
        with pytest.raises(NotYours):
            limited(here, by=here.officers[by])
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"claim": 2 * ONE, "decision": ONE}, "limits_in_order"),
        ({"claim": 0}, "limits_in_order"),
        ({"until": MORNING.date() - timedelta(1)}, "ends_before"),
        ({"basis": "x"}, "basis_missing"),
        ({"policy": "nq68-02"}, "limit_policy"),
    ]
    for more, code in wrong:
        with pytest.raises(Refused) as refusal:
            limited(here, **more)
        assert refusal.value.code == code
    made = limited(here)
    with pytest.raises(Refused, match="đã có mức ký"):
        limited(here)
    with acting(NATION), pytest.raises(IntegrityError, match="stands as it was given"), transaction.atomic():
        SigningLimit.objects.filter(pk=made.pk).update(most_decision_vnd=100 * ONE)
    with acting(here.head):
        assert end_limit(made.pk, by=here.head, at=here.later(days=1)).held.upper == here.at.date()
        with pytest.raises(AlreadyDone):
            end_limit(made.pk, by=here.head, at=here.at)
        assert signing_limits(seen_by=here.head, on=here.at.date()).rows == []
        assert signing_limits(seen_by=here.head, on=here.at.date(), past=True).rows == [made]


def test_supervisors_see_the_limits_of_their_whole_scope_and_others_those_of_their_office(here: Town) -> None:
    made = limited(here)
    front = officer("mttq.30", Office.objects.get(kind="fatherland_front", level="province", province="30"), Role.SUPERVISOR)
    seen = {}
    for one in (front, here.chair, here.appraiser):
        with acting(one):
            seen[one] = signing_limits(seen_by=one, on=MORNING.date()).rows
    assert seen == {front: [made], here.chair: [made], here.appraiser: []}
