"""The pages of plans in a real browser: narrow screens, accessibility, and a target given by keyboard and pointer alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ansinh.delivery.cases import orders
from ansinh.delivery.cases.models_orders import OrderedProvince
from ansinh.delivery.cases.register_plan import register_plan
from ansinh.delivery.cases.targets import Aim, set_target
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import officer, town
from delivery.planning import PDF, PLAN, planners
from doors.figures.figured import fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "mot-mat-khau-dai-68"  # noqa: S105 - of this test's own database


def serious(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, with the element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in found["violations"] if rule["impact"] in ("serious", "critical")]


def test_the_pages_of_plans_are_accessible_and_fit_a_narrow_telephone(page: Page, sign_in_page: Callable[[Page, str, str], None], screenshots: Path) -> None:
    here, today, now = town(), timezone.localdate(), timezone.now()
    fill({"30": 107}, days=2)
    by, ministry = planners(here)
    head = officer("head.30", here.offices["province"], Role.CHIEF, Role.ANALYST, name="Lưu Văn Bản", password=PASSWORD)
    with acting(by):
        plan = register_plan("30", PLAN, PDF, "kh.pdf", by=by, at=now)
        register_plan("30", replace(PLAN, kind="decision", number="12/QĐ-UBND"), PDF, "qd.pdf", by=by, at=now)
        for policy, people, owner in (("nq68-12", 6_000, head), ("nq68-08", 900, by), ("nq68-04", 90_000, None)):
            target = set_target(Aim("30", "", policy, people, today + timedelta(9)), plan, owner, by=by, at=now)
    with acting(ministry):
        orders.issue(
            orders.Words("2622/LĐTBXH-VP", "Báo cáo chi trả lao động tự do", "Báo cáo kết quả chi trả đến hết ngày.", 5), ["30", "27"], by=ministry, at=now
        )
    with acting(NATION):
        row = OrderedProvince.objects.get(province="30")
    sign_in_page(page, head.username, PASSWORD)
    pages = {
        "national": "/ke-hoach/", "province": "/ke-hoach/30/", "gaps": "/ke-hoach/thieu/", "target": f"/ke-hoach/chi-tieu/{target.pk}/", "answer": f"/ke-hoach/tra-loi/{row.pk}/",
    }  # fmt: skip
    for width, looked_at in ((360, ("province", "gaps", "target", "answer")), (1280, ("national",))):
        page.set_viewport_size({"width": width, "height": 800})
        for name in looked_at:
            address = pages[name]
            page.goto(address)
            page.screenshot(path=screenshots / f"plans-{name}-{width}.png", full_page=True)
            assert page.locator("h1").count() == 1, address
            assert serious(page) == [], f"{address} at {width}"
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, f"{address} at {width}"
    page.goto(pages["target"])
    page.locator("#id_owner").select_option(label="bà Lưu Văn Bản, Cán bộ, UBND tỉnh Hải Dương")
    page.locator("#id_basis").fill("Quyết định 7/QĐ-UBND")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ke-hoach/30/**")
    assert "Lưu Văn Bản" in page.locator("main").inner_text()
