"""Province and ministry see which complaints are late, how late and with whom; of sensitive ones the number, and nothing for whom they concern."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as some

from ansinh.delivery.grievances.decide import dismiss
from ansinh.delivery.grievances.escalate import escalate
from ansinh.delivery.grievances.late import Sought, late, late_by_province
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.models import Office, Officer, Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer
from delivery.grievances.complaining import LONG, SAID, complained, headed, headed_to_the_top

pytestmark = pytest.mark.django_db
SignIn = Callable[[Officer], Client]
LIST = "/don-thu/cham/"
ON = date(2021, 12, 1)


@pytest.fixture
def here() -> Town:
    return headed_to_the_top()


def test_the_ministry_sees_all_provinces_a_province_its_own_and_nobody_below(here: Town, signed_in: SignIn) -> None:
    far = headed("26734", "760", "79")
    mine, theirs, hidden = complained(here, kind="missing"), complained(far, kind="missing"), complained(here, kind="conduct", policy="nq68-12")
    escalate("30", at=timezone.now())
    minister, province = signed_in(here.minister), signed_in(here.province_chief)
    page = minister.get(LIST).content.decode()
    for words in (
        mine.number,
        theirs.number,
        hidden.number,
        "Đơn chậm theo tỉnh",
        "<strong>3 đơn</strong>",
        "quá hạn",
        mine.owner.full_name,
        "Báo Bộ",
        "Nhạy cảm",
    ):
        assert words in page
    assert LONG not in page
    assert f"/don-thu/{hidden.pk}/" not in page
    own = province.get(LIST).content.decode()
    assert (mine.number in own, hidden.number in own, theirs.number in own) == (True, True, False)
    assert "Đơn chậm theo tỉnh" not in own
    assert theirs.number not in province.get(f"{LIST}?tinh=79").content.decode(), "nor by asking for it"
    assert LIST in province.get("/don-thu/").content.decode()
    for below in (here.commune_chief, here.lister, officer("clerk.30", here.offices["province"], Role.LISTER)):
        assert signed_in(below).get(LIST).status_code == 403
    with seeing_all(NATION):
        Grievance.objects.filter(pk=hidden.pk).update(involved=[here.province_chief.pk])
    assert hidden.number not in province.get(LIST).content.decode(), "she would learn that somebody complains of her"
    assert "<strong>1 đơn</strong>" in province.get(LIST).content.decode()


def test_the_list_is_filtered_and_exported_and_ends_with_the_answer(here: Town, signed_in: SignIn) -> None:
    made, hidden = complained(here, kind="missing"), complained(here, kind="conduct", policy="nq68-12")
    minister = signed_in(here.minister)
    Officer.objects.filter(pk=made.owner.pk).update(full_name="Đỗ Thị Ánh")
    for asked, found in (
        ("", True),
        ("?tinh=30", True),
        ("?tinh=79", False),
        ("?noi-dung=missing", True),
        ("?noi-dung=delay", False),
        ("?cham=5", True),
        ("?q=không+ai", False),
        ("?q=do+thi+anh", True),
    ):
        assert (made.number in minister.get(f"{LIST}{asked}").content.decode()) is found, asked
    assert hidden.number not in minister.get(f"{LIST}?noi-dung=conduct").content.decode(), "its kind would be told by the filter"
    lines = minister.get(f"{LIST}xuat.csv").content.decode("utf-8-sig")
    assert made.number in lines
    assert "Hành vi" not in lines
    assert LONG not in lines
    with acting(made.owner):
        dismiss(made.pk, by=made.owner, at=timezone.now(), reason=SAID)
    assert made.number not in minister.get(LIST).content.decode()


def test_only_what_is_late_by_so_many_working_days_is_there(here: Town) -> None:
    made = complained(here, kind="missing")
    with acting(here.minister):
        for days, there in ((0, False), (1, True)):
            on = made.due_on + timedelta(days)
            assert bool(late(Sought(before_day=on), seen_by=here.minister, on=on).rows) is there


@given(size=some.integers(1, 4), back=some.booleans())
@settings(max_examples=6)
def test_pages_of_any_size_hold_each_once_in_order(size: int, *, back: bool) -> None:
    here = headed()
    minister = officer("vu.truong", Office.objects.get(kind="ministry"), Role.CHIEF)
    with seeing_all(NATION):
        while Grievance.objects.filter(state="filed").count() < 5:
            complained(here, kind="missing")
    with acting(minister):
        whole = [row.number for row in late(Sought(before_day=ON), seen_by=minister, on=ON).rows]
        assert sum(late_by_province(Sought(before_day=ON), seen_by=minister, on=ON).values()) == len(whole)
        page, found = late(Sought(before_day=ON), seen_by=minister, on=ON, size=size), []
        found += page.rows
        while page.next:
            page = late(Sought(before_day=ON), seen_by=minister, on=ON, size=size, after=page.next)
            found += page.rows
        assert [row.number for row in found] == whole
        if back and page.previous:
            before = late(Sought(before_day=ON), seen_by=minister, on=ON, size=size, before=page.previous)
            assert [row.number for row in before.rows] == whole[-len(page.rows) - len(before.rows) : -len(page.rows)]
