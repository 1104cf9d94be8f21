"""What came back of a payment beyond what was paid is on the pages of who has to give it back, and of nobody of another place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.utils import timezone

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.escalate import escalate
from ansinh.delivery.payments.models import Refund
from delivery.casework import officer, town
from delivery.payments.paying import banked, filed, instructions, told
from delivery.revising import claims, decided, recoveries, revoked
from doors.web.test_later_decisions_on_pages import page

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], Client]


def test_what_came_back_twice_is_on_the_desk_the_claim_and_the_pages_of_money_until_she_has_it_again(signed_in: SignIn) -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    told(here, (instructions(decision)[0], "paid"))
    revoked(here, decision)
    (recovery,) = recoveries(decision)
    client = signed_in(here.payer)
    address = f"/chi-tra/thu-hoi/{recovery.pk}/"
    day = timezone.localdate().strftime("%d/%m/%Y")
    client.post(address, {"amount_vnd": "400000", "returned_on": day, "evidence": "PT 15"})
    assert "Người nhận vẫn nộp tiền" not in page(client, address)
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    assert "Người nhận vẫn nộp tiền" in page(client, address)
    client.post(address, {"amount_vnd": "100000", "returned_on": day, "evidence": "PT 16"})
    with acting(NATION):
        first, second = Refund.objects.order_by("pk")
    claim = claims(decision)[0]
    shown_on = ("/ban-lam-viec/", "/chi-tra/", address, f"/ho-so/{claim.dossier_id}/nguoi/{claim.pk}/")
    for where in shown_on:
        for row in (first, second):
            assert f"/chi-tra/tra-lai/{row.pk}/" in page(client, where), where
    assert f"/chi-tra/tra-lai/{first.pk}/" not in page(signed_in(here.appraiser), shown_on[3]), "who may not open it is given no link"
    there = signed_in(town("26734", "760", "79").payer)
    assert there.get(f"/chi-tra/tra-lai/{first.pk}/").status_code == 404
    assert client.post(f"/chi-tra/tra-lai/{first.pk}/", {"given_on": day, "evidence": ""}).status_code == 422
    assert client.post(f"/chi-tra/tra-lai/{first.pk}/", {"given_on": "01/01/2020", "evidence": "PC 77"}).status_code == 409
    client.post(f"/chi-tra/tra-lai/{first.pk}/", {"given_on": day, "evidence": "Phiếu chi 77"})
    assert "Phiếu chi 77" in page(client, f"/chi-tra/tra-lai/{first.pk}/")
    assert f"/chi-tra/tra-lai/{first.pk}/" not in page(client, "/chi-tra/")


def test_late_money_stands_on_the_desk_of_the_head_it_was_told_to_who_opens_it_and_nothing_else_of_money(signed_in: SignIn) -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    told(here, (instructions(decision)[0], "paid"))
    revoked(here, decision)
    (recovery,) = recoveries(decision)
    head = officer("chu.tich", here.offices["province"], Role.CHIEF)
    with acting(NATION):
        assert escalate("30", at=here.at + timedelta(days=40)) == 4
    client, address = signed_in(head), f"/chi-tra/thu-hoi/{recovery.pk}/"
    desk = page(client, "/ban-lam-viec/")
    assert "Khoản thu hồi, trả lại chậm báo tới ông/bà" in desk
    assert address in desk
    opened = page(client, address)
    assert f"Báo cấp tỉnh: {head.full_name}" in opened
    assert 'href="/chi-tra/"' not in opened
    assert client.get("/chi-tra/").status_code == 403
    assert "báo tới ông/bà" not in page(signed_in(here.payer), "/ban-lam-viec/"), "her own delay is told to others"
