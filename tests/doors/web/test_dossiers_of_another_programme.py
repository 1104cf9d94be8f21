"""Pages of officers name a policy as the programme of its own dossier does, whichever programme is read first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from ansinh.delivery.cases.models import Claim, Dossier
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.policy.load import policy_of
from delivery.casework import officer, person, submitted, town

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
NAME = "Hỗ trợ lao động tự do bị mất việc làm"
"""Of the package of 2020; the later programme has no policy of that name."""


def test_a_dossier_of_the_package_of_2020_is_listed_and_late_under_its_own_policy_and_step(signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    dossier = submitted(here, [person(1)])
    analyst = officer("analyst.province", here.offices["province"], Role.ANALYST)
    with acting(NATION):
        Claim.objects.filter(dossier=dossier).update(policy="nq42-04")
        Dossier.objects.filter(pk=dossier.pk).update(programme="nq42", policy="nq42-04", as_of="2020-05-11")
    for by, address in ((here.lister, "/ho-so/"), (analyst, "/so-lieu/qua-han/"), (here.chair, "/so-lieu/qua-han/")):
        answer = signed_in(by).get(address)
        assert (answer.status_code, NAME in answer.content.decode()) == (200, True), address
    [task] = signed_in(here.lister).get("/ban-lam-viec/").context["tasks"]
    assert task["policy"] == policy_of("nq42", "nq42-04")


def test_a_policy_is_of_its_programme_alone() -> None:
    found = policy_of("nq42", "nq42-04")
    assert found is not None
    assert (found.name["vi"][: len(NAME)], policy_of("nq68", "nq42-04")) == (NAME, None)
