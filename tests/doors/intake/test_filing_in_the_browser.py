"""A worker files on a telephone, a clerk enters a form by keyboard alone, the commune's officer takes both with a third: one dossier of three."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.cases.numbers import new_code
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.papers.letters.form import form_mark
from delivery.casework import Town, town
from delivery.intake.filing import filed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client
    from playwright.sync_api import Browser, Page

    from ansinh.delivery.offices.models import Officer

AXE = (Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture
def here(own_db: str) -> Town:
    return town()


@pytest.fixture
def opened(browser: Browser, live_server_url: str, signed_in: Callable[[Officer], Client]) -> Iterator[Callable[..., Page]]:
    contexts = []

    def open_for(officer: Officer | None, **shape: Any) -> Page:
        context = browser.new_context(base_url=live_server_url, locale="vi-VN", bypass_csp=True, **shape)
        if officer:
            key = signed_in(officer).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
        contexts.append(context)
        return context.new_page()

    yield open_for
    for context in contexts:
        context.close()


def faults(page: Page, name: str, screenshots: Path, *widths: int) -> list[str]:
    """What is serious for somebody who cannot see, or too wide for a telephone; pictures are kept."""
    wrong: list[str] = []
    for width in widths or (360,):
        page.set_viewport_size({"width": width, "height": 800})
        page.screenshot(path=screenshots / f"intake-{name}-{width}.png", full_page=True)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{name}: {beyond} px too wide at {width}"] if beyond else []
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
    return wrong + [f"{name} {rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found if rule["impact"] in ("serious", "critical")]


def on_a_telephone(page: Page, screenshots: Path) -> list[str]:
    """File for oneself without JavaScript's help: axe needs it, the pages do not."""
    wrong: list[str] = []

    def go_on(name: str = "") -> None:
        wrong.extend(faults(page, name, screenshots) if name else [])
        page.get_by_role("button", name="Tiếp tục").click()

    page.goto("/nop/")
    wrong += faults(page, "start", screenshots)
    page.get_by_role("link", name="Hỗ trợ lao động tự do không có hợp đồng lao động", exact=True).click()
    wrong += faults(page, "policy", screenshots)
    page.get_by_role("button", name="Bắt đầu").click()
    page.get_by_label("Tôi nộp cho chính mình").check()
    go_on("who")
    page.get_by_label("Tên xã, phường, thị trấn").fill("an binh nam sach")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_label("Xã An Bình").check()
    go_on("place")
    for label, text in (("Họ và tên", "Trần Thị Mơ"), ("Ngày sinh", "5/3/1987"), ("Số CCCD", "12345")):
        page.get_by_label(label).fill(text)
        go_on()
    wrong += faults(page, "number-wrong", screenshots)
    page.get_by_label("Số CCCD").fill("030187000077")
    go_on()
    page.get_by_label("Thôn, xóm, số nhà, đường").fill("Thôn Đoài")
    go_on()
    go_on()
    page.get_by_label("Có", exact=True).check()
    go_on("question")
    page.get_by_role("link", name="Lưu, làm tiếp sau").click()
    wrong += faults(page, "saved", screenshots)
    page.get_by_role("button", name="Làm tiếp ngay").click()
    go_on("account")
    wrong += faults(page, "check", screenshots, 360, 1280)
    page.get_by_role("button", name="Nộp hồ sơ").click()
    wrong += faults(page, "done", screenshots, 360, 1280)
    return wrong


def by_keyboard(page: Page, screenshots: Path, scanned: str) -> list[str]:
    """Scan, type, Enter; nothing is clicked."""
    page.goto("/quay/")
    wrong = faults(page, "counter", screenshots, 360, 1280)
    page.keyboard.type(scanned)
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_full_name")
    for text in ("TRẦN VĂN AN", "05031980", "030080000009", "Thôn Bắc"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    wrong += faults(page, "entry", screenshots, 360, 1280)
    page.keyboard.press("Enter")
    page.wait_for_selector(".ansinh-result--good")
    wrong += faults(page, "entered", screenshots, 360, 1280)
    assert page.evaluate("document.activeElement.textContent").strip() == "Đơn tiếp theo"
    page.keyboard.press("Enter")
    page.wait_for_selector("#id_mau")
    page.goto("/quay/lo/")
    return wrong + faults(page, "batches", screenshots, 360, 1280)


def test_three_people_come_by_telephone_counter_and_post_and_leave_as_one_dossier(here: Town, opened: Callable[..., Page], screenshots: Path) -> None:
    filed(here, 3, channel="post")
    wrong = on_a_telephone(opened(None, viewport={"width": 360, "height": 800}, has_touch=True), screenshots)
    desk = opened(here.lister, viewport={"width": 1280, "height": 900})
    wrong += by_keyboard(desk, screenshots, form_mark("nq68-12", new_code()))
    desk.goto("/ban-lam-viec/")
    desk.get_by_role("link", name="3 hồ sơ nộp chờ ông/bà").click()
    wrong += faults(desk, "filings", screenshots, 360, 1280)
    for box in desk.get_by_role("checkbox").all():
        box.check()
    desk.get_by_role("button", name="Tiếp nhận các hồ sơ đã chọn").click()
    wrong += faults(desk, "take", screenshots, 360, 1280)
    desk.get_by_role("button", name="Tiếp nhận 3 người").click()
    desk.wait_for_url("**/ho-so/**")
    with acting(NATION):
        dossier = Dossier.objects.get()
        names = set(Claim.objects.filter(dossier=dossier).values_list("full_name", flat=True))
        filing = Filing.objects.get(channel="web")
    assert names == {"Trần Thị Mơ", "Trần Văn An", "Nguyễn Thị Hoa 3"}
    desk.goto(f"/tiep-nhan/{filing.pk}/")
    wrong += faults(desk, "filing", screenshots, 360, 1280)
    follows = opened(None, viewport={"width": 360, "height": 800})
    follows.goto(f"/tra-cuu/{filing.code}/")
    follows.get_by_role("button", name="Xem hồ sơ").click()
    wrong += faults(follows, "followed", screenshots)
    assert follows.locator(".ansinh-number").count() == 1
    assert wrong == []
