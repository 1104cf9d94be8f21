"""From a list to a decision: each step by its one owner, refusals in words, and the log of it all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction

from ansinh.delivery.cases import correct, decide, exclude, submit, take_step
from ansinh.delivery.cases.models import Claim, Determination, Task
from ansinh.delivery.evidence import verify
from ansinh.delivery.offices.models import Assignment, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import approved, forwarded, officer, person, posted_long_enough, read_list, received, submitted, task_of, town, workbook

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Dossier

pytestmark = pytest.mark.django_db


def states(dossier: Dossier) -> dict[str, int]:
    with acting(NATION):
        found: dict[str, int] = {}
        for state in Claim.objects.filter(dossier=dossier).values_list("state", flat=True):
            found[state] = found.get(state, 0) + 1
        return found


def test_a_list_read_from_a_real_file_becomes_claims_with_receipts_amounts_and_frozen_facts() -> None:
    here = town()
    upload = received(
        here,
        workbook(
            [
                (1, "NGUYỄN THỊ HOA", "05/03/1987", "Nữ", "030187001234", "Thôn Đoài", 1_500_000),
                (2, "Trần Văn Nam", "1990", "Nam", "030090001235", "Thôn Đông", 1_500_000),
            ]
        ),
    )
    assert (upload.state, upload.summary["totals"]["rows"]) == ("read", 2)
    with acting(here.lister):
        dossier = submit.submit(upload, by=here.lister, at=here.later())
        claims = list(Claim.objects.filter(dossier=dossier).order_by("order"))
        facts = Determination.objects.get(claim=claims[0]).facts
    assert [(claim.full_name, claim.outcome, claim.amount_vnd, claim.draw_held) for claim in claims] == [
        ("Nguyễn Thị Hoa", "eligible", 1_500_000, True),
        ("Trần Văn Nam", "eligible", 1_500_000, True),
    ]
    assert len({claim.receipt for claim in claims}) == 2
    assert facts["informal_worker"] is True
    assert (dossier.number, dossier.claims, dossier.amount_vnd) == ("30-2021-000001", 2, 3_000_000)


def test_each_step_has_one_owner_due_in_working_days_and_ends_in_a_numbered_decision() -> None:
    here = town()
    dossier = submitted(here, [person(n) for n in range(3)])
    seen = [(task_of(dossier).step, task_of(dossier).owner.username, task_of(dossier).due_on)]
    for _ in range(2):
        task = forwarded(here, dossier)
        seen.append((task.step, task.owner.username, task.due_on))
    assert seen == [("list", "lister.10630", date(2021, 8, 11)), ("appraise", "appraiser.291", date(2021, 8, 10)), ("approve", "chair.30", date(2021, 8, 10))]
    with acting(here.chair):
        decision = decide.approve(task.pk, by=here.chair, at=here.later())
    assert (decision.number, decision.approved, decision.refused, decision.amount_vnd) == ("1/QĐ-UBND", 3, 0, 4_500_000)
    assert states(dossier) == {"approved": 3}


def test_single_rows_are_excluded_with_a_reason_and_the_rest_is_approved() -> None:
    here = town()
    dossier = submitted(here, [person(n) for n in range(4)])
    task = forwarded(here, dossier)
    with acting(here.appraiser):
        taken = Claim.objects.filter(dossier=dossier).order_by("order")[1]
        assert exclude.exclude(task.pk, [taken.pk], by=here.appraiser, at=here.later(), reason="Có hợp đồng lao động từ tháng 6") == 1
    task = forwarded(here, dossier)
    with acting(here.chair):
        decision = decide.approve(task.pk, by=here.chair, at=here.later())
    assert (decision.approved, decision.refused, states(dossier)) == (3, 1, {"approved": 3, "refused": 1})


def test_an_excluded_row_can_be_taken_back_in_while_its_draw_is_free() -> None:
    here = town()
    dossier = submitted(here, [person(1), person(2)])
    task = task_of(dossier)
    with acting(here.lister):
        claim = Claim.objects.filter(dossier=dossier).first()
        assert claim
        exclude.exclude(task.pk, [claim.pk], by=here.lister, at=here.later(), reason="Nhầm người")
        back = exclude.include(task.pk, claim.pk, by=here.lister, at=here.later())
    assert (back.state, back.draw_held, back.state_reason) == ("in_review", True, "")


def test_a_returned_dossier_goes_to_its_submitter_with_the_reason_and_comes_back() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    task = forwarded(here, dossier)
    with acting(here.appraiser):
        back = take_step.send_back(task.pk, by=here.appraiser, at=here.later(), reason="Bổ sung số căn cước của dòng 1")
    assert (back.step, back.owner) == ("list", here.lister)
    with acting(NATION):
        assert Task.objects.get(pk=task.pk).reason == "Bổ sung số căn cước của dòng 1"
    assert forwarded(here, dossier).step == "appraise"


@pytest.mark.parametrize("reason", ["", "   ", "sai"])
def test_nothing_is_returned_without_a_reason(reason: str) -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    task = forwarded(here, dossier)
    with acting(here.appraiser), pytest.raises(Refused) as refusal:
        take_step.send_back(task.pk, by=here.appraiser, at=here.later(), reason=reason)
    assert refusal.value.code == "reason_missing"


def test_only_the_owner_may_act_and_the_refusal_names_the_owner() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    other = officer("other.10630", here.offices["commune"], Role.LISTER)
    with acting(other), pytest.raises(NotYours, match=here.lister.full_name):
        take_step.forward(task_of(dossier).pk, by=other, at=here.later())


def test_whoever_prepared_a_dossier_cannot_approve_it_even_with_the_role() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    task = forwarded(here, dossier, times=2)
    Assignment.objects.filter(officer=here.appraiser).update(held=(None, here.at.date()))
    Assignment.objects.create(officer=here.appraiser, office=here.offices["district"], role=Role.APPROVER, held=(here.at.date(), None), basis="QĐ 2")
    assert task.owner == here.chair
    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO cases_decision (id, province, district, commune, number, year, signed_at, decided_on, approved, refused, amount_vnd, verification,
                office_id, dossier_id, signed_by_id, prepared_by_id)
            SELECT ansinh_key(), province, district, commune, '9/QĐ', 2021, now(), '2021-08-06', 1, 0, 1, 'X', office_id, id, submitted_by_id, submitted_by_id FROM cases_dossier WHERE id = %s""",
            [dossier.pk],
        )


