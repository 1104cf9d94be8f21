"""While a list is read or submitted its page says how far that is and lets its office stop it; programs may do the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from ansinh.delivery.cases import receive
from ansinh.delivery.cases.jobs import start_submitting
from ansinh.delivery.cases.models import Stop, Upload
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, person, read_list, town, workbook
from doors.api.calling import Program, problem

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]


@pytest.fixture
def here() -> Town:
    return town()


def being_submitted(here: Town) -> str:
    upload = read_list(here, [person(1), person(2)])
    start_submitting(upload, by=here.lister)
    return f"/danh-sach/{upload.pk}/"


def being_read(here: Town) -> str:
    with acting(here.lister):
        upload = receive.receive(workbook([]), "ds.xlsx", policy="nq68-12", by=here.lister, at=here.later())
    return f"/danh-sach/{upload.pk}/"


def test_the_page_says_how_far_the_work_is_and_that_it_waits_for_its_turn(here: Town, signed_in: SignIn) -> None:
    address = being_submitted(here)
    client = signed_in(here.lister)
    assert "Đang chờ đến lượt" in client.get(address).content.decode()
    key = address.split("/")[2].replace("-", "")
    with connection.cursor() as cursor:  # as the connection of a worker is named
        cursor.execute("SELECT set_config('application_name', %s, true), pg_stat_clear_snapshot()", [f"ansinh {key} s 40960/1000000"])
    for shown in (client.get(address), client.get(f"{address}tien-do/")):
        text = shown.content.decode()
        assert "40.960 trên 1.000.000 dòng" in text
        assert 'max="1000000" value="40960"' in text


def test_an_office_stops_its_list_and_the_page_says_what_became_of_it(here: Town, signed_in: SignIn) -> None:
    client = signed_in(here.lister)
    submitting, reading = being_submitted(here), being_read(here)
    for address, button, after in (
        (submitting, "Dừng nộp danh sách này", "danh sách vẫn như trước khi nộp"),
        (reading, "Dừng đọc danh sách này", "gửi lại tệp khi cần"),
    ):
        assert button in client.get(address).content.decode()
        assert client.post(f"{address}dung/")["Location"] == address
        text = client.get(address).content.decode()
        assert "Đã dừng. Không có gì bị để lại dở dang." in text
        assert after in text
        assert client.post(f"{address}dung/", follow=True).status_code == 200, "a second click finds nothing to stop and says so"
    assert client.get(f"{submitting}nop/").status_code == 200, "it may be submitted again"


def test_whoever_does_not_list_sees_no_button_and_may_not_stop(here: Town, signed_in: SignIn) -> None:
    address = being_submitted(here)
    client = signed_in(here.appraiser)
    assert "Dừng nộp" not in client.get(address).content.decode()
    assert client.post(f"{address}dung/").status_code == 403
    with acting(NATION):
        assert not Stop.objects.exists()


def test_a_program_sees_how_far_it_is_and_stops_it(here: Town) -> None:
    key = being_submitted(here).split("/")[2]
    with acting(NATION):
        assert Upload.objects.get(pk=key).state == "submitting"
    call = Program(here.lister)
    assert json.loads(call.get(f"/lists/{key}").content)["progress"] is None
    assert json.loads(call.post(f"/lists/{key}/stop").content)["state"] == "read"
    problem(call.post(f"/lists/{key}/stop"), 409, "work_ended")
