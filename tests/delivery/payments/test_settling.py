"""What bank, post or cashier report settles each instruction once; whatever does not fit is kept, said, and moves no money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from psycopg.types.range import DateRange

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.models import Assignment, Role
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import queries
from ansinh.delivery.payments.models import Entry, Instruction, Repair, Statement, StatementLine
from ansinh.delivery.payments.repair import reissue
from ansinh.delivery.payments.settle import settle
from ansinh.delivery.payments.sums import sums_of
from ansinh.papers.bank import sandbox
from ansinh.papers.bank.refusal import StatementRefused
from delivery.casework import MORNING, approved, town
from delivery.payments.paying import (
    FUND,
    banked,
    content,
    corrected,
    csv,
    decided,
    drawn,
    filed,
    instructions,
    matches,
    open_repair,
    refiled,
    settled,
    states,
    told,
)

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Decision


def money(decision: Decision) -> tuple[int, int]:
    """Give what the ledger says was paid, and what left the budget."""
    with acting(NATION):
        rows = list(Entry.objects.filter(instruction__decision=decision))
        paid = sum(row.amount_vnd if row.credit == "paid" else -row.amount_vnd if row.debit == "paid" else 0 for row in rows)
        out = sum(row.amount_vnd if row.debit == "budget" else -row.amount_vnd if row.credit == "budget" else 0 for row in rows)
    return paid, out


@pytest.mark.django_db
def test_the_bank_pays_some_and_returns_some_with_a_reason_and_an_owner_to_put_it_right() -> None:
    here, decision = decided(bank=2, cash=1)
    bank = next(file for file in filed(here, decision) if file.channel == "bank")
    first, second, _ = instructions(decision)
    answer = sandbox.answer(content(bank), at=here.at, booked_on=here.at.date(), failing={second.pk.hex: "AC04"})
    statement, new = settled(here, answer.camt053, "sao-ke.xml")
    assert new
    assert states(decision) == ["paid", "failed", "sent"]
    assert money(decision) == (1_500_000, 3_000_000)
    repair = open_repair(decision)
    assert (repair.instruction_id, repair.owner_id) == (second.pk, here.payer.pk)
    assert repair.due_on > here.at.date()
    with acting(NATION):
        assert queries.reason_of(repair.instruction).startswith("AC04 ")
        assert queries.line_sums(statement) == {"paid": 2, "failed": 1}
        assert Instruction.objects.get(pk=first.pk).settled_on == here.at.date()
        assert sums_of(decision.pk).agree()


@pytest.mark.django_db
def test_the_same_bytes_under_another_name_are_the_same_statement() -> None:
    here, decision = decided()
    filed(here, decision)
    answer = csv([(row, row.amount_vnd, "paid") for row in instructions(decision)])
    statement, new = settled(here, answer)
    with acting(NATION):
        before = (Statement.objects.count(), StatementLine.objects.count(), Entry.objects.count(), Event.objects.count())
    again, anew = settled(here, answer, "tên khác.csv")
    with acting(NATION):
        assert (Statement.objects.count(), StatementLine.objects.count(), Entry.objects.count(), Event.objects.count()) == before
    assert (new, anew, again.pk) == (True, False, statement.pk)


@pytest.mark.django_db
def test_the_same_lines_in_another_file_settle_nothing_again() -> None:
    here, decision = decided(bank=2, cash=0)
    filed(here, decision)
    rows = instructions(decision)
    told(here, (rows[0], "paid"), (rows[1], "AC01"))
    before = money(decision)
    again = told(here, (rows[1], "AC01"), (rows[0], "paid"), title="KQ-2")
    assert matches(again) == []  # the lines stand already, under the statement that brought them first
    other_day = settled(here, csv([(rows[0], 1_500_000, "paid"), (rows[1], 1_500_000, "AC01")], title="KQ-3", day="11/08/2021"))[0]
    assert matches(other_day) == ["repeated", "repeated"]
    assert (states(decision), money(decision)) == (["paid", "failed"], before)


@pytest.mark.django_db
def test_the_bank_message_and_its_table_of_the_same_payments_settle_them_once() -> None:
    here, decision = decided(bank=2, cash=0)
    (bank,) = filed(here, decision)
    answer = sandbox.answer(content(bank), at=here.at, booked_on=here.at.date())
    settled(here, answer.camt053, "a.xml")
    table, new = settled(here, answer.csv, "a.csv")
    assert new
    assert matches(table) == []  # the same lines, whatever form they come in
    assert money(decision) == (3_000_000, 3_000_000)


@pytest.mark.django_db
def test_a_line_of_a_wrong_amount_an_unknown_instruction_or_no_instruction_is_kept_and_settles_nothing() -> None:
    here, decision = decided(bank=2, cash=0)
    filed(here, decision)
    first, second = instructions(decision)
    lines = [(first, 1_499_999, "paid"), (second, 1, "AC01"), (str(uuid4()), 1_500_000, "paid"), ("KHONG-CO", 1_500_000, "paid")]
    statement, _ = settled(here, csv(lines))
    assert matches(statement) == ["amount", "amount", "unknown", "unknown"]
    assert states(decision) == ["sent", "sent"]
    assert money(decision) == (0, 3_000_000)
    with acting(NATION):
        assert {line.match for line in queries.lines_of(statement, match=queries.ODD).rows} == {"amount", "unknown"}  # shown to a human first
        assert not Repair.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", ["paid", "AC01"])
def test_a_line_of_a_wrong_amount_does_not_stand_in_the_way_of_the_right_one(outcome: str) -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    (row,) = instructions(decision)
    for amounts, found in (((1, row.amount_vnd), ["amount", "settled"]), ((row.amount_vnd, 2), ["settled", "amount"])):
        with transaction.atomic():
            statement, _ = settled(here, csv([(row, amount, outcome) for amount in amounts]))
            state = "paid" if outcome == "paid" else "failed"
            assert matches(statement) == [state if match == "settled" else match for match in found]
            assert states(decision) == [state]
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_line_that_came_before_does_not_stand_in_the_way_of_a_new_one() -> None:
    here, decision = decided(bank=1, cash=0)
    drawn(here, decision)
    (row,) = instructions(decision)
    told(here, (row, "paid"))  # before it was sent
    refiled(here, decision)
    statement, _ = settled(here, csv([(row, row.amount_vnd, "paid")] * 2, title="KQ-2"))
    assert matches(statement) == ["paid"]
    assert states(decision) == ["paid"]


@pytest.mark.django_db
@pytest.mark.parametrize("outcome", ["paid", "AC01"])
def test_a_line_for_an_instruction_that_was_never_sent_settles_nothing_and_says_so(outcome: str) -> None:
    here, decision = decided(bank=1, cash=0)
    drawn(here, decision)
    statement = told(here, (instructions(decision)[0], outcome))
    assert matches(statement) == ["unknown"]
    assert states(decision) == ["ready"]
    with acting(NATION):
        assert "chưa được gửi" in StatementLine.objects.get(statement=statement).reason


@pytest.mark.django_db
def test_a_statement_of_another_account_settles_no_bank_payment_and_says_which_account_it_is() -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    (row,) = instructions(decision)
    statement = told(here, (row, "paid"), account="0001112223334")
    assert matches(statement) == ["unknown"]
    assert (states(decision), money(decision)) == (["sent"], (0, 1_500_000))
    with acting(NATION):
        assert "0001112223334" in StatementLine.objects.get(statement=statement).reason
    told(here, (row, "paid"), account=" ".join((FUND[:4], FUND[4:])))  # the programme's own, written with a gap
    assert states(decision) == ["paid"]


@pytest.mark.django_db
def test_a_statement_of_another_province_settles_nothing_here() -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    there = town("26734", "760", "79")
    statement = told(there, (instructions(decision)[0], "paid"))
    assert matches(statement) == ["unknown"]
    assert states(decision) == ["sent"]
    with acting(NATION):
        assert StatementLine.objects.get(statement=statement).instruction_id is None


@pytest.mark.django_db
@pytest.mark.parametrize("order", [("paid", "AC01"), ("AC01", "paid")])
@pytest.mark.parametrize("statements", [1, 2])
def test_money_that_was_paid_and_then_came_back_is_failed_and_back_in_the_budget(order: tuple[str, str], statements: int) -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    (row,) = instructions(decision)
    if statements == 1:
        told(here, *((row, outcome) for outcome in order))
    else:
        for outcome in order:
            told(here, (row, outcome), title=outcome)
    assert states(decision) == ["failed"]
    assert money(decision) == (0, 0)
    corrected(here, open_repair(decision))
    refiled(here, decision)
    told(here, (instructions(decision)[1], "paid"), title="KQ-9")
    assert states(decision) == ["failed", "paid"]
    assert money(decision) == (1_500_000, 1_500_000)


@pytest.mark.django_db
def test_a_corrected_payment_is_re_issued_once_and_a_paid_claim_never() -> None:
    here, decision = decided(bank=2, cash=0)
    filed(here, decision)
    rows = instructions(decision)
    told(here, (rows[0], "AC01"), (rows[1], "paid"))
    repair = open_repair(decision)
    following = corrected(here, repair)
    assert (following.attempt, following.amount_vnd, following.account_number) == (2, rows[0].amount_vnd, "2000000001")
    with pytest.raises(AlreadyDone):
        corrected(here, repair, account="2000000002")
    refiled(here, decision)
    told(here, (following, "paid"), title="KQ-2")
    with pytest.raises(AlreadyDone):  # paid by now: there is nothing left to re-issue
        corrected(here, repair, account="2000000003")
    assert states(decision) == ["failed", "paid", "paid"]
    with acting(NATION):
        assert not Repair.objects.filter(done_at=None).exists()
        assert not Repair.objects.filter(instruction__state="paid").exists()
    assert money(decision) == (3_000_000, 3_000_000)


@pytest.mark.django_db
def test_a_payment_that_came_back_can_go_by_post_or_in_cash_instead() -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    told(here, (instructions(decision)[0], "AC04"))
    following = corrected(here, open_repair(decision), channel="post")
    assert (following.channel, following.account_number, following.bank_name) == ("post", "", "")
    assert [file.channel for file in refiled(here, decision)] == ["post"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "account", "bank", "code"),
    [
        ("cheque", "2000000001", "Agribank", "channel_unknown"), ("bank", "", "Agribank", "account_missing"),
        ("bank", "2000000001", " ", "account_missing"), ("bank", "1000000001", "Agribank", "nothing_corrected"),
    ],
)  # fmt: skip
def test_a_correction_that_corrects_nothing_is_refused_and_the_repair_stays_open(channel: str, account: str, bank: str, code: str) -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    told(here, (instructions(decision)[0], "AC01"))
    with acting(here.payer), pytest.raises(Refused) as refusal:
        reissue(open_repair(decision).pk, channel=channel, account_number=account, bank_name=bank, by=here.payer, at=here.later())
    assert refusal.value.code == code
    assert states(decision) == ["failed"]


@pytest.mark.django_db
def test_only_the_owner_re_issues_and_another_province_finds_no_such_repair() -> None:
    here, decision = decided(bank=1, cash=0)
    there = town("26734", "760", "79")
    filed(here, decision)
    told(here, (instructions(decision)[0], "AC01"))
    repair = open_repair(decision)
    given: dict[str, Any] = {"channel": "cash", "account_number": "", "bank_name": ""}
    for role in (here.lister, here.appraiser, here.chair):
        with acting(role), pytest.raises(NotYours):
            reissue(repair.pk, by=role, at=here.later(), **given)
    with acting(there.payer), pytest.raises(Repair.DoesNotExist):
        reissue(repair.pk, by=there.payer, at=here.later(), **given)
    assert states(decision) == ["failed"]


@pytest.mark.django_db
def test_whoever_signed_may_take_a_statement_in_but_the_repair_is_the_payers_and_never_hers() -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    Assignment.objects.filter(officer=here.chair).update(held=DateRange(None, MORNING.date()))
    Assignment.objects.create(officer=here.chair, office=here.chair.office, role=Role.PAYER, held=DateRange(MORNING.date(), None), basis="QĐ 02")
    (row,) = instructions(decision)
    with acting(here.chair):
        settle(csv([(row, row.amount_vnd, "AC01")]), "a.csv", by=here.chair, at=here.later())
    repair = open_repair(decision)
    assert repair.owner_id == here.payer.pk
    with acting(here.chair), pytest.raises(NotYours) as refusal:
        reissue(repair.pk, channel="cash", account_number="", bank_name="", by=here.chair, at=here.later())
    assert refusal.value.code == "signer_pays"
    assert corrected(here, repair).attempt == 2


@pytest.mark.django_db
@pytest.mark.parametrize("bad", [b"", b"PK\x03\x04xx", b"<Document/>", "Mã lệnh;Số tiền\nx;1".encode()])
def test_a_file_that_is_no_statement_changes_nothing_and_says_why_in_both_languages(bad: bytes) -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    with pytest.raises(StatementRefused) as refusal:
        settled(here, bad)
    assert refusal.value.message["vi"]
    assert refusal.value.message["en"]
    with acting(NATION):
        assert not Statement.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("table", ["payments_entry", "payments_statement", "payments_statementline", "payments_fund"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET province = province", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_application_changes_and_deletes_no_row_of_the_ledger(table: str, deed: str) -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    told(here, (instructions(decision)[0], "paid"))
    with acting(NATION), pytest.raises(Exception, match=r"only ever added|permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(deed.format(table))


@pytest.mark.parametrize(
    "deed", ["UPDATE payments_entry SET amount_vnd = 1", "DELETE FROM payments_entry", "TRUNCATE payments_entry", "DELETE FROM payments_instruction"]
)
def test_even_the_owner_of_the_database_meets_the_guard_of_the_ledger(deed: str, owner_connection: psycopg.Connection[Any]) -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    owner_connection.execute("SELECT set_config('ansinh.level', 'national', false)")
    with pytest.raises(psycopg.errors.IntegrityError, match="only ever added"):
        owner_connection.execute(deed)
    assert money(decision) == (0, 1_500_000)


@pytest.mark.django_db
def test_a_movement_is_entered_once_and_never_from_an_account_onto_itself() -> None:
    here, decision = decided(bank=1, cash=0)
    filed(here, decision)
    with acting(NATION):
        entry = Entry.objects.get()
        same = {"province": entry.province, "district": entry.district, "commune": entry.commune, "instruction_id": entry.instruction_id, "at": here.at}
        for debit, credit, amount in (("budget", "instructed", 1_500_000), ("paid", "paid", 1), ("paid", "budget", 0)):
            with pytest.raises(IntegrityError), transaction.atomic():
                Entry.objects.create(debit=debit, credit=credit, amount_vnd=amount, **same)


@pytest.mark.django_db
def test_two_people_with_one_account_are_told_apart_by_their_instruction() -> None:
    here = town()
    decision = approved(here, [banked(n) | {"account_number": "1000000001"} for n in (1, 2)])
    filed(here, decision)
    first, second = instructions(decision)
    told(here, (first, "paid"), (second, "AC01"))
    assert states(decision) == ["paid", "failed"]
