"""Small words that keep a reader on her way: an address opened by hand, policies of two programmes, a long name on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ansinh.doors.web.offices.choosing import policy_choices
from ansinh.doors.web.templatetags.page import by_programme
from ansinh.policy.load import load_programme, programme_names, programme_of
from delivery.casework import person, submitted, town

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.offices.models import Officer

SignIn = Callable[["Officer"], "Client"]


@pytest.mark.django_db
def test_an_address_that_only_takes_forms_says_so_and_leads_back(signed_in: SignIn) -> None:
    client = signed_in(town().lister)
    answer = client.get("/ban-lam-viec/loc/", headers={"Referer": "http://testserver/ho-so/"})
    page = answer.content.decode()
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "không mở trực tiếp được" in page
    assert 'href="http://testserver/ho-so/"' in page
    assert 'href="/ban-lam-viec/"' in page
    assert client.get("/api/v1/dossiers", headers={"Accept": "application/json"}).headers["Content-Type"].startswith("application/"), "programs get no page"


@pytest.mark.django_db
def test_policies_of_two_programmes_stand_under_the_name_of_each(signed_in: SignIn) -> None:
    policies = [policy for name in programme_names() for policy in load_programme(name).policies]
    parts = by_programme(policies)
    assert [len(of) for _, of in parts] == [len(load_programme(name).policies) for name in programme_names()]
    assert all(programme_of(policy.id).name == name for name, of in parts for policy in of)
    here = town()
    page = signed_in(here.lister).get("/don-vi/nhiem-vu/").content.decode()
    assert page.count("<optgroup") == len({programme_of(policy.id).id for policy in policies if f'value="{policy.id}"' in page}) > 1
    assert [name for name, of in policy_choices(policies) if not isinstance(of, str)] == [name["vi"] for name, _ in parts]
    assert policy_choices(load_programme("nq68").policies)[0][0] == load_programme("nq68").policies[0].id, "of one programme they stand alone"


@pytest.mark.django_db
def test_the_list_that_is_printed_and_posted_tells_the_hamlet_and_no_house_as_the_site_does(signed_in: SignIn) -> None:
    here = town()
    dossier = submitted(here, [{**person(1), "address": "Số 12, ngõ 8, thôn Đoài"}])
    page = signed_in(here.lister).get(f"/ho-so/{dossier.pk}/niem-yet/").content.decode()
    assert "thôn Đoài" in page
    assert "ngõ 8" not in page
    assert "ansinh-table--cards" in page, "a narrow screen breaks no name letter by letter"
