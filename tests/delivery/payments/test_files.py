"""Files leave only when claims, instructions, ledger, decision and file tell the same; each is what its schema asks."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.models import Decision, StoredFile
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import files, papers
from ansinh.delivery.payments.files import make_files
from ansinh.delivery.payments.models import Entry, Instruction, PaymentFile
from ansinh.delivery.payments.sums import sums_of
from ansinh.papers.bank.sheets import HEADS
from ansinh.papers.bank.transfers import verify
from delivery.casework import approved, person, town
from delivery.payments.paying import FUND, banked, content, corrected, decided, drawn, filed, instructions, open_repair, refiled, states, told

if TYPE_CHECKING:
    from collections.abc import Callable

AMOUNT_OF_ONE = {
    "claims": "UPDATE cases_claim SET amount_vnd = 1600000 WHERE id = (SELECT id FROM cases_claim ORDER BY id LIMIT 1)",
    "instructions": "UPDATE payments_instruction SET amount_vnd = 1600000 WHERE id = (SELECT id FROM payments_instruction WHERE state = 'ready' ORDER BY id LIMIT 1)",
    "decision": "UPDATE cases_decision SET amount_vnd = amount_vnd + 100000",
    "ledger": "UPDATE payments_entry SET amount_vnd = 1600000 WHERE id = (SELECT id FROM payments_entry ORDER BY id LIMIT 1)",
}


def counted() -> tuple[int, ...]:
    """Count whatever a file leaves behind."""
    with acting(NATION):
        return tuple(model._default_manager.count() for model in (PaymentFile, StoredFile, Entry, Event))


def tamper(connection: psycopg.Connection[Any], statement: str) -> None:
    """Change rows behind everybody's back: as the owner, past row security and with every guard asleep."""
    table = statement.split()[1]
    with connection.transaction():
        connection.execute("SELECT set_config('ansinh.level', 'national', true)")
        connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        assert connection.execute(statement).rowcount == 1
        connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@pytest.mark.parametrize("which", AMOUNT_OF_ONE)
def test_one_amount_changed_behind_the_back_makes_no_file_and_the_refusal_names_what_differs(which: str, owner_connection: psycopg.Connection[Any]) -> None:
    here, decision = decided(bank=2, cash=1)
    drawn(here, decision)
    tamper(owner_connection, AMOUNT_OF_ONE[which])
    before = counted()
    with pytest.raises(Refused) as refusal:
        refiled(here, decision)
    assert refusal.value.code == "sums_disagree"
    for words, wrong, label in (
        (refusal.value.message["en"], "4,600,000", which),
        (refusal.value.message["vi"], "4.600.000 đồng", {"claims": "hồ sơ", "instructions": "lệnh chi", "decision": "quyết định", "ledger": "sổ"}[which]),
    ):
        part = next(part for part in words.replace(":", ";").split(";") if part.strip().startswith(label))
        assert wrong in part
        assert words.count(wrong) == 1
    assert counted() == before
    assert states(decision) == ["ready"] * 3


def test_a_payment_awaiting_repair_hides_no_wrong_sum(owner_connection: psycopg.Connection[Any]) -> None:
    here, decision = decided(bank=3, cash=0)
    filed(here, decision)
    first, second, _ = instructions(decision)
    told(here, (first, "AC01"), (second, "AC04"))
    with acting(NATION):
        repairs = [Instruction.objects.get(pk=row.pk).repair for row in (first, second)]
    corrected(here, repairs[0])
    tamper(owner_connection, AMOUNT_OF_ONE["instructions"])
    before = counted()
    with pytest.raises(Refused, match="Số liệu không khớp") as refusal:
        refiled(here, decision)
    assert "1 khoản, 1.500.000 đồng; quyết định" in refusal.value.message["vi"]
    assert counted() == before
    assert states(decision) == ["failed", "ready", "failed", "sent"]


@pytest.mark.django_db
def test_what_is_re_issued_leaves_while_another_payment_still_awaits_repair() -> None:
    here, decision = decided(bank=3, cash=0)
    filed(here, decision)
    first, second, _ = instructions(decision)
    told(here, (first, "AC01"), (second, "AC04"))
    with acting(NATION):
        repair = Instruction.objects.get(pk=first.pk).repair
        sums = sums_of(decision.pk)
    assert (sums.live, sums.awaiting, sums.ledger_vnd, sums.awaiting_vnd) == (1, 2, 1_500_000, 3_000_000)
    assert sums.agree()
    corrected(here, repair)
    assert [file.instructions for file in refiled(here, decision)] == [1]
    assert states(decision) == ["failed", "sent", "failed", "sent"]


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "vnd"), [(0, 1), (1, 0), (-1, -1_500_000)])
@pytest.mark.parametrize("writer", ["bank_paper", "list_paper"])
def test_a_writer_that_leaves_out_adds_or_alters_makes_no_file_of_any_channel(writer: str, count: int, vnd: int, monkeypatch: pytest.MonkeyPatch) -> None:
    here, decision = decided(bank=2, cash=1)
    drawn(here, decision)
    true: Callable[..., papers.Paper] = getattr(files, writer)

    def wrong(*given: Any, **more: Any) -> papers.Paper:
        paper = true(*given, **more)
        return replace(paper, count=paper.count + count, sum_vnd=paper.sum_vnd + vnd)

    monkeypatch.setattr(files, writer, wrong)
    before = counted()
    with pytest.raises(Refused) as refusal:
        refiled(here, decision)
    assert refusal.value.code == "file_disagrees"
    assert counted() == before  # the bank's file, made first, went back with the list's
    assert states(decision) == ["ready"] * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "instead"),
    [
        (b"<CtrlSum>3000000<", b"<CtrlSum>3000001<"),
        (b"<NbOfTxs>2<", b"<NbOfTxs>3<"),
        (b'Ccy="VND">1500000<', b'Ccy="VND">1500001<'),
        (b'Ccy="VND"', b'Ccy="USD"'),
    ],
)
def test_every_bank_file_is_valid_by_the_public_schema_and_one_planted_fault_in_it_is_found(said: bytes, instead: bytes) -> None:
    here, decision = decided(bank=2, cash=0)
    (made,) = filed(here, decision)
    bytes_ = content(made)
    found = verify(bytes_)
    assert (found.ok, found.count, found.sum_vnd, found.problems) == (True, 2, 3_000_000, ())
    assert (made.instructions, made.amount_vnd, made.file.sha256) == (found.count, found.sum_vnd, found.sha256)
    assert all(row.pk.hex.encode() in bytes_ for row in instructions(decision))
    assert FUND.encode() in bytes_
    assert said in bytes_
    planted = verify(bytes_.replace(said, instead, 1))
    assert not planted.ok
    assert planted.problems[0].vi
    assert planted.problems[0].en


