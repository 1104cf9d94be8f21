"""Another programme searches people by number, with a purpose, within its place; every search is kept, and nothing tells what stands elsewhere."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Person
from ansinh.delivery.systems.gateways.https import HttpsSender
from ansinh.delivery.systems.models_exchange import SystemLook, SystemSearch, Webhook
from ansinh.delivery.systems.queries import looked_at_by_systems
from ansinh.delivery.systems.send import send_due
from ansinh.delivery.systems.subscriptions import subscribe
from ansinh.doors.api.examples import EXAMPLE_SEARCH
from delivery.casework import approved, person, submitted, town
from delivery.systems.connecting import WHEN, administrator, connected
from delivery.systems.receiving import receiver
from doors.api.calling import problem
from doors.api.systems import System

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.test import Client

    from ansinh.delivery.offices.models import Officer
    from delivery.casework import Town

pytestmark = pytest.mark.django_db
PURPOSE = {"code": "eligibility", "text": "Xét trợ cấp trẻ em theo Nghị định 20"}


def asked(*numbers: int, sender: str = "cong-tinh", purpose: Any = PURPOSE, message: str = "m-1", **criteria: Any) -> dict[str, Any]:
    told = deepcopy(EXAMPLE_SEARCH)
    told["header"] |= {"sender_id": sender, "message_id": message}
    requests = []
    for order, number in enumerate(numbers, 1):
        wanted = {"query_type": "idtype-value", "query": {"type": "CCCD", "value": f"030187{number:06d}"}, "authorize": {"purpose": purpose}, **criteria}
        requests.append({"reference_id": str(order), "timestamp": "2021-08-06T09:00:00+07:00", "search_criteria": wanted})
    told["message"]["search_request"] = requests
    return told


def system(at: Town, client_id: str = "cong-tinh", **more: Any) -> System:
    return System(client_id, connected(at, client_id, **more)[1])


def answers(answer: HttpResponse) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    body = json.loads(answer.content)
    assert body["message"]["transaction_id"] == "TX-0001"
    found: list[dict[str, Any]] = body["message"]["search_response"]
    return found


def records(answer: HttpResponse) -> list[list[dict[str, Any]]]:
    return [one["data"]["reg_records"] for one in answers(answer)]


def test_a_person_is_told_as_the_place_knows_her_and_the_search_is_kept_and_stands_on_her_page(signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    approved(here, [person(1)])
    (found,) = records(system(here).post("/registry/sync/search", asked(1)))[0]
    assert found["name"] == {"@type": "Name", "surname": "Nguyễn", "second_name": "Thị Hoa", "given_name": "1"}
    assert (found["sex"], found["birth_date"]) == ("female", "1987-03-05")
    assert [(row["programme"], row["policy"], row["state"]) for row in found["programmes"]] == [("nq68", "nq68-12", "approved")]
    assert "0912345678" not in json.dumps(found)
    with acting(NATION):
        kept = SystemSearch.objects.get()
        assert kept.people == [Person.objects.get().pk]
        look = SystemLook.objects.get()
    assert (look.person, look.commune, look.purpose) == (kept.people[0], here.commune, kept.purposes[0])
    with acting(here.lister):
        assert [row.client.name for row in looked_at_by_systems(look.person, seen_by=here.lister)] == ["Cổng dịch vụ công"]
    page = signed_in(here.lister).get(f"/nguoi/{look.person}/").content.decode()
    assert "Hệ thống khác đã nhận thông tin" in page
    assert "eligibility: Xét trợ cấp" in page
    assert (kept.client.client_id, kept.province, kept.purposes) == ("cong-tinh", "30", ["eligibility: Xét trợ cấp trẻ em theo Nghị định 20"])


def test_who_is_known_elsewhere_is_answered_exactly_as_who_is_known_nowhere() -> None:
    here, there = town(), town("26734", "760", "79")
    approved(there, [person(1)])
    submitted(here, [person(2)])
    caller = system(here)
    elsewhere, nowhere = answers(caller.post("/registry/sync/search", asked(1, 3)))
    same = {"reference_id": "", "timestamp": ""}
    assert {**elsewhere, **same} == {**nowhere, **same}
    assert elsewhere["data"]["reg_records"] == []
    assert len(records(caller.post("/registry/sync/search", asked(2)))[0]) == 1
    assert len(records(system(there, "cong-kia").post("/registry/sync/search", asked(1, sender="cong-kia")))[0]) == 1


def test_a_commune_learns_what_it_holds_itself_of_a_person_who_claimed_next_door_first() -> None:
    here, next_door = town(), town("10633")
    submitted(next_door, [person(1)])
    submitted(here, [person(1), person(2)])
    caller = system(here, office=here.offices["commune"])
    first, second = records(caller.post("/registry/sync/search", asked(1, 2)))
    assert first == []
    with acting(NATION):
        (look,) = SystemLook.objects.all()
        assert look.person == Person.objects.get(id_number="030187000002").pk
    assert [row["state"] for row in second[0]["programmes"]] == ["in_review"]


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ({"purpose": None}, "purpose"),
        ({"purpose": {"code": "eligibility", "text": "x"}}, "purpose"),
        ({"purpose": {"code": "curiosity", "text": "Muốn biết người này là ai"}}, "purpose"),
        ({"authorize": "x"}, "purpose"),
        ({"query_type": "expression", "query": {"type": "ns:org:QueryType:NoSql", "value": {}}}, "never browsed"),
        ({"query": {"type": "PHONE", "value": "0912345678"}}, "type one of"),
        ({"query": {"type": "CCCD", "value": "0301"}}, "whole number"),
        ({"query": {}}, "type one of"),
    ],
)
def test_a_search_without_a_purpose_or_for_nobody_in_particular_is_rejected_and_kept_all_the_same(more: dict[str, Any], word: str) -> None:
    here = town()
    submitted(here, [person(1)])
    (one,) = answers(system(here).post("/registry/sync/search", asked(1, **more)))
    assert (one["status"], one["status_reason_code"]) == ("rjct", "rjct.search_criteria.invalid")
    assert word in one["status_reason_message"]
    assert "data" not in one
    with acting(NATION):
        assert SystemSearch.objects.get().people == []


def test_a_search_is_bounded_in_its_own_name_and_within_its_scope() -> None:
    here = town()
    caller = system(here)
    problem(caller.post("/registry/sync/search", asked(*range(21))), 422, "request_invalid")
    problem(caller.post("/registry/sync/search", asked()), 422, "request_invalid")
    problem(caller.post("/registry/sync/search", asked(1, sender="cong-khac")), 422, "sender_unknown")
    problem(system(here, "chi-nop", abilities=["dossiers:write"]).post("/registry/sync/search", asked(1, sender="chi-nop")), 403, "insufficient_scope")
    with acting(NATION):
        assert not SystemSearch.objects.exists()


def test_a_search_answered_later_is_called_out_signed_to_the_registered_address_alone(settings: Any) -> None:
    from datetime import timedelta

    from django.utils import timezone

    settings.WEBHOOKS_PRIVATE = True
    here = town()
    submitted(here, [person(1)])
    caller = system(here)
    problem(caller.post("/registry/search", asked(1)), 422, "no_address")
    with receiver() as portal:
        with acting(NATION):
            subscribe("cong-tinh", portal.url, ["registry.on-search"], by=administrator(here), at=WHEN)
        sent = {**asked(1), "header": {**asked(1)["header"], "sender_uri": "https://elsewhere.example/"}}
        taken = [json.loads(caller.post("/registry/search", sent).content)["message"] for _ in range(2)]
        assert taken[0] == taken[1]
        assert taken[0]["ack_status"] == "ACK"
        problem(caller.post("/registry/search", asked(2)), 409, "message_known")
        with acting(NATION):
            assert Webhook.objects.get().told_state == ""
        assert send_due(HttpsSender(private=True, seconds=5), at=timezone.now() + timedelta(seconds=1)) == 1
        ((headers, body),) = portal.came
    told = json.loads(body)
    assert (told["header"]["action"], told["header"]["receiver_id"], told["message"]["correlation_id"]) == (
        "on-search",
        "cong-tinh",
        taken[0]["correlation_id"],
    )
    assert len(told["message"]["search_response"][0]["data"]["reg_records"]) == 1
    assert headers["webhook-signature"].startswith("v1,")


def test_who_was_first_known_next_door_is_told_from_her_claim_here_and_the_look_stands_with_her() -> None:
    here, next_door = town(), town("10633")
    submitted(next_door, [person(1, date_of_birth="2015-03-05", facts={"informal_worker": False})])  # in vain, so that nothing is drawn
    submitted(here, [person(1)])
    ((found,),) = records(system(here, office=here.offices["commune"]).post("/registry/sync/search", asked(1)))
    assert [row["policy"] for row in found["programmes"]] == ["nq68-12"]
    with acting(NATION):
        look, known = SystemLook.objects.get(), Person.objects.get()
    assert (look.person, look.commune, known.commune) == (known.pk, next_door.commune, next_door.commune)
