"""The pages of retention periods: one proposes, another sees what will go and confirms; nobody else is let in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from ansinh.delivery.cases.models_retention import RetentionPeriod
from ansinh.delivery.offices.scope import NATION, acting
from delivery.cases.test_retention_periods import BASIS, LOOKED, here, ministry, phones
from delivery.casework import Town, approved, person

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

__all__ = ["here", "ministry"]
pytestmark = pytest.mark.django_db


def test_on_the_pages_one_proposes_and_another_sees_what_will_go_before_she_confirms(
    here: Town, ministry: dict[str, Officer], signed_in: Callable[[Officer], Client]
) -> None:
    approved(here, [person(1)])
    clerk, head = signed_in(ministry["clerk"]), signed_in(ministry["head"])
    assert "chưa xác nhận" in clerk.get(reverse("retention")).content.decode()
    page = reverse("retention_propose", args=["nq68", "contacts"])
    assert clerk.post(page, {"months": "", "basis": ""}).status_code == 422
    assert clerk.post(page, {"months": "24", "basis": BASIS}).status_code == 302
    clerk.post(reverse("retention_propose", args=["nq68", "ends"]), {"ends_on": "31/12/2021", "basis": BASIS})
    with acting(NATION):
        rows = {row.kind: row for row in RetentionPeriod.objects.all()}
    assert rows["ends"].ends_on == date(2021, 12, 31)
    address = reverse("retention_answer", args=[rows["contacts"].pk])
    assert clerk.get(address).status_code == 403
    shown = head.get(address).content.decode()
    assert BASIS in shown
    assert "không lấy lại được" in shown
    assert head.post(address, {"stands": "yes", "because": "ok"}).status_code == 422
    for row in rows.values():
        assert head.post(reverse("retention_answer", args=[row.pk]), {"stands": "yes", "because": LOOKED}).status_code == 302
    assert BASIS in head.get(reverse("retention")).content.decode()
    assert signed_in(here.lister).get(reverse("retention")).status_code == 403
    assert phones() == 1, "pages erase nothing; the night does"
