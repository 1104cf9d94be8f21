"""Every policy that a person, household business, unit or facility may file is filed from its first page to its receipt, on a day on which it is open."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from ansinh.delivery.intake.models import Filing, FilingRow
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.load import load_programme
from ansinh.policy.questions import vouched_facts
from delivery.casework import officer, town

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

OPEN = datetime(2021, 8, 20, 3, 0, tzinfo=UTC)
PAGES = {
    "nguoi-nop": {"who": "self"}, "noi-o": {"commune": "10630"}, "ho-ten": {"full_name": "Nguyễn Thị Hoa"}, "ngay-sinh": {"date_of_birth": "1987"},
    "giay-to": {"id_number": "030187000077"}, "dia-chi": {"address": "Thôn Đoài"}, "dien-thoai": {"phone": "0912345678"}, "nhan-tien": {"bank_name": "BIDV", "account_number": "12345678"},
    "co-so": {"filer_name": "Nhà hát Chèo", "filer_phone": "0912345678"}, "ho-kinh-doanh": {"occupation": "Phở Hoa", "reference": "0100233488"},
    "nop-thay": {"filer_name": "Trần Văn An", "filer_relation": "con", "filer_phone": ""},
}  # fmt: skip
KINDS = {
    "bool": {"answer": "yes"}, "int": {"answer": "20"}, "money": {"answer": "1.000.000"}, "date": {"answer_day": "5", "answer_month": "7", "answer_year": "2021"},
}  # fmt: skip
BY_POLICY = {"nq68-06": "self", "nq68-08": "facility", "nq68-09a": "facility", "nq68-09b": "self", "nq68-10": "another", "nq68-12": "self"}


def receiving(policy: str) -> Office:
    """Make the office of the first step, with one who lists."""
    first = load_programme().policy(policy).procedure_on(OPEN.date()).steps[0]
    here = town()
    codes = {"commune": (here.province, here.district, here.commune), "district": (here.province, here.district, ""), "province": (here.province, "", "")}[
        first.level
    ]
    place = dict(zip(("province", "district", "commune"), codes, strict=True))
    office = Office.objects.filter(kind=first.office_kind, level=first.level, **place).first()
    office = office or Office.objects.create(kind=first.office_kind, level=first.level, name=f"Cơ quan {first.office_kind}", symbol="CQ", place=None, **place)
    officer(f"lister.{first.office_kind}", office, Role.LISTER)
    officer(f"first.{first.office_kind}", office, first.role)
    return office


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
