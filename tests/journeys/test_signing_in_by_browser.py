"""An approver signs in for the first time, in a real browser: password, a second factor set up, and the same again the next day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page

from ansinh.delivery.offices.models import Assignment, Level, Office, Officer

PASSWORD = "mat-khau-dung-de-thu"  # noqa: S105 - of an account that lives for one test
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def chair(own_db: str) -> Officer:
    office = Office.objects.create(kind="people_committee", level=Level.NATIONAL, name="Cơ quan thử", symbol="THU")
    officer = Officer.objects.create_user("chu-tich", PASSWORD, full_name="Nguyễn Thị Thử", office=office)
    Assignment.objects.create(officer=officer, office=office, role="approver", held=(date(2020, 1, 1), None), basis="Quyết định 1")
    return officer


def grave_faults(page: Page) -> list[str]:
    """What axe finds on the page that would keep somebody out."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then(r => r.violations.filter(v => ['serious', 'critical'].includes(v.impact)).map(v => v.id + ' ' + v.nodes[0].html))")
    return list(found)


def test_an_approver_sets_up_the_second_factor_and_needs_it_ever_after(
    chair: Officer, page: Page, sign_in_page: Callable[[Page, str, str], None], screenshots: Path
) -> None:
    faults = {}
    page.goto("/accounts/login/")
    faults["login"] = grave_faults(page)
    page.fill("#id_login", chair.username)
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    page.goto("/accounts/2fa/totp/activate/")
    faults["activate"] = grave_faults(page)
    page.screenshot(path=screenshots / "sign-in-second-factor.png", full_page=True)
    page.context.clear_cookies()

    sign_in_page(page, chair.username, PASSWORD)
    page.locator("header").get_by_text("Nguyễn Thị Thử").wait_for()
    faults["recovery codes"] = grave_faults(page)
    page.context.clear_cookies()

    page.goto("/accounts/login/")
    page.fill("#id_login", chair.username)
    page.fill("#id_password", PASSWORD)
    page.click("main form button")
    assert "/accounts/2fa/authenticate/" in page.url
    faults["authenticate"] = grave_faults(page)
    page.context.clear_cookies()
    sign_in_page(page, chair.username, PASSWORD)
    page.locator("header").get_by_text("Nguyễn Thị Thử").wait_for()
    assert {where: what for where, what in faults.items() if what} == {}


def test_the_sign_in_pages_fit_a_telephone(page: Page, screenshots: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/accounts/login/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.screenshot(path=screenshots / "sign-in-360.png", full_page=True)
