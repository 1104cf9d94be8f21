"""Public pages in a real browser against the production server: weight, narrow screens, accessibility, no JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/",
    "/kiem-tra/",
    "/kiem-tra/cau-hoi/has_labour_contract/",
    "/kiem-tra/cau-hoi/leave_start/",
    "/kiem-tra/cau-hoi/province/",
    "/tra-cuu/",
    "/xac-minh/",
    "/luat/",
    "/luat/nq68/nq68-12/",
    "/khong-co-trang-nay/",
)
BUDGET = 100_000
WIDTHS = (360, 1280)


def serious(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, with the element. The tool comes in past the page's own policy."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"] if rule["impact"] in ("serious", "critical")]


def answered(page: Page) -> None:
    """Walk through a check with a worker on leave, by keyboard and mouse alone."""
    page.goto("/kiem-tra/")
    page.get_by_label("tạm hoãn hợp đồng").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Tiếp tục").click()
    for _question in range(30):
        if "/ket-qua/" in page.url:
            return
        if page.locator("input[type=radio][value=yes]").count():
            page.get_by_label("Có", exact=True).check()
        elif page.locator("input[name=answer_day]").count():
            for part, value in (("Ngày", "1"), ("Tháng", "8"), ("Năm", "2021")):
                page.get_by_label(part, exact=True).fill(value)
        else:
            page.locator("input[name=answer]").fill("40" if "days" in page.url else "1")
        with page.expect_navigation():  # what the next page asks is read only when it is there whole
            page.get_by_role("button", name="Tiếp tục").click()
    pytest.fail("the questions do not end")


def test_every_public_page_is_accessible_and_fits_a_narrow_telephone(page: Page, screenshots: Path) -> None:
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for address in PAGES:
            page.goto(address)
            assert serious(page) == [], f"{address} at {width}"
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, f"{address} at {width}"
            page.screenshot(path=screenshots / f"public-{address.strip('/').replace('/', '-') or 'home'}-{width}.png", full_page=True)


def test_the_answer_is_accessible_and_fits_a_narrow_telephone(page: Page, screenshots: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    answered(page)
    assert page.get_by_text("đồng").count()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    page.screenshot(path=screenshots / "public-answer-360.png", full_page=True)


def test_the_first_load_of_each_public_page_stays_under_100_kb_over_the_wire(browser: Browser, live_server_url: str) -> None:
    for address in ("/", "/kiem-tra/", "/tra-cuu/", "/luat/nq68/nq68-04/"):
        context = browser.new_context(base_url=live_server_url)
        page = context.new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        loaded: list[float] = []
        wire.on("Network.loadingFinished", lambda event, loaded=loaded: loaded.append(event["encodedDataLength"]))
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready.then(() => true)")
        assert len(loaded) >= 6, "page, style sheet, script, two fonts and the mark"
        assert sum(loaded) < BUDGET, f"{address}: {sum(loaded):,.0f} bytes"
        context.close()


def test_nothing_on_a_public_page_breaks_its_own_security_policy_or_asks_another_host(page: Page, live_server_url: str) -> None:
    said: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.add(request.url))
    for address in ("/", "/kiem-tra/", "/tra-cuu/", "/luat/"):
        page.goto(address, wait_until="networkidle")
    assert said == []
    assert all(url.startswith((live_server_url, "data:")) for url in asked)


def test_the_whole_check_works_without_javascript(browser: Browser, live_server_url: str) -> None:
    context = browser.new_context(base_url=live_server_url, java_script_enabled=False, locale="vi-VN")
    page = context.new_page()
    answered(page)
    assert page.get_by_role("heading", name="Ông/bà có thể nhận").count()
    page.get_by_role("link", name="Quay lại").click()
    assert "/cau-hoi/" in page.url
    context.close()


def test_the_language_switch_keeps_the_page(page: Page) -> None:
    page.goto("/luat/nq68/nq68-12/")
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/luat/nq68/nq68-12/")
    assert page.get_by_role("heading", name="Conditions (all must hold)").count()
    page.get_by_role("button", name="Tiếng Việt").click()
    assert page.get_by_role("heading", name="Điều kiện (phải có đủ)").count()


def test_vietnamese_is_set_in_our_own_typeface(page: Page) -> None:
    page.goto("/", wait_until="networkidle")
    assert page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'Tiền hỗ trợ đến đúng người ẩ ữ ỵ')")
    assert page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length") == 2


def test_no_crest_typeface_or_name_of_another_government_is_served() -> None:
    from ansinh.doors import web

    built = Path(web.__file__).parent / "static" / "built"
    style = (built / "ansinh.css").read_text(encoding="utf-8")
    for mark in ("GDS Transport", "GOV.UK", "crest", "crown"):
        assert mark not in style
    assert sorted(path.name for path in (built / "fonts").iterdir()) == ["be-vietnam-pro-400.woff2", "be-vietnam-pro-600.woff2"]
