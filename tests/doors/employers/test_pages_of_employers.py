"""The employers' pages: a session of their own, faults where they stand, a worker's code, and what officers reach."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.intake.employers.account import answer
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.models_employers import Accountant
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, task_of, workbook
from delivery.intake.employing import PASSWORD, TAX_CODE, accountant, filed, insured_town, on_leave, taken, workers

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
YES = {"fact_employer_stopped_by_authority": "yes", "fact_leave_within_contract": "yes"}
HEAD = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Nghỉ từ ngày", "Số ngày nghỉ")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2021, 8, 9, 2, 0, tzinfo=UTC))
    return insured_town()


def entered(password: str = PASSWORD) -> Client:
    client = Client()
    client.post(reverse("employer_enter"), {"tax_code": TAX_CODE, "phone": "0987654321", "password": password})
    return client


def rows(*told: dict[str, Any], **more: Any) -> dict[str, Any]:
    sent = {f"w-{number}-{name}": value for number, one in enumerate(told) for name, value in one.items() if name != "sex"}
    return {**YES, **sent, "w-TOTAL_FORMS": str(len(told)), "w-INITIAL_FORMS": "0", **more}


def test_only_who_signed_in_for_the_employer_sees_its_pages_and_an_officer_is_no_accountant(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    made = filed(here, accountant(here), 1)
    addresses = [
        reverse("employer"),
        reverse("employer_file", args=["nq68-04"]),
        reverse("employer_template", args=["nq68-04"]),
        reverse("employer_filing", args=[made.pk]),
    ]
    for client in (Client(), entered("sai-mat-khau"), signed_in(here.verifier)):
        assert {client.get(address).headers.get("Location") for address in addresses} == {reverse("employer_enter")}
    client = entered()
    assert {client.get(address).status_code for address in addresses} == {200}
    assert client.get(reverse("employer_file", args=["nq68-12"])).status_code == 404
    assert client.get(reverse("desk")).status_code == 302, "an accountant is nobody on officers' pages"
    client.post(reverse("employer_leave"))
    assert client.get(reverse("employer")).status_code == 302


def test_an_account_refused_is_signed_out_at_once(here: Town) -> None:
    made = accountant(here, confirmed=False)
    client = entered()
    assert "chờ cơ quan BHXH" in client.get(reverse("employer")).content.decode()
    with acting(here.verifier):
        answer(made.pk, confirm=False, because="Không phải người của đơn vị", by=here.verifier, at=here.later())
    assert client.get(reverse("employer")).status_code == 302


def test_workers_are_entered_row_by_row_and_a_fault_stands_at_its_field(here: Town) -> None:
    accountant(here)
    client, address = entered(), reverse("employer_file", args=["nq68-04"])
    more = client.post(address, rows(on_leave(1), them="1")).content.decode()
    assert 'name="w-1-full_name"' in more
    assert "Nguyễn Thị Hoa 1" in more
    wrong = client.post(address, rows(on_leave(1), on_leave(2, id_number="123")))
    assert wrong.status_code == 422
    assert 'id="id_w-1-id_number-error"' in wrong.content.decode()
    assert client.post(address, rows({})).status_code == 422
    done = client.post(address, rows(on_leave(1), on_leave(2)))
    assert done.status_code == 302
    page = client.get(done.url).content.decode()
    assert page.count("Chưa xác nhận") == 2
    assert "1/7/2021, 31" in page


def test_a_workbook_with_a_faulty_row_is_named_by_cell_and_nothing_is_filed(here: Town) -> None:
    accountant(here)
    client, address = entered(), reverse("employer_file_workbook", args=["nq68-04"])
    cells = ["1", "Trần Văn An", "05/03/1987", "Nam", "12345", "0912345678", "01/07/2021", "31"]
    sent = SimpleUploadedFile("ds.xlsx", workbook([cells], head=HEAD))
    answer_page = client.post(address, {**YES, "file": sent})
    assert answer_page.status_code == 422
    assert "DS E4" in answer_page.content.decode()
    assert client.post(address, {**YES, "file": SimpleUploadedFile("ds.xlsx", b"%PDF-1.4")}).status_code == 422
    with acting(NATION):
        assert not Filing.objects.exists()


def test_an_employer_asks_for_itself_by_the_laws_questions(here: Town) -> None:
    accountant(here)
    client, address = entered(), reverse("employer_file", args=["nq68-02"])
    assert "quỹ tiền lương" in client.get(address).content.decode().lower()
    with acting(NATION):
        agency = Office.objects.get(kind="social_insurance", level="province", province="30")
        officer("si.province", agency, Role.LISTER)
    done = client.post(
        address, {"fact_wage_fund": "120.000.000", "fact_si_workers_baseline": "100", "fact_si_workers_now": "80", "fact_si_paid_through": "1/4/2021"}
    )
    assert done.status_code == 302
    with acting(NATION):
        assert Filing.objects.get().rows.get().data["facts"]["wage_fund"] == 120_000_000


def test_the_code_of_a_worker_opens_her_own_row_alone_and_takes_her_word(here: Town) -> None:
    made = filed(here, accountant(here), 1, 2)
    one, two = workers(made)
    client, address = Client(), reverse("not_true")
    assert "Không có mã này" in client.post(address, {"code": "7K3M-9QXW-2F4"}).content.decode()
    page = client.post(address, {"code": one.code}).content.decode()
    assert "Nguyễn Thị Hoa 1" in page
    assert "Nguyễn Thị Hoa 2" not in page
    assert "030187" not in page
    said = client.post(address, {"code": one.code, "say": "1", "words": "Tôi vẫn đi làm"}).content.decode()
    assert str(here.verifier) in said
    assert [worker.disputed for worker in workers(made)] == [True, False]
    assert two.code not in said


def test_the_agency_confirms_on_its_pages_and_nobody_else_does(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    made = filed(here, accountant(here), 1, 2)
    dossier = taken(here, made)
    address, task = reverse("confirm_workers", args=[dossier.pk]), task_of(dossier)
    with acting(NATION):
        first = Claim.objects.filter(dossier=dossier).order_by("order")[0]
        account = Accountant.objects.get()
    for stranger in (here.appraiser, here.payer):
        client = signed_in(stranger)
        assert client.get(reverse("confirmations")).status_code == client.get(reverse("confirm_account", args=[account.pk])).status_code == 403
        assert client.post(address, {"task": str(task.pk), "all": "1"}).status_code == 403
    client = signed_in(here.verifier)
    assert "Xác nhận tất cả 2 người" in client.get(address).content.decode()
    client.post(address, {"task": str(task.pk), "claim": [str(first.pk), "x"]})
    assert [worker.confirmed_how for worker in workers(made)] == ["officer", ""]
    assert client.post(reverse("dossier_forward", args=[dossier.pk]), {"task": str(task.pk)}).status_code == 409
    with acting(NATION):
        assert Dossier.objects.get(pk=dossier.pk).step == "confirm"


def test_workers_are_named_beside_an_employers_own_request_by_form_or_workbook_and_the_officer_settles_what_one_says(
    here: Town, signed_in: Callable[[Officer], Client]
) -> None:
    accountant(here)
    with acting(NATION):
        agency = Office.objects.get(kind="social_insurance", level="province", province="30")
    lister, approver = officer("si.taking", agency, Role.LISTER), officer("si.deciding", agency, Role.APPROVER)
    client, address = entered(), reverse("employer_file", args=["nq68-02"])
    asked = {"fact_wage_fund": "120.000.000", "fact_si_workers_baseline": "100", "fact_si_workers_now": "80", "fact_si_paid_through": "1/4/2021"}
    named = {name: text for name, text in rows(on_leave(1)).items() if "period" not in name and name not in YES}
    assert 'name="w-0-period_start"' not in client.get(address).content.decode()
    assert 'name="w-1-full_name"' in client.post(address, {**asked, **named, "them": "1"}).content.decode()
    wrong = client.post(address, {**asked, **named, "w-0-id_number": "123"})
    assert (wrong.status_code, 'id="id_w-0-id_number-error"' in wrong.content.decode()) == (422, True)
    cells = [
        ["1", "Trần Văn An", "05/03/1987", "Nam", "12345", "0912345678", "", ""],
        ["1", "Trần Văn An", "05/03/1987", "Nam", "030087000001", "0912345678", "", ""],
    ]
    faulty, sound = (SimpleUploadedFile("ds.xlsx", workbook([one], head=HEAD)) for one in cells)
    assert "DS E4" in client.post(address, {**asked, "file": faulty, **rows()}).content.decode()
    done = client.post(address, {**asked, "file": sound, **rows()})
    assert done.status_code == 302
    assert "đã báo cho người này" in client.get(done.url).content.decode()
    with acting(NATION):
        filing = Filing.objects.get()
    worker = workers(filing)[0]
    assert "danh sách người lao động" in client.post(reverse("not_true"), {"code": worker.code}).content.decode()
    client.post(reverse("not_true"), {"code": worker.code, "say": "1", "words": "Tôi đã nghỉ việc"})
    assert "Trần Văn An" in signed_in(lister).get(reverse("filing", args=[filing.pk])).content.decode()
    dossier = take([filing.pk], by=lister, at=here.later())
    officers, page = signed_in(approver), reverse("confirm_workers", args=[dossier.pk])
    assert page in officers.get(reverse("dossier", args=[dossier.pk])).content.decode()
    settle = reverse("settle_listed", args=[dossier.pk, worker.pk])
    assert settle in officers.get(page).content.decode()
    told = {"task": task_of(dossier).pk, "stands": "yes", "because": "Có hợp đồng lao động còn hiệu lực"}
    assert "Tôi đã nghỉ việc" in officers.get(settle).content.decode()
    assert officers.post(settle, told).headers["Location"] == page
    assert "Xem kết quả xác minh" in officers.get(page).content.decode()
