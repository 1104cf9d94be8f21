"""Scorecards in a real browser: narrow and wide, accessible, a comment written by keyboard alone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh.delivery.offices.scope import NATION
from ansinh.delivery.reports.cards_wall import counting
from ansinh.delivery.reports.compare_cards import make_cards
from ansinh.delivery.reports.models_cards import WorkDay
from delivery.grievances.complaining import headed
from delivery.reports.recounting import worked
from doors.figures.test_in_the_browser import serious

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

PASSWORD = "mot-mat-khau-dai-68"  # noqa: S105 - of this test's own database
PAGES = ("", "xa/", "tinh/30/")


def test_scorecards_are_accessible_fit_a_narrow_telephone_and_are_commented_by_keyboard(
    page: Page, sign_in_page: Callable[[Page, str, str], None], screenshots: Path
) -> None:
    here = headed()
    chief = here.province_chief
    chief.set_password(PASSWORD)
    chief.save()
    rows = [worked("commune", f"{10_500 + 3 * place}", "30", received=20, done=10 + place, in_time=8 + place % 3) for place in range(8)]
    rows += [worked("province", "30", "30", received=5, done=4, in_time=3, day=date(2021, 8, day)) for day in range(2, 10)]
    rows.append(worked("person", str(chief.pk), "30", received=12, done=11, in_time=10))
    rows[-1].office = str(chief.office_id)
    with counting(NATION):
        WorkDay.objects.bulk_create(rows)
    for day in (16, 17):
        make_cards(at=datetime(2021, 8, day, 20, tzinfo=UTC))
    sign_in_page(page, chief.username, PASSWORD)
    look(page, PAGES, screenshots)
    page.goto(f"/so-lieu/the-diem/can-bo/{chief.pk}/")
    page.locator("#id_text").focus()
    page.keyboard.type("Ba ngày mất điện, tỉnh không gửi được hồ sơ.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Đã ghi ý kiến.").wait_for()
    assert page.locator("blockquote").inner_text().startswith("Ba ngày mất điện")


def look(page: Page, addresses: tuple[str, ...], screenshots: Path) -> None:
    """Open each page narrow and wide, keep a picture, find nothing serious."""
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for place, address in enumerate(addresses):
            page.goto(f"/so-lieu/the-diem/{address}")
            page.screenshot(path=screenshots / f"cards-{place}-{width}.png", full_page=True)
            assert serious(page) == [], f"{address} at {width}"
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, f"{address} at {width}"
