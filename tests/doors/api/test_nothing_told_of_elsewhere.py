"""Of two people who differ only in what one claimed in another province, no role and no system is answered differently, but for "already drawn in this group"."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.take import take
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import MORNING, Town, approved, forwarded, person, posted_long_enough, submitted, task_of, town
from delivery.intake.filing import worker
from delivery.systems.connecting import connected
from doors.api.calling import Program
from doors.api.systems import System
from doors.api.test_searching_the_registry import asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpResponse

    from ansinh.delivery.cases.models import Dossier

pytestmark = pytest.mark.django_db
OWN = re.compile(r'"(?:id|receipt|number|submitted_at|task|dossier|code|next|filed_at|message_id|message_ts|timestamp|correlation_id|reference_id)": "[^"]*"')
"""What is each row's own: keys, codes, moments."""
ROLES = ("lister", "appraiser", "chair", "payer")
ELSEWHERE = ("79-2021", '"79"', "26734", "760", "lister.26734", "UBND commune 26734", "Hồ Chí Minh")


@pytest.fixture
def two(request: pytest.FixtureRequest) -> tuple[Town, Town]:
    """Two towns of two provinces; in the second, the first person claimed: with success, or in vain."""
    here, there = town(), town("26734", "760", "79")
    if request.param == "drawn":
        approved(there, [person(1)])
    else:
        submitted(there, [person(1, date_of_birth="2015-03-05", facts={"informal_worker": False})])
    return here, there


def words_of(answer: HttpResponse) -> str:
    text = OWN.sub("", json.dumps(json.loads(answer.content), ensure_ascii=False))  # a code made by chance may hold any digits
    assert not [word for word in ELSEWHERE if word in text], text
    return re.sub(r"(Hoa|030187)[ 0]*[12]", r"\1", text)


def seen(program: Program, dossier: Dossier) -> Iterator[tuple[int, str]]:
    for path in (f"/dossiers/{dossier.pk}", f"/dossiers/{dossier.pk}/claims"):
        answer = program.get(path)
        yield answer.status_code, words_of(answer)


@pytest.mark.parametrize("two", ["drawn", "in vain"], indirect=True)
@pytest.mark.parametrize("role", ROLES)
def test_officers_of_every_role_read_the_same_of_both(two: tuple[Town, Town], role: str) -> None:
    here, _there = two
    one, other = submitted(here, [person(1)]), submitted(here, [person(2)])
    program = Program(here.officers[role])
    assert list(seen(program, one)) == list(seen(program, other))
    listed = json.loads(program.get("/dossiers").content)["dossiers"]
    shown = [OWN.sub("", json.dumps({**row, "task": None})) for row in listed]
    assert shown[0] == shown[1]


@pytest.mark.parametrize("two", ["in vain"], indirect=True)
def test_whoever_claimed_elsewhere_in_vain_goes_through_every_deed_as_anybody(two: tuple[Town, Town]) -> None:
    here, _there = two
    said: list[list[tuple[int, str]]] = []
    for number in (1, 2):
        dossier, answers = submitted(here, [person(number)]), []
        lister, appraiser, chair = (Program(here.officers[role]) for role in ("lister", "appraiser", "chair"))
        task = task_of(dossier)
        forwarded(here, dossier, times=0)
        answers.append(lister.post(f"/tasks/{task.pk}/exclude-by-law"))
        forwarded(here, dossier)
        answers.append(appraiser.post(f"/tasks/{task_of(dossier).pk}/forward"))
        answers.append(chair.post(f"/tasks/{task_of(dossier).pk}/approve"))
        said.append([(answer.status_code, re.sub(r"\d+/QĐ", "/QĐ", words_of(answer))) for answer in answers])
    assert [status for status, _words in said[0]] == [200, 200, 200]
    assert said[0] == said[1]


@pytest.mark.parametrize("two", ["drawn"], indirect=True)
def test_whoever_drew_elsewhere_is_held_with_that_word_and_no_other(two: tuple[Town, Town]) -> None:
    here, _there = two
    task = task_of(submitted(here, [person(1)]))
    lister = Program(here.lister)
    lister.post(f"/tasks/{task.pk}/post", {"posted_on": "2021-08-06"})
    with acting(here.lister):
        from ansinh.delivery.cases import take_step

        take_step.post_list(task.pk, by=here.lister, at=here.later(), posted_on=here.at.date())
        posted_long_enough(task, at=here.at)
    held = lister.post(f"/tasks/{task.pk}/forward")
    assert held.status_code == 422
    assert "1 have another claim" in words_of(held)


@pytest.mark.parametrize("two", ["drawn", "in vain"], indirect=True)
@pytest.mark.parametrize("level", ["province", "commune"])
def test_systems_are_told_the_same_of_both_but_for_already_drawn(two: tuple[Town, Town], level: str, request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.doors.api.filings.timezone.now", lambda: MORNING)
    here, _there = two
    system = System("cong-tinh", connected(here, office=here.offices[level])[1])
    said = []
    for number in (1, 2):
        searched = system.post("/registry/sync/search", asked(number))
        made = system.post("/dossiers", {"policy": "nq68-12", "place": here.commune, "claims": [worker(number)]})
        code = json.loads(made.content)["code"]
        with acting(NATION):
            filing = Filing.objects.get(code=code)
        waiting = system.get(f"/filings/{code}/claims")
        take([filing.pk], by=here.lister, at=here.later())
        taken, became = system.get(f"/filings/{code}"), system.get(f"/filings/{code}/claims")
        assert [answer.status_code for answer in (searched, made, waiting, taken, became)] == [200, 201, 200, 200, 200]
        rows = json.loads(became.content)["claims"]
        drawn = [row.pop("already_drawn") for row in rows]
        assert drawn == [number == 1 and "drawn" in request.node.callspec.id]
        said.append([words_of(answer) for answer in (searched, made, waiting, taken)] + [OWN.sub("", json.dumps(rows))])
    assert said[0] == said[1]
