"""Commune cashiers report beside the province: each office's report settles what is its own, and stands in nobody's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Entry, Statement
from ansinh.delivery.payments.settle import settle
from delivery.casework import Town, approved, officer, person, town
from delivery.payments.paying import banked, csv, filed, instructions, matches, settled, states

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db


def cashier(of: Town) -> Officer:
    return officer(f"cashier.{of.commune}", of.offices["commune"], Role.PAYER)


def reported(by: Officer, at: Town, content: bytes) -> tuple[Statement, bool]:
    with acting(by):
        return settle(content, "bao-cao.csv", by=by, at=at.later())


def test_one_report_of_two_communes_settles_in_each_what_is_its_own_and_at_the_province_the_rest() -> None:
    here, there = town(), town("10633")
    decisions = [approved(place, [person(number)]) for place, number in ((here, 1), (there, 2))]
    for place, decision in zip((here, there), decisions, strict=True):
        filed(place, decision)
    content = csv([(instructions(decision)[0], 1_500_000, "paid") for decision in decisions], account="")
    first, _ = reported(cashier(here), here, content)
    assert matches(first) == ["paid", "unknown"]
    assert [states(decision) for decision in decisions] == [["paid"], ["sent"]]
    assert reported(cashier(here), here, content)[1] is False
    second, new = reported(cashier(there), there, content)
    assert new
    assert matches(second) == ["unknown", "paid"]
    whole, new = settled(here, content)
    assert new
    assert matches(whole) == ["repeated", "repeated"]
    assert [states(decision) for decision in decisions] == [["paid"], ["paid"]]
    with acting(NATION):
        assert Entry.objects.filter(credit="paid").count() == 2


@pytest.mark.parametrize("account", ["", "9523301234567", "0001112223334"])
def test_a_cashier_settles_no_payment_of_the_provinces_bank_and_does_not_hold_it_up(account: str) -> None:
    here = town()
    decision = approved(here, [banked(1), person(2)])
    filed(here, decision)
    content = csv([(row, 1_500_000, "paid") for row in instructions(decision)], account=account)
    statement, _ = reported(cashier(here), here, content)
    assert matches(statement) == ["unknown", "paid"]
    assert states(decision) == ["sent", "paid"]
    settled(here, csv([(instructions(decision)[0], 1_500_000, "paid")]))
    assert states(decision) == ["paid", "paid"]
