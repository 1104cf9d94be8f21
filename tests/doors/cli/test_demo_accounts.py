"""The demonstration's accounts: whatever is filed for its commune is received by somebody, and every step of every policy has somebody who does it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ansinh.delivery.offices.models import Office, Officer, Place, Role
from ansinh.delivery.offices.queries import office_for, places_by_code, who_answers
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.cli.demo_accounts import ACCOUNTS, load_accounts
from ansinh.policy.load import load_programme

pytestmark = pytest.mark.django_db
OPEN = datetime(2021, 8, 20, 3, 0, tzinfo=UTC)
COMMUNE = "10630"


@pytest.fixture(autouse=True)
def accounts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.doors.cli.demo_accounts.PASSWORD", None)  # nobody signs in, so no time goes into hashing
    assert load_accounts() == len(ACCOUNTS)
    assert load_accounts() == 0


@pytest.mark.parametrize("policy", [policy.id for policy in load_programme().policies if policy.procedures])
def test_every_policy_has_somebody_who_receives_and_somebody_for_each_step_and_nobody_approves_what_she_took(policy: str) -> None:
    place = places_by_code([COMMUNE])[COMMUNE]
    steps = load_programme().policy(policy).procedure_on(OPEN.date()).steps
    with acting(NATION):
        offices = [office_for(_placed(place), kind=step.office_kind, level=step.level) for step in steps]
        receiver = who_answers(offices[0], role=Role.LISTER, policy=policy, at=OPEN)
        for step, office in zip(steps, offices, strict=True):
            answers = who_answers(office, role=step.role, policy=policy, at=OPEN)
            assert answers.office_id == office.pk
            assert step.action != "approve" or answers.pk != receiver.pk


def test_the_post_has_somebody_who_hands_over_and_opens_no_papers() -> None:
    post = Office.objects.get(kind="post", level="province", province="30")
    [officer] = Officer.objects.filter(office=post)
    assert [row.role for row in officer.assignments.all()] == [Role.CHIEF]


def _placed(place: Place) -> Office:
    return Office(province=place.province, district=place.district or "", commune=place.code)
