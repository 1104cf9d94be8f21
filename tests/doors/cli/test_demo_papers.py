"""The demonstration province's plan is entered once, by the true verbs, and says of itself that it is no real one."""

from __future__ import annotations

import pytest
from django.utils import timezone

from ansinh.delivery.cases.gaps import Lack, gaps
from ansinh.delivery.cases.orders_due import orders_of
from ansinh.delivery.cases.plans import file_of, plan_days, plan_documents
from ansinh.delivery.cases.targets import targets
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.scope import acting
from ansinh.doors.cli.demo_accounts import load_accounts
from ansinh.doors.cli.demo_history import first_day
from ansinh.doors.cli.demo_papers import load_plans

pytestmark = pytest.mark.django_db


def test_the_plan_of_the_demonstration_is_entered_once_and_shows_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.doors.cli.demo_accounts.PASSWORD", None)  # nobody signs in, so no time goes into hashing
    load_accounts()
    assert (load_plans(), load_plans()) == (True, False)
    assert plan_days() == {"30": first_day()}
    documents = plan_documents("30", public=True)
    assert len(documents) == 3
    assert all("trình diễn" in row.title and file_of(row).startswith(b"%PDF") for row in documents)
    assert len(targets(province="30")) == 8
    lacking = gaps(province="30", on=timezone.localdate())
    assert [(gap.lack, gap.policies) for gap in lacking if gap.lack != Lack.TARGET] == [(Lack.OWNER, ("nq68-08",))], "everybody named holds a role there"
    ministry = Officer.objects.get(username="bo.phantich")
    with acting(ministry):
        assert [(row.state, len(row.answers.all())) for row in orders_of("30", seen_by=ministry)] == [("answered", 1)]
