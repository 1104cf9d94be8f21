"""Every address that names money of a place is there for its payers, and for nobody of another place; the same by the API."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments import files, instruct, settle
from ansinh.delivery.payments.models import Instruction, PaymentFile, Repair, Statement
from ansinh.doors.web.money.urls import urlpatterns
from ansinh.papers.bank import sandbox
from delivery.casework import Town, approved, officer, person, town

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansinh.delivery.cases.models import Decision
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
PEOPLE = [person(n, account_number=f"10000000{n}{'0404' if n == 1 else '7777'}", bank_name="Agribank") for n in range(3)] + [person(9)]
DEMO_ONLY = {"sandbox_answer"}


def settled(here: Town) -> Decision:
    """Take money out and back, so that there is a file, a statement and a payment to repair."""
    decision = approved(here, PEOPLE)
    now = timezone.now()
    with acting(here.payer):
        instruct.instruct(decision.pk, by=here.payer, at=now)
        made = {file.channel: file for file in files.make_files(decision.pk, by=here.payer, at=now)}
        answer = sandbox.answer(content_of(made["bank"].file), at=now, booked_on=timezone.localdate()).camt053
        settle.settle(answer, "sao-ke.xml", by=here.payer, at=now)
    return decision


def addresses(decision: Decision) -> dict[str, str]:
    """Every address of the pages of money that names a row, with a row that is there; but nothing has to come back."""
    with acting(NATION):
        keys = {
            "statement": Statement.objects.get().pk, "repair": Repair.objects.get(done_at=None).pk,
            "payment_file": PaymentFile.objects.get(channel="bank").pk, "sandbox_answer": PaymentFile.objects.get(channel="cash").pk,
        }  # fmt: skip
    found = {}
    for pattern in urlpatterns:
        parts = {"part": "tep"} if "part" in pattern.pattern.converters else {}
        if "key" in pattern.pattern.converters:
            found[str(pattern.name)] = reverse(str(pattern.name), kwargs={"key": keys.get(str(pattern.name), decision.pk), **parts})
    return found


def strangers() -> list[Officer]:
    """Officers of another commune and of another province, in every role."""
    there, far = town("10633"), town("26734", "760", "79")
    cashier = officer("cashier.10633", there.offices["commune"], Role.PAYER)
    return [there.lister, cashier, far.lister, far.appraiser, far.chair, far.payer]


def test_officers_of_other_places_get_404_for_every_address_of_money_whatever_they_try(signed_in: Callable[[Any], Client]) -> None:
    known = addresses(settled(town()))
    assert len(known) >= 7
    with acting(NATION):
        before = list(Instruction.objects.order_by("pk").values())
    for stranger in strangers():
        client = signed_in(stranger)
        for name, address in known.items():
            assert client.get(address).status_code in (403, 404, 405), (stranger.username, name)
            assert client.post(address, {"channel": "cash", "otherwise": "cash"}).status_code in (403, 404, 405), (stranger.username, name)
            if Role.PAYER in {held.role for held in stranger.assignments.all()} and name not in {"payment_draw", "payment_make"}:
                assert client.get(address).status_code == 404, (stranger.username, name)
    with acting(NATION):
        assert list(Instruction.objects.order_by("pk").values()) == before


def test_their_own_payer_finds_them_all(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    client = signed_in(here.payer)
    for name, address in addresses(settled(here)).items():
        expected = 404 if name in {*DEMO_ONLY, "recovery", "refund"} else 405 if name in {"payment_draw", "payment_make"} else 200
        assert client.get(address).status_code == expected, name


def test_a_visitor_is_led_to_sign_in_from_every_address_of_money() -> None:
    for name, address in {**addresses(settled(town())), "payments": "/chi-tra/", "send_statement": "/chi-tra/sao-ke/"}.items():
        answer = Client().get(address)
        assert (answer.status_code, answer.get("Location", "").split("?")[0]) == (302, "/accounts/login/"), name


def test_nobody_of_another_place_reaches_any_row_by_the_api(signed_in: Callable[[Any], Client]) -> None:
    here = town()
    decision = settled(here)
    with acting(NATION):
        dossier = decision.dossier
        keys = {"upload": dossier.upload_id, "dossier": dossier.pk, "decision": decision.pk, "task": dossier.tasks.order_by("opened_at")[0].pk}
    described: dict[str, Any] = json.loads(signed_in(here.payer).get("/api/v1/openapi.json").content)
    naming = {path: verbs for path, verbs in described["paths"].items() if set(keys) & set(re.findall(r"{(\w+)}", path))}
    assert len(naming) >= 8
    for stranger in strangers():
        client = signed_in(stranger)
        for path, verbs in naming.items():
            address = path.format(**keys)
            for verb in verbs:
                body = {"content_type": "application/json", "headers": {"Idempotency-Key": f"k-{stranger.pk}-{len(address)}"}}
                answer = (
                    client.get(address) if verb == "get" else getattr(client, verb)(address, json.dumps({"reason": "một lý do đủ dài", "claims": []}), **body)
                )
                assert answer.status_code in (401, 403, 404, 422), (stranger.username, verb, path, answer.status_code)
                assert str(PEOPLE[0]["full_name"]) not in answer.content.decode()
