"""A complaint has an owner without part in the matter and a due day at once; upheld, it leads to money by a later decision."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ansinh.delivery.cases import take_step
from ansinh.delivery.cases.correct import correct
from ansinh.delivery.cases.decide import approve
from ansinh.delivery.cases.models import Claim, Determination, Task
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.grievances.carry_out import carry_out
from ansinh.delivery.grievances.decide import Person, can_reopen, dismiss, uphold
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.grievances.forward import forward
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.grievances.public import grievance_status
from ansinh.delivery.grievances.withdraw import withdraw, withdraw_by_code
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Assignment, Office, Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.instruct import instruct
from ansinh.delivery.payments.models import Instruction
from delivery.casework import Town, approved, forwarded, officer, person, posted_long_enough, submitted, task_of, town
from delivery.grievances.complaining import LONG, SAID, claim_of, complained, headed, posted, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return headed()


def upheld(here: Town, of: Grievance, **more: object) -> Grievance:
    with acting(of.owner):
        return uphold(of.pk, by=of.owner, at=here.later(), reason=SAID, **{"remedy": "reopened", **more})  # type: ignore[arg-type] # a test's shorthand


def test_an_appeal_against_a_refusal_pays_by_a_later_decision_and_the_first_stays(here: Town) -> None:
    claim = refused(here)
    made = complained(here, claim, name="Nguyễn Thị Hoa 1", phone="0912345678")
    assert (made.owner, made.due_on) == (here.province_chief, date(2021, 9, 1))
    done = upheld(here, made)
    assert done.opened is not None
    with acting(NATION):
        new = Claim.objects.get(dossier=done.opened)
        assert (new.identity, new.amount_vnd, new.draw_held, done.opened.as_of) == (claim.identity, 1_500_000, True, claim.dossier.as_of)
        assert [done.dossier_id, done.claim_id, done.opened.opened_for] == [claim.dossier_id, claim.pk, done]
    task = task_of(done.opened)
    assert (task.owner, task.action) == (here.lister, "list")
    task = forwarded(here, done.opened, times=2)
    with acting(task.owner):
        decision = approve(task.pk, by=task.owner, at=here.later())
    with acting(here.payer):
        instruct(decision.pk, by=here.payer, at=here.later())
    with acting(NATION):
        assert Instruction.objects.get(claim=new).amount_vnd == 1_500_000
        assert Claim.objects.get(pk=claim.pk).state == "refused"
        assert Notice.objects.get(subject=made.pk, kind="grievance").address == "0912345678"
    status = grievance_status(made.code)
    assert status is not None
    assert (status.state, status.opened, status.reason) == ("upheld", new.receipt, SAID)


def test_who_was_left_off_comes_to_the_lister_and_is_paid_after_correction(here: Town) -> None:
    made = complained(here, name="Trần Văn Mới", phone="0987654321")
    assert made.owner == here.commune_chief
    done = upheld(here, made, person=Person("trần văn mới", 1970, "nq68-12", "Thôn Đông"))
    task = task_of(done.opened)  # type: ignore[arg-type] # reopened means opened
    with acting(task.owner):
        new = Claim.objects.get(dossier=done.opened)
        assert (new.full_name, new.date_of_birth, new.birth_precision, new.phone, new.outcome) == (
            "Trần Văn Mới",
            date(1970, 1, 1),
            "year",
            "0987654321",
            "eligible",
        )
        row = correct(task.pk, new.pk, changes={"id_number": "030070000123"}, facts={"informal_worker": True}, by=here.lister, at=here.later())
    assert (row.outcome, row.amount_vnd) == ("eligible", 1_500_000)
    task = forwarded(here, done.opened, times=2)  # type: ignore[arg-type] # as above
    with acting(task.owner):
        assert approve(task.pk, by=task.owner, at=here.later()).approved == 1


def test_the_law_judges_a_case_opened_anew_by_the_facts_and_the_day_of_the_first(here: Town) -> None:
    claim = refused(here)
    here.later(days=120)
    done = upheld(here, complained(here, claim))
    with acting(NATION):
        first, second = (Determination.objects.filter(claim__dossier=of).order_by("claim__order")[0] for of in (claim.dossier, done.opened))
        assert (second.facts, second.as_of) == (first.facts, first.as_of)
        assert second.claim.phone == first.claim.phone


def test_nobody_who_had_part_in_the_matter_answers_it(here: Town) -> None:
    claim = refused(here)
    made = complained(here, claim)
    assert set(made.involved) == {here.lister.pk, here.appraiser.pk, here.chair.pk}
    assert made.owner.pk not in made.involved
    Assignment.objects.create(officer=here.chair, office=here.chair.office, role="chief", held=("2020-01-01", None), basis="Quyết định bổ nhiệm")
    Officer.objects.filter(pk=here.province_chief.pk).update(is_active=False)
    ministry = Office.objects.get(kind="ministry")
    above = officer("vu.dontu", ministry, Role.ANALYST)
    assert complained(here, claim).owner == above


def test_the_database_itself_refuses_an_owner_or_a_decider_who_had_part(here: Town) -> None:
    made = complained(here, refused(here))
    with acting(NATION):
        for change in ({"owner_id": here.chair.pk}, {"state": "dismissed", "decided_by_id": here.chair.pk, "reason": SAID, "ended_at": here.at}):
            with pytest.raises(IntegrityError, match="by_another"), transaction.atomic():
                Grievance.objects.filter(pk=made.pk).update(**change)


def test_an_owner_who_later_had_part_in_the_matter_can_no_longer_decide_it(here: Town) -> None:
    dossier = submitted(here, [person(1)])
    made = complained(here, claim_of(dossier), kind="delay")
    task = task_of(dossier)
    with acting(NATION):
        Task.objects.filter(pk=task.pk).update(owner=made.owner)
    with acting(made.owner), pytest.raises(NotYours, match="đã tham gia"):
        dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID)


def test_only_the_owner_decides_once_and_with_a_reason(here: Town) -> None:
    made = complained(here, refused(here))
    with acting(here.district_chief), pytest.raises(NotYours):
        dismiss(made.pk, by=here.district_chief, at=here.later(), reason=SAID)
    with acting(made.owner):
        with pytest.raises(Refused, match="ít nhất 10"):
            dismiss(made.pk, by=made.owner, at=here.later(), reason="không")
        assert dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID).state == "dismissed"
        with pytest.raises(AlreadyDone):
            uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="ordered")


def test_what_was_told_and_answered_is_never_changed(here: Town) -> None:
    made = complained(here, refused(here))
    for change in ({"text": "Tôi không khiếu nại gì"}, {"due_on": date(2030, 1, 1)}, {"filed_on": date(2020, 1, 1)}):
        with acting(NATION), pytest.raises(IntegrityError, match="stands"), transaction.atomic():
            Grievance.objects.filter(pk=made.pk).update(**change)
    with acting(made.owner):
        dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID)
    with acting(NATION), pytest.raises(IntegrityError, match="stands"), transaction.atomic():
        Grievance.objects.filter(pk=made.pk).update(reason="Một lý do khác hẳn")


def test_an_approved_or_undecided_claim_is_put_right_by_an_order_not_by_a_secondclaim_of(here: Town) -> None:
    decision = approved(here, [person(5)])
    made = complained(here, claim_of(decision.dossier))
    assert not can_reopen(made)
    with acting(made.owner):
        with pytest.raises(Refused, match="Hãy giao việc"), transaction.atomic():
            uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="reopened")
        done = uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="ordered")
    assert done.ordered_to == here.lister


def test_a_complaint_of_delay_orders_the_one_who_holds_the_step_and_she_says_when_it_is_done(here: Town) -> None:
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    made = complained(here, claim_of(dossier), kind="delay")
    assert made.owner == here.district_chief
    with acting(made.owner):
        done = uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="ordered")
    assert done.ordered_to == here.appraiser
    with acting(here.lister), pytest.raises(NotYours):
        carry_out(made.pk, by=here.lister, at=here.later(), words="Đã làm xong việc này")
    with acting(here.appraiser):
        assert carry_out(made.pk, by=here.appraiser, at=here.later(), words="Đã thẩm định và chuyển lên tỉnh").carried_out_at == here.at
        with pytest.raises(AlreadyDone):
            carry_out(made.pk, by=here.appraiser, at=here.later(), words="Đã thẩm định và chuyển lên tỉnh")


def test_a_list_stays_posted_while_an_objection_is_open_and_goes_on_after_the_answer(here: Town) -> None:
    dossier = posted(here)
    made = complained(here, kind="objection", dossier=dossier.pk, claim=claim_of(dossier).pk)
    assert made.owner == here.commune_chief
    task = task_of(dossier)
    posted_long_enough(task, at=here.at)
    with acting(task.owner):
        with pytest.raises(Refused, match="1 ý kiến"):
            forward(task.pk, by=task.owner, at=here.later())
        with pytest.raises(IntegrityError, match="open objection"), transaction.atomic():
            take_step.forward(task.pk, by=task.owner, at=here.later())
    with acting(made.owner):
        dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID)
    with acting(task.owner):
        assert forward(task.pk, by=task.owner, at=here.later()).owner == here.appraiser
    with pytest.raises(Refused, match="không còn niêm yết"):
        complained(here, kind="objection", dossier=dossier.pk)


def test_a_list_not_yet_posted_takes_no_objection(here: Town) -> None:
    dossier = submitted(here, [person(1)])
    with pytest.raises(Refused, match="không còn niêm yết"):
        complained(here, kind="objection", dossier=dossier.pk)


def test_sending_twice_is_sending_once(here: Town) -> None:
    key = new_key()
    assert complained(here, key=key).number == complained(here, key=key).number
    with acting(NATION):
        assert Grievance.objects.count() == 1


def test_numbers_are_gapless_and_codes_are_nobodys_guess(here: Town) -> None:
    first, second = complained(here), complained(here)
    assert [first.number, second.number] == ["30-KN-2021-000001", "30-KN-2021-000002"]
    assert first.code != second.code
    assert grievance_status(first.code[:-1] + ("0" if first.code[-1] != "0" else "1")) is None


def test_an_anonymous_complaint_needs_no_name_and_the_log_keeps_nobodys_words(here: Town) -> None:
    made = complained(here, kind="conduct", text="Cán bộ thu 200.000 đồng mỗi hồ sơ.")
    assert (made.anonymous, made.sensitive) == (True, True)
    with acting(NATION):
        told = [str(event.after) for event in Event.objects.filter(subject=made.pk)]
    assert len(told) == 1
    assert "200.000" not in told[0]
    assert "told_sha256" in told[0]


def test_it_is_taken_back_by_code_or_through_the_owner_and_then_stays_so(here: Town) -> None:
    first, second = complained(here), complained(here)
    assert withdraw_by_code(first.code, at=here.later()).state == "withdrawn"  # type: ignore[union-attr] # the code is right
    with pytest.raises(AlreadyDone):
        withdraw_by_code(first.code, at=here.later())
    assert withdraw_by_code("0000-0000-000", at=here.later()) is None
    with acting(second.owner):
        with pytest.raises(Refused):
            withdraw(second.pk, by=second.owner, at=here.later(), reason="rút")
        assert withdraw(second.pk, by=second.owner, at=here.later(), reason="Gọi điện xin rút ngày 6/8").decided_by is None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": "ngắn"}, "ít nhất 10"), ({"kind": "other"}, "Chọn nội dung"), ({"policy": "nq68-99"}, "Chọn một chính sách"), ({"commune": "99999"}, "Chọn xã"),
        ({"commune": "30"}, "Chọn xã"), ({"receipt": "0000-0000-000"}, "Không có hồ sơ"), ({"kind": "objection"}, "Mở danh sách"), ({"text": "một lời\x00 đủ dài"}, "ít nhất 10"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_in_is_refused_in_words(here: Town, more: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        complained(here, **more)


def test_a_clerk_writes_down_what_is_told_in_her_place_and_not_elsewhere(here: Town) -> None:
    other = town("10633")
    with acting(here.lister):
        made = file(Told("missing", LONG, commune=here.commune), channel="counter", by=here.lister, at=here.later())
        assert (made.filed_by, made.channel) == (here.lister, "counter")
        with pytest.raises(NotYours):
            file(Told("missing", LONG, commune=other.commune), channel="hotline", by=here.lister, at=here.later())


def test_where_nobody_may_answer_the_person_is_told_where_to_go() -> None:
    bare = town("26734", "760", "79")
    for name in ("lister", "appraiser", "chair"):
        Officer.objects.filter(pk=bare.officers[name].pk).update(is_active=False)
    with pytest.raises(NobodyAnswers, match="Mặt trận"):
        complained(bare)


def test_left_off_without_a_name_cannot_be_opened_but_can_be_ordered(here: Town) -> None:
    made = complained(here)
    with acting(made.owner):
        with pytest.raises(Refused, match="họ tên"), transaction.atomic():
            uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="reopened")
        with pytest.raises(Refused, match="Chọn việc"):
            uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="")
        assert uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="ordered").ordered_to == here.lister
