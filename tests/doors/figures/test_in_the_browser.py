"""The figures in a real browser against the production server: narrow screens, accessibility, no word to another host, paper."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansinh.delivery.offices.models import Office
from ansinh.delivery.reports.summarise import summarise
from delivery.casework import MORNING, approved, officer, person, submitted, town
from doors.figures.figured import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("/so-lieu/", "/so-lieu/30/", "/so-lieu/30/291/", "/so-lieu/?nhom=c&tu=abc", "/so-lieu/bien-phap/?tinh=30&ngay=2021-08-06")


def serious(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, with the element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"] if rule["impact"] in ("serious", "critical")]


def test_every_page_of_figures_is_accessible_and_fits_a_narrow_telephone(page: Page, screenshots: Path) -> None:
    town()
    fill()
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for address in PAGES:
            page.goto(address)
            assert serious(page) == [], f"{address} at {width}"
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, f"{address} at {width}"
            page.screenshot(path=screenshots / f"figures-{address.strip('/').replace('/', '-').replace('?', '-')}-{width}.png", full_page=True)


def test_the_national_page_prints_as_a_briefing(page: Page, screenshots: Path) -> None:
    town()
    fill()
    page.goto("/so-lieu/")
    page.emulate_media(media="print")
    assert not page.locator(".ansinh-filters").is_visible()
    assert page.locator(".ansinh-figures").is_visible()
    page.set_viewport_size({"width": 720, "height": 1000})
    page.screenshot(path=screenshots / "figures-print.png", full_page=True)


def test_the_filters_work_by_keyboard_alone(page: Page) -> None:
    town()
    fill()
    page.goto("/so-lieu/")
    page.locator("#nhom").focus()
    page.keyboard.press("b")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**nhom=b**")
    assert "Thái Nguyên" not in page.locator("#bang").inner_text()


def test_the_pages_for_officers_are_accessible_and_fit_a_narrow_telephone(
    page: Page, sign_in_page: Callable[[Page, str, str], None], screenshots: Path
) -> None:
    here = town()
    office = Office.objects.filter(kind="ministry").first() or Office.objects.create(kind="ministry", level="national", name="Bộ", symbol="BLĐTBXH")
    officer("bo.thu", office, "analyst", password="mot-mat-khau-dai-68")  # noqa: S106 - of this test's own database
    approved(here, [person(place) for place in range(1, 9)])
    submitted(here, [person(place) for place in range(100, 103)])
    summarise("30", at=MORNING)
    sign_in_page(page, "bo.thu", "mot-mat-khau-dai-68")
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for name, address in (
            ("rows", "/so-lieu/hang/approved/?tinh=30"),
            ("late", "/so-lieu/qua-han/"),
            ("commune", "/so-lieu/30/291/10630/"),
            ("district", "/so-lieu/30/291/"),
        ):
            page.goto(address)
            assert page.locator("h1").count() == 1, address
            page.screenshot(path=screenshots / f"figures-officer-{name}-{width}.png", full_page=True)
            assert serious(page) == [], f"{address} at {width}"
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, f"{address} at {width}"
    page.goto("/so-lieu/hang/approved/?tinh=30")
    page.locator("main tbody a").first.click()
    assert "/ho-so/" in page.url
    assert page.locator("h1").count() == 1
