"""A posted list goes on by itself when its days are over, in the name of the owner who said so, and only while nothing stands in its way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ansinh.delivery.cases import take_step
from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.evidence.models import Event
from ansinh.delivery.grievances import decide, forward, go_on
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, officer, person, submitted, task_of
from delivery.grievances.complaining import SAID, headed

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
OVER = datetime(2021, 8, 10, 9, 0, tzinfo=UTC)
"""16:00 of Tuesday 10 August: two working days after Friday 6 August."""


@pytest.fixture
def here() -> Town:
    return headed()


def posted(here: Town, *people: int, goes_on: bool = True) -> Dossier:
    dossier = submitted(here, [person(number) for number in people or (1,)])
    with acting(here.lister):
        take_step.post_list(task_of(dossier).pk, by=here.lister, at=here.later(), posted_on=date(2021, 8, 6), goes_on=goes_on)
    return dossier


def minute(at: datetime) -> list[bool]:
    return [go_on.go_on(task, at=at) for task in go_on.to_go_on(at=at)]


def test_it_is_with_the_next_owner_in_the_first_minute_after_its_days_and_the_log_names_who_said_so(here: Town) -> None:
    dossier, by_hand = posted(here), posted(here, 2, goes_on=False)
    assert minute(OVER - timedelta(seconds=1)) == []
    assert minute(OVER) == [True]
    assert minute(OVER) == []
    assert (task_of(dossier).owner, task_of(dossier).action) == (here.appraiser, "appraise")
    assert task_of(by_hand).owner == here.lister
    with acting(NATION):
        ended = Task.objects.get(dossier=dossier, done_at__isnull=False)
        assert (ended.done_by, ended.done_at) == (here.lister, OVER)
        assert Event.objects.filter(subject=dossier.pk, verb="cases.forward").count() == 1


def test_an_open_objection_keeps_it_with_its_owner_and_it_goes_on_within_an_hour_of_the_answer(here: Town) -> None:
    dossier = posted(here, 1, 2)
    file(Told("objection", "Người này có hợp đồng lao động", dossier=dossier.pk), channel="web", by=None, at=OVER - timedelta(hours=1))
    assert minute(OVER) == [False]
    assert minute(OVER + timedelta(minutes=1)) == []
    with acting(NATION):
        objection = Grievance.objects.select_related("owner__office").get(dossier=dossier)
    with acting(objection.owner):
        decide.dismiss(objection.pk, by=objection.owner, at=OVER + timedelta(minutes=20), reason=SAID)
    assert minute(OVER + timedelta(hours=1)) == [True]


def test_a_claim_that_cannot_go_on_keeps_the_list_until_it_is_settled(here: Town) -> None:
    dossier = posted(here)
    with acting(NATION):
        Claim.objects.filter(dossier=dossier).update(outcome="undetermined")
    assert minute(OVER) == [False]
    assert task_of(dossier).owner == here.lister


def test_what_the_database_refuses_keeps_no_other_list_waiting(here: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = posted(here), posted(here, 2)

    def lost(key: object, **told: object) -> object:
        if key == task_of(first).pk:
            raise IntegrityError
        return forward.forward(key, **told)  # type: ignore[arg-type] # as it was called

    monkeypatch.setattr(go_on, "forward", lost)
    assert sorted(minute(OVER)) == [False, True]
    assert (task_of(first).owner, task_of(second).owner) == (here.lister, here.appraiser)


def test_it_can_be_taken_back_until_then_and_said_later_by_nobody_but_the_owner(here: Town) -> None:
    dossier = posted(here)
    task = task_of(dossier)
    with acting(here.lister):
        assert take_step.let_go_on(task.pk, by=here.lister, at=here.later(), goes_on=False).goes_on_by is None
    assert minute(OVER) == []
    with acting(here.appraiser), pytest.raises(NotYours):
        take_step.let_go_on(task.pk, by=here.appraiser, at=here.later(), goes_on=True)
    with acting(here.lister):
        take_step.let_go_on(task.pk, by=here.lister, at=here.later(), goes_on=True)
    assert minute(OVER) == [True]


def test_what_is_not_posted_goes_nowhere_past_verb_or_database(here: Town) -> None:
    task = task_of(submitted(here, [person(1)]))
    with acting(here.lister):
        with pytest.raises(Refused, match="chưa niêm yết"):
            take_step.let_go_on(task.pk, by=here.lister, at=here.later(), goes_on=True)
        with pytest.raises(IntegrityError, match="task_goes_on_is_posted"), transaction.atomic():
            Task.objects.filter(pk=task.pk).update(goes_on_by=here.lister)


def test_whoever_takes_the_list_over_is_bound_by_nothing_that_another_said(here: Town) -> None:
    dossier, deputy = posted(here), officer("deputy.10630", here.offices["commune"], Role.LISTER)
    task = task_of(dossier)
    with acting(NATION):
        Task.objects.filter(pk=task.pk).update(owner=deputy)
    assert minute(OVER) == []
    assert not go_on.go_on(task.pk, at=OVER), "found while it was another's"
    with acting(deputy):
        take_step.let_go_on(task.pk, by=deputy, at=OVER, goes_on=True)
    assert minute(OVER) == [True]


def test_the_officer_ticks_a_box_and_the_page_says_what_will_happen(here: Town, signed_in: Callable[[Officer], Client]) -> None:
    here.at = timezone.now() - timedelta(hours=1)
    dossier = submitted(here, [person(1)])
    client, page = signed_in(here.lister), reverse("dossier", args=[dossier.pk])
    told = {"task": str(task_of(dossier).pk), "posted_on": f"{timezone.localdate():%d/%m/%Y}", "goes_on": "on"}
    client.post(reverse("dossier_posted", args=[dossier.pk]), told)
    assert "Hết niêm yết thì tự chuyển bước sau" in client.get(page).content.decode()
    assert "rồi tự chuyển" in client.get(f"{reverse('desk')}").content.decode()
    client.post(reverse("dossier_goes_on", args=[dossier.pk]), {"task": told["task"], "tu-chuyen": "0"})
    assert "Hẹn tự chuyển khi hết niêm yết" in client.get(page).content.decode()
