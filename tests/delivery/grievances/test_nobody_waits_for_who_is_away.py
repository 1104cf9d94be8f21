"""A complaint whose owner is away, has left or moved goes to whoever answers now, and never to somebody who had part in the matter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ansinh.delivery.cases.hand_over import record_absence
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.grievances.decide import dismiss
from ansinh.delivery.grievances.hand_over import hand_over, without_owner
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer
from delivery.grievances.complaining import SAID, complained, headed, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Town:
    return headed()


def owner_of(made: Grievance) -> Officer:
    with acting(NATION):
        return Grievance.objects.select_related("owner").get(pk=made.pk).owner


def test_the_deputy_has_it_while_the_head_is_away(here: Town) -> None:
    made = complained(here)
    deputy = officer("vice.10630", here.offices["commune"])
    head = here.commune_chief
    assert without_owner(at=here.at) == []
    with acting(head):
        record_absence(head, deputy, since=here.at, until=here.at + timedelta(days=9), basis="Giấy cách ly số 5", by=head, at=here.later())
    assert without_owner(at=here.later()) == [made.pk]
    assert hand_over(made.pk, at=here.later()) is True
    assert owner_of(made) == deputy
    assert without_owner(at=here.later()) == []
    assert hand_over(made.pk, at=here.later()) is False
    with acting(NATION):
        assert Event.objects.filter(subject=made.pk, verb="grievances.hand_over").count() == 1


def test_who_has_left_hands_over_upward_and_past_those_who_had_part(here: Town) -> None:
    made = complained(here, refused(here))
    Officer.objects.filter(pk=made.owner_id).update(is_active=False)
    assert hand_over(made.pk, at=here.later()) is False
    assert owner_of(made) == here.province_chief
    other = complained(here)
    Officer.objects.filter(pk=here.commune_chief.pk).update(is_active=False)
    assert hand_over(other.pk, at=here.later()) is True
    assert owner_of(other) == here.district_chief


def test_one_that_was_answered_stays_with_who_answered_it(here: Town) -> None:
    made = complained(here)
    with acting(made.owner):
        dismiss(made.pk, by=made.owner, at=here.later(), reason=SAID)
    Officer.objects.filter(pk=made.owner_id).update(is_active=False)
    assert without_owner(at=here.later()) == []
    assert hand_over(made.pk, at=here.later()) is False