@pytest.mark.django_db
def test_making_files_twice_makes_them_once() -> None:
    here, decision = decided(bank=2, cash=1)
    assert len(filed(here, decision)) == 2
    before = counted()
    assert refiled(here, decision) == []
    assert counted() == before


@pytest.mark.django_db
def test_names_that_xml_would_trip_over_arrive_whole() -> None:
    here = town()
    decision = approved(here, [banked(1, full_name='Trần Thị "Ánh" <&> Nguyệt'), banked(2, full_name="Ỷ" * 90)])
    (made,) = filed(here, decision)
    assert verify(content(made)).ok


@pytest.mark.django_db
def test_without_an_account_to_pay_from_no_file_is_made_and_the_administrator_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    here, decision = decided(bank=1, cash=0)
    drawn(here, decision)
    here.at = here.at.replace(year=2021, month=6, day=1)  # before the fund opened
    monkeypatch.setattr(files, "demand_payer", lambda *_, **__: None)
    with pytest.raises(Refused) as refusal:
        refiled(here, decision)
    assert refusal.value.code == "fund_missing"
    assert "quản trị" in refusal.value.message["vi"]
    assert states(decision) == ["ready"]


@pytest.mark.django_db
@pytest.mark.parametrize(("channel", "title", "signers"), [("post", "qua bưu điện", "Bưu điện chi trả"), ("cash", "tiền mặt", "Thủ quỹ")])
def test_a_list_for_post_or_cash_has_each_person_once_a_place_to_sign_and_its_sum_in_figures(channel: str, title: str, signers: str) -> None:
    here = town()
    decision = approved(here, [banked(1), *(person(n) for n in range(2, 5))])
    (made,) = (file for file in filed(here, decision, otherwise=channel) if file.channel == channel)
    assert (made.instructions, made.amount_vnd) == (3, 4_500_000)
    rows = [list(row) for row in load_workbook(io.BytesIO(content(made))).active.iter_rows(values_only=True)]
    head = next(place for place, row in enumerate(rows) if row[: len(HEADS)] == list(HEADS))
    people = rows[head + 1 : head + 4]
    assert title in str(rows[4][0]).lower()
    assert [row[0] for row in people] == [1, 2, 3]
    assert [row[1] for row in people] == [f"Nguyễn Thị Hoa {n}" for n in range(2, 5)]
    assert [type(row[6]) for row in people] == [int] * 3
    assert sum(row[6] for row in people) == 4_500_000
    assert HEADS[7] == "Ký nhận"
    assert not any(row[7] for row in people)
    assert [str(row[8]).replace("-", "") for row in people] == [row.pk.hex for row in instructions(decision) if row.channel == channel]
    below = [str(cell) for row in rows[head + 4 :] for cell in row if cell is not None]
    assert "4500000" in below
    assert any("Bốn triệu năm trăm nghìn đồng" in words for words in below)
    assert any(signers.lower() in words.lower() for words in below)


@pytest.mark.django_db
def test_the_same_list_as_pdf_has_the_names_the_column_to_sign_and_the_sum() -> None:
    here, decision = decided(bank=0, cash=2)
    (made,) = filed(here, decision)
    with acting(NATION):
        sheet = PaymentFile.objects.select_related("sheet").get(pk=made.pk).sheet
        assert sheet is not None
        words = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content_of(sheet))).pages)
    for wanted in ("Nguyễn Thị Hoa 100", "Nguyễn Thị Hoa 101", "Ký nhận", "3.000.000"):
        assert wanted in words.replace("\n", " ")


@pytest.mark.django_db
def test_a_decision_that_is_not_there_has_no_files() -> None:
    here, _ = decided(bank=1, cash=0)
    from uuid import uuid4

    with acting(here.payer), pytest.raises(Decision.DoesNotExist):
        make_files(uuid4(), by=here.payer, at=here.later())


@pytest.mark.django_db
def test_an_account_a_bank_cannot_take_is_refused_before_it_is_re_issued_and_so_never_holds_up_the_others() -> None:
    here, decision = decided(bank=2, cash=0)
    filed(here, decision)
    told(here, (instructions(decision)[0], "AC01"))
    for account in ("12", "số cũ", "0" * 35, "1234;5678"):
        with pytest.raises(Refused) as refusal:
            corrected(here, open_repair(decision), account=account)
        assert refusal.value.code == "account_wrong"
    corrected(here, open_repair(decision), account="2000 0000.01")
    assert [file.instructions for file in refiled(here, decision)] == [1]
