"""Instructions are drawn once from a decision in force, by who pays and did not decide; the database refuses a second live one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.cases.models import Decision
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Assignment, Role
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.files import make_files
from ansinh.delivery.payments.instruct import instruct
from ansinh.delivery.payments.models import Entry, Instruction
from ansinh.delivery.payments.settle import settle
from ansinh.delivery.payments.sums import sums_of
from delivery.casework import MORNING, approved, person, town
from delivery.payments.paying import banked, corrected, csv, decided, drawn, filed, instructions, open_repair, states, told

if TYPE_CHECKING:
    from delivery.casework import Town

AGAIN = """
    INSERT INTO payments_instruction (id, province, district, commune, claim_id, decision_id, attempt, channel, payee, bank_name, account_number, amount_vnd, state, made_at)
    SELECT %s, province, district, commune, claim_id, decision_id, attempt + 7, channel, payee, bank_name, account_number, amount_vnd, 'ready', made_at
    FROM payments_instruction LIMIT 1"""


def since_then(here: Town, role: str, held: str) -> None:
    """Have an officer hold another role from the morning on, and her own no longer."""
    Assignment.objects.filter(officer=here.officers[role]).update(held=DateRange(None, MORNING.date()))
    Assignment.objects.create(officer=here.officers[role], office=here.officers[role].office, role=held, held=DateRange(MORNING.date(), None), basis="QĐ 02")


@pytest.mark.django_db
def test_each_approved_claim_gets_one_instruction_for_its_whole_amount_and_the_sums_agree() -> None:
    here, decision = decided(bank=2, cash=1)
    assert drawn(here, decision) == 3
    rows = instructions(decision)
    assert [row.channel for row in rows] == ["bank", "bank", "cash"]
    assert all(row.amount_vnd == row.claim.amount_vnd and isinstance(row.amount_vnd, int) for row in rows)
    with acting(NATION):
        sums = sums_of(decision.pk)
    assert sums.agree()
    assert (sums.live, sums.live_vnd) == (3, decision.amount_vnd) == (3, 4_500_000)


@pytest.mark.django_db
def test_instructing_twice_draws_nothing_new_and_enters_nothing_new() -> None:
    here, decision = decided()
    drawn(here, decision)
    with acting(NATION):
        before = (Instruction.objects.count(), Entry.objects.count(), Event.objects.count())
    assert drawn(here, decision) == 0
    with acting(NATION):
        assert (Instruction.objects.count(), Entry.objects.count(), Event.objects.count()) == before


@pytest.mark.django_db
@pytest.mark.parametrize("otherwise", ["post", "cash"])
def test_whoever_has_no_account_or_no_bank_or_a_number_that_is_none_is_paid_by_post_or_in_cash(otherwise: str) -> None:
    here = town()
    odd = [person(1), person(2, account_number="0123456789"), person(3, bank_name="Agribank"), person(4, account_number="không có", bank_name="Agribank")]
    odd += [person(5, account_number="1 . 2", bank_name="Agribank"), banked(6)]
    decision = approved(here, odd)
    files = filed(here, decision, otherwise=otherwise)
    assert [row.channel for row in instructions(decision)] == [otherwise] * 5 + ["bank"]
    assert {file.channel: file.instructions for file in files} == {"bank": 1, otherwise: 5}


@pytest.mark.django_db
@pytest.mark.parametrize("otherwise", ["bank", "", "cheque"])
def test_those_without_an_account_can_be_paid_by_post_or_cash_only(otherwise: str) -> None:
    here, decision = decided()
    with pytest.raises(Refused) as refusal:
        drawn(here, decision, otherwise=otherwise)
    assert refusal.value.code == "channel_unknown"
    assert states(decision) == []


@pytest.mark.django_db
def test_whoever_signed_the_decision_neither_instructs_nor_makes_files_even_with_the_role_to_pay() -> None:
    here, decision = decided()
    since_then(here, "chair", Role.PAYER)
    with acting(here.chair), pytest.raises(NotYours) as refusal:
        instruct(decision.pk, by=here.chair, at=here.later())
    assert refusal.value.code == "signer_pays"
    drawn(here, decision)
    with acting(here.chair), pytest.raises(NotYours):
        make_files(decision.pk, by=here.chair, at=here.later())
    assert set(states(decision)) == {"ready"}


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["lister", "appraiser", "chair"])
def test_an_officer_without_the_role_to_pay_neither_instructs_nor_files_nor_settles(role: str) -> None:
    here, decision = decided()
    who = here.officers[role]
    for deed in (instruct, make_files):
        with acting(who), pytest.raises(NotYours):
            deed(decision.pk, by=who, at=here.later())
    with acting(who), pytest.raises(NotYours):
        settle(csv([("x", 1, "paid")]), "x.csv", by=who, at=here.later())
    assert states(decision) == []


@pytest.mark.django_db
def test_a_payer_of_another_province_finds_no_such_decision() -> None:
    here, decision = decided()
    there = town("26734", "760", "79")
    for deed in (instruct, make_files):
        with acting(there.payer), pytest.raises(Decision.DoesNotExist):
            deed(decision.pk, by=there.payer, at=here.later())
        with acting(NATION), pytest.raises(Decision.DoesNotExist):  # the first wall alone holds too
            deed(decision.pk, by=there.payer, at=here.later())
    assert states(decision) == []


@pytest.mark.django_db
@pytest.mark.parametrize("until", ["ready", "sent", "paid", "reissued"])
def test_the_database_refuses_the_application_a_second_live_instruction_of_a_claim(until: str) -> None:
    here, decision = decided(bank=1, cash=0)
    _bring(here, decision, until)
    with acting(NATION), pytest.raises(IntegrityError, match="instruction_one_live_a_claim"), transaction.atomic():
        _insert_again()
    assert len([state for state in states(decision) if state != "failed"]) == 1


def test_the_database_refuses_even_its_owner_a_second_live_instruction(owner_connection: psycopg.Connection[Any]) -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    with pytest.raises(psycopg.errors.UniqueViolation, match="instruction_one_live_a_claim"):
        owner_connection.execute(AGAIN, [uuid4()])


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["amount_vnd = 9", "payee = 'Người khác'", "account_number = '666'", "state = 'paid', settled_on = '2021-08-10'"])
def test_an_instruction_can_be_changed_in_nothing_but_its_next_state(change: str) -> None:
    here, decision = decided(bank=1, cash=0)
    drawn(here, decision)
    from django.db import connection

    with acting(NATION), pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE payments_instruction SET {change}")  # noqa: S608 - the examples above
    assert states(decision) == ["ready"]


def _bring(here: Town, decision: Decision, until: str) -> None:
    drawn(here, decision)
    if until == "ready":
        return
    filed(here, decision)
    if until == "paid":
        told(here, (instructions(decision)[0], "paid"))
    if until == "reissued":
        told(here, (instructions(decision)[0], "AC01"))
        corrected(here, open_repair(decision))


def _insert_again() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(AGAIN.replace("LIMIT 1", "WHERE state <> 'failed' LIMIT 1"), [uuid4()])
