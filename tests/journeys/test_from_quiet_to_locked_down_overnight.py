"""A quiet province goes under Directive 16 at midnight: that evening everything is as it was, in the morning officer, league and public page say the new group."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test.testcases import LiveServerThread
from django.utils import timezone

from ansinh.delivery.cases.jobs import keep_order
from ansinh.delivery.cases.measures import impose
from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.reports.jobs import count_changed
from delivery.casework import Town, officer, person, submitted, town
from journeys.desks import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Browser

ACT = "Công văn 2891/UBND-VP ngày 9/8/2021"
AFTERNOON, EVENING = datetime(2021, 8, 9, 9, 0, tzinfo=UTC), datetime(2021, 8, 9, 16, 59, tzinfo=UTC)
MIDNIGHT, MORNING = datetime(2021, 8, 9, 17, 0, tzinfo=UTC), datetime(2021, 8, 10, 0, 30, tzinfo=UTC)


class Clock:
    """The one clock of the pages, the jobs and the test."""

    def __init__(self) -> None:
        """Begin in the afternoon."""
        self.at = AFTERNOON

    def now(self) -> datetime:
        """Give the moment."""
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Everything that asks what time it is asks this one."""
    made = Clock()
    monkeypatch.setattr(timezone, "now", made.now)
    return made


@pytest.fixture
def pages(own_db: str, clock: Clock) -> Iterator[str]:
    """The pages in this process, so that their clock can pass midnight: the production server of other journeys has one of its own."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()


@pytest.fixture
def desk_of(browser: Browser, pages: str, screenshots: Path, signed_in: Callable[[Any], Client]) -> Iterator[Callable[[Any], Desk]]:
    """Sit an officer, signed in, or somebody who does not sign in (`None`) at a browser of her own."""
    contexts, count = [], iter(range(1, 100))

    def sit(who: Any) -> Desk:
        context = browser.new_context(base_url=pages, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", viewport={"width": 1280, "height": 900})
        contexts.append(context)
        if who is not None:
            key = signed_in(who).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": key, "url": pages}])
        return Desk(context.new_page(), str(who), screenshots, "overnight", count)

    yield sit
    for context in contexts:
        context.close()


def lists(here: Town) -> list[Dossier]:
    """Two lists at the commune: cash of Friday, food money of Monday, which is due later."""
    cash = submitted(here, [person(1)], policy="nq68-10")
    here.later(days=3)
    return [cash, submitted(here, [person(2)], policy="nq68-12")]


def order(desk: Desk) -> list[str]:
    """Give the numbers of the dossiers in the officer's inbox, from above."""
    return [text.strip() for text in desk.at("/ban-lam-viec/").locator("[data-inbox-open]").all_inner_texts()]


def why_of(desk: Desk) -> str:
    """Open the sentence that says why the inbox stands in its order, and read it."""
    desk.page.get_by_text("Vì sao theo thứ tự này").click()
    return desk.page.locator("#why").inner_text()


def groups_told(citizen: Desk, analyst: Desk) -> tuple[str, str]:
    """Give the group of the province as the public page of measures and as the ministry's league of provinces say it."""
    main = citizen.at("/so-lieu/bien-phap/").get_by_role("main")
    told = main.locator("[data-group]", has=citizen.page.get_by_role("link", name="Hải Dương")).first.get_attribute("data-group")
    row = analyst.at("/so-lieu/").get_by_role("row").filter(has=analyst.page.get_by_role("link", name="Hải Dương", exact=True)).first
    return str(told), row.locator(".ansinh-group").inner_text().lower()


def test_the_order_of_work_the_league_and_the_public_page_change_at_midnight_and_not_before(own_db: str, clock: Clock, desk_of: Callable[[Any], Desk]) -> None:
    here = town()
    cash, food = lists(here)
    head = officer("chief.30", here.offices["province"], Role.CHIEF)
    clock.at = here.later(hours=6)
    with acting(head):
        impose("30", "lifted", begins=date(2021, 8, 1), document="Công văn 2700/UBND-VP ngày 1/8/2021", by=head, at=clock.at)
    count_changed.func(timestamp=0)
    office, _new = Office.objects.get_or_create(kind="ministry", level="national", defaults={"name": "Bộ", "symbol": "BLĐTBXH"})
    ministry = officer("analyst.ministry", office, Role.ANALYST)
    lister, citizen, chief, analyst = (desk_of(who) for who in (here.lister, None, head, ministry))

    form = chief.at("/so-lieu/bien-phap/ghi/?tinh=30")
    form.get_by_label("Chỉ thị 16").check()
    form.fill("#id_begins", "10/08/2021")
    form.fill("#id_document", ACT)
    wrong = chief.seen("measure-from-tomorrow")
    chief.press()

    clock.at = EVENING
    keep_order.func(timestamp=0)
    assert order(lister) == [cash.number, food.number], "in the evening what is due first stands first"
    assert "nhóm A" in why_of(lister)
    wrong += lister.seen("inbox-in-the-evening")
    assert groups_told(citizen, analyst) == ("a", "a")

    clock.at = MIDNIGHT
    keep_order.func(timestamp=0)
    clock.at = MORNING
    lister, analyst = desk_of(here.lister), desk_of(ministry)  # a new day, a new session
    assert order(lister) == [food.number, cash.number], "in the morning food and cash come first"
    why = why_of(lister)
    assert ["nhóm C" in why, f"từ 10/8/2021 theo {ACT}" in why, "cái ăn và tiền đến người dân trước" in why] == [True] * 3
    wrong += lister.seen("inbox-in-the-morning")
    assert groups_told(citizen, analyst) == ("c", "c")
    wrong += analyst.seen("league-in-the-morning")
    citizen.at("/so-lieu/bien-phap/?tinh=30")
    wrong += citizen.seen("measures-in-the-morning")
    assert wrong == []
    with acting(NATION):
        assert set(Task.objects.filter(done_at=None).values_list("dossier__number", "due_on")) == {
            (cash.number, date(2021, 8, 11)),
            (food.number, date(2021, 8, 12)),
        }
        assert Event.objects.filter(verb="cases.reorder", at__gte=MIDNIGHT - timedelta(minutes=1)).count() == 1
