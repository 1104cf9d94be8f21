"""From a decision to reconciled money by the pages: drawn once, filed, answered, put right; nothing for officers of other places or roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Entry, Instruction, Repair, Statement
from ansinh.delivery.payments.sums import sums_of
from ansinh.papers.bank import sandbox
from delivery.casework import Town, approved, officer, person, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.cases.models import Decision

pytestmark = pytest.mark.django_db
PEOPLE = [person(n, account_number=f"10000000{n}{'0404' if n == 1 else '7777'}", bank_name="Agribank") for n in range(3)] + [person(9)]


def states(decision: Decision) -> list[tuple[int, str]]:
    with acting(NATION):
        return list(Instruction.objects.filter(decision=decision).order_by("claim__order", "attempt").values_list("claim__order", "state"))


def bank_answer(decision: Decision, client: Client) -> bytes:
    with acting(NATION):
        file = decision.payment_files.get(channel="bank")
    content = client.get(f"/chi-tra/tep/{file.pk}/tep/").content
    return sandbox.answer(content, at=timezone.now(), booked_on=timezone.localdate()).camt053


def paid_town() -> tuple[Town, Decision]:
    here = town()
    return here, approved(here, PEOPLE)


def test_money_goes_out_comes_back_and_is_sent_again(signed_in: Callable[[Any], Client]) -> None:
    here, decision = paid_town()
    client = signed_in(here.payer)
    page = f"/chi-tra/{decision.pk}/"
    for _ in range(2):  # the second click finds the first one's effect
        assert client.post(f"{page}lenh/", {"otherwise": "cash"}).status_code == 302
        assert client.post(f"{page}lap-tep/").status_code == 302
    assert [state for _, state in states(decision)] == ["sent"] * 4
    answer = bank_answer(decision, client)
    for _ in range(2):  # the same statement twice changes nothing
        assert client.post("/chi-tra/sao-ke/", {"file": SimpleUploadedFile("sao-ke.xml", answer)}).status_code == 302
    assert states(decision) == [(1, "paid"), (2, "failed"), (3, "paid"), (4, "sent")]
    with acting(NATION):
        assert Statement.objects.count() == 1
        item = Repair.objects.get(done_at=None)
        assert item.owner == here.payer
        assert client.get(f"/chi-tra/sao-ke/{Statement.objects.get().pk}/").status_code == 200
    assert client.get(f"/chi-tra/sua/{item.pk}/").status_code == 200
    assert client.post(f"/chi-tra/sua/{item.pk}/", {"channel": "bank", "account_number": "100000001777", "bank_name": "Agribank"}).status_code == 302
    assert client.post(f"{page}lap-tep/").status_code == 302
    assert states(decision) == [(1, "paid"), (2, "failed"), (2, "sent"), (3, "paid"), (4, "sent")]
    with acting(NATION):
        assert sums_of(decision.pk).agree()
        assert Entry.objects.filter(instruction__claim__order=2).count() == 4  # out, in, back, out again: only ever added
    assert client.get(page).status_code == 200
    assert client.get("/chi-tra/").status_code == 200


def test_a_correction_that_corrects_nothing_is_refused(signed_in: Callable[[Any], Client]) -> None:
    here, decision = paid_town()
    client = signed_in(here.payer)
    client.post(f"/chi-tra/{decision.pk}/lenh/", {"otherwise": "post"})
    client.post(f"/chi-tra/{decision.pk}/lap-tep/")
    client.post("/chi-tra/sao-ke/", {"file": SimpleUploadedFile("sao-ke.xml", bank_answer(decision, client))})
    with acting(NATION):
        item = Repair.objects.select_related("instruction").get(done_at=None)
    same = {"channel": "bank", "account_number": item.instruction.account_number, "bank_name": "Agribank"}
    assert client.post(f"/chi-tra/sua/{item.pk}/", same).status_code == 409


def test_a_file_that_is_no_statement_is_refused_in_words_and_changes_nothing(signed_in: Callable[[Any], Client]) -> None:
    here, _ = paid_town()
    answer = signed_in(here.payer).post("/chi-tra/sao-ke/", {"file": SimpleUploadedFile("x.xml", b"<Document/>")})
    assert answer.status_code == 200
    assert "govuk-error-message" in answer.content.decode()
    with acting(NATION):
        assert Statement.objects.count() == 0


def test_who_signed_or_has_no_role_cannot_pay_and_other_places_find_nothing(signed_in: Callable[[Any], Client]) -> None:
    here, decision = paid_town()
    there = town("26734", "760", "79")
    assert signed_in(here.lister).get(f"/chi-tra/{decision.pk}/").status_code == 403
    assert signed_in(here.chair).post(f"/chi-tra/{decision.pk}/lenh/", {"otherwise": "cash"}).status_code == 403
    assert signed_in(there.payer).get(f"/chi-tra/{decision.pk}/").status_code == 404
    assert signed_in(there.payer).post(f"/chi-tra/{decision.pk}/lenh/", {"otherwise": "cash"}).status_code == 404
    cashier = officer("cashier.10633", town("10633").offices["commune"], Role.PAYER)
    assert signed_in(cashier).get(f"/chi-tra/{decision.pk}/").status_code == 404
    assert states(decision) == []


def walked(client: Client, address: str, name: str) -> list[Any]:
    """Every row of a list, page after page."""
    rows, here = [], address
    while here:
        shown = client.get(here).context
        rows += shown[name]
        here = shown["next_url"]
    return rows


def test_a_long_payment_and_a_long_statement_are_walked_to_their_end(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    people = [person(n, account_number=f"20000{n:03d}{'0404' if n % 30 == 0 else '7777'}", bank_name="Agribank") for n in range(60)]
    decision = approved(here, people)
    client, page = signed_in(here.payer), f"/chi-tra/{decision.pk}/"
    client.post(f"{page}lenh/", {"otherwise": "cash"})
    client.post(f"{page}lap-tep/")
    client.post("/chi-tra/sao-ke/", {"file": SimpleUploadedFile("sao-ke.xml", bank_answer(decision, client))})
    assert [row.claim.order for row in walked(client, page, "instructions")] == list(range(1, 61))
    assert len(walked(client, f"{page}?xem=paid", "instructions")) == 58
    with acting(NATION):
        statement = f"/chi-tra/sao-ke/{Statement.objects.get().pk}/"
    assert {line.match for line in walked(client, statement, "lines")} == {"failed"}  # what a human must look at comes first
    lines = walked(client, f"{statement}?xem=all", "lines")
    assert sorted({line.match for line in lines}) == ["failed", "paid"]
    assert len({line.pk for line in lines}) == len(lines) >= 60
    with acting(NATION):
        item = Repair.objects.filter(done_at=None).first()
    assert item is not None
    assert f"/chi-tra/sua/{item.pk}/" in client.get("/ban-lam-viec/").content.decode()


def test_the_second_list_of_a_decision_bears_another_name_than_the_first(signed_in: Callable[[Any], Client]) -> None:
    here, decision = paid_town()
    client, page = signed_in(here.payer), f"/chi-tra/{decision.pk}/"
    client.post(f"{page}lenh/", {"otherwise": "cash"})
    client.post(f"{page}lap-tep/")
    client.post("/chi-tra/sao-ke/", {"file": SimpleUploadedFile("sao-ke.xml", bank_answer(decision, client))})
    with acting(NATION):
        item = Repair.objects.get(done_at=None)
    client.post(f"/chi-tra/sua/{item.pk}/", {"channel": "cash", "account_number": "", "bank_name": ""})
    client.post(f"{page}lap-tep/")
    with acting(NATION):
        names = list(decision.payment_files.filter(channel="cash").order_by("made_at").values_list("name", flat=True))
    assert names == ["tien-mat-1-2021-UBND.xlsx", "tien-mat-1-2021-2-UBND.xlsx"]
