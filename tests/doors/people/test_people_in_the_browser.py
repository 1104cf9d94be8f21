"""People's pages in a real browser: narrow and wide, accessible, from the search to the person in full, by keyboard."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from ansinh.delivery.cases.same_person import link_identifiers
from ansinh.delivery.offices.scope import acting
from ansinh.delivery.registry.identify import Number, identify
from ansinh.delivery.registry.models import Person
from ansinh.delivery.registry.reside import Dwelling, reside
from delivery.casework import Town, person, submitted, town

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Browser, Page

    from ansinh.delivery.offices.models import Officer

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def here(own_db: str) -> Town:
    made = town()
    names = ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa", "Nguyễn Hoa", "Nguyễn Thị Ngọc Hoa", "Trần Thị Hoa")
    submitted(made, [person(number, full_name=name) for number, name in enumerate(names, 1)])
    with acting(made.lister):
        who = Person.objects.get(id_number="030187000001")
        at = made.later()
        identify(who.pk, Number("si", "7911223344"), source="paper", evidence="Sổ bảo hiểm xã hội", since=date(2019, 1, 1), by=made.lister, at=at)
        identify(
            who.pk,
            Number("account", "9704229200012345", "Agribank", "NGUYEN THI HOA"),
            source="self",
            evidence="Khai tại quầy",
            since=date(2020, 1, 1),
            by=made.lister,
            at=at,
        )
        reside(who.pk, Dwelling("registered", "10630", "Thôn Đoài"), source="paper", evidence="Sổ hộ khẩu 123", since=date(2015, 1, 1), by=made.lister, at=at)
        link_identifiers(who.pk, "cmnd:024205282", evidence="Giấy xác nhận số CMND của Công an xã", reason="Đã đổi thẻ năm 2021", by=made.lister, at=at)
    return made


@pytest.fixture
def opened(browser: Browser, live_server_url: str, signed_in: Callable[[Officer], Client]) -> Iterator[Callable[[Officer], Page]]:
    contexts = []

    def open_for(officer: Officer) -> Page:
        context = browser.new_context(base_url=live_server_url, locale="vi-VN", viewport={"width": 1280, "height": 900})
        key = signed_in(officer).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
        contexts.append(context)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


def test_every_page_of_people_is_accessible_and_fits(here: Town, opened: Callable[[Officer], Page], screenshots: Path) -> None:
    with acting(here.lister):
        key = Person.objects.get(id_number="030187000001").pk
    page, wrong = opened(here.lister), []
    pages = {"find": "tim/", "found": "tim/?q=nguyen+thi+hoa+87", "wide": "tim/?q=hoa", "person": f"{key}/", "open": f"{key}/mo/", "correct": f"{key}/sua/"}
    for name, address in {**pages, "number": f"{key}/them-so/", "link": f"{key}/noi/", "residence": f"{key}/noi-o/"}.items():
        page.goto(f"/nguoi/{address}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 900})  # the same page, laid out anew
            page.screenshot(path=screenshots / f"people-{name}-{width}.png", full_page=True)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
            wrong += [f"{name} {width} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical")]
            beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            wrong += [f"{name}: {beyond} px too wide at {width}"] if beyond else []
    assert wrong == []


def test_an_officer_finds_a_person_by_keyboard_and_opens_her_with_a_reason(here: Town, opened: Callable[[Officer], Page], screenshots: Path) -> None:
    page = opened(here.lister)
    page.goto("/nguoi/tim/")
    page.get_by_label("Tên, năm sinh, số cuối giấy tờ").focus()
    page.keyboard.type("nguyen thi hoa 87")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first = page.locator("main tbody tr").first
    assert first.get_by_role("link").inner_text() in ("Nguyễn Thị Hoa", "Nguyễn Thị Hòa")
    with page.expect_navigation():
        page.get_by_role("link", name="Nguyễn Thị Hoa", exact=True).click()
    assert "030187000001" not in page.content()
    page.get_by_role("link", name="Xem đầy đủ, có nêu lý do").click()
    page.get_by_label("Vì sao cần xem đầy đủ?").fill("Người dân hỏi tại quầy")
    with page.expect_navigation():
        page.get_by_role("button", name="Xem đầy đủ").click()
    assert "030187000001" in page.content()
    page.screenshot(path=screenshots / "people-full-1280.png", full_page=True)
