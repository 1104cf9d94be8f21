"""Roles are given and ended by keyboard in a real browser; the pages fit 360 and 1280 px and pass axe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.utils import timezone

from ansinh.delivery.cases.accounts import close_account
from ansinh.delivery.offices.models import Assignment, Role
from ansinh.delivery.offices.scope import acting
from delivery.casework import Town, forwarded, officer, person, submitted, task_of, town
from doors.web.test_officers_in_the_browser import looked_at, opened

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

__all__ = ["opened"]
Opened = Callable[..., "Page"]


@pytest.fixture
def here(own_db: str) -> Town:
    made = town()
    made.at = timezone.now() - timedelta(minutes=30)
    district = made.offices["district"]
    made.officers["second"] = officer("second.291", district, name="Lê Văn Hai")
    made.officers["head"] = officer("head.291", district, Role.CHIEF, name="Vũ Thị Trưởng")
    return made


def test_a_role_is_given_and_ended_by_keyboard_on_pages_that_fit(here: Town, opened: Opened, screenshots: Path) -> None:
    dossier = submitted(here, [person(1)])
    forwarded(here, dossier)
    page = opened(here.head)
    page.goto("/don-vi/nhiem-vu/")
    page.get_by_role("link", name="Giao nhiệm vụ bà Lê Văn Hai").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Nhiệm vụ").focus()  # waits for the form
    page.keyboard.type("Thẩm")
    page.get_by_label("Văn bản giao việc").fill("Quyết định 15/QĐ-UBND")
    page.keyboard.press("Enter")
    page.get_by_text("bà Lê Văn Hai giữ nhiệm vụ “Thẩm định”").wait_for()
    wrong = looked_at(page, "/don-vi/nhiem-vu/", "roles", screenshots)
    held = Assignment.objects.get(officer=here.appraiser, role=Role.APPRAISER)
    wrong += looked_at(page, f"/don-vi/nhiem-vu/{held.pk}/thoi/", "role-end", screenshots)
    page.get_by_role("button", name="Thôi nhiệm vụ từ hôm nay").focus()
    page.keyboard.press("Enter")
    page.get_by_text("đã thôi nhiệm vụ “Thẩm định”").wait_for()
    assert task_of(dossier).owner == here.second
    Authenticator.objects.create(user=here.second, type=Authenticator.Type.TOTP, data={})
    with acting(here.head):
        close_account(here.appraiser.pk, basis="Quyết định nghỉ 7/QĐ", by=here.head, at=timezone.now())
    ways = {"factor": f"{here.second.pk}/xac-thuc/", "reopen": f"{here.appraiser.pk}/mo-lai/", "closed": "da-dong/"}
    for name, way in ways.items():
        wrong += looked_at(page, f"/don-vi/can-bo/{way}", name, screenshots)
    assert wrong == []
