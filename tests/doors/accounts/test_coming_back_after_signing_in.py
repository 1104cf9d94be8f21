"""A session that ends in the middle of work: one signs in and is back at the page she was at, and what she typed is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from ansinh.delivery.cases import read
from ansinh.delivery.cases.models import Upload, UploadRow
from ansinh.delivery.cases.receive import receive
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import town, workbook

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from delivery.casework import Town

PASSWORD = "mat-khau-dung-de-thu-24"  # noqa: S105 - of an account that lives for one test
SHORT = (2, "Trần Văn Bình", "1990", "Nam", "03019000", "Thôn Đông", 1_500_000)
ROW = "/danh-sach/0190b7c2-0000-7000-8000-000000000001/dong/0190b7c2-0000-7000-8000-000000000002/"


def way_back(address: str) -> str:
    assert urlsplit(address).path == "/accounts/login/"
    return parse_qs(urlsplit(address).query)["next"][0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/chi-tra/0190b7c2-0000-7000-8000-000000000001/?xem=paid", "/chi-tra/0190b7c2-0000-7000-8000-000000000001/?xem=paid"),
        ("https://elsewhere.example/", "/ban-lam-viec/loc/"),
        ("", "/ban-lam-viec/loc/"),
    ],
)
def test_a_form_of_a_visitor_leads_back_to_the_page_it_stood_on_and_nowhere_else(came_from: str, back: str) -> None:
    answer = Client().post("/ban-lam-viec/loc/", {}, headers={"Referer": came_from} if came_from else {})
    assert way_back(answer["Location"]) == back


@pytest.mark.django_db
def test_a_page_leads_back_to_itself_and_says_nothing_of_a_form() -> None:
    client = Client()
    answer = client.get("/don-thu/?tinh-trang=filed")
    assert way_back(answer["Location"]) == "/don-thu/?tinh-trang=filed"
    assert "chưa được nhận" not in client.get(answer["Location"]).content.decode()


@pytest.mark.django_db
def test_a_part_of_a_page_never_holds_the_sign_in_but_leads_the_whole_page_there() -> None:
    client = Client()
    answer = client.get(ROW, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/danh-sach/?xem=undecided"})
    assert answer.content == b""
    assert way_back(answer["HX-Redirect"]) == "/danh-sach/?xem=undecided"
    answer = client.post(ROW, {}, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/danh-sach/?xem=undecided"})
    assert way_back(answer["HX-Redirect"]) == ROW, "the form stands on a page of its own, where it can be filled in again"
    assert "chưa được nhận" in client.get(answer["HX-Redirect"]).content.decode()


def a_list(here: Town) -> Upload:
    with acting(here.lister):
        upload = receive(workbook([SHORT]), "thon-dong.xlsx", policy="nq68-12", by=here.lister, at=timezone.now())
    return read.read(upload.pk, by=here.lister, at=timezone.now())


def test_what_was_typed_is_there_again_after_signing_in_and_a_lost_connection_says_so(own_db: str, page: Page) -> None:
    here = town()
    here.lister.set_password(PASSWORD)
    here.lister.save()
    upload = a_list(here)

    def sign_in() -> None:
        page.fill("#id_login", here.lister.username)
        page.fill("#id_password", PASSWORD)
        page.click("main form button")

    page.goto(f"/danh-sach/{upload.pk}/")
    sign_in()
    page.click("main table tbody tr a")
    page.fill("main table [name=id_number]", "030190001234")
    page.route("**/dong/**", lambda route: route.abort())
    page.click("main table form button")
    assert "mất kết nối" in page.inner_text("main table form [role=alert]")
    page.unroute("**/dong/**")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.click("main table form button")
    page.wait_for_url("**/accounts/login/**")
    assert "chưa được nhận" in page.inner_text("main")
    sign_in()
    page.wait_for_url("**/dong/**")
    assert page.input_value("[name=id_number]") == "030190001234"
    assert "còn nguyên ở dưới" in page.evaluate("document.activeElement.textContent")
    with page.expect_navigation():
        page.click("main form button")
    with acting(NATION):
        assert UploadRow.objects.get(upload=upload).data["id_number"] == "030190001234"
    assert page.evaluate("sessionStorage.getItem('ansinh-draft')") is None, "nothing is kept once it was received"
