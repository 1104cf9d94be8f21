"""The inbox in a real browser: moved through and acted in by single keys, by links alone, readable to everybody; the next task at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from delivery.casework import Town, forwarded, person, submitted, task_of, town

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Browser, Page

    from ansinh.delivery.offices.models import Officer

AXE = Path(__file__).resolve().parents[3] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
SignIn = Callable[["Officer"], "Client"]


@pytest.mark.django_db
def test_the_filter_is_remembered_and_every_key_has_its_link(signed_in: SignIn) -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    client = signed_in(here.appraiser)
    page = client.get("/ban-lam-viec/").content.decode()
    assert f"/ho-so/{dossier.pk}/chuyen/?tu=viec" in page
    assert f"/ho-so/{dossier.pk}/tra-lai/?tu=viec" in page
    assert client.post("/ban-lam-viec/loc/", {"xem": "waiting", "viec": "nonsense", "chinh-sach": "nonsense"}).status_code == 302
    page = client.get("/ban-lam-viec/").content.decode()
    assert "Không có việc nào như vậy" in page
    assert dossier.number not in page
    assert "data-keys" not in page, "single keys are off where the officer wants none"
    assert client.get("/ban-lam-viec/loc/").status_code == 405


def looked_at(page: Page, name: str, screenshots: Path) -> list[str]:
    """Keep a picture of the page at both widths, and give what is wrong with it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    wrong = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=screenshots / f"{name}-{width}.png", full_page=True)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations'], preload: false})")["violations"]
        wrong += [f"{width} {rule['id']}" for rule in found if rule["impact"] in ("serious", "critical")]
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong += [f"{beyond} px too wide at {width}"] if beyond else []
    return wrong


def noted_by_a_key(page: Page, number: str, dossier: str, screenshots: Path) -> list[str]:
    """Write a pinned note from the inbox; give what is wrong with the page it stands on."""
    page.focus(f"text={number}")
    page.keyboard.press("n")
    page.fill("#note_text", "Chờ bảng lương, hẹn chiều thứ Hai")
    page.check("#note_pinned")
    page.click("main form button")
    page.wait_for_url("**/ban-lam-viec/**")
    page.wait_for_function(f"document.activeElement.textContent === '{number}'")  # back where she was
    page.goto(dossier)
    assert "Chờ bảng lương" in page.inner_text("[aria-labelledby=notes-top]")
    return looked_at(page, "notes", screenshots)


def test_a_task_is_handed_on_by_keys_and_the_next_one_is_there_at_once(
    own_db: str, browser: Browser, live_server_url: str, signed_in: SignIn, screenshots: Path
) -> None:
    here: Town = town()
    dossiers = [submitted(here, [person(number)]) for number in (1, 2, 3)]
    for dossier in dossiers:
        forwarded(here, dossier)
    context = browser.new_context(base_url=live_server_url, locale="vi-VN", viewport={"width": 1280, "height": 900})
    key = signed_in(here.appraiser).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": live_server_url}])
    page = context.new_page()
    page.goto("/ban-lam-viec/")
    assert looked_at(page, "inbox", screenshots) == []
    focused = "document.activeElement.textContent"
    page.keyboard.press("?")
    assert page.evaluate("document.querySelector('[data-inbox-help]').open")
    page.keyboard.press("?")
    for pressed, number in (("j", 0), ("j", 1), ("k", 0), ("j", 1)):
        page.keyboard.press(pressed)
        assert page.evaluate(focused) == dossiers[number].number, pressed
    page.fill("#q", "")
    page.type("#q", "jr")
    assert page.input_value("#q") == "jr", "letters typed into a field are letters"
    page.focus(f"text={dossiers[0].number}")
    page.keyboard.press("Space")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    page.keyboard.press("r")
    page.wait_for_url("**/nhieu-ho-so/**")
    assert "Trả lại 2 hồ sơ" in page.inner_text("main")
    assert looked_at(page, "bulk", screenshots) == []
    page.goto("/ban-lam-viec/")
    assert noted_by_a_key(page, dossiers[1].number, f"/ho-so/{dossiers[1].pk}/", screenshots) == []
    page.goto("/ban-lam-viec/")
    page.focus(f"text={dossiers[1].number}")
    page.keyboard.press("r")
    page.wait_for_url("**/tra-lai/**")
    page.go_back()
    page.focus(f"text={dossiers[1].number}")
    page.keyboard.press("a")
    page.wait_for_url("**/chuyen/**")
    page.click("main form button")
    page.wait_for_url("**/ban-lam-viec/**")
    assert page.evaluate(focused) == dossiers[2].number
    assert task_of(dossiers[1]).action == "approve"
    context.close()
