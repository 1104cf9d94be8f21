"""A hand-over has one paper: numbered, with every task that changed hands, proved by its code, made by those it concerns."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

import pypdf
import pytest
from django.db import DatabaseError, transaction

from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.make_minutes import make_minutes
from ansinh.delivery.cases.models_minutes import HandOverMinutes
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.cases.test_nobody_waits_for_the_absent import NOON, appraised, away
from delivery.casework import Town, officer, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    made = town()
    made.officers["second"] = officer("second.291", made.offices["district"], name="Vũ Thị Thay")
    made.officers["head"] = officer("head.291", made.offices["district"], Role.CHIEF, name="Đỗ Văn Trưởng")
    return made


def test_the_minutes_name_both_and_each_task_and_are_made_once(here: Town, client: Client) -> None:
    dossiers = [appraised(here, 10 * number) for number in range(1, 4)]
    absence = away(here, here.appraiser, here.second)
    with acting(here.second):
        made = make_minutes(absence.pk, by=here.second, at=NOON + timedelta(minutes=1))
        again = make_minutes(absence.pk, by=here.second, at=NOON + timedelta(hours=1))
        text = " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content_of(made.file))).pages).split())
    assert (again.pk, made.number.startswith("1/BB-"), made.tasks) == (made.pk, True, 3)
    for part in (
        here.appraiser.full_name,
        "Vũ Thị Thay",
        "Đỗ Văn Trưởng",
        *(dossier.number for dossier in dossiers),
        made.number,
        "Giấy yêu cầu cách ly 15/GCL",
        "12 giờ 01",
    ):
        assert part in text
    page = client.get(f"/xac-minh/{made.verification}").content.decode()
    assert "Biên bản có thật" in page
    assert made.number in page
    assert "Vũ Thị Thay" not in page
    with acting(NATION), pytest.raises(DatabaseError), transaction.atomic():
        HandOverMinutes.objects.filter(pk=made.pk).update(tasks=0)


def test_nobody_else_makes_them_and_none_are_made_before_anything_is_handed_over(here: Town) -> None:
    absence = away(here, here.appraiser, here.second)
    other = officer("third.291", here.offices["district"])
    for who in (other, here.lister):
        with acting(who), pytest.raises(NotYours):
            make_minutes(absence.pk, by=who, at=NOON)
    with acting(here.second), pytest.raises(Refused) as refusal:
        make_minutes(absence.pk, by=here.second, at=NOON - timedelta(hours=1))
    assert refusal.value.code == "absence_ahead"
    with acting(here.head):
        assert make_minutes(absence.pk, by=here.head, at=NOON).tasks == 0  # she had nothing open


def test_the_offices_page_gives_them_to_whom_they_concern(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    absence = away(here, here.appraiser, here.second)
    browser = signed_in(here.second)
    assert f"/vang-mat/{absence.pk}/bien-ban.pdf" in browser.get("/don-vi/").content.decode()
    answer = browser.post(f"/don-vi/vang-mat/{absence.pk}/bien-ban.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert browser.get(f"/don-vi/vang-mat/{absence.pk}/bien-ban.pdf").status_code == 405
