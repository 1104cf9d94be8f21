"""Money follows later decisions: what has not left never does, what went out comes back, what is due besides is paid, and nothing is edited."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, connection, transaction

from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.sign_revision import sign_revision
from ansinh.delivery.offices.models import Officer, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Entry, Recovery, RecoveryPart
from ansinh.delivery.payments.recover import recover, rest_of
from ansinh.delivery.payments.recovery_owners import hand_over_recovery, recoveries_without_owner
from ansinh.delivery.payments.sums import sums_of
from delivery.casework import Town, officer
from delivery.payments.paying import banked, corrected, drawn, filed, instructions, matches, open_repair, refiled, settled, states, told
from delivery.payments.paying import csv as statement
from delivery.revising import claims, correction, decided, patient, proposed, recoveries, revoked, signed
from simulation.truth import demand_evidence, demand_truth

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.cases.models_revisions import Revision

pytestmark = pytest.mark.django_db


def balance(decision: Decision) -> dict[str, int]:
    """Give what stands on each account for a decision."""
    found = dict.fromkeys(Entry.Account.values, 0)
    with acting(NATION):
        for entry in Entry.objects.filter(instruction__decision=decision):
            found[entry.debit] -= entry.amount_vnd
            found[entry.credit] += entry.amount_vnd
    return found


def agrees(decision: Decision) -> bool:
    with acting(NATION):
        return sums_of(decision.pk).agree()


def recovered(here: Town, recovery: Recovery) -> Recovery:
    with acting(here.payer):
        return recover(recovery.pk, returned_on=here.at.date(), evidence="Phiếu thu số 15", by=here.payer, at=here.later())


def test_what_is_revoked_before_it_is_instructed_is_never_instructed() -> None:
    here, decision = decided([banked(n) for n in range(1, 4)])
    revoked(here, decision, claims(decision)[1])
    assert drawn(here, decision) == 2
    assert agrees(decision)
    filed(here, decision)
    demand_truth()


def test_an_instruction_that_has_not_left_is_withdrawn_and_the_rest_is_filed() -> None:
    here, decision = decided([banked(n) for n in range(1, 4)])
    drawn(here, decision)
    revoked(here, decision, claims(decision)[0])
    assert states(decision) == ["withdrawn", "ready", "ready"]
    assert (agrees(decision), balance(decision)["instructed"]) == (True, 3_000_000)
    (file,) = refiled(here, decision)
    assert (file.instructions, file.amount_vnd) == (2, 3_000_000)
    assert drawn(here, decision) == 0
    line = settled(here, statement([(instructions(decision)[0], 1_500_000, "paid")], title="KQ-9"))[0]
    assert (states(decision)[0], matches(line)) == ("withdrawn", ["unknown"])
    demand_truth()
    demand_evidence()


def test_what_was_paid_has_to_come_back_before_a_named_payer_by_a_day_and_the_ledger_follows() -> None:
    here, decision = decided([banked(1), banked(2)])
    filed(here, decision)
    told(here, *[(row, "paid") for row in instructions(decision)])
    revision = revoked(here, decision, claims(decision)[0])
    (recovery,) = recoveries(decision)
    assert (recovery.owner, recovery.amount_vnd, recovery.revision_id, recovery.outcome) == (here.payer, 1_500_000, revision.pk, "")
    assert recovery.due_on > here.at.date() + timedelta(14)
    assert balance(decision) == {"budget": -3_000_000, "instructed": 0, "paid": 1_500_000, "owed": 1_500_000, "refund": 0}
    with acting(here.chair), pytest.raises(NotYours):
        recover(recovery.pk, returned_on=here.at.date(), evidence="Phiếu thu số 15", by=here.chair, at=here.later())
    recovered(here, recovery)
    assert balance(decision) == {"budget": -1_500_000, "instructed": 0, "paid": 1_500_000, "owed": 0, "refund": 0}
    with pytest.raises(AlreadyDone):
        recovered(here, recovery)
    assert agrees(decision)
    demand_truth()
    demand_evidence()


def part(here: Town, recovery: Recovery, vnd: int, evidence: str) -> Recovery:
    with acting(here.payer):
        return recover(recovery.pk, amount_vnd=vnd, returned_on=here.at.date(), evidence=evidence, by=here.payer, at=here.later())


def test_money_comes_back_part_by_part_each_by_its_paper_and_the_last_one_ends_it() -> None:
    here, decision = decided([banked(1), banked(2)])
    filed(here, decision)
    told(here, *[(row, "paid") for row in instructions(decision)])
    revoked(here, decision, claims(decision)[0])
    (recovery,) = recoveries(decision)
    assert part(here, recovery, 400_000, "PT 15").outcome == ""
    assert balance(decision) == {"budget": -2_600_000, "instructed": 0, "paid": 1_500_000, "owed": 1_100_000, "refund": 0}
    assert agrees(decision)
    with pytest.raises(AlreadyDone):
        part(here, recovery, 400_000, "PT 15")
    for wrong in (0, -1, 1_100_001):
        with pytest.raises(Refused) as refusal:
            part(here, recovery, wrong, "PT 16")
        assert refusal.value.code == "part_too_much"
    with acting(here.payer):
        assert rest_of(recovery) == 1_100_000
    for row in (
        {"outcome": "recovered", "done_at": here.at, "done_by": here.payer, "returned_on": here.at.date(), "evidence": "x"},
        {"office": here.lister.office},
    ):
        with acting(NATION), pytest.raises(IntegrityError), transaction.atomic():
            Recovery.objects.filter(pk=recovery.pk).update(**row)
    ended = recovered(here, recovery)
    assert (ended.outcome, ended.evidence, rest_of(ended)) == ("recovered", "Phiếu thu số 15", 0)
    assert balance(decision) == {"budget": -1_500_000, "instructed": 0, "paid": 1_500_000, "owed": 0, "refund": 0}
    assert agrees(decision)
    with acting(NATION):
        parts = RecoveryPart.objects.filter(recovery=recovery).order_by("pk")
        assert [(one.amount_vnd, one.evidence) for one in parts] == [(400_000, "PT 15"), (1_100_000, "Phiếu thu số 15")]
        place = {"province": recovery.province, "returned_on": here.at.date(), "entered_at": here.at, "entered_by": here.payer}
        with pytest.raises(IntegrityError), transaction.atomic():
            RecoveryPart.objects.create(**place, recovery=recovery, amount_vnd=1, evidence="PT 17")
        with pytest.raises(IntegrityError), transaction.atomic():
            parts.update(amount_vnd=1)
    demand_truth()
    demand_evidence()


def test_what_has_to_come_back_goes_from_a_payer_who_is_away_or_gone_to_whoever_pays_now() -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    told(here, *[(row, "paid") for row in instructions(decision)])
    revoked(here, decision)
    (recovery,) = recoveries(decision)
    assert recovery.office == here.payer.office
    assert recoveries_without_owner(at=here.at) == []
    with acting(NATION):
        Officer.objects.filter(pk=here.payer.pk).update(is_active=False)
    assert recoveries_without_owner(at=here.at) == [recovery.pk]
    assert not hand_over_recovery(recovery.pk, at=here.later()), "nobody else pays there yet"
    other = officer("chi-tra.hai", here.payer.office, Role.PAYER)
    assert hand_over_recovery(recovery.pk, at=here.later())
    assert not hand_over_recovery(recovery.pk, at=here.later())
    assert recoveries_without_owner(at=here.at) == []
    (held,) = recoveries(decision)
    assert (held.owner, held.due_on) == (other, recovery.due_on)
    with acting(other):
        assert recover(recovery.pk, returned_on=here.at.date(), evidence="Phiếu thu số 15", by=other, at=here.later()).outcome == "recovered"
    demand_evidence()


def test_of_what_is_on_its_way_the_recovery_waits_for_the_statement_and_ends_by_itself_when_it_failed() -> None:
    here, decision = decided([banked(1), banked(2)])
    filed(here, decision)
    revoked(here, decision)
    first, second = recoveries(decision)
    with pytest.raises(Refused) as refusal:
        recovered(here, first)
    assert refusal.value.code == "not_arrived"
    assert agrees(decision)
    told(here, (instructions(decision)[0], "paid"), (instructions(decision)[1], "AC01"))
    assert [row.outcome for row in recoveries(decision)] == ["", "came_back"]
    assert balance(decision) == {"budget": -1_500_000, "instructed": 0, "paid": 0, "owed": 1_500_000, "refund": 0}
    with acting(NATION):
        assert not second.instruction.__class__.objects.filter(repair__isnull=False).exists()
    told(here, (instructions(decision)[0], "AC04"), title="KQ-2")  # the bank takes back what it had said was paid
    assert [row.outcome for row in recoveries(decision)] == ["came_back", "came_back"]
    assert set(balance(decision).values()) == {0}
    demand_truth()


def test_what_failed_before_is_repaired_no_more() -> None:
    here, decision = decided([banked(1)])
    filed(here, decision)
    told(here, (instructions(decision)[0], "AC01"))
    repair = open_repair(decision)
    revoked(here, decision)
    with pytest.raises(AlreadyDone) as refusal:
        corrected(here, repair)
    assert refusal.value.code == "repair_dropped"
    assert states(decision) == ["failed"]
    assert agrees(decision)
    demand_truth()


@pytest.mark.parametrize("until", ["drawn", "filed", "paid"])
def test_a_higher_amount_is_paid_by_its_difference_or_anew_where_nothing_left(until: str) -> None:
    here, decision = decided([patient(1)], policy="nq68-08")
    drawn(here, decision) if until == "drawn" else filed(here, decision)
    if until == "paid":
        told(here, (instructions(decision)[0], "paid"))
    signed(here, correction(here, decision, claims(decision)[0], {"f0_days": 20}))
    assert drawn(here, decision) == 1
    assert drawn(here, decision) == 0
    rows = [(row.state, row.amount_vnd) for row in instructions(decision)]
    went = {"drawn": "withdrawn", "filed": "sent", "paid": "paid"}[until]
    assert rows == [(went, 1_120_000), ("ready", 1_600_000 if until == "drawn" else 480_000)]
    refiled(here, decision)
    told(here, *[(row, "paid") for row in instructions(decision) if row.state == "sent"], title="KQ-3")
    assert (balance(decision)["paid"], agrees(decision), recoveries(decision)) == (1_600_000, True, [])
    demand_truth()


def test_a_lower_amount_brings_the_difference_back_and_a_second_correction_pays_it_again() -> None:
    here, decision = decided([patient(1)], policy="nq68-08")
    filed(here, decision)
    told(here, (instructions(decision)[0], "paid"))
    signed(here, correction(here, decision, claims(decision)[0], {"f0_days": 10}))
    (recovery,) = recoveries(decision)
    assert (recovery.amount_vnd, drawn(here, decision)) == (320_000, 0)
    recovered(here, recovery)
    signed(here, correction(here, decision, claims(decision)[0], {"f0_days": 14}))
    assert drawn(here, decision) == 1
    assert [row.amount_vnd for row in instructions(decision)] == [1_120_000, 320_000]
    refiled(here, decision)
    told(here, (instructions(decision)[1], "paid"), title="KQ-4")
    assert (balance(decision)["paid"], agrees(decision)) == (1_120_000, True)
    revoked(here, decision)  # all of it comes back, the latest payment first
    assert [row.amount_vnd for row in recoveries(decision)[1:]] in ([320_000, 800_000], [800_000, 320_000])
    demand_truth()


def test_a_corrected_account_is_the_one_that_is_paid() -> None:
    here, decision = decided([banked(1)])
    drawn(here, decision)
    signed(here, correction(here, decision, claims(decision)[0], account_number="2000000007", bank_name="Vietcombank"))
    assert (states(decision), drawn(here, decision)) == (["withdrawn"], 1)
    assert [row.account_number for row in instructions(decision)] == ["1000000001", "2000000007"]
    refiled(here, decision)
    demand_truth()


def test_the_database_lets_no_later_decision_be_signed_without_its_money_nor_a_revoked_claim_be_paid() -> None:
    here, decision = decided([banked(1), banked(2)])
    drawn(here, decision)
    revision = proposed(here, decision, claims(decision)[0])
    with acting(here.chair), pytest.raises(IntegrityError, match="money does not follow"):
        _sign_without_money(here, revision)
    signed(here, revision)
    demand_truth()
    with acting(NATION), pytest.raises(IntegrityError, match="stands approved"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO payments_instruction (id, province, district, commune, claim_id, decision_id, attempt, channel, payee, bank_name, account_number, amount_vnd, state, made_at)
            SELECT ansinh_key(), province, district, commune, claim_id, decision_id, 9, channel, payee, bank_name, account_number, amount_vnd, 'ready', made_at
            FROM payments_instruction WHERE state = 'withdrawn'"""
        )
    with acting(NATION), pytest.raises(IntegrityError, match="was decided"), transaction.atomic():
        Claim.objects.filter(state="revoked").update(state="approved")


def _sign_without_money(here: Town, revision: Revision) -> None:
    with transaction.atomic():
        sign_revision(revision.pk, by=here.chair, at=here.later())
        connection.check_constraints()
