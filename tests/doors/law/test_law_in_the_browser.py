"""The law's pages in a real browser: accessible, narrow and wide, in both languages, without JavaScript, light enough for a slow line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PROGRAMMES = [f"/luat/{name}/" for name in programme_names()]
POLICIES = [f"/luat/{name}/{policy.id}/" for name in programme_names() for policy in load_programme(name).policies]
OTHERS = (
    "/luat/",
    "/luat/nq68/so-sanh/",
    "/luat/nq68/nq68-11/so-sanh/?tu=2020-01-01",
    "/luat/nq68/nq68-04/?ngay=2021-08-10",
    "/luat/nq68/nq68-04/thu/",
    "/luat/nq68/nq68-04/thu/?vi-du=fourteen_days",
    "/luat/nq68/nq68-08/thu/?vi-du=isolated_then_ill",
)
BUDGET = 100_000


def serious(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, with the element. The tool comes in past the page's own policy."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"] if rule["impact"] in ("serious", "critical")]


def look(page: Page, address: str, width: int, picture: Path) -> str:
    """Open a page, take its picture, and say by how much it is too wide."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address)
    page.screenshot(path=picture, full_page=True)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return f"{beyond} px beyond the edge" if beyond else ""


def speak(page: Page, language: str) -> None:
    page.goto("/luat/")
    page.context.add_cookies([{"name": "ansinh_language", "value": language, "url": page.url}])


def named(address: str) -> str:
    path, _, query = address.removeprefix("/luat/").partition("?")
    return "-".join(filter(None, (path.strip("/").replace("/", "-") or "list", query.replace("=", "-").replace("&", "-"))))


def test_every_page_of_the_law_is_accessible_narrow_and_wide(page: Page, screenshots: Path) -> None:
    """Narrow in Vietnamese, wide in English; the slow look for accessibility goes to the one and the other in turn."""
    wrong = {}
    for turn, (language, width) in enumerate((("vi", 360), ("en", 1280))):
        speak(page, language)
        for place, address in enumerate((*PROGRAMMES, *POLICIES, *OTHERS)):
            if turn and address in POLICIES[::2]:
                continue  # one template draws them all: narrow shows each, wide every other
            faults = [look(page, address, width, screenshots / f"law-{named(address)}-{language}-{width}.png")]
            faults += serious(page) if turn or place % 2 == 0 else []
            if any(faults):
                wrong[f"{address} {language} {width}"] = faults
    assert wrong == {}


def test_a_case_is_tried_without_javascript_and_its_tree_reads_from_the_failed_condition_down(
    browser: Browser, live_server_url: str, screenshots: Path
) -> None:
    context = browser.new_context(base_url=live_server_url, java_script_enabled=False, locale="vi-VN", viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto("/luat/nq68/nq68-05/?ngay=2021-08-10")
    page.get_by_role("button", name="Thử với một trường hợp").click()
    for question in ("Ông/bà có muốn nhận hỗ trợ không?", "Ông/bà có làm việc theo hợp đồng lao động không?"):
        page.get_by_role("group", name=question).get_by_label("Có", exact=True).check()
    page.get_by_label("Ông/bà ngừng việc bao nhiêu ngày?").fill("13")
    page.get_by_role("button", name="Xét theo luật").click()
    assert page.get_by_role("heading", name="Chưa đủ điều kiện").count()
    failed = page.locator(".ansinh-tree > li.failed")
    assert failed.count() == 1
    assert "13 ngày" in failed.inner_text()
    assert page.get_by_label("Ông/bà ngừng việc bao nhiêu ngày?").input_value() == "13"
    page.screenshot(path=screenshots / "law-tried-360.png", full_page=True)
    context.close()


def test_the_first_load_of_the_laws_pages_stays_under_100_kb_over_the_wire(browser: Browser, live_server_url: str) -> None:
    for address in ("/luat/nq68/", "/luat/nq68/nq68-04/", "/luat/nq68/so-sanh/", "/luat/nq68/nq68-11/thu/"):
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
