"""An employer names workers beside its own request; each is told and may say "not true", and then the request waits until that is settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction

from ansinh.delivery.cases.decide import approve as approve_in_casework
from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.grievances.forward import forward
from ansinh.delivery.intake.checking import RowsRefused
from ansinh.delivery.intake.employers.deny import deny, named
from ansinh.delivery.intake.employers.file import FOR_ITSELF, file_for_itself
from ansinh.delivery.intake.employers.listed import approve, listed_in, settle_listed
from ansinh.delivery.intake.models import FilingRow
from ansinh.delivery.intake.models_employers import Accountant, NamedWorker
from ansinh.delivery.intake.take import take
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, task_of
from delivery.intake.employing import accountant, insured_town, on_leave

if TYPE_CHECKING:
    from ansinh.delivery.intake.models import Filing
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
OFFICES = {"nq68-02": "social_insurance", "nq68-03": "social_insurance", "nq68-11": "policy_bank"}
FUND = {"wage_fund": 120_000_000, "si_workers_baseline": 100, "si_workers_now": 80, "si_paid_through": "2021-04-01"}


@pytest.fixture
def here() -> Town:
    return insured_town()


def staffed(here: Town, policy: str) -> dict[str, Officer]:
    """Name who takes and who does the first step at the provincial office of a policy."""
    kind = OFFICES[policy]
    office = Office.objects.filter(kind=kind, level="province", province=here.province).first() or Office.objects.create(
        kind=kind, level="province", name=f"{kind} tỉnh", symbol="CQ", place=None, province=here.province
    )
    roles = {"lister": Role.LISTER, "first": Role.VERIFIER if policy == "nq68-03" else Role.APPROVER}
    return {name: officer(f"{name}.{policy}", office, role) for name, role in roles.items()}


def filed(here: Town, policy: str, *numbers: int, **facts: Any) -> Filing:
    by = accountant(here)
    return file_for_itself(policy, facts, by=by, at=here.later(), listed=[on_leave(number) for number in numbers])


def workers(filing: Filing) -> list[NamedWorker]:
    with acting(NATION):
        return list(NamedWorker.objects.filter(row__filing=filing).select_related("row").order_by("row__order"))


def taken(here: Town, filing: Filing, lister: Officer) -> tuple[Dossier, Task]:
    dossier = take([filing.pk], by=lister, at=here.later())
    return dossier, task_of(dossier)


@pytest.mark.parametrize("policy", FOR_ITSELF)
def test_each_worker_is_told_and_only_the_employer_claims(here: Town, policy: str) -> None:
    staff = staffed(here, policy)
    made = filed(here, policy, 1, 2)
    told = workers(made)
    assert (made.row_count, [worker.row.order for worker in told]) == (1, [2, 3])
    assert all({"account_number", "period_start", "facts"}.isdisjoint(worker.row.data) for worker in told)
    with acting(NATION):
        texts = list(Notice.objects.filter(occasion=made.pk, kind="named").values_list("text_vi", flat=True))
    assert len(texts) == 2
    assert all("danh sách người lao động" in text and any(worker.code in text for worker in told) for text in texts)
    seen = named(told[0].code)
    assert seen is not None
    assert (seen.listed, seen.employer) == (True, "Công ty Ánh Dương")
    dossier, _task = taken(here, made, staff["lister"])
    with acting(NATION):
        assert [claim.full_name for claim in Claim.objects.filter(dossier=dossier)] == ["Công ty Ánh Dương"]
        assert not FilingRow.objects.filter(listed=True, row__isnull=False).exists()


@pytest.mark.parametrize(("policy", "fact"), [("nq68-03", "trainees"), ("nq68-11", "loan_workers")])
def test_the_list_counts_the_workers_and_another_number_is_refused(here: Town, policy: str, fact: str) -> None:
    staffed(here, policy)
    with pytest.raises(Refused, match="danh sách có 2"):
        filed(here, policy, 1, 2, **{fact: 3})
    by = accountant_again()
    made = file_for_itself(policy, {}, by=by, at=here.later(), listed=[on_leave(1), on_leave(2)])
    with acting(NATION):
        assert FilingRow.objects.get(filing=made, order=1).data["facts"][fact] == 2


def accountant_again() -> Accountant:
    with acting(NATION):
        return Accountant.objects.select_related("owner__office").get()


def test_the_same_list_again_is_the_same_filing_and_another_list_is_another(here: Town) -> None:
    staffed(here, "nq68-02")
    made = filed(here, "nq68-02", 1, **FUND)
    by = accountant_again()
    again = file_for_itself("nq68-02", FUND, by=by, at=here.later(), listed=[on_leave(1)])
    other = file_for_itself("nq68-02", FUND, by=by, at=here.later(), listed=[on_leave(2)])
    assert again.pk == made.pk != other.pk
    assert len(workers(made)) == 1


def test_a_worker_named_twice_or_with_a_wrong_number_stops_the_whole(here: Town) -> None:
    staffed(here, "nq68-02")
    with pytest.raises(RowsRefused) as twice:
        filed(here, "nq68-02", 1, 1, **FUND)
    assert [(fault.row, fault.code) for fault in twice.value.faults] == [(2, "worker_twice")]
    by = accountant_again()
    with pytest.raises(RowsRefused) as wrong:
        file_for_itself("nq68-02", FUND, by=by, at=here.later(), listed=[on_leave(1), on_leave(2, id_number="123")])
    assert [(fault.row, fault.field) for fault in wrong.value.faults] == [(2, "id_number")]
    with acting(NATION):
        assert not FilingRow.objects.exists()


def test_what_a_worker_says_is_not_true_holds_the_approval_until_it_is_settled(here: Town) -> None:
    staff = staffed(here, "nq68-02")
    made = filed(here, "nq68-02", 1, 2, **FUND)
    dossier, task = taken(here, made, staff["lister"])
    said = deny(workers(made)[1].code, "Tôi không còn làm ở đây", at=here.later())
    assert said is not None
    assert said.owner == str(staff["first"])
    with acting(staff["first"]):
        with pytest.raises(Refused, match="báo danh sách không đúng"):
            approve(task.pk, by=staff["first"], at=here.later())
        with pytest.raises(IntegrityError), transaction.atomic():
            approve_in_casework(task.pk, by=staff["first"], at=here.later())
        disputed = listed_in(dossier, seen_by=staff["first"])[0]
        settle_listed(task.pk, disputed.pk, stands=True, because="Có hợp đồng còn hiệu lực", by=staff["first"], at=here.later())
        with pytest.raises(AlreadyDone):
            settle_listed(task.pk, disputed.pk, stands=True, because="Có hợp đồng còn hiệu lực", by=staff["first"], at=here.later())
        assert approve(task.pk, by=staff["first"], at=here.later()).approved == 1


def test_a_list_that_is_not_true_takes_the_request_out_with_the_reason(here: Town) -> None:
    staff = staffed(here, "nq68-03")
    made = filed(here, "nq68-03", 1, 2)
    dossier, task = taken(here, made, staff["lister"])
    deny(workers(made)[0].code, "", at=here.later())
    with acting(staff["first"]):
        with pytest.raises(Refused, match="báo danh sách không đúng"):
            forward(task.pk, by=staff["first"], at=here.later())
        disputed = listed_in(dossier, seen_by=staff["first"])[0]
        settle_listed(task.pk, disputed.pk, stands=False, because="Người này đã nghỉ việc", by=staff["first"], at=here.later())
        claim = Claim.objects.get(dossier=dossier)
    assert (claim.state, "Người này đã nghỉ việc" in claim.state_reason) == ("excluded", True)
