"""A person takes away what is kept of her, and nobody else does; a correction she asks for is somebody's task."""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from pypdf import PdfReader

from ansinh.delivery.cases.look_at_claim import look_at_claim
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.take_step import post_list
from ansinh.delivery.cases.write_note import Said, write_note
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.intake.file import Filer
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.recover import recover
from delivery.casework import Town, approved, officer, person, task_of, town
from delivery.grievances.complaining import complained
from delivery.intake.filing import filed
from delivery.payments.paying import banked, instructions
from delivery.payments.paying import filed as sent_to_bank
from delivery.payments.paying import told as settled_as
from delivery.revising import claims, correction, decided, patient, recoveries, signed

pytestmark = pytest.mark.django_db
LOOKED = datetime(2021, 8, 20, 3, 0, tzinfo=UTC)


@pytest.fixture
def here() -> Town:
    return town()


@pytest.fixture
def claim(here: Town) -> Claim:
    decision = approved(here, [person(1, account_number="1000000010404", bank_name="Agribank"), person(2)])
    with acting(NATION):
        found = Claim.objects.get(dossier=decision.dossier_id, order=1)
    with acting(here.chair):
        look_at_claim(found.pk, purpose="verify", because="Đối chiếu trước khi ký", by=here.chair, at=LOOKED)
    return found


def token_of(claim: Claim) -> str:
    page = Client().post("/tra-cuu/", {"code": claim.receipt, "birth_year": "1987"})
    assert page.status_code == 200
    return str(page.context["about"])


def test_everything_that_is_kept_comes_as_json_and_names_nobody_else(here: Town, claim: Claim) -> None:
    answer = Client().post("/tra-cuu/du-lieu/", {"about": token_of(claim), "last": "0001", "as": "json"})
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")
    told = json.loads(answer.content)
    assert told["person"]["id_number"] == "030187000001"
    assert told["person"]["account_number"] == "1000000010404"
    assert (told["claim"]["state"], told["claim"]["amount_vnd"]) == ("approved", 1_500_000)
    assert told["answers_of_the_law"][0]["outcome"] == "eligible"
    assert told["decision"]["number"]
    assert [(look["officer"], look["how"], look["purpose"]) for look in told["looked_at_by"]] == [(here.chair.full_name, "open", "verify")]
    assert "Đối chiếu trước khi ký" in told["looked_at_by"][0]["why"]
    assert told["basis"]["cite"].startswith("NQ 68/NQ-CP")
    assert {one["kind"] for one in told["kept_until"]} >= {"papers", "contacts", "accounts"}
    assert "030187000002" not in answer.content.decode()


def test_the_same_comes_on_paper(claim: Claim) -> None:
    answer = Client().post("/tra-cuu/du-lieu/", {"about": token_of(claim), "last": "0001", "as": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    said = re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages))
    for word in ("030187000001", "Nguyễn Thị Hoa 1", "1.500.000", "Đối chiếu trước khi ký", "05/03/1987", "Agribank"):
        assert word in said, word


def test_how_it_was_filed_and_her_complaints_come_too_but_nothing_of_who_objected(here: Town) -> None:
    by = Filer("another", "Trần Văn An", "0912345678", "con")
    dossier = take([filed(here, 1, filer=by).pk], by=here.lister, at=here.later())
    with acting(NATION):
        claim = Claim.objects.get(dossier=dossier)
    complained(here, claim, kind="delay", text="Chờ đã lâu mà chưa có kết quả")
    task = task_of(dossier)
    with acting(task.owner):
        post_list(task.pk, by=task.owner, at=here.later(), posted_on=here.at.date())
    complained(here, kind="objection", dossier=dossier.pk, claim=claim.pk, commune="", text="Người này vẫn bán hàng mỗi ngày", name="Lê Văn Hàng Xóm")
    answer = Client().post("/tra-cuu/du-lieu/", {"about": token_of(claim), "last": "0001", "as": "json"})
    told = json.loads(answer.content)
    [filing] = told["filings"]
    assert (filing["channel"], filing["filer_name"], filing["filer_relation"], filing["code"]) == ("web", "Trần Văn An", "con", None)
    assert filing["what_was_told"]["id_number"] == "030187000001"
    assert filing["facts"]["free_job"] == "street_vendor"
    assert {one["kind"]: one.get("text") for one in told["complaints"]} == {"delay": "Chờ đã lâu mà chưa có kết quả", "objection": None}
    assert "Hàng Xóm" not in answer.content.decode()
    paper = Client().post("/tra-cuu/du-lieu/", {"about": token_of(claim), "last": "0001", "as": "pdf"})
    said = re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages))
    for word in ("Trần Văn An", "Chờ đã lâu", "Đã nộp thế nào", "Khiếu nại, phản ánh"):
        assert word in said, word


