"""Employers file for their workers; each is told and may say "not true"; the insurance agency confirms, or its register does; nothing goes on before."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from ansinh.delivery.cases import queries, take_step
from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.grievances.forward import forward
from ansinh.delivery.intake.checking import RowsRefused
from ansinh.delivery.intake.employers.account import account, answer, register, register_says, sign_in, waiting
from ansinh.delivery.intake.employers.confirm import confirm, confirm_by_register, settle, workers_of
from ansinh.delivery.intake.employers.deny import deny, named
from ansinh.delivery.intake.employers.file import file_for_itself, file_for_workers
from ansinh.delivery.intake.employers.following import filing_of, filings_of
from ansinh.delivery.intake.end import refuse
from ansinh.delivery.intake.erase import erase_filing
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.models_employers import Accountant, NamedWorker
from ansinh.delivery.intake.take import take
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Person
from ansinh.delivery.registry.models_bodies import Employer, Particular
from delivery.casework import Town, officer, person, submitted, task_of, town
from delivery.intake.employing import FACTS, PASSWORD, TAX_CODE, accountant, asked, filed, insured_town, on_leave, taken, workers
from delivery.intake.filing import filed as filed_herself
from delivery.registry.test_registers import sent, si_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return insured_town()


def claims(dossier: Dossier) -> list[Claim]:
    with acting(NATION):
        return list(Claim.objects.filter(dossier=dossier).order_by("order"))


def go_on(here: Town, task: Task) -> Task:
    with acting(here.verifier):
        return forward(task.pk, by=here.verifier, at=here.later())


def test_an_account_waits_for_the_insurance_agency_and_files_nothing_before(here: Town) -> None:
    made = accountant(here, confirmed=False)
    assert (made.owner, made.due_on.isoformat(), made.full_name) == (here.verifier, "2021-08-09", "Phạm Thị Kế Toán")
    with pytest.raises(NotYours, match="chờ"):
        filed(here, made, 1)
    with acting(here.verifier):
        assert [row.pk for row in waiting(seen_by=here.verifier)] == [made.pk]
        with pytest.raises(Refused):
            answer(made.pk, confirm=True, because="ok", by=here.verifier, at=here.later())
        answer(made.pk, confirm=True, because="Đối chiếu đăng ký kinh doanh", by=here.verifier, at=here.later())
        with pytest.raises(AlreadyDone):
            answer(made.pk, confirm=False, because="Nhầm đơn vị", by=here.verifier, at=here.later())
    with acting(NATION):
        employer = Employer.objects.get(tax_code=TAX_CODE)
        assert dict(Particular.objects.filter(employer=employer).values_list("kind", "value"))["si_unit"] == "TA0123A"


def test_an_account_is_signed_in_with_all_three_and_never_once_refused(here: Town) -> None:
    made = accountant(here, confirmed=False)
    found = sign_in("01.00.233.488", "+84 987 654 321", PASSWORD)
    assert found is not None
    assert found.pk == made.pk
    assert [
        sign_in(*wrong)
        for wrong in ((TAX_CODE, "0987654321", "khac"), (TAX_CODE, "0987654322", PASSWORD), ("0314409058", "0987654321", PASSWORD), ("x", "y", ""))
    ] == [None] * 4
    with acting(here.verifier):
        answer(made.pk, confirm=False, because="Không phải người của đơn vị", by=here.verifier, at=here.later())
    assert sign_in(TAX_CODE, "0987654321", PASSWORD) is account(str(made.pk)) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tax_code": "0100233489"}, "tax_code_unusable"), ({"phone": "123"}, "phone_unusable"), ({"commune": "30"}, "place_unknown"), ({"password": "12345678"}, "password_weak"),
        ({"si_unit": " "}, "words_missing"), ({}, "accountant_known"),
    ],
)  # fmt: skip
def test_an_account_is_refused_in_words(here: Town, change: dict[str, str], code: str) -> None:
    if not change:
        accountant(here, confirmed=False)
    with pytest.raises(Refused) as refusal:
        register(asked(here, **change), at=here.later())
    assert refusal.value.code == code


def test_the_officer_sees_what_the_registers_say_of_the_employer_and_another_district_sees_nothing(here: Town) -> None:
    sent(here, f"Mã số thuế,Tên đơn vị,Mã đơn vị,si_workers_now\n{TAX_CODE},Cty Ánh Dương,TA0123A,12")
    made = accountant(here, confirmed=False)
    (said,) = register_says(made)
    assert (said["body_name"], said["si_unit"]) == ("Cty Ánh Dương", "TA0123A")
    far = town("26734", "760", "79")
    stranger = officer("si.far", Office.objects.create(kind="social_insurance", level="province", name="BHXH", symbol="BHXH", province="79"), Role.VERIFIER)
    with acting(stranger):
        assert waiting(seen_by=stranger) == []
        with pytest.raises(Accountant.DoesNotExist):
            answer(made.pk, confirm=True, because="Đối chiếu rồi", by=stranger, at=far.later())


def test_each_worker_named_is_told_with_a_code_of_her_own_and_nobody_twice(here: Town) -> None:
    by = accountant(here)
    made = filed(here, by, 1, 2, 3)
    assert (made.owner, made.office, made.filer_reference) == (here.officers["si_lister"], here.offices["agency"], TAX_CODE)
    assert filed(here, by, 1, 2, 3).pk == made.pk
    with acting(NATION):
        notices = list(Notice.objects.filter(occasion=made.pk))
    codes = {worker.code for worker in workers(made)}
    assert len(notices) == len(codes) == 3
    assert all(notice.text_vi.startswith("An Sinh: Công ty Ánh Dương") and any(code in notice.text_vi for code in codes) for notice in notices)
    assert not [notice for notice in notices if "030187" in notice.text_vi]


def test_rows_with_faults_are_named_and_nothing_is_filed_or_told(here: Town) -> None:
    by = accountant(here)
    with pytest.raises(RowsRefused) as refusal:
        file_for_workers("nq68-04", [on_leave(1), on_leave(2, id_number="12")], FACTS, by=by, at=here.later())
    assert [(fault.row, fault.field) for fault in refusal.value.faults] == [(2, "id_number")]
    with pytest.raises(Refused, match="không do người sử dụng lao động"):
        file_for_workers("nq68-12", [on_leave(1)], FACTS, by=by, at=here.later())
    with acting(NATION):
        assert not Filing.objects.exists()
        assert not Notice.objects.exists()


def test_nothing_goes_on_until_each_worker_is_confirmed_or_taken_out_past_no_door(here: Town) -> None:
    made = filed(here, accountant(here), 1, 2, 3)
    sent(here, si_lines(1))
    dossier = taken(here, made)
    task = task_of(dossier)
    assert (task.owner, task.action) == (here.verifier, "confirm")
    assert [claim.outcome for claim in claims(dossier)] == ["eligible", "undetermined", "undetermined"], "the register answered what it knows"
    with pytest.raises(Refused, match="Còn 3 người lao động"):
        go_on(here, task)
    with acting(here.verifier):
        assert confirm(task.pk, [claims(dossier)[1].pk], by=here.verifier, at=here.later()) == 1
        assert confirm(task.pk, None, by=here.verifier, at=here.later()) == 2
        assert confirm(task.pk, None, by=here.verifier, at=here.later()) == 0
    assert [(claim.outcome, claim.draw_held) for claim in claims(dossier)] == [("eligible", True)] * 3, "her confirmation is what the law asked for"
    assert go_on(here, task).action == "appraise"


def test_past_the_rooms_own_forward_the_database_holds_an_unconfirmed_list(here: Town) -> None:
    sent(here, si_lines(1, through="08/2021").replace("Nguyễn Thị Hoa 1", "Tên Khác"))
    dossier = taken(here, filed(here, accountant(here), 1))
    task = task_of(dossier)
    assert claims(dossier)[0].outcome == "eligible"
    with acting(here.verifier), pytest.raises(IntegrityError), transaction.atomic():
        take_step.forward(task.pk, by=here.verifier, at=here.later())


def test_not_true_is_a_mark_with_an_owner_that_confirming_all_leaves_out_until_it_is_settled(here: Town) -> None:
    made = filed(here, accountant(here), 1, 2)
    sent(here, si_lines(2))
    code = workers(made)[1].code
    shown = named(code.lower())
    assert shown is not None
    assert (shown.employer, shown.policy, shown.period_days) == ("Công ty Ánh Dương", "nq68-04", 31)
    dossier = taken(here, made)
    said = deny(code, "Tôi vẫn đi làm tháng 7", at=here.later())
    assert said is not None
    assert (said.owner, deny(code, "khác", at=here.later())) == (str(here.verifier), said), "said twice changes nothing"
    task, (one, two) = task_of(dossier), claims(dossier)
    with acting(here.verifier):
        assert confirm(task.pk, [one.pk, two.pk], by=here.verifier, at=here.later()) == 1
        worker = workers_of(dossier)[two.pk]
        assert (worker.disputed, worker.confirmed_at, worker.owner) == (True, None, here.verifier)
    with pytest.raises(Refused):
        go_on(here, task)
    with acting(here.verifier):
        settle(task.pk, two.pk, stands=False, because="Bảng chấm công cho thấy vẫn làm việc", by=here.verifier, at=here.later())
        with pytest.raises(AlreadyDone):
            settle(task.pk, two.pk, stands=True, because="Nhầm lần trước", by=here.verifier, at=here.later())
    assert "Bảng chấm công" in claims(dossier)[1].state_reason
    assert go_on(here, task).action == "appraise"


def test_an_exact_match_with_the_insurance_register_confirms_in_the_name_of_who_holds_the_role(here: Town) -> None:
    register_row = sent(here, si_lines(2) + f"\n030187000003,Tên Khác,{TAX_CODE},01/2020,,có\n030187000004,Nguyễn Thị Hoa 4,0314409058,01/2020,,có")
    made = filed(here, accountant(here), 1, 2, 3, 4, 5)
    found = workers(made)
    assert [worker.confirmed_how for worker in found] == ["register", "register", "", "", ""], (
        "another name, another employer and an unknown number are no match"
    )
    assert (found[0].confirmed_by, found[0].snapshot) == (here.verifier, register_row.pk)
    with acting(NATION):
        event = Event.objects.get(verb="intake.confirm_by_register")
    assert (event.officer, event.after["in_the_name_of"], event.after["confirmed_by_register"]) == (here.verifier.pk, here.verifier.full_name, 2)
    assert confirm_by_register(made, at=here.later()) == 0


def test_a_match_does_not_outweigh_the_workers_own_word(here: Town) -> None:
    sent(here, si_lines(1))
    made = filed(here, accountant(here), 1)
    deny(workers(made)[0].code, "Tôi không nghỉ", at=here.later())
    task = task_of(taken(here, made))
    with pytest.raises(Refused):
        go_on(here, task)


def test_what_was_said_and_confirmed_stands(here: Town) -> None:
    sent(here, si_lines(1))
    made = filed(here, accountant(here), 1)
    deny(workers(made)[0].code, "Tôi không nghỉ", at=here.later())
    with acting(NATION):
        for change in ({"denied_at": None}, {"confirmed_how": "officer"}, {"code": "x"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                NamedWorker.objects.update(**change)


def test_an_employer_files_for_itself_under_its_tax_code_and_is_no_person(here: Town) -> None:
    bank = Office.objects.get(kind="policy_bank", level="province", province=here.province)
    clerk, _director = officer("bank.30", bank, Role.LISTER), officer("bank.director.30", bank, Role.APPROVER)
    facts = {"loan_kind": "recovery", "employer_stopped_by_authority": True, "loan_workers": 12, "loan_months": 3, "wage_region": "II", "bad_debt": False}
    made = file_for_itself("nq68-11", facts, by=accountant(here), at=here.later())
    assert made.owner == clerk
    dossier = take([made.pk], by=clerk, at=here.later())
    (claim,) = claims(dossier)
    assert (claim.identity, claim.outcome, claim.amount_vnd) == (f"tax:{TAX_CODE}", "eligible", 12 * 3 * 3_920_000)
    with acting(NATION):
        assert not Person.objects.filter(identity__startswith="tax:").exists()


def test_the_employer_follows_each_step_with_whom_and_due_when_and_no_other_employers(here: Town) -> None:
    by = accountant(here)
    sent(here, si_lines(1))
    made = filed(here, by, 1)
    (before,) = filings_of(by)
    assert (before.owner, before.office, before.due_on, before.step) == (str(here.officers["si_lister"]), made.office.name, made.due_on, None)
    dossier = taken(here, made)
    followed, (worker,) = filing_of(by, made.pk)
    assert (followed.owner, followed.step and followed.step.id, [state for _step, state in followed.steps]) == (
        str(here.verifier),
        "confirm",
        ["here", "ahead", "ahead"],
    )
    assert followed.due_on == task_of(dossier).due_on
    assert worker.claim is not None
    other = register(asked(here, tax_code="0314409058", phone="0912000111"), at=here.later())
    assert filings_of(other) == []
    with pytest.raises(Filing.DoesNotExist):
        filing_of(other, made.pk)


def test_lists_that_no_employer_filed_go_on_as_before(here: Town) -> None:
    submitted(here, [person(7)])
    with acting(here.verifier):
        assert workers_of(Dossier.objects.get()) == {}


@pytest.mark.parametrize("employer_first", [True, False])
def test_a_worker_whom_her_employer_names_and_who_files_herself_is_one_person_with_one_draw_of_the_group(here: Town, *, employer_first: bool) -> None:
    sent(here, si_lines(1))
    by = accountant(here)
    ways = {"employer": lambda: taken(here, filed(here, by, 1)), "web": lambda: take([filed_herself(here, 1).pk], by=here.lister, at=here.later())}
    order = ["employer", "web"] if employer_first else ["web", "employer"]
    made = {name: claims(ways[name]())[0] for name in order}
    assert {claim.outcome for claim in made.values()} == {"eligible"}
    assert len({claim.identity for claim in made.values()}) == 1
    assert [name for name, claim in made.items() if claim.draw_held] == order[:1], "the second of the exclusive group waits for a reason"
    second = made[order[1]]
    with acting(NATION):
        assert Person.objects.filter(identity=second.identity).count() == 1
        officer_there = here.lister if employer_first else here.verifier
    with acting(officer_there):
        (other,) = queries.conflicts(Dossier.objects.get(pk=second.dossier_id), [second], seen_by=officer_there).values()
    assert other.policy == ("" if employer_first else "nq68-12"), "a commune learns of the district's dossier that there is one, no more"


def test_when_a_filings_time_is_over_the_addresses_in_what_its_workers_were_told_go_with_its_rows(here: Town) -> None:
    made = file_for_workers("nq68-04", [on_leave(1, phone=""), on_leave(2, phone="")], FACTS, by=accountant(here), at=here.later())
    with acting(NATION):
        Notice.objects.filter(occasion=made.pk, kind="named").update(state=Notice.State.SENT, sent_at=here.at)
        assert "" not in set(Notice.objects.filter(kind="named").values_list("address", flat=True))
    with acting(here.officers["si_lister"]):
        refuse(made.pk, reason="Nộp nhầm cơ quan bảo hiểm", by=here.officers["si_lister"], at=here.later())
    assert erase_filing(made.pk, at=here.later()) == 2
    with acting(NATION):
        assert set(Notice.objects.filter(kind="named").values_list("address", flat=True)) == {"#"}
