"""The page of law names the amounts that the rule itself holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

from ansinh.doors.web.public.figures import amounts
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from django.test import Client


@pytest.mark.parametrize(
    ("policy", "part", "said"),
    [
        ("nq68-04", "base", "1.855.000 đồng hoặc 3.710.000 đồng"),
        ("nq68-04", "pregnant", "1.000.000 đồng"),
        ("nq68-04", "children", "1.000.000 đồng mỗi con"),
        ("nq68-08", "meals_f0", "80.000 đồng mỗi ngày"),
        ("nq68-12", "base", "1.500.000 đồng"),
    ],
)
def test_amounts_are_read_from_the_rule(policy: str, part: str, said: str) -> None:
    programme = load_programme()
    rules = {component.id: component.amount for component in programme.policy(policy).version_on(date(2021, 12, 1)).components}
    assert amounts(rules[part], programme.facts) == said


def test_amounts_are_said_in_english_too() -> None:
    programme = load_programme()
    rules = {component.id: component.amount for component in programme.policy("nq68-08").version_on(date(2021, 12, 1)).components}
    with translation.override("en"):
        assert amounts(rules["meals_f1"], programme.facts) == "VND 80,000 a day"


@pytest.mark.django_db
def test_the_page_of_law_shows_them(client: Client) -> None:
    assert "1.855.000 đồng hoặc 3.710.000 đồng" in client.get("/luat/nq68/nq68-04/").content.decode()