def test_what_officers_noted_of_her_comes_too_and_not_the_words_that_speak_of_somebody_else(here: Town, claim: Claim) -> None:
    with acting(here.chair):
        for words, withheld in (("Trưởng thôn xác nhận bà đã chuyển đi", False), ("Ông Lê Văn Hàng Xóm nói bà còn bán hàng", True)):
            write_note(claim.dossier_id, Said(words, claim=claim.pk, withheld=withheld), by=here.chair, at=here.later())
    answer = Client().post("/tra-cuu/du-lieu/", {"about": token_of(claim), "last": "0001", "as": "json"})
    noted = json.loads(answer.content)["notes"]
    assert [(one["officer"], one["text"]) for one in noted] == [(here.chair.full_name, "Trưởng thôn xác nhận bà đã chuyển đi"), (here.chair.full_name, None)]
    paper = Client().post("/tra-cuu/du-lieu/", {"about": token_of(claim), "last": "0001", "as": "pdf"})
    said = re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages))
    assert "Trưởng thôn xác nhận bà đã chuyển đi" in said
    assert "Hàng Xóm" not in said + answer.content.decode()


def test_later_decisions_about_her_come_too_with_what_they_corrected_and_what_has_to_come_back(here: Town) -> None:
    account = banked(1)
    rows = [patient(1, bank_name=account["bank_name"], account_number=account["account_number"])]
    _here, decision = decided(rows, policy="nq68-08", here=here)
    sent_to_bank(here, decision)
    settled_as(here, *[(row, "paid") for row in instructions(decision)])
    signed(here, correction(here, decision, claims(decision)[0], {"f0_days": 10}, full_name="Trần Thị Mận"))
    (recovery,) = recoveries(decision)
    with acting(here.payer):
        recover(recovery.pk, amount_vnd=100_000, returned_on=here.at.date(), evidence="Phiếu thu số 15", by=here.payer, at=here.later())
    (hers,) = claims(decision)
    told = json.loads(Client().post("/tra-cuu/du-lieu/", {"about": token_of(hers), "last": "0001", "as": "json"}).content)
    [later] = told["later_decisions"]
    assert (later["kind"], later["before_vnd"], later["after_vnd"]) == ("correct", 1_120_000, 800_000)
    assert (later["before"]["full_name"], later["after"]["full_name"]) == ("Nguyễn Thị Hoa 1", "Trần Thị Mận")
    assert [(one["amount_vnd"], one["back_vnd"]) for one in told["to_come_back"]] == [(320_000, 100_000)]
    paper = Client().post("/tra-cuu/du-lieu/", {"about": token_of(hers), "last": "0001", "as": "pdf"})
    said = re.sub(r"\s+", " ", "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages))
    for word in ("Quyết định thu hồi, đính chính", "Trần Thị Mận", "800.000 đồng", "320.000 đồng"):
        assert word in said, word


def test_a_claim_of_a_list_was_filed_by_nobody(claim: Claim) -> None:
    told = json.loads(Client().post("/tra-cuu/du-lieu/", {"about": token_of(claim), "last": "0001", "as": "json"}).content)
    assert told["filings"] == told["complaints"] == []


def test_other_digits_a_forged_token_and_many_tries_get_nothing(claim: Claim) -> None:
    visitor, token = Client(), token_of(claim)
    for wrong in ("0002", "1", "", "000a", "00010"):
        answer = visitor.post("/tra-cuu/du-lieu/", {"about": token, "last": wrong, "as": "json"})
        assert answer.status_code == 422, wrong
        assert "030187" not in answer.content.decode()
    assert visitor.post("/tra-cuu/du-lieu/", {"about": "forged", "last": "0001"}).status_code == 302
    assert visitor.get("/tra-cuu/du-lieu/").status_code == 405
    statuses = [visitor.post("/tra-cuu/du-lieu/", {"about": token, "last": f"10{n:02}"}).status_code for n in range(6)]
    assert statuses[-1] == 429


def test_a_claim_without_a_number_has_no_digits_to_show(here: Town) -> None:
    decision = approved(here, [person(5, id_number="", id_kind="")])
    with acting(NATION):
        nameless = Claim.objects.get(dossier=decision.dossier_id)
    assert Client().post("/tra-cuu/du-lieu/", {"about": token_of(nameless), "last": "0000"}).status_code == 422


def test_a_correction_asked_for_is_a_task_of_a_named_officer_with_a_day(here: Town, claim: Claim) -> None:
    head = officer("chief.291", here.offices["district"], Role.CHIEF)
    visitor, token = Client(), token_of(claim)
    form = visitor.post("/khieu-nai/gui/", {"about": token, "open": "1", "kind": "amendment"})
    assert re.search(r'value="amendment"[^>]*checked', form.content.decode())
    told = {"about": token, "kind": "amendment", "text": "Ngày sinh của tôi là 6/3/1987, không phải 5/3/1987", "name": "", "phone": ""}
    assert "Mã đơn" in visitor.post("/khieu-nai/gui/", told).content.decode()
    with acting(NATION):
        made = Grievance.objects.get()
    assert (made.kind, made.claim_id, made.state) == ("amendment", claim.pk, "filed")
    assert (made.owner_id, made.owner_id in made.involved) == (head.pk, False)
    assert made.due_on > made.filed_on
