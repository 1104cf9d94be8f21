"""Officers' pages of complaints: there for the officers of the place, sensitive ones for few, and answered by the owner alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from ansinh.delivery.grievances.decide import uphold
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.grievances.urls import urlpatterns
from ansinh.doors.web.public.complaining import about
from delivery.casework import Town, task_of
from delivery.grievances.complaining import LONG, SAID, claim_of, complained, headed, posted, refused

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]


@pytest.fixture
def here() -> Town:
    return headed()


def addresses(of: Grievance) -> list[str]:
    return [reverse(str(pattern.name), kwargs={"grievance": of.pk}) for pattern in urlpatterns if "grievance" in pattern.pattern.converters]


def test_another_communes_officers_get_404_for_every_address_whatever_they_try(here: Town, signed_in: SignIn) -> None:
    made = complained(here, refused(here))
    there, far = headed("10633"), headed("26734", "760", "79")
    for officer in (there.commune_chief, far.supervisor):
        client = signed_in(officer)
        for address in addresses(made):
            assert client.get(address).status_code == 404, (officer.username, address)
            assert client.post(address, {"reason": SAID, "remedy": "ordered", "words": SAID}).status_code in (404, 405), (officer.username, address)
        assert made.number not in client.get("/don-thu/").content.decode()


def test_a_sensitive_one_is_404_for_officers_of_the_same_place_who_have_no_part_in_it(here: Town, signed_in: SignIn) -> None:
    made = complained(here, kind="conduct", text="Cán bộ thu 200.000 đồng mỗi hồ sơ.")
    for name in ("lister", "commune_chief", "province_chief"):
        client = signed_in(here.officers[name])
        assert [client.get(address).status_code for address in addresses(made)] == [404] * len(addresses(made)), name
        assert made.number not in client.get("/don-thu/").content.decode()
    for name in ("district_chief", "supervisor"):
        assert "200.000" in signed_in(here.officers[name]).get(addresses(made)[0]).content.decode()


def test_a_visitor_is_led_to_sign_in_from_every_address(here: Town) -> None:
    made = complained(here)
    for address in [*addresses(made), "/don-thu/", "/don-thu/ghi/"]:
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


def test_reading_changes_nothing_and_others_are_led_back(here: Town, signed_in: SignIn) -> None:
    made = complained(here, refused(here))
    client = signed_in(here.lister)
    assert [client.get(address).status_code for address in addresses(made)] == [200, 302, 302, 302, 302]
    assert client.post(addresses(made)[1], {"reason": SAID, "remedy": "ordered"}).status_code == 403
    with acting(NATION):
        assert Grievance.objects.get(pk=made.pk).state == "filed"


def test_the_owner_sees_claim_and_law_beside_the_complaint_and_upholds_it_into_a_new_dossier(here: Town, signed_in: SignIn) -> None:
    claim = refused(here)
    made = complained(here, claim)
    client = signed_in(made.owner)
    assert made.number in client.get("/ban-lam-viec/").content.decode()
    page = client.get(addresses(made)[0]).content.decode()
    assert all(word in page for word in (LONG, "Nguyễn Thị Hoa", "Chưa chứng minh được mất việc", "Luật Khiếu nại"))
    assert "Chọn việc phải làm tiếp" in client.post(addresses(made)[1], {"reason": SAID}).content.decode()
    done = client.post(addresses(made)[1], {"reason": SAID, "remedy": "reopened"}, follow=True).content.decode()
    with acting(NATION):
        opened = Grievance.objects.select_related("opened").get(pk=made.pk).opened
    assert opened is not None
    assert opened.number in done
    lister = signed_in(here.lister)
    assert opened.number in lister.get("/ban-lam-viec/").content.decode()
    assert "Hồ sơ này được lập để xét lại" in lister.get(f"/ho-so/{opened.pk}/").content.decode()
    assert made.number in lister.get(f"/ho-so/{claim.dossier_id}/nguoi/{claim.pk}/").content.decode()
    assert client.post(addresses(made)[2], {"reason": SAID}, follow=True).redirect_chain


def test_left_off_is_opened_by_name_and_policy(here: Town, signed_in: SignIn) -> None:
    made = complained(here, name="Trần Văn Mới")
    client = signed_in(made.owner)
    address = addresses(made)[1]
    assert 'value="Trần Văn Mới"' in client.get(address).content.decode()
    told = {"reason": SAID, "remedy": "reopened", "full_name": "Trần Văn Mới", "birth_year": "1970", "address": "Thôn Đông"}
    assert client.post(address, told).status_code == 409
    assert client.post(address, {**told, "birth_year": "70"}).status_code == 422
    assert client.post(address, {**told, "policy": "nq68-12"}).status_code == 302


def test_what_was_ordered_stands_on_the_desk_until_it_is_done(here: Town, signed_in: SignIn) -> None:
    made = complained(here, claim_of(posted(here)), kind="delay")
    with acting(made.owner):
        uphold(made.pk, by=made.owner, at=here.later(), reason=SAID, remedy="ordered")
    client = signed_in(here.lister)
    assert SAID in client.get("/ban-lam-viec/").content.decode()
    assert client.post(addresses(made)[4], {"words": "Đã chuyển hồ sơ lên huyện"}).status_code == 302
    assert SAID not in client.get("/ban-lam-viec/").content.decode()


def test_the_page_of_forwarding_says_that_an_objection_is_open_and_refuses_in_words(here: Town, signed_in: SignIn) -> None:
    dossier = posted(here)
    complained(here, kind="objection", dossier=dossier.pk)
    client = signed_in(here.lister)
    assert "1 ý kiến" in client.get(f"/ho-so/{dossier.pk}/chuyen/", follow=True).content.decode()
    answer = client.post(f"/ho-so/{dossier.pk}/chuyen/", {"task": str(task_of(dossier).pk)})
    assert answer.status_code == 409
    assert "chưa được trả lời" in answer.content.decode()


def test_a_clerk_writes_a_call_down_and_gives_the_code(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    told = {"channel": "hotline", "kind": "missing", "commune": here.commune, "text": LONG, "about": about()}
    assert "Xã An Bình" in client.get("/don-thu/ghi/").content.decode()
    for wrong in ({"commune": "10633"}, {"commune": "", "code": ""}, {"code": "ABC"}, {"text": "x"}, {"about": "x"}):
        assert client.post("/don-thu/ghi/", {**told, **wrong}).status_code == 422, wrong
    assert client.post("/don-thu/ghi/", {**told, "code": "0000-0000-000"}).status_code == 409
    assert "Đã nhận đơn" in client.post("/don-thu/ghi/", told).content.decode()
    assert "Đã nhận đơn" in client.post("/don-thu/ghi/", told).content.decode()
    with acting(NATION):
        assert [(one.channel, one.filed_by) for one in Grievance.objects.select_related("filed_by")] == [("hotline", here.lister)]


def test_the_list_is_filtered_by_state_and_kind(here: Town, signed_in: SignIn) -> None:
    first, second = complained(here), complained(here, claim_of(posted(here)), kind="delay")
    client = signed_in(here.lister)
    page = client.get("/don-thu/?noi-dung=delay&tinh-trang=filed").content.decode()
    assert second.number in page
    assert first.number not in page
    assert "Không có đơn nào như vậy" in client.get("/don-thu/?tinh-trang=upheld").content.decode()


def test_a_complaint_is_found_by_what_the_caller_or_the_officer_can_say_of_it_and_taken_away_without_her_words(here: Town, signed_in: SignIn) -> None:
    found, other = complained(here, name="Đặng Thị Nở", phone="0912 345 678"), complained(here, claim_of(posted(here)), kind="delay")
    client = signed_in(here.lister)
    for said in (found.number, found.number[3:].lower(), found.code.lower().replace("-", " "), "+84 912345678", "dang thi no", "Thị Nở"):
        page = client.get("/don-thu/", {"q": said}).content.decode()
        assert (found.number in page, other.number in page) == (True, False), said
    assert found.number in client.get("/don-thu/", {"q": str(found.owner.full_name).upper()}).content.decode()
    assert "Bớt điều kiện lọc" in client.get("/don-thu/", {"q": "0987654321"}).content.decode()
    assert "xuat.csv?q=dang+thi+no" in client.get("/don-thu/?q=dang+thi+no&after=&tinh-trang=").content.decode()
    table = client.get("/don-thu/xuat.csv", {"q": "dang thi no"}).content.decode()
    assert (found.number in table, other.number in table, found.owner.full_name in table) == (True, False, True)
    assert not any(word in table for word in ("Đặng Thị Nở", "0912345678", LONG, found.code))
    assert client.get("/don-thu/xuat.xlsx").status_code == 200
    assert client.get("/don-thu/xuat.pdf").status_code == 404


def test_a_table_has_no_complaint_that_its_reader_may_not_see(here: Town, signed_in: SignIn) -> None:
    kept = complained(here, sensitive=True)
    assert kept.number not in signed_in(here.lister).get("/don-thu/xuat.csv").content.decode()
    assert kept.number in signed_in(here.officers["supervisor"]).get("/don-thu/xuat.csv").content.decode()
