"""What comes back of a payment beyond what was paid is the person's: set aside, before a named payer by a day, until she has it again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.delivery.cases.own_data import own_data
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.give_back import give_back
from ansinh.delivery.payments.models import Entry, RecoveryPart, Refund
from ansinh.delivery.payments.recover import rest_of
from ansinh.delivery.payments.recovery_owners import hand_over_refund, refunds_without_owner
from ansinh.policy.calendar import vietnam_calendar
from delivery.casework import Town, officer
from delivery.payments.paying import banked, drawn, filed, instructions, refiled, told
from delivery.payments.test_later_decisions import agrees, balance, part
from delivery.revising import claims, correction, decided, followed, patient, recoveries, revoked, signed
from simulation.truth import demand_evidence, demand_truth

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.payments.models import Recovery

pytestmark = pytest.mark.django_db
NOTHING = {"budget": 0, "instructed": 0, "paid": 0, "owed": 0, "refund": 0}


def to_come_back() -> tuple[Town, Decision, Recovery]:
    """Pay one person and revoke it."""
    here, decision = decided([banked(1)])
    filed(here, decision)
    told(here, (instructions(decision)[0], "paid"))
    revoked(here, decision)
    return here, decision, recoveries(decision)[0]


def refunds() -> list[Refund]:
    with acting(NATION):
        return list(Refund.objects.select_related("owner__office").order_by("pk"))


def given_back(here: Town, refund: Refund, *, by: Officer | None = None, evidence: str = "Phiếu chi 7", days: int = 10) -> Refund:
    by, day = by or here.payer, here.at.date()
    with acting(by):
        return give_back(refund.pk, given_on=day + timedelta(days), evidence=evidence, by=by, at=here.later() + timedelta(days))


def test_a_part_that_was_returned_before_the_bank_took_the_payment_back_is_owed_to_the_person() -> None:
    here, decision, recovery = to_come_back()
    part(here, recovery, 400_000, "PT 15")
    part(here, recovery, 100_000, "PT 16")
    assert refunds() == []
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    (refund,) = refunds()
    assert (refund.amount_vnd, refund.owner, refund.office, refund.done_at) == (500_000, here.payer, here.payer.office, None)
    assert refund.due_on == vietnam_calendar().due_on(here.at.date(), 5)
    assert balance(decision) == {**NOTHING, "paid": -500_000, "refund": 500_000}, "the budget holds what it had; she is owed what she gave"
    assert (agrees(decision), [row.outcome for row in recoveries(decision)], rest_of(recoveries(decision)[0])) == (True, ["came_back"], 0)
    demand_truth()
    given_back(here, refund)
    assert (balance(decision), agrees(decision)) == (NOTHING, True)
    with pytest.raises(AlreadyDone):
        given_back(here, refund)
    with acting(NATION):
        assert Event.objects.filter(subject=refund.pk).count() == 2
    demand_truth()
    demand_evidence()
    followed(here)


def test_a_part_that_somebody_hands_over_after_the_bank_took_the_payment_back_is_owed_from_that_moment() -> None:
    here, decision, recovery = to_come_back()
    part(here, recovery, 400_000, "PT 15")
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    part(here, recovery, 300_000, "PT 16")
    assert [one.amount_vnd for one in refunds()] == [400_000, 300_000]
    assert (balance(decision), agrees(decision)) == ({**NOTHING, "paid": -700_000, "refund": 700_000}, True)
    with pytest.raises(AlreadyDone):
        part(here, recovery, 300_000, "PT 16")
    with pytest.raises(Refused):
        part(here, recovery, 800_001, "PT 17")
    for refund in refunds():
        given_back(here, refund)
    assert balance(decision) == NOTHING
    demand_truth()
    demand_evidence()
    followed(here)


def test_what_had_come_back_whole_is_owed_too_and_what_is_still_due_is_paid_anew() -> None:
    here, decision = decided([patient(1)], policy="nq68-08")
    filed(here, decision)
    told(here, (instructions(decision)[0], "paid"))
    signed(here, correction(here, decision, claims(decision)[0], {"f0_days": 10}))
    (recovery,) = recoveries(decision)
    part(here, recovery, 320_000, "PT 15")
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    (refund,) = refunds()
    assert (refund.amount_vnd, [row.outcome for row in recoveries(decision)], agrees(decision)) == (320_000, ["recovered"], True)
    with pytest.raises(AlreadyDone):
        part(here, recovery, 1, "PT 16")
    assert drawn(here, decision) == 1
    refiled(here, decision)
    told(here, (instructions(decision)[1], "paid"), title="KQ-3")
    given_back(here, refund)
    assert (balance(decision), agrees(decision)) == ({**NOTHING, "budget": -800_000, "paid": 800_000}, True)
    demand_truth()
    followed(here)


def test_of_a_payment_that_never_arrived_nothing_is_taken() -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    revoked(here, decision)
    told(here, (instructions(decision)[0], "AC01"))
    with pytest.raises(AlreadyDone):
        part(here, recoveries(decision)[0], 1, "PT 16")
    assert refunds() == []


def test_only_its_owner_gives_back_by_a_paper_and_not_before_the_bank_did() -> None:
    here, decision, recovery = to_come_back()
    part(here, recovery, 400_000, "PT 15")
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    (refund,) = refunds()
    with pytest.raises(NotYours):
        given_back(here, refund, by=here.appraiser)
    for wrong, code in (({"evidence": " "}, "evidence_missing"), ({"days": -90}, "given_when")):
        with pytest.raises(Refused) as refusal:
            given_back(here, refund, **wrong)
        assert refusal.value.code == code
    other = officer("chi-tra.hai", here.payer.office, Role.PAYER)
    with acting(NATION):
        assert refunds_without_owner(at=here.at) == []
        Officer.objects.filter(pk=here.payer.pk).update(is_active=False)
    assert refunds_without_owner(at=here.at) == [refund.pk]
    assert hand_over_refund(refund.pk, at=here.later())
    assert not hand_over_refund(refund.pk, at=here.later())
    assert [one.owner for one in refunds()] == [other]
    given_back(here, refund, by=other)
    assert not hand_over_refund(refund.pk, at=here.later())
    demand_evidence()


def test_she_finds_in_her_own_data_what_is_owed_to_her() -> None:
    here, decision, recovery = to_come_back()
    part(here, recovery, 400_000, "PT 15")
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    (refund,) = refunds()
    with acting(NATION):
        found = own_data(claims(decision)[0].receipt, "0001", at=here.later())
    assert found is not None
    assert found["to_be_given_back"] == [{"amount_vnd": 400_000, "due_on": refund.due_on, "given_on": None}]


def test_the_database_keeps_what_is_owed_and_what_came_back_beyond_equal() -> None:
    here, decision, recovery = to_come_back()
    part(here, recovery, 400_000, "PT 15")
    place = {"province": "30", "district": recovery.district, "commune": recovery.commune}
    row = {**place, "recovery": recovery, "amount_vnd": 1, "office": here.payer.office, "owner": here.payer, "opened_at": here.at, "due_on": here.at.date()}
    with acting(NATION), pytest.raises(IntegrityError, match="beyond what was paid"):
        _at_once(lambda: Refund.objects.create(**row))
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
    late = {**place, "recovery": recovery, "amount_vnd": 1, "returned_on": here.at.date(), "evidence": "PT 99", "entered_at": here.at, "entered_by": here.payer}
    with acting(NATION), pytest.raises(IntegrityError, match="beyond what was paid"):
        _at_once(lambda: RecoveryPart.objects.create(**late))
    (refund,) = refunds()
    for change in ({"amount_vnd": 1}, {"due_on": here.at.date()}, {"done_at": here.at}):
        with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
            Refund.objects.filter(pk=refund.pk).update(**change)
    given_back(here, refund)
    with acting(NATION), pytest.raises(IntegrityError, match="stands as"), transaction.atomic():
        Refund.objects.filter(pk=refund.pk).update(owner=here.chair)
    with acting(NATION), pytest.raises(IntegrityError, match="set_aside"), transaction.atomic():
        Entry.objects.create(**place, instruction=recovery.instruction, debit="budget", credit="refund", amount_vnd=1, at=here.at)


def _at_once(row: object) -> None:
    with transaction.atomic():
        assert callable(row)
        row()
        connection.check_constraints()


@st.composite
def histories(draw: st.DrawFn) -> list[str]:
    """Draw in which order parts are brought, the bank takes the payment back, and what is owed is given back."""
    events = draw(st.lists(st.sampled_from(["part", "give"]), min_size=1, max_size=5))
    events.insert(draw(st.integers(0, len(events))), "bank")
    return events


def test_in_whatever_order_the_budget_never_holds_more_than_it_should_and_the_sums_agree() -> None:
    here, decision, recovery = to_come_back()

    @settings(max_examples=12)
    @given(histories())
    def always(events: list[str]) -> None:
        with transaction.atomic():
            _live(here, decision, recovery, events)
            transaction.set_rollback(True)

    always()


def _live(here: Town, decision: Decision, recovery: Recovery, events: list[str]) -> None:
    brought = returned = 0
    taken = False
    for number, event in enumerate(events):
        waiting = [one for one in refunds() if one.done_at is None]
        if event == "part":
            part(here, recovery, 250_000, f"PT số {number}")
            brought += 250_000
        elif event == "bank":
            told(here, (instructions(decision)[0], "AC04"), title="KQ-2")
            taken = True
        elif waiting:
            returned += given_back(here, waiting[0]).amount_vnd
        owed = sum(one.amount_vnd for one in refunds() if one.done_at is None)
        assert owed == (brought - returned if taken else 0)
        assert balance(decision)["budget"] == (0 if taken else brought - 1_500_000)
        assert (balance(decision)["refund"], balance(decision)["owed"]) == (owed, 0 if taken else 1_500_000 - brought)
        assert agrees(decision)
    demand_truth()
