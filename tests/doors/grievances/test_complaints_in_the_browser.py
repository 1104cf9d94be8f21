"""Complaints in a real browser: every page narrow and wide and accessible; an objection and an appeal that leads to a new dossier, by mouse and keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from delivery.casework import Town
from delivery.grievances.complaining import LONG, SAID, claim_of, complained, headed, posted_now, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Browser, Page

    from ansinh.delivery.offices.models import Officer

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def here(own_db: str) -> Town:
    return headed()


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


def faults(page: Page, name: str, screenshots: Path) -> list[str]:
    """What is serious for somebody who cannot see, or too wide for a telephone, at both widths; pictures are kept."""
    wrong: list[str] = []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=screenshots / f"complaints-{name}-{width}.png", full_page=True)
        found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
        wrong += [f"{name} {width} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical")]
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: {beyond} px too wide at {width}"] if beyond else []
    return wrong


def test_a_neighbour_objects_and_follows_her_objection(here: Town, page: Page, screenshots: Path) -> None:
    dossier = posted_now(here)
    wrong = []
    page.goto("/")
    page.get_by_role("link", name="Xem danh sách niêm yết").click()
    page.get_by_label("Ở tỉnh, thành phố nào?").select_option("30")
    page.get_by_role("button", name="Xem", exact=True).click()
    page.get_by_role("link", name="Xã An Bình").click()
    page.goto(f"/niem-yet/{here.commune}/{dossier.pk}/")
    wrong += faults(page, "posted-list", screenshots)
    page.get_by_label("Tìm theo họ tên hoặc thôn, tổ").fill("nguyen van la")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_role("link", name="Tôi bị thiếu trong danh sách này: gửi ý kiến")).to_be_visible()
    wrong += faults(page, "posted-nobody", screenshots)
    page.get_by_label("Tìm theo họ tên hoặc thôn, tổ").fill("hoa 1 thon doai")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row")).to_have_count(2)
    wrong += faults(page, "posted-found", screenshots)
    page.get_by_role("link", name="Ý kiến về người này").first.click()
    wrong += faults(page, "objection", screenshots)
    page.get_by_label("Sự việc thế nào, ông/bà mong muốn gì?").fill(LONG)
    page.get_by_role("button", name="Gửi").click()
    wrong += faults(page, "receipt", screenshots)
    code = page.locator(".ansinh-number").first.inner_text()
    page.get_by_role("link", name="Đơn của tôi đến đâu?").click()
    page.get_by_label("Mã đơn").fill(code.lower())
    page.get_by_role("button", name="Xem đơn").click()
    expect(page.locator("body")).to_contain_text(str(here.commune_chief))
    wrong += faults(page, "complaint", screenshots)
    assert wrong == []


def test_who_was_refused_complains_and_the_head_of_the_province_upholds_it(
    here: Town, page: Page, opened: Callable[[Officer], Page], screenshots: Path
) -> None:
    claim, wrong = refused(here), []
    complained(here, kind="conduct", text="Cán bộ thu 200.000 đồng mỗi hồ sơ.")
    page.goto("/tra-cuu/")
    page.get_by_label("Mã biên nhận").fill(claim.receipt)
    page.get_by_label("Năm sinh của người được hỗ trợ").fill("1987")
    page.get_by_role("button", name="Xem hồ sơ").click()
    wrong += faults(page, "refusal", screenshots)
    page.get_by_role("button", name="Khiếu nại về hồ sơ này").click()
    page.get_by_label("Không đồng ý với quyết định").check()
    page.get_by_label("Sự việc thế nào, ông/bà mong muốn gì?").fill(LONG)
    wrong += faults(page, "form", screenshots)
    page.get_by_role("button", name="Gửi").click()
    number = page.locator("dd").first.inner_text()
    page.goto("/khieu-nai/")
    wrong += faults(page, "start", screenshots)
    chief = opened(here.province_chief)
    chief.goto("/ban-lam-viec/")
    chief.get_by_role("link", name=number).click()
    wrong += faults(chief, "one", screenshots)
    chief.get_by_role("button", name="Chấp nhận", exact=True).click()
    chief.get_by_label("Lập hồ sơ xét lại").check()
    chief.get_by_label("Đã xem xét gì, kết luận thế nào, vì sao?").fill(SAID)
    wrong += faults(chief, "uphold", screenshots)
    chief.get_by_role("button", name="Chấp nhận").click()
    expect(chief.locator("body")).to_contain_text("Hồ sơ xét lại")
    for name, address in (("list", "/don-thu/"), ("write", "/don-thu/ghi/")):
        chief.goto(address)
        wrong += faults(chief, name, screenshots)
    assert claim_of(claim.dossier).receipt == claim.receipt
    assert wrong == []
