"""People complain and object without sign-in: with a code or without, with a name or without, and follow what becomes of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ansinh.delivery.grievances.decide import dismiss, uphold
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.grievances.public import grievance_status
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.public import complaining
from delivery.casework import Town
from delivery.grievances.complaining import LONG, SAID, claim_of, complained, headed, posted_now, refused

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return headed()


def about_of(page: HttpResponse) -> str:
    return re.findall(r'name="about" value="([^"]+)"', page.content.decode())[0]


def code_on(page: HttpResponse) -> str:
    return re.findall(r'class="ansinh-number">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3})<', page.content.decode())[0]


def only() -> Grievance:
    with acting(NATION):
        return Grievance.objects.select_related("owner", "claim", "dossier").get(sensitive=False)


def test_from_a_refusal_one_button_leads_to_the_complaint_and_its_receipt(here: Town, client: Client) -> None:
    claim = refused(here)
    shown = client.post("/tra-cuu/", {"code": claim.receipt, "birth_year": 1987})
    form = client.post("/khieu-nai/gui/", {"about": about_of(shown), "open": "1"})
    assert claim.receipt in form.content.decode()
    receipt = client.post("/khieu-nai/gui/", {"about": about_of(form), "kind": "decision", "text": LONG, "name": "Nguyễn Thị Hoa 1"})
    page, made = receipt.content.decode(), only()
    assert made.code == code_on(receipt)
    assert (made.claim_id, made.channel, made.filed_by) == (claim.pk, "web", None)
    assert str(made.owner) in page
    assert made.number in page
    again = client.post("/khieu-nai/gui/", {"about": about_of(form), "kind": "decision", "text": LONG})
    assert code_on(again) == made.code


def test_with_code_and_birth_year_one_complains_from_the_first_page_and_a_wrong_year_opens_nothing(here: Town, client: Client) -> None:
    claim = refused(here)
    wrong = client.post("/khieu-nai/", {"code": claim.receipt, "birth_year": 1988}).content.decode()
    assert "Không tìm thấy hồ sơ" in wrong
    assert 'name="about"' not in wrong
    assert claim.receipt in client.post("/khieu-nai/", {"code": claim.receipt, "birth_year": 1987}).content.decode()


def test_who_was_left_off_complains_without_code_or_name(here: Town, client: Client) -> None:
    form = client.get("/khieu-nai/gui/?tinh=30")
    assert "Xã An Bình" in form.content.decode()
    missing = client.post("/khieu-nai/gui/", {"about": about_of(form), "kind": "missing", "text": "", "commune": ""}).content.decode()
    assert "Kể rõ sự việc." in missing
    assert "Chọn xã, phường, thị trấn." in missing
    receipt = client.post("/khieu-nai/gui/", {"about": about_of(form), "kind": "missing", "text": LONG, "commune": here.commune, "policy": "nq68-12"})
    made = only()
    assert (made.code, made.anonymous, made.commune, made.policy) == (code_on(receipt), True, here.commune, "nq68-12")
    assert "không nêu tên" in receipt.content.decode()


def test_a_commune_of_another_province_is_not_taken(here: Town, client: Client) -> None:
    form = client.get("/khieu-nai/gui/?tinh=30")
    answer = client.post("/khieu-nai/gui/", {"about": about_of(form), "kind": "missing", "text": LONG, "commune": "26734"})
    assert "Chọn xã" in answer.content.decode()
    with acting(NATION):
        assert not Grievance.objects.exists()


def test_a_forged_subject_leads_back_to_the_beginning(client: Client) -> None:
    for token in ("", "x", complaining.about(dossier="x", claim="")):
        assert client.post("/khieu-nai/gui/", {"about": token, "kind": "decision", "text": LONG})["Location"] == "/khieu-nai/"


def test_where_is_my_complaint_tells_owner_day_answer_and_the_new_receipt(here: Town, client: Client) -> None:
    made = complained(here, refused(here))
    page = client.post("/khieu-nai/tra-cuu/", {"code": made.code.lower()}).content.decode()
    assert str(made.owner) in page
    assert "Đang xem xét" in page
    assert LONG not in page
    with acting(made.owner):
        uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="reopened")
    status = grievance_status(made.code)
    page = client.post("/khieu-nai/tra-cuu/", {"code": made.code}).content.decode()
    assert status is not None
    assert "Được chấp nhận" in page
    assert SAID in page
    assert status.opened in page
    assert "Tôi rút đơn này" not in page


def test_a_dismissed_one_says_why_and_what_is_left_to_do(here: Town, client: Client) -> None:
    made = complained(here)
    with acting(made.owner):
        dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID)
    page = client.post("/khieu-nai/tra-cuu/", {"code": made.code}).content.decode()
    assert SAID in page
    assert "khởi kiện" in page


def test_it_is_taken_back_by_its_code_and_a_wrong_code_gets_the_same_words(here: Town, client: Client) -> None:
    made = complained(here)
    assert "Đã rút" in client.post("/khieu-nai/rut/", {"code": made.code}).content.decode()
    assert "không rút được nữa" in client.post("/khieu-nai/rut/", {"code": made.code}).content.decode()
    for address in ("/khieu-nai/rut/", "/khieu-nai/tra-cuu/"):
        assert "Không tìm thấy đơn" in client.post(address, {"code": "0000-0000-000"}).content.decode()
    assert client.get("/khieu-nai/rut/").status_code == 405


def test_codes_cannot_be_tried_and_complaints_not_poured_without_end(here: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    made = complained(here)
    tries, _seconds = complaining.PER_CODE
    assert [client.post("/khieu-nai/tra-cuu/", {"code": made.code}).status_code for _ in range(tries + 1)] == [200] * tries + [429]
    monkeypatch.setattr(complaining, "PER_SENDER", (1, 3600))
    told = {"kind": "missing", "text": LONG, "commune": here.commune}
    answers = [client.post("/khieu-nai/gui/", {"about": complaining.about(province="30"), **told}).status_code for _ in range(2)]
    assert answers == [200, 429]


def test_a_posted_list_shows_neighbours_and_nothing_that_could_be_misused(here: Town, client: Client) -> None:
    dossier = posted_now(here)
    assert "Xã An Bình" in client.get("/niem-yet/?tinh=30").content.decode()
    assert dossier.number in client.get(f"/niem-yet/{here.commune}/").content.decode()
    answer = client.get(f"/niem-yet/{here.commune}/{dossier.pk}/")
    page = answer.content.decode()
    assert all(word in page for word in ("Nguyễn Thị Hoa 1", "Thôn Đoài", "1987", "1.500.000 đồng"))
    assert not any(word in page for word in ("030187", "0912345678", "Số 12", "ngõ 3", claim_of(dossier).receipt))
    assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("address", ["/niem-yet/99999/", "/niem-yet/30/", "/niem-yet/10633/{dossier}/", "/niem-yet/10633/{dossier}/y-kien/", "/niem-yet/x/"])
def test_what_is_not_posted_there_is_not_there(here: Town, client: Client, address: str) -> None:
    assert client.get(address.format(dossier=posted_now(here).pk)).status_code == 404


def test_an_objection_about_one_person_holds_the_list(here: Town, client: Client) -> None:
    dossier = posted_now(here)
    claim = claim_of(dossier)
    address = f"/niem-yet/{here.commune}/{dossier.pk}/y-kien/"
    form = client.get(f"{address}?nguoi={claim.pk}")
    assert "Nguyễn Thị Hoa 1" in form.content.decode()
    assert "Kể rõ" in client.post(address, {"about": about_of(form), "text": ""}).content.decode()
    receipt = client.post(address, {"about": about_of(form), "text": LONG})
    made = only()
    assert (made.code, made.kind, made.claim_id, made.owner) == (code_on(receipt), "objection", claim.pk, here.commune_chief)
    assert client.post(address, {"about": complaining.about(receipt=claim.receipt), "text": LONG})["Location"] == address
    assert client.get(f"{address}?nguoi=khong").status_code == 200


def test_every_public_page_of_complaints_speaks_english_whole(here: Town, client: Client) -> None:
    dossier = posted_now(here)
    client.cookies["ansinh_language"] = "en"
    made = complained(here)
    pages = [
        client.get("/khieu-nai/"), client.get("/khieu-nai/gui/?tinh=30"), client.get("/khieu-nai/gui/"), client.get("/khieu-nai/tra-cuu/"),
        client.post("/khieu-nai/tra-cuu/", {"code": made.code}), client.get(f"/niem-yet/{here.commune}/{dossier.pk}/"),
    ]  # fmt: skip
    text = " ".join(page.content.decode() for page in pages)
    for word in ("Complain", "Where is my complaint?", "Send", "Hamlet", "answers by"):
        assert word in text, word
    for word in ("Khiếu nại, phản ánh", "Gửi", "Mã đơn", "trả lời chậm nhất"):
        assert word not in text, word