def test_an_office_that_has_named_nobody_stops_the_hand_over_in_words() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    task = task_of(dossier)
    Assignment.objects.filter(office=here.offices["district"]).update(held=("2021-01-01", "2021-02-01"))
    with acting(here.lister):
        take_step.post_list(task.pk, by=here.lister, at=here.later(), posted_on=here.at.date())
        posted_long_enough(task, at=here.at)
        with pytest.raises(NobodyAnswers, match="chưa phân công"):
            take_step.forward(task.pk, by=here.lister, at=here.later())
    assert task_of(dossier).pk == task.pk


def test_a_list_is_not_handed_on_before_it_was_posted() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    with acting(here.lister), pytest.raises(Refused) as refusal:
        take_step.forward(task_of(dossier).pk, by=here.lister, at=here.later())
    assert refusal.value.code == "not_posted"


def test_submitting_twice_gives_the_same_dossier() -> None:
    here = town()
    upload = read_list(here, [person(1)])
    with acting(here.lister):
        first = submit.submit(upload, by=here.lister, at=here.later())
        assert submit.submit(upload, by=here.lister, at=here.later()).pk == first.pk


def test_a_step_taken_twice_says_who_took_it() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    task = task_of(dossier)
    forwarded(here, dossier)
    with acting(here.lister), pytest.raises(AlreadyDone, match=here.lister.full_name):
        take_step.forward(task.pk, by=here.lister, at=here.later())


