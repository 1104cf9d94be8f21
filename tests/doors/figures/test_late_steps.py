"""Late steps: a few of them on the desk, all of them on a page that is narrowed and taken away."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases import queries
from ansinh.delivery.cases.escalate import escalate
from ansinh.delivery.cases.models import Task
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, person, submitted, task_of, town

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch) -> Town:
    """Three steps, all of them late, told to the head of their office."""
    here = town()
    here.officers["head"] = officer("head.of.office", task_of(submitted(here, [person(9)])).office, Role.CHIEF)
    for number in range(1, 3):
        submitted(here, [person(number)])
    now = datetime(2021, 10, 4, 1, 0, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    with acting(NATION):
        escalate("30", at=now)
    return here


def test_a_desk_shows_the_first_late_steps_and_leads_to_all_of_them(
    late: Town, signed_in: Callable[[Officer], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "qua-han" not in signed_in(late.chair).get(reverse("desk")).content.decode()
    monkeypatch.setattr(queries, "MOST_LATE", 2)
    page = signed_in(late.chair).get(reverse("desk"))
    assert (len(page.context["overdue"]["rows"]), page.context["overdue"]["more"]) == (2, True)
    assert f'{reverse("figures_overdue")}?ngay=bo"' in page.content.decode()
    assert len(signed_in(late.chair).get(reverse("figures_overdue"), {"ngay": "bo"}).context["rows"]) == 3


def test_who_heads_an_office_lists_the_late_steps_she_was_told_of(late: Town, signed_in: Callable[[Officer], Client]) -> None:
    rows = signed_in(late.officers["head"]).get(reverse("figures_overdue"), {"bao-toi": "toi"}).context["rows"]
    assert len(rows) == 3
    assert signed_in(late.appraiser).get(reverse("figures_overdue"), {"bao-toi": "toi"}).context["rows"] == [], "she was told of none"


def test_steps_late_by_the_ministrys_day_alone_are_listed_when_asked_for(late: Town, signed_in: Callable[[Officer], Client]) -> None:
    with acting(NATION):
        task = Task.objects.order_by("pk")[0]
        Task.objects.filter(pk=task.pk).update(due_on="2021-12-01", aim_on="2021-09-01")
    by = signed_in(late.chair)
    assert len(by.get(reverse("figures_overdue")).context["rows"]) == 2
    rows = by.get(reverse("figures_overdue"), {"ngay": "bo"}).context["rows"]
    assert [row["task"].pk for row in rows][-1] == task.pk, "the ministry's day is the latest of the three"
    assert rows[-1]["days"] > 0


def test_what_is_listed_can_be_taken_away_and_nothing_else(late: Town, signed_in: Callable[[Officer], Client]) -> None:
    by = signed_in(late.chair)
    lines = list(csv.reader(io.StringIO(by.get(reverse("figures_overdue_export", args=["csv"])).content.decode("utf-8-sig"))))
    assert len([line for line in lines if len(line) > 1]) == 1 + 3
    assert late.lister.full_name in lines[1]
    sheet = openpyxl.load_workbook(io.BytesIO(by.get(reverse("figures_overdue_export", args=["xlsx"]), {"chinh-sach": "nq68-10"}).content)).active
    assert sheet.max_row == 1 + 2, "the heads, an empty line and when it was made" if sheet else ""
    assert signed_in(late.lister).get(reverse("figures_overdue_export", args=["csv"])).status_code == 403
