"""What a register tells is not asked again: claims are answered with it, its source kept; what contradicts a claim replaces nothing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from ansinh.delivery.cases.answer_again import follow, to_follow
from ansinh.delivery.cases.correct import correct
from ansinh.delivery.cases.models import Claim, Determination, Dossier
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models import Draw
from delivery.casework import Town, person, submitted, task_of, town
from delivery.registry.test_registers import sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
F0 = "Số CCCD,f0_start,f0_days\n030187000001,01/06/2021,20\n030187000002,01/06/2021,14"


def patient(number: int, **more: object) -> dict[str, object]:
    return person(number, amount=None, group="F0", **more)


def health(here: Town, text: str = F0, day: date = date(2021, 8, 1)) -> None:
    sent(here, text, register="health_list", dated=day)


def claims(dossier: Dossier) -> list[Claim]:
    with acting(NATION):
        return list(Claim.objects.filter(dossier=dossier).select_related("dossier").order_by("order"))


def last(claim: Claim) -> Determination:
    with acting(NATION):
        return Determination.objects.filter(claim=claim).order_by("-made_at", "-id")[0]


def test_what_a_register_tells_is_filled_when_the_list_is_submitted_with_its_source() -> None:
    here = town()
    health(here)
    dossier = submitted(here, [patient(1), patient(3)], policy="nq68-08")
    known, unknown = claims(dossier)
    assert (known.outcome, known.amount_vnd, known.draw_held) == ("eligible", 1_600_000, True)
    assert (unknown.outcome, dossier.amount_vnd) == ("undetermined", 1_600_000)
    said = last(known)
    assert said.facts["f0_days"] == 20
    assert said.vouched["f0_days"]["source"] == "BHXH tỉnh, công văn 12"
    assert said.vouched["f0_days"]["dated"] == "2021-08-01"
    assert last(unknown).vouched == {}


def test_open_claims_everywhere_are_answered_when_a_register_is_taken_over_and_once_only() -> None:
    here, far = town(), town("26734", "760", "79")
    first, second = submitted(here, [patient(1)], policy="nq68-08"), submitted(far, [patient(2)], policy="nq68-08")
    assert {claims(dossier)[0].outcome for dossier in (first, second)} == {"undetermined"}
    health(here)
    (snapshot,) = to_follow()
    assert follow(snapshot, at=here.later()) == 2
    assert [claims(dossier)[0].amount_vnd for dossier in (first, second)] == [1_600_000, 1_120_000]
    assert (follow(snapshot, at=here.later()), to_follow()) == (0, [])
    with acting(NATION):
        event = Event.objects.get(verb="cases.answer_again", province="79")
        assert event.after["vouched"]["f0_days"]["value"] == 14
        assert Draw.objects.filter(released_at=None).count() == 2


def test_what_the_claim_says_stands_and_the_contradiction_is_shown_beside_it(signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    health(here)
    dossier = submitted(here, [patient(1, period_start="2021-06-01", period_days=45)], policy="nq68-08")
    (claim,) = claims(dossier)
    assert (claim.amount_vnd, last(claim).facts["f0_days"], last(claim).vouched) == (3_600_000, 45, {})
    page = signed_in(here.lister).get(reverse("claim", args=[dossier.pk, claim.pk])).content.decode()
    assert "Trái với hồ sơ" in page
    assert "tính đến 1/8/2021" in page
    assert page.count("Khớp") == 1, "the first day agrees"


def test_a_correction_keeps_the_source_of_what_it_leaves_and_drops_that_of_what_it_changes() -> None:
    here = town()
    health(here)
    dossier = submitted(here, [patient(1)], policy="nq68-08")
    (claim,) = claims(dossier)
    task = task_of(dossier)
    with acting(here.lister):
        correct(task.pk, claim.pk, changes={}, facts={"f0_days": 10}, by=here.lister, at=here.later())
    assert sorted(last(claim).vouched) == ["f0_start"]
