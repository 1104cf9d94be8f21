"""Who sees the systems and what could not be told to them, and who sends it again; in a real browser at both widths."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.utils import timezone

from ansinh.delivery.intake.end import refuse
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.systems.clients import shut_out
from ansinh.delivery.systems.filed import file_for
from ansinh.delivery.systems.gateways.https import HttpsSender
from ansinh.delivery.systems.models_exchange import Webhook
from ansinh.delivery.systems.send import WAITS, send_due
from ansinh.delivery.systems.subscriptions import subscribe
from delivery.casework import officer, town
from delivery.intake.filing import worker
from delivery.systems.connecting import WHEN, administrator, connected

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Browser

    from ansinh.delivery.offices.models import Officer
    from delivery.casework import Town

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(autouse=True)
def _inside(settings: Any) -> None:
    settings.WEBHOOKS_PRIVATE = True


def given_up(at: Town, client_id: str = "cong-tinh", number: int = 1) -> Webhook:
    """Let a system in that does not answer, and use up all tries of one message to it."""
    client, _secret = connected(at, client_id)
    with acting(NATION):
        subscribe(client_id, f"http://127.0.0.1:9/{client_id}", ["filing.state"], by=administrator(at), at=WHEN)
    filing = file_for(client, "nq68-12", [worker(number)], place=at.commune, reference="", programme="nq68", at=at.later()).filing
    refuse(filing.pk, reason="Nộp nhầm xã, hãy nộp lại", by=at.lister, at=at.later())
    for days in range(1, len(WAITS) + 2):
        send_due(HttpsSender(private=True, seconds=1), at=timezone.now() + timedelta(days=days))
    with acting(NATION):
        return Webhook.objects.select_related("filing").get(filing=filing, state="dead")


@pytest.mark.django_db
def test_the_owner_finds_what_could_not_be_told_and_sends_it_again(signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    row = given_up(here)
    owner = signed_in(administrator(here))
    page = owner.get("/he-thong/").content.decode()
    assert row.filing is not None
    assert row.filing.code in page
    assert "Gửi lại" in page
    answer = owner.post(f"/he-thong/tin/{row.pk}/gui-lai/", follow=True)
    assert "Không có tin nào nằm lại" in answer.content.decode()
    with acting(NATION):
        row.refresh_from_db()
    assert (row.state, row.attempts) == ("queued", 0)
    assert owner.get(f"/he-thong/tin/{row.pk}/gui-lai/").status_code == 405


@pytest.mark.django_db
def test_pages_are_for_who_answers_or_watches_and_hold_no_other_places_systems(signed_in: Callable[[Officer], Client]) -> None:
    here, there = town(), town("26734", "760", "79")
    row = given_up(here)
    given_up(there, "cong-kia", 2)
    for stranger in (here.lister, here.appraiser, here.chair, here.payer):
        assert signed_in(stranger).get("/he-thong/").status_code == 403
        assert signed_in(stranger).post(f"/he-thong/tin/{row.pk}/gui-lai/").status_code == 403
    watcher = officer("watcher.30", here.offices["province"], Role.SUPERVISOR)
    page = signed_in(watcher).get("/he-thong/").content.decode()
    assert "cong-tinh" in page
    assert "cong-kia" not in page
    assert "gui-lai" not in page
    assert signed_in(watcher).post(f"/he-thong/tin/{row.pk}/gui-lai/").status_code == 403
    assert signed_in(administrator(there)).post(f"/he-thong/tin/{row.pk}/gui-lai/").status_code == 404
    with acting(NATION):
        row.refresh_from_db()
    assert row.state == "dead"


def test_the_page_in_a_browser(own_db: str, browser: Browser, live_server_url: str, signed_in: Callable[[Officer], Client], screenshots: Path) -> None:
    here = town()
    given_up(here)
    connected(here, "cong-quoc-gia", abilities=["dossiers:write", "dossiers:read"])
    connected(here, "cong-cu")
    with acting(NATION):
        shut_out("cong-cu", because="Thay bằng cổng mới của tỉnh", by=administrator(here), at=WHEN)
    context = browser.new_context(base_url=live_server_url, locale="vi-VN", viewport={"width": 1280, "height": 900})
    key = signed_in(administrator(here)).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
    page = context.new_page()
    page.goto("/he-thong/")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=screenshots / f"systems-{width}.png", full_page=True)
        found: list[dict[str, Any]] = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
        assert [rule["id"] for rule in found if rule["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    button = page.get_by_role("button", name="Gửi lại")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Không có tin nào nằm lại").wait_for()
    context.close()
