"""A payer sees at once which decision waits for what: on her desk, in the list with its filters, in the table to take away."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ansinh.delivery.offices.models import Assignment, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import to_pay
from ansinh.delivery.payments.models import Instruction, Repair
from ansinh.papers.bank import sandbox
from delivery.casework import Town, approved, officer, person, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.cases.models import Decision

pytestmark = pytest.mark.django_db
BANK = {"bank_name": "Agribank"}


def stage(decision: Decision, here: Town) -> str:
    with acting(NATION):
        return str(to_pay.decisions_matching(seen_by=here.payer).get(pk=decision.pk).stage)  # type: ignore[attr-defined] # annotated


def answered(decision: Decision, client: Client) -> None:
    """Send the sandbox bank's answer to the decision's last bank file."""
    with acting(NATION):
        file = decision.payment_files.filter(channel="bank").latest("made_at")
    content = client.get(f"/chi-tra/tep/{file.pk}/tep/").content
    answer = sandbox.answer(content, at=timezone.now(), booked_on=timezone.localdate()).camt053
    assert client.post("/chi-tra/sao-ke/", {"file": SimpleUploadedFile("sao-ke.xml", answer)}).status_code == 302


def test_the_next_thing_to_do_follows_the_money_step_by_step(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    decision = approved(here, [person(1, account_number="1000000010404", **BANK), person(2, account_number="1000000027777", **BANK)])
    client, page = signed_in(here.payer), f"/chi-tra/{decision.pk}/"
    assert stage(decision, here) == "draw"
    assert decision.number in client.get("/ban-lam-viec/").content.decode()
    client.post(f"{page}lenh/", {"otherwise": "cash"})
    assert stage(decision, here) == "file"
    assert "Chờ lập tệp chi" in client.get("/ban-lam-viec/").content.decode()
    shown = client.get(page).content.decode()
    assert "Chờ lập lệnh" not in shown, "what was drawn does not wait to be drawn"
    assert "0 trên 2 · 0 đồng" in shown, "sums that agree are no money that arrived"
    client.post(f"{page}lap-tep/")
    assert stage(decision, here) == "sent"
    assert decision.number not in client.get("/ban-lam-viec/").content.decode(), "nothing to do until the bank answers"
    answered(decision, client)
    assert stage(decision, here) == "back"
    with acting(NATION):
        item = Repair.objects.get(done_at=None)
    client.post(f"/chi-tra/sua/{item.pk}/", {"channel": "bank", "account_number": "100000001777", **BANK})
    assert stage(decision, here) == "file"
    client.post(f"{page}lap-tep/")
    answered(decision, client)
    assert stage(decision, here) == "done"
    with acting(NATION):
        assert set(Instruction.objects.filter(decision=decision).values_list("state", flat=True)) == {"paid", "failed"}


def test_the_list_is_filtered_searched_and_taken_away_as_it_is_seen(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    first, second = approved(here, [person(1)]), approved(here, [person(2)])
    client = signed_in(here.payer)
    client.post(f"/chi-tra/{first.pk}/lenh/", {"otherwise": "cash"})

    def seen(query: str) -> tuple[set[str], set[str]]:
        page, table = client.get(f"/chi-tra/{query}").content.decode(), client.get(f"/chi-tra/xuat.csv{query}").content.decode()
        dossiers = {first.dossier.number, second.dossier.number}
        return {number for number in dossiers if f">{number}<" in page}, {number for number in dossiers if number in table}

    for query, wanted in {
        "": {first.dossier.number, second.dossier.number}, "?tinh-trang=file": {first.dossier.number}, "?tinh-trang=draw": {second.dossier.number},
        "?tinh-trang=done": set(), f"?q={second.dossier.number}": {second.dossier.number}, f"?q={first.dossier.number}&tinh-trang=draw": set(),
    }.items():  # fmt: skip
        assert seen(query) == (wanted, wanted), query
    assert "Không có quyết định nào như vậy" in client.get("/chi-tra/?tinh-trang=done").content.decode()
    assert re.search(r'href="/chi-tra/xuat.xlsx\?tinh-trang=file"', client.get("/chi-tra/?tinh-trang=file").content.decode())
    assert client.get("/chi-tra/xuat.xlsx").content[:2] == b"PK"
    assert client.get("/chi-tra/xuat.pdf").status_code == 404
    assert signed_in(here.appraiser).get("/chi-tra/xuat.csv").status_code == 403


def test_a_desk_holds_only_what_its_payer_may_pay(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    decision = approved(here, [person(1)])
    other = officer("other.payer.30", here.offices["province"], Role.PAYER)
    assert decision.number in signed_in(other).get("/ban-lam-viec/").content.decode()
    Assignment.objects.filter(officer=other).update(policy="nq68-04")
    assert decision.number not in signed_in(other).get("/ban-lam-viec/").content.decode(), "of another policy"
    assert decision.number not in signed_in(here.appraiser).get("/ban-lam-viec/").content.decode(), "of another role"


def test_who_does_not_pay_is_offered_nothing_that_only_a_payer_may_do(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    decision = approved(here, [person(1)])
    page = f"/chi-tra/{decision.pk}/"
    for who, offered in ((here.payer, True), (here.chair, False)):
        client = signed_in(who)
        assert ("/chi-tra/sao-ke/" in client.get("/chi-tra/").content.decode()) is offered
        assert (f'action="{page}lenh/"' in client.get(page).content.decode()) is offered
    assert signed_in(here.chair).post(f"{page}lenh/", {"otherwise": "cash"}).status_code == 403, "and could not do it"


def test_the_cashiers_own_list_comes_back_as_the_statement(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    decision = approved(here, [person(1), person(2)])
    client, page = signed_in(here.payer), f"/chi-tra/{decision.pk}/"
    client.post(f"{page}lenh/", {"otherwise": "cash"})
    client.post(f"{page}lap-tep/")
    with acting(NATION):
        file = decision.payment_files.get(channel="cash")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/chi-tra/tep/{file.pk}/tep/").content))
    sheet, out = book.active, io.BytesIO()
    first = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "TT") + 1
    sheet.cell(first, 10).value, sheet.cell(first, 11).value = "Đã trả", f"{timezone.localdate():%d/%m/%Y}"
    book.save(out)
    answer = client.post("/chi-tra/sao-ke/", {"file": SimpleUploadedFile("tien-mat.xlsx", out.getvalue())})
    assert answer.status_code == 302
    with acting(NATION):
        assert sorted(Instruction.objects.filter(decision=decision).values_list("state", flat=True)) == ["paid", "sent"]
