"""People are looked for and looked at by officers of their place alone; every look is kept; changes are for those who keep the registry."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ansinh.delivery.cases.same_person import link_identifiers
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.identify import Number, identify
from ansinh.delivery.registry.models import Access, Identifier, IdentityLink, Person
from ansinh.doors.web.people.urls import urlpatterns
from delivery.casework import Town, officer, person, submitted, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
NUMBER, PHONE, OLD = "030187000001", "0912345678", "024205282"
CHANGES = {"person_correct", "person_number", "person_number_end", "person_residence", "person_link", "person_link_undo"}


@pytest.fixture
def here() -> Town:
    made = town()
    submitted(made, [person(1, full_name="Nguyễn Thị Hoa")])
    with acting(made.lister):
        who = Person.objects.get()
        at = made.later()
        identify(who.pk, Number("si", "7911223344"), source="paper", evidence="Sổ bảo hiểm", since=date(2019, 1, 1), by=made.lister, at=at)
        link_identifiers(who.pk, f"cmnd:{OLD}", evidence="Giấy xác nhận của Công an", reason="Đã đổi thẻ", by=made.lister, at=at)
    return made


def addresses() -> dict[str, str]:
    with acting(NATION):
        keys = {"person": Person.objects.get(id_number=NUMBER).pk, "identifier": Identifier.objects.get().pk, "link": IdentityLink.objects.get().pk}
    mine = [one for one in urlpatterns if set(one.pattern.converters) <= set(keys) and one.name != "pairs"]  # those of pairs: test_pairs.py
    return {str(one.name): reverse(str(one.name), kwargs={name: keys[name] for name in one.pattern.converters}) for one in mine}


def test_another_places_officers_get_404_for_every_person_whatever_they_try(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    there, far = town("10633"), town("26734", "760", "79")
    for who in (there.lister, far.lister, far.appraiser, far.chair, far.payer):
        client = signed_in(who)
        for name, address in addresses().items():
            if name == "people":
                assert "Không thấy ai" in client.get(address, {"q": "nguyen thi hoa 87"}).content.decode()
                assert "Không thấy ai" in client.get(address, {"q": NUMBER}).content.decode()
                continue
            for answer in (client.get(address), client.post(address, {"reason": "một lý do đủ dài"})):
                assert answer.status_code in (404, 405), (who.username, name)


def test_a_visitor_is_led_to_sign_in_from_every_address(here: Town) -> None:
    for name, address in addresses().items():
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), name


def test_officers_above_see_and_only_keepers_of_the_registry_change(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    for who, keeps in ((here.lister, True), (here.appraiser, True), (here.chair, False), (here.payer, False)):
        client = signed_in(who)
        for name, address in addresses().items():
            assert client.get(address).status_code == (403 if name in CHANGES and not keeps else 200), (who.username, name)


def test_who_only_counts_figures_neither_finds_nor_sees_people(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    client = signed_in(officer("tong.hop", here.offices["province"], "analyst"))
    for name, address in addresses().items():
        assert client.get(address).status_code == 403, name


def test_a_person_is_masked_until_a_reason_is_given_and_each_look_is_kept(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    client, known = signed_in(here.lister), addresses()
    found = client.get(known["people"], {"q": "nguyen thi hoa 87", "muc-dich": "answer"}).content.decode()
    page = client.get(known["person"], {"muc-dich": "answer"}).content.decode()
    for text in (found, page):
        assert NUMBER[-3:] in text
        for secret in (NUMBER, PHONE, OLD, "7911223344", "5/3/1987", "Thôn Đoài"):
            assert secret not in text
    assert client.post(known["person_open"], {"purpose": "answer", "because": ""}).status_code == 422
    opened = client.post(known["person_open"], {"purpose": "answer", "because": "Người dân hỏi tại quầy"})
    assert all(secret in opened.content.decode() for secret in (NUMBER, PHONE, OLD, "7911223344", "Thôn Đoài"))
    assert "no-store" in opened["Cache-Control"]
    with acting(NATION):
        kept = list(Access.objects.filter(purpose="answer").order_by("at").values_list("kind", "text"))
    assert ("search", "nguyen thi hoa 87") in kept
    assert ("view", "") in kept
    assert ("open", "Người dân hỏi tại quầy") in kept
    assert "Người dân hỏi tại quầy" in client.get(known["person"]).content.decode()


def test_a_search_that_names_nobody_says_what_to_add(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    answer = signed_in(here.lister).get(addresses()["people"], {"q": "hoa"})
    assert answer.status_code == 422
    assert "ít nhất hai phần" in answer.content.decode()
    with acting(NATION):
        assert not Access.objects.filter(kind="search").exists()


def test_nobody_searches_without_end(here: Town, signed_in: Callable[[Officer], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.doors.web.people.finding.SEARCHES", 2)
    client = signed_in(here.lister)
    codes = [client.get(addresses()["people"], {"q": "nguyen hoa 87"}).status_code for _ in range(3)]
    assert codes == [200, 200, 403]


def test_a_page_of_hits_asks_the_database_a_handful_of_times(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    submitted(here, [person(number, full_name="Nguyễn Thị Hoa") for number in range(2, 40)])
    client = signed_in(here.lister)
    client.get(addresses()["people"])
    with CaptureQueriesContext(connection) as asked:
        assert client.get(addresses()["people"], {"q": "nguyen thi hoa 87"}).context["hits"].more
    assert len(asked) <= 20


def test_linking_numbering_and_correcting_go_by_the_pages(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    client, known = signed_in(here.lister), addresses()
    refused = client.post(known["person_link"], {"number": "123", "evidence": "Sổ hộ khẩu", "reason": "Đã đổi thẻ"})
    assert refused.status_code == 422
    assert "không phải số CCCD" in refused.content.decode()
    twice = client.post(known["person_link"], {"number": OLD, "evidence": "Sổ hộ khẩu", "reason": "Đã đổi thẻ"}, follow=True)
    assert "đã được ghi nhận là của một người" in twice.content.decode()
    undone = client.post(known["person_link_undo"], {"reason": "Nhầm người cùng tên"}, follow=True)
    assert "Đã hủy việc nối" in undone.content.decode()
    linked = client.post(known["person_link"], {"number": OLD, "evidence": "Sổ hộ khẩu", "reason": "Đã đổi thẻ"}, follow=True)
    assert "Đã nối hai số của một người" in linked.content.decode()
    number = {"kind": "phone", "number": "0987654321", "since": "1/6/2021", "source": "self", "evidence": "Khai tại quầy"}
    assert "Đã ghi thêm số" in client.post(known["person_number"], number, follow=True).content.decode()
    ended = client.post(known["person_number_end"], {"until": "30/6/2021", "reason": "Sổ cũ đã thu hồi"}, follow=True)
    assert "Đã ghi ngày thôi dùng số" in ended.content.decode()
    told = {"full_name": "Nguyễn Thị Hoà", "sex": "female", "born": "5/3/1987", "phone": PHONE, "address": "Thôn Đông", "reason": "Theo thẻ CCCD"}
    assert "Đã sửa thông tin" in client.post(known["person_correct"], told, follow=True).content.decode()
    assert client.post(known["person_correct"], {**told, "sex": "male"}).status_code == 422
