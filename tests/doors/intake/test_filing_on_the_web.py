"""Somebody files on the web: one thing a page, checked at once, gone on with later by a code, filed once, with a receipt."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pypdf
import pytest
from django.utils import timezone

from ansinh.delivery.intake import drafts
from ansinh.delivery.intake.models import Draft, Filing, FilingRow
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.filing import asking
from delivery.casework import Town, town

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.django_db

ANSWERS = {
    "nguoi-nop": {"who": "self"}, "noi-o": {"commune": "10630"}, "ho-ten": {"full_name": "NGUYỄN THỊ HOA"}, "ngay-sinh": {"date_of_birth": "5/3/1987"},
    "giay-to": {"id_number": "030187000001"}, "dia-chi": {"address": "Thôn Đoài"}, "dien-thoai": {"phone": ""},
    "informal_worker": {"answer": "yes"}, "free_job": {"answer": "street_vendor"}, "lost_work_days": {"answer": "20"}, "free_group": {"answer": "none"},
    "nhan-tien": {"bank_name": "", "account_number": ""},
    "nop-thay": {"filer_name": "Trần Văn An", "filer_relation": "con", "filer_phone": "0912345678"},
}  # fmt: skip


@pytest.fixture
def here() -> Town:
    return town()


def begun(client: Client, policy: str = "nq68-12") -> str:
    return client.post(f"/nop/{policy}/")["Location"]


def answered(client: Client, address: str, **other: dict[str, str]) -> str:
    """Answer page by page until the one that checks all, or one without an answer; give its address."""
    told = {
        **ANSWERS,
        **{name.replace("_", "-") if name.startswith(("nguoi", "giay", "ngay", "ho_", "noi", "dien")) else name: value for name, value in other.items()},
    }
    for _page in range(30):
        name = address.rstrip("/").split("/")[-1]
        if address == "/nop/kiem-tra/" or name not in told:
            return address
        answer = client.post(address, told[name])
        assert answer.status_code == 302, (address, re.findall(r"govuk-error-message.*?</p>", answer.content.decode()))
        address = answer["Location"]
    raise AssertionError(address)


def text_of(page: HttpResponse) -> str:
    return page.content.decode()


def only() -> Filing:
    with acting(NATION):
        return Filing.objects.select_related("owner").get()


def test_a_worker_answers_checks_and_files_and_holds_a_receipt(here: Town, client: Client) -> None:
    assert "nq68-12" in text_of(client.get("/nop/"))
    assert answered(client, begun(client)) == "/nop/kiem-tra/"
    page = text_of(client.get("/nop/kiem-tra/"))
    assert "NGUYỄN THỊ HOA" in page
    assert "Xã An Bình" in page
    assert "1.500.000" in page
    assert "Chưa đối chiếu với Công báo" in page  # the amount of a province is not confirmed yet, and says so
    assert client.post("/nop/kiem-tra/")["Location"] == "/nop/xong/"
    made = only()
    done = text_of(client.get("/nop/xong/"))
    assert made.code in done
    assert str(here.lister) in done
    assert "<svg" in done
    assert (made.owner, made.channel, made.filer_name, made.filed_by) == (here.lister, "web", "Nguyễn Thị Hoa", None)
    with acting(NATION):
        data = FilingRow.objects.get().data
        assert all(set(draft.body) <= {"programme", "policy", "filed"} for draft in Draft.objects.all())  # what was filed is kept once
    assert data["facts"]["informal_worker"] is True
    paper = client.get("/nop/giay-tiep-nhan.pdf")
    assert made.code in "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
    assert client.post("/nop/kiem-tra/")["Location"] == "/nop/xong/"  # a second click
    assert only().pk == made.pk


def test_who_files_for_another_is_named_beside_her(here: Town, client: Client) -> None:
    assert answered(client, begun(client), nguoi_nop={"who": "another"}) == "/nop/kiem-tra/"
    client.post("/nop/kiem-tra/")
    made = only()
    assert (made.filer_kind, made.filer_name, made.filer_relation, made.filer_phone) == ("another", "Trần Văn An", "con", "0912345678")


@pytest.mark.parametrize(
    ("slug", "answer", "said"),
    [
        ("giay-to", {"id_number": "12345"}, "không đúng 12 chữ số"),
        ("giay-to", {"id_number": "030190000001"}, "sinh năm 1990, nhưng đã khai 1987"),
        ("ngay-sinh", {"date_of_birth": "hôm nọ"}, "hôm nọ”"),
        ("ngay-sinh", {"date_of_birth": "1/1/2090"}, "ở sau ngày hôm nay"),
        ("ho-ten", {"full_name": ""}, "Điền vào ô này"),
        ("dien-thoai", {"phone": "12"}, "12"),
        ("noi-o", {"commune": "99999"}, "Chọn một xã"),
        ("nguoi-nop", {"who": "president"}, "Lỗi"),
    ],
)
def test_what_the_list_reader_would_fault_is_said_on_its_page(here: Town, client: Client, slug: str, answer: dict[str, str], said: str) -> None:
    answered(client, begun(client))
    page = client.post(f"/nop/buoc/{slug}/", answer)
    assert page.status_code == 200
    assert said in text_of(page)


def test_a_code_goes_on_with_the_answers_elsewhere_and_opens_nothing_else(here: Town, client: Client) -> None:
    from django.test import Client as Other

    answered(client, begun(client))
    code = re.findall(r'ansinh-number">([0-9A-Z-]+)<', text_of(client.get("/nop/luu/")))[0]
    other = Other()
    assert other.get("/nop/kiem-tra/")["Location"] == "/nop/"
    assert "Không tìm thấy" in text_of(other.post("/nop/tiep/", {"code": "7K3M-9QXW-2F4"}))
    assert other.post("/nop/tiep/", {"code": code.lower()})["Location"].startswith("/nop/")
    assert 'value="NGUYỄN THỊ HOA"' in text_of(other.get("/nop/buoc/ho-ten/"))
    assert other.post("/nop/roi/").cookies["ansinh_nop"].value == ""


def test_a_draft_is_seen_with_its_code_alone_and_emptied_when_its_time_is_over(here: Town) -> None:
    now = timezone.now()
    code = drafts.begin({"policy": "nq68-12"}, at=now - timedelta(days=13))
    with acting(NATION):
        assert not Draft.objects.exists()  # not even the ministry
    assert drafts.read(code, at=now) == {"policy": "nq68-12"}
    assert drafts.empty_old(at=now) == 0
    late = drafts.begin({"policy": "nq68-12"}, at=now - timedelta(days=15))
    assert drafts.read(late, at=now) is None
    assert drafts.empty_old(at=now) == 1
    assert drafts.empty_old(at=now) == 0
    assert drafts.read("quatsch", at=now) is None


def test_nothing_is_asked_that_a_register_tells_or_no_condition_uses(here: Town, client: Client) -> None:
    answered(client, begun(client))
    page = text_of(client.get("/nop/kiem-tra/"))
    asked = set(re.findall(r"/nop/cau-hoi/(\w+)/", page))
    assert "residence_registered" not in asked  # the population database tells it
    assert asked <= {"informal_worker", "free_job", "lost_work_days", "free_group"}
    assert client.get("/nop/cau-hoi/residence_registered_twice/").status_code == 404
    assert client.get("/nop/cau-hoi/pregnant/").status_code == 404


def test_not_knowing_is_kept_as_unknown(here: Town, client: Client) -> None:
    at = answered(client, begun(client), informal_worker={"answer": "unknown"})
    assert at == "/nop/kiem-tra/"
    client.post(at)
    with acting(NATION):
        assert FilingRow.objects.get().data["facts"]["informal_worker"] is None


def test_who_has_no_right_as_told_may_still_file(here: Town, client: Client) -> None:
    at = answered(client, begun(client), informal_worker={"answer": "no"})
    assert "chưa đủ điều kiện" in text_of(client.get(at))
    assert client.post(at)["Location"] == "/nop/xong/"


def test_a_closed_policy_says_so_and_cannot_be_begun(here: Town, client: Client) -> None:
    page = client.post("/nop/nq68-10/")
    assert page.status_code == 200
    assert "Đã hết hạn nộp ngày 31/1/2022" in text_of(page)
    assert client.get("/nop/nq68-04/").status_code == 404  # employers file it by list


def test_places_are_found_without_marks_and_told_apart(here: Town, client: Client) -> None:
    begun(client)
    found = text_of(client.get("/nop/buoc/noi-o/?q=xa+an+binh+nam+sach"))
    assert 'value="10630"' in found
    assert "Huyện Nam Sách" in found
    assert found.count('name="commune"') == 1
    assert "Gõ thêm tên huyện" in text_of(client.get("/nop/buoc/noi-o/?q=an+binh"))
    assert "Không thấy nơi nào" in text_of(client.get("/nop/buoc/noi-o/?q=zzz"))


def test_too_many_forms_from_one_place_wait(here: Town, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PER_CALLER", (1, 3600))
    begun(client)
    assert client.post("/nop/nq68-12/").status_code == 429


def test_every_policy_that_people_file_has_a_form_on_paper_with_its_own_id(here: Town, client: Client) -> None:
    ids = set()
    for policy in ("nq68-06", "nq68-08", "nq68-09a", "nq68-09b", "nq68-10", "nq68-12"):
        paper = client.get(f"/nop/mau/{policy}.pdf")
        text = "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(paper.content)).pages)
        ids |= set(re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{3}", text))
        assert "ĐƠN ĐỀ NGHỊ HỖ TRỢ" in text
        assert "else" not in text  # a template's own words would show
    assert len(ids) == 6
    assert client.get("/nop/mau/nq68-04.pdf").status_code == 404
