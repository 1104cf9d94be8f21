"""Another system files dossiers by the API, learns every fault by its place, and sees what became of its own and of nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from ansinh.delivery.evidence.models import Event
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.systems.models_exchange import ClientFiling
from delivery.casework import town
from delivery.intake.filing import FREE, worker
from delivery.systems.connecting import connected
from doors.api.calling import Program, problem
from doors.api.systems import System

if TYPE_CHECKING:
    from django.http import HttpResponse

    from delivery.casework import Town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doors ask the clock; filing under the programme closed long ago."""
    from delivery.casework import MORNING

    monkeypatch.setattr("ansinh.doors.api.filings.timezone.now", lambda: MORNING)


def dossier(at: Town, *numbers: int, **more: Any) -> dict[str, Any]:
    told = {"policy": "nq68-12", "place": at.commune, "reference": "DVC-1", "claims": [worker(number) for number in numbers]}
    return {**told, **more}


def body(answer: HttpResponse, status: int) -> Any:
    assert answer.status_code == status, answer.content
    return json.loads(answer.content)


def test_a_system_files_once_however_often_it_calls() -> None:
    here = town()
    system = System(*credentials(here))
    made = body(system.post("/dossiers", dossier(here, 1, 2), key="k"), 201)
    assert (made["state"], made["people"], made["place"], made["reference"], made["office"]) == (
        "filed",
        2,
        here.commune,
        "DVC-1",
        here.offices["commune"].name,
    )
    again = system.post("/dossiers", dossier(here, 1, 2), key="k")
    assert (body(again, 201), again.headers["Idempotent-Replayed"]) == (made, "true")
    assert body(system.post("/dossiers", dossier(here, 1, 2), key="other"), 201)["code"] == made["code"]
    problem(system.post("/dossiers", dossier(here, 3), key="k"), 422, "key_reused")
    problem(system.post("/dossiers", dossier(here, 3), key=""), 400, "key_missing")
    with acting(NATION):
        filing = Filing.objects.get()
        assert (filing.channel, filing.filer_kind, filing.filer_reference) == ("api", "system", "cong-tinh")
        kept = ClientFiling.objects.get()
        assert kept.client.client_id == "cong-tinh"
        told = Event.objects.get(subject=kept.pk)
    assert (told.verb, told.officer_name, told.after["people"]) == ("systems.file", "Cổng dịch vụ công", 2)


def credentials(at: Town, client_id: str = "cong-tinh", **more: Any) -> tuple[str, str]:
    return client_id, connected(at, client_id, **more)[1]


def test_each_fault_names_its_place_in_the_body_in_both_languages() -> None:
    here = town()
    system = System(*credentials(here))
    sent = dossier(here, 1, 2, 3)
    sent["claims"][0]["id_number"] = "12345"
    sent["claims"][1]["facts"] = {**FREE, "lost_work_days": -4}
    sent["claims"][2]["full_name"] = " "
    told = problem(system.post("/dossiers", sent), 422, "rows_at_fault")
    assert [fault["pointer"] for fault in told["faults"]] == ["#/claims/0/id_number", "#/claims/1/facts/lost_work_days", "#/claims/2/full_name"]
    assert all(fault["what"] != fault["what_vi"] for fault in told["faults"])
    shape = problem(system.post("/dossiers", {**dossier(here, 1), "claims": [{"facts": {"x": {}}, "state": "approved"}]}), 422, "request_invalid")
    assert {"#/claims/0/full_name", "#/claims/0/state"} <= {fault["pointer"] for fault in shape["faults"]}
    with acting(NATION):
        assert not Filing.objects.exists()


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"policy": "nq68-99"}, 422, "policy_unknown"),
        ({"place": "99999"}, 422, "place_unknown"),
        ({"place": "26734"}, 403, "place_not_yours"),
        ({"place": "30"}, 422, "place_too_wide"),
        ({"programme": "nq42"}, 403, "programme_not_yours"),
        ({"claims": []}, 422, "request_invalid"),
    ],
)
def test_a_system_files_only_for_its_places_and_programmes(more: dict[str, Any], status: int, code: str) -> None:
    here, _there = town(), town("26734", "760", "79")
    problem(System(*credentials(here)).post("/dossiers", {**dossier(here, 1), **more}), status, code)


def test_a_system_sees_its_own_filings_and_a_code_of_another_is_as_one_that_never_was() -> None:
    here = town()
    one, other = System(*credentials(here)), System(*credentials(here, "cong-khac"))
    code = body(one.post("/dossiers", dossier(here, 1)), 201)["code"]
    assert body(one.get(f"/filings/{code}"), 200)["code"] == code
    assert [row["code"] for row in body(one.get("/filings"), 200)["filings"]] == [code]
    assert body(other.get("/filings"), 200) == {"filings": [], "next": None}
    for path in ("", "/claims"):
        theirs, never = other.get(f"/filings/{code}{path}"), other.get(f"/filings/AAAA-BBBB-CCCC{path}")
        problem(theirs, 404, "not_found")
        assert theirs.content == never.content
    problem(other.get("/filings/%00"), 404, "not_found")


def test_a_system_follows_its_filing_through_the_dossier_and_learns_no_more_than_already_drawn() -> None:
    here, there = town(), town("26734", "760", "79")
    rival = System(*credentials(there, "cong-kia"))
    body(rival.post("/dossiers", dossier(there, 1)), 201)
    with acting(NATION):
        take([Filing.objects.get().pk], by=there.lister, at=there.later())
    system = System(*credentials(here))
    code = body(system.post("/dossiers", dossier(here, 1, 2)), 201)["code"]
    with acting(NATION):
        mine = Filing.objects.get(code=code)
    take([mine.pk], by=here.lister, at=here.later())
    told = body(system.get(f"/filings/{code}"), 200)
    assert (told["state"], told["dossier"]["state"], told["dossier"]["step"], told["dossier"]["decision"]) == ("taken", "in_progress", "list", "")
    rows = body(system.get(f"/filings/{code}/claims"), 200)
    assert [(row["order"], row["outcome"], row["already_drawn"]) for row in rows["claims"]] == [(1, "eligible", True), (2, "eligible", False)]
    assert body(system.get(f"/filings/{code}/claims?after=1"), 200)["claims"] == rows["claims"][1:]
    words = json.dumps(rows) + json.dumps(told)
    assert not [word for word in ("79-2021", "26734", "cong-kia", "79") if f'"{word}' in words]


def test_a_token_does_what_its_scope_says_and_an_officers_token_is_none() -> None:
    here = town()
    name, secret = credentials(here)
    reader = System(name, secret, "dossiers:read")
    refused = reader.post("/dossiers", dossier(here, 1))
    problem(refused, 403, "insufficient_scope")
    assert 'scope="dossiers:write"' in refused.headers["WWW-Authenticate"]
    problem(Program(here.lister).post("/dossiers", dossier(here, 1)), 401, "not_signed_in")
    problem(Program(here.lister).get("/filings"), 401, "not_signed_in")
    problem(reader.get("/dossiers"), 401, "not_signed_in")


def test_a_client_that_calls_too_often_is_told_when_to_come_back() -> None:
    here = town()
    system = System(*credentials(here, per_minute=3))
    answers = [system.get("/filings") for _call in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    problem(answers[3], 429, "too_many_calls")
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 20
    assert timezone.now()
