"""The code on a decision proves the paper and tells nothing about anybody in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ansinh.doors.web.public import verify
from delivery.casework import approved, person, town

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_code_of_a_decision_gives_its_number_day_and_sum_but_no_name(client: Client) -> None:
    decision = approved(town(), [person(1), person(2)])
    page = client.get(f"/xac-minh/{decision.verification}").content.decode()
    assert "Quyết định có thật" in page
    assert decision.number in page
    assert "3.000.000 đồng" in page
    assert "Nguyễn Thị Hoa" not in page


@pytest.mark.parametrize("code", ["0000-0000-000", "x", "<b>"])
def test_a_code_of_no_decision_is_said_to_be_none(client: Client, code: str) -> None:
    page = client.get(f"/xac-minh/{code}")
    assert page.status_code == 404
    assert "Không có văn bản mang mã này" in page.content.decode()


def test_codes_cannot_be_tried_without_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "PER_CALLER", (2, 600))
    assert [client.get("/xac-minh/0000-0000-000").status_code for _try in range(3)] == [404, 404, 429]