def test_the_same_person_in_a_second_commune_is_stopped_and_only_place_and_state_are_told() -> None:
    here, there = town(), town("10633")
    submitted(here, [person(7)])
    dossier = submitted(there, [person(7), person(8)])
    with acting(there.lister):
        stopped = Claim.objects.get(dossier=dossier, draw_held=False)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM cases_conflict(%s, 'nq68', 'nq68-12', 'one_cash', %s)", [stopped.identity, stopped.pk])
            told = cursor.fetchone()
        assert Claim.objects.filter(commune="10630").count() == 0
        task = task_of(dossier)
        take_step.post_list(task.pk, by=there.lister, at=there.later(), posted_on=there.at.date())
        posted_long_enough(task, at=there.at)
        with pytest.raises(Refused, match="1 người đã có hồ sơ khác"):
            take_step.forward(task.pk, by=there.lister, at=there.later())
        exclude.exclude(task.pk, [stopped.pk], by=there.lister, at=there.later(), reason="Đã được lập danh sách ở xã khác")
    assert told == ("nq68-12", "30", "291", "10630", "in_review")
    assert forwarded_after_posting(there, dossier) == "appraise"


def forwarded_after_posting(here: object, dossier: Dossier) -> str:
    task = task_of(dossier)
    with acting(task.owner):
        return take_step.forward(task.pk, by=task.owner, at=here.later()).step  # type: ignore[attr-defined] # a town


def test_a_second_policy_of_the_exclusive_group_is_refused_by_the_database_itself() -> None:
    here, there = town(), town("10633")
    approved(here, [person(3)])
    dossier = submitted(there, [person(3)])
    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(dossier=dossier).update(state="approved")
    with acting(NATION), pytest.raises(IntegrityError, match="without its draw"), transaction.atomic():
        Claim.objects.filter(dossier=dossier).update(state="approved", draw_held=True)


def test_when_the_first_claim_is_excluded_the_second_may_draw() -> None:
    here, there = town(), town("10633")
    first = submitted(here, [person(5), person(6)])
    second = submitted(there, [person(5)])
    with acting(here.lister):
        exclude.exclude(task_of(first).pk, [Claim.objects.get(dossier=first, order=1).pk], by=here.lister, at=here.later(), reason="Đã chuyển đi xã khác")
    assert forwarded(there, second).step == "appraise"
    with acting(NATION):
        assert Claim.objects.get(dossier=second).draw_held


def test_the_same_person_twice_in_one_list_holds_one_draw() -> None:
    here = town()
    dossier = submitted(here, [person(5), person(5)])
    with acting(NATION):
        assert sorted(Claim.objects.filter(dossier=dossier).values_list("draw_held", flat=True)) == [False, True]


def test_a_claim_is_corrected_by_its_lister_and_the_law_is_asked_again() -> None:
    here = town()
    dossier = submitted(here, [person(1, id_number="", id_kind=None)])
    with acting(here.lister):
        claim = Claim.objects.get(dossier=dossier)
        after = correct.correct(task_of(dossier).pk, claim.pk, changes={"id_number": "030187000009"}, facts={}, by=here.lister, at=here.later())
        told = list(Determination.objects.filter(claim=claim).order_by("made_at").values_list("outcome", flat=True))
    assert (after.id_kind, after.identity, after.draw_held, told) == ("cccd", "cccd:030187000009", True, ["eligible", "eligible"])


def test_an_unusable_number_is_refused_when_correcting() -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    with acting(here.lister), pytest.raises(Refused) as refusal:
        correct.correct(task_of(dossier).pk, Claim.objects.get(dossier=dossier).pk, changes={"id_number": "12345"}, facts={}, by=here.lister, at=here.later())
    assert refusal.value.code == "id_unusable"


def test_a_decided_claim_does_not_change_any_more() -> None:
    here = town()
    decision = approved(here, [person(1)])
    for change in ({"state": "in_review"}, {"amount_vnd": 9}):
        with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(dossier=decision.dossier).update(**change)


def test_everything_done_is_in_the_log_and_the_log_holds() -> None:
    here = town()
    approved(here, [person(n) for n in range(5)])
    with acting(NATION):
        verdict = verify.check(verify.records())
    assert verdict.faults == []
    assert verdict.events == 17  # upload, 5 claims and dossier, posting, 2 hand-overs, 5 claims, decision and dossier
