"""Every policy that a person, household business, unit or facility may file is filed from its first page to its receipt, on a day on which it is open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.load import load_programme
from ansinh.policy.questions import vouched_facts
from doors.intake.answering import OPEN, PAGES, receiving

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

KINDS = {
    "bool": {"answer": "yes"}, "int": {"answer": "20"}, "money": {"answer": "1.000.000"}, "date": {"answer_day": "5", "answer_month": "7", "answer_year": "2021"},
}  # fmt: skip
BY_POLICY = {"nq68-06": "self", "nq68-08": "facility", "nq68-09a": "facility", "nq68-09b": "self", "nq68-10": "another", "nq68-12": "self"}


@pytest.mark.parametrize("policy", BY_POLICY)
def test_it_is_filed_and_taken(policy: str, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: OPEN)
    office, facts = receiving(policy), load_programme().facts
    vouched = vouched_facts(load_programme(), tuple(load_programme().registers))
    address, asked = client.post(f"/nop/{policy}/")["Location"], []
    for _page in range(40):
        if address == "/nop/kiem-tra/":
            break
        name = address.rstrip("/").split("/")[-1]
        page = client.get(address)
        assert page.status_code == 200
        if "/cau-hoi/" in address:
            asked.append(name)
            answer = {"answer": next(iter(facts[name].choices))} if facts[name].type == "code" else KINDS[facts[name].type]
        else:
            answer = {**PAGES[name], **({"who": BY_POLICY[policy]} if name == "nguoi-nop" else {})}
        done = client.post(address, answer)
        assert done.status_code == 302, (address, re.findall(r"govuk-error-message.*?</p>", done.content.decode()))
        address = done["Location"]
    assert not set(asked) & vouched
    assert client.get("/nop/kiem-tra/").status_code == 200
    filed = client.post("/nop/kiem-tra/")
    assert filed.status_code == 302, re.findall(r"govuk-error-summary.*?</ul>", filed.content.decode(), re.DOTALL)
    with acting(NATION):
        made = Filing.objects.select_related("owner__office").get()
        told = FilingRow.objects.get(filing=made).data
    assert (made.office, made.policy) == (office, policy)
    assert made.owner.office_id == office.pk
    assert set(told.get("facts", {})) <= set(asked)
    assert take([made.pk], by=made.owner, at=OPEN).claims == 1
