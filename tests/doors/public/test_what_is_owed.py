"""Whoever has to give money back, or gets some back, finds on the page of her claim how much, with whom, until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from delivery.payments.paying import banked, filed, instructions, told
from delivery.payments.test_later_decisions import part
from delivery.payments.test_refunds import given_back, refunds, to_come_back
from delivery.revising import claims, decided, revoked

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.cases.models import Decision

pytestmark = pytest.mark.django_db


def page(client: Client, decision: Decision) -> str:
    response = client.post("/tra-cuu/", {"code": claims(decision)[0].receipt, "birth_year": 1987})
    return " ".join(response.content.decode().split())


def test_money_to_be_given_back_is_told_with_officer_day_and_what_is_left(client: Client) -> None:
    here, decision, recovery = to_come_back()
    shown = page(client, decision)
    assert "Cần hoàn lại 1.500.000" in shown
    assert f"Nộp cho <strong>{recovery.owner}</strong>, {recovery.office.name}, hạn" in shown
    assert "cơ quan chi trả sẽ liên hệ" not in shown
    part(here, recovery, 400_000, "PT 15")
    assert "Cần hoàn lại 1.100.000" in (shown := page(client, decision))
    assert "Trong tổng số 1.500.000 đồng đã hoàn lại 400.000 đồng." in shown
    part(here, recovery, 1_100_000, "PT 16")
    assert "Đã hoàn lại đủ 1.500.000" in page(client, decision)


def test_of_money_that_has_not_arrived_nothing_is_asked_yet(client: Client) -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    revoked(here, decision)
    shown = page(client, decision)
    assert "Cần hoàn lại" not in shown
    assert "Nếu đã nhận tiền, cơ quan chi trả sẽ liên hệ" in shown


def test_money_that_is_hers_again_is_told_and_that_it_was_given(client: Client) -> None:
    here, decision, recovery = to_come_back()
    part(here, recovery, 400_000, "PT 15")
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    (refund,) = refunds()
    shown = page(client, decision)
    assert "Ông/bà được trả lại 400.000" in shown
    assert f"Người trả lại: <strong>{refund.owner}</strong>, {refund.owner.office.name}, hạn" in shown
    assert "Cần hoàn lại" not in shown
    given_back(here, refund)
    assert "Đã trả lại ông/bà 400.000" in page(client, decision)


def test_a_claim_without_later_decisions_asks_nothing_about_it(client: Client) -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    told(here, (instructions(decision)[0], "paid"))
    shown = page(client, decision)
    assert "hoàn lại" not in shown
    assert "Đã nhận tiền" in shown
